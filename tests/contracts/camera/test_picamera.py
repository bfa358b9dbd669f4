"""The Raspberry Pi's camera: our part on the real picamera2, whose cameras below are simulated (`pi/libcamera.py`)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.adapters.camera import is_recording, open_camera
from kiosk.errors import CameraError
from kiosk.settings import CameraSettings

CHILD = Path(__file__).parent / "pi" / "child.py"
REAL_PICAMERA2 = Path(sys.prefix) / "picamera2"
"""Put there by `.ci/prepare venv test`, without the packages it needs for JPEG, H.264 and windows."""
LIMIT_S = 120.0


def played(twin: dict[str, Any], **asked: Any) -> dict[str, Any]:
    """Lives of our camera in a process of its own: what each gave, and what the simulated cameras saw."""
    assert (REAL_PICAMERA2 / "picamera2").is_dir(), "picamera2's source is missing: run `.ci/prepare venv test`"
    root = Path(__file__).resolve().parents[3]
    ran = subprocess.run(
        [sys.executable, str(CHILD), json.dumps(twin), json.dumps(asked)],
        env=os.environ | {"PYTHONPATH": f"{CHILD.parent}:{REAL_PICAMERA2}:{root}"},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


@pytest.fixture(scope="module")
def healthy() -> dict[str, Any]:
    """Three frames of a camera that works."""
    return played({}, frames=3, frames_per_s=8.0)


def test_it_gives_colour_as_opencv_wants_it_and_a_small_grey_picture_beside(healthy: dict[str, Any]) -> None:
    found = healthy
    (life,) = found["lives"]
    assert "error" not in life
    for frame in life["frames"]:
        assert frame["shape"] == [720, 1280, 3]
        assert (frame["left"], frame["right"]) == ([255, 0, 0], [0, 0, 255])  # blue, green, red
        assert frame["gate"] == [180, 320] and frame["gate_as_painted"]
    assert found["twin"]["configured"] == [[["RGB888", 1280, 720], ["YUV420", 320, 180]]]
    assert found["twin"]["acquired"] == 0


def test_the_camera_itself_is_slowed_to_the_rate_that_is_looked_at_and_focused_on_the_street(
    healthy: dict[str, Any],
) -> None:
    (started,) = healthy["twin"]["started_with"]
    assert started["FrameDurationLimits"] == [125_000, 200_000]  # microseconds; at night it may take longer
    assert started["AeEnable"] and started["AwbEnable"]
    assert (started["AfMode"], started["LensPosition"]) == (0, 0.0)


def test_a_camera_with_a_fixed_lens_is_not_asked_to_focus_and_sides_of_an_odd_length_are_made_even() -> None:
    found = played({"autofocus": False}, frames=1, width_px=641, height_px=361)
    assert found["lives"][0]["frames"] and "AfMode" not in found["twin"]["started_with"][0]
    assert found["twin"]["configured"] == [[["RGB888", 640, 360], ["YUV420", 320, 180]]]


def test_pictures_that_are_passed_over_go_back_to_the_camera_without_a_copy() -> None:
    found = played({}, frames=2, later_s=0.5, frames_per_s=30.0)
    assert all(frame["skipped"] > 0 for frame in found["lives"][0]["frames"])


def test_a_cable_that_comes_loose_is_an_error_and_the_camera_can_be_closed_and_opened_again() -> None:
    found = played({"silent_after": 2}, frames=4, limit_s=2.0, lives=2)
    before, after = found["lives"]
    assert len(before["frames"]) == 2
    assert "stopped giving pictures: switch the Pi off and press both ends" in before["error"]
    assert len(after["frames"]) == 4 and "error" not in after
    assert found["twin"]["acquired"] == 0


@pytest.mark.parametrize(
    ("twin", "says"),
    [
        ({"cameras": 0}, "There is no Raspberry Pi camera 0 (0 found): switch the Pi off, press both ends"),
        ({"busy": True}, "cannot be opened (Failed to acquire camera: Device or resource busy): close the other"),
        ({"formats": ["YUV420"]}, "does not start (Invalid camera configuration"),
    ],
)
def test_what_is_wrong_at_the_start_is_said_with_its_cure(twin: dict[str, Any], says: str) -> None:
    (life,) = played(twin)["lives"]
    assert says in life["error"]


def test_without_picamera2_the_installer_learns_what_to_install() -> None:
    with pytest.raises(CameraError, match="picamera2 cannot be used .*: run `sudo apt install python3-picamera2`"):
        open_camera(CameraSettings(source="picamera"))


def test_the_second_camera_has_a_number_and_nothing_else() -> None:
    with pytest.raises(CameraError, match="write picamera, or picamera:1 for the second one"):
        open_camera(CameraSettings(source="picamera:left"))
    assert not is_recording(CameraSettings(source="picamera:1"))
