"""The Raspberry Pi's own camera on its ribbon cable, through picamera2: Debian's package, imported when it is needed.

The camera's processor makes two pictures of each exposure: `main` in colour, and `lores`, whose first part is small and
grey. The small one is for seeing that nothing changed, and costs this machine nothing.
https://datasheets.raspberrypi.com/camera/picamera2-manual.pdf
"""

import os
import time
from concurrent.futures import CancelledError
from typing import Any

import numpy as np

from kiosk.errors import CameraError
from kiosk.ports import Frame, Pixels

SCHEME = "picamera"
READ_LIMIT_S = 8.0
"""The slowest exposure takes a fifth of a second; nothing for this long is a loose cable."""
_GATE_WIDTH_PX = 320
"""Of the small picture: a car that fills a tenth of the street is 32 pixels long in it."""
_LONGEST_US = 200_000
"""From one exposure to the next: at night the automatic may take this long, and a standing car stays sharp."""
_BUFFERS = 3
"""One is filled, one is read, one waits: more only keep old pictures."""
_FOCUS_BY_HAND, _FAR = 0, 0.0
"""AfModeEnum.Manual and a lens position of 0 dioptres: a street is far, and rain on the pane must not be focused."""


class PiCamera:
    """Camera `number` (0 is the first); `t_s` is the monotonic second of arrival, so it runs on after a new opening."""

    live = True

    def __init__(
        self,
        number: int,
        *,
        width_px: int,
        height_px: int,
        frames_per_s: float = 5.0,
        read_limit_s: float = READ_LIMIT_S,
    ) -> None:
        """Opens and starts it; it gives no more frames than `frames_per_s`, which keeps it and the machine cool.

        Raises:
            CameraError: picamera2 is not installed, no camera answers, it is in use, or cannot do the size.
        """
        self._limit_s, self._number = read_limit_s, number
        self._camera: Any = _opened(number)
        try:
            self._camera.configure(_configuration(self._camera, width_px, height_px, frames_per_s))
            self._gate_size: tuple[int, int] = self._camera.camera_configuration()["lores"]["size"]
            self._camera.start()
        except (RuntimeError, OSError, MemoryError) as error:
            self.close()
            raise CameraError(
                f"The Raspberry Pi camera {number} does not start ({error}): try another camera.width_px and height_px."
            ) from error

    def read(self, *, not_before_s: float = float("-inf")) -> Frame:
        """The next frame at or after `not_before_s`; those before it are given back to the camera without a copy.

        Raises:
            CameraError: nothing came for `read_limit_s`.
        """
        skipped = 0
        while True:
            request = self._next_request()
            try:
                t_s = time.monotonic()
                if t_s >= not_before_s:
                    pixels, grey = request.make_array("main"), request.make_array("lores")
                    return Frame(t_s=t_s, pixels=pixels, gate=_small(grey, self._gate_size), skipped=skipped)
            finally:
                request.release()
            skipped += 1

    def close(self) -> None:
        """Lets the camera go."""
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.cancel_all_and_flush()  # as its makers advise where a wish for a picture was not answered
            camera.close()

    def _next_request(self) -> Any:
        if self._camera is None:
            raise CameraError(f"The Raspberry Pi camera {self._number} is closed: start the watcher again.")
        job = self._camera.capture_request(wait=False)
        try:
            return self._camera.wait(job, timeout=self._limit_s)
        except (TimeoutError, CancelledError, RuntimeError, OSError) as error:
            raise CameraError(
                f"The Raspberry Pi camera {self._number} stopped giving pictures: switch the Pi off and press both "
                "ends of its ribbon cable home."
            ) from error


def camera_number(source: str) -> int:
    """The number in `picamera` or `picamera:1`.

    Raises:
        CameraError: what follows the colon is no number.
    """
    number = source.partition(":")[2] or "0"
    if not number.isdecimal():
        raise CameraError(f"There is no camera '{source}': write picamera, or picamera:1 for the second one.")
    return int(number)


def _opened(number: int) -> Any:
    os.environ.setdefault("LIBCAMERA_LOG_LEVELS", "*:ERROR")  # read at the import; its news is not for the journal
    try:
        from picamera2 import Picamera2
    except (ImportError, ValueError) as error:  # ValueError: Debian's parts were built for another numpy
        raise CameraError(
            f"picamera2 cannot be used ({error}): run `sudo apt install python3-picamera2`, then install.sh again."
        ) from error
    found = len(Picamera2.global_camera_info())
    if number >= found:
        raise CameraError(
            f"There is no Raspberry Pi camera {number} ({found} found): switch the Pi off, press both ends of the "
            "ribbon cable home, and start it again."
        )
    try:
        return Picamera2(number)
    except (RuntimeError, OSError) as error:
        raise CameraError(
            f"The Raspberry Pi camera {number} cannot be opened ({error.__cause__ or error}): close the other program "
            "that uses it, or add the service's user to the group video."
        ) from error


def _configuration(camera: Any, width_px: int, height_px: int, frames_per_s: float) -> Any:
    """Colour as OpenCV wants it (picamera2 calls blue, green, red in memory RGB888), the small picture, no raw one."""
    small_px = min(_GATE_WIDTH_PX, width_px)
    period_us = round(1e6 / frames_per_s)
    wishes: dict[str, Any] = {
        "FrameDurationLimits": (period_us, max(period_us, _LONGEST_US)),
        "AeEnable": True,
        "AwbEnable": True,
        "AfMode": _FOCUS_BY_HAND,
        "LensPosition": _FAR,
    }
    known = camera.camera_controls  # a camera without autofocus, or on USB, does not know them all
    return camera.create_video_configuration(
        main={"format": "RGB888", "size": (_even(width_px), _even(height_px))},
        lores={"format": "YUV420", "size": (_even(small_px), _even(small_px * height_px // width_px))},
        raw=None,
        buffer_count=_BUFFERS,
        queue=False,
        controls={name: value for name, value in wishes.items() if name in known},
    )


def _even(length_px: int) -> int:
    """Colour is stored for pairs of pixels."""
    return max(2, length_px - length_px % 2)


def _small(planes: Pixels, size: tuple[int, int]) -> Pixels:
    """The grey part of a YUV420 picture; its rows may be longer than the picture is wide."""
    width, height = size
    return np.ascontiguousarray(planes[:height, :width])
