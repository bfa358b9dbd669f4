"""What the camera's condition is called, on drawn streets that something is done to: and what must not be called so."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice

import cv2
import numpy as np
import pytest

from kiosk.condition import CameraCondition, Seen
from kiosk.masks import Masks
from kiosk.ports import Frame, Pixels
from kiosk.street import Street
from kiosk.street.lens import Infrared, Noise, Sway
from kiosk.street.light import Exposure, Moment, Night
from kiosk.street.weather import Rain, Snow

LOOK_S = 0.5
CAPTION = "CAM 1  12:00"
Change = Callable[[Pixels, float], Pixels]


@pytest.fixture(scope="module")
def street() -> list[Pixels]:
    """A street for 20 s, twice a second: cars pass, one stops, people walk."""
    drawn = Street(seed=1)
    size = (480, 270)
    return [cv2.resize(drawn.picture(t * LOOK_S), size, interpolation=cv2.INTER_AREA) for t in range(40)]  # type: ignore[misc]


@pytest.fixture
def watch(street: list[Pixels]) -> Callable[..., list[Seen]]:
    """Looks at a quiet street, and then at a changed one: each of `parts` is a change and how many seconds it lasts."""

    def run(
        *parts: tuple[Change, float], look_s: float = LOOK_S, condition: CameraCondition | None = None
    ) -> list[Seen]:
        condition = condition or CameraCondition(Masks(()))
        pictures = cycle(street)
        seen, t_s = [], 0.0
        for change, lasts_s in parts:
            for picture in islice(pictures, round(lasts_s / look_s)):
                pixels = change(with_grain(picture, t_s), t_s)
                seen.append(condition.see(Frame(t_s=t_s, pixels=pixels)))
                t_s += look_s
        return seen

    return run


def words(seen: Iterable[Seen]) -> list[str]:
    """The conditions in order, repeats left out."""
    told: list[str] = []
    for one in seen:
        told += [one.condition] if told[-1:] != [one.condition] else []
    return told


def with_grain(pixels: Pixels, t_s: float) -> Pixels:
    """As a sensor gives it, with the caption that cameras burn into the picture."""
    grainy = Noise(sigma=2.0)(pixels, Moment(t_s=t_s))
    return np.asarray(
        cv2.putText(grainy, CAPTION, (8, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 255, 255), 1), np.uint8
    )


def good(pixels: Pixels, _: float) -> Pixels:
    """Nothing is done."""
    return pixels


def turned(x: float, y: float, degrees: float = 0.0) -> Change:
    """The camera was turned: all but its caption moves by shares of the width and height."""

    def change(pixels: Pixels, _: float) -> Pixels:
        height, width = pixels.shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        turn[:, 2] += (x * width, y * height)
        moved = cv2.warpAffine(pixels, turn, (width, height), borderMode=cv2.BORDER_REFLECT_101)
        moved[:20] = pixels[:20]
        return np.asarray(moved, np.uint8)

    return change


def hand(pixels: Pixels, t_s: float) -> Pixels:
    """A hand before most of the lens: dark, blurred, a little light at the edge."""
    height, width = pixels.shape[:2]
    shape = np.zeros((height, width), np.float32)
    cv2.ellipse(shape, (int(width * 0.45), int(height * 0.6)), (width // 2, int(height * 0.6)), 20, 0, 360, 1.0, -1)
    shape = cv2.GaussianBlur(shape, (0, 0), width * 0.02)[..., None]  # type: ignore[assignment]
    skin = np.array((30, 40, 70)) * np.linspace(0.7, 1.0, width)[None, :, None]
    return Noise(sigma=2.0)(np.asarray(pixels * (1 - shape) + skin * shape, np.uint8), Moment(t_s=t_s))


def dark(pixels: Pixels, t_s: float) -> Pixels:
    """No light at all, only the sensor's noise."""
    return Noise(sigma=2.0)(np.full_like(pixels, 5), Moment(t_s=t_s))


def blurred(share: float) -> Change:
    """Out of focus by a share of the width."""
    return lambda pixels, _: np.asarray(cv2.GaussianBlur(pixels, (0, 0), share * pixels.shape[1]), np.uint8)


def elsewhere(pixels: Pixels, _: float) -> Pixels:
    """A view that has nothing to do with the street."""
    return np.ascontiguousarray(pixels[::-1, ::-1])


