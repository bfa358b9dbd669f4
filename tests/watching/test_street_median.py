"""The picture of the empty street: who passes is gone, what stands is there, and it is never larger than 1 MiB."""

from collections.abc import Callable, Sequence
from functools import cache

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.adapters.detection import MotionDetector, open_detector
from kiosk.domain.picture import GATHER_S, StreetGathered
from kiosk.domain.venue import Zones
from kiosk.eye import Eye
from kiosk.models import model_file
from kiosk.ports import Detection, Detector, Frame, Pixels
from kiosk.settings import Settings
from kiosk.street import Street, empty_street
from kiosk.street_median import MAX_JPEG_BYTES, StreetMedian, median


@cache
def real_detector() -> Detector:
    return open_detector(Settings().detection, model_file(Settings()))


def gathered(picture_at: Callable[[float], Pixels], detector: Detector) -> bytes:
    """The picture that comes of looking 5 times a second."""
    street = StreetMedian(detector)
    for number in range(round(GATHER_S * 5 * 1.2)):
        jpeg = street.see(Frame(t_s=number / 5, pixels=picture_at(number / 5)))
        if jpeg:
            assert number / 5 >= GATHER_S * 0.9
            return jpeg
    pytest.fail("no picture came")


def pixels_of(jpeg: bytes) -> Pixels:
    pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    return np.asarray(pixels, np.uint8)


def as_jpeg(pixels: Pixels) -> Pixels:
    """What JPEG makes of it: edges are not the same any more."""
    return pixels_of(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes())


def unlike(a: Pixels, b: Pixels) -> float:
    """Mean difference of grey levels; 3 is what JPEG leaves."""
    return float(np.abs(a.astype(int) - b.astype(int)).mean())


def part(pixels: Pixels, box: Sequence[float]) -> Pixels:
    height, width = pixels.shape[:2]
    x0, y0, x1, y1 = (min(1.0, max(0.0, edge)) for edge in box)
    return pixels[int(y0 * height) : int(y1 * height), int(x0 * width) : int(x1 * width)]


def test_moving_cars_and_pedestrians_of_the_street_are_gone_and_the_parked_one_is_there() -> None:
    street, empty = Street(seed=1), empty_street()
    parked = next(s for s in street.stops(600.0) if s.until_s - s.from_s > GATHER_S * 1.3)
    begin_s = parked.from_s + 1.0
    shown = pixels_of(gathered(lambda t_s: street.picture(begin_s + t_s), real_detector()))
    elsewhere = np.ones(empty.shape[:2], bool)
    part(elsewhere, (parked.box[0] - 0.03, parked.box[1] - 0.03, parked.box[2] + 0.03, parked.box[3] + 0.06))[:] = False  # type: ignore[arg-type]
    was_there = np.zeros(empty.shape[:2], bool)
    for number in range(100):
        was_there |= np.abs(street.picture(begin_s + number / 5).astype(int) - empty).max(axis=2) > 40
    assert (was_there & elsewhere).sum() > 20_000, "nobody passed: the test shows nothing"
    still_there = np.abs(shown.astype(int) - as_jpeg(empty)).max(axis=2) > 40
    assert (still_there & elsewhere).sum() < 20
    assert unlike(part(shown, parked.box), part(street.picture(begin_s + 10.0), parked.box)) < 6.0
    assert unlike(part(shown, parked.box), part(empty, parked.box)) > 12.0


def test_a_pedestrian_is_gone_even_without_a_detector_that_knows_people() -> None:
    street, empty = Street(seed=3), empty_street()
    shown = pixels_of(gathered(lambda t_s: street.picture(t_s + 2.0), MotionDetector()))
    pavement = (0.0, 0.52, 1.0, 0.6)
    walked = max(unlike(part(street.picture(t + 2.0), pavement), part(empty, pavement)) for t in range(20))
    assert unlike(part(shown, pavement), part(empty, pavement)) < max(3.0, walked / 2)


