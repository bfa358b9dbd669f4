"""What becomes of a car that stands while something happens to the camera: the eye and the core together.

The street is drawn and its car is magenta, so that a detector of four lines finds it where it really is.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

import cv2
import numpy as np
import pytest

from kiosk.domain.clock import Now
from kiosk.domain.detections import KeepInSight
from kiosk.domain.geometry import Box, iou
from kiosk.domain.incidents import Incident
from kiosk.domain.venue import Zone, Zones
from kiosk.domain.watch_core import PublishIncident, WatchCore
from kiosk.domain.watch_events import AnnouncementHeard, SightLost, ZonesChanged
from kiosk.domain.words import Words
from kiosk.eye import Eye
from kiosk.ports import Detection, Frame, Pixels
from kiosk.street import empty_street

LOOK_S = 0.5
SIZE = (480, 270)
CAR: Box = (0.40, 0.62, 0.56, 0.80)
ZONE = Zone(
    id="kerb",
    place=Words(fr="devant l'entrée", en="by the door"),
    polygon=((0.36, 0.70), (0.60, 0.70), (0.60, 0.82), (0.36, 0.82)),
    dwell_s=5.0,
)
"""Hardly larger than the car: where the picture is shifted and not moved back, its wheels stand outside."""
Change = Callable[[Pixels], Pixels]


class MagentaCars:
    """A detector that finds what is magenta."""

    name = "magenta"
    whole = False

    def detect(self, frame: Frame) -> Sequence[Detection]:
        """One box around all that is magenta."""
        blue, green, red = (frame.pixels[..., channel].astype(np.int16) for channel in range(3))
        rows, columns = np.nonzero((blue - green > 60) & (red - green > 60))
        if rows.size < 50:
            return []
        height, width = frame.pixels.shape[:2]
        box = (columns.min() / width, rows.min() / height, (columns.max() + 1) / width, (rows.max() + 1) / height)
        return [Detection(box=tuple(map(float, box)), score=0.8, label="car")]  # type: ignore[arg-type]


class Window:
    """A camera at a window, its eye and the core; it says what was told of the car."""

    def __init__(self) -> None:
        self.zones = Zones(zones=(ZONE,), version=1)
        numbers = count(1)
        self.core = WatchCore(self.zones, new_id=lambda: str(next(numbers)))
        self.eye = Eye(self.zones, MagentaCars())
        self.t_s = 0.0
        self.said: list[Incident] = []
        self.conditions: list[str] = []
        self._street = np.asarray(cv2.resize(empty_street(), SIZE, interpolation=cv2.INTER_AREA), np.uint8)

    @property
    def states(self) -> list[str]:
        """Incident and state of everything told: `1 noticed`."""
        return [f"{one.id} {one.state}" for one in self.said]

    def see(self, lasts_s: float, *, car: bool, change: Change = lambda pixels: pixels) -> None:
        """The street for a while, through a camera to which something is done."""
        for _ in range(round(lasts_s / LOOK_S)):
            looked = self.eye.look(Frame(t_s=self.t_s, pixels=change(self.picture(car))))
            self.conditions += [looked.condition] if self.conditions[-1:] != [looked.condition] else []
            self.tell(looked)
            self.t_s += LOOK_S

    def draw(self, zones: Zones) -> None:
        """The owner draws other zones."""
        self.zones = zones
        self.eye.use(zones)
        self.tell(ZonesChanged(zones=zones))

    def tell(self, event: object) -> None:
        """The core takes an event in."""
        now = Now(mono_s=self.t_s, utc=datetime(2026, 11, 24, 12, tzinfo=UTC) + timedelta(seconds=self.t_s))
        for effect in self.core.handle(event, now):
            if isinstance(effect, KeepInSight):
                self.eye.keep_in_sight(effect)
            elif isinstance(effect, PublishIncident):
                self.said.append(effect.incident)

    def picture(self, car: bool) -> Pixels:
        """What the street looks like now."""
        pixels = self._street.copy()
        if car:
            x0, y0, x1, y1 = (round(v * SIZE[i % 2]) for i, v in enumerate(CAR))
            cv2.rectangle(pixels, (x0, y0), (x1 - 1, y1 - 1), (200, 60, 200), -1)
            cv2.rectangle(pixels, (x0 + 8, y0 + 6), (x1 - 9, y0 + 20), (120, 10, 120), -1)
            cv2.rectangle(pixels, (x0 + 10, y1 - 10), (x0 + 20, y1 - 1), (110, 0, 110), -1)
        noise = np.random.default_rng(round(self.t_s / LOOK_S)).integers(-3, 4, pixels.shape)
        return np.clip(pixels + noise, 0, 255).astype(np.uint8)


@pytest.fixture
def window() -> Window:
    """A quiet street, and then a car that was raised."""
    window = Window()
    window.see(12, car=False)
    window.see(10, car=True)
    assert window.states == ["1 noticed", "1 raised"]
    return window


def turned(x: float, y: float) -> Change:
    """A camera that was turned by shares of the width and height."""
    aside = np.array([[1, 0, x * SIZE[0]], [0, 1, y * SIZE[1]]], float)
    return lambda pixels: np.asarray(cv2.warpAffine(pixels, aside, SIZE, borderMode=cv2.BORDER_REFLECT_101), np.uint8)


BLINDING: dict[str, Change] = {
    "covered": lambda pixels: np.full_like(pixels, 120),
    "black": lambda pixels: pixels // 60,
    "unfocused": lambda pixels: np.asarray(cv2.GaussianBlur(pixels, (0, 0), 9.0), np.uint8),
    "moved": turned(0.25, 0.05),
}


@pytest.mark.parametrize("word", BLINDING)
def test_a_car_that_stands_through_it_is_the_same_incident_and_never_left(window: Window, word: str) -> None:
    window.see(20, car=True, change=BLINDING[word])
    window.see(8, car=True)
    assert window.states == ["1 noticed", "1 raised", "1 lost_sight", "1 raised"]
    assert window.conditions == ["ok", "unsure", word, "ok"]


@pytest.mark.parametrize("word", BLINDING)
def test_a_car_that_drives_off_meanwhile_has_left_only_once_its_place_is_seen(window: Window, word: str) -> None:
    window.see(20, car=False, change=BLINDING[word])
    assert window.states[-1] == "1 lost_sight"
    window.see(15, car=False)
    assert window.states == ["1 noticed", "1 raised", "1 lost_sight", "1 left"]


def test_a_picture_that_freezes_is_lost_sight_and_not_a_car_that_stands_for_ever(window: Window) -> None:
    still = window.picture(True)
    window.see(40, car=True, change=lambda _: still)
    assert window.states[-1] == "1 lost_sight"
    window.see(15, car=False)
    assert window.states[-2:] == ["1 lost_sight", "1 left"]
    assert window.conditions == ["ok", "unsure", "frozen", "ok"]


def test_a_hand_that_waves_before_the_lens_is_nobodys_business(window: Window) -> None:
    for _ in range(4):
        window.see(1, car=True, change=BLINDING["covered"])
        window.see(3, car=True)
    assert window.states == ["1 noticed", "1 raised"]


def test_a_camera_that_comes_back_covered_is_still_unknown_before_it_is_told(window: Window) -> None:
    window.tell(SightLost(reason="camera-away"))
    window.see(1, car=True, change=BLINDING["covered"])
    assert window.conditions[-1] == "unsure"
    window.tell(AnnouncementHeard(incident_id="1"))
    assert window.states[2:] == ["1 lost_sight"] * 2, "what was said to it is counted, and nothing is claimed of it"


def test_after_a_small_knock_the_car_stays_where_it_was_and_its_going_is_seen(window: Window) -> None:
    before = window.said[-1].outline
    window.see(15, car=True, change=turned(0.06, -0.04))
    window.see(15, car=False, change=turned(0.06, -0.04))
    assert window.conditions == ["ok", "unsure", "shifted"]
    assert window.states == ["1 noticed", "1 raised", "1 left"]
    window.see(15, car=True, change=turned(0.06, -0.04))
    assert window.states[-2:] == ["2 noticed", "2 raised"]
    assert iou(window.said[-1].outline, before) > 0.8


def test_zones_drawn_on_the_turned_picture_are_watched_there(window: Window) -> None:
    away = turned(0.25, 0.05)
    window.see(10, car=False, change=away)
    assert window.conditions[-1] == "moved"
    there = tuple((x + 0.25, y + 0.05) for x, y in ZONE.polygon)
    window.draw(Zones(zones=(Zone(id="kerb", place=ZONE.place, polygon=there, dwell_s=5.0),), version=2))
    window.see(10, car=False, change=away)
    assert window.conditions[-1] == "ok"
    window.see(12, car=True, change=away)
    assert window.states[-2:] == ["2 noticed", "2 raised"]


def test_zones_that_come_again_or_only_with_another_dwell_do_not_make_the_turned_picture_the_right_one(
    window: Window,
) -> None:
    window.see(10, car=True, change=turned(0.25, 0.05))
    window.draw(Zones(zones=(ZONE,), version=1))
    window.draw(Zones(zones=(Zone(id="kerb", place=ZONE.place, polygon=ZONE.polygon, dwell_s=9.0),), version=2))
    window.see(10, car=True, change=turned(0.25, 0.05))
    assert window.conditions[-1] == "moved"
