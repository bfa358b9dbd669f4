"""The rules by which written English becomes spoken English, in the order in which they are applied."""

import re

from kiosk.domain import spoken_rules as rules
from kiosk.domain.clock_times import read_time, spoken_time
from kiosk.domain.numbers import cardinal, digit_by_digit, in_words, ordinal
from kiosk.domain.plates import IN_TEXT, spoken_plate
from kiosk.domain.spoken_rules import Found, Rule
from kiosk.domain.spoken_words_en import (
    ABBREVIATIONS,
    FRACTIONS,
    IN_ADDRESSES,
    MONTHS,
    SHORT_DAYS,
    SHORT_MONTHS,
    SIGNS,
    UNITS,
)

_NO_END = r"\.(?!\s+[A-Z]|\s*$)"  # a point that does not also end the sentence
_SHORT_MONTH = "|".join(SHORT_MONTHS)
_DAY = "|".join(SHORT_DAYS)
_DAY_AND_DAY = re.compile(rf"\b({_DAY})\b\.? ?(-|–|to|and|&|/|or) ?({_DAY})\b(?:{_NO_END})?")
_ONE_DAY = re.compile(rf"\b(?:(Mon|Tues?|Weds|Thurs?|Thur?|Fri)\b(?:{_NO_END})?|(Wed|Sat|Sun)\.?(?= [0-9]))")
_MONTH_BY_DAY = re.compile(
    rf"\b({_SHORT_MONTH})\b\.?(?= [0-9]{{1,2}}(?:st|nd|rd|th)?\b)|"
    rf"(?:(?<=[0-9] )|(?<=[0-9](?:st|nd|rd|th) ))({_SHORT_MONTH})\b(?:{_NO_END})?"
)
_GROUPS = r"[0-9]{2,5}(?:[ -][0-9]{2,4}){1,3}"
_NUMBER_TO_CALL = re.compile(
    rf"(?<![\w+.,])(?:\+[1-9][0-9]{{0,2}} ?(?:\(0\) ?)?{_GROUPS}|0{_GROUPS}|[0-9]{{3}}-0[0-9]{{3}})(?![\w€£$%])|"
    r"(?i:(?<=call )|(?<=phone )|(?<=dial )|(?<=ring ))[0-9]{3}(?:[ -]?[0-9]{3,4})*(?![\w:.,€£$%-])"
)
_DECADE = re.compile(r"(?<![\w.,])'?(1[89]|20)?([2-9])0'?s\b")
_TIME_WITH_POINT = re.compile(
    r"(?i)\b((?:at|from|until|till|by|before|after|to) (?:[01]?[0-9]|2[0-3]))\.([0-5][0-9])(?!\w| ?[%€£$]|[.,][0-9])"
)
_ROOM = re.compile(r"(?i)\b(room|rooms|suite|flat|apartment|flight|bus|bay|locker) ([1-9][0-9]{2,3})\b(?!:)")
_MONTH = f"(?:{'|'.join(MONTHS)})"
_KINGS = "Charles|Edward|Elizabeth|Francis|François|George|Henri|Henry|James|Louis|Napoleon|Philip|Philippe|William"
_YEAR = r"(?:1[89]|20)[0-9]{2}"
# The last point of "7 p.m." is kept where it also ends the sentence.
_TWELVE_HOURS = re.compile(
    r"(?<![\w:,.])(?:1[0-2]|0?[1-9])(?:[:.h][0-5][0-9])? ?(?:[ap]m\b|[AP]M\b|[ap]\.m\b(?:\.(?!\s+[A-Z]|$))?)"
)


def _phone(found: Found) -> str:
    abroad = "plus three three, " if found[1] else ""
    return abroad + ", ".join(digit_by_digit(pair, "en") for pair in rules.phone_pairs(found[0].removeprefix("+33")))


def _number_to_call(found: Found) -> str:
    """A number that is no quantity: digit by digit, a comma between its groups."""
    plus = "plus " if found[0].startswith("+") else ""
    return plus + ", ".join(digit_by_digit(group, "en") for group in re.findall("[0-9]+", found[0]))


def _decade(found: Found) -> str:
    """ "the 80s" and "1980s": the eighties, the nineteen eighties."""
    century = f"{cardinal(int(found[1]), 'en')} " if found[1] else ""
    return f"{century}{cardinal(int(found[2]) * 10, 'en').removesuffix('y')}ies"


def _room(found: Found) -> str:
    """Three or four digits as one says them of a room: "one oh one", "two fifteen", "ten twelve"."""
    hundreds, rest = divmod(int(found[2]), 100)
    if rest == 0:
        return f"{found[1]} {cardinal(int(found[2]), 'en')}"
    return f"{found[1]} {cardinal(hundreds, 'en')} {'oh ' if rest < 10 else ''}{cardinal(rest, 'en')}"


def _days(found: Found) -> str:
    between = {"-": "to", "–": "to", "&": "and", "/": "and"}.get(found[2], found[2])
    return f"{SHORT_DAYS[found[1]]} {between} {SHORT_DAYS[found[3]]}"


def _date(found: Found) -> str:
    day, month, year = int(found[1]), MONTHS[int(found[2]) - 1], found[3]
    return f"the {ordinal(day, 'en')} of {month}" + _and_year(f"20{year}" if year and len(year) == 2 else year)


def _day_month(found: Found) -> str:
    """A date: "24 November" and "the 24th of November" are said alike."""
    return f"the {ordinal(int(found[1]), 'en')} of {found[2]}" + _and_year(found[3])


def _month_day(found: Found) -> str:
    return f"{found[1]} the {ordinal(int(found[2]), 'en')}" + _and_year(found[3])


