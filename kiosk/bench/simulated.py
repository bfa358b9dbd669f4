"""Simulated streets as video files, with the simulator's own truth: they need no clips, and anyone can repeat them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from kiosk.bench.clips import Clip
from kiosk.bench.truth import Stop, Truth
from kiosk.domain.venue import Zones
from kiosk.errors import BenchError
from kiosk.ports import Pixels
from kiosk.street import Street, demo_zones, empty_street
from kiosk.street.street import StopTruth
from kiosk.street.trips import LEAVE_S

FRAMES_PER_S = 15
"""What street cameras are usually set to; fewer would make decoding cheaper, and watching dearer beside it."""
_UNSURE_S = 2.0
"""A stop that ends within this time of its dwell may be raised or not."""
_NOISE = 2.5
"""Grey levels of sensor noise (standard deviation): a video without any would cost nothing to decode."""
_NOISES = 8
"""Different pictures of noise, taken in turn: drawing it anew would take longer than the street."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One street to draw: the `seed` of its traffic, or None for an empty street."""

    name: str
    seed: int | None
    length_s: float = 180.0
    dwell_s: float = 15.0


SCENES = (
    Scene(name="simulated-empty", seed=None),
    Scene(name="simulated-busy-2", seed=2),
    Scene(name="simulated-busy-3", seed=3),
    Scene(name="simulated-busy-4", seed=4),
)


def drawn(scene: Scene, folder: Path) -> Clip:
    """Draws the scene into a video file in `folder`.

    Raises:
        BenchError: the video cannot be written.
    """
    path = folder / f"{scene.name}.mp4"
    truth = truth_of(scene)
    _write(path, map(_picture(scene), truth.times))
    return Clip(
        name=scene.name,
        kind="simulated",
        source=path,
        zones=zones_of(scene),
        truth=truth,
        idle=scene.seed is None,
    )


def zones_of(scene: Scene) -> Zones:
    """The demonstration's zones, with the scene's dwell."""
    zones = demo_zones()
    return replace(zones, zones=tuple(replace(zone, dwell_s=scene.dwell_s) for zone in zones.zones))


def truth_of(scene: Scene) -> Truth:
    """What the simulator knows of the scene; halts shorter than the dwell are no stops: to raise one is false."""
    times = tuple(i / FRAMES_PER_S for i in range(round(scene.length_s * FRAMES_PER_S)))
    halts = Street(seed=scene.seed).stops(times[-1]) if scene.seed is not None else ()
    watched = {zone.id for zone in zones_of(scene).zones}
    stops = [_stop(halt, scene.dwell_s, times[-1]) for halt in halts if halt.zone in watched]
    return Truth(
        times=times,
        dwell_s=scene.dwell_s,
        duration_s=times[-1],
        stops=tuple(stop for stop in stops if stop.to_s - stop.from_s > scene.dwell_s - _UNSURE_S),
    )


def _picture(scene: Scene) -> Callable[[float], Pixels]:
    if scene.seed is None:
        empty = empty_street()
        return lambda _: empty
    return Street(seed=scene.seed).picture


def _stop(halt: StopTruth, dwell_s: float, end_s: float) -> Stop:
    to_s = min(halt.until_s, end_s)
    x0, y0, x1, y1 = (min(1.0, max(0.0, v)) for v in halt.box)
    return Stop(
        from_s=halt.from_s,
        to_s=to_s,
        gone_by_s=min(halt.until_s + LEAVE_S, end_s),
        box=(x0, y0, x1, y1),
        must=to_s - halt.from_s > dwell_s + _UNSURE_S,
    )


def _write(path: Path, pictures: Iterable[Pixels]) -> None:
    """MPEG-4 part 2: the one encoder that OpenCV's wheels carry; it is cheaper to decode than H.264."""
    noises: list[np.ndarray[tuple[int, ...], np.dtype[np.int8]]] = []
    writer: cv2.VideoWriter | None = None
    try:
        for number, picture in enumerate(pictures):
            height, width = picture.shape[:2]
            if writer is None:
                writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FRAMES_PER_S, (width, height))
                noises = _noises(picture)
                if not writer.isOpened():
                    raise BenchError(f"The simulated street cannot be written to {path}: free some space there.")
            writer.write(cv2.add(picture, noises[number % _NOISES], dtype=cv2.CV_8U))
    finally:
        if writer is not None:
            writer.release()


def _noises(like: Pixels) -> list[np.ndarray[tuple[int, ...], np.dtype[np.int8]]]:
    """The same noise in every run."""
    dice = np.random.default_rng(1)
    return [dice.normal(0.0, _NOISE, like.shape).round().astype(np.int8) for _ in range(_NOISES)]
