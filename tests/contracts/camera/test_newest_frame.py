"""Of a live source only the newest frame is ever given."""

import threading

import numpy as np
import pytest

from kiosk.adapters.camera.newest import NewestFrame
from kiosk.errors import CameraError
from kiosk.ports import Frame

PIXELS = np.zeros((2, 2, 3), np.uint8)


class Tap:
    """A live source that gives frames 0, 1, 2... as fast as it is let."""

    live = True

    def __init__(self, frames: int) -> None:
        self.given = threading.Event()
        self.go_on = threading.Event()
        self.closed = threading.Event()
        self._left = iter(range(frames))

    def read(self, *, not_before_s: float = float("-inf")) -> Frame | None:
        number = next(self._left, None)
        if number is None:
            self.given.set()
            self.go_on.wait(10)
            return None
        return Frame(t_s=float(number), pixels=PIXELS)

    def close(self) -> None:
        self.closed.set()


def test_a_slow_reader_gets_the_newest_frame_and_none_of_the_older_ones() -> None:
    tap = Tap(frames=50)
    camera = NewestFrame(tap)
    assert tap.given.wait(10)
    frame = camera.read()
    assert frame is not None and frame.t_s == 49.0
    tap.go_on.set()
    with pytest.raises(CameraError, match="The stream has ended"):
        camera.read()
    assert tap.closed.wait(10)


def test_pictures_are_made_a_little_more_often_than_they_are_looked_at_and_no_more() -> None:
    asked: list[float] = []

    class Noted(Tap):
        def read(self, *, not_before_s: float = float("-inf")) -> Frame | None:
            asked.append(not_before_s)
            return super().read()

    tap = Noted(frames=3)
    camera = NewestFrame(tap, period_s=0.2)
    assert tap.given.wait(10)
    tap.go_on.set()
    camera.close()
    assert asked == pytest.approx([float("-inf"), 0.15, 1.15, 2.15])


def test_a_source_that_says_nothing_is_an_error_after_the_limit() -> None:
    tap = Tap(frames=0)
    camera = NewestFrame(tap, stall_limit_s=0.05)
    with pytest.raises(CameraError, match="No picture came"):
        camera.read()
    tap.go_on.set()
    camera.close()
    assert tap.closed.wait(10)


def test_closing_wakes_whoever_waits_for_a_frame() -> None:
    tap = Tap(frames=0)
    camera = NewestFrame(tap)
    got: list[Frame | None] = []
    reader = threading.Thread(target=lambda: got.append(camera.read()))
    reader.start()
    tap.go_on.set()
    camera.close()
    reader.join(10)
    assert not reader.is_alive()


def test_a_source_that_fails_in_a_way_nobody_expected_is_a_camera_error() -> None:
    class Broken(Tap):
        def read(self, *, not_before_s: float = float("-inf")) -> Frame | None:
            raise RuntimeError("a driver's surprise")

    with pytest.raises(CameraError, match="a driver's surprise"):
        NewestFrame(Broken(frames=0)).read()
