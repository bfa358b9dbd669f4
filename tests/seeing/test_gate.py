"""What the gate lets through: what came to rest in a zone, and nothing else."""

import numpy as np
import pytest

from kiosk.gate import Gate
from kiosk.likeness import Grey

EVERYWHERE = (0.0, 0.0, 1.0, 1.0)
ZONE = ((0.25, 0.5), (0.75, 0.5), (0.75, 1.0), (0.25, 1.0))
CAR = (0.4, 0.6, 0.6, 0.9)
noise = np.random.default_rng(3)


def street(*, car: tuple[float, float, float, float] | None = None, light: float = 1.0, grain: float = 1.0) -> Grey:
    """240 x 160 of asphalt with joints, and a car with windows where it is wanted."""
    picture = np.full((160, 240), 100.0, np.float32)
    picture[:, ::24] = 80.0
    if car is not None:
        x0, y0, x1, y1 = (int(v * side) for v, side in zip(car, (240, 160, 240, 160), strict=True))
        picture[y0:y1, x0:x1] = 40.0
        picture[y0 + 4 : y1 - 4 : 8, x0 + 4 : x1 - 4] = 160.0
    return np.asarray(picture * light + noise.normal(0.0, grain, picture.shape), dtype=np.float32)


@pytest.fixture
def gate() -> Gate:
    """One that has seen the empty street for two seconds."""
    gate = Gate(EVERYWHERE, (ZONE,))
    for number in range(10):
        assert gate.see(number * 0.2, street()).boxes == ()
    return gate


def test_a_car_is_told_once_it_has_stood_for_a_moment_and_not_again_when_it_was_searched(gate: Gate) -> None:
    told = [gate.see(2.0 + number * 0.2, street(car=CAR)).boxes for number in range(6)]
    assert told[0] == () and told[-1]
    (box,) = told[-1]
    assert max(abs(a - b) for a, b in zip(box, CAR, strict=True)) < 0.06, "where it stands"
    gate.searched()
    assert all(gate.see(3.2 + number * 0.2, street(car=CAR)).boxes == () for number in range(20))
    assert any(gate.see(7.2 + number * 0.2, street()).boxes for number in range(8)), "it has gone: that is news too"


def test_the_street_is_calm_while_nothing_moves_and_nothing_new_waits_to_be_searched(gate: Gate) -> None:
    gate.see(2.0, street())
    assert gate.calm(2.0)
    gate.see(2.2, street(car=CAR))
    assert not gate.calm(2.2), "something moves"
    for number in range(8):
        gate.see(2.4 + number * 0.2, street(car=CAR))
    assert not gate.calm(3.8), "nobody has looked at it"
    gate.searched()
    gate.see(4.0, street(car=CAR))
    assert gate.calm(4.0)


def test_a_place_lasts_until_whoever_paused_there_goes_on(gate: Gate) -> None:
    for number in range(8):
        gate.see(2.0 + number * 0.2, street(car=CAR))
    gate.searched()
    gate.see(3.6, street(car=CAR))
    assert gate.lasts(CAR)
    for number in range(8):
        gate.see(3.8 + number * 0.2, street())
    assert not gate.lasts(CAR)


def test_what_drives_through_is_never_told(gate: Gate) -> None:
    for number in range(30):
        x = -0.2 + number * 0.04
        car = (max(0.0, x), 0.6, min(1.0, max(0.02, x + 0.2)), 0.9)
        assert gate.see(2.0 + number * 0.2, street(car=car)).boxes == ()


def test_what_stands_beside_the_zone_is_nobodys_business(gate: Gate) -> None:
    assert all(gate.see(2.0 + n * 0.2, street(car=(0.02, 0.1, 0.2, 0.35))).boxes == () for n in range(10))


@pytest.mark.parametrize("light", [0.6, 1.3])
def test_another_exposure_is_no_change(gate: Gate, light: float) -> None:
    assert all(gate.see(2.0 + number * 0.2, street(light=light)).boxes == () for number in range(20))


def test_noise_of_the_night_is_no_movement(gate: Gate) -> None:
    gate = Gate(EVERYWHERE, (ZONE,))
    for number in range(10):
        gate.see(number * 0.2, street(light=0.3, grain=3.0))
    assert gate.rests(CAR)
    told = [gate.see(2.0 + number * 0.2, street(car=CAR, light=0.3, grain=3.0)).boxes for number in range(8)]
    assert told[-1]


def test_a_car_moves_while_it_drives_and_rests_a_moment_after(gate: Gate) -> None:
    for number in range(10):
        car = (0.2 + number * 0.02, 0.6, 0.4 + number * 0.02, 0.9)
        gate.see(2.0 + number * 0.2, street(car=car))
    assert gate.moves(CAR) and not gate.rests(CAR)
    for number in range(6):
        gate.see(4.0 + number * 0.2, street(car=CAR))
    assert gate.rests(CAR) and not gate.moves(CAR)


def test_pictures_that_come_seldom_are_taken_as_they_are(gate: Gate) -> None:
    changes = gate.see(30.0, street(car=CAR))
    assert changes.rare and len(changes.boxes) == 1


def test_a_slow_change_of_light_from_one_side_is_followed(gate: Gate) -> None:
    shade = np.linspace(0.0, 40.0, 240, dtype=np.float32)[None, :]
    told = [gate.see(2.0 + number * 0.2, street() + shade * number / 600).boxes for number in range(600)]
    assert not any(told), "a shadow of 40 grey levels in two minutes"


def test_since_when_a_car_rests_is_not_changed_by_who_passes_behind_it(gate: Gate) -> None:
    for number in range(20):
        gate.see(2.0 + number * 0.2, street(car=CAR))
    assert gate.rested_s(CAR) is not None and 2.0 <= (gate.rested_s(CAR) or 0.0) <= 2.6
    for number in range(10):
        x0 = 0.3 + number * 0.03
        picture = street(car=CAR)
        picture[96:110, int(x0 * 240) : int(x0 * 240) + 30] = 220.0
        gate.see(6.0 + number * 0.2, picture)
    assert 2.0 <= (gate.rested_s(CAR) or 0.0) <= 2.6
    gate.see(30.0, street(car=CAR))
    assert gate.rested_s(CAR) is None, "after a gap nobody knows"
