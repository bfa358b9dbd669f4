"""The model's anchors and box code against the figures of its description, and the real model on a drawn car."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.adapters.detection import SsdDetector, open_detector
from kiosk.adapters.detection.ssd import anchors, decoded, prepared
from kiosk.errors import DetectionError
from kiosk.models import model_file
from kiosk.ports import Frame
from kiosk.settings import DetectionSettings, Settings


def test_the_anchors_are_those_of_the_model() -> None:
    at = anchors()
    assert at.shape == (1917, 4)
    half = 0.5 / 19
    root = 2**0.5
    np.testing.assert_allclose(at[0], (half, half, 0.1, 0.1), rtol=1e-5)
    np.testing.assert_allclose(at[1], (half, half, 0.2 / root, 0.2 * root), rtol=1e-5)
    np.testing.assert_allclose(at[2], (half, half, 0.2 * root, 0.2 / root), rtol=1e-5)
    np.testing.assert_allclose(at[-1], (0.5, 0.5, 0.95**0.5, 0.95**0.5), rtol=1e-5)


def test_a_box_is_decoded_as_the_model_encodes_it() -> None:
    at = np.array([[0.5, 0.5, 0.2, 0.4]], np.float32)  # centre y, x, height, width
    codes = np.array([[1.0, -2.0, 0.0, 5 * np.log(0.5)]], np.float32)  # a tenth down, a fifth left, half as wide
    np.testing.assert_allclose(decoded(codes, at), [[0.32, 0.42, 0.52, 0.62]], atol=1e-6)


def test_the_input_is_red_first_from_minus_one_to_one() -> None:
    blue_red = np.zeros((50, 50, 3), np.uint8)
    blue_red[..., 2] = 255
    given = prepared(blue_red)
    assert given.shape == (300, 300, 3) and given.dtype == np.float32
    np.testing.assert_allclose(given[150, 150], (1.0, -1.0, -1.0))


def test_a_model_that_is_not_there_is_named_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(DetectionError, match="run `kiosk models install`"):
        open_detector(DetectionSettings(), tmp_path / "none.tflite")


def test_opening_the_model_says_nothing_to_whoever_runs_a_command(capfd: pytest.CaptureFixture[str]) -> None:
    SsdDetector(model_file(Settings())).detect(Frame(t_s=0.0, pixels=np.zeros((300, 300, 3), np.uint8)))
    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_not_the_model_is_refused_in_words(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.tflite"
    wrong.write_bytes(b"not a model" * 100)
    with pytest.raises(DetectionError, match="cannot be run"):
        SsdDetector(wrong)
