"""The camera's thread keeps its rhythm, opens a lost camera again with growing pauses, and never queues frames."""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import numpy as np
import pytest

from kiosk.domain.detections import FrameLooked
from kiosk.errors import CameraError
from kiosk.messages.status import Measured, PartHealth
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

    sight_of(open_camera, clock, look, events.append, frames_per_s=frames_per_s).watch(clock)
    return events


def sight_of(
    open_camera: Callable[[], object],
    clock: Clock,
    look: Callable[[Frame], object],
    put: Callable[[object], None],
    frames_per_s: float = 5.0,
) -> Sight:
    return Sight(
        open_camera=open_camera,  # type: ignore[arg-type]
        look=look,
        put=put,
        settings=CameraSettings(retry_first_s=1.0, retry_most_s=8.0),
        frames_per_s=frames_per_s,
        clock=clock,
    )


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

    events = [event for event in watched(sometimes, clock) if isinstance(event, CameraSeen | CameraLost)]
    assert events == [
        CameraLost(reason="no camera there", retry_s=1.0),
        CameraLost(reason="no camera there", retry_s=2.0),
        CameraSeen(),
        CameraLost(reason="the cable is out", retry_s=1.0),
        CameraSeen(),
    ]


def pace_of(events: list[object]) -> list[PartHealth]:
    return [event for event in events if isinstance(event, PartHealth)]


def test_looking_that_cannot_keep_up_says_so_with_its_figures() -> None:
    clock = Clock(until_s=25.0)
    events = watched(lambda: Live(clock), clock, look_s=0.5)
    slow = PartHealth(part="pace", state="degraded", code="watching-slowly", detail="about 2 of 5 frames a second")
    assert pace_of(events) == [slow, slow]
    assert Measured(name="frames_per_s", value=2.0) in events


def test_looking_that_keeps_up_says_its_rate() -> None:
    clock = Clock(until_s=12.0)
    events = watched(lambda: Live(clock), clock, look_s=0.1)
    assert pace_of(events) == [PartHealth(part="pace", state="ok")]
    assert Measured(name="frames_per_s", value=5.0) in events


def test_it_is_slow_until_there_is_room_again() -> None:
    clock = Clock(until_s=60.0)
    events: list[object] = []

    def look(frame: Frame) -> None:
        clock.now_s += 0.3 if frame.t_s < 15 else 0.18 if frame.t_s < 35 else 0.05  # of a period of 0.2 s

    sight_of(lambda: Live(clock), clock, look, events.append).watch(clock)
    assert [health.code for health in pace_of(events)] == ["watching-slowly"] * 3 + ["ok"] * 2


def test_a_source_that_gives_few_frames_is_not_our_slowness() -> None:
    clock = Clock(until_s=99.0)
    events = watched(lambda: Recording(float(i) for i in range(30)), clock, look_s=0.1)
    assert {health.code for health in pace_of(events)} == {"ok"}


def test_a_hot_computer_looks_half_as_often_until_it_is_cool() -> None:
    clock = Clock(until_s=6.0)
    looked: list[float] = []

    def look(frame: Frame) -> None:
        looked.append(round(frame.t_s, 3))
        sight.spare(1.9 <= frame.t_s < 3.9)

    sight = sight_of(lambda: Live(clock), clock, look, lambda event: None)
    sight.watch(clock)
    assert [round(b - a, 1) for a, b in pairwise(looked)] == [0.2] * 10 + [0.4] * 5 + [0.2] * 9


@pytest.mark.parametrize(("frames_per_s", "calm_s"), [(5.0, 0.4), (2.0, 0.5)])
def test_a_calm_street_is_looked_at_less_often_until_something_moves(frames_per_s: float, calm_s: float) -> None:
    clock = Clock(until_s=6.0)
    looked: list[float] = []

    def look(frame: Frame) -> FrameLooked:
        looked.append(round(frame.t_s, 3))
        return FrameLooked(t_s=frame.t_s, calm=frame.t_s < 2.9)

    sight_of(lambda: Live(clock), clock, look, lambda event: None, frames_per_s=frames_per_s).watch(clock)
    gaps = [round(b - a, 1) for a, b in pairwise(looked)]
    assert set(gaps[: len([t_s for t_s in looked if t_s < 2.9])]) == {calm_s}
    assert set(gaps[len([t_s for t_s in looked if t_s < 2.9]) :]) == {round(1 / frames_per_s, 1)}


def test_the_time_without_a_camera_is_not_counted_as_slow_looking() -> None:
    clock = Clock(until_s=30.0)
    cameras = iter([Live(clock, breaks_at_s=5.0), Live(clock)])
    events = watched(lambda: next(cameras), clock, look_s=0.05)
    assert Measured(name="frames_per_s", value=5.0) in events
    assert {health.code for health in pace_of(events)} == {"ok"}
