"""What a zone must be like to be watched: the limits, and the sentence for whoever passes one."""

import math
import re
from collections.abc import Sequence

from kiosk.domain.geometry import crosses_itself, polygon_area
from kiosk.domain.manners import Window
from kiosk.domain.venue import Point, Zone, Zones
from kiosk.errors import InputError

MAX_ZONES = 32
MAX_CORNERS = 64
MAX_DWELL_S = 4 * 3600.0
MAX_NAME_CHARS = 120
MIN_AREA = 0.0002
"""Of the picture: some 100 pixels of 960 x 540, less than a wheel."""
MAX_MASKS = 16
MAX_WINDOWS = 28
"""Four a day: morning, midday, afternoon and night."""
MAX_LANES = 4
"""Beside one zone: more lanes than any street before a shop has on its side."""
MAX_SAME_VEHICLE_S = 3600.0
"""After an hour out of sight nobody would swear that it is the same vehicle."""

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def check_zones(zones: Zones) -> Zones:
    """The same zones, when they can be watched.

    Raises:
        InputError: the first mistake, with its cure.
    """
    if len(zones.zones) > MAX_ZONES:
        raise InputError(f"There are {len(zones.zones)} zones; draw at most {MAX_ZONES}.")
    if len(zones.masks) > MAX_MASKS:
        raise InputError(f"There are {len(zones.masks)} masks; draw at most {MAX_MASKS}.")
    for number, mask in enumerate(zones.masks, 1):
        _check_polygon(mask, f"Mask {number}", "to hide anything")
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
    _check_polygon(zone.polygon, name, "to hold a vehicle")
    if not 0 <= zone.min_size <= 1:
        raise InputError(f"{name} has a smallest size of {zone.min_size}: give a share of the zone, 0 to 1.")
    if not 0 <= zone.same_vehicle_s <= MAX_SAME_VEHICLE_S:
        most = f"give 0 to {MAX_SAME_VEHICLE_S:.0f}"
        raise InputError(f"{name} takes a vehicle for the same one after {zone.same_vehicle_s} s: {most}.")
    if len(set(zone.vehicles)) < len(zone.vehicles):
        raise InputError(f"{name} names one of its vehicles twice: name each once.")
    _check_hours(zone.hours, name)
    if len(zone.lanes) > MAX_LANES:
        raise InputError(f"{name} has {len(zone.lanes)} lanes beside it; draw at most {MAX_LANES}.")
    for number, lane in enumerate(zone.lanes, 1):
        _check_polygon(lane, f"Lane {number} of the zone '{zone.id}'", "to hold a vehicle")


def _check_hours(hours: Sequence[Window], name: str) -> None:
    if len(hours) > MAX_WINDOWS:
        raise InputError(f"{name} has {len(hours)} times of the week; give at most {MAX_WINDOWS}.")
    for window in hours:
        for time in (window.start, window.end):
            if not _TIME.fullmatch(time):
                raise InputError(f"{name} has the time '{time[:20]}': write it as 08:30, and midnight as 00:00.")
        if not window.days:
            raise InputError(f"{name} has a time of the week without a day: name at least one.")
        wrong = next((day for day in window.days if not 0 <= day <= 6), None)
        if wrong is not None:
            raise InputError(f"{name} has the day {wrong}: write 0 for Monday to 6 for Sunday.")
        if len(set(window.days)) < len(window.days):
            raise InputError(f"{name} names a day of the week twice: name each once.")


def _check_polygon(polygon: tuple[Point, ...], name: str, purpose: str) -> None:
    if not 3 <= len(polygon) <= MAX_CORNERS:
        raise InputError(f"{name} has {len(polygon)} corners: draw 3 to {MAX_CORNERS}.")
    if not all(math.isfinite(v) and 0 <= v <= 1 for point in polygon for v in point):
        raise InputError(f"{name} has a corner outside the picture: x and y go from 0 to 1.")
    if crosses_itself(polygon):
        raise InputError(f"{name} crosses itself: draw its corners in order, around the place.")
    if polygon_area(polygon) < MIN_AREA:
        raise InputError(f"{name} is too small {purpose}: draw it larger.")
