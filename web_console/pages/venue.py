"""How the house wants to be: its name, the languages it announces in, its time zone."""

from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from kiosk.domain.venue import Venue
from kiosk.domain.words import LANGUAGES, Language
from kiosk.messages.topics import VENUE
from web_console.house import house
from web_console.who import owner_required, the_store

venue = Blueprint("venue", __name__, url_prefix="/venue")

MAX_NAME_CHARS = 60
_ORDERS: tuple[tuple[Language, ...], ...] = (("fr",), ("fr", "en"), ("en", "fr"), ("en",))


@venue.get("")
@owner_required
def page() -> str:
    """The form."""
    return _page(the_store().configuration.venue(), {})


@venue.post("")
@owner_required
def save() -> Response | tuple[str, int]:
    """Keeps and publishes it."""
    wanted = _wanted()
    mistakes = _mistakes(wanted)
    if mistakes:
        return _page(wanted, mistakes), 422
    kept = the_store().configuration.change(Venue, lambda before: wanted, by=current_user.name)
    house().live.publish(VENUE, kept)
    flash(_("Saved."))
    return redirect(url_for("venue.page"), 303)


def _wanted() -> Venue:
    form = request.form
    languages = tuple(one for one in form.get("languages", "").split(",") if one in LANGUAGES)
    return Venue(
        name=" ".join(form.get("name", "").split()),
        languages=languages,
        timezone=form.get("timezone", ""),
        version=the_store().configuration.venue().version,
    )


def _mistakes(wanted: Venue) -> dict[str, str]:
    mistakes = {}
    if len(wanted.name) > MAX_NAME_CHARS or not wanted.name.isprintable():
        mistakes["name"] = _("The name may have %(n)s characters at most.", n=MAX_NAME_CHARS)
    if wanted.languages not in _ORDERS:
        mistakes["languages"] = _("Choose in which languages the house announces.")
    if wanted.timezone not in available_timezones():
        mistakes["timezone"] = _("There is no such time zone: choose one of the list.")
    return mistakes


def _page(shown: Venue, mistakes: dict[str, str]) -> str:
    zones = sorted(z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "posix/", "right/")))
    return render_template(
        "venue/venue.html", venue=shown, mistakes=mistakes, orders=_ORDERS, timezones=zones, max_name=MAX_NAME_CHARS
    )
