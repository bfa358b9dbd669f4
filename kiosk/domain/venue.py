"""The owner's configuration as the console publishes it: venue, zones, templates; each versioned."""

from dataclasses import dataclass, field

from kiosk.domain.words import Language, Words

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A place where a stopped vehicle matters."""

    id: str
    place: Words
    polygon: tuple[Point, ...]
    """At least three corners in 0..1 of the picture; the edge does not cross itself."""
    dwell_s: float


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
    priority: str = "routine"
    fr: tuple[str, ...] = ()
    """French variants; `{place}` stands for a placeholder (owners see a chip, never a brace)."""
    en: tuple[str, ...] = ()
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
    languages: tuple[Language, ...] = field(default=("fr",))
    timezone: str = "Europe/Paris"
    version: int = 0
