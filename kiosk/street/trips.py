"""How one vehicle goes through the street: it passes, or it brakes, stops, waits and leaves; a function of time."""

from dataclasses import dataclass
from typing import Literal

from kiosk.street.layout import FAR_LANE_Y, KERB_LANE_Y, NEAR_LANE_Y, WIDTH_PX, px_per_m
from kiosk.street.models import MODELS

Lane = Literal["far", "near"]

_MARGIN_PX = 12
"""A trip starts and ends this far outside the picture."""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A halt beside the kerb: the middle of the vehicle rests at `x_px` from `from_s` until `until_s`."""

    x_px: float
    from_s: float
    until_s: float
    zone: str


@dataclass(frozen=True, kw_only=True)
class Pose:
    """Where a vehicle is at one instant and what its lights say; `x_px` is its middle, `ground_y` its wheels."""

    x_px: float
    ground_y: float
    heading: int
    rolled_m: float
    braking: bool = False
    hazards: bool = False
    moving: bool = True


@dataclass(frozen=True, kw_only=True)
class Trip:
    """One vehicle from edge to edge; `speed_px_s` is its cruising speed in its lane."""

    id: str
    model: str
    colour: str
    lane: Lane
    start_s: float
    speed_px_s: float
    stop: Stop | None = None

    @property
    def length_px(self) -> float:
        """Drawn length in its lane."""
        return MODELS[self.model].length_m * px_per_m(_ground(self.lane))

    @property
    def end_s(self) -> float:
        """When the whole vehicle has left the picture."""
        if self.stop is None:
            return self.start_s + (WIDTH_PX + self.length_px + 2 * _MARGIN_PX) / self.speed_px_s
        return self.stop.until_s + LEAVE_S + (WIDTH_PX + self.length_px - self._x_after_leaving()) / self.speed_px_s

    def pose(self, t_s: float) -> Pose | None:
        """Where it is at `t_s`; None before it comes and after it has left."""
        if not self.start_s <= t_s <= self.end_s:
            return None
        if self.stop is not None:
            return self._pose_of_stop(self.stop, t_s)
        gone_px = (t_s - self.start_s) * self.speed_px_s - self.length_px / 2 - _MARGIN_PX
        heading = 1 if self.lane == "near" else -1
        x_px = gone_px if heading > 0 else WIDTH_PX - gone_px
        ground_y = _ground(self.lane)
        return Pose(x_px=x_px, ground_y=ground_y, heading=heading, rolled_m=gone_px / px_per_m(ground_y))

    def _pose_of_stop(self, stop: Stop, t_s: float) -> Pose:
        if t_s < stop.from_s:
            left = min(1.0, (stop.from_s - t_s) / BRAKE_S)
            cruise_px = max(0.0, stop.from_s - BRAKE_S - t_s) * self.speed_px_s
            x_px = stop.x_px - self.speed_px_s * BRAKE_S / 2 * left**2 - cruise_px
            aside, braking, hazards, moving = 1.0 - left, left < 1.0, left < 1.0, True
        elif t_s <= stop.until_s:
            x_px, aside, braking, hazards, moving = stop.x_px, 1.0, t_s < stop.from_s + 1.0, True, False
        else:
            gone = min(1.0, (t_s - stop.until_s) / LEAVE_S)
            cruise_px = max(0.0, t_s - stop.until_s - LEAVE_S) * self.speed_px_s
            x_px = stop.x_px + self.speed_px_s * LEAVE_S / 2 * gone**2 + cruise_px
            aside, braking, hazards, moving = 1.0 - gone, False, gone < 1.0, True
        ground_y = NEAR_LANE_Y + (KERB_LANE_Y - NEAR_LANE_Y) * _smooth(aside)
        rolled_m = (x_px - stop.x_px) / px_per_m(KERB_LANE_Y)
        return Pose(
            x_px=x_px,
            ground_y=ground_y,
            heading=1,
            rolled_m=rolled_m,
            braking=braking,
            hazards=hazards,
            moving=moving,
        )

    def _x_after_leaving(self) -> float:
        return (self.stop.x_px if self.stop else 0.0) + self.speed_px_s * LEAVE_S / 2


BRAKE_S = 3.0
LEAVE_S = 3.5
"""How long braking to a halt and pulling out take."""


def stopping_trip(*, id: str, model: str, colour: str, stop: Stop, speed_px_s: float = 175.0) -> Trip:
    """A trip that enters the picture just in time to come to rest at `stop.from_s`."""
    length_px = MODELS[model].length_m * px_per_m(NEAR_LANE_Y)
    cruise_px = stop.x_px - speed_px_s * BRAKE_S / 2 + length_px / 2 + _MARGIN_PX
    start_s = stop.from_s - BRAKE_S - max(0.0, cruise_px) / speed_px_s
    return Trip(id=id, model=model, colour=colour, lane="near", start_s=start_s, speed_px_s=speed_px_s, stop=stop)


def _ground(lane: Lane) -> int:
    return NEAR_LANE_Y if lane == "near" else FAR_LANE_Y


def _smooth(u: float) -> float:
    return u * u * (3.0 - 2.0 * u)
