"""The rules by which written French becomes spoken French, in the order in which they are applied."""

import re

from kiosk.domain import spoken_rules as rules
from kiosk.domain.clock_times import read_time, spoken_time
from kiosk.domain.numbers import cardinal, digit_by_digit, in_words, ordinal
from kiosk.domain.plates import IN_TEXT, spoken_plate
from kiosk.domain.spoken_rules import Found, Rule
from kiosk.domain.spoken_words_fr import ABBREVIATIONS, FEMININE, FRACTIONS, IN_ADDRESSES, MONTHS, SIGNS, UNITS

_BEFORE_FEMININE = re.compile(rf"\s(?:{FEMININE})\b")


def _phone(found: Found) -> str:
    abroad = "plus trente-trois, " if found[1] else ""
    return abroad + ", ".join(in_words(pair, "fr") for pair in rules.phone_pairs(found[0].removeprefix("+33")))


def _date(found: Found) -> str:
    day, month, year = int(found[1]), MONTHS[int(found[2]) - 1], found[3]
    words = f"{'premier' if day == 1 else cardinal(day, 'fr')} {month}"
    return words + (f" {cardinal(int(year) + (2000 if len(year) == 2 else 0), 'fr')}" if year else "")


def _time(found: Found) -> str:
    time = read_time(found[0])
    return spoken_time(time, "fr") if time else found[0]


def _money(found: Found) -> str:
    """Euros, then cents without their name ("douze euros cinquante"); less than one euro is cents."""
    whole, cents = int(found["whole"]), int(found["cents"] or 0)
    singular, plural = UNITS[found["sign"]]
    if not whole and cents:
        return f"{cardinal(cents, 'fr')} centime{'s' if cents > 1 else ''}"
    words = f"{cardinal(whole, 'fr', feminine=singular == 'livre')} {plural if whole > 1 else singular}"
    return words + (f" {cardinal(cents, 'fr')}" if cents else "")


def _amount(found: Found) -> str:
    """French has the plural from two on: "1,5 litre"."""
    singular, plural = UNITS[found["unit"]]
    whole = re.split("[.,]", found["amount"])[0].lstrip("0")
    return f"{found['amount']} {singular if whole in ('', '1') else plural}"


def _decimal(found: Found) -> str:
    fraction = found[2]
    significant = fraction.lstrip("0")
    if len(fraction) > 3 or not significant:
        return f"{in_words(found[1], 'fr')} virgule {digit_by_digit(fraction, 'fr')}"
    zeros = "zéro " * (len(fraction) - len(significant))
    return f"{in_words(found[1], 'fr')} virgule {zeros}{cardinal(int(significant), 'fr')}"


def _rank(found: Found) -> str:
    if found[2].startswith("nd"):
        return "seconde" if found[2].endswith("e") else "second"
    return ordinal(int(found[1]), "fr", feminine=found[2] in ("re", "ère", "ere"))


def _roman_rank(found: Found) -> str:
    return ordinal(rules.roman(found[1] or found[2]), "fr")


def _number(found: Found) -> str:
    return in_words(found[0], "fr", feminine=bool(_BEFORE_FEMININE.match(found.string, found.end())))


RULES: tuple[Rule, ...] = (
    (re.compile(r"\((?:e|s|es|ne|le)\)"), ""),  # "arrivé(e)" is said like "arrivé"
    (rules.ADDRESS, lambda found: rules.spelled(found[0], IN_ADDRESSES)),
    (rules.ISO_DATE, r"\3/\2/\1"),
    (rules.PHONE, _phone),
    (IN_TEXT, lambda found: spoken_plate(found[0], "fr")),
    (re.compile(r"(?i)\b24 ?h?/24 ?h?\b"), "vingt-quatre heures sur vingt-quatre"),
    (re.compile(r"(?i)\b7 ?j?/7 ?j?\b"), "sept jours sur sept"),
    (re.compile(r"\b4[x×]4\b"), "quatre-quatre"),
    (re.compile(r"(?<=[0-9]) 1/2(?![\w/])"), " et demi"),
    (rules.FRACTION, lambda found: FRACTIONS[found[0]]),
    (rules.DATE, _date),
    (re.compile(rf"\b1(?= (?:{'|'.join(MONTHS)})\b)"), "premier"),
    (rules.RANGE, " à "),
    (re.compile(r"(?<![\w:,.])(?:[01]?[0-9]|2[0-4])(?: ?[hH](?: ?[0-5][0-9])?|:[0-5][0-9])(?![\w:])"), _time),
    rules.ungrouped("fr"),
    *((pattern, _money) for pattern in rules.MONEY),
    (rules.NEGATIVE, "moins "),
    (rules.amount_of(UNITS), _amount),
    (re.compile(r"(?<!\w)([0-9]{1,6})(er|ère|ere|re|ème|eme|e|nde|nd)s?\b"), _rank),
    (re.compile(r"(?i)(?<!\w)n(?:°|os?\.?) ?(?=[A-Z]?[0-9])|#(?=[0-9])"), "numéro "),
    (re.compile(r"(?i)(?<!\w)n°"), "numéro"),
    (rules.TOUCHING, " "),
    (re.compile(rf"\b(?:{rules.ROMAN}|([IVX]))(?:e|ème)\b"), _roman_rank),
    (re.compile(r"\bI(?:er|(re))\b"), lambda found: ordinal(1, "fr", feminine=bool(found[1]))),
    (re.compile(rf"\b{rules.ROMAN}\b"), lambda found: cardinal(rules.roman(found[0]), "fr")),
    *rules.table(ABBREVIATIONS),
    (rules.DECIMAL, _decimal),
    (rules.NUMBER, _number),
    rules.named(SIGNS),
    (re.compile(r"\s*/+\s*"), ", "),
)  # fmt: skip
