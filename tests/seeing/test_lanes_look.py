"""What is measured along the lanes beside a zone, and when they are searched."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from kiosk.domain.detections import KeepInSight
from kiosk.domain.venue import Zones
from kiosk.lanes_look import LaneMotion
from kiosk.looking import Looker
from kiosk.ports import Detection, Frame, Pixels
from kiosk.street import demo_zones, empty_street

LANE = ((0.0, 0.66), (1.0, 0.66), (1.0, 0.76), (0.0, 0.76))
"""The lane of the drawn street that is nearer to the window."""
DOOR = frozenset({"entrance"})


def with_lane() -> Zones:
    first, *others = demo_zones().zones
    return Zones(zones=(replace(first, lanes=(LANE,)), *others))


def shares(pictures: Sequence[Pixels], every_s: float = 0.2) -> list[float]:
    """What is measured of these pictures, one after the other."""
    motion = LaneMotion(with_lane())
    looks = [motion.see(Frame(t_s=i * every_s, pixels=picture)) for i, picture in enumerate(pictures)]
    assert all(set(look) <= DOOR for look in looks)
    return [look["entrance"] for look in looks if look]


def with_block(x: float, size: tuple[float, float], grey: int = 40) -> Pixels:
    """The empty street with a dark thing of this size (in pictures) on the lane."""
    picture = empty_street().copy()
    height, width = picture.shape[:2]
    corner = (int(x * width), int((0.76 - size[1]) * height))
    cv2.rectangle(picture, corner, (int((x + size[0]) * width), int(0.75 * height)), (grey, grey, grey), -1)
    return picture


def noisy(picture: Pixels, seed: int) -> Pixels:
    grain = np.random.default_rng(seed).normal(0, 6, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def test_standing_traffic_and_an_empty_lane_do_not_move_whatever_the_sensors_noise() -> None:
    for picture in (empty_street(), with_block(0.3, (0.15, 0.1))):
        measured = shares([noisy(picture, seed) for seed in range(8)])
        assert measured and max(measured) < 0.01


def test_a_car_that_drives_is_seen_at_any_rate_of_frames() -> None:
    for every_s in (0.1, 0.2, 1.0):
        drive = [with_block(0.1 + 0.15 * every_s * i, (0.15, 0.1)) for i in range(int(3 / every_s))]
        assert max(shares(drive, every_s)) > 0.06


def test_a_person_who_walks_between_the_cars_is_not_traffic() -> None:
    walk = [with_block(0.4 + 0.012 * i, (0.02, 0.08)) for i in range(12)]
    assert 0 < max(shares(walk)) < 0.06


@pytest.mark.parametrize("change", [25, -30])
def test_a_step_of_the_exposure_is_not_traffic(change: int) -> None:
    before = with_block(0.3, (0.15, 0.1), grey=90)
    after = np.clip(before.astype(np.int16) + change, 0, 255).astype(np.uint8)
    assert max(shares([before] * 4 + [after] * 4)) < 0.03


def test_pictures_far_apart_and_of_another_size_are_not_compared() -> None:
    motion = LaneMotion(with_lane())
    street = empty_street()
    assert motion.see(Frame(t_s=0.0, pixels=street)) == {}
    assert motion.see(Frame(t_s=60.0, pixels=street)) == {}
    assert motion.see(Frame(t_s=61.0, pixels=np.ascontiguousarray(street[::4, ::4]))) == {}
    assert motion.see(Frame(t_s=62.0, pixels=np.ascontiguousarray(street[::4, ::4]))) == {"entrance": 0.0}


class Searched:
    """A detector that notes how many crops it was shown."""

    name = "counting"
    whole = False

    def __init__(self) -> None:
        self.runs = 0

    def detect(self, frame: Frame) -> Sequence[Detection]:
        self.runs += 1
        return ()


def test_the_tiles_along_the_lanes_are_searched_while_they_matter_and_not_otherwise() -> None:
    detector = Searched()
    looker, runs = Looker(with_lane(), detector), {}
    for t_s, lanes in ((0.0, frozenset()), (20.0, DOOR), (40.0, frozenset())):
        looker.keep_in_sight(KeepInSight(boxes={}, lanes=lanes))
        before = detector.runs
        looks = [looker.look(Frame(t_s=t_s + step, pixels=empty_street())) for step in range(6)]
        runs[t_s] = detector.runs - before
        assert all(look.lanes_searched == tuple(lanes) and not look.lane_motion for look in looks if look.swept)
    assert runs[40.0] == 0 < runs[20.0]  # at 0 s the street itself is searched


def test_movement_along_the_lanes_is_measured_while_something_stands() -> None:
    looker = Looker(with_lane(), Searched())
    looker.keep_in_sight(KeepInSight(boxes={"entrance/1/0": (0.24, 0.77, 0.49, 0.88)}))
    looks = [looker.look(Frame(t_s=float(step), pixels=with_block(0.1 * step, (0.15, 0.1)))) for step in range(4)]
    assert [look.lane_motion.get("entrance", 0.0) > 0.06 for look in looks] == [False, True, True, True]
