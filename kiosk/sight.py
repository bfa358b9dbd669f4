"""The watcher's eye: reads the camera in a thread, looks at some frames, and opens a lost camera again."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.domain.detections import FrameLooked
from kiosk.domain.pace import Pace, PaceMeasured, until_next_s
from kiosk.errors import CameraError
from kiosk.messages.status import Measured, PartHealth
from kiosk.ports import Camera, Frame, StopSign
from kiosk.settings import CameraSettings


@dataclass(frozen=True, kw_only=True)
class CameraSeen:
    """The camera gives pictures (again)."""


@dataclass(frozen=True, kw_only=True)
class CameraLost:
    """The camera gives no pictures; it is tried again in `retry_s`."""

    reason: str
    retry_s: float


@dataclass(frozen=True, kw_only=True)
class CameraEnded:
    """The recording is over; `reason` says why, where that was not its end."""

    reason: str = ""


class Sight:
    """The work of the camera's thread: `look` makes an event (or None) of each frame that is looked at.

    A live source is looked at `frames_per_s` times a second, always at its newest frame; a recording plays at its own
    pace and is looked at as often. Either way a slow look skips frames and never queues them.
    """

    def __init__(
        self,
        *,
        open_camera: Callable[[], Camera],
        look: Callable[[Frame], object | None],
        put: Callable[[object], None],
        settings: CameraSettings,
        frames_per_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_camera, self._look, self._put = open_camera, look, put
        self._settings, self._period_s, self._clock = settings, 1.0 / frames_per_s, clock
        self._tries = 0
        self._pace = Pace()
        self._sparing = False
        self._calm = False

    def spare(self, on: bool) -> None:
        """Looks half as often while it is on; may be called from any thread."""
        self._sparing = on

    def watch(self, stop: StopSign) -> None:
        """Works until `stop` is set or the recording is over."""
        while not stop.is_set():
            try:
                self._watch_one_camera(stop)
            except CameraError as error:
                retry_s = min(self._settings.retry_most_s, self._settings.retry_first_s * 2.0**self._tries)
                self._tries = min(self._tries + 1, 32)
                self._pace.paused()
                self._put(CameraLost(reason=str(error), retry_s=retry_s))
                stop.wait(retry_s)
            else:
                return

    def _watch_one_camera(self, stop: StopSign) -> None:
        camera = self._open_camera()
        try:
            frames = self._newest(camera, stop) if camera.live else self._played(camera, stop)
            for number, frame in enumerate(frames):
                if number == 0:
                    self._tries = 0
                    self._put(CameraSeen())
                self._look_at(frame)
            if not stop.is_set():
                self._put(CameraEnded())
        except CameraError as error:
            if camera.live:
                raise
            self._put(CameraEnded(reason=str(error)))  # a damaged recording is not mended by playing it again
        finally:
            camera.close()

    def _look_at(self, frame: Frame) -> None:
        started_s = self._clock()
        event = self._look(frame)
        self._calm = isinstance(event, FrameLooked) and event.calm
        if event is not None:
            self._put(event)
        measured = self._pace.looked(started_s, self._clock(), self._period())
        if measured is not None:
            self._put(Measured(name="frames_per_s", value=round(measured.per_s, 1)))
            self._put(_health(measured))

    def _period(self) -> float:
        return self._period_s * (2.0 if self._sparing else 1.0)

    def _until_next_s(self) -> float:
        return until_next_s(self._period(), calm=self._calm)

    def _newest(self, camera: Camera, stop: StopSign) -> Iterator[Frame]:
        due_s = self._clock()
        while not stop.is_set() and (frame := camera.read()) is not None:
            yield frame
            # After a slow look the rhythm starts anew: what was missed is not caught up.
            due_s = max(due_s + self._until_next_s(), self._clock())
            stop.wait(due_s - self._clock())

    def _played(self, camera: Camera, stop: StopSign) -> Iterator[Frame]:
        started_s: float | None = None
        due_t_s = float("-inf")
        while not stop.is_set() and (frame := camera.read(not_before_s=due_t_s)) is not None:
            if started_s is None:
                started_s = self._clock() - frame.t_s
            ahead_s = frame.t_s - (self._clock() - started_s)
            if ahead_s > 0 and stop.wait(ahead_s):
                return
            yield frame
            # Half a frame of tolerance, or a rate that does not divide the file's would be looked at too seldom.
            due_t_s = max(frame.t_s, self._clock() - started_s) + self._until_next_s() * 0.95


def _health(measured: PaceMeasured) -> PartHealth:
    if not measured.slow:
        return PartHealth(part="pace", state="ok")
    # Rounded: each change of the detail is published, and a tenth more or less is no news.
    figures = f"about {round(measured.per_s) or 'less than 1'} of {measured.wanted_per_s:g} frames a second"
    return PartHealth(part="pace", state="degraded", code="watching-slowly", detail=figures)
