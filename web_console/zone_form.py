"""From what the Zones page sent to zones that can be published, and everything that is wrong with them; pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kiosk.domain.geometry import crosses_itself, polygon_area
from kiosk.domain.manners import Window
from kiosk.domain.venue import Polygon, Zone, Zones
from kiosk.domain.words import Words
from kiosk.domain.zone_checks import MAX_CORNERS, MAX_LANES, MAX_MASKS, MAX_SAME_VEHICLE_S, MAX_WINDOWS, MIN_AREA
from kiosk.domain.zones import check_zones
from kiosk.errors import InputError
from web_console.names import new_id

MAX_ZONES = 20
MAX_PLACE_CHARS = 60
DWELL_S = (5.0, 3600.0)

Told = tuple[str, str, str]
"""The field beside which it is said, and the words in French and in English."""


@dataclass(frozen=True, kw_only=True)
class ZoneMistake:
    """What must be put right in the zone at `index`; None for what all of them share."""

    index: int | None
    field: str = "zone"
    """The part of the page beside which it is said."""
    words: Words


def named(sent: Zones) -> Zones:
    """The zones with single spaces in their places, and an id for each new one."""
    zones: list[Zone] = []
    taken = {zone.id for zone in sent.zones}
    for zone in sent.zones:
        place = Words(fr=" ".join(zone.place.fr.split()), en=" ".join(zone.place.en.split()))
        name = zone.id or new_id(place, taken, "zone")
        taken.add(name)
        zones.append(replace(zone, id=name, place=place))
    return replace(sent, zones=tuple(zones))


def mistakes_of_zones(wanted: Zones) -> list[ZoneMistake]:
    """Everything that must be put right before the zones can be kept; empty when they can."""
    found = [_mistake(None, told) for told in _of_all(wanted)]
    if len(wanted.zones) <= MAX_ZONES:
        found += [mistake for index, zone in enumerate(wanted.zones) for mistake in _of_zone(index, zone)]
    return found or _of_domain(wanted, None)


def _of_all(wanted: Zones) -> Iterator[Told]:
    if len(wanted.zones) > MAX_ZONES:
        yield "zones", f"Il y a trop de zones : {MAX_ZONES} au plus.", f"Too many zones: {MAX_ZONES} at most."
    yield from _of_polygons("masks", wanted.masks, MAX_MASKS, Words(fr="Partie cachée", en="Hidden part"))


def _of_zone(index: int, zone: Zone) -> list[ZoneMistake]:
    found = [
        _mistake(index, told)
        for told in (
            *_of_place(zone.place),
            *_of_numbers(zone),
            *_of_polygon("polygon", zone.polygon, Words()),
            *_of_hours(zone.hours),
            *_of_polygons("lanes", zone.lanes, MAX_LANES, Words(fr="Voie", en="Lane")),
        )
    ]
    return found or _of_domain(Zones(zones=(zone,)), index)


def _of_place(place: Words) -> Iterator[Told]:
    if not place.fr and not place.en:
        yield (
            "place", "Dites où c'est, par exemple « devant l'entrée ».",
            "Say where it is, such as “in front of the entrance”.",
        )  # fmt: skip
    if any(len(words) > MAX_PLACE_CHARS or not words.isprintable() for words in (place.fr, place.en)):
        yield (
            "place", f"L'endroit est trop long : {MAX_PLACE_CHARS} caractères au plus.",
            f"The place is too long: at most {MAX_PLACE_CHARS} characters.",
        )  # fmt: skip


def _of_numbers(zone: Zone) -> Iterator[Told]:
    if not DWELL_S[0] <= zone.dwell_s <= DWELL_S[1]:
        yield (
            "dwell", "La durée doit aller de 5 secondes à 60 minutes.",
            "The time must be between 5 seconds and 60 minutes.",
        )  # fmt: skip
    if not 0 <= zone.min_size <= 1:
        yield "size", "Choisissez une des tailles proposées.", "Choose one of the sizes that are offered."
    if not 0 <= zone.same_vehicle_s <= MAX_SAME_VEHICLE_S:
        yield "same", "Choisissez une des durées proposées.", "Choose one of the times that are offered."


def _of_hours(hours: tuple[Window, ...]) -> Iterator[Told]:
    if len(hours) > MAX_WINDOWS:
        yield "hours", f"Il y a trop d'horaires : {MAX_WINDOWS} au plus.", f"Too many times: {MAX_WINDOWS} at most."
    if not all(window.days for window in hours):
        yield "hours", "Choisissez au moins un jour.", "Choose at least one day."
    if not all(window.start and window.end for window in hours):
        yield "hours", "Donnez une heure de début et une heure de fin.", "Give a time to begin and a time to end."


def _of_polygons(field: str, polygons: tuple[Polygon, ...], most: int, name: Words) -> Iterator[Told]:
    if len(polygons) > most:
        yield field, f"Il y en a trop : {most} au plus.", f"Too many of them: {most} at most."
    for number, polygon in enumerate(polygons, 1):
        yield from _of_polygon(field, polygon, Words(fr=f"{name.fr} {number} : ", en=f"{name.en} {number}: "))


def _of_polygon(field: str, polygon: Polygon, name: Words) -> Iterator[Told]:
    if len(polygon) < 3:
        told = "Il faut au moins trois coins : touchez le plan.", "It needs at least three corners: tap the plan."
    elif len(polygon) > MAX_CORNERS:
        told = f"Trop de coins : {MAX_CORNERS} au plus.", f"Too many corners: {MAX_CORNERS} at most."
    elif crosses_itself(polygon):
        told = (
            "Le bord se croise : déplacez un coin pour le démêler.",
            "The edge crosses itself: drag a corner so that it does not.",
        )
    elif polygon_area(polygon) < MIN_AREA:
        told = "C'est trop petit pour un véhicule : agrandissez.", "It is too small to hold a vehicle: draw it larger."
    else:
        return
    yield field, f"{name.fr}{told[0]}", f"{name.en}{told[1]}"


def _of_domain(zones: Zones, index: int | None) -> list[ZoneMistake]:
    """What the watcher would refuse too."""
    try:
        check_zones(zones)
    except InputError as error:
        words = getattr(error, "words", Words(en=str(error)))
        return [ZoneMistake(index=index, words=words)]
    return []


def _mistake(index: int | None, told: Told) -> ZoneMistake:
    field, fr, en = told
    return ZoneMistake(index=index, field=field, words=Words(fr=fr, en=en))
