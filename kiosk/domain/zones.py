"""What a valid zone is, and how a zones file is read: every mistake is named with its cure."""

import json
import math
from typing import Any

from kiosk.domain.geometry import crosses_itself, polygon_area
from kiosk.domain.venue import Point, Zone, Zones
from kiosk.domain.words import Words
from kiosk.errors import InputError

MAX_ZONES = 32
MAX_CORNERS = 64
MAX_DWELL_S = 4 * 3600.0
MAX_NAME_CHARS = 120
MIN_AREA = 0.0002
"""Of the picture: some 100 pixels of 960 x 540, less than a wheel."""

_KEYS = ("id", "place", "polygon", "dwell_s")


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
    _no_unknown(table, ("zones", "version"), "The zones file")
    version = table.get("version", 0)
    if not isinstance(version, int) or isinstance(version, bool):
        raise InputError("The zones file's 'version' must be a whole number.")
    zones = tuple(_zone(one, number) for number, one in enumerate(table["zones"], 1))
    return check_zones(Zones(zones=zones, version=version))


def check_zones(zones: Zones) -> Zones:
    """The same zones, when they can be watched.

    Raises:
        InputError: the first mistake, with its cure.
    """
    if len(zones.zones) > MAX_ZONES:
        raise InputError(f"There are {len(zones.zones)} zones; draw at most {MAX_ZONES}.")
    seen: set[str] = set()
    for zone in zones.zones:
        _check(zone)
        if zone.id in seen:
            raise InputError(f"Two zones are called '{zone.id}': give each its own id.")
        seen.add(zone.id)
    return zones


def _check(zone: Zone) -> None:
    if not zone.id or len(zone.id) > MAX_NAME_CHARS:
        raise InputError(f"A zone's id must have 1 to {MAX_NAME_CHARS} characters.")
    name = f"The zone '{zone.id}'"
    if max(len(zone.place.fr), len(zone.place.en)) > MAX_NAME_CHARS:
        raise InputError(f"{name} has a place of more than {MAX_NAME_CHARS} characters: make it shorter.")
    if not math.isfinite(zone.dwell_s) or not 0 < zone.dwell_s <= MAX_DWELL_S:
        raise InputError(f"{name} has a dwell of {zone.dwell_s} s: give more than 0 and at most {MAX_DWELL_S:.0f}.")
    _check_polygon(zone.polygon, name)


def _check_polygon(polygon: tuple[Point, ...], name: str) -> None:
    if not 3 <= len(polygon) <= MAX_CORNERS:
        raise InputError(f"{name} has {len(polygon)} corners: draw 3 to {MAX_CORNERS}.")
    if not all(math.isfinite(v) and 0 <= v <= 1 for point in polygon for v in point):
        raise InputError(f"{name} has a corner outside the picture: x and y go from 0 to 1.")
    if crosses_itself(polygon):
        raise InputError(f"{name} crosses itself: draw its corners in order, around the place.")
    if polygon_area(polygon) < MIN_AREA:
        raise InputError(f"{name} is too small to hold a vehicle: draw it larger.")


def _zone(one: Any, number: int) -> Zone:
    name = f"Zone {number} of the zones file"
    if not isinstance(one, dict):
        raise InputError(f'{name} must look like {{"id": ..., "place": ..., "polygon": ..., "dwell_s": ...}}.')
    _no_unknown(one, _KEYS, name)
    for key in _KEYS:
        if key not in one:
            raise InputError(f"{name} has no '{key}': add it.")
    if not isinstance(one["id"], str):
        raise InputError(f"{name} has an 'id' that is not a text.")
    if not _is_number(one["dwell_s"]):
        raise InputError(f"{name} has a 'dwell_s' that is not a number of seconds.")
    return Zone(
        id=one["id"], place=_place(one["place"], name), polygon=_polygon(one["polygon"], name), dwell_s=one["dwell_s"]
    )


def _place(given: Any, name: str) -> Words:
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise InputError(f'{name} has a \'place\' that does not look like {{"fr": "...", "en": "..."}}.')
    _no_unknown(given, ("fr", "en"), f"The place of {name[0].lower()}{name[1:]}")
    return Words(fr=given.get("fr", ""), en=given.get("en", ""))


def _polygon(given: Any, name: str) -> tuple[Point, ...]:
    right = isinstance(given, list) and all(
        isinstance(p, list) and len(p) == 2 and all(_is_number(v) for v in p) for p in given
    )
    if not right:
        raise InputError(f"{name} has a 'polygon' that is not a list of [x, y].")
    return tuple((float(p[0]), float(p[1])) for p in given)


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and abs(given) < 1e9


def _no_unknown(table: dict[str, Any], known: tuple[str, ...], name: str) -> None:
    for key in table:
        if key not in known:
            raise InputError(f"{name} has an unknown key '{key}': the keys are {', '.join(known)}.")
