"""NanoDet's box code against its description, its file against its published shape, and the real model."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.adapters.detection import NanoDetDetector, open_detector
from kiosk.adapters.detection.nanodet import decoded, prepared, without_ridden
from kiosk.domain.geometry import Box, iou
from kiosk.errors import DetectionError
from kiosk.ports import Detection, Frame
from kiosk.settings import DetectionSettings


def test_a_side_is_as_far_away_as_the_mean_of_its_odds() -> None:
    odds = np.full((44, 13, 13), -100.0, np.float32)
    odds[[1, 11 + 2, 22 + 3, 33 + 4], 6, 6] = 0.0  # 1, 2, 3 and 4 strides of 32 pixels, from the middle of the picture
    odds[2, 6, 6] = 0.0  # to the left as likely 2 as 1
    box = decoded(odds, 32)[6 * 13 + 6]
    np.testing.assert_allclose(box, np.array([6.5 - 1.5, 6.5 - 2, 6.5 + 3, 6.5 + 4]) / 13, atol=1e-6)


def test_boxes_end_at_the_picture() -> None:
    odds = np.zeros((44, 13, 13), np.float32)  # every side 5 strides away
    assert decoded(odds, 32).min() == 0.0 and decoded(odds, 32).max() == 1.0


def test_the_input_is_blue_first_and_as_the_model_was_trained() -> None:
    red = np.zeros((50, 50, 3), np.uint8)
    red[..., 2] = 255
    given = prepared(red)
    assert given.shape == (1, 3, 416, 416) and given.dtype == np.float32
    expected = (-103.53 / 57.375, -116.28 / 57.12, (255 - 123.675) / 58.395)
    np.testing.assert_allclose(given[0, :, 200, 200], expected, rtol=1e-5)


@pytest.mark.parametrize(
    ("person", "stays"),
    [
        ((0.40, 0.30, 0.50, 0.60), False),  # sits on it
        ((0.55, 0.30, 0.65, 0.90), True),  # walks past it
        (None, True),  # nobody
    ],
)
def test_a_two_wheeler_that_is_ridden_is_only_its_rider(person: Box | None, stays: bool) -> None:
    scooter = Detection(box=(0.38, 0.45, 0.54, 0.70), score=0.5, label="motorcycle")
    car = Detection(box=(0.35, 0.30, 0.60, 0.70), score=0.6, label="car")
    people = [Detection(box=person, score=0.4, label="person")] if person else []
    assert without_ridden([scooter, car], people) == ([scooter, car] if stays else [car])


def test_the_real_model_knows_a_drawn_car_for_a_car(nanodet_model: Path, parked: tuple[Frame, Box]) -> None:
    frame, box = parked
    found = NanoDetDetector(nanodet_model).detect(frame)
    best = max(found, key=lambda one: iou(one.box, box))
    assert best.label == "car" and best.score > 0.3 and iou(best.box, box) > 0.6


def test_a_model_that_is_not_there_is_named_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(DetectionError, match="run `kiosk models install`"):
        open_detector(DetectionSettings(kind="nanodet"), tmp_path / "none.onnx")


def test_a_file_that_is_not_the_model_is_refused_in_words(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], nanodet_model: Path
) -> None:
    wrong = tmp_path / "wrong.onnx"
    for content in (b"not a model" * 100, b"", nanodet_model.read_bytes()[:5000]):
        wrong.write_bytes(content)
        with pytest.raises(DetectionError, match="cannot be run"):
            NanoDetDetector(wrong)
    assert capfd.readouterr().out == ""
