"""What one look at the street gives: numbers only, never pixels."""

from dataclasses import dataclass, field
from typing import Literal

from kiosk.domain.conditions import Condition
from kiosk.domain.geometry import Box
from kiosk.domain.incidents import VehicleKind


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """A vehicle or a person the detector saw; `score` in 0..1, `colour` an English word or None when unsure."""

    box: Box
    score: float
    scores: tuple[float, ...] = ()
    """The score in each view of this frame that showed it, best first; empty means `score` alone."""
    label: Literal["vehicle", "person"] = "vehicle"
    kind: VehicleKind = "vehicle"
    colour: str | None = None


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How the place where a vehicle stood compares with how it looked then."""

    same: float | None
    """Share of its parts that look the same, 0..1; None when there is nothing to compare (no texture)."""
    since_s: float | None = None
    """The earliest remembered frame from which on it looked like this; told once, when the comparison begins."""


@dataclass(frozen=True, kw_only=True)
class FrameLooked:
    """One frame has been looked at."""

    t_s: float
    """The frame's own time, seconds of the source."""
    sightings: tuple[Sighting, ...] = ()
    likenesses: dict[str, Likeness] = field(default_factory=dict)
    """By the key of the stay it is about: see `KeepInSight`."""
    swept: bool = False
    """Whether every crop of the street has been searched since the last frame that said so."""
    views: int = 1
    """How many views one search has: with three or more, only several together are believed."""
    condition: Condition = "ok"
    """How the camera is; unless `sees_the_street` nothing is known, and all else here is empty."""
    lane_motion: dict[str, float] = field(default_factory=dict)
    """By the id of a zone with lanes: the share of them, 0..1, that changed since half a second before."""
    lanes_searched: tuple[str, ...] = ()
    """The zones whose lanes were searched too in the search that `swept` ends."""
    runs: int = 0
    """How often the detector ran for this frame: for every view where frames are rare, for some where they are many."""

    @property
    def sees_the_street(self) -> bool:
        """Whether the picture could be looked at."""
        return self.condition in ("ok", "shifted")


@dataclass(frozen=True, kw_only=True)
class KeepInSight:
    """The boxes to compare in the next frames; a new key asks for a new comparison."""

    boxes: dict[str, Box]
    lanes: frozenset[str] = frozenset()
    """The zones whose lanes must be searched too: a vehicle there is about to be raised."""
