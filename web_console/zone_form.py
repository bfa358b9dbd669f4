"""From what the Zones page sent to zones that can be published, and everything that is wrong with them; pure."""

from dataclasses import dataclass, replace

from kiosk.domain.geometry import crosses_itself, polygon_area
from kiosk.domain.venue import Zone, Zones
from kiosk.domain.words import Words
from kiosk.domain.zones import MIN_AREA, check_zones
from kiosk.errors import InputError
from web_console.names import new_id

MAX_ZONES = 20
MAX_PLACE_CHARS = 60
DWELL_S = (5.0, 3600.0)


@dataclass(frozen=True, kw_only=True)
class ZoneMistake:
    """What must be put right in the zone at `index`; None for all of them together."""

    index: int | None
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
    if len(wanted.zones) > MAX_ZONES:
        return [_mistake(None, f"Il y a trop de zones : {MAX_ZONES} au plus.", f"Too many zones: {MAX_ZONES} at most.")]
    found = [mistake for index, zone in enumerate(wanted.zones) for mistake in _of_zone(index, zone)]
    return found or _of_domain(wanted, None)


def _of_zone(index: int, zone: Zone) -> list[ZoneMistake]:
    found = []
    place = zone.place
    if not place.fr and not place.en:
        found.append(_mistake(index, "Dites où c'est, par exemple « devant l'entrée ».",
                              "Say where it is, such as “in front of the entrance”."))  # fmt: skip
    if any(len(words) > MAX_PLACE_CHARS or not words.isprintable() for words in (place.fr, place.en)):
        found.append(_mistake(index, f"L'endroit est trop long : {MAX_PLACE_CHARS} caractères au plus.",
                              f"The place is too long: at most {MAX_PLACE_CHARS} characters."))  # fmt: skip
    if not DWELL_S[0] <= zone.dwell_s <= DWELL_S[1]:
        found.append(_mistake(index, "La durée doit aller de 5 secondes à 60 minutes.",
                              "The time must be between 5 seconds and 60 minutes."))  # fmt: skip
    if len(zone.polygon) < 3:
        found.append(_mistake(index, "Il faut au moins trois coins : touchez le plan.",
                              "It needs at least three corners: tap the plan."))  # fmt: skip
    elif crosses_itself(zone.polygon):
        found.append(_mistake(index, "Le bord se croise : déplacez un coin pour le démêler.",
                              "The edge crosses itself: drag a corner so that it does not."))  # fmt: skip
    elif polygon_area(zone.polygon) < MIN_AREA:
        found.append(_mistake(index, "La zone est trop petite pour un véhicule : agrandissez-la.",
                              "The zone is too small to hold a vehicle: draw it larger."))  # fmt: skip
    return found or _of_domain(Zones(zones=(zone,)), index)


def _of_domain(zones: Zones, index: int | None) -> list[ZoneMistake]:
    """What the watcher would refuse too."""
    try:
        check_zones(zones)
    except InputError as error:
        words = getattr(error, "words", Words(en=str(error)))
        return [ZoneMistake(index=index, words=words)]
    return []


def _mistake(index: int | None, fr: str, en: str) -> ZoneMistake:
    return ZoneMistake(index=index, words=Words(fr=fr, en=en))
