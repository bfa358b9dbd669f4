"""The simulated street without anybody, as JPEG: what owners of a simulated camera draw their zones over."""

import subprocess
import sys

from kiosk.errors import CameraError

_LIMIT_S = 60.0  # a busy Pi imports OpenCV for seconds


def empty_street_jpeg() -> bytes:
    """The picture, drawn by a child process: OpenCV would double the memory of the console for good.

    Raises:
        CameraError: it could not be drawn.
    """
    try:
        child = subprocess.run([sys.executable, "-m", __name__], capture_output=True, check=True, timeout=_LIMIT_S)
    except (OSError, subprocess.SubprocessError) as error:
        raise CameraError("The simulated street could not be drawn: run `kiosk doctor`.") from error
    return child.stdout


def _draw() -> None:
    import cv2

    from kiosk.street import empty_street

    _, jpeg = cv2.imencode(".jpg", empty_street(), [cv2.IMWRITE_JPEG_QUALITY, 70])
    sys.stdout.buffer.write(jpeg.tobytes())


if __name__ == "__main__":
    _draw()
