"""The rules by which written French becomes spoken French, in the order in which they are applied."""

import re

from kiosk.domain import spoken_rules as rules
from kiosk.domain.clock_times import read_time, spoken_time
from kiosk.domain.numbers import cardinal, digit_by_digit, in_words, ordinal
from kiosk.domain.plates import IN_TEXT, spoken_plate
from kiosk.domain.spoken_loans_fr import LOANS
from kiosk.domain.spoken_rules import Found, Rule
from kiosk.domain.spoken_words_fr import (
    ABBREVIATIONS,
    FEMININE,
    FRACTIONS,
    IN_ADDRESSES,
    MONTHS,
    SHORT_DAYS,
    SHORT_MONTHS,
    SIGNS,
    UNITS,
)

_DAY = rf"(?i:{'|'.join(SHORT_DAYS)})"
_DAYS = re.compile(rf"\b({_DAY})(?:(?<!mer)(?<!jeu)\.|\.(?=,? ?[0-9a-z]))")
_FROM_DAY_TO_DAY = re.compile(rf"\b({_DAY})\b\.? ?- ?({_DAY})\b\.?")
_EACH = {"kg": "le kilo", "l": "le litre", "L": "le litre", "h": "de l'heure", "pièce": "la pièce",
         "pers": "par personne"}  # fmt: skip
_TIME = re.compile(r"(?<![\w:,.])(?:[01]?[0-9]|2[0-4])(?: ?[hH](?: ?[0-5][0-9](?: ?min\b)?)?|:[0-5][0-9])(?![\w:])")
_BEFORE_FEMININE = re.compile(rf"\s(?:{FEMININE})\b")


def _phone(found: Found) -> str:
    abroad = "plus trente-trois, " if found[1] else ""
    return abroad + ", ".join(in_words(pair, "fr") for pair in rules.phone_pairs(found[0].removeprefix(found[1] or "")))


def _freephone(found: Found) -> str:
    """ "0 800 12 34 56": the three digits after the zero are one number."""
    return ", ".join(in_words(group, "fr") for group in re.findall(r"[0-9]+", found[0]))


def _date(found: Found) -> str:
    day, month, year = int(found[1]), MONTHS[int(found[2]) - 1], found[3]
    words = f"{'premier' if day == 1 else cardinal(day, 'fr')} {month}"
    return words + (f" {cardinal(int(year) + (2000 if len(year) == 2 else 0), 'fr')}" if year else "")


def _time(found: Found) -> str:
    time = read_time(found[0].removesuffix("min"))
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


def _each(found: Found) -> str:
    """What a price is for: "3 €/kg" is "le kilo", "3 €/tête" is "par tête"."""
    return f" {_EACH.get(found[1], 'par ' + found[1])}"


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
    (re.compile(r"(?<![\w+])0 ?8[0-9]{2}(?:(?: [0-9]{2}){3}|(?: [0-9]{3}){2})(?!\w)"), _freephone),
    (rules.INITIALS, rules.without_points),
    (IN_TEXT, lambda found: spoken_plate(found[0], "fr")),
    (re.compile(r"(?i)\b24 ?h?(?:/| sur )24(?: ?h)?\b"), "vingt-quatre heures sur vingt-quatre"),
    (re.compile(r"(?i)\b7 ?j?/7(?: ?j)?\b"), "sept jours sur sept"),
    (re.compile(r"\b4[x×]4\b"), "quatre-quatre"),
    (rules.TIMES, " fois "),
    (re.compile(r"(?<![\w-])- ?(?=[0-9]+ ans\b)"), "moins de "),
    (re.compile(r"(?<=[€$£]) ?/ ?([^\W\d_]+)\b(?:(?<=pers)\.)?"), _each),
    (re.compile(r"(?<=[0-9]) ?h 1/2(?![\w/])"), "h et demie"),
    (re.compile(r"(?<=[0-9]) 1/2(?![\w/])"), " et demi"),
    (re.compile(r"(?<![\w/])1/2 ?h\b"), "demi-heure"),
    (re.compile(r"(?<![\w/])1/2 (?=[^\W\d_])"), "demi-"),
    (rules.FRACTION, lambda found: FRACTIONS[found[0]]),
    (rules.DATE, _date),
    (re.compile(rf"(?i)(?:(?<=[0-9] )|(?<=[0-9]er ))({'|'.join(SHORT_MONTHS)})\b(?:\.(?!\s+[A-Z]|\s*$))?"),
     lambda found: SHORT_MONTHS[found[1].lower()]),
    (_FROM_DAY_TO_DAY, lambda found: f"{SHORT_DAYS[found[1].lower()]} à {SHORT_DAYS[found[2].lower()]}"),
    (_DAYS, lambda found: SHORT_DAYS[found[1].lower()]),
    (re.compile(rf"\b1(?= (?:{'|'.join(MONTHS)})\b)"), "premier"),
    (rules.RANGE, " à "),
    (_TIME, _time),
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
    *rules.table({rf"(?i:{word})\b(?!-)": said for word, said in LOANS.items()}),
    (rules.DECIMAL, _decimal),
    (rules.NUMBER, _number),
    rules.named(SIGNS),
    (re.compile(r"\s*/+\s*"), ", "),
)  # fmt: skip
