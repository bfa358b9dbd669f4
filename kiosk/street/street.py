"""The simulated street: what it looks like at any moment, and what is true at that moment."""

from dataclasses import dataclass

from kiosk.street.backdrop import backdrop, draw_foreground
from kiosk.street.brush import Pixels
from kiosk.street.layout import HEIGHT_PX, WIDTH_PX, px_per_m
from kiosk.street.models import MODELS
from kiosk.street.people import FAR_SIDE, Walk, draw_walker
from kiosk.street.scenario import ACT_S, act
from kiosk.street.sprites import draw_vehicle
from kiosk.street.trips import Pose, Stop, Trip


@dataclass(frozen=True, kw_only=True)
class VehicleTruth:
    """One vehicle at one moment: `box` is x0, y0, x1, y1 in 0..1 and may reach over the picture's edge."""

    id: str
    kind: str
    colour: str
    box: tuple[float, float, float, float]
    stopped_in: str | None
    """The zone it stands in; None while it moves."""
    stopped_since_s: float | None


@dataclass(frozen=True, kw_only=True)
class StopTruth:
    """One halt from beginning to end, in seconds of the street."""

    id: str
    kind: str
    colour: str
    zone: str
    from_s: float
    until_s: float
    box: tuple[float, float, float, float]


class Street:
    """The street of `seed`; it goes on for ever, and the same moment always looks the same."""

    def __init__(self, *, seed: int) -> None:
        self._seed = seed

    def picture(self, t_s: float) -> Pixels:
        """The view at `t_s`, HEIGHT_PX x WIDTH_PX x 3, BGR."""
        pixels = backdrop().copy()
        walks = self._walks(t_s)
        for walk in (w for w in walks if w.side is FAR_SIDE):
            draw_walker(pixels, walk, t_s)
        for trip, pose in sorted(self._poses(t_s), key=lambda pair: pair[1].ground_y):
            draw_vehicle(pixels, trip.model, trip.colour, pose, t_s)
        draw_foreground(pixels)
        for walk in (w for w in walks if w.side is not FAR_SIDE):
            draw_walker(pixels, walk, t_s)
        return pixels

    def truth(self, t_s: float) -> tuple[VehicleTruth, ...]:
        """Every vehicle in the street at `t_s`."""
        return tuple(_vehicle_truth(trip, pose) for trip, pose in self._poses(t_s))

    def stops(self, until_s: float) -> tuple[StopTruth, ...]:
        """Every halt that begins before `until_s`, in order."""
        trips = [trip for number in range(int(until_s // ACT_S) + 1) for trip in act(self._seed, number).trips]
        stops = [_stop_truth(trip, trip.stop) for trip in trips if trip.stop and trip.stop.from_s < until_s]
        return tuple(sorted(stops, key=lambda stop: stop.from_s))

    def _poses(self, t_s: float) -> list[tuple[Trip, Pose]]:
        poses = [(trip, trip.pose(t_s)) for number in _acts(t_s) for trip in act(self._seed, number).trips]
        return [(trip, pose) for trip, pose in poses if pose is not None]

    def _walks(self, t_s: float) -> list[Walk]:
        return [walk for number in _acts(t_s) for walk in act(self._seed, number).walks]


def empty_street() -> Pixels:
    """The street without vehicles and people, for drawing zones on it: HEIGHT_PX x WIDTH_PX x 3, BGR."""
    pixels = backdrop().copy()
    draw_foreground(pixels)
    return pixels


def _acts(t_s: float) -> range:
    """The acts that may have somebody in the picture: this one and the one before, whose last ones still leave."""
    number = int(t_s // ACT_S)
    return range(max(0, number - 1), number + 1)


def _vehicle_truth(trip: Trip, pose: Pose) -> VehicleTruth:
    stands = trip.stop is not None and not pose.moving
    return VehicleTruth(
        id=trip.id,
        kind=MODELS[trip.model].kind,
        colour=trip.colour,
        box=_box(trip, pose),
        stopped_in=trip.stop.zone if trip.stop and stands else None,
        stopped_since_s=trip.stop.from_s if trip.stop and stands else None,
    )


def _stop_truth(trip: Trip, stop: Stop) -> StopTruth:
    pose = trip.pose(stop.from_s)
    if pose is None:
        raise ValueError(f"trip {trip.id} is not in the street when it stops")
    return StopTruth(
        id=trip.id,
        kind=MODELS[trip.model].kind,
        colour=trip.colour,
        zone=stop.zone,
        from_s=stop.from_s,
        until_s=stop.until_s,
        box=_box(trip, pose),
    )


def _box(trip: Trip, pose: Pose) -> tuple[float, float, float, float]:
    model, scale = MODELS[trip.model], px_per_m(pose.ground_y)
    half_px = model.length_m * scale / 2
    return (
        (pose.x_px - half_px) / WIDTH_PX,
        (pose.ground_y - model.height_m * scale) / HEIGHT_PX,
        (pose.x_px + half_px) / WIDTH_PX,
        pose.ground_y / HEIGHT_PX,
    )
