"""The owner's configuration as the console publishes it: venue, zones, templates; each versioned."""

from dataclasses import dataclass, field

from kiosk.domain.words import Language, Words

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A place where a stopped vehicle matters."""

    id: str
    place: Words
    """Where it is, as it is said: `devant l'entrée`."""
    polygon: tuple[Point, ...]
    """At least three corners in 0..1 of the picture; the edge does not cross itself."""
    dwell_s: float
    """How long a vehicle may stop before it is raised."""


@dataclass(frozen=True, kw_only=True)
class Zones:
    """All zones of a venue, as published on `zones`; a zones file has the same form."""

    zones: tuple[Zone, ...]
    version: int = 0


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
    version: int = 0
