"""`kiosk bench sensitivity`: what becomes of the results when a constant moves by a third, or the pictures differ.

A result that holds only at one value of a constant was fitted to the clips; a table in the documentation shows which.
"""

import hashlib
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.adapters.camera import open_camera
from kiosk.adapters.detection import open_detector
from kiosk.bench.clips import Clip, clips_in
from kiosk.bench.constants import Moved, moved, third_less_and_more, value_of
from kiosk.bench.constants import constants as all_constants
from kiosk.bench.disturb import DISTURBANCES, DisturbedCamera
from kiosk.bench.truth import Score, scored, total
from kiosk.bench.variants import watched
from kiosk.errors import BenchError, InputError
from kiosk.models import model_file
from kiosk.ports import Detection, Detector, Frame
from kiosk.settings import Settings

_PROCESSES = 2


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One way to run all clips: with a constant moved, or with disturbed pictures."""

    moved: Moved | None = None
    disturbance: str = "none"


class RememberingDetector:
    """Answers for pictures it has seen before from memory: most constants change nothing about what is looked at."""

    def __init__(self, detector: Detector, known: dict[bytes, Sequence[Detection]]) -> None:
        """`known` is what it remembers, by a hash of the picture."""
        self._detector, self._known = detector, known

    @property
    def name(self) -> str:
        """See `kiosk.ports.Detector`."""
        return self._detector.name

    @property
    def whole(self) -> bool:
        """See `kiosk.ports.Detector`."""
        return self._detector.whole

    def detect(self, frame: Frame) -> Sequence[Detection]:
        """See `kiosk.ports.Detector`."""
        if self.whole:
            return self._detector.detect(frame)  # it remembers earlier pictures: the same one may mean something else
        key = hashlib.blake2b(frame.pixels.tobytes(), digest_size=16).digest() + bytes(str(frame.pixels.shape), "ascii")
        if key not in self._known:
            self._known[key] = self._detector.detect(frame)
        return self._known[key]


def trials(*, constants: str | None, disturbed: bool) -> list[Trial]:
    """What to try: the constants with this in their name (None for none of them); the first one changes nothing.

    Raises:
        BenchError: a constant of the list does not exist any more.
    """
    wanted = [] if constants is None else [row for row in all_constants() if constants in " ".join(row)]
    shifted = [Trial(moved=one) for row in wanted for one in third_less_and_more(row)]
    other = [Trial(disturbance=name) for name in DISTURBANCES if name != "none"] if disturbed else []
    return [Trial(), *shifted, *other]


def tried(
    clips: Path, chosen: Sequence[Trial], settings: Settings, tell: Callable[[str], None], *, only: str = ""
) -> list[Score]:
    """The total score of all clips (with `only` in their names) for each trial, in order; two processes at once.

    Raises:
        InputError: the clips are not in their form, or none has such a name.
        CameraError, DetectionError: a clip or the model cannot be read.
        BenchError: a process was killed.
    """
    found = sorted((one for one in clips_in(clips) if only in one.name), key=lambda one: -len(one.truth.times))
    if not found:
        raise InputError(f"No clip in {clips} has '{only}' in its name.")
    by_clip: list[list[Score]] = []
    with ProcessPoolExecutor(_PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = {pool.submit(_scores, clip, tuple(chosen), settings): clip.name for clip in found}
        try:
            for done in as_completed(waiting):
                by_clip.append(done.result())
                tell(f"{waiting[done]} is done ({len(by_clip)} of {len(found)})")
        except BrokenProcessPool as error:
            raise BenchError("A process was killed: is there enough memory?") from error
        finally:
            pool.shutdown(cancel_futures=True)
    return [total(scores[number] for scores in by_clip) for number in range(len(chosen))]


def _scores(clip: Clip, chosen: Sequence[Trial], settings: Settings) -> list[Score]:
    """One clip in all trials; what the detector said is remembered between them."""
    known: dict[bytes, Sequence[Detection]] = {}
    scores: list[Score] = []
    for trial in chosen:
        detector = RememberingDetector(open_detector(settings.detection, model_file(settings)), known)
        disturbance = DISTURBANCES[trial.disturbance]
        shown = disturbance.clip(clip)
        camera = DisturbedCamera(open_camera(replace(settings.camera, source=str(clip.source))), disturbance)
        try:
            with moved(trial.moved):
                run = watched(camera, detector, shown, settings)
        finally:
            camera.close()
        scores.append(scored(shown.truth, run.raised, run.left))
    return scores


def report(chosen: Sequence[Trial], scores: Sequence[Score]) -> dict[str, object]:
    """Everything as `kiosk bench sensitivity --json` prints it."""
    pairs = list(zip(chosen, scores, strict=True))
    return {
        "base": _row(scores[0]),
        "constants": [
            {
                "name": " = ".join(one.moved.names),
                "own": value_of(one.moved.names[0]),
                "value": one.moved.value,
                **_row(score),
            }
            for one, score in pairs
            if one.moved
        ],
        "disturbances": {one.disturbance: _row(score) for one, score in pairs if one.disturbance != "none"},
    }


def _row(score: Score) -> dict[str, float | int]:
    return {
        "recall": round(score.recall, 3),
        "false": score.false,
        "f1": round(score.f1, 3),
        "must": score.must,
        "found": score.found,
        "left_due": score.left_due,
        "left_seen": score.left_seen,
    }
