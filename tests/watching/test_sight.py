"""The camera's thread keeps its rhythm, opens a lost camera again with growing pauses, and never queues frames."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pytest

from kiosk.errors import CameraError
from kiosk.ports import Frame
from kiosk.settings import CameraSettings
from kiosk.sight import CameraEnded, CameraLost, CameraSeen, Sight

PIXELS = np.zeros((2, 2, 3), np.uint8)


class Clock:
    """Time that passes only when somebody waits; it is also the stop sign, set at `until_s`."""

    def __init__(self, until_s: float) -> None:
        self.now_s, self._until_s = 0.0, until_s
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now_s

    def is_set(self) -> bool:
        return self.now_s >= self._until_s

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.waits.append(round(timeout, 3))
        self.now_s += max(0.0, timeout)
        return self.is_set()


class Recording:
    """A file of frames at the given times."""

    live = False

    def __init__(self, times_s: Iterable[float]) -> None:
        self._times_s: Iterator[float] = iter(times_s)
        self.closed = False

    def read(self, *, not_before_s: float = float("-inf")) -> Frame | None:
        t_s = next((t_s for t_s in self._times_s if t_s >= not_before_s), None)
        return None if t_s is None else Frame(t_s=t_s, pixels=PIXELS)

    def close(self) -> None:
        self.closed = True


class Live:
    """A camera whose newest frame is always of now; it breaks at the given time."""

    live = True

    def __init__(self, clock: Clock, breaks_at_s: float = float("inf")) -> None:
        self._clock, self._breaks_at_s = clock, breaks_at_s

    def read(self, *, not_before_s: float = float("-inf")) -> Frame:
        if self._clock.now_s >= self._breaks_at_s:
            raise CameraError("the cable is out")
        return Frame(t_s=self._clock.now_s, pixels=PIXELS)

    def close(self) -> None:
        pass


def watched(
    open_camera: Callable[[], object], clock: Clock, *, look_s: float = 0.0, frames_per_s: float = 5.0
) -> list[object]:
    """The events of a whole life; a frame looked at becomes its time."""
    events: list[object] = []

    def look(frame: Frame) -> float:
        clock.now_s += look_s
        return round(frame.t_s, 3)

    Sight(
        open_camera=open_camera,  # type: ignore[arg-type]
        look=look,
        put=events.append,
        settings=CameraSettings(retry_first_s=1.0, retry_most_s=8.0),
        frames_per_s=frames_per_s,
        clock=clock,
    ).watch(clock)
    return events


def test_a_live_camera_is_looked_at_as_often_as_asked() -> None:
    clock = Clock(until_s=1.0)
    assert watched(lambda: Live(clock), clock) == [CameraSeen(), 0.0, 0.2, 0.4, 0.6, 0.8]


def test_a_slow_look_skips_frames_and_does_not_catch_up() -> None:
    clock = Clock(until_s=2.0)
    assert watched(lambda: Live(clock), clock, look_s=0.5) == [CameraSeen(), 0.0, 0.5, 1.0, 1.5]


def test_a_recording_plays_at_its_own_pace_and_says_when_it_is_over() -> None:
    clock = Clock(until_s=99.0)
    recording = Recording([10.0, 10.2, 10.9, 12.0])
    assert watched(lambda: recording, clock) == [CameraSeen(), 10.0, 10.2, 10.9, 12.0, CameraEnded()]
    assert clock.now_s == pytest.approx(2.0)
    assert recording.closed


def test_a_recording_of_25_frames_a_second_is_looked_at_5_times_a_second() -> None:
    clock = Clock(until_s=99.0)
    looked = watched(lambda: Recording(i / 25 for i in range(26)), clock)
    assert looked == [CameraSeen(), 0.0, 0.2, 0.4, 0.6, 0.8, 1.0, CameraEnded()]


def test_a_recording_that_is_looked_at_slowly_skips_frames() -> None:
    clock = Clock(until_s=99.0)
    looked = watched(lambda: Recording(i / 10 for i in range(21)), clock, look_s=0.75)
    assert len(looked) <= 5
    assert clock.now_s < 3.0


def test_the_pauses_before_a_lost_camera_is_opened_again_double_up_to_a_limit() -> None:
    clock = Clock(until_s=40.0)

    def absent() -> object:
        raise CameraError("no camera there")

    events = watched(absent, clock)
    pauses = [event.retry_s for event in events if isinstance(event, CameraLost)]
    assert pauses == [1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0, 8.0]
    assert clock.waits == pauses


def test_a_camera_that_works_again_is_told_and_its_next_loss_starts_with_a_short_pause() -> None:
    clock = Clock(until_s=12.0)
    cameras = iter([None, None, Live(clock, breaks_at_s=4.0), Live(clock)])

    def sometimes() -> object:
        camera = next(cameras)
        if camera is None:
            raise CameraError("no camera there")
        return camera

    events = [event for event in watched(sometimes, clock) if not isinstance(event, float)]
    assert events == [
        CameraLost(reason="no camera there", retry_s=1.0),
        CameraLost(reason="no camera there", retry_s=2.0),
        CameraSeen(),
        CameraLost(reason="the cable is out", retry_s=1.0),
        CameraSeen(),
    ]
