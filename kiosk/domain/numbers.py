"""Whole numbers in words, as they are said in Paris and in London."""

from kiosk.domain.words import Language

TOO_LARGE = 1_000_000_000
"""The first number that is said digit by digit instead."""

_FR_SMALL = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_FR_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")
_EN_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


def cardinal(number: int, language: Language, *, feminine: bool = False) -> str:
    """`number` in words; `feminine` makes French say "une" and "vingt et une" before a feminine noun.

    From `TOO_LARGE` on, and below zero, its digits are said one by one.
    """
    if not 0 <= number < TOO_LARGE:
        return digit_by_digit(str(number), language)
    if language == "en":
        return _english(number)
    words = _french(number)
    return words + "e" if feminine and words.split("-")[-1].split(" ")[-1] == "un" else words


def ordinal(number: int, language: Language, *, feminine: bool = False) -> str:
    """`number` as a rank: "deuxième", "vingt et unième", "first"; `feminine` makes the French first "première"."""
    if language == "fr":
        if number == 1:
            return "première" if feminine else "premier"
        return _french_rank(cardinal(number, "fr"))
    words = cardinal(number, "en")
    cut = max(words.rfind("-"), words.rfind(" ")) + 1
    last = words[cut:]
    regular = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return words[:cut] + _EN_ORDINALS.get(last, regular)


def in_words(digits: str, language: Language, *, feminine: bool = False) -> str:
    """Written digits as people say them: "12" as a number; "007" and codes of more than six digits one by one."""
    if len(digits) > 6 or (len(digits) > 1 and digits.startswith("0")):
        return digit_by_digit(digits, language)
    return cardinal(int(digits), language, feminine=feminine)


def digit_by_digit(text: str, language: Language) -> str:
    """The digits of `text`, each as a word; whatever else is in it is left out."""
    small = _FR_SMALL if language == "fr" else _EN_SMALL
    return " ".join(small[int(c)] for c in text if c in "0123456789")


def _french(number: int) -> str:
    if number < 20:
        return _FR_SMALL[number]
    if number < 100:
        return _french_tens(number)
    for size, name, plural in ((1_000_000, "million", "millions"), (1000, "mille", "mille"), (100, "cent", "cents")):
        if number >= size:
            count, rest = divmod(number, size)
            return _french_group(count, name, plural, rest)
    raise AssertionError(number)


def _french_group(count: int, name: str, plural: str, rest: int) -> str:
    """One group and the rest: "deux cents", "deux cent un", "mille" without "un", "quatre-vingt mille" without s."""
    head = _french(count)
    if name == "mille":
        head = "" if count == 1 else head.removesuffix("s") if head.endswith(("vingts", "cents")) else head
    elif name == "cent":
        head = "" if count == 1 else head
        plural = plural if rest == 0 else name
    ending = name if count == 1 else plural
    return " ".join(part for part in (head, ending, _french(rest) if rest else "") if part)


def _french_tens(number: int) -> str:
    tens, units = divmod(number, 10)
    base = _FR_TENS[tens]
    if tens in (7, 9):
        units += 10
    if units == 0:
        return "quatre-vingts" if number == 80 else base
    if units in (1, 11) and tens < 8:
        return f"{base} et {_FR_SMALL[units]}"
    return f"{base}-{_FR_SMALL[units]}"


def _french_rank(words: str) -> str:
    if words.endswith("cinq"):
        return words + "uième"
    if words.endswith("neuf"):
        return words.removesuffix("f") + "vième"
    if words.endswith(("vingts", "cents", "millions")):
        words = words.removesuffix("s")
    return words.removesuffix("e") + "ième"


def _english(number: int) -> str:
    if number < 20:
        return _EN_SMALL[number]
    if number < 100:
        tens, units = divmod(number, 10)
        return _EN_TENS[tens] + (f"-{_EN_SMALL[units]}" if units else "")
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            count, rest = divmod(number, size)
            link = " and " if rest < 100 else " "
            return f"{_english(count)} {name}" + (link + _english(rest) if rest else "")
    raise AssertionError(number)
