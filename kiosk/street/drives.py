"""How one vehicle of a scene moves: it goes from waypoint to waypoint, anywhere in the picture."""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kiosk.street.layout import WIDTH_PX, px_per_m
from kiosk.street.models import MODELS
from kiosk.street.trips import Pose

BRAKE_S = 3.0
"""How long braking to a halt takes, and pulling out: a calm driver's."""
_MARGIN_PX = 12
_MOVES_PX_S = 0.5
"""Slower than this is standing: less than a tenth of a pixel between two pictures."""
_GAP_PX = 20.0


@dataclass(frozen=True, kw_only=True)
class Waypoint:
    """Where the middle of the vehicle's wheels is at `t_s`, and how fast it then goes along x (signed)."""

    t_s: float
    x_px: float
    y_px: float
    speed_px_s: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Halt:
    """One vehicle at rest in one place."""

    from_s: float
    until_s: float
    x_px: float
    y_px: float


@dataclass(frozen=True, kw_only=True)
class Drive:
    """One vehicle on its way through `way`; it is in the street from the first waypoint to the last."""

    id: str
    model: str
    colour: str
    way: tuple[Waypoint, ...]
    heading: int = 1

    @cached_property
    def _times_s(self) -> list[float]:
        return [point.t_s for point in self.way]

    def pose(self, t_s: float) -> Pose | None:
        """Where it is at `t_s`; None before it comes and after it has left."""
        if not self.way[0].t_s <= t_s <= self.way[-1].t_s:
            return None
        i = min(max(1, bisect.bisect_right(self._times_s, t_s)), len(self.way) - 1)
        a, b = self.way[i - 1], self.way[i]
        x_px, speed = _along(a, b, t_s)
        u = (t_s - a.t_s) / (b.t_s - a.t_s)
        y_px = a.y_px + (b.y_px - a.y_px) * u * u * (3 - 2 * u)
        return Pose(
            x_px=x_px,
            ground_y=y_px,
            heading=self.heading,
            rolled_m=(x_px - self.way[0].x_px) / px_per_m(y_px) * self.heading,
            braking=abs(b.speed_px_s) < abs(a.speed_px_s),
            moving=abs(speed) > _MOVES_PX_S or a.y_px != b.y_px,
        )

    def halts(self) -> tuple[Halt, ...]:
        """Every time it stands, in order."""
        return tuple(
            Halt(from_s=a.t_s, until_s=b.t_s, x_px=a.x_px, y_px=a.y_px)
            for a, b in zip(self.way, self.way[1:], strict=False)
            if (a.x_px, a.y_px) == (b.x_px, b.y_px)
        )

    def box_px(self, pose: Pose) -> tuple[float, float, float, float]:
        """Its outline x0, y0, x1, y1 in pixels of the drawn picture."""
        model, scale = MODELS[self.model], px_per_m(pose.ground_y)
        half = model.length_m * scale / 2
        return (pose.x_px - half, pose.ground_y - model.height_m * scale, pose.x_px + half, pose.ground_y)


def passing(id: str, model: str, colour: str, *, y_px: float, start_s: float, speed_px_s: float) -> Drive:
    """Somebody who drives through from edge to edge; a negative speed leads to the left."""
    out = _outside(model, y_px)
    begin, end = (-out, WIDTH_PX + out) if speed_px_s > 0 else (WIDTH_PX + out, -out)
    arrives_s = start_s + (end - begin) / speed_px_s
    way = (
        Waypoint(t_s=start_s, x_px=begin, y_px=y_px, speed_px_s=speed_px_s),
        Waypoint(t_s=arrives_s, x_px=end, y_px=y_px, speed_px_s=speed_px_s),
    )
    return Drive(id=id, model=model, colour=colour, way=way, heading=1 if speed_px_s > 0 else -1)


def visiting(
    id: str, model: str, colour: str, halts: Sequence[Halt], *, lane_y_px: float, speed_px_s: float = 175.0
) -> Drive:
    """Somebody who comes along a lane, stands in each place of `halts` in turn, and drives on along the lane.

    A negative speed leads to the left. Between two halts it moves evenly off and evenly to rest.
    """
    first, last = halts[0], halts[-1]
    out, run = _outside(model, lane_y_px), speed_px_s * BRAKE_S / 2
    begin, end = (-out, WIDTH_PX + out) if speed_px_s > 0 else (WIDTH_PX + out, -out)
    way = []
    brakes_px, goes_px = first.x_px - run, last.x_px + run
    comes_s = first.from_s - BRAKE_S - max(0.0, (brakes_px - begin) / speed_px_s)
    if (brakes_px - begin) * speed_px_s > 0:
        way.append(Waypoint(t_s=comes_s, x_px=begin, y_px=lane_y_px, speed_px_s=speed_px_s))
    way.append(Waypoint(t_s=first.from_s - BRAKE_S, x_px=brakes_px, y_px=lane_y_px, speed_px_s=speed_px_s))
    for halt in halts:
        way.append(Waypoint(t_s=halt.from_s, x_px=halt.x_px, y_px=halt.y_px))
        way.append(Waypoint(t_s=halt.until_s, x_px=halt.x_px, y_px=halt.y_px))
    way.append(Waypoint(t_s=last.until_s + BRAKE_S, x_px=goes_px, y_px=lane_y_px, speed_px_s=speed_px_s))
    if (end - goes_px) * speed_px_s > 0:
        leaves_s = last.until_s + BRAKE_S + (end - goes_px) / speed_px_s
        way.append(Waypoint(t_s=leaves_s, x_px=end, y_px=lane_y_px, speed_px_s=speed_px_s))
    return Drive(id=id, model=model, colour=colour, way=tuple(way), heading=1 if speed_px_s > 0 else -1)


def meet(one: Drive, other: Drive, *, apart_px: float = 30.0, gap_px: float = _GAP_PX) -> bool:
    """Whether two vehicles would touch: they come close along x while their wheels are less than `apart_px` apart."""
    t_s = max(one.way[0].t_s, other.way[0].t_s)
    until_s = min(one.way[-1].t_s, other.way[-1].t_s)
    while t_s <= until_s:
        a, b = one.pose(t_s), other.pose(t_s)
        if a and b and abs(a.ground_y - b.ground_y) < apart_px:
            mine, theirs = one.box_px(a), other.box_px(b)
            if mine[0] < theirs[2] + gap_px and theirs[0] < mine[2] + gap_px:
                return True
        t_s += 0.2
    return False


def _outside(model: str, y_px: float) -> float:
    return MODELS[model].length_m * px_per_m(y_px) / 2 + _MARGIN_PX


def _along(a: Waypoint, b: Waypoint, t_s: float) -> tuple[float, float]:
    """Place and speed along x at `t_s`: a cubic that has the given speeds at both ends (Hermite)."""
    length_s = b.t_s - a.t_s
    if a.x_px == b.x_px and not a.speed_px_s and not b.speed_px_s:
        return a.x_px, 0.0
    u = (t_s - a.t_s) / length_s
    m0, m1, gone = a.speed_px_s * length_s, b.speed_px_s * length_s, b.x_px - a.x_px
    x_px = a.x_px + m0 * u + (3 * gone - 2 * m0 - m1) * u * u + (m0 + m1 - 2 * gone) * u**3
    speed = (m0 + 2 * (3 * gone - 2 * m0 - m1) * u + 3 * (m0 + m1 - 2 * gone) * u * u) / length_s
    return x_px, speed
