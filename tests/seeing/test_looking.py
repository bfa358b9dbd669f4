"""Colours, likeness and crops on pictures that are made here."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.colours import colour_word, picture_has_colours
from kiosk.crops import crops_for, cut, in_picture, is_cut
from kiosk.likeness import SAME_SHARE, Memory, grey, unchanged_share
from kiosk.ports import Pixels

WHOLE = (0.0, 0.0, 1.0, 1.0)
BOX = (0.25, 0.25, 0.75, 0.75)


def _painted(colour: tuple[int, int, int]) -> Pixels:
    return np.full((200, 300, 3), colour, np.uint8)


def _street(seed: int = 1) -> Pixels:
    coarse = np.random.default_rng(seed).integers(40, 200, (30, 40, 3), np.uint8)
    return coarse.repeat(8, axis=0).repeat(8, axis=1)


@pytest.mark.parametrize(
    ("bgr", "word"),
    [
        ((30, 30, 200), "red"),
        ((190, 90, 20), "blue"),
        ((40, 150, 40), "green"),
        ((20, 210, 230), "yellow"),
        ((235, 235, 235), "white"),
        ((110, 110, 110), "grey"),
        ((20, 20, 20), "black"),
        ((160, 160, 160), None),
    ],
)
def test_paint_has_its_word_and_doubt_has_none(bgr: tuple[int, int, int], word: str | None) -> None:
    assert colour_word(_painted(bgr), BOX) == word


def test_infrared_and_night_have_no_colours() -> None:
    assert not picture_has_colours(_painted((120, 120, 120)))
    assert not picture_has_colours(_painted((30, 10, 10)))
    assert picture_has_colours(_painted((30, 30, 200)))


def _compared(before: Pixels, after: Pixels) -> float | None:
    memory = Memory(WHOLE)
    memory.see(0.0, grey(before, WHOLE))
    memory.keep({"a": BOX})
    memory.see(1.0, grey(after, WHOLE))
    return memory.likenesses()["a"].same


@pytest.mark.parametrize(("gain", "offset"), [(0.5, 0), (1.3, 0), (0.8, 40), (1.0, -30)])
def test_a_cloud_does_not_change_a_place(gain: float, offset: float) -> None:
    street = _street()
    lit = np.clip(street * gain + offset, 0, 255).astype(np.uint8)
    same = _compared(street, lit)
    assert same is not None and same >= SAME_SHARE


def test_noise_does_not_change_a_place() -> None:
    street = _street()
    noise = np.random.default_rng(2).normal(0, 10, street.shape)
    same = _compared(street, np.clip(street + noise, 0, 255).astype(np.uint8))
    assert same is not None and same >= SAME_SHARE


def test_another_sight_is_another_place() -> None:
    same = _compared(_street(1), _street(2))
    assert same is not None and same < 0.5


def test_a_person_hides_only_a_part_of_a_place() -> None:
    street = _street()
    passed = street.copy()
    passed[:, 140:165] = 30
    same = _compared(street, passed)
    assert same is not None and same >= SAME_SHARE


def test_a_place_without_texture_tells_nothing() -> None:
    assert _compared(_painted((90, 90, 90)), _painted((60, 60, 60))) is None


def test_bare_ground_is_unchanged_while_it_is_bare_and_as_bright() -> None:
    grain = np.random.default_rng(5)
    bare = np.full((48, 64), 90.0, np.float32)
    now = np.asarray(bare + grain.normal(0.0, 2.0, bare.shape), np.float32)
    assert unchanged_share(bare, now) == 1.0
    shadow = now.copy()
    shadow[24:] -= 30.0
    assert unchanged_share(bare, shadow) == 0.5
    vehicle = now.copy()
    vehicle[:, ::4] += 40.0
    vehicle[:, 2::4] -= 40.0
    assert unchanged_share(bare, vehicle) == 0.0, "as bright on the whole, but no longer bare"


def test_a_new_comparison_tells_once_since_when_the_place_looked_like_this() -> None:
    memory = Memory(WHOLE)
    for t_s in range(8):
        memory.see(float(t_s), grey(_street(1 if t_s < 3 else 2), WHOLE))
    memory.keep({"a": BOX})
    assert memory.likenesses()["a"].since_s == 3.0
    assert memory.likenesses()["a"].since_s is None


def test_what_is_no_longer_kept_is_forgotten() -> None:
    memory = Memory(WHOLE)
    memory.see(0.0, grey(_street(), WHOLE))
    memory.keep({"a": BOX, "b": BOX})
    memory.keep({"b": BOX})
    assert set(memory.likenesses()) == {"b"}


def test_a_small_or_narrow_box_has_no_colour() -> None:
    assert colour_word(_painted((30, 30, 200)), (0.5, 0.5, 0.53, 0.9)) is None
    assert colour_word(_painted((30, 30, 200)), (0.5, 0.5, 0.5, 0.5)) is None


def test_a_quarter_of_paint_is_doubt() -> None:
    mixed = _painted((110, 110, 110))
    mixed[:, 150:170] = (30, 30, 200)
    assert colour_word(mixed, BOX) is None


polygons = st.tuples(st.floats(0, 0.8), st.floats(0, 0.8), st.floats(0.05, 0.2), st.floats(0.05, 0.2)).map(
    lambda p: ((p[0], p[1]), (p[0] + p[2], p[1]), (p[0] + p[2], p[1] + p[3]), (p[0], p[1] + p[3]))
)


@given(polygons, st.integers(64, 2000), st.integers(64, 2000))
def test_crops_lie_in_the_picture_and_show_the_zone(
    polygon: tuple[tuple[float, float], ...], width: int, height: int
) -> None:
    squares = crops_for(polygon, width, height)
    assert 1 <= len(squares) <= 12
    for x, y, side in squares:
        assert 0 <= x < width and 0 <= y < height and 0 < side <= max(width, height)
        assert cut(np.zeros((height, width, 3), np.uint8), (x, y, side)).shape == (side, side, 3)
    x, y, side = squares[0]
    for corner in polygon:
        assert x - 1 <= corner[0] * width <= x + side + 1 and y - 1 <= corner[1] * height <= y + side + 1


def test_a_crop_that_reaches_beyond_the_picture_is_still_square() -> None:
    assert cut(_painted((9, 9, 9)), (0, 0, 300)).shape == (300, 300, 3)


def test_a_box_of_a_crop_comes_back_to_its_place_in_the_picture() -> None:
    assert in_picture((0.0, 0.5, 0.5, 1.0), (100, 50, 100), 400, 200) == (0.25, 0.5, 0.375, 0.75)


def test_a_box_at_the_edge_of_a_crop_is_cut_unless_the_picture_ends_there_too() -> None:
    assert is_cut((0.25, 0.3, 0.4, 0.5), (100, 0, 100), 400, 200)
    assert not is_cut((0.0, 0.1, 0.1, 0.3), (0, 0, 100), 400, 200)
