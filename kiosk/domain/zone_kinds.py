"""The kinds of places a house watches: what each is called, and how long a vehicle may usually stop there."""

from dataclasses import dataclass

from kiosk.domain.venue import ZoneKind
from kiosk.domain.words import Words


@dataclass(frozen=True, kw_only=True)
class KindOfZone:
    """What the Zones page proposes for a kind; the owner changes any of it."""

    name: Words
    """As an owner chooses it."""
    dwell_s: float
    """How long a vehicle may stop before it is raised."""
    place: Words
    """Where it is, as it is said."""
    why: Words
    """Why this long, in one sentence."""


ZONE_KINDS: dict[ZoneKind, KindOfZone] = {
    "no-parking": KindOfZone(
        name=Words(fr="Stationnement gênant", en="No parking"),
        dwell_s=60.0,  # setting someone down with a suitcase takes less
        place=Words(fr="devant la vitrine", en="in front of the window"),
        why=Words(fr="Une minute suffit pour déposer quelqu'un.", en="A minute is enough to set someone down."),
    ),
    "delivery": KindOfZone(
        name=Words(fr="Place de livraison", en="Delivery bay"),
        dwell_s=600.0,  # a delivery is what it is for: unloading a van for one shop is a matter of ten minutes
        place=Words(fr="sur la place de livraison", en="in the delivery bay"),
        why=Words(fr="Dix minutes suffisent pour décharger.", en="Ten minutes are enough to unload."),
    ),
    "bus-stop": KindOfZone(
        name=Words(fr="Arrêt de bus", en="Bus stop"),
        dwell_s=90.0,  # a bus with a wheelchair ramp out stands for about a minute
        place=Words(fr="sur l'arrêt de bus", en="at the bus stop"),
        why=Words(fr="Un bus repart en moins d'une minute et demie.", en="A bus leaves within a minute and a half."),
    ),
    "crossing": KindOfZone(
        name=Words(fr="Passage piéton", en="Pedestrian crossing"),
        dwell_s=20.0,  # who lets people cross moves on after ten seconds or so
        place=Words(fr="sur le passage piéton", en="on the pedestrian crossing"),
        why=Words(fr="Laisser traverser prend une dizaine de secondes.", en="Letting people cross takes ten seconds."),
    ),
    "disabled": KindOfZone(
        name=Words(fr="Place réservée aux personnes handicapées", en="Disabled bay"),
        dwell_s=300.0,  # the machine reads no permit: whoever has one may park, so staff look first and are not hurried
        place=Words(fr="sur la place réservée", en="in the reserved bay"),
        why=Words(fr="La machine ne voit pas les cartes : regardez avant d'annoncer.",
                  en="The machine sees no permits: look before you announce."),
    ),
    "entrance": KindOfZone(
        name=Words(fr="Entrée", en="Entrance"),
        dwell_s=45.0,  # guests are set down at the door; then the door must be free again
        place=Words(fr="devant l'entrée", en="in front of the entrance"),
        why=Words(fr="On se fait déposer à la porte, puis elle doit être libre.",
                  en="Guests are set down at the door, then it must be free."),
    ),
}  # fmt: skip
