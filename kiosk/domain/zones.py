"""How a zones file is read: every mistake is named with its cure."""

import difflib
import json
from typing import Any, get_args

from kiosk.domain.incidents import VehicleKind
from kiosk.domain.manners import Window
from kiosk.domain.venue import Point, Polygon, Zone, ZoneKind, Zones
from kiosk.domain.words import Words
from kiosk.domain.zone_checks import MIN_AREA, check_zones
from kiosk.errors import InputError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""A file may name the days so, or as the numbers 0 (Monday) to 6."""

_NEEDED = ("id", "place", "polygon", "dwell_s")
_KEYS = (*_NEEDED, "kind", "hours", "vehicles", "min_size", "same_vehicle_s", "lanes")
_NO_ZONE = Zone(id="none", place=Words(), polygon=(), dwell_s=1.0)
"""What a key that a file leaves out means."""


def read_zones(text: str) -> Zones:
    """The zones in the JSON of a zones file.

    Raises:
        InputError: the text is not such a file; the sentence names the zone and the cure.
    """
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"The zones file is not JSON: {error}.") from error
    if not isinstance(table, dict) or not isinstance(table.get("zones"), list):
        raise InputError('The zones file must look like {"zones": [...]}.')
    _no_unknown(table, ("zones", "version", "masks"), "The zones file")
    version = table.get("version", 0)
    if not isinstance(version, int) or isinstance(version, bool):
        raise InputError("The zones file's 'version' must be a whole number.")
    zones = tuple(_zone(one, number) for number, one in enumerate(table["zones"], 1))
    masks = _polygons(table.get("masks", []), "masks", "The zones file")
    return check_zones(Zones(zones=zones, version=version, masks=masks))


def _zone(one: Any, number: int) -> Zone:
    name = f"Zone {number} of the zones file"
    if not isinstance(one, dict):
        raise InputError(f'{name} must look like {{"id": ..., "place": ..., "polygon": ..., "dwell_s": ...}}.')
    _no_unknown(one, _KEYS, name)
    for key in _NEEDED:
        if key not in one:
            raise InputError(f"{name} has no '{key}': add it.")
    if not isinstance(one["id"], str):
        raise InputError(f"{name} has an 'id' that is not a text.")
    return Zone(
        id=one["id"],
        place=_place(one["place"], name),
        polygon=_polygon(one["polygon"], "polygon", name),
        dwell_s=_number(one, "dwell_s", "number of seconds", name),
        kind=_one_of(one.get("kind", _NO_ZONE.kind), get_args(ZoneKind), "kind", name),
        hours=tuple(_window(window, name) for window in _list(one, "hours", name)),
        vehicles=tuple(_one_of(v, get_args(VehicleKind), "vehicle", name) for v in _list(one, "vehicles", name)),
        min_size=_number(one, "min_size", "share of the zone", name),
        same_vehicle_s=_number(one, "same_vehicle_s", "number of seconds", name),
        lanes=_polygons(one.get("lanes", []), "lanes", name),
    )


def _place(given: Any, name: str) -> Words:
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise InputError(f'{name} has a \'place\' that does not look like {{"fr": "...", "en": "..."}}.')
    _no_unknown(given, ("fr", "en"), f"The place of {name[0].lower()}{name[1:]}")
    return Words(fr=given.get("fr", ""), en=given.get("en", ""))


def _window(given: Any, name: str) -> Window:
    form = '{"days": ["mon", "sat"], "start": "22:00", "end": "06:00"}'
    if not isinstance(given, dict):
        raise InputError(f"{name} has 'hours' that do not look like [{form}].")
    _no_unknown(given, ("days", "start", "end"), f"A time of {name[0].lower()}{name[1:]}")
    days, start, end = given.get("days"), given.get("start"), given.get("end")
    if not isinstance(days, list) or not isinstance(start, str) or not isinstance(end, str):
        raise InputError(f"{name} has 'hours' that do not look like [{form}].")
    return Window(days=tuple(_day(day, name) for day in days), start=start, end=end)


def _day(given: Any, name: str) -> int:
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    return DAYS.index(_one_of(given, DAYS, "day", name))


def _polygons(given: Any, key: str, name: str) -> tuple[Polygon, ...]:
    if not isinstance(given, list):
        raise InputError(f"{name} has '{key}' that are not a list of outlines, each a list of [x, y].")
    return tuple(_polygon(one, key, name) for one in given)


def _polygon(given: Any, key: str, name: str) -> tuple[Point, ...]:
    right = isinstance(given, list) and all(
        isinstance(p, list) and len(p) == 2 and all(_is_number(v) for v in p) for p in given
    )
    if not right:
        of = "a 'polygon' that is" if key == "polygon" else f"one of the '{key}' that is"
        raise InputError(f"{name} has {of} not a list of [x, y].")
    return tuple((float(p[0]), float(p[1])) for p in given)


def _list(one: dict[str, Any], key: str, name: str) -> list[Any]:
    given = one.get(key, [])
    if not isinstance(given, list):
        raise InputError(f"{name} has '{key}' that are not a list.")
    return given


def _number(one: dict[str, Any], key: str, what: str, name: str) -> Any:
    given = one.get(key, getattr(_NO_ZONE, key))
    if not _is_number(given):
        raise InputError(f"{name} has a '{key}' that is not a {what}.")
    return given


def _one_of(given: Any, known: tuple[Any, ...], what: str, name: str) -> Any:
    if given not in known:
        shown = str(given)[:40]
        raise InputError(f"{name} has the {what} '{shown}': {_cure(shown, known, f'the {what}s are')}.")
    return given


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and abs(given) < 1e9


def _no_unknown(table: dict[str, Any], known: tuple[str, ...], name: str) -> None:
    for key in table:
        if key not in known:
            raise InputError(f"{name} has an unknown key '{key}': {_cure(key, known, 'the keys are')}.")


def _cure(given: str, known: tuple[str, ...], otherwise: str) -> str:
    near = difflib.get_close_matches(given, known, n=1)
    return f"did you mean '{near[0]}'" if near else f"{otherwise} {', '.join(known)}"


__all__ = ["DAYS", "MIN_AREA", "check_zones", "read_zones"]