def bus(pixels: Pixels, t_s: float) -> Pixels:
    """A bus fills the left half of the picture, with windows and people in them that move on."""
    pattern = np.random.default_rng(round(t_s * 2)).integers(60, 200, (9, 12, 3)).astype(np.uint8)
    covered = pixels.copy()
    width = pixels.shape[1] // 2
    covered[:, :width] = cv2.resize(pattern, (width, pixels.shape[0]), interpolation=cv2.INTER_NEAREST)
    return covered


def through(*effects: Callable[[Pixels, Moment], Pixels]) -> Change:
    """The street in another weather or light."""

    def change(pixels: Pixels, t_s: float) -> Pixels:
        for effect in effects:
            pixels = effect(pixels, Moment(t_s=t_s))
        return pixels

    return change


def flash(pixels: Pixels, t_s: float) -> Pixels:
    """Lightning: every third second one picture is white."""
    return np.full_like(pixels, 255) if t_s % 3 == 0 else pixels


@pytest.mark.parametrize(
    "change",
    [
        good,
        bus,
        through(Night(), Noise(sigma=4.0)),
        through(Infrared(), Noise(sigma=5.0)),
        through(Rain(strength=0.8)),
        through(Snow()),
        through(Exposure(steps=((0.0, 1.0), (12.0, 0.5), (16.0, 1.6)))),
        through(Sway(px=4.0)),
        blurred(0.003),
    ],
    ids=["day", "bus", "night", "infrared", "rain", "snow", "exposure", "sway", "soft lens"],
)
def test_light_weather_and_traffic_are_no_trouble(watch: Callable[..., list[Seen]], change: Change) -> None:
    seen = watch((good, 10), (change, 20), (good, 10))
    assert words(seen) == ["ok"]
    assert max(abs(one.shift[axis]) for one in seen for axis in (0, 1)) <= 0.01


def test_a_flash_is_not_looked_at_and_not_told(watch: Callable[..., list[Seen]]) -> None:
    assert set(words(watch((good, 10), (flash, 20)))) == {"ok", "unsure"}


@pytest.mark.parametrize(
    ("change", "word", "within_s"),
    [
        (hand, "covered", 3),
        (lambda pixels, _: np.full_like(pixels, 250), "covered", 3),
        (dark, "black", 3),
        (blurred(0.015), "unfocused", 12),
        (turned(-0.2, 0.05), "moved", 3),
        (elsewhere, "moved", 62),
    ],
    ids=["hand", "paper", "dark", "blur", "turned by a fifth", "turned away"],
)
def test_what_hides_the_street_is_told_and_is_over_when_it_is_over(
    watch: Callable[..., list[Seen]], change: Change, word: str, within_s: float
) -> None:
    seen = watch((good, 15), (change, within_s + 5), (good, 8))
    assert words(seen) == ["ok", "unsure", word, "ok"]
    first = next(index for index, one in enumerate(seen) if one.condition == word)
    assert first * LOOK_S <= 15 + within_s
    assert seen[-1].shift == pytest.approx((0, 0), abs=0.005)


def test_a_small_knock_is_measured_and_is_over_when_the_camera_is_turned_back(watch: Callable[..., list[Seen]]) -> None:
    seen = watch((good, 15), (turned(0.03, -0.05), 10), (good, 10))
    assert words(seen) == ["ok", "unsure", "shifted", "unsure", "ok"]
    assert seen[round(24 / LOOK_S)].shift == pytest.approx((0.03, -0.05), abs=0.005)
    assert seen[-1].shift == pytest.approx((0, 0), abs=0.005)


def test_a_small_knock_may_turn_the_picture_a_little_too(watch: Callable[..., list[Seen]]) -> None:
    seen = watch((good, 15), (turned(-0.06, 0.02, degrees=1.5), 10))
    assert words(seen) == ["ok", "unsure", "shifted"]
    assert seen[-1].shift == pytest.approx((-0.06, 0.02), abs=0.01)


def test_knock_after_knock_adds_up_until_it_is_too_much(watch: Callable[..., list[Seen]]) -> None:
    seen = watch((good, 15), (turned(0.04, 0), 8), (turned(0.07, 0), 8), (turned(0.12, 0), 8), (turned(0.03, 0), 8))
    assert words(seen)[-2:] == ["moved", "shifted"] and set(words(seen)[:-2]) == {"ok", "unsure", "shifted"}
    assert seen[-1].shift == pytest.approx((0.03, 0), abs=0.005)


