"""The newest frame wins: a thread reads a live source as fast as it comes, and older frames are thrown away."""

import threading

from kiosk.errors import CameraError
from kiosk.ports import Camera, Frame
from kiosk.workers import Worker, WorkerFailed

STALL_LIMIT_S = 10.0
_CLOSE_WAIT_S = 1.0
_EARLY = 0.75
"""Of the period: pictures are made a little more often than they are taken, because frames do not come evenly."""


class NewestFrame:
    """Wraps a live camera so that `read` gives the newest frame not yet given, and nothing is ever queued.

    Every frame is taken from the source, or the newest would wait behind older ones; pictures are made of those only
    that are wanted: one in `period_s` seconds or a few more.
    """

    live = True

    def __init__(self, source: Camera, *, period_s: float = 0.0, stall_limit_s: float = STALL_LIMIT_S) -> None:
        self._source, self._period_s, self._limit_s = source, period_s, stall_limit_s
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._failure: CameraError | None = None
        self._closed = False
        self._reader = Worker("camera-reader", self._read_all, self._died).start()

    def read(self, *, not_before_s: float = float("-inf")) -> Frame | None:
        """The newest frame, waiting for one that was not given before; None once closed.

        Raises:
            CameraError: the source failed, or nothing came for `stall_limit_s`.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._frame or self._failure or self._closed, self._limit_s)
            frame, self._frame = self._frame, None
            if self._closed:
                return None
            if frame is not None:
                return frame
            if self._failure is not None:
                raise self._failure
        raise CameraError(f"No picture came for {self._limit_s:.0f} s: check the camera and its cable.")

    def close(self) -> None:
        """Lets the source go; a reader that hangs in the vendor's code closes it when it returns."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._reader.stop(wait_s=_CLOSE_WAIT_S)

    def _read_all(self, stop: threading.Event) -> None:
        due_s = float("-inf")
        try:
            while not stop.is_set():
                frame = self._source.read(not_before_s=due_s)
                if frame is None:
                    raise CameraError("The stream has ended: check that the camera is switched on.")
                due_s = frame.t_s + self._period_s * _EARLY
                with self._changed:
                    self._frame = frame
                    self._changed.notify_all()
        except CameraError as error:
            self._fail(error)
        finally:
            self._source.close()

    def _died(self, event: object) -> None:
        reason = event.error if isinstance(event, WorkerFailed) else str(event)
        self._fail(CameraError(f"The camera could not be read ({reason}): start the service again."))

    def _fail(self, failure: CameraError) -> None:
        with self._changed:
            self._failure = failure
            self._changed.notify_all()
