"""The values of a request, cleaned and checked; a value is text and is never evaluated."""

import re
import unicodedata
from collections.abc import Mapping

from kiosk.domain.clock_times import read_time
from kiosk.domain.placeholders import PLACEHOLDERS, Placeholder
from kiosk.domain.requests import Value
from kiosk.domain.words import Language, Words
from kiosk.errors import InputError

Values = Mapping[str, Value]
_CALLED = re.compile(r"(?i)(?:tables?|numéro|number|n°|nº|no\.|#)\s*(?=\w)")


class _ValueMistake(InputError):  # noqa: N818 - the names say which mistake
    """`field` is the placeholder it is about, `words` names cause and cure in both languages."""

    def __init__(self, field: str, words: Words) -> None:
        super().__init__(words.en)
        self.field = field
        self.words = words


class MissingValue(_ValueMistake):
    """A sentence needs a value that was not given."""


class BadValue(_ValueMistake):
    """A value cannot be used: too long, or not of its placeholder's type."""


def given(values: Values, name: str) -> bool:
    """Whether `values` holds what `{name}` needs; `{vehicle}` needs nothing: it is at least "un véhicule"."""
    row = PLACEHOLDERS[name]
    if row.type == "made":
        return all(PLACEHOLDERS[part].optional for part in row.made_of) or any(given(values, p) for p in row.made_of)
    value = values.get(name, "")
    if isinstance(value, int):
        return True
    return bool(_cleaned(value.fr + value.en if isinstance(value, Words) else value))


def text_of(values: Values, name: str, language: Language) -> str:
    """The value of `{name}` as one clean line, "" when it was not given.

    Raises:
        BadValue: it is too long, or is not of the placeholder's type.
    """
    row = PLACEHOLDERS[name]
    most = row.max_chars
    value = values.get(name, "")
    if isinstance(value, int):
        value = str(value) if value.bit_length() < 64 else "9" * (most + 1)  # str() refuses huge numbers
    text = _cleaned(value.in_language(language) if isinstance(value, Words) else value)
    if len(text) > most:
        raise _bad(row, f"trop long, {most} caractères au plus", f"too long, {most} characters at most")
    if not text:
        return ""
    if row.type == "count":
        return str(_count(row, text))
    if row.type == "time" and read_time(text) is None:
        raise _bad(row, "pas une heure : écrivez 19 h 30", "not a time: write 7:30 pm")
    if row.type == "plate" and not any(c.isalnum() for c in text):
        raise _bad(row, "ni lettre ni chiffre : écrivez AB-123-CD", "no letter and no digit: write AB-123-CD")
    if row.type == "label":
        return _CALLED.sub("", text, count=1) if _CALLED.match(text) else text
    return _translated(row, text, language)


def missing(names: tuple[str, ...]) -> MissingValue:
    """The mistake to raise when one of `names` is needed and none was given."""
    labels = [PLACEHOLDERS[name].label for name in names]
    french, english = " ou ".join(label.fr for label in labels), " or ".join(label.en for label in labels)
    return MissingValue(
        names[0], Words(fr=f"Il manque : {french}. Indiquez-le.", en=f"This is missing: {english}. Please give it.")
    )


def _bad(row: Placeholder, french: str, english: str) -> BadValue:
    return BadValue(
        row.name, Words(fr=f"« {row.label.fr} » ne convient pas : {french}.", en=f"The {row.label.en} is {english}.")
    )


def _count(row: Placeholder, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not row.least <= int(text) <= row.most:
        raise _bad(
            row,
            f"il faut un nombre entier de {row.least} à {row.most}",
            f"not right: give a whole number from {row.least} to {row.most}",
        )
    return int(text)


def _cleaned(text: str) -> str:
    """One line without control or direction characters."""
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return unicodedata.normalize("NFC", " ".join(plain.split()))


def _translated(row: Placeholder, text: str, language: Language) -> str:
    """A value that is one of the choices, in `language`; other words stay as they were typed."""
    for choice in row.choices if row.type == "text" else ():
        if text.casefold() in (choice.fr.casefold(), choice.en.casefold()):
            return choice.in_language(language)
    return text
