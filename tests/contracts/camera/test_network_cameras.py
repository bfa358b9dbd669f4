"""RTSP and HTTP from real servers, GStreamer's and FFmpeg's: they give pictures, stall, die, and come back."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk.adapters.camera import open_camera
from kiosk.errors import CameraError
from kiosk.ports import Camera, Frame
from kiosk.settings import CameraSettings

KINDS = ["rtsp", "mjpeg", "mpegts"]
FPS = 25
LIMIT_S = 60.0


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half a minute of moving colours in H.264, as network cameras send it."""
    path = tmp_path_factory.mktemp("network") / "street.mp4"
    form = ["-c:v", "libx264", "-preset", "ultrafast", "-g", str(FPS), "-bf", "0"]
    source = f"testsrc2=size=320x240:rate={FPS}:duration=30"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, *form, str(path)], check=True, timeout=120)
    return path


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, network_camera: Callable[[str], Any], video: Path) -> Any:
    """A running server of each kind in turn."""
    camera = network_camera(request.param)
    camera.serve(video)
    return camera


def settings_for(server: Any) -> CameraSettings:
    return CameraSettings(source=server.url, silence_s=5.0)


def next_of(camera: Camera) -> Frame:
    frame = camera.read()
    assert frame is not None
    return frame


def error_of(camera: Camera) -> str:
    until_s = time.monotonic() + LIMIT_S
    with pytest.raises(CameraError) as raised:
        while time.monotonic() < until_s:
            camera.read()
    return str(raised.value)


def test_a_network_camera_is_looked_at_as_often_as_wanted_and_no_more_often(server: Any) -> None:
    camera = open_camera(settings_for(server), frames_per_s=5.0)
    frames = [next_of(camera) for _ in range(6)]
    camera.close()
    assert all(frame.pixels.shape == (240, 320, 3) and frame.pixels.dtype == np.uint8 for frame in frames)
    # 25 come each second: of most of them no picture is made
    assert sum(frame.skipped for frame in frames[1:]) >= len(frames[1:])
    times_s = [frame.t_s for frame in frames]
    assert times_s == sorted(set(times_s))
    assert times_s[-1] - times_s[0] >= 5 * 0.75 / 5.0


# MPEG-TS is read by the same part as RTSP: what follows is shown with that one and with motion JPEG.
@pytest.mark.parametrize("server", ["rtsp", "mjpeg"], indirect=True)
def test_a_network_camera_that_stalls_is_away_and_works_again_when_it_has_come_back(server: Any, video: Path) -> None:
    camera = open_camera(settings_for(server))
    before = next_of(camera)
    server.stall()
    assert "check the camera and" in error_of(camera)
    camera.close()
    server.die()
    with pytest.raises(CameraError, match="gives no pictures: check the address"):
        open_camera(settings_for(server))
    server.serve(video)
    again = open_camera(settings_for(server))
    assert next_of(again).t_s > before.t_s
    again.close()


@pytest.mark.parametrize("server", ["rtsp", "mjpeg"], indirect=True)
def test_a_network_camera_that_dies_is_away_at_once(server: Any) -> None:
    camera = open_camera(CameraSettings(source=server.url, silence_s=500.0))
    next_of(camera)
    server.die()
    assert "stopped giving pictures: check the camera and the network" in error_of(camera)
    camera.close()
