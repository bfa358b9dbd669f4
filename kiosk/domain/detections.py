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
    """What the views that count say of it, 0 where one did not show it; empty means `score` alone."""
    close: bool = False
    """Whether these were views of its place alone."""
    label: Literal["vehicle", "person"] = "vehicle"
    kind: VehicleKind = "vehicle"
    colour: str | None = None
    moving: bool = False
    """Whether it is on its way: then it is nowhere yet."""


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How the place where a vehicle stood compares with how it looked then."""

    same: float | None
    """Share of its parts that look the same, 0..1; None when there is nothing to compare (no texture)."""
    since_s: float | None = None
    """The earliest remembered frame from which on it looked like this; told once, when the comparison begins."""
    moving: bool | None = None
    """Whether much of the place moves in this frame; None when that cannot be told."""
    before: float | None = None
    """Where it looks different: how much it looks as before the vehicle came; None when nobody saw that."""
    nearby: float | None = None
    """Where it looks different: how much a place near by, at most a third of its size away, looks as it did."""


@dataclass(frozen=True, kw_only=True)
class FrameLooked:
    """One frame has been looked at."""

    t_s: float
    """The frame's own time, seconds of the source."""
    sightings: tuple[Sighting, ...] = ()
    likenesses: dict[str, Likeness] = field(default_factory=dict)
    """By the key of the stay it is about: see `KeepInSight`."""
    swept: bool = False
    """Whether the detector has searched this frame."""
    searched: tuple[Box, ...] = ()
    """Which parts of the picture it searched; empty means all of it."""
    asked: frozenset[str] | None = None
    """The places it was asked about, by their keys; None means all."""
    condition: Condition = "ok"
    """How the camera is; unless `sees_the_street` nothing is known, and all else here is empty."""
    lane_motion: dict[str, float] = field(default_factory=dict)
    """By the id of a zone with lanes: the share of them, 0..1, that changed since half a second before."""
    lanes_searched: tuple[str, ...] = ()
    """The zones whose lanes were searched too in the search that `swept` ends."""
    runs: int = 0
    """How often the detector ran for this frame."""
    calm: bool = False
    """Whether nothing moves and nothing is in doubt: the next look may come later."""

    @property
    def sees_the_street(self) -> bool:
        """Whether the picture could be looked at."""
        return self.condition in ("ok", "shifted")


@dataclass(frozen=True, kw_only=True)
class KeepInSight:
    """The boxes to compare in the next frames; a new key asks for a new comparison."""

    boxes: dict[str, Box]
    doubtful: dict[str, Box] = field(default_factory=dict)
    """Those that may not be vehicles, with their best boxes: the detector is asked about them again."""
    likely: frozenset[str] = frozenset()
    """Those of the doubtful for which another close look may be enough."""
    lanes: frozenset[str] = frozenset()
    """The zones whose lanes must be searched too: a vehicle there is about to be raised."""
