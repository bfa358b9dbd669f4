"""`kiosk bench street`: what is told of a scene is held against its truth, and every scene that fails is listed."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.bench.answers import answer, due_s
from kiosk.bench.street import SceneCamera, report, table, watch_scene
from kiosk.domain.incidents import Incident, IncidentState
from kiosk.domain.words import Words
from kiosk.replay import Told
from kiosk.settings import DetectionSettings, Settings
from kiosk.street.difficulties import scene, seeds
from kiosk.street.scene import Scene, SceneStop

Tell = Callable[..., Told]


@pytest.fixture
def shown() -> Scene:
    """A scene by day: the first stop must be raised, and its going is due."""
    return next(one for one in map(scene, seeds(20, only="day")) if len(one.stops) == 1)


@pytest.fixture
def tell() -> Tell:
    """Makes an event about a stop, as a replay tells it."""

    def make(stop: SceneStop, event: IncidentState, t_s: float, *, id: str = "1", aside: float = 0.0) -> Told:
        x0, y0, x1, y1 = stop.truth.box
        incident = Incident(
            id=id,
            zone=stop.truth.zone,
            place=Words(fr="", en=""),
            state=event,
            kind="car",
            colour=None,
            outline=(x0 + aside, y0, x1 + aside, y1),
            stopped_at=datetime(2000, 1, 1, tzinfo=UTC),
            stopped_s=10.0,
            dwell_s=10.0,
            confidence=0.7,
            at=datetime(2000, 1, 1, tzinfo=UTC),
        )
        return Told(t_s=t_s, event=event, incident=incident)

    return make


def test_a_raise_in_time_and_a_going_that_is_told_are_no_mistake(shown: Scene, tell: Tell) -> None:
    stop = shown.stops[0]
    found = answer(shown, [tell(stop, "raised", _due(stop) + 0.4), tell(stop, "left", stop.truth.until_s + 2)])
    assert (found.must, found.found, found.what) == (1, 1, [])
    assert found.errors_s == [pytest.approx(0.4)]


def test_silence_about_a_stop_is_a_miss(shown: Scene, tell: Tell) -> None:
    found = answer(shown, [tell(shown.stops[0], "noticed", 12.0)])
    assert (found.missed, found.false) == (1, 0)
    assert "noticed at 12.0 s" in found.what[0]


@pytest.mark.parametrize(
    ("after_s", "aside"),
    [(-1.5, 0.0), (0.0, 0.3)],
    ids=["before its dwell is over", "about something that stands elsewhere"],
)
def test_a_raise_that_fits_no_stop_is_false(shown: Scene, tell: Tell, after_s: float, aside: float) -> None:
    stop = shown.stops[0]
    found = answer(shown, [tell(stop, "raised", _due(stop) + after_s, aside=aside)])
    assert (found.missed, found.false) == (1, 1)


def test_a_second_raise_of_the_same_stop_is_false(shown: Scene, tell: Tell) -> None:
    stop = shown.stops[0]
    raised = [tell(stop, "raised", _due(stop) + i, id=str(i)) for i in range(2)]
    found = answer(shown, [*raised, tell(stop, "left", stop.truth.until_s + 2, id="0")])
    assert (found.found, found.false, found.left_wrong) == (1, 1, 0)


@pytest.mark.parametrize("left_after_s", [None, -2.0, 12.0], ids=["never", "too early", "too late"])
def test_a_going_that_is_told_wrongly_is_a_mistake(shown: Scene, tell: Tell, left_after_s: float | None) -> None:
    stop = shown.stops[0]
    told = [tell(stop, "raised", _due(stop))]
    if left_after_s is not None:
        told.append(tell(stop, "left", stop.truth.until_s + left_after_s))
    assert answer(shown, told).left_wrong == 1


def test_who_is_hidden_when_the_dwell_ends_is_due_when_seen_again(shown: Scene, tell: Tell) -> None:
    stop = replace(shown.stops[0], hidden=((_due(shown.stops[0]) - 3, _due(shown.stops[0]) + 2),))
    hidden = replace(shown, stops=(stop,))
    assert due_s(hidden, stop) == _due(stop) + 2
    for after_s in (0.0, 2.0, 3.0):
        found = answer(hidden, [tell(stop, "raised", _due(stop) + after_s)])
        assert (found.found, found.late) == (1, 0)
        assert found.errors_s == [pytest.approx(max(0.0, after_s - 2))]


def test_what_is_told_after_the_camera_was_turned_away_is_wrong(tell: Tell) -> None:
    shown = next(one for one in map(scene, seeds(20, only="knock-large")) if any(stop.must for stop in one.stops))
    stop, knocked_s = next(stop for stop in shown.stops if stop.must), shown.blind_from_s or 0.0
    raised = tell(stop, "raised", _due(stop))
    assert answer(shown, [raised, tell(stop, "lost_sight", knocked_s + 1)]).what == []
    assert "not told to be lost" in answer(shown, [raised]).what[0]
    wrong = answer(shown, [raised, tell(stop, "lost_sight", knocked_s + 1), tell(stop, "left", knocked_s + 2)])
    assert "looks elsewhere" in " ".join(wrong.what)


def test_a_scene_is_read_five_times_a_second_until_it_is_over() -> None:
    camera = SceneCamera(scene(0))
    first, later = camera.read(), camera.read(not_before_s=30.05)
    assert first is not None and later is not None
    assert [first.t_s, later.t_s] == pytest.approx([0.0, 30.2])
    assert camera.read(not_before_s=60.0) is None


def test_what_the_motion_detector_does_with_a_scene_is_summed_up_and_its_failures_are_listed() -> None:
    """It takes whatever is new for a vehicle: bins, people and a pallet among them."""
    settings = Settings(detection=DetectionSettings(kind="motion"))
    seed = seeds(1, only="pallet-and-bins")[0]
    found = report([watch_scene(seed, settings)])
    assert found["scenes"] == 1 and found["stops"] == 1
    assert found["false"] > 0
    assert found["failing"][0]["seed"] == seed and found["failing"][0]["what"]
    assert found["by_difficulty"]["pallet-and-bins"]["false"] == found["false"]
    assert "pallet-and-bins" in table(found) and f"seed {seed}" in table(found)


def test_the_command_prints_one_object(tmp_path: Path) -> None:
    chosen = tmp_path / "kiosk.toml"
    chosen.write_text('[detection]\nkind = "motion"\n', encoding="utf-8")
    command = [sys.executable, "-m", "kiosk", "--settings", str(chosen), "bench", "street"]
    options = ["--scenes", "2", "--first", "40", "--only", "van", "--json"]
    run = subprocess.run([*command, *options], capture_output=True, text=True, timeout=600, check=True)
    found = json.loads(run.stdout)
    assert {"scenes", "missed", "false", "by_difficulty", "failing", "cpu_s"} <= set(found)
    assert found["scenes"] == 2 and list(found["by_difficulty"]) == ["van"]


def test_a_difficulty_that_does_not_exist_is_refused_with_the_names_of_those_that_do() -> None:
    command = [sys.executable, "-m", "kiosk", "bench", "street", "--only", "fog"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 2
    assert "jam-through" in run.stderr and "Traceback" not in run.stderr


def _due(stop: SceneStop) -> float:
    return stop.truth.from_s + 10.0
