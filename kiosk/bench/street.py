"""Runs the watcher over simulated scenes with every difficulty, and lists each scene it fails by its seed."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from statistics import median
from typing import Any

from kiosk.adapters.detection import open_detector
from kiosk.bench.answers import Answer, answer
from kiosk.domain.watch_core import WatchCore
from kiosk.errors import BenchError
from kiosk.eye import Eye
from kiosk.models import model_file
from kiosk.ports import Frame
from kiosk.replay import Replay, cpu_used_s, numbered_ids
from kiosk.settings import Settings
from kiosk.street.difficulties import scene
from kiosk.street.scene import Scene

FRAMES_PER_S = 5.0
PROCESSES = 2
"""A scene at a time in each: the detector has one thread."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Processor seconds of one scene: `cpu_s` in all, of which `drawing_s` made the pictures."""

    cpu_s: float
    drawing_s: float


class SceneCamera:
    """A scene as a camera, 5 frames a second; counts what drawing cost."""

    live = False

    def __init__(self, shown: Scene) -> None:
        self._scene, self._number = shown, 0
        self.drawing_s = 0.0

    def read(self, *, not_before_s: float = float("-inf")) -> Frame | None:
        """The next picture; None when the scene is over."""
        t_s = self._number / FRAMES_PER_S
        while t_s < not_before_s:
            self._number += 1
            t_s = self._number / FRAMES_PER_S
        if t_s > self._scene.length_s:
            return None
        self._number += 1
        before_s = cpu_used_s()
        pixels = self._scene.picture(t_s)
        self.drawing_s += cpu_used_s() - before_s
        return Frame(t_s=t_s, pixels=pixels)

    def close(self) -> None:
        """Nothing is held."""


def measure(seeds: Sequence[int], settings: Settings, tell: Callable[[str], None]) -> dict[str, Any]:
    """The report over these scenes, as `kiosk bench street --json` prints it; `tell` hears of each failing scene.

    Raises:
        DetectionError: the detector cannot be run.
        BenchError: a process was killed.
    """
    results: list[tuple[Answer, Cost]] = []
    # Spawned, not forked: OpenCV and the detector have threads of their own.
    with ProcessPoolExecutor(max_workers=PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            for one, cost in pool.map(watch_scene, seeds, [settings] * len(seeds)):
                results.append((one, cost))
                for what in one.what:
                    tell(f"seed {one.seed}, {one.difficulty} ({one.weather}): {what}")
        except BrokenProcessPool as error:
            raise BenchError("A process of the bench was killed: is there enough memory?") from error
    return report(results)


def watch_scene(seed: int, settings: Settings) -> tuple[Answer, Cost]:
    """The watcher's answer to one scene, and what it cost, in this process.

    Raises:
        DetectionError: the detector cannot be run.
    """
    shown, detector = scene(seed), open_detector(settings.detection, model_file(settings))
    camera = SceneCamera(shown)
    replay = Replay(
        camera=camera,
        eye=Eye(shown.zones, detector),
        core=WatchCore(shown.zones, new_id=numbered_ids()),
        frames_per_s=FRAMES_PER_S,
    )
    before_s = cpu_used_s()
    found = answer(shown, list(replay.events()))
    found.frames, found.detector_runs = replay.summary.frames_analysed, replay.summary.detector_runs
    return found, Cost(cpu_s=cpu_used_s() - before_s, drawing_s=camera.drawing_s)


def report(results: Sequence[tuple[Answer, Cost]]) -> dict[str, Any]:
    """Sums over all scenes and by difficulty; every failing scene by its seed."""
    answers = [one for one, _ in results]
    names = dict.fromkeys(one.difficulty for one in answers)
    failing = [
        {"seed": one.seed, "difficulty": one.difficulty, "weather": one.weather, "what": one.what}
        for one in answers
        if one.what
    ]
    return {
        **_sums(answers),
        "by_difficulty": {name: _sums([one for one in answers if one.difficulty == name]) for name in names},
        "failing": sorted(failing, key=lambda row: (str(row["difficulty"]), str(row["seed"]))),
        "cpu_s": round(sum(cost.cpu_s - cost.drawing_s for _, cost in results), 2),
        "drawing_cpu_s": round(sum(cost.drawing_s for _, cost in results), 2),
    }


def table(found: dict[str, Any]) -> str:
    """The report for people: a row for each difficulty, then every failing scene."""
    head = f"{'difficulty':18} scenes  stops  missed  false  late  left wrong  time error s  runs/s"
    rows = [_row(name, sums) for name, sums in found["by_difficulty"].items()]
    failing = [
        f"seed {one['seed']}, {one['difficulty']} ({one['weather']}): {what}"
        for one in found["failing"]
        for what in one["what"]
    ]
    costs = f"{found['cpu_s']:.1f} s of processor time to watch, {found['drawing_cpu_s']:.1f} s to draw."
    return "\n".join([head, *rows, _row("all", found), "", *failing, *([""] if failing else []), costs])


def _sums(answers: Sequence[Answer]) -> dict[str, Any]:
    errors_s = [error_s for one in answers for error_s in one.errors_s]
    frames = sum(one.frames for one in answers)
    return {
        "scenes": len(answers),
        "failing_scenes": sum(bool(one.what) for one in answers),
        "stops": sum(one.must for one in answers),
        "missed": sum(one.missed for one in answers),
        "false": sum(one.false for one in answers),
        "late": sum(one.late for one in answers),
        "left_due": sum(one.left_due for one in answers),
        "left_wrong": sum(one.left_wrong for one in answers),
        "time_error_s": {
            "median": round(median(errors_s), 2) if errors_s else 0.0,
            "worst": max(errors_s, key=abs, default=0.0),
        },
        "runs_per_video_s": round(sum(one.detector_runs for one in answers) * FRAMES_PER_S / max(1, frames), 2),
    }


def _row(name: str, sums: dict[str, Any]) -> str:
    error = sums["time_error_s"]
    times = f"{error['median']:+.1f}/{error['worst']:+.1f}"
    return (
        f"{name:18} {sums['scenes']:6} {sums['stops']:6} {sums['missed']:7} {sums['false']:6} {sums['late']:5} "
        f"{sums['left_wrong']:11} {times:>13} {sums['runs_per_video_s']:7.1f}"
    )
