"""OpenCV without its chatter: what it would print about a broken source is said by our own errors.

Import `cv2` from here wherever a source is opened: FFmpeg's level is read from the environment at the first opening.
"""

import os

os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET

import cv2  # noqa: E402
import numpy as np  # noqa: E402

from kiosk.ports import Pixels  # noqa: E402

_set_level = getattr(cv2, "setLogLevel", None) or cv2.utils.logging.setLogLevel  # OpenCV 4, and 5
_set_level(0)  # LOG_LEVEL_SILENT

ONE_THREAD = (cv2.CAP_PROP_N_THREADS, 1)
"""How a source is opened: FFmpeg's usual thread a core costs an eighth more in all, and memory, and is not needed."""


def as_pixels(decoded: object) -> Pixels:
    """What OpenCV decoded, as the type of our ports: height x width x 3, BGR, uint8; not copied."""
    return np.asarray(decoded, np.uint8)


__all__ = ["ONE_THREAD", "as_pixels", "cv2"]
