"""`kiosk bench sensitivity`: a moved constant is moved everywhere, and a disturbed clip is still the same street."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kiosk import likeness, looking
from kiosk.adapters.detection import SimulatedDetector
from kiosk.bench.clips import Clip, clips_in
from kiosk.bench.constants import ALIKE, LEFT_OUT, Moved, constants, moved, third_less_and_more, value_of
from kiosk.bench.disturb import DISTURBANCES, DisturbedCamera
from kiosk.bench.sensitivity import RememberingDetector, Trial, report, trials, tried
from kiosk.bench.table import sensitivity_table
from kiosk.bench.truth import Score
from kiosk.errors import BenchError
from kiosk.ports import Detection, Frame, Pixels
from kiosk.settings import DetectionSettings, Settings


class Pictures:
    """A camera with ten small pictures, a second apart."""

    live = False

    def __init__(self) -> None:
        self._left = iter(range(10))

    def read(self, *, not_before_s: float = float("-inf")) -> Frame | None:
        for skipped, number in enumerate(self._left):
            if number >= not_before_s:
                return Frame(t_s=float(number), pixels=picture(), skipped=skipped)
        return None

    def close(self) -> None:
        self._left = iter(())


def picture() -> Pixels:
    """Bright on the left, dark on the right."""
    return np.repeat(np.linspace(200, 50, 40, dtype=np.uint8)[None, :, None], 30, axis=0).repeat(3, axis=2)


def times(camera: DisturbedCamera, every_s: float = 0.0) -> list[float]:
    seen: list[float] = []
    while (frame := camera.read(not_before_s=seen[-1] + every_s if seen else 0.0)) is not None:
        seen.append(frame.t_s)
    return seen


@pytest.fixture
def clip(clips: Path) -> Clip:
    return clips_in(clips)[0]


# -- constants ----------------------------------------------------------------------------------------------------


def test_the_numbers_that_decide_what_is_seen_are_found_by_themselves() -> None:
    names = [name for row in constants() for name in row]
    assert {"kiosk.domain.stays.STANDS_IN", "kiosk.likeness._SWAY", "kiosk.domain.stay.BELIEF_UNSEEN"} <= set(names)
    assert len(names) == len(set(names)) > 30
    assert "kiosk.looking.SAME_SHARE" not in names, "what a module imports is another module's"


def test_what_is_left_out_and_what_is_moved_together_exists_and_is_equal() -> None:
    assert all(value_of(name) for name in LEFT_OUT)
    assert all(len({value_of(name) for name in row}) == 1 for row in ALIKE)
    assert not set(LEFT_OUT) & {name for row in constants() for name in row}


def test_a_constant_is_moved_where_it_was_imported_too_and_moved_back() -> None:
    own = likeness.SAME_SHARE
    with moved(Moved(names=("kiosk.likeness.SAME_SHARE",), value=0.123)):
        assert likeness.SAME_SHARE == looking.SAME_SHARE == 0.123
    assert likeness.SAME_SHARE == looking.SAME_SHARE == own


def test_it_is_moved_back_when_the_run_fails() -> None:
    own = likeness.SAME_SHARE
    with pytest.raises(ZeroDivisionError), moved(Moved(names=("kiosk.likeness.SAME_SHARE",), value=0.1)):
        raise ZeroDivisionError
    assert own == likeness.SAME_SHARE


def test_shares_move_by_a_third_and_counts_by_at_least_one() -> None:
    less, more = third_less_and_more(("kiosk.domain.stays.SAME",))
    assert (less.value, more.value) == pytest.approx((0.4, 0.8))
    less, more = third_less_and_more(("kiosk.domain.stays.ABSENT_SWEEPS",))
    assert (less.value, more.value) == (1, 3)


def test_a_constant_that_is_gone_is_named() -> None:
    with pytest.raises(BenchError, match=r"kiosk\.likeness\.NO_SUCH"):
        third_less_and_more(("kiosk.likeness.NO_SUCH",))


# -- disturbances -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in DISTURBANCES if name not in ("none", "twice the size")])
def test_a_disturbed_picture_has_its_size(name: str) -> None:
    assert DISTURBANCES[name].pixels(picture(), 1).shape == picture().shape


def test_noise_differs_from_picture_to_picture_and_is_the_same_in_every_run() -> None:
    noise = DISTURBANCES["noise of 6 grey levels"].pixels
    first, again, second = noise(picture(), 1), noise(picture(), 1), noise(picture(), 2)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, second)
    assert float((first.astype(int) - picture()).std()) == pytest.approx(6.0, rel=0.2)


def test_light_is_scaled() -> None:
    dark = DISTURBANCES["0.6 of the light"].pixels(picture(), 1)
    assert float(dark.mean()) == pytest.approx(0.6 * float(picture().mean()), rel=0.02)


def test_twice_the_size_has_twice_the_sides() -> None:
    assert DISTURBANCES["twice the size"].pixels(picture(), 1).shape == (60, 80, 3)


def test_what_is_mirrored_twice_is_as_it_was(clip: Clip) -> None:
    mirror = DISTURBANCES["mirrored"]
    once, twice = mirror.clip(clip), mirror.clip(mirror.clip(clip))
    assert np.array_equal(mirror.pixels(mirror.pixels(picture(), 1), 1), picture())
    assert once.zones != clip.zones
    assert twice.zones.zones[0].polygon == pytest.approx(np.array(clip.zones.zones[0].polygon))
    assert twice.truth.stops[0].box == pytest.approx(clip.truth.stops[0].box)


def test_a_carelessly_drawn_zone_is_another_one_at_nearly_the_same_place(clip: Clip) -> None:
    careless = DISTURBANCES["zone corners moved by 1.2 %"].clip(clip).zones.zones[0].polygon
    moved_by = np.abs(np.array(careless) - np.array(clip.zones.zones[0].polygon))
    assert moved_by.max() == pytest.approx(0.012)


@pytest.mark.parametrize("every_s", [0.0, 2.0])
def test_of_three_frames_one_is_missing_whoever_asks_for_which(clip: Clip, every_s: float) -> None:
    dropped = DISTURBANCES["every third frame dropped"]
    seen = times(DisturbedCamera(Pictures(), dropped), every_s)
    assert not {2.0, 5.0, 8.0} & set(seen)
    assert len(seen) == (7 if every_s == 0.0 else 4)
    left = dropped.clip(replace(clip, truth=replace(clip.truth, times=tuple(float(t) for t in range(10)))))
    assert left.truth.times == (0.0, 1.0, 3.0, 4.0, 6.0, 7.0, 9.0)


# -- the run ------------------------------------------------------------------------------------------------------


def test_the_detector_is_asked_once_about_each_picture() -> None:
    asked: list[float] = []

    def script(frame: Frame) -> Sequence[Detection]:
        asked.append(frame.t_s)
        return [Detection(box=(0.0, 0.0, float(frame.pixels.mean()) / 255, 1.0), score=0.5, label="car")]

    class ByCrops(SimulatedDetector):
        whole = False

    detector = RememberingDetector(ByCrops(script), {})
    dark = (picture() // 2).astype(np.uint8)
    said = [detector.detect(Frame(t_s=t, pixels=p)) for t, p in ((1.0, picture()), (2.0, dark), (3.0, picture()))]
    assert asked == [1.0, 2.0]
    assert said[0] == said[2] != said[1]


def test_a_detector_with_a_memory_of_its_own_is_asked_each_time() -> None:
    asked: list[float] = []
    detector = RememberingDetector(SimulatedDetector(lambda frame: asked.append(frame.t_s) or ()), {})
    for t_s in (1.0, 2.0):
        detector.detect(Frame(t_s=t_s, pixels=picture()))
    assert asked == [1.0, 2.0]


def test_clips_are_run_in_each_trial_and_reported_by_name(clips: Path) -> None:
    """With the motion detector, which is quick; nobody has more wheels in a zone than all of them."""
    never = Moved(names=("kiosk.domain.stays.STANDS_IN",), value=1.5)
    chosen = [Trial(), Trial(moved=never), Trial(disturbance="mirrored")]
    settings = replace(Settings(), detection=DetectionSettings(kind="motion"))
    done: list[str] = []
    scores = tried(clips, chosen, settings, done.append)
    assert [score.found for score in scores] == [1, 0, 1]
    assert done == ["entrance is done (1 of 1)"]
    told = json.loads(json.dumps(report(chosen, scores)))
    assert told["constants"] == [
        {"name": "kiosk.domain.stays.STANDS_IN", "own": 0.5, "value": 1.5, "recall": 0.0, "false": 0, "f1": 0.0}
        | {"must": 1, "found": 0, "left_due": 0, "left_seen": 0}
    ]
    assert set(told["disturbances"]) == {"mirrored"}
    assert told["base"]["f1"] == 1.0


def test_all_trials_begin_with_one_that_changes_nothing() -> None:
    assert trials(constants="", disturbed=False)[0] == trials(constants=None, disturbed=True)[0] == Trial()
    assert len(trials(constants="", disturbed=False)) == 1 + 2 * len(constants())
    assert len(trials(constants="STANDS_IN", disturbed=False)) == 3
    assert len(trials(constants=None, disturbed=True)) == len(DISTURBANCES)


def test_people_read_a_table_that_goes_into_the_documentation() -> None:
    chosen = [Trial(), Trial(moved=Moved(names=("kiosk.likeness._SWAY",), value=0.02))]
    shown = sensitivity_table(report(chosen, [Score(must=2, found=2), Score(must=2, found=1)]))
    assert "| `kiosk.likeness._SWAY` | 0.03 -> 0.02 | 0.5 | 0 | 0.667 | 0 of 0 |" in shown
