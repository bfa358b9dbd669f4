"""Draws the pictures of docs/watching.md, how to mount a camera: `python -m kiosk.street.mounting docs/pictures`."""

import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from kiosk.domain.venue import Polygon
from kiosk.street.brush import Bgr, Pixels
from kiosk.street.difficulties import scene, seeds
from kiosk.street.draft import Draft, ground
from kiosk.street.hard_traffic import IN_LANE_PX
from kiosk.street.scene import Scene
from kiosk.street.section import section

PANEL = (480, 270)
"""Width and height of one picture of a row."""
_GAP_PX = 8
_RIGHT: Bgr = (80, 150, 40)
_WRONG: Bgr = (50, 50, 200)
_QUALITY = 72
"""JPEG: a row of two stays below 60 KB."""


def pictures() -> dict[str, Pixels]:
    """Every picture by its file's name without the ending."""
    return {
        "mounting-height": row([section(camera_m=1.3), section(camera_m=5.0)], (False, True)),
        "mounting-frame": row([_cut_off(), _whole()], (False, True)),
        "mounting-distance": row([_far_away(), _near()], (False, True)),
        "mounting-glass": row([_behind_glass(), _at_the_pane()], (False, True)),
        "zone-on-the-ground": row([_zone_around_cars(), _zone_on_ground()], (False, True)),
        "zone-and-lane": row([_zone_with_lane(), _zone_beside_lane()], (False, True)),
        "seen-by-night": row([_usual("night"), _usual("infrared")], (None, None)),
        "seen-in-weather": row([_usual("rain"), _usual("snow")], (None, None)),
        "not-a-vehicle": row([_usual("pallet-and-bins"), _usual("person")], (None, None)),
        "hidden": row([_at("hidden-by-bus", 6.0), _at("hidden-by-bus", 18.0)], (None, None)),
    }


def row(panels: Sequence[Pixels], marks: Sequence[bool | None]) -> Pixels:
    """Panels side by side, each marked as right, wrong, or not at all."""
    marked = [_marked(panel.copy(), mark) for panel, mark in zip(panels, marks, strict=True)]
    gap = np.full((PANEL[1], _GAP_PX, 3), 255, np.uint8)
    parts = [part for panel in marked for part in (panel, gap)][:-1]
    return np.asarray(np.hstack(parts), np.uint8)


def main(folder: Path) -> None:
    """Writes every picture into the folder."""
    for name, pixels in pictures().items():
        cv2.imwrite(str(folder / f"{name}.jpg"), pixels, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])


def _cut_off() -> Pixels:
    """Turned down too far: the wheels of whoever stops are outside."""
    whole = _day().picture(14.0, (960, 540))
    return _panel(whole[60:450, 40:733])


def _whole() -> Pixels:
    return _with_zones(_day(), 14.0)


def _far_away() -> Pixels:
    """A car of some 25 pixels, as a camera on the other side of a square gives it, shown enlarged."""
    tiny = cv2.resize(_day().picture(14.0, (960, 540)), (96, 54), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(tiny, PANEL, interpolation=cv2.INTER_NEAREST), np.uint8)


def _near() -> Pixels:
    """The same with a car of some 160 pixels, five times what it should have at least."""
    return _panel(_day().picture(14.0, (640, 360)))


def _behind_glass() -> Pixels:
    """A camera a hand's breadth behind the pane sees its own room: a lamp, a shelf, somebody who walks past."""
    pixels = _day().picture(14.0, PANEL)
    room = np.zeros_like(pixels)
    cv2.circle(room, (120, 60), 34, (150, 210, 240), -1, cv2.LINE_AA)
    for y in (110, 150, 190):
        cv2.rectangle(room, (300, y), (450, y + 6), (110, 140, 170), -1)
        for x in range(306, 440, 22):
            cv2.rectangle(room, (x, y - 24), (x + 12, y), (90, 110 + x % 60, 150), -1)
    cv2.ellipse(room, (215, 210), (44, 120), 0, 0, 360, (120, 120, 130), -1, cv2.LINE_AA)
    cv2.circle(room, (215, 84), 26, (140, 150, 170), -1, cv2.LINE_AA)
    soft = cv2.GaussianBlur(room, (0, 0), 2.5)
    return np.asarray(cv2.addWeighted(pixels, 0.72, soft, 0.62, 0), np.uint8)


