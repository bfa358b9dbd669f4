"""When the detector is spent, what is said of a frame, and that it is numbers only."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest

from kiosk.domain.detections import FrameLooked, KeepInSight, Sighting
from kiosk.eye import Eye
from kiosk.looking import Looker
from kiosk.ports import Detection, Frame, Pixels
from kiosk.street import Street, demo_zones, empty_street

FPS = 5
CAR_STOPS_S, CAR_BOX = 7.0, (0.24, 0.77, 0.49, 0.88)


class Counting:
    """A detector that counts how often it is asked; it sees a car in every crop when `sees` is set."""

    name = "counting"
    whole = False

    def __init__(self) -> None:
        self.runs = 0
        self.sees: tuple[Detection, ...] = ()

    def detect(self, frame: Frame) -> Sequence[Detection]:
        """The same answer each time."""
        assert frame.pixels.shape[0] == frame.pixels.shape[1], "crops are square"
        self.runs += 1
        return self.sees


@pytest.fixture
def detector() -> Counting:
    return Counting()


@pytest.fixture
def looker(detector: Counting) -> Looker:
    return Looker(demo_zones(), detector)


def empty_frames(count: int) -> Iterator[Frame]:
    """The empty street with a sensor's noise."""
    street, noise = empty_street().astype(np.int16), np.random.default_rng(5)
    for number in range(count):
        grain = noise.normal(0, 3, (*street.shape[:2], 1)).astype(np.int16)
        yield Frame(t_s=number / FPS, pixels=np.clip(street + grain, 0, 255).astype(np.uint8))


def test_an_empty_street_costs_no_search_but_one_now_and_then(looker: Looker, detector: Counting) -> None:
    looks = [looker.look(frame) for frame in empty_frames(100)]
    assert sum(one.runs for one in looks) == detector.runs
    sweeps = sum(one.swept for one in looks)
    assert 1 <= sweeps <= 3, "20 s: at the start and every 10 s"
    assert sum(one.runs == 0 for one in looks) >= 80


def test_a_vehicle_is_searched_for_where_it_comes_to_rest_and_not_while_it_drives(looker: Looker) -> None:
    for frame in empty_frames(20):
        looker.look(frame)
    street = Street(seed=1)
    looks = [
        looker.look(Frame(t_s=4.0 + number / FPS, pixels=street.picture(CAR_STOPS_S - 1.0 + number / FPS)))
        for number in range(15)
    ]
    assert sum(one.runs for one in looks[:5]) <= 3, "it drives"
    x0, y0, x1, y1 = CAR_BOX
    stands = [one for one in looks if any(a <= x0 and b <= y0 and c >= x1 and d >= y1 for a, b, c, d in one.searched)]
    assert abs(stands[0].t_s - 5.0) <= 1.0, "within a second of its stop"


def test_without_zones_nothing_is_looked_at(detector: Counting) -> None:
    looker = Looker(type(demo_zones())(zones=()), detector)
    assert looker.look(Frame(t_s=1.0, pixels=empty_street())) == FrameLooked(t_s=1.0)
    assert detector.runs == 0


def test_a_camera_that_changes_its_size_is_looked_at_anew(looker: Looker) -> None:
    parked = Street(seed=1).picture(CAR_STOPS_S + 2)
    looker.look(Frame(t_s=0.0, pixels=parked))
    looker.keep_in_sight(KeepInSight(boxes={"a": CAR_BOX}))
    small: Pixels = np.ascontiguousarray(parked[::4, ::4])
    assert looker.look(Frame(t_s=1.0, pixels=small)).runs > 0
    again = looker.look(Frame(t_s=2.0, pixels=small)).likenesses["a"].same
    assert again is not None and again > 0.9


def _values(thing: Any) -> Iterator[Any]:
    if is_dataclass(thing):
        for field in fields(thing):
            yield from _values(getattr(thing, field.name))
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from (key, *_values(value))
    elif isinstance(thing, tuple | frozenset):
        for value in thing:
            yield from _values(value)
    else:
        yield thing


def test_what_is_said_of_a_frame_is_numbers_and_words_never_pixels(looker: Looker, detector: Counting) -> None:
    detector.sees = (Detection(box=(0.3, 0.4, 0.7, 0.6), score=0.9, label="car"),)
    street = Street(seed=1)
    looker.look(Frame(t_s=0.0, pixels=street.picture(CAR_STOPS_S + 2)))
    looker.keep_in_sight(KeepInSight(boxes={"a": CAR_BOX}))
    looked = looker.look(Frame(t_s=10.0, pixels=street.picture(CAR_STOPS_S + 3)))
    assert looked.sightings and looked.likenesses
    assert {type(value) for value in _values(looked)} <= {float, int, bool, str, type(None)}
    assert all(isinstance(one, Sighting) for one in looked.sightings)


def test_a_place_that_is_kept_in_sight_is_the_same_while_the_car_stands_and_not_when_it_has_gone(
    looker: Looker,
) -> None:
    street = Street(seed=1)
    stop = street.stops(60.0)[0]
    looker.look(Frame(t_s=stop.from_s, pixels=street.picture(stop.from_s + 1)))
    looker.keep_in_sight(KeepInSight(boxes={"a": stop.box}))
    standing = looker.look(Frame(t_s=stop.from_s + 20, pixels=street.picture(stop.from_s + 20))).likenesses["a"].same
    gone = looker.look(Frame(t_s=stop.until_s + 20, pixels=empty_street())).likenesses["a"].same
    assert standing is not None and standing >= 0.6
    assert gone is not None and gone < 0.5


def test_new_zones_do_not_lose_sight_of_the_cars_that_stand(detector: Counting) -> None:
    street, zones = Street(seed=1), demo_zones()
    at: Callable[[float], Frame] = lambda t_s: Frame(t_s=t_s, pixels=street.picture(CAR_STOPS_S + t_s))  # noqa: E731
    eye = Eye(zones, detector, print)
    eye.look(at(1.0))
    eye.keep_in_sight(KeepInSight(boxes={"a": CAR_BOX}))
    assert "a" in eye.look(at(1.2)).likenesses
    eye.use(type(zones)(zones=zones.zones[:1], version=2))
    eye.look(at(1.4))
    likeness = eye.look(at(1.6)).likenesses["a"]
    assert likeness.same is not None and likeness.same > 0.6
