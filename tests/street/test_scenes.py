"""Hard scenes are repeatable, and tell the truth about themselves."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.geometry import share_inside, wheels
from kiosk.street.difficulties import DIFFICULTIES, scene, seeds
from kiosk.street.drives import Drive, meet
from kiosk.street.layout import HEIGHT_PX, WIDTH_PX
from kiosk.street.scene import Scene, outline

SEEDS = st.integers(0, 100_000)
ONE_OF_EACH = list(range(len(DIFFICULTIES)))
WAITS_IN_TRAFFIC = ("jam-through", "red-light")
"""Here vehicles stand in a zone without stopping there: they wait."""


def test_any_run_of_seeds_has_every_difficulty_equally_often() -> None:
    found = [scene(seed).difficulty for seed in seeds(2 * len(DIFFICULTIES), first=7)]
    assert sorted(found) == sorted([*DIFFICULTIES, *DIFFICULTIES])


def test_scenes_of_one_difficulty_can_be_asked_for() -> None:
    found = [scene(seed) for seed in seeds(3, first=100, only="swap")]
    assert [one.difficulty for one in found] == ["swap"] * 3
    assert len({one.seed for one in found}) == 3


@pytest.mark.parametrize("seed", ONE_OF_EACH)
def test_the_same_moment_of_a_scene_always_looks_the_same(seed: int) -> None:
    picture = scene(seed).picture(12.4)
    assert picture.shape == (360, 640, 3) and picture.dtype == np.uint8
    assert np.array_equal(picture, scene(seed).picture(12.4))


@given(seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_whoever_stops_has_the_wheels_in_the_zone_for_as_long_as_the_truth_says(seed: int) -> None:
    shown = scene(seed)
    zones = {zone.id: zone for zone in shown.zones.zones}
    for stop in shown.stops:
        drive = next(one for one in shown.drives if one.id == stop.truth.id)
        for t_s in (stop.truth.from_s, min(stop.truth.until_s, shown.length_s)):
            assert share_inside(wheels(outline(drive, t_s)), zones[stop.truth.zone].polygon) >= 0.5
        after = drive.pose(stop.truth.until_s + 0.4)
        assert after is None or after.moving


@given(seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_nobody_else_stands_in_a_zone(seed: int) -> None:
    shown = scene(seed)
    if shown.difficulty in WAITS_IN_TRAFFIC:
        return
    parks = {stop.truth.id for stop in shown.stops}
    for drive in (one for one in shown.drives if one.id not in parks):
        for t_s in (halt.from_s for halt in drive.halts() if halt.from_s <= shown.length_s):
            box = wheels(outline(drive, t_s))
            assert all(share_inside(box, zone.polygon) < 0.5 for zone in shown.zones.zones)


@given(seed=SEEDS)
@settings(max_examples=40, deadline=None)
def test_no_two_vehicles_of_a_scene_drive_through_each_other(seed: int) -> None:
    drives = scene(seed).drives
    for i, one in enumerate(drives):
        assert not any(_overlap(one, other) for other in drives[i + 1 :])


@given(seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_a_vehicle_moves_without_jumps_and_not_backwards(seed: int) -> None:
    for drive in scene(seed).drives:
        times = np.arange(drive.way[0].t_s, drive.way[-1].t_s, 0.1)
        poses = [drive.pose(float(t_s)) for t_s in times]
        steps = np.diff([pose.x_px for pose in poses if pose]) * drive.heading
        assert steps.min() >= -1e-6
        assert steps.max() < 30


@given(seed=SEEDS)
@settings(max_examples=40, deadline=None)
def test_what_must_be_raised_can_be_raised_in_time(seed: int) -> None:
    shown = scene(seed)
    for stop in (one for one in shown.stops if one.must):
        dwell_s = next(zone.dwell_s for zone in shown.zones.zones if zone.id == stop.truth.zone)
        until_s = min(stop.truth.until_s, shown.length_s)
        assert until_s - stop.truth.from_s >= dwell_s + 2.0
        assert not any(a <= stop.truth.from_s + dwell_s and until_s <= b for a, b in stop.hidden)


def test_a_bus_that_stops_before_a_car_hides_it_for_longer_than_the_car_had_stood() -> None:
    for seed in seeds(4, only="hidden-by-bus"):
        stop = scene(seed).stops[0]
        from_s, until_s = max(stop.hidden, key=lambda span: span[1] - span[0])
        assert until_s - from_s > from_s - stop.truth.from_s > 0


def test_two_cars_swap_within_seconds() -> None:
    for seed in seeds(4, only="swap"):
        first, second = scene(seed).stops
        assert 0 < second.truth.from_s - first.truth.until_s < 8
        assert first.must and second.must


def test_a_queue_stands_along_the_lanes_that_are_drawn() -> None:
    for seed in seeds(3, only="jam-through"):
        shown = scene(seed)
        lane = shown.zones.zones[0].lanes[0]
        boxes = [outline(drive, 18.0) for drive in shown.drives if drive.id.startswith("queue") and drive.pose(18.0)]
        waiting = [box for box in boxes if share_inside(wheels(box), lane) > 0.9 or box[0] < 0]
        assert len(waiting) >= 3
        assert max(box[2] for box in waiting) > 0.9


def test_pictures_of_scenes_are_cheap() -> None:
    spent_s = []
    for seed in ONE_OF_EACH:
        shown = scene(seed)
        shown.picture(10.0)
        before_s = time.process_time()
        for i in range(4):
            shown.picture(10.2 + i * 0.2)
        spent_s.append((time.process_time() - before_s) / 4)
    assert float(np.median(spent_s)) < 0.030


def _overlap(one: Drive, other: Drive) -> bool:
    """Whether they come closer than their own lengths in the same lane."""
    return meet(one, other, apart_px=24.0, gap_px=0.0)


def test_the_picture_is_drawn_as_large_as_the_zones_are_measured() -> None:
    """Zones are in 0..1 of the drawn picture, and a scene's pictures have its proportions."""
    shown: Scene = scene(0)
    height, width = shown.picture(0.0).shape[:2]
    assert width / height == WIDTH_PX / HEIGHT_PX
