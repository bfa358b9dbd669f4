"""What is masked is black before anything reads it: poison under a mask changes no number and reaches no detector."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from kiosk.domain.detections import FrameLooked, KeepInSight
from kiosk.domain.geometry import Box
from kiosk.domain.picture import StreetGathered
from kiosk.domain.venue import Polygon, Zones
from kiosk.eye import Eye
from kiosk.masks import Masks
from kiosk.ports import Detection, Frame, Pixels
from kiosk.street import Street, demo_zones

LOOK_S = 1.0
SIZE = (320, 180)
WINDOW: Polygon = ((0.5, 0.05), (0.97, 0.1), (0.9, 0.62), (0.52, 0.55))
"""The neighbour's window, beside the entrance's zone and partly in what is searched around it."""
DOORSTEP: Polygon = ((0.0, 0.9), (0.2, 0.86), (0.2, 1.0), (0.0, 1.0))
POISON = (255, 0, 255)
CAR: Box = (0.24, 0.77, 0.49, 0.88)
MASKED = Zones(zones=demo_zones().zones, masks=(WINDOW, DOORSTEP))


class Spy:
    """A detector that remembers every pixel it was shown, and tells as often a car as it sees something bright."""

    name = "spy"
    whole = False

    def __init__(self) -> None:
        self.shown: list[Pixels] = []

    def detect(self, frame: Frame) -> Sequence[Detection]:
        """A box that depends on the pixels, so that another pixel would be another number."""
        self.shown.append(frame.pixels.copy())
        top = float(frame.pixels.mean()) / 512
        return [Detection(box=(0.3, top, 0.7, top + 0.3), score=0.5, label="car")]


@pytest.fixture(scope="module")
def street() -> list[Pixels]:
    """24 s of a street; a car comes and stands in the zone."""
    drawn = Street(seed=1)
    times = [5.0 + number * LOOK_S for number in range(24)]
    return [np.asarray(cv2.resize(drawn.picture(t), SIZE, interpolation=cv2.INTER_AREA), np.uint8) for t in times]


def under_masks(pixels: Pixels, value: Pixels | tuple[int, int, int]) -> Pixels:
    """The picture with other pixels under the masks: those that lie in them whole, as whoever draws them sees it."""
    free = Masks(MASKED.masks).uncovered((pixels.shape[1], pixels.shape[0]))
    return np.asarray(np.where(free[..., None] > 0, pixels, np.asarray(value, np.uint8)), np.uint8)


def looked_at(
    pictures: Sequence[Pixels], gates: bool = False, gather: bool = False
) -> tuple[list[FrameLooked], Spy, list[object]]:
    """What a new eye says of the pictures, what its detector was shown, and the picture of the empty street."""
    spy, given_out = Spy(), list[object]()
    eye = Eye(MASKED, spy, given_out.append)
    eye.gather(gather)
    looks = []
    for number in range(50 if gather else 25):
        pixels = pictures[number % len(pictures)]
        gate = np.asarray(cv2.cvtColor(cv2.resize(pixels, (240, 136)), cv2.COLOR_BGR2GRAY), np.uint8) if gates else None
        looks.append(eye.look(Frame(t_s=number * LOOK_S, pixels=pixels, gate=gate)))
        if number == 10:
            eye.keep_in_sight(KeepInSight(boxes={"a": CAR, "under the mask": (0.55, 0.3, 0.8, 0.6)}))
    return looks, spy, given_out


def test_poison_under_a_mask_changes_no_number_and_no_picture(street: list[Pixels]) -> None:
    dice = np.random.default_rng(7)
    poisoned = [under_masks(picture, dice.integers(0, 256, picture.shape, np.uint8)) for picture in street]
    black = [under_masks(picture, (0, 0, 0)) for picture in street]
    assert any((a != b).any() for a, b in zip(poisoned, black, strict=True))
    (poisoned_looks, poisoned_spy, poisoned_jpeg), (looks, spy, jpeg) = (
        looked_at(poisoned, gather=True),
        looked_at(black, gather=True),
    )
    assert poisoned_looks == looks
    assert len(spy.shown) == len(poisoned_spy.shown) > 20
    assert all((a == b).all() for a, b in zip(spy.shown, poisoned_spy.shown, strict=True))
    assert isinstance(jpeg[0], StreetGathered) and poisoned_jpeg == jpeg


def test_poison_in_the_small_copy_changes_no_number_either(street: list[Pixels]) -> None:
    small = np.full((54, 96), 255, np.uint8)
    gate = Masks(MASKED.masks).black_out(Frame(t_s=0.0, pixels=street[0], gate=small), (0.0, 0.0)).gate
    assert gate is not None and not gate[20, 65] and gate[20, 20] and small.all()
    white, black = ([under_masks(picture, (v, v, v)) for picture in street] for v in (255, 0))
    assert looked_at(white, gates=True)[0] == looked_at(black, gates=True)[0]


def test_no_detector_ever_sees_a_masked_pixel(street: list[Pixels]) -> None:
    """Nor a blend of one with its neighbours; whoever looks at unmasked poison sees it, so the test can fail."""
    _, spy, _ = looked_at([under_masks(picture, POISON) for picture in street])
    assert not any(poison_in(pixels) for pixels in spy.shown)
    unmasked = Eye(demo_zones(), seen := Spy())
    for number, picture in enumerate(street):
        unmasked.look(Frame(t_s=number * LOOK_S, pixels=under_masks(picture, POISON)))
    assert any(poison_in(pixels) for pixels in seen.shown)


def test_a_mask_goes_with_the_street_when_the_camera_is_knocked_a_little(street: list[Pixels]) -> None:
    """Poison that hangs in the street itself is seen in the first seconds after the knock at most, then no more."""
    spy = Spy()
    eye = Eye(MASKED, spy)
    for number in range(45):
        pixels = under_masks(street[number % len(street)], POISON)
        if number >= 30:
            turn = np.array([[1, 0, 0.04 * SIZE[0]], [0, 1, 0.03 * SIZE[1]]], float)
            pixels = np.asarray(cv2.warpAffine(pixels, turn, SIZE, borderMode=cv2.BORDER_REPLICATE), np.uint8)
        looked = eye.look(Frame(t_s=number * LOOK_S, pixels=pixels))
        if number == 36:
            assert looked.condition == "shifted"
            spy.shown.clear()
    assert spy.shown
    assert not any(poison_in(pixels, more_than=0.0) for pixels in spy.shown)


def test_what_is_shown_of_a_recording_is_masked_too(street: list[Pixels]) -> None:
    shown = Eye(MASKED, Spy()).as_read(Frame(t_s=0.0, pixels=under_masks(street[0], POISON)))
    assert not poison_in(shown.pixels) and shown.pixels.shape == street[0].shape


def test_the_frame_of_the_source_is_left_as_it_is(street: list[Pixels]) -> None:
    before = street[0].copy()
    Eye(MASKED, Spy()).look(Frame(t_s=0.0, pixels=street[0]))
    assert (street[0] == before).all()


def test_without_masks_nothing_is_copied(street: list[Pixels]) -> None:
    frame = Frame(t_s=0.0, pixels=street[0])
    assert Masks(()).black_out(frame, (0.0, 0.0)) is frame


def test_a_mask_that_reaches_the_edge_goes_on_beyond_it() -> None:
    left: Polygon = ((0.0, 0.0), (0.2, 0.0), (0.2, 1.0), (0.0, 1.0))
    free = Masks((left,)).uncovered((100, 50), (0.1, -0.05))
    assert not free[:, :30].any() and free[:, 33:].all()


@pytest.mark.parametrize("size", [(480, 270), (160, 96), (33, 21)])
def test_a_mask_covers_its_own_area_whatever_the_size_of_the_picture(size: tuple[int, int]) -> None:
    quarter: Polygon = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))
    pixels = np.full((size[1], size[0]), 200, np.uint8)
    painted = Masks((quarter,)).black_out(Frame(t_s=0.0, pixels=pixels), (0.0, 0.0)).pixels
    share = float((painted == 0).mean())
    assert 0.25 <= share <= 0.25 + 2 / min(size)
    middle = painted[size[1] * 3 // 8 : size[1] * 5 // 8, size[0] * 3 // 8 : size[0] * 5 // 8]
    assert not middle.any()


def poison_in(pixels: Pixels, more_than: float = 0.0) -> bool:
    """Whether magenta shows in more than this share of the picture: much more blue and red than green."""
    blue, green, red = (pixels[..., channel].astype(np.int16) for channel in range(3))
    return float(((blue - green > 90) & (red - green > 90)).mean()) > more_than