def _and_year(year: str | None) -> str:
    return f" {_year_in_words(year)}" if year else ""


def _year_in_words(year: str) -> str:
    """A year in two halves, "twenty twenty-six", "nineteen oh five"; 2005 is "two thousand and five"."""
    century, rest = int(year[:2]), int(year[2:])
    if rest == 0 or century == 20 and rest < 10 or not "18" <= year[:2] <= "20":
        return cardinal(int(year), "en")
    return f"{cardinal(century, 'en')} {'oh ' if rest < 10 else ''}{cardinal(rest, 'en')}"


def _time(found: Found) -> str:
    time = read_time(found[0])
    half_known = "m" in found[0].lower()
    return spoken_time(time, "en", half_known=half_known) if time else found[0]


def _money(found: Found) -> str:
    """Euros, then cents without their name ("twelve euros fifty"); less than one is cents or pence."""
    whole, cents = int(found["whole"]), int(found["cents"] or 0)
    singular, plural = UNITS[found["sign"]]
    if not whole and cents:
        small = ("penny", "pence") if found["sign"] == "£" else ("cent", "cents")
        return f"{cardinal(cents, 'en')} {small[cents != 1]}"
    words = f"{cardinal(whole, 'en')} {singular if whole == 1 else plural}"
    return words + (f" {cardinal(cents, 'en')}" if cents else "")


def _amount(found: Found) -> str:
    singular, plural = UNITS[found["unit"]]
    return f"{found['amount']} {singular if found['amount'] == '1' else plural}"


def _king(found: Found) -> str:
    return f"{found[1]} the {ordinal(rules.roman(found[2]), 'en')}"


def _decimal(found: Found) -> str:
    return f"{in_words(found[1], 'en')} point {digit_by_digit(found[2], 'en')}"


RULES: tuple[Rule, ...] = (
    (re.compile(r"\((?:s|es)\)"), ""),
    (rules.ADDRESS, lambda found: rules.spelled(found[0], IN_ADDRESSES)),
    (rules.ISO_DATE, r"\3/\2/\1"),
    (rules.PHONE, _phone),
    (_NUMBER_TO_CALL, _number_to_call),
    (rules.INITIALS, rules.without_points),
    (_DAY_AND_DAY, _days),
    (_ONE_DAY, lambda found: SHORT_DAYS[found[1] or found[2]]),
    (_MONTH_BY_DAY, lambda found: SHORT_MONTHS[found[1] or found[2]]),
    (_DECADE, _decade),
    (_ROOM, _room),
    (re.compile(r"(?<![\w:,.])24 ?(?:h|hrs?)\b( (?=[a-z]))?"),
     lambda found: "twenty-four hour" + (" " if found[1] else "s")),
    (_TIME_WITH_POINT, r"\1:\2"),
    (re.compile(r"(?<=[0-9€£$]) ?/ ?(?=[a-z])"), " per "),
    (re.compile(r"(?<= per )kg\b"), "kilo"),
    (IN_TEXT, lambda found: spoken_plate(found[0], "en")),
    (re.compile(r"\b24/7\b"), "twenty-four seven"),
    (re.compile(r"\b4[x×]4\b"), "four by four"),
    (rules.TIMES, " times "),
    (re.compile(r"(?<=[0-9]) 1/2(?![\w/])"), " and a half"),
    (re.compile(r"(?<!\ba )(?<![\w/])1/2 (?=hour\b)"), "half an "),
    (rules.FRACTION, lambda found: FRACTIONS[found[0]]),
    (rules.DATE, _date),
    (re.compile(rf"\b(?:the )?([0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\b(?:,? ({_YEAR})\b)?"), _day_month),
    (re.compile(rf"\b({_MONTH}) ([0-9]{{1,2}})(?:st|nd|rd|th)?\b(?:,? ({_YEAR})\b)?"), _month_day),
    (re.compile(rf"(?i)\b(in|since|until|year|{_MONTH}) ({_YEAR})\b"),
     lambda found: f"{found[1]} {_year_in_words(found[2])}"),
    (rules.RANGE, " to "),
    (_TWELVE_HOURS, _time),
    (re.compile(r"(?<![\w:,.])(?:[01]?[0-9]|2[0-4])(?:[hH](?:[0-5][0-9])?|:[0-5][0-9])(?![\w:])"), _time),
    rules.ungrouped("en"),
    *((pattern, _money) for pattern in rules.MONEY),
    (rules.NEGATIVE, "minus "),
    (rules.amount_of(UNITS), _amount),
    (re.compile(r"(?<!\w)([0-9]{1,6})(?:st|nd|rd|th)\b"), lambda found: ordinal(int(found[1]), "en")),
    (re.compile(r"(?i)(?<!\w)(?:n°|no\.?|#) ?(?=[A-Z]?[0-9])"), "number "),
    (re.compile(r"(?i)(?<!\w)n°"), "number"),
    # "A-twelve", as "A twelve" would begin with the article.
    (re.compile(r"(?<=\bA)(?=[0-9])"), "-"),
    (rules.TOUCHING, " "),
    (re.compile(rf"\b({_KINGS}) {rules.ROMAN}\b"), _king),
    (re.compile(rf"\b{rules.ROMAN}\b"), lambda found: cardinal(rules.roman(found[0]), "en")),
    *rules.table(ABBREVIATIONS),
    (rules.DECIMAL, _decimal),
    (rules.NUMBER, lambda found: in_words(found[0], "en")),
    rules.named(SIGNS),
    (re.compile(r"\s*/+\s*"), ", "),
)  # fmt: skip
