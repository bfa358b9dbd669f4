"""What an owner chooses from on the House page, in words."""

from typing import Any
from zoneinfo import available_timezones

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from kiosk.domain.manners import Manners
from kiosk.domain.words import Language
from web_console.venue_checks import MAX_NAME_CHARS, MAX_WORD_CHARS, MOST, ORDERS
from web_console.venue_form import GAINS_DB, NO_LIMIT, REPEAT_AFTER_S, SAME_AFTER_MIN


def choices(manners: Manners, reader: Language) -> dict[str, Any]:
    """Lists of (value, words), and the limits; what is kept is among them, even where the page does not offer it."""
    same = sorted({*SAME_AFTER_MIN, manners.same_after_min})
    repeat = sorted({*REPEAT_AFTER_S, manners.repeat_after_s})
    return {
        "orders": ORDERS,
        "timezones": sorted(
            z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "posix/", "right/"))
        ),
        "same_after": [(f"{minutes:g}", _minutes(minutes)) for minutes in same],
        "repeat_after": [(f"{seconds:g}", _seconds(seconds)) for seconds in repeat],
        "gains": [(f"{gain:g}", words.in_language(reader)) for gain, words in GAINS_DB.items()],
        "slider": manners.most_per_hour or NO_LIMIT,
        "no_limit": NO_LIMIT,
        "most": MOST,
        "max_name": MAX_NAME_CHARS,
        "max_word": MAX_WORD_CHARS,
    }


def _minutes(minutes: float) -> str:
    if minutes == 0:
        return str(_("at once"))
    if minutes != int(minutes):
        return str(_("after %(n)s minutes", n=format_decimal(minutes)))
    return str(ngettext("after one minute", "after %(num)s minutes", int(minutes)))


def _seconds(seconds: float) -> str:
    return str(_("%(n)s s", n=format_decimal(seconds)))
