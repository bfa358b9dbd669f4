"""What the detectors make of the drawn street: the model's literal answer, and what plain movement tells apart."""

import numpy as np
import pytest

from kiosk.adapters.detection import MotionDetector, SsdDetector
from kiosk.domain.geometry import Box, iou
from kiosk.models import model_file
from kiosk.ports import Detection, Detector, Frame, Pixels
from kiosk.settings import Settings
from kiosk.street import empty_street

SAID_BEFORE = (
    Detection(box=(0.286, 0.711, 0.688, 0.860), score=0.692, label="car"),
    Detection(box=(0.603, 0.548, 0.867, 0.657), score=0.645, label="car"),
)
"""The model's answer on the square around the first parked car of seed 1, a car that passes behind it included."""


def test_the_model_says_of_a_drawn_street_what_it_said_before(parked: tuple[Frame, Box]) -> None:
    found = [one for one in SsdDetector(model_file(Settings())).detect(parked[0]) if one.score > 0.5]
    assert len(found) == len(SAID_BEFORE)
    for one, before in zip(sorted(found, key=lambda d: -d.score), SAID_BEFORE, strict=True):
        assert one.label == before.label
        assert one.box == pytest.approx(before.box, abs=0.02)
        assert one.score == pytest.approx(before.score, abs=0.05)


def test_boxes_are_plain_numbers_that_can_be_told(
    detector: Detector, empty: list[Frame], parked: tuple[Frame, Box]
) -> None:
    for before in empty:
        detector.detect(before)
    found = list(detector.detect(parked[0]))
    assert found
    assert {type(value) for one in found for value in (*one.box, one.score)} == {float}


def test_the_same_picture_is_answered_the_same_way(detector: Detector, parked: tuple[Frame, Box]) -> None:
    answers = [list(detector.detect(parked[0])) for _ in range(7)][-2:]
    assert answers[0] == answers[1]


def _lit(pixels: Pixels, gain: float) -> Pixels:
    lit: Pixels = np.clip(pixels.astype(np.float32) * gain, 0, 255).astype(np.uint8)
    return lit


@pytest.fixture
def motion(empty: list[Frame]) -> MotionDetector:
    """It has learnt the empty street."""
    detector = MotionDetector()
    for frame in empty:
        detector.detect(frame)
    return detector


@pytest.mark.parametrize("gain", [0.85, 0.95, 1.1])
def test_a_cloud_is_not_a_vehicle_for_plain_movement(motion: MotionDetector, empty: list[Frame], gain: float) -> None:
    assert not motion.detect(Frame(t_s=7.0, pixels=_lit(empty[-1].pixels, gain)))


def test_a_car_that_stands_for_a_minute_is_still_new_to_the_street(
    motion: MotionDetector, parked: tuple[Frame, Box]
) -> None:
    frame, box = parked
    for second in range(60):
        found = motion.detect(Frame(t_s=7.0 + second, pixels=frame.pixels))
        assert max((iou(one.box, box) for one in found), default=0.0) > 0.5, second


def test_plain_movement_learns_a_picture_of_another_size_anew(motion: MotionDetector) -> None:
    tall: Pixels = np.ascontiguousarray(np.rot90(empty_street()))
    assert not any(list(motion.detect(Frame(t_s=7.0 + number, pixels=tall))) for number in range(12))
