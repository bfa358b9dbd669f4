"""One short scene: who is in it and when, what the weather and the camera make of it, and what is true of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np

from kiosk.domain.venue import Zones
from kiosk.street.backdrop import backdrop, draw_foreground
from kiosk.street.brush import Pixels
from kiosk.street.drives import Drive
from kiosk.street.layout import FAR_KERB_Y, HEIGHT_PX, NEAR_KERB_Y, WIDTH_PX, px_per_m
from kiosk.street.light import Effect, Lamp, Moment
from kiosk.street.models import MODELS
from kiosk.street.people import Walk, draw_walker
from kiosk.street.shops import pane_boxes
from kiosk.street.sprites import draw_vehicle
from kiosk.street.street import StopTruth
from kiosk.street.things import Thing, draw_thing
from kiosk.street.trips import Pose
from kiosk.street.weather import mirror_in_road, snowy_backdrop, wet_backdrop

Ground = Literal["dry", "wet", "snow"]
SCENE_SIZE = (640, 360)
"""Width and height of a scene's pictures: what a cheap camera gives."""
_BACKDROPS: dict[Ground, Callable[[], Pixels]] = {"dry": backdrop, "wet": wet_backdrop, "snow": snowy_backdrop}
_LAMP_M = 0.16
_MIRRORED_GROUND_Y = 266.0
"""Where the wheels of what a shop window mirrors seem to stand, and how strong the mirror is."""
_MIRRORED = 0.55


@dataclass(frozen=True, kw_only=True)
class SceneStop:
    """A stop, and how it must be answered."""

    truth: StopTruth
    must: bool = True
    """Whether it must be raised; else either answer is right."""
    hidden: tuple[tuple[float, float], ...] = ()
    """When it cannot be seen: nothing can be raised or told to have left then."""
    left_due: bool = True
    """Whether its going must be told: it is seen in the scene."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Seeded and complete: the same seed gives the same pictures and the same truth."""

    seed: int
    difficulty: str
    weather: str
    length_s: float
    zones: Zones
    stops: tuple[SceneStop, ...] = ()
    drives: tuple[Drive, ...] = ()
    walks: tuple[Walk, ...] = ()
    things: tuple[Thing, ...] = ()
    effects: tuple[Effect, ...] = ()
    ground: Ground = "dry"
    lamps_on: bool = False
    mirrors: bool = False
    """Whether the shop windows across the street mirror the near half of the road."""
    blind_from_s: float | None = None
    """From here on the camera cannot know (it was knocked too far): it must say so, and raise nothing."""

    def picture(self, t_s: float, size: tuple[int, int] = SCENE_SIZE) -> Pixels:
        """The view at `t_s`, height x width x 3, BGR."""
        drawn = self._drawn(t_s)
        pixels = np.asarray(cv2.resize(drawn, size, interpolation=cv2.INTER_LINEAR), np.uint8)
        moment = Moment(t_s=t_s, lamps=self._lamps(t_s) if self.lamps_on else ())
        for effect in self.effects:
            pixels = effect(pixels, moment)
        return pixels

    def _poses(self, t_s: float) -> list[tuple[Drive, Pose]]:
        poses = [(drive, drive.pose(t_s)) for drive in self.drives]
        return [(drive, pose) for drive, pose in poses if pose is not None]

    def _drawn(self, t_s: float) -> Pixels:
        pixels = _BACKDROPS[self.ground]().copy()
        poses = self._poses(t_s)
        if self.mirrors:
            _mirror_in_windows(pixels, [pair for pair in poses if pair[1].ground_y > HEIGHT_PX * 0.7], t_s)
        draws: list[tuple[float, Callable[[], None]]] = []
        for drive, pose in poses:
            draws.append((pose.ground_y, lambda d=drive, p=pose: self._draw(pixels, d, p, t_s)))  # type: ignore[misc]
        for walk in self.walks:
            draws.append((walk.side.feet_y, lambda w=walk: draw_walker(pixels, w, t_s)))  # type: ignore[misc]
        for thing in self.things:
            if thing.is_there(t_s):
                draws.append((thing.y_px, lambda one=thing: draw_thing(pixels, one)))  # type: ignore[misc]
        draws.append((NEAR_KERB_Y + 14, lambda: draw_foreground(pixels)))
        for _, draw in sorted(draws, key=lambda pair: pair[0]):
            draw()
        return pixels

    def _draw(self, pixels: Pixels, drive: Drive, pose: Pose, t_s: float) -> None:
        draw_vehicle(pixels, drive.model, drive.colour, pose, t_s)
        if self.ground == "wet" and pose.ground_y > FAR_KERB_Y:
            mirror_in_road(pixels, drive.box_px(pose))

    def _lamps(self, t_s: float) -> tuple[Lamp, ...]:
        """Lamps of whoever drives or waits in traffic: a parked car's are off."""
        parks = {stop.truth.id for stop in self.stops}
        lit = [(drive, pose) for drive, pose in self._poses(t_s) if pose.moving or drive.id not in parks]
        return tuple(lamp for drive, pose in lit for lamp in _lamps_of(drive, pose))


def outline(drive: Drive, t_s: float) -> tuple[float, float, float, float]:
    """The drive's box at `t_s` in 0..1 of the picture.

    Raises:
        ValueError: it is not in the street then.
    """
    pose = drive.pose(t_s)
    if pose is None:
        raise ValueError(f"{drive.id} is not in the street at {t_s} s")
    x0, y0, x1, y1 = drive.box_px(pose)
    return (x0 / WIDTH_PX, y0 / HEIGHT_PX, x1 / WIDTH_PX, y1 / HEIGHT_PX)


def _lamps_of(drive: Drive, pose: Pose) -> tuple[Lamp, Lamp]:
    model, scale = MODELS[drive.model], px_per_m(pose.ground_y)
    places = []
    for x_m, y_m in (model.head_lamp, model.tail_lamp):
        x_px = pose.x_px + (x_m - model.length_m / 2) * pose.heading * scale
        places.append((x_px / WIDTH_PX, (pose.ground_y - y_m * scale) / HEIGHT_PX))
    size = _LAMP_M * scale / WIDTH_PX
    head = Lamp(x=places[0][0], y=places[0][1], size=size, heading=pose.heading)
    tail = Lamp(x=places[1][0], y=places[1][1], size=size * 0.8, heading=0)
    return head, tail


def _mirror_in_windows(pixels: Pixels, poses: list[tuple[Drive, Pose]], t_s: float) -> None:
    """What stands or drives before the shops shows in their panes, small and faint."""
    if not poses:
        return
    mirrored = pixels.copy()
    for drive, pose in poses:
        seen = replace(pose, ground_y=_MIRRORED_GROUND_Y, hazards=False, braking=False)
        draw_vehicle(mirrored, drive.model, drive.colour, seen, t_s)
    for x0, y0, x1, y1 in pane_boxes():
        pane = pixels[y0:y1, x0:x1]
        pane[:] = cv2.addWeighted(mirrored[y0:y1, x0:x1], _MIRRORED, pane, 1 - _MIRRORED, 0)