def test_a_source_that_repeats_one_picture_is_frozen_after_half_a_minute(
    watch: Callable[..., list[Seen]], street: list[Pixels]
) -> None:
    still = with_grain(street[7], 3.5)
    seen = watch((good, 15), (lambda *_: still, 40), (good, 5))
    assert words(seen) == ["ok", "unsure", "frozen", "ok"]
    frozen = [index * LOOK_S for index, one in enumerate(seen) if one.condition == "frozen"]
    assert 45 <= frozen[0] <= 48


def test_a_still_street_is_not_frozen_while_anything_changes(
    watch: Callable[..., list[Seen]], street: list[Pixels]
) -> None:
    still, other = street[7], street[7].copy()
    other[::8, 5] ^= 1
    assert words(watch((good, 15), (lambda _, t_s: still if t_s % 20 < 10 else other, 60))) == ["ok"]


def test_a_public_camera_that_repeats_a_picture_now_and_then_is_not_frozen(
    watch: Callable[..., list[Seen]], street: list[Pixels]
) -> None:
    twice: Change = lambda _, t_s: with_grain(street[int(t_s // 600) % 40], t_s // 600)  # noqa: E731
    seen = watch((twice, 4 * 3600), look_s=300)
    assert words(seen) == ["ok"]


def test_a_lens_that_was_covered_from_the_first_picture_on_is_told(watch: Callable[..., list[Seen]]) -> None:
    assert words(watch((dark, 5), (good, 10))) == ["unsure", "black", "ok"]


def test_bare_ground_gives_no_hold_and_is_left_in_peace(watch: Callable[..., list[Seen]]) -> None:
    """A camera that sees only asphalt cannot know that it was turned to other asphalt; it must not guess."""
    ground = np.random.default_rng(3).normal(90, 12, (68, 120, 1)).clip(0, 255).astype(np.uint8).repeat(3, axis=2)
    asphalt = np.asarray(cv2.GaussianBlur(cv2.resize(ground, (480, 270)), (0, 0), 6.0), np.uint8)
    bare: Change = lambda _, t_s: Noise(sigma=3.0)(asphalt.copy(), Moment(t_s=t_s))  # noqa: E731
    turned_away: Change = lambda _, t_s: Noise(sigma=3.0)(np.ascontiguousarray(asphalt[::-1]), Moment(t_s=t_s))  # noqa: E731
    assert "moved" not in words(watch((bare, 15), (turned_away, 70)))


def test_what_is_masked_says_nothing_of_the_camera(watch: Callable[..., list[Seen]]) -> None:
    """A neighbour's moving sign under a mask covers most of the picture; the rest stays as it was."""
    masks = Masks((((0.0, 0.0), (0.7, 0.0), (0.7, 1.0), (0.0, 1.0)),))

    def masked(inner: Change) -> Change:
        return lambda pixels, t_s: masks.black_out(Frame(t_s=t_s, pixels=inner(pixels, t_s)), (0.0, 0.0)).pixels

    parts = ((masked(good), 15), (masked(turned(0.03, 0.02)), 8), (masked(hand), 8))
    seen = watch(*parts, condition=CameraCondition(masks))
    assert words(seen)[:3] == ["ok", "unsure", "shifted"]


def test_the_small_copy_of_the_source_is_used_where_there_is_one(street: list[Pixels]) -> None:
    """The Pi's camera gives a small grey copy: the large picture is then not read but for its stillness."""

    def frames(gate: Callable[[Pixels], Pixels]) -> Iterator[Frame]:
        for number, picture in enumerate(street):
            small = np.asarray(cv2.cvtColor(cv2.resize(picture, (320, 180)), cv2.COLOR_BGR2GRAY), np.uint8)
            yield Frame(t_s=number * LOOK_S, pixels=picture, gate=gate(small) if number > 30 else small)

    def told(of: Sequence[Frame]) -> list[str]:
        condition = CameraCondition(Masks(()))
        return words(condition.see(frame) for frame in of)

    assert told(list(frames(lambda gate: gate))) == ["ok"]
    assert told(list(frames(lambda gate: np.full_like(gate, 3)))) == ["ok", "unsure", "black"]
    assert told([replace(frame, gate=None) for frame in frames(lambda gate: gate)]) == ["ok"]
