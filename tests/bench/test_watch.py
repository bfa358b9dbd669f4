"""`kiosk bench watch` on a real video file with the real model: what it says is what was done."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.bench.simulated import SCENES, Scene
from kiosk.bench.table import table
from kiosk.bench.variants import run_apart
from kiosk.bench.watch import Measured, report
from kiosk.cli import main
from kiosk.errors import CameraError
from kiosk.settings import Settings


@pytest.fixture(scope="module")
def told(measured: list[Measured]) -> dict[str, Any]:
    """The report as a reader of its JSON gets it."""
    return json.loads(json.dumps(report(measured, "ssd")))  # type: ignore[no-any-return]


def test_the_report_has_the_promised_keys(told: dict[str, Any]) -> None:
    assert set(told["cpu_per_video_s"]) == {"decode", "tutorial", "ours"}
    assert set(told["f1"]) == {"tutorial", "ours"}
    assert {"clips", "times_cheaper_than_tutorial", "idle_over_decode"} <= set(told)
    assert [clip["name"] for clip in told["clips"]] == ["entrance", "empty-for-a-moment"]


def test_ours_finds_the_stop_in_time_and_nothing_else(told: dict[str, Any]) -> None:
    ours = told["clips"][0]["ours"]
    assert (ours["must"], ours["found"], ours["false"]) == (1, 1, 0)
    assert all(-1.0 <= late <= 1.5 for late in ours["late_s"])
    assert told["f1"]["ours"] == told["f1_real"]["ours"] == 1.0


def test_the_tutorial_runs_the_detector_on_five_frames_a_second(told: dict[str, Any]) -> None:
    clip = told["clips"][0]
    assert clip["tutorial"]["detector_runs"] == pytest.approx(5 * clip["video_s"], abs=2)


def test_ours_is_what_kiosk_replay_does(told: dict[str, Any], measured: list[Measured], clips: Path) -> None:
    """Else the bench would measure something that nobody runs."""
    folder = clips / "entrance"
    words = ("replay", folder / "entrance.mp4", "--zones", folder / "zones.json", "--json")
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", *map(str, words)], capture_output=True, text=True, timeout=600, check=True
    )
    events = [json.loads(line) for line in done.stdout.splitlines()]
    raised = [(one["t"], one["incident"], tuple(one["outline"])) for one in events if one["event"] == "raised"]
    assert raised == [(one.t_s, one.incident, one.outline) for one in measured[0].runs["ours"].raised]
    assert events[-1]["detector_runs"] == told["clips"][0]["ours"]["detector_runs"]


def test_figures_are_those_of_the_clips(told: dict[str, Any]) -> None:
    for variant in ("decode", "tutorial", "ours"):
        cpu_s = sum(clip[variant]["cpu_s"] for clip in told["clips"])
        video_s = sum(clip["video_s"] for clip in told["clips"])
        assert told["cpu_per_video_s"][variant] == pytest.approx(cpu_s / video_s, rel=0.05, abs=0.0005)
        assert all(clip[variant]["peak_rss_mb"] > 10 for clip in told["clips"])
    empty = told["clips"][1]
    assert empty["idle"]
    assert told["idle_over_decode"] == pytest.approx(empty["ours"]["cpu_s"] / empty["decode"]["cpu_s"], rel=0.1)


def test_each_variant_has_its_own_memory(told: dict[str, Any]) -> None:
    """The decoder's process never loaded a model; the tutorial's holds the model and all of supervision."""
    clip = told["clips"][0]
    assert clip["decode"]["peak_rss_mb"] < clip["ours"]["peak_rss_mb"] < clip["tutorial"]["peak_rss_mb"]


def test_people_read_a_table_with_a_dash_where_nothing_was_measured(told: dict[str, Any]) -> None:
    shown = table(told)
    assert "1/1 of 1" in shown or "0/1 of 1" in shown
    assert "times cheaper than the tutorial" in shown
    assert "None" not in shown


def test_a_time_lapse_counts_for_f1_and_not_for_the_cost(measured: list[Measured]) -> None:
    one = measured[0]
    truth = replace(one.clip.truth, times=one.clip.truth.times[::20])
    lapse = Measured(clip=replace(one.clip, truth=truth), runs=one.runs)
    told: dict[str, Any] = report([lapse, measured[1]], "ssd")
    alone: dict[str, Any] = report([measured[1]], "ssd")
    assert told["clips"][0]["time_lapse"]
    assert "cpu_per_video_s" not in told["clips"][0]["ours"]
    assert told["cpu_per_video_s"] == alone["cpu_per_video_s"]
    assert told["totals"]["ours"]["must"] == 1


def test_a_damaged_clip_is_named_and_not_counted_as_watched(measured: list[Measured], tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(b"\x00not a video" * 1000)
    with pytest.raises(CameraError, match=r"damaged\.mp4"):
        run_apart("decode", replace(measured[0].clip, source=damaged), Settings())


def test_a_name_that_fits_nothing_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "watch", "--only", "no such street"]) == 3
    assert capsys.readouterr().err == "kiosk: No clip and no simulated street has 'no such street' in its name.\n"


def test_the_standard_scenes_are_minutes_long_idle_and_busy() -> None:
    assert all(isinstance(scene, Scene) and scene.length_s >= 120 > scene.dwell_s for scene in SCENES)
    assert {scene.seed is None for scene in SCENES} == {True, False}
