"""`kiosk bench watch`: decoding alone, the tutorials' pipeline and ours, side by side on the same clips."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.bench.clips import Clip, clips_in
from kiosk.bench.simulated import SCENES, Scene, drawn
from kiosk.bench.truth import Score, scored, total
from kiosk.bench.tutorial import check_installed
from kiosk.bench.variants import VARIANTS, Run, Variant, run_apart
from kiosk.errors import InputError
from kiosk.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One clip with what each variant did with it."""

    clip: Clip
    runs: dict[Variant, Run]

    def score(self, variant: Variant, *, early_counts: bool = False) -> Score:
        """How the variant's raises compare with the truth; see `kiosk.bench.truth.scored`."""
        run = self.runs[variant]
        return scored(self.clip.truth, run.raised, run.left, early_counts=early_counts)


def measure(
    clips: Path | None,
    settings: Settings,
    tell: Callable[[str], None],
    *,
    only: str = "",
    scenes: Sequence[Scene] = SCENES,
) -> list[Measured]:
    """Runs the three variants on each clip of the folder and on each simulated street with `only` in its name.

    Raises:
        InputError: the clips are not in their form, or nothing has such a name.
        BenchError: `supervision` is missing, or a simulated street cannot be written.
        CameraError, DetectionError: a clip or the model cannot be read.
    """
    check_installed()
    measured: list[Measured] = []
    for clip in clips_in(clips) if clips else ():
        if only in clip.name:
            measured.append(_measure(clip, settings, tell))
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        for scene in (one for one in scenes if only in one.name):
            tell(f"drawing {scene.name}")
            clip = drawn(scene, Path(folder))
            measured.append(_measure(clip, settings, tell))
            clip.source.unlink()
    if not measured:
        raise InputError(f"No clip and no simulated street has '{only}' in its name.")
    return measured


def _measure(clip: Clip, settings: Settings, tell: Callable[[str], None]) -> Measured:
    runs: dict[Variant, Run] = {}
    for variant in VARIANTS:
        runs[variant] = run_apart(variant, clip, settings)
        tell(f"{clip.name}, {variant}: {runs[variant].cpu_s:.2f} s of processor time")
    return Measured(clip=clip, runs=runs)


def report(measured: Sequence[Measured], detector: str) -> dict[str, object]:
    """Everything as `kiosk bench watch --json` prints it; `detector` is the setting both variants ran with."""
    paced = [one for one in measured if not one.clip.truth.time_lapse]
    cost = {variant: _cpu_per_video_s(paced, variant) for variant in VARIANTS}
    idle = [one for one in measured if one.clip.idle]
    quiet = [one for one in paced if not one.clip.truth.stops and not one.clip.idle]
    return {
        "detector": detector,
        "clips": [_row(one) for one in measured],
        "cpu_per_video_s": {variant: _rounded(value) for variant, value in cost.items()},
        "times_cheaper_than_tutorial": _rounded(_ratio(cost["tutorial"], cost["ours"])),
        "idle_over_decode": _rounded(_over_decode(idle)),
        "nothing_stops_over_decode": {one.clip.name: _rounded(_over_decode([one])) for one in quiet},
        "f1": _f1(measured),
        "f1_real": _f1([one for one in measured if one.clip.kind == "real"]),
        "f1_simulated": _f1([one for one in measured if one.clip.kind == "simulated"]),
        "f1_early_counts": _f1(measured, early_counts=True),
        "totals": {v: _score_row(total(one.score(v) for one in measured)) for v in ("tutorial", "ours")},
        "notes": NOTES,
    }


NOTES = {
    "cpu_s": "processor seconds, user and system, of the variant's own process, without imports and loading the model",
    "cpu_per_video_s": "their sum over all clips that are no time lapse, divided by these clips' length",
    "time_lapse": "fewer than one frame a second on average: counts for f1, and is left out of cpu_per_video_s",
    "decode": "every frame of the clip made into a picture; the other two pass over those they do not look at",
    "idle_over_decode": "ours divided by decode on the simulated street without vehicles, with sensor noise",
    "nothing_stops_over_decode": "the same on each clip with traffic in which nothing stops, time lapses left out",
    "tutorial": "the detector on the whole picture 5 times a second, ByteTrack and PolygonZone of supervision, and a "
    "dwell that counts frames; it knows no `left`",
    "late_s": "seconds from the first frame at which a raise was due until it came, of those that matched a stop",
    "f1": "of the stops that must be raised and of all raises, clips and simulated streets together",
    "f1_early_counts": "the same when a raise before its dwell is over is right too: whether it was found at all",
}


def _row(one: Measured) -> dict[str, object]:
    clip = one.clip
    return {
        "name": clip.name,
        "kind": clip.kind,
        "idle": clip.idle,
        "time_lapse": clip.truth.time_lapse,
        "video_s": round(one.runs["decode"].video_s, 2),
        "frames": one.runs["decode"].frames,
        **{variant: _run_row(one, variant) for variant in VARIANTS},
    }


def _run_row(one: Measured, variant: Variant) -> dict[str, object]:
    run = one.runs[variant]
    cost: dict[str, object] = {"cpu_s": round(run.cpu_s, 3), "peak_rss_mb": round(run.peak_rss_mb, 1)}
    if not one.clip.truth.time_lapse:
        cost["cpu_per_video_s"] = round(run.cpu_s / run.video_s, 5)
    if variant == "decode":
        return cost
    raised = [{"t": e.t_s, "incident": e.incident, "outline": e.outline} for e in run.raised]
    return {**cost, "detector_runs": run.detector_runs, **_score_row(one.score(variant)), "raised": raised}


def _score_row(score: Score) -> dict[str, object]:
    return {
        "must": score.must,
        "found": score.found,
        "false": score.false,
        "precision": round(score.precision, 3),
        "recall": round(score.recall, 3),
        "late_s": list(score.late_s),
        "left_due": score.left_due,
        "left_seen": score.left_seen,
    }


def _f1(measured: Sequence[Measured], *, early_counts: bool = False) -> dict[str, float | None]:
    """None where there is nothing to judge by."""
    judged: tuple[Variant, ...] = ("tutorial", "ours")
    if not measured:
        return dict.fromkeys(judged)
    return {v: round(total(one.score(v, early_counts=early_counts) for one in measured).f1, 3) for v in judged}


def _cpu_per_video_s(measured: Iterable[Measured], variant: Variant) -> float | None:
    runs = [one.runs[variant] for one in measured]
    return _ratio(sum(run.cpu_s for run in runs), sum(run.video_s for run in runs))


def _over_decode(measured: Sequence[Measured]) -> float | None:
    return _ratio(sum(one.runs["ours"].cpu_s for one in measured), sum(one.runs["decode"].cpu_s for one in measured))


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
