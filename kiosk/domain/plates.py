"""Number plates that a person typed: how they are written and how they are said."""

import re

from kiosk.domain.numbers import cardinal, digit_by_digit
from kiosk.domain.words import Language

# Since 2009 (SIV): AB-123-CD; before (FNI): 1234 AB 75, the last part being the department.
_SIV = re.compile(r"([A-Z]{2})[ -]?([0-9]{3})[ -]?([A-Z]{2})")
_FNI = re.compile(r"([0-9]{1,4})[ -]?([A-Z]{1,3})[ -]?(97[0-9]|2[AB]|[0-9]{2})")

IN_TEXT = re.compile(
    r"\b(?:"
    r"[A-HJ-NP-TV-Z]{2}[ -]?[0-9]{3}[ -]?[A-HJ-NP-TV-Z]{2}"  # French since 2009 and Italian: no I, O, U
    r"|[a-z]{2}-[0-9]{3}-[a-z]{2}"  # the same, typed in a hurry
    r"|[0-9]{3,4}[ -][A-Z]{2,3}[ -](?:97[0-9]|2[AB]|[0-9]{2})"  # French before 2009
    r"|[A-Z]{2}[0-9]{2} [A-Z]{3}"  # British
    r"|[A-Z]{1,3}-[A-Z]{1,2} [0-9]{2,4}"  # German
    r"|[0-9]{4} (?!TTC|SVP)[B-DF-HJ-NP-TV-Z]{3}"  # Spanish: no vowels
    r"|(?=[A-Z0-9-]*[0-9])(?=[A-Z0-9-]*[A-Z])(?=(?:-?[A-Z0-9]){6})"  # Belgian, Dutch:
    r"[A-Z0-9]{1,4}(?:-[A-Z0-9]{1,4}){1,2}"  # letters and digits in groups, six at least
    r")\b"
)
"""Plates that can be told from other text; a plate given as a plate needs no pattern."""


def shown_plate(text: str) -> str:
    """`text` in capitals, the French form with its hyphens: "ab 123 cd" is "AB-123-CD"."""
    plate = " ".join(text.upper().split())
    siv = _SIV.fullmatch(plate)
    return "-".join(siv.groups()) if siv else plate


def spoken_plate(text: str, language: Language) -> str:
    """`text` letter by letter and digit by digit, a comma between groups: "A B, un deux trois, C D"."""
    plate = shown_plate(text)
    old = _FNI.fullmatch(plate)
    if old:
        number, letters, department = old.groups()
        return ", ".join(
            (digit_by_digit(number, language), _spelled(letters, language), _spoken_department(department, language))
        )
    return ", ".join(_spoken_group(group, language) for group in _groups(plate))


def _groups(plate: str) -> list[str]:
    """Runs of letters and runs of digits, cut also where the writer put a space or hyphen."""
    return re.findall(r"[0-9]+|[^\W0-9_]+", plate)


def _spoken_group(group: str, language: Language) -> str:
    return digit_by_digit(group, language) if group[0] in "0123456789" else _spelled(group, language)


def _spelled(letters: str, language: Language) -> str:
    """Letter by letter; joined in English, where a lone A would be taken for the article."""
    return (" " if language == "fr" else "-").join(letters)


def _spoken_department(code: str, language: Language) -> str:
    """Departments are said as numbers ("soixante-quinze"), those of Corsica as "deux A"."""
    if code.isdigit():
        return digit_by_digit(code, language) if code.startswith("0") else cardinal(int(code), language)
    return f"{digit_by_digit(code[0], language)} {code[1]}"
