"""The simulated street as it is now, as JPEG, for the desk of a demo; there is no such view of a real street.

A child process draws it, at the same moment of the same street as the watcher's: OpenCV would double the memory of the
console for good.
"""

import subprocess
import sys
import threading
import time

from kiosk.errors import CameraError
from kiosk.settings import CameraSettings

_QUALITY = 70
_LENGTH_BYTES = 4


class StreetView:
    """Draws one picture at a time, for whoever asks."""

    def __init__(self, settings: CameraSettings) -> None:
        """Starts the drawing process; `settings` name the street and when it began."""
        self._lock = threading.Lock()
        arguments = [str(settings.simulated_seed), str(settings.simulated_start or time.time())]
        self._child = subprocess.Popen(
            [sys.executable, "-m", __name__, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def jpeg(self) -> bytes:
        """The street now.

        Raises:
            CameraError: it cannot be drawn any more.
        """
        assert self._child.stdin is not None  # noqa: S101 - asked for above
        assert self._child.stdout is not None  # noqa: S101
        with self._lock:
            try:
                self._child.stdin.write(b"\n")
                self._child.stdin.flush()
                length = int.from_bytes(self._child.stdout.read(_LENGTH_BYTES), "big")
                picture = self._child.stdout.read(length)
            except (OSError, ValueError) as error:
                raise CameraError("The simulated street is not drawn any more: restart the demo.") from error
        if not picture:
            raise CameraError("The simulated street is not drawn any more: restart the demo.")
        return picture

    def close(self) -> None:
        """Lets the drawing process go; it also ends by itself when we do."""
        self._child.terminate()
        self._child.wait(5.0)
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()


def _draw(seed: int, start: float) -> None:
    """A picture on standard output, its length before it, for each line on standard input."""
    import cv2

    from kiosk.street import Street

    street = Street(seed=seed)
    for _ in iter(sys.stdin.buffer.readline, b""):
        _, jpeg = cv2.imencode(".jpg", street.picture(time.time() - start), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        sys.stdout.buffer.write(len(jpeg).to_bytes(_LENGTH_BYTES, "big") + jpeg.tobytes())
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _draw(int(sys.argv[1]), float(sys.argv[2]))
