"""What the rules of both languages share: patterns of written numbers, and rules made from tables."""

import re
from collections.abc import Callable, Mapping

from kiosk.domain.numbers import cardinal
from kiosk.domain.words import Language

Found = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Found], str] | str]

ADDRESS = re.compile(
    r"(?i)[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[\w./-]*\w/?|(?<![\w-])[\w-]+\.(?:fr|com|net|org|eu|paris)\b"
)
ISO_DATE = re.compile(r"\b(20[0-9]{2})-([01][0-9])-([0-3][0-9])\b")
PHONE = re.compile(r"(?<![\w+])(?:(\+ ?33) ?[1-9]|0[1-9])(?:[ .-]?[0-9]{2}){4}(?!\w)")
DATE = re.compile(r"(?<![\w/])(0?[1-9]|[12][0-9]|3[01])/(0?[1-9]|1[0-2])(?:/([0-9]{4}|[0-9]{2}))?(?![\w/])")
FRACTION = re.compile(r"(?<![\w/])(1/[234]|2/3|3/4)(?![\w/])")
RANGE = re.compile(r"(?i)(?<=[0-9hm€%]) ?[-–—] ?(?=[0-9])")
THOUSANDS = re.compile(r"(?<![\w,.])[1-9][0-9]{0,2}(?:[ ,][0-9]{3})+(?!\w)")
DECIMAL = re.compile(r"(?<![\w.,])([0-9]+)[.,]([0-9]+)(?![\w.,]*[0-9])")
NEGATIVE = re.compile(r"(?<![\w-])-(?=[0-9])")
TIMES = re.compile(r"(?<=[0-9]) ?[x×](?: ?(?=[0-9])|(?=\s|$))")
"""The multiplication sign of "2 x 10 €" and "2x dessert"."""
INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}(?!\w)(?P<end>(?=\s+[A-Z]|\s*$))?")
"""S.N.C.F. and U.S.A.: the group end is there where the last point also ends the sentence."""
TOUCHING = re.compile(r"(?<=[0-9])(?=[^\W0-9_])|(?<=[^\W0-9_])(?=[0-9])")
"""Where letters and digits touch, as in A12 or 12B."""
NUMBER = re.compile(r"[0-9]+")
ROMAN = r"(?=[IVX]{2})(X{0,3}(?:IX|IV|V?I{0,3}))(?<=[IVX]{2})"
"""II to XXXIX: a lone letter is a letter."""

_WHOLE = r"(?<![\w.,])(?P<whole>[0-9]{1,6})"
_CENTS = r"(?P<cents>[0-9]{2})"
MONEY = (
    re.compile(rf"{_WHOLE} ?(?P<sign>[€$£]){_CENTS}?(?!\w)"),
    re.compile(rf"{_WHOLE}[.,]{_CENTS} ?(?P<sign>[€$£])(?!\w)"),
    re.compile(rf"(?P<sign>[€$£]) ?(?P<whole>[0-9]{{1,6}})(?:[.,]{_CENTS})?(?![\w]|[.,][0-9])"),
)
"""12€50, 12,50 € and €12.50, with the groups whole, cents and sign."""


def ungrouped(language: Language) -> Rule:
    """A rule for "1 250": its digits without the space; from a million on its words, as digits would be a code."""

    def say(found: Found) -> str:
        digits = re.sub("[^0-9]", "", found[0])
        return digits if len(digits) <= 6 or len(digits) > 9 else cardinal(int(digits), language)

    return THOUSANDS, say


def amount_of(units: Mapping[str, tuple[str, str]]) -> re.Pattern[str]:
    """A number, whole or not, and one of `units` after it, with the groups amount and unit."""
    names = "|".join(re.escape(name) for name in sorted(units, key=len, reverse=True))
    return re.compile(rf"(?<![\w.,])(?P<amount>[0-9]+(?:[.,][0-9]+)?) ?(?P<unit>{names})(?![\w'])")


def table(words: Mapping[str, str]) -> tuple[Rule, ...]:
    """A rule for each abbreviation (a regular expression, from the start of a word) and the words it stands for.

    "M.Dupont" gets the space that is missing.
    """

    def rule(short: str, word: str) -> Rule:
        return re.compile(
            rf"(?<![\w.-]){short}(?P<touches>(?=[^\W_]))?"
        ), lambda found: word if found["touches"] is None else word.rstrip() + " "

    return tuple(rule(short, word) for short, word in words.items())


def named(signs: Mapping[str, str]) -> Rule:
    """A rule that says each of `signs` by its name."""
    return re.compile("[" + re.escape("".join(signs)) + "]"), lambda found: f" {signs[found[0]]} "


def spelled(address: str, signs: Mapping[str, str]) -> str:
    """An e-mail or web address with its signs by their names, "www" letter by letter."""
    text = re.sub(r"(?i)^https?://", "", address).removesuffix("/")
    text = re.sub(r"(?i)^www(?=\.)", "w w w", text)
    return "".join(f" {signs[c]} " if c in signs else c for c in text)


def without_points(found: Found) -> str:
    """Initials as one word, and the point that ends their sentence."""
    return found[0].replace(".", "") + ("." if found["end"] is not None else "")


def roman(written: str) -> int:
    """The value of a Roman numeral made of I, V and X."""
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in written]
    return sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))


def phone_pairs(written: str) -> list[str]:
    """The digits of a French number as people say them: in pairs, an odd first one alone."""
    digits = re.sub(r"[^0-9]", "", written)
    odd = len(digits) % 2
    return ([digits[0]] if odd else []) + [digits[i : i + 2] for i in range(odd, len(digits), 2)]
