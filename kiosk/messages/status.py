"""What a service says of itself on `<service>/status`, retained, with `lost` as its last will."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from kiosk.domain.allowance import Allowance

Service = Literal["watcher", "announcer", "console"]


@dataclass(frozen=True, kw_only=True)
class PartHealth:
    """How one part (camera, detector, speech, sound, broker, disk...) is doing."""

    part: str
    state: Literal["ok", "degraded", "failed"]
    code: str = "ok"
    """Names cause and cure: see `kiosk.domain.health` for the words in both languages."""
    detail: str = ""
    """What the machine said, for an installer; never shown to guests."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A number of the status that is measured anew, such as `temperature_c`; not a count of events."""

    name: str
    value: float


@dataclass(frozen=True, kw_only=True)
class Status:
    """State of a service and the health of its parts."""

    state: Literal["online", "stopped", "lost"]
    """`stopped` is a clean stop, `lost` the last will."""
    since: datetime
    """When this state began."""
    version: str
    health: tuple[PartHealth, ...] = ()
    counts: dict[str, float] = field(default_factory=dict)
    """Numbers worth watching, such as `messages_refused` or `detector_runs`."""
    allowance: Allowance | None = None
    """Of the announcer: what its etiquette allows now."""