class Finds:
    """A detector that finds the same in every crop of one size; it sees crops, as the real one does."""

    name, whole = "finds", False

    def __init__(self, found: Callable[[float], Sequence[Detection]], side: int) -> None:
        self._found, self._side = found, side

    def detect(self, frame: Frame) -> Sequence[Detection]:
        return self._found(frame.t_s) if frame.pixels.shape[0] == self._side else ()


def test_somebody_who_stands_there_all_the_time_is_grey() -> None:
    here = Detection(box=(0.4, 0.2, 0.5, 0.4), score=0.6, label="person")
    picture = np.full((320, 320, 3), 60, np.uint8)
    picture[64:128, 128:160] = (20, 30, 220)
    shown = pixels_of(gathered(lambda _: picture, Finds(lambda _: [here], 320)))
    assert unlike(shown[64:128, 128:160], np.full((64, 32, 3), 127, np.uint8)) < 4.0
    assert unlike(shown[200:], picture[200:]) < 3.0


def test_a_vehicle_that_stands_stays_and_one_that_moves_is_left_out() -> None:
    stands = Detection(box=(0.1, 0.1, 0.3, 0.3), score=0.6, label="car")
    picture = np.full((320, 320, 3), 60, np.uint8)
    picture[32:96, 32:96] = 200

    def seen(t_s: float) -> Pixels:
        pixels = picture.copy()
        if t_s < 13.0:  # longer than half of the time: a median alone would show it
            pixels[200:260, 20 + int(t_s) * 15 : 120 + int(t_s) * 15] = 255
            pixels[200:260, 100:120] = 255
        return pixels

    def found(t_s: float) -> Sequence[Detection]:
        x = (20 + int(t_s) * 15) / 320
        moves = Detection(box=(min(x, 100 / 320), 0.62, min(1.0, x + 100 / 320), 0.82), score=0.6, label="car")
        return [stands, moves] if t_s < 13.0 else [stands]

    shown = pixels_of(gathered(seen, Finds(found, 320)))
    assert unlike(shown[36:92, 36:92], picture[36:92, 36:92]) < 4.0
    assert unlike(shown[200:260], picture[200:260]) < 4.0


@settings(max_examples=30)
@given(values=st.lists(st.integers(0, 255), min_size=1, max_size=9), data=st.data())
def test_a_pixel_is_the_middle_one_of_those_that_count(values: list[int], data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values)))
    frames = [np.full((2, 2, 3), value, np.uint8) for value in values]
    left_out = [[] if count else [(0.0, 0.0, 1.0, 1.0)] for count in counts]
    kept = sorted(value for value, count in zip(values, counts, strict=True) if count)
    wanted = kept[(len(kept) - 1) // 2] if kept else 127
    assert (median(frames, left_out) == wanted).all()


@pytest.mark.parametrize("shape", [(1080, 1920), (1920, 1080), (90, 160), (1, 1)])
def test_the_picture_is_at_most_960_pixels_and_1_mib_whatever_the_camera_gives(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (*shape, 3), np.uint8)
    jpeg = gathered(lambda _: noise, MotionDetector())
    assert len(jpeg) <= MAX_JPEG_BYTES
    assert max(pixels_of(jpeg).shape[:2]) == min(960, max(shape))


def test_an_eye_gathers_only_while_it_is_told_to_and_gives_one_picture() -> None:
    given_out: list[object] = []
    eye = Eye(Zones(zones=()), MotionDetector(), given_out.append)
    picture = np.full((90, 160, 3), 60, np.uint8)
    clock = iter(range(1000))

    def look(frames: int) -> int:
        before = len(given_out)
        for _ in range(frames):
            eye.look(Frame(t_s=float(next(clock)), pixels=picture))
        return len(given_out) - before

    assert look(60) == 0
    eye.gather(True)
    assert look(60) == 1
    eye.gather(True)
    look(20)
    eye.gather(False)
    assert look(60) == 0
    eye.gather(True)
    assert look(20) == 0, "frames from before were kept"
    assert look(40) == 1
    assert all(isinstance(one, StreetGathered) for one in given_out)
