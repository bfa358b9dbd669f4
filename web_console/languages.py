"""French first, English second: which one a page is in, and how times are written in it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, request
from flask_babel import Babel, format_date
from flask_babel import gettext as _

from kiosk.domain.words import LANGUAGES
from web_console.house import house, reader

COOKIE = "language"


def speak_languages(app: Flask) -> None:
    """Pages in the language a person chose on this tablet, else the browser's, else French."""
    app.config["BABEL_DEFAULT_LOCALE"] = LANGUAGES[0]
    Babel(app, locale_selector=_chosen)
    app.add_template_filter(clock, "clock")
    app.add_template_filter(long_day, "long_day")
    app.add_template_filter(short_day, "short_day")
    app.add_template_global(reader, "reader_language")
    app.add_template_global(house_name, "house_name")


def clock(moment: datetime) -> str:
    """The time of day in the venue's time zone, as its reader writes it: "19:05"."""
    return moment.astimezone(ZoneInfo(house().read_venue().timezone)).strftime("%H:%M")


def long_day(day: date) -> str:
    """The day in words: "mardi 24 novembre 2026"."""
    return str(format_date(day, "full", rebase=False))


def short_day(day: date) -> str:
    """The day, of an instant the one it is where the house is, in a few letters: "mar. 24"."""
    if isinstance(day, datetime):
        day = day.astimezone(ZoneInfo(house().read_venue().timezone)).date()
    return str(format_date(day, "EEE d", rebase=False))


def house_name() -> str:
    """What the owner calls the house, or what the console is where nobody has said."""
    return house().read_venue().name or str(_("Announcements"))


def _chosen() -> str:
    kept = request.cookies.get(COOKIE)
    if kept in LANGUAGES:
        return str(kept)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
