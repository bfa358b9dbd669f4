"""Every detector: where a car stands it says so, in 0..1, and it takes pictures of any shape."""

import numpy as np
import pytest

from kiosk.domain.geometry import Box, iou
from kiosk.ports import Detection, Detector, Frame


def _well_formed(one: Detection) -> bool:
    x0, y0, x1, y1 = one.box
    return 0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1 and 0 < one.score <= 1 and one.label in ("car", "vehicle", "person")


def test_a_car_that_came_is_found_where_it_stands(
    detector: Detector, empty: list[Frame], parked: tuple[Frame, Box]
) -> None:
    frame, box = parked
    for before in empty:
        detector.detect(before)
    found = [one for one in detector.detect(frame) if one.label != "person"]
    assert max((iou(one.box, box) for one in found), default=0.0) > 0.5
    assert all(_well_formed(one) for one in found)


@pytest.mark.parametrize("shape", [(240, 352, 3), (480, 640, 3), (37, 800, 3), (300, 300, 3)])
def test_pictures_of_any_shape_are_looked_at(detector: Detector, shape: tuple[int, int, int]) -> None:
    noise = np.random.default_rng(3)
    for number in range(8):
        frame = Frame(t_s=float(number), pixels=noise.integers(0, 255, shape, np.uint8))
        assert all(_well_formed(one) for one in detector.detect(frame))


def test_a_picture_of_nothing_shows_no_vehicle(detector: Detector) -> None:
    for number in range(8):
        found = detector.detect(Frame(t_s=float(number), pixels=np.full((300, 300, 3), 90, np.uint8)))
        assert all(one.score < 0.4 for one in found)
