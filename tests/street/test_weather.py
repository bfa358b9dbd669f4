"""What light, weather and lens make of a picture."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.street import empty_street
from kiosk.street.brush import Pixels
from kiosk.street.lens import Compressed, Infrared, Knock, Noise, Sway
from kiosk.street.light import Dusk, Effect, Exposure, Lamp, Moment, Night, Sweep
from kiosk.street.shadows import Clouds, Leaves
from kiosk.street.weather import Rain, Snow, snowy_backdrop, wet_backdrop

EFFECTS: dict[str, Effect] = {
    "night": Night(sweeps=(Sweep(from_s=0, until_s=9, y=0.8, from_x=0.1, to_x=0.9),), wet=True),
    "dusk": Dusk(),
    "exposure": Exposure(steps=((2.0, 0.5), (6.0, 1.5))),
    "clouds": Clouds(speed=0.05),
    "leaves": Leaves(seed=1),
    "rain": Rain(),
    "snow": Snow(),
    "infrared": Infrared(from_s=3.0),
    "noise": Noise(sigma=5.0),
    "compressed": Compressed(quality=20, breathes=True),
    "sway": Sway(px=2.0),
    "knock": Knock(at_s=3.0, x=0.1, y=0.02, degrees=3.0),
}
LAMP = Lamp(x=0.4, y=0.7, size=0.01, heading=1)
ZONE = (slice(290, 318), slice(130, 340))
"""Rows and columns of the ground before the entrance."""


@pytest.fixture
def street() -> Pixels:
    """The empty street by day, 360 x 640."""
    return np.asarray(cv2.resize(empty_street(), (640, 360)), np.uint8)


@pytest.mark.parametrize("name", EFFECTS)
@given(t_s=st.floats(0, 3_000))
@settings(max_examples=5, deadline=None)
def test_an_effect_gives_the_same_picture_again_whatever_its_size(name: str, t_s: float) -> None:
    moment = Moment(t_s=t_s, lamps=(LAMP,))
    for size in ((320, 180), (640, 360), (960, 540)):
        pixels = np.asarray(cv2.resize(empty_street(), size), np.uint8)
        changed = EFFECTS[name](pixels.copy(), moment)
        assert changed.shape == pixels.shape and changed.dtype == np.uint8
        assert np.array_equal(changed, EFFECTS[name](pixels.copy(), moment))


def test_at_night_it_is_dark_but_for_the_lamps(street: Pixels) -> None:
    dark = Night()(street.copy(), Moment(t_s=0.0))
    assert dark.mean() < street.mean() / 3
    assert dark[215:235, 90:120].mean() > 2 * dark[5:40, 300:340].mean()


def test_headlights_make_a_light_spot_that_wanders_over_the_zone(street: Pixels) -> None:
    night = Night(sweeps=(Sweep(from_s=0, until_s=4, y=0.84, from_x=-0.1, to_x=1.1),))
    dark, lit = (night(street.copy(), Moment(t_s=t_s))[ZONE].mean() for t_s in (-1.0, 1.6))
    assert lit > 1.5 * dark


def test_a_head_lamp_shines_on_the_road_ahead_of_it(street: Pixels) -> None:
    ahead, behind = (slice(250, 300), slice(280, 340)), (slice(250, 300), slice(150, 210))
    without, with_lamp = (Night()(street.copy(), Moment(t_s=0, lamps=lamps)) for lamps in ((), (LAMP,)))
    assert with_lamp[ahead].mean() > without[ahead].mean() + 20
    assert with_lamp[behind].mean() < without[behind].mean() + 6


def test_infrared_has_no_colours_and_is_bright_near_and_dark_far(street: Pixels) -> None:
    infrared = Infrared(from_s=5.0)
    assert np.array_equal(infrared(street.copy(), Moment(t_s=4.9)), street)
    seen = infrared(street.copy(), Moment(t_s=9.0)).astype(int)
    assert np.ptp(seen, axis=2).max() <= 1
    assert seen[320:].mean() > 2 * seen[:100].mean()
    assert infrared(street.copy(), Moment(t_s=5.1)).mean() > seen.mean()


def test_noise_is_as_strong_as_it_was_ordered_and_different_in_each_picture() -> None:
    grey = np.full((360, 640, 3), 120, np.uint8)
    first, second = (Noise(sigma=6.0)(grey, Moment(t_s=t_s)).astype(float) for t_s in (1.0, 1.2))
    assert first.std() == pytest.approx(6.0, abs=0.8)
    assert (first - second).std() == pytest.approx(6.0 * 2**0.5, abs=1.5)


@given(t_s=st.floats(0, 1_000), px=st.floats(0.5, 3.0))
@settings(max_examples=15, deadline=None)
def test_a_swaying_camera_moves_no_further_than_it_should(t_s: float, px: float) -> None:
    pixels = np.asarray(cv2.resize(empty_street(), (640, 360)), np.uint8)
    x, y = _shift(pixels, Sway(px=px)(pixels, Moment(t_s=t_s)))
    assert np.hypot(x, y) <= px * 1.25 + 0.3


def test_a_knocked_camera_looks_aside_from_then_on(street: Pixels) -> None:
    knock = Knock(at_s=5.0, x=0.02, y=-0.01)
    assert np.array_equal(knock(street, Moment(t_s=4.9)), street)
    for t_s in (5.0, 50.0):
        assert _shift(street, knock(street, Moment(t_s=t_s))) == pytest.approx((12.8, -6.4), abs=0.5)


def test_a_cloud_passes_over_the_zone_and_the_light_comes_back(street: Pixels) -> None:
    clouds = Clouds(speed=0.1, gain=0.5)
    means = [clouds(street.copy(), Moment(t_s=t_s))[ZONE].mean() for t_s in np.arange(0, 14, 0.5)]
    assert min(means) == pytest.approx(street[ZONE].mean() / 2, rel=0.1)
    assert means[0] == pytest.approx(street[ZONE].mean(), rel=0.05)
    assert max(means[20:]) == pytest.approx(street[ZONE].mean(), rel=0.05)


def test_leaves_shade_the_ground_and_wander(street: Pixels) -> None:
    leaves = Leaves(seed=4)
    now, later = (leaves(street.copy(), Moment(t_s=t_s)) for t_s in (1.0, 9.0))
    assert np.array_equal(now[:180], street[:180])
    assert np.abs(now[ZONE].astype(int) - later[ZONE].astype(int)).mean() > 3
    assert 0.2 < (now[ZONE].mean(axis=2) < street[ZONE].mean(axis=2) * 0.75).mean() < 0.8


def test_an_exposure_step_takes_less_than_half_a_second(street: Pixels) -> None:
    exposure = Exposure(steps=((2.0, 0.5),))
    means = [exposure(street.copy(), Moment(t_s=t_s)).mean() / street.mean() for t_s in (1.9, 2.2, 2.5, 60.0)]
    assert means[0] == 1.0
    assert 0.6 < means[1] < 0.9
    assert means[2:] == pytest.approx([0.5, 0.5], abs=0.02)


@pytest.mark.parametrize("falls", [Rain(strength=0.8), Snow(strength=0.8)], ids=["rain", "snow"])
def test_rain_and_snow_move_from_picture_to_picture(street: Pixels, falls: Effect) -> None:
    first, second = (falls(street.copy(), Moment(t_s=t_s)).astype(int) for t_s in (1.0, 1.2))
    assert np.abs(first - second).max() > 40
    assert 0.1 < np.abs(first - second).mean() < 12


@pytest.mark.parametrize(("painted", "brighter"), [(wet_backdrop, False), (snowy_backdrop, True)])
def test_the_weather_changes_the_ground(painted: Callable[[], Pixels], brighter: bool) -> None:
    road = (slice(425, 470), slice(200, 500))
    assert bool(painted()[road].mean() > empty_street()[road].mean() + 10) is brighter


def test_a_stream_is_coarser_at_its_key_frames(street: Pixels) -> None:
    stream = Compressed(quality=8, breathes=True)
    errors = [np.abs(stream(street, Moment(t_s=t_s)).astype(int) - street).mean() for t_s in (2.0, 3.8)]
    assert errors[0] > 1.2 * errors[1]


def _shift(before: Pixels, after: Pixels) -> tuple[float, float]:
    greys = [cv2.cvtColor(one, cv2.COLOR_BGR2GRAY).astype(np.float32)[30:-30, 30:-30] for one in (before, after)]
    (x, y), _ = cv2.phaseCorrelate(greys[0], greys[1], cv2.createHanningWindow(greys[0].shape[::-1], cv2.CV_32F))
    return float(x), float(y)
