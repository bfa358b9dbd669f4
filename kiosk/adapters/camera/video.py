"""A video file: every frame, each with its own time."""

import logging
from pathlib import Path

from kiosk.adapters.camera.opencv import ONE_THREAD, as_pixels, cv2
from kiosk.errors import CameraError
from kiosk.ports import Frame

_log = logging.getLogger(__name__)
_SHORT_BY_S = 1.0
"""A file that ends this much before its stated end is reported as damaged; containers round by less."""


class VideoFile:
    """Reads `path` to its end; `source_fps` replaces times that the container has wrong."""

    live = False

    def __init__(self, path: Path, *, source_fps: float | None = None) -> None:
        if source_fps is not None and not source_fps > 0:
            raise CameraError(f"{source_fps} frames a second is not possible: give a number above 0.")
        self._path, self._fps = path, source_fps
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG, ONE_THREAD)
        if not self._capture.isOpened():
            self._capture.release()
            raise CameraError(
                f"{path} is not a video that can be read: check that it plays elsewhere, or copy it again."
            )
        self._stated_fps = self._capture.get(cv2.CAP_PROP_FPS) or 25.0
        self._count = 0
        self._last_t_s = -1.0

    def read(self, *, not_before_s: float = float("-inf")) -> Frame | None:
        """The next frame at or after `not_before_s`; None at the end of the file and once closed.

        What is passed over must be decoded, because later frames are built on it, but no picture is made of it.

        Raises:
            CameraError: the file has not a single picture that can be decoded.
        """
        skipped = 0
        while self._capture.isOpened() and self._capture.grab():
            t_s = self._time_of_frame()
            self._count, self._last_t_s = self._count + 1, t_s
            if t_s >= not_before_s:
                taken, pixels = self._capture.retrieve()
                if taken:
                    return Frame(t_s=t_s, pixels=as_pixels(pixels), skipped=skipped)
            skipped += 1
        if self._capture.isOpened():
            self._check_end()
        return None

    def close(self) -> None:
        """Lets the file go."""
        self._capture.release()

    def _time_of_frame(self) -> float:
        if self._fps:
            return self._count / self._fps
        own_s = float(self._capture.get(cv2.CAP_PROP_POS_MSEC)) / 1000.0
        # Some containers have no times, or repeat one: then the stated rate carries on.
        return own_s if own_s > self._last_t_s else self._last_t_s + 1.0 / self._stated_fps

    def _check_end(self) -> None:
        if self._count == 0:
            raise CameraError(f"{self._path} holds no picture that can be read: copy it again.")
        missing_s = (self._capture.get(cv2.CAP_PROP_FRAME_COUNT) - self._count) / self._stated_fps
        if missing_s > _SHORT_BY_S:
            _log.warning("%s is damaged: it ends %.0f s too early; copy it again", self._path, missing_s)
