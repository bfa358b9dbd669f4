"""The drawn streets of `kiosk bench watch`: their truth is the simulator's, their video is a video."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.bench.simulated import FRAMES_PER_S, SCENES, Scene, drawn, truth_of, zones_of
from kiosk.errors import BenchError
from kiosk.street import Street, empty_street

BUSY = Scene(name="busy", seed=2, length_s=240.0, dwell_s=15.0)


def test_each_long_halt_in_a_zone_must_be_raised_and_no_short_one_may() -> None:
    halts = Street(seed=2).stops(240.0)
    long = [one for one in halts if min(one.until_s, 239.9) - one.from_s > 17.0]
    short = [one for one in halts if min(one.until_s, 239.9) - one.from_s < 13.0]
    stops = truth_of(BUSY).stops
    assert long and short
    assert [stop.from_s for stop in stops if stop.must] == [one.from_s for one in long]
    assert not {one.from_s for one in short} & {stop.from_s for stop in stops}


def test_a_halt_that_the_end_cuts_off_near_its_dwell_need_not_be_raised() -> None:
    first = truth_of(BUSY).stops[0]
    cut = Scene(name="cut", seed=2, length_s=first.from_s + 15.0, dwell_s=15.0)
    assert [stop.must for stop in truth_of(cut).stops if stop.from_s == first.from_s] == [False]


def test_boxes_stay_in_the_picture_and_zones_have_the_scenes_dwell() -> None:
    assert all(0.0 <= v <= 1.0 for stop in truth_of(BUSY).stops for v in stop.box)
    assert {zone.dwell_s for zone in zones_of(BUSY).zones} == {15.0}


def test_the_standard_scenes_have_stops_that_must_be_raised_and_streets_without_any() -> None:
    stops = {scene.name: sum(stop.must for stop in truth_of(scene).stops) for scene in SCENES}
    assert stops.pop("simulated-empty") == 0
    assert all(count >= 3 for count in stops.values()), stops


def test_an_empty_street_is_a_video_with_noise_that_changes(tmp_path: Path) -> None:
    clip = drawn(Scene(name="moment", seed=None, length_s=1.0), tmp_path)
    video = cv2.VideoCapture(str(clip.source))
    pictures = [video.read()[1] for _ in range(FRAMES_PER_S)]
    assert not video.read()[0]
    video.release()
    assert clip.idle and len(clip.truth.times) == FRAMES_PER_S
    difference = pictures[0].astype(int) - empty_street()
    assert abs(float(difference.mean())) < 5.0  # the codec rounds colours
    assert not np.array_equal(pictures[0], pictures[1])


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="gone"):
        drawn(Scene(name="moment", seed=None, length_s=1.0), tmp_path / "gone")
