"""Copies of a clip as another camera might have seen it: mirrored, noisier, darker, with zones drawn less carefully."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from kiosk.adapters.camera.opencv import as_pixels
from kiosk.bench.clips import Clip
from kiosk.domain.geometry import Box
from kiosk.domain.venue import Point, Polygon, Zone
from kiosk.ports import Camera, Frame, Pixels


@dataclass(frozen=True, kw_only=True)
class Disturbance:
    """What is done to the pictures of a clip, and to its zones and truth."""

    pixels: Callable[[Pixels, int], Pixels] = lambda pixels, _: pixels
    """Given a picture and its number."""
    clip: Callable[[Clip], Clip] = lambda clip: clip
    drops: int = 0
    """Of every so many frames one is missing."""


def _mirrored_pixels(pixels: Pixels, _: int) -> Pixels:
    return np.ascontiguousarray(pixels[:, ::-1])


def _mirrored(clip: Clip) -> Clip:
    zones = [_reshaped(zone, lambda p: (1.0 - p[0], p[1])) for zone in clip.zones.zones]
    stops = [replace(stop, box=_mirrored_box(stop.box)) for stop in clip.truth.stops]
    return replace(
        clip,
        zones=replace(clip.zones, zones=tuple(zones)),
        truth=replace(clip.truth, stops=tuple(stops)),
    )


def _mirrored_box(box: Box) -> Box:
    return (1.0 - box[2], box[1], 1.0 - box[0], box[3])


def _third_dropped(clip: Clip) -> Clip:
    times = tuple(t for number, t in enumerate(clip.truth.times, 1) if number % _DROPS)
    return replace(clip, truth=replace(clip.truth, times=times))


def _noisy(pixels: Pixels, number: int) -> Pixels:
    noise = np.random.default_rng(number).standard_normal(pixels.shape, dtype=np.float32) * _NOISE
    return as_pixels(np.clip(pixels + noise, 0, 255).astype(np.uint8))


def _compressed(pixels: Pixels, _: int) -> Pixels:
    _, jpeg = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return as_pixels(cv2.imdecode(jpeg, cv2.IMREAD_COLOR))


def _lit(share: float) -> Callable[[Pixels, int], Pixels]:
    return lambda pixels, _: as_pixels(cv2.convertScaleAbs(pixels, alpha=share))


def _doubled(pixels: Pixels, _: int) -> Pixels:
    return as_pixels(cv2.resize(pixels, None, fx=2.0, fy=2.0, interpolation=cv2.INTER_LINEAR))


def _careless(clip: Clip) -> Clip:
    """Every corner is moved by 1.2 % of the picture, each in a direction of its own, the same in every run."""
    dice = random.Random(clip.name)  # noqa: S311 - a drawing, not a secret
    zones = tuple(_reshaped(zone, lambda p: _moved(p, dice)) for zone in clip.zones.zones)
    return replace(clip, zones=replace(clip.zones, zones=zones))


def _moved(point: Point, dice: random.Random) -> Point:
    x, y = (min(1.0, max(0.0, v + dice.choice((-_CARELESS, _CARELESS)))) for v in point)
    return (x, y)


def _reshaped(zone: Zone, move: Callable[[Point], Point]) -> Zone:
    def all_of(polygon: Polygon) -> Polygon:
        return tuple(move(point) for point in polygon)

    return replace(zone, polygon=all_of(zone.polygon), lanes=tuple(all_of(lane) for lane in zone.lanes))


_DROPS, _NOISE, _QUALITY, _CARELESS = 3, 6.0, 40, 0.012
"""Every third frame; grey levels as of a small sensor at night; JPEG as of a cheap stream; four pixels of 352, a
finger's width on a tablet."""

DISTURBANCES: dict[str, Disturbance] = {
    "none": Disturbance(),
    "mirrored": Disturbance(pixels=_mirrored_pixels, clip=_mirrored),
    "every third frame dropped": Disturbance(clip=_third_dropped, drops=_DROPS),
    "noise of 6 grey levels": Disturbance(pixels=_noisy),
    "JPEG quality 40": Disturbance(pixels=_compressed),
    "0.6 of the light": Disturbance(pixels=_lit(0.6)),
    "1.25 of the light": Disturbance(pixels=_lit(1.25)),
    "zone corners moved by 1.2 %": Disturbance(clip=_careless),
    "twice the size": Disturbance(pixels=_doubled),
}


class DisturbedCamera:
    """The pictures of `camera`, disturbed; closing it closes the camera."""

    live = False

    def __init__(self, camera: Camera, disturbance: Disturbance) -> None:
        self._camera, self._disturbance = camera, disturbance
        self._count = 0

    def read(self, *, not_before_s: float = float("-inf")) -> Frame | None:
        """See `kiosk.ports.Camera`."""
        while (frame := self._camera.read(not_before_s=not_before_s)) is not None:
            self._count += 1 + frame.skipped
            if not self._disturbance.drops or self._count % self._disturbance.drops:
                return replace(frame, pixels=self._disturbance.pixels(frame.pixels, self._count))
        return None

    def close(self) -> None:
        """Lets the source go."""
        self._camera.close()
