"""Live pictures through OpenCV: a V4L2 device, an RTSP or HTTP stream."""

import os
import time
from math import ceil
from pathlib import Path

from kiosk.adapters.camera.opencv import ONE_THREAD, as_pixels, cv2
from kiosk.adapters.camera.shown import source_shown
from kiosk.errors import CameraError
from kiosk.ports import Frame

OPEN_LIMIT_S = 10.0
READ_LIMIT_S = 8.0


class DeviceCapture:
    """A V4L2 device such as /dev/video0; `t_s` is monotonic seconds, so it runs on when the device is opened again."""

    live = True

    def __init__(self, path: Path, *, width_px: int, height_px: int, frames_per_s: float = 5.0) -> None:
        """Asks the driver for that size and rate; it takes the nearest it has."""
        _check_device(path)
        wanted = [
            cv2.CAP_PROP_FRAME_WIDTH, width_px,
            cv2.CAP_PROP_FRAME_HEIGHT, height_px,
            cv2.CAP_PROP_FPS, ceil(frames_per_s),
        ]  # fmt: skip
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_V4L2, wanted)
        self._name = str(path)
        if not self._capture.isOpened():
            self._capture.release()
            raise CameraError(f"{path} gives no pictures: it is no camera, or another program uses it; close that one.")
        # OpenCV asks for plain pictures first, which cost no decoding; a slow cable carries few large ones of them.
        if 0 < self._capture.get(cv2.CAP_PROP_FPS) < frames_per_s:
            self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            self._capture.set(cv2.CAP_PROP_FPS, ceil(frames_per_s))

    def read(self, *, not_before_s: float = float("-inf")) -> Frame:
        """The next frame of the device at or after `not_before_s`; a JPEG that is passed over is not decoded.

        Raises:
            CameraError: the device is gone.
        """
        frame = _next_frame(self._capture, not_before_s)
        if frame is None:
            raise CameraError(f"{self._name} stopped giving pictures: check its cable and its power.")
        return frame

    def close(self) -> None:
        """Lets the device go."""
        self._capture.release()


class StreamCapture:
    """An RTSP or HTTP stream; `t_s` is the monotonic second of arrival, so it runs on after a reconnection."""

    live = True

    def __init__(self, url: str, *, open_limit_s: float = OPEN_LIMIT_S, read_limit_s: float = READ_LIMIT_S) -> None:
        self._name = source_shown(url)
        limits = [
            *ONE_THREAD,
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, int(open_limit_s * 1000),
            cv2.CAP_PROP_READ_TIMEOUT_MSEC, int(read_limit_s * 1000),
        ]  # fmt: skip
        self._capture = cv2.VideoCapture(url, cv2.CAP_FFMPEG, limits)
        if not self._capture.isOpened():
            self._capture.release()
            raise CameraError(
                f"{self._name} gives no pictures: check the address, the camera's password, and that it is switched on."
            )

    def read(self, *, not_before_s: float = float("-inf")) -> Frame:
        """The next frame of the stream at or after `not_before_s`; no picture is made of those passed over.

        Raises:
            CameraError: the stream has ended or nothing came for `read_limit_s`.
        """
        frame = _next_frame(self._capture, not_before_s)
        if frame is None:
            raise CameraError(f"{self._name} stopped giving pictures: check the camera and the network.")
        return frame

    def close(self) -> None:
        """Disconnects."""
        self._capture.release()


def _next_frame(capture: cv2.VideoCapture, not_before_s: float) -> Frame | None:
    """Takes frames as they come and makes a picture of the first that is not too early; None when none comes."""
    skipped = 0
    while capture.grab():
        t_s = time.monotonic()
        if t_s >= not_before_s:
            taken, pixels = capture.retrieve()
            return Frame(t_s=t_s, pixels=as_pixels(pixels), skipped=skipped) if taken else None
        skipped += 1
    return None


def _check_device(path: Path) -> None:
    if not path.exists():
        raise CameraError(f"There is no camera at {path}: plug it in, or choose another; `ls /dev/video*` lists them.")
    if not os.access(path, os.R_OK | os.W_OK):
        raise CameraError(f"{path} may not be read: add the service's user to the group video.")
