"""What the watcher tells about a vehicle that stopped, and what people answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kiosk.domain.words import Words

IncidentState = Literal["noticed", "raised", "announced", "dismissed", "snoozed", "left", "lost_sight"]
VehicleKind = Literal["car", "van", "truck", "bus", "motorcycle", "vehicle"]
Outline = tuple[float, float, float, float]

ENDED: frozenset[IncidentState] = frozenset({"dismissed", "left"})


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One vehicle stopped in one zone, as published on `incidents/<id>`."""

    id: str
    zone: str
    place: Words
    state: IncidentState
    kind: VehicleKind
    colour: str | None
    """An English colour word, or None when the machine is not sure."""
    outline: Outline
    """x0, y0, x1, y1 in 0..1 of the picture."""
    stopped_at: datetime
    """When the vehicle stopped."""
    stopped_s: float
    """For how long it had stopped at `at`."""
    dwell_s: float
    """How long it may stop before it is raised."""
    confidence: float
    """How sure the detector is, 0..1."""
    announced: int = 0
    """How often it has been announced."""
    at_start: bool = False
    """Whether it was there when watching began, so that `stopped_at` is a guess."""
    in_queue: bool = False
    """Whether its dwell is over and it is only noticed because traffic stands beside it: it may be a part of it."""
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A person's answer to an incident, sent on `incidents/<id>/decide`."""

    id: str
    decision: Literal["dismiss", "snooze", "handled"]
    by: str
    issued_at: datetime
    expires_at: datetime
    minutes: int | None = None
    """How long to snooze."""

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None or self.expires_at.tzinfo is None:
            raise ValueError("issued_at and expires_at need a time zone")
        if self.minutes is not None and not 1 <= self.minutes <= 240:
            raise ValueError("minutes must be between 1 and 240")
