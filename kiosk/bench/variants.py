"""The three ways to watch one clip that are measured side by side; each runs in a fresh process of its own."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from kiosk.adapters.camera import open_camera
from kiosk.adapters.detection import open_detector
from kiosk.bench.clips import Clip
from kiosk.bench.truth import Raised
from kiosk.bench.tutorial import TutorialPipeline, looked_rate
from kiosk.domain.watch_core import WatchCore
from kiosk.errors import BenchError
from kiosk.eye import Eye
from kiosk.models import model_file
from kiosk.ports import Camera, Detector, Frame
from kiosk.replay import Replay, Told, cpu_used_s, numbered_ids, peak_rss_mb
from kiosk.settings import Settings

Variant = Literal["decode", "tutorial", "ours"]
VARIANTS: tuple[Variant, ...] = ("decode", "tutorial", "ours")

_DUE = 0.95
"""Of the time between two looks, as in `kiosk.replay`: both look at the same frames."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one variant did with a clip, and what it cost: processor seconds without imports and loading the model."""

    frames: int
    video_s: float
    cpu_s: float
    peak_rss_mb: float
    detector_runs: int = 0
    raised: tuple[Raised, ...] = ()
    left: tuple[str, ...] = ()
    """The incidents that left."""


def run_apart(variant: Variant, clip: Clip, settings: Settings) -> Run:
    """One variant on one clip, in a process that does nothing else.

    Raises:
        CameraError: the clip's source is damaged.
        DetectionError: the detector cannot be run.
        BenchError: the process was killed.
    """
    # Spawned, not forked: a fork inherits this process's memory, which would count as its own.
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as apart:
        try:
            return apart.submit(run_here, variant, clip, settings).result()
        except BrokenProcessPool as error:
            raise BenchError(f"Measuring {clip.name} was killed: is there enough memory?") from error


def run_here(variant: Variant, clip: Clip, settings: Settings) -> Run:
    """One variant on one clip, in this process; see `run_apart` for the errors."""
    camera = open_camera(replace(settings.camera, source=str(clip.source)))
    try:
        if variant == "decode":
            return _measured(lambda: _decode(camera))
        detector = open_detector(settings.detection, model_file(settings))
        if not detector.whole:  # a model prepares its tables at its first picture: that is loading, not watching
            detector.detect(Frame(t_s=0.0, pixels=np.zeros((64, 64, 3), np.uint8)))
        if variant == "tutorial":
            pipeline = TutorialPipeline(clip.zones, detector, _rate(clip, settings))
            return _measured(lambda: _tutorial(camera, pipeline, settings.watching.frames_per_s))
        return _measured(lambda: watched(camera, detector, clip, settings))
    finally:
        camera.close()


def _measured(work: Callable[[], Run]) -> Run:
    before_s = cpu_used_s()
    done = work()
    return replace(done, cpu_s=cpu_used_s() - before_s, peak_rss_mb=peak_rss_mb())


def _decode(camera: Camera) -> Run:
    frames, first_s, last_s = 0, 0.0, 0.0
    while (frame := camera.read()) is not None:
        first_s = first_s if frames else frame.t_s
        frames, last_s = frames + 1, frame.t_s
    return Run(frames=frames, video_s=last_s - first_s, cpu_s=0.0, peak_rss_mb=0.0)


def _tutorial(camera: Camera, pipeline: TutorialPipeline, frames_per_s: float) -> Run:
    """It passes over what it does not look at, as ours does: only the watching differs."""
    frames, first_s, last_s, due_s = 0, 0.0, 0.0, float("-inf")
    raised: list[Raised] = []
    while (frame := camera.read(not_before_s=due_s)) is not None:
        first_s = first_s if frames else frame.t_s
        frames, last_s = frames + 1 + frame.skipped, frame.t_s
        due_s = frame.t_s + _DUE / frames_per_s
        raised += pipeline.look(frame)
    return Run(
        frames=frames, video_s=last_s - first_s, cpu_s=0.0, peak_rss_mb=0.0,
        detector_runs=pipeline.runs, raised=tuple(raised),
    )  # fmt: skip


def _rate(clip: Clip, settings: Settings) -> float:
    return looked_rate(_looked(clip.truth.times, settings.watching.frames_per_s), settings.watching.frames_per_s)


def _looked(times: tuple[float, ...], frames_per_s: float) -> list[float]:
    looked: list[float] = []
    for t_s in times:
        if not looked or t_s >= looked[-1] + _DUE / frames_per_s:
            looked.append(t_s)
    return looked


def watched(camera: Camera, detector: Detector, clip: Clip, settings: Settings) -> Run:
    """Our watcher on a clip, exactly as `kiosk replay` runs it; what it cost is left at 0.

    Raises:
        CameraError: the source is damaged.
        DetectionError: the detector cannot be run.
    """
    replay = Replay(
        camera=camera,
        eye=Eye(clip.zones, detector),
        core=WatchCore(clip.zones, new_id=numbered_ids()),
        frames_per_s=settings.watching.frames_per_s,
    )
    told = list(replay.events())
    return Run(
        frames=replay.summary.frames_read, video_s=replay.summary.video_s, cpu_s=0.0, peak_rss_mb=0.0,
        detector_runs=replay.summary.detector_runs,
        raised=tuple(_raised(one) for one in told if one.event == "raised"),
        left=tuple(one.incident.id for one in told if one.event == "left"),
    )  # fmt: skip


def _raised(one: Told) -> Raised:
    """Rounded as `kiosk replay --json` prints it: whoever scores its output finds the same."""
    x0, y0, x1, y1 = (round(v, 4) for v in one.incident.outline)
    return Raised(t_s=round(one.t_s, 3), outline=(x0, y0, x1, y1), incident=one.incident.id)
