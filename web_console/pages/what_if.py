"""What other dwells would have done last week: an owner tries them, and may keep them."""

import math
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from ulid import ULID
from werkzeug.wrappers import Response

from kiosk.domain.rehearsal import Rehearsal, RehearsalGet
from kiosk.domain.trace_words import duration
from kiosk.domain.venue import Zone, Zones
from kiosk.domain.words import Words
from kiosk.domain.zone_checks import MAX_DWELL_S
from kiosk.messages.topics import REHEARSAL_GET, ZONES
from web_console.house import house, reader
from web_console.store.configuration import ConfigurationError
from web_console.taps import TapError
from web_console.what_if import DAYS, Trial, try_dwells
from web_console.who import owner_required, the_store

what_if = Blueprint("what_if", __name__, url_prefix="/zones/what-if")

_FRESH = timedelta(seconds=60)
"""Whoever tries one dwell after the other is answered from what the watcher said a moment ago."""
_WAIT_S = 6.0
"""A Raspberry Pi reads a busy week from its card in two seconds."""
_GET_LIFE = timedelta(seconds=30)
_LATE = Words(
    fr="Le guetteur n'a pas encore répondu : il relit ses arrêts. Rechargez la page dans un instant.",
    en="The watcher has not answered yet: it is reading its stops. Load the page again in a moment.",
)
_TOO_LATE = Words(
    fr="Quelqu'un a changé les zones entre-temps : rien n'a été enregistré.",
    en="Somebody has changed the zones meanwhile: nothing was saved.",
)


@what_if.get("")
@owner_required
def page() -> str:
    """Last week with the dwells of the query (`dwell-0=90` for the first zone), else with the present ones."""
    return _page("")


def _page(trouble: str) -> str:
    drawn = the_store().configuration.zones()
    trial: Trial | None = None
    kept_days = DAYS
    if drawn.zones and not trouble:
        try:
            rehearsal = _rehearsal()
            kept_days = rehearsal.kept_days
            trial = _trial(drawn, rehearsal)
        except TapError as error:
            trouble = error.words.in_language(reader())
    return render_template(
        "what_if/what_if.html",
        zones=drawn,
        trial=trial,
        trouble=trouble,
        kept_days=min(kept_days, DAYS),
        duration=lambda seconds: duration(seconds).in_language(reader()),
        reader=reader(),
    )


@what_if.post("")
@owner_required
def save() -> Response | tuple[str, int]:
    """Keeps and publishes the dwells that were tried."""
    version = request.form.get("version", "")

    def changed(before: Zones) -> Zones:
        if str(before.version) != version:
            raise ConfigurationError(_TOO_LATE)
        dwells_s = _dwells_s(before.zones, request.form)
        zones = tuple(replace(zone, dwell_s=dwells_s.get(zone.id, zone.dwell_s)) for zone in before.zones)
        return replace(before, zones=zones)

    try:
        drawn = the_store().configuration.change(Zones, changed, by=current_user.name)
    except ConfigurationError as error:
        return _page(error.words.in_language(reader())), 409
    house().live.publish(ZONES, drawn)
    flash(_("Saved. The watcher uses these times from now on."))
    return redirect(url_for("what_if.page"), 303)


def _rehearsal() -> Rehearsal:
    """What the watcher remembers, asked for where nobody has just done so.

    Raises:
        TapError: it is away, or does not answer in time.
    """
    live = house().live
    now, known = live.now(), live.picture.rehearsal
    if known is not None and abs(now - known.at) < _FRESH:
        return known
    get = RehearsalGet(id=str(ULID()), by=current_user.name, issued_at=now, expires_at=now + _GET_LIFE, days=DAYS)
    seen = live.picture
    live.command("watcher", REHEARSAL_GET, get)
    until_s = time.monotonic() + _WAIT_S
    while (left_s := until_s - time.monotonic()) > 0 and not live.closed:
        if seen.rehearsal is not None and seen.rehearsal.id == get.id:
            return seen.rehearsal
        seen = live.wait_for_news(seen.version, left_s)
    raise TapError(_LATE)


def _trial(drawn: Zones, rehearsal: Rehearsal) -> Trial:
    timezone = ZoneInfo(house().read_venue().timezone)
    return try_dwells(drawn.zones, _dwells_s(drawn.zones, request.args), rehearsal, house().live.now(), timezone)


def _dwells_s(zones: tuple[Zone, ...], given: Mapping[str, str]) -> dict[str, float]:
    """The dwell in seconds of each zone that was given one."""
    return {zone.id: _seconds(given[f"dwell-{n}"]) for n, zone in enumerate(zones) if f"dwell-{n}" in given}


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        abort(400)
    return seconds if math.isfinite(seconds) and 0 < seconds <= MAX_DWELL_S else abort(400)