def _at_the_pane() -> Pixels:
    return _day().picture(14.0, PANEL)


def _zone_around_cars() -> Pixels:
    """A zone around the air above the kerb: wheels are below it, and who drives past behind is in it."""
    shown = _day()
    return _drawn(shown.picture(14.0, PANEL), [ground((180, 350, 520, 440))], _WRONG)


def _zone_on_ground() -> Pixels:
    return _with_zones(_day(), 14.0)


def _zone_with_lane() -> Pixels:
    """A zone across a lane without its lanes: the queue in it is taken for stopped cars."""
    shown = _one("jam-through")
    return _drawn(shown.picture(18.0, PANEL), [ground(IN_LANE_PX)], _WRONG)


def _zone_beside_lane() -> Pixels:
    """The same with the moving lane drawn: while traffic stands along all of it, nothing is told."""
    shown = _one("jam-through")
    zone = shown.zones.zones[0]
    lanes = _drawn(shown.picture(18.0, PANEL), list(zone.lanes), (200, 140, 30))
    return _drawn(lanes, [zone.polygon], _RIGHT)


def _usual(difficulty: str) -> Pixels:
    return _with_zones(_one(difficulty), 15.0)


def _at(difficulty: str, t_s: float) -> Pixels:
    return _with_zones(_one(difficulty), t_s)


def _day() -> Scene:
    """A grey car before the entrance, and nobody else who would distract."""
    draft = Draft(seed=0, difficulty="day", dice=random.Random("mounting"))  # noqa: S311 - a drawing
    car = draft.stop("entrance", from_s=5, until_s=40, models=("saloon",))
    shown = draft.finished()
    return replace(shown, drives=(replace(car, colour="grey"),))


def _one(difficulty: str) -> Scene:
    """The first scene of a difficulty in clear weather, or of a weather."""
    found = [scene(seed) for seed in seeds(12, only=difficulty)]
    return next((one for one in found if one.weather == "clear"), found[0])


def _with_zones(shown: Scene, t_s: float) -> Pixels:
    return _drawn(shown.picture(t_s, PANEL), [zone.polygon for zone in shown.zones.zones], _RIGHT)


def _drawn(pixels: Pixels, polygons: Sequence[Polygon], colour: Bgr) -> Pixels:
    """The picture with zones as the console shows them: a tinted surface with an edge."""
    corners = [np.array([(x * PANEL[0], y * PANEL[1]) for x, y in one], np.int32) for one in polygons]
    tinted = pixels.copy()
    cv2.fillPoly(tinted, corners, colour)
    mixed = np.asarray(cv2.addWeighted(pixels, 0.72, tinted, 0.28, 0), np.uint8)
    cv2.polylines(mixed, corners, True, colour, 2, cv2.LINE_AA)
    return mixed


def _panel(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.resize(pixels, PANEL, interpolation=cv2.INTER_AREA), np.uint8)


def _marked(panel: Pixels, mark: bool | None) -> Pixels:
    if mark is None:
        return panel
    x, y = PANEL[0] - 26, 26
    cv2.circle(panel, (x, y), 17, _RIGHT if mark else _WRONG, -1, cv2.LINE_AA)
    strokes = [((-8, 0), (-2, 7)), ((-2, 7), (8, -7))] if mark else [((-7, -7), (7, 7)), ((-7, 7), (7, -7))]
    for (x0, y0), (x1, y1) in strokes:
        cv2.line(panel, (x + x0, y + y0), (x + x1, y + y1), (255, 255, 255), 3, cv2.LINE_AA)
    return panel


if __name__ == "__main__":
    main(Path(sys.argv[1]))
