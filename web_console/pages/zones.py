"""Where a stopped vehicle matters: the owner draws it on a plan, names the place, and says how long one may stop."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

from babel.dates import get_day_names
from flask import Blueprint, Response, abort, current_app, render_template, request
from flask_login import current_user
from ulid import ULID

from kiosk.domain.incidents import VehicleKind
from kiosk.domain.picture import PictureGet
from kiosk.domain.placeholders import PLACEHOLDERS
from kiosk.domain.trace_words import duration
from kiosk.domain.vehicles import KINDS
from kiosk.domain.venue import Zones
from kiosk.domain.words import Words
from kiosk.domain.zone_checks import MAX_LANES, MAX_MASKS, MAX_WINDOWS
from kiosk.domain.zone_kinds import ZONE_KINDS
from kiosk.messages.codec import decode, encode
from kiosk.messages.topics import ZONES
from web_console.house import house, reader
from web_console.store.configuration import ConfigurationError
from web_console.street_picture import kept, standing
from web_console.taps import TapError, camera_trouble, cannot_reach
from web_console.who import owner_required, the_store
from web_console.zone_form import MAX_PLACE_CHARS, MAX_ZONES, mistakes_of_zones, named

zones = Blueprint("zones", __name__, url_prefix="/zones")

PLAN = "PLAN"
"""Under this name `app.config` may hold a function that gives a JPEG of the street without vehicles and people."""
SAME_VEHICLE_S = (30.0, 120.0, 300.0, 900.0, 3600.0)
"""What an owner chooses from: a bus that stops in front, the usual, a lorry that unloads there, and longer."""
_GET_LIFE = timedelta(seconds=30)
_TOO_LATE = Words(
    fr="Quelqu'un a changé les zones entre-temps : rechargez la page et recommencez.",
    en="Somebody has changed the zones meanwhile: load the page again and start over.",
)


@zones.get("")
@owner_required
def page() -> str:
    """The plan, and a list of zones beside it."""
    drawn = the_store().configuration.zones()
    return render_template(
        "zones/zones.html",
        zones=encode(drawn).decode(),
        plan=current_app.config.get(PLAN) is not None,
        places=PLACEHOLDERS["place"].choices,
        max_place=MAX_PLACE_CHARS,
        most={"zones": MAX_ZONES, "lanes": MAX_LANES, "masks": MAX_MASKS, "hours": MAX_WINDOWS},
        kinds=ZONE_KINDS,
        vehicles=[kind for kind in KINDS if kind.code in get_args(VehicleKind) and kind.code != "vehicle"],
        days=[(get_day_names("abbreviated", locale=reader())[d], get_day_names(locale=reader())[d]) for d in range(7)],
        same_vehicle_s=SAME_VEHICLE_S,
        duration=lambda seconds: duration(seconds).in_language(reader()),
        timezone=house().read_venue().timezone,
    )


@zones.post("")
@owner_required
def save() -> tuple[dict[str, Any], int]:
    """Keeps and publishes all zones at once; the body has the form of a zones file, with the version it began from."""
    wanted = named(decode(request.get_data(), Zones))
    mistakes = mistakes_of_zones(wanted)
    if mistakes:
        told = [{"zone": o.index, "field": o.field, "words": o.words.in_language(reader())} for o in mistakes]
        return {"words": told[0]["words"], "mistakes": told}, 422

    def changed(before: Zones) -> Zones:
        if before.version != wanted.version:
            raise ConfigurationError(_TOO_LATE)
        return replace(before, zones=wanted.zones, masks=wanted.masks)

    try:
        drawn = the_store().configuration.change(Zones, changed, by=current_user.name)
    except ConfigurationError as error:
        return {"words": error.words.in_language(reader())}, 409
    house().live.publish(ZONES, drawn)
    return {"version": drawn.version, "ids": [zone.id for zone in drawn.zones]}, 200


@zones.get("/vehicles")
@owner_required
def vehicles() -> dict[str, Any]:
    """Where vehicles stand now, so that an owner sees whether the zone is where the cars are."""
    shown = [i for i in house().live.picture.incidents.values() if i.state not in ("left", "dismissed")]
    return {"outlines": [incident.outline for incident in shown]}


@zones.get("/plan.jpg")
@owner_required
def plan() -> Response:
    """The street without vehicles and people, where there is such a picture."""
    picture = current_app.config.get(PLAN)
    if picture is None:
        abort(404)
    return Response(picture(), mimetype="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


@zones.post("/street")
@owner_required
def show_street() -> tuple[dict[str, Any], int]:
    """Opens the watcher's installation mode for 15 minutes, or asks for another picture while it is open."""
    now = house().live.now()
    asked = PictureGet(id=str(ULID()), by=current_user.name, issued_at=now, expires_at=now + _GET_LIFE)
    try:
        house().live.show_street(asked)
    except TapError as error:
        return {"words": error.words.in_language(reader())}, 409
    return street(), 202


@zones.get("/street")
@owner_required
def street() -> dict[str, Any]:
    """Where the picture of the empty street stands, in words, and the number of the one that can be shown."""
    live = house().live
    now, picture = live.now(), live.picture
    shown = kept(picture.street, now)
    state, words = standing(shown, now)
    if state in ("waiting", "late"):
        words = cannot_reach(picture, "watcher") or camera_trouble(picture) or words
    return {"state": state, "words": words.in_language(reader()), "number": shown.number if shown.jpeg else 0}


@zones.get("/street.jpg")
@owner_required
def street_picture() -> Response:
    """The picture of the empty street, for as long as the installation mode is open."""
    live = house().live
    shown = kept(live.picture.street, live.now())
    if not shown.jpeg:
        abort(404)
    return Response(shown.jpeg, mimetype="image/jpeg", headers={"Cache-Control": "no-store"})
