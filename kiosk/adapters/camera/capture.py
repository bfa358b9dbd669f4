"""Live pictures through OpenCV: a V4L2 device, an RTSP or HTTP stream."""

import os
import time
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.adapters.camera.opencv import as_pixels, cv2
from kiosk.errors import CameraError
from kiosk.ports import Frame

OPEN_LIMIT_S = 10.0
READ_LIMIT_S = 8.0


class DeviceCapture:
    """A V4L2 device such as /dev/video0; `t_s` is monotonic seconds, so it runs on when the device is opened again."""

    live = True

    def __init__(self, path: Path, *, width_px: int, height_px: int) -> None:
        _check_device(path)
        size = [cv2.CAP_PROP_FRAME_WIDTH, width_px, cv2.CAP_PROP_FRAME_HEIGHT, height_px]
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_V4L2, size)
        self._name = str(path)
        if not self._capture.isOpened():
            self._capture.release()
            raise CameraError(f"{path} gives no pictures: it is no camera, or another program uses it; close that one.")

    def read(self) -> Frame:
        """The next frame of the device.

        Raises:
            CameraError: the device is gone.
        """
        taken, pixels = self._capture.read()
        if not taken:
            raise CameraError(f"{self._name} stopped giving pictures: check its cable and its power.")
        return Frame(t_s=time.monotonic(), pixels=as_pixels(pixels))

    def close(self) -> None:
        """Lets the device go."""
        self._capture.release()


class StreamCapture:
    """An RTSP or HTTP stream; `t_s` is the monotonic second of arrival, so it runs on after a reconnection."""

    live = True

    def __init__(self, url: str, *, open_limit_s: float = OPEN_LIMIT_S, read_limit_s: float = READ_LIMIT_S) -> None:
        self._name = source_shown(url)
        limits = [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, int(open_limit_s * 1000),
            cv2.CAP_PROP_READ_TIMEOUT_MSEC, int(read_limit_s * 1000),
        ]  # fmt: skip
        self._capture = cv2.VideoCapture(url, cv2.CAP_FFMPEG, limits)
        if not self._capture.isOpened():
            self._capture.release()
            raise CameraError(
                f"{self._name} gives no pictures: check the address, the camera's password, and that it is switched on."
            )

    def read(self) -> Frame:
        """The next frame of the stream.

        Raises:
            CameraError: the stream has ended or nothing came for `read_limit_s`.
        """
        taken, pixels = self._capture.read()
        if not taken:
            raise CameraError(f"{self._name} stopped giving pictures: check the camera and the network.")
        return Frame(t_s=time.monotonic(), pixels=as_pixels(pixels))

    def close(self) -> None:
        """Disconnects."""
        self._capture.release()


def _check_device(path: Path) -> None:
    if not path.exists():
        raise CameraError(f"There is no camera at {path}: plug it in, or choose another; `ls /dev/video*` lists them.")
    if not os.access(path, os.R_OK | os.W_OK):
        raise CameraError(f"{path} may not be read: add the service's user to the group video.")


def source_shown(source: str) -> str:
    """The source as it may be shown and logged: an address loses its user, password and query."""
    if "://" not in source:
        return source
    parts = urlsplit(source)
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place}{parts.path}"
