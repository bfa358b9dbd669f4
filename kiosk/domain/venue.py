"""The owner's configuration as the console publishes it: venue, zones, templates; each versioned."""

import re
from dataclasses import dataclass, field
from typing import Literal

from kiosk.domain.incidents import VehicleKind
from kiosk.domain.manners import Manners, Pronunciation, Window
from kiosk.domain.words import Language, Words

Point = tuple[float, float]
Polygon = tuple[Point, ...]

ZoneKind = Literal["no-parking", "delivery", "bus-stop", "crossing", "disabled", "entrance"]


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A place where a stopped vehicle matters."""

    id: str
    place: Words
    """Where it is, as it is said: `devant l'entrée`."""
    polygon: Polygon
    """At least three corners in 0..1 of the picture; the edge does not cross itself."""
    dwell_s: float
    """How long a vehicle may stop before it is raised."""
    kind: ZoneKind = "no-parking"
    """What the place is for: the console proposes a dwell and words for each kind."""
    hours: tuple[Window, ...] = ()
    """When it is watched; empty means always."""
    vehicles: tuple[VehicleKind, ...] = ()
    """Which vehicles matter; empty means all. One whose kind is not known always matters."""
    min_size: float = 0.06
    """The smallest box that counts, as a share of the zone's area: no zone holds more than sixteen vehicles, and what
    is smaller is a part of one, or a sign."""
    same_vehicle_s: float = 120.0
    """A vehicle that was out of sight for at most this long is the same one when one of its colour stands in its place
    again, even in another light; later only when it looks the same."""
    lanes: tuple[Polygon, ...] = ()
    """The moving lanes beside it: when traffic stands everywhere along them, a vehicle in the zone may be part of the
    queue and is not raised."""


@dataclass(frozen=True, kw_only=True)
class Zones:
    """All zones of a venue, as published on `zones`; a zones file has the same form."""

    zones: tuple[Zone, ...]
    version: int = 0
    masks: tuple[Polygon, ...] = ()
    """Parts of the picture that are blacked out before anything reads them."""


_SOUND = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, kw_only=True)
class Recording:
    """Fixed words of a sentence in the voice of a person of the house."""

    language: Language
    words: str
    """As they were written when they were recorded; other words are not said by it."""
    sound: str
    """Names the sound on `recordings/+`: the first 32 hexadecimal digits of its SHA-256."""

    def __post_init__(self) -> None:
        """The name becomes a file's name and a topic's: nothing else may stand there."""
        if not _SOUND.fullmatch(self.sound):
            raise ValueError("sound must be 32 hexadecimal digits")


@dataclass(frozen=True, kw_only=True)
class Template:
    """A sentence the house says, in differently worded variants that rotate."""

    id: str
    name: Words
    """What staff read on its tile."""
    priority: str = "routine"
    """The priority its announcements get."""
    fr: tuple[str, ...] = ()
    """French variants; `{place}` stands for a placeholder (owners see a chip, never a brace)."""
    en: tuple[str, ...] = ()
    """English variants, in the same way."""
    recorded: tuple[Recording, ...] = ()
    """What the house says in its own voice; a sentence is said by it once all its fixed words are recorded."""
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class Templates:
    """All templates of a venue, as published on `templates`."""

    templates: tuple[Template, ...]
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class Venue:
    """How the house wants to be, as published on `venue`."""

    name: str = ""
    """The name guests know."""
    languages: tuple[Language, ...] = field(default=("fr",))
    """Spoken one after the other, in this order."""
    timezone: str = "Europe/Paris"
    """IANA name; times are said in it."""
    manners: Manners = field(default_factory=Manners)
    """When, how often and how loud it announces."""
    pronunciations: tuple[Pronunciation, ...] = ()
    """How the house says words that the voice reads wrongly."""
    version: int = 0
