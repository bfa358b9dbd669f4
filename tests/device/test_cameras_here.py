"""What only a machine with the part can show. Deselected unless asked for: `pytest -m device tests/device`.

On a Raspberry Pi with a camera on its ribbon cable, a USB camera at /dev/video0, or both: name the tests with -k.
"""

import time
from pathlib import Path

import pytest

from kiosk.adapters.board.linux import LinuxBoard
from kiosk.adapters.camera import open_camera
from kiosk.errors import CameraError
from kiosk.ports import Frame
from kiosk.settings import CameraSettings

pytestmark = pytest.mark.device
FPS = 5.0


def watched_for(seconds: float, source: str) -> tuple[list[Frame], float]:
    """The frames of so many seconds, and the processor's seconds a second they cost."""
    camera = open_camera(CameraSettings(source=source, width_px=1280, height_px=720), frames_per_s=FPS)
    frames: list[Frame] = []
    try:
        camera.read()
        started_s, cpu_s = time.monotonic(), time.process_time()
        while time.monotonic() < started_s + seconds:
            frame = camera.read()
            assert frame is not None
            frames.append(frame)
        return frames, (time.process_time() - cpu_s) / seconds
    finally:
        camera.close()


@pytest.mark.parametrize("source", ["picamera", "/dev/video0"])
def test_a_camera_gives_what_was_asked_of_it(source: str) -> None:
    frames, cpu = watched_for(10.0, source)
    assert {frame.pixels.shape for frame in frames} == {(720, 1280, 3)}
    assert FPS * 0.8 <= len(frames) / 10.0 <= FPS * 1.5
    assert cpu < 0.2, f"{cpu:.0%} of a core only for pictures"
    assert frames[-1].pixels.std() > 4.0, "the picture shows nothing: take the cap off, put the light on"


def test_the_ribbon_camera_s_small_picture_shows_the_same_as_the_large_one() -> None:
    frames, _ = watched_for(3.0, "picamera")
    gate = frames[-1].gate
    assert gate is not None and gate.shape == (180, 320)
    large = frames[-1].pixels.mean(axis=2)[: 180 * 4, : 320 * 4].reshape(180, 4, 320, 4).mean(axis=(1, 3))
    assert abs(float(large.mean()) - float(gate.mean())) < 12.0


@pytest.mark.parametrize("source", ["picamera", "/dev/video0"])
def test_a_camera_has_one_user_at_a_time_and_is_free_afterwards(source: str) -> None:
    camera = open_camera(CameraSettings(source=source))
    with pytest.raises(CameraError):
        open_camera(CameraSettings(source=source)).read()
    camera.close()
    again = open_camera(CameraSettings(source=source))
    assert again.read() is not None
    again.close()


def test_a_raspberry_pi_tells_its_heat_and_its_power() -> None:
    read = LinuxBoard().read()
    assert Path("/proc/device-tree/model").read_text(encoding="ascii").startswith("Raspberry Pi")
    assert read.temperature_c is not None and 10.0 < read.temperature_c < 90.0
    assert read.slowed is not None and read.weak_power is not None
