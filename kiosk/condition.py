"""Whether the camera still sees the street it was mounted for: cheap measures on a small grey copy of each picture."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.alignment import HEIGHT_PX, WIDTH_PX, Edges, Grey, View, gradients, small_grey
from kiosk.domain.conditions import Condition, Suspicion, Verdict
from kiosk.domain.geometry import Box
from kiosk.masks import Masks, Shift
from kiosk.ports import Frame, Pixels

_FLAT = 4.0
"""Deviation of grey levels below which a picture shows nothing; bare asphalt at dusk has 10."""
_BLACK = 20.0
"""Mean grey level of a picture without any light; a street at night has 50, and a hand by day lets some through."""
_BLOCKS = (8, 6)
"""Across and down: the edges of a block are compared with what is usual there."""
_EDGY, _FADED, _COVERED = 2.0, 0.35, 0.6
"""Strength (grey levels a pixel) that a block must usually have to be counted; the share of it below which a block
has faded (fog and dusk leave more); and the share of faded blocks from which on the lens is covered."""
_SOFT, _SOFTENED = 0.35, 0.5
"""Fine detail below which a picture is out of focus, and as a share of what is usual. A sharp picture has 0.5 in
infrared to 0.8 by day; blurred by a hundredth of its width it has 0.2 to 0.3: then the detector fails as well."""
_BACK = 1.2
"""How many times as much of it must come back."""
_FROZEN_S, _FROZEN_LOOKS = 30.0, 10
"""A sensor's noise changes some pixel in every picture. Encoders repeat a still scene only between two full pictures
(2 to 10 s), and public cameras give some pictures twice."""
_EVERY_ROW = 8
"""Of the rows: enough for noise to show."""
_CHECK_S = 1.0
"""What changes slowly is measured this often."""
_AGREES, _AGREES_LITTLE = 0.65, 0.3
"""Share of the lasting edges that are in place: above the first nothing is wrong (0.66 to 1 on the shared clips, 0.15
from day to night); a view that is not found elsewhere is not believed lost while it has more than the second."""
_HEIGHT, _RATIO = 0.3, 1.2
"""How much of the view must be found in a place, and how many times as much as elsewhere, to believe that it is
there: it is found with 0.5 and 1.4 at least, other streets with up to 0.3."""
_NEAR_PX, _SETTLED_PX, _WORTH_PX, _TOLD_PX = 1.5, 1.0, 0.5, 1.5
"""Of the 160 x 96: what is still in place; what agrees with one another; what is worth moving; what is told."""
_SETTLED_S, _SETTLED_LOOKS = 1.0, 3
"""How long a shift must stay the same: whoever turns the camera has let it go."""
_FAR = 0.08
"""Of the picture: a larger shift may hide a zone, and turns the view so much that moving it back is not enough."""
_NORMAL_CHECKS, _NORMAL_S = 10, 600.0
"""What is usual is known after so many checks, and follows within this time."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is known of the camera after one picture; `shift` says where the street is in it."""

    condition: Condition
    shift: Shift


class CameraCondition:
    """Belongs to the camera's thread: `see` every frame that is looked at, masked."""

    def __init__(self, masks: Masks, around: Box = (0.0, 0.0, 1.0, 1.0)) -> None:
        """`around` is the part of the picture that must show something: the zones and what is near them."""
        self._view, self._verdict = View(masks), Verdict()
        self._around: Pixels = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
        x0, y0, x1, y1 = around
        columns = slice(int(x0 * WIDTH_PX), int(np.ceil(x1 * WIDTH_PX)))
        self._around[int(y0 * HEIGHT_PX) : int(np.ceil(y1 * HEIGHT_PX)), columns] = 1
        self._usual = _Usual()
        self._still = _Still()
        self._check_t_s = float("-inf")
        self._soft = False
        self._estimates: list[tuple[float, Shift]] = []

    @property
    def shift(self) -> Shift:
        """Where the street was in the last picture; masks belong there in the next one."""
        return self._view.shift

    def see(self, frame: Frame) -> Seen:
        """Takes one frame in, with its masks black."""
        grey = small_grey(frame.pixels if frame.gate is None else frame.gate)
        suspicion = self._suspicion(frame.t_s, grey)
        frozen = self._still.lasts(frame.t_s, frame.pixels)
        if suspicion == "ok" and frozen:
            suspicion = "frozen"
        word = self._verdict.weigh(frame.t_s, suspicion)
        if word == "ok" and _most_px(self._view.shift) >= _TOLD_PX:
            word = "shifted"
        return Seen(condition=word, shift=self._view.shift)

    def _suspicion(self, t_s: float, grey: Grey) -> Suspicion:
        around = self._around & self._view.keep
        mean, deviation = (float(one[0, 0]) for one in cv2.meanStdDev(grey, mask=around))
        dark: Suspicion = "black" if mean < _BLACK else "covered"
        if deviation < _FLAT and around.any():
            return dark
        edges = Edges(grey)
        strengths = _blocks(edges.strength)
        if self._usual.faded(strengths) >= _COVERED:
            return dark
        due = t_s - self._check_t_s >= _CHECK_S or t_s < self._check_t_s or not self._view.known
        if due:
            self._check_t_s = t_s
            detail = _detail(grey, self._view.keep)
            self._soft = self._usual.softened(detail, already=self._soft)
        if self._soft:
            return "unfocused"
        place = self._place(t_s, edges, due)
        if due and place == "ok":
            self._view.learn(t_s, edges)
            self._usual.learn(t_s, strengths, detail)
        return place

    # -- where the street is ------------------------------------------------------------------------------------

    def _place(self, t_s: float, edges: Edges, due: bool) -> Suspicion:
        """Whether the street is where it was; a small shift that stays is taken over."""
        if not self._view.known:
            return "ok"
        agreement = self._view.agreement(edges)
        if agreement >= _AGREES and not due:
            return "ok"
        found = self._view.find(edges)
        sure = found.height >= _HEIGHT and found.ratio >= _RATIO
        if sure:
            self._estimate(t_s, found.shift)
        if _most_px(_less(found.shift, self._view.shift)) <= _NEAR_PX:
            if agreement < _AGREES_LITTLE:
                self._view.learn_anew()
            return "ok"
        if sure:
            return "moved"
        return "elsewhere" if agreement < _AGREES_LITTLE else "ok"

    def _estimate(self, t_s: float, shift: Shift) -> None:
        first = self._estimates[0] if self._estimates else (t_s, shift)
        if _most_px(_less(shift, first[1])) > _SETTLED_PX or t_s < first[0]:
            self._estimates = []
        self._estimates.append((t_s, shift))
        if len(self._estimates) < _SETTLED_LOOKS or t_s - self._estimates[0][0] < _SETTLED_S:
            return
        x, y = np.mean([one for _, one in self._estimates], axis=0)
        self._estimates = []
        if max(abs(x), abs(y)) <= _FAR and _most_px(_less((x, y), self._view.shift)) >= _WORTH_PX:
            self._view.turn_to((float(x), float(y)))


class _Still:
    """Since when the source has given the same picture, byte for byte."""

    def __init__(self) -> None:
        self._rows: Pixels | None = None
        self._since_s = 0.0
        self._looks = 0

    def lasts(self, t_s: float, pixels: Pixels) -> bool:
        """Whether it has done so for too long."""
        rows = pixels[::_EVERY_ROW]
        if self._rows is not None and t_s >= self._since_s and np.array_equal(rows, self._rows):
            self._looks += 1
        else:
            self._rows, self._since_s, self._looks = rows.copy(), t_s, 0
        return self._looks >= _FROZEN_LOOKS and t_s - self._since_s >= _FROZEN_S


class _Usual:
    """How strong the edges of each block and how fine the detail are in this camera's good pictures."""

    def __init__(self) -> None:
        self._checks = 0
        self._t_s = 0.0
        self._strengths = np.zeros(_BLOCKS[::-1], np.float32)
        self._detail: float | None = None

    def faded(self, strengths: Grey) -> float:
        """The share of the blocks that usually have edges and have none now."""
        counted = self._strengths >= _EDGY
        if self._checks < _NORMAL_CHECKS or np.count_nonzero(counted) < counted.size / 6:
            return 0.0
        return float((strengths < _FADED * self._strengths)[counted].mean())

    def softened(self, detail: float | None, *, already: bool) -> bool:
        """Whether fine detail is lost; once it is, a little more must come back."""
        if self._checks < _NORMAL_CHECKS or self._detail is None or detail is None:
            return False
        return detail < min(_SOFT, _SOFTENED * self._detail) * (_BACK if already else 1.0)

    def learn(self, t_s: float, strengths: Grey, detail: float | None) -> None:
        """Takes a good picture in."""
        self._checks += 1
        new = max(1 / self._checks if self._checks <= _NORMAL_CHECKS else 0, min(0.1, (t_s - self._t_s) / _NORMAL_S))
        self._t_s = t_s
        self._strengths = (1 - new) * self._strengths + new * strengths
        if detail is not None:
            self._detail = detail if self._detail is None else (1 - new) * self._detail + new * detail


def _detail(grey: Grey, keep: NDArray[np.uint8]) -> float | None:
    """How much stronger edges are in fine than in coarse detail, in the middle block; None without edges."""
    fine, coarse = (_blocks(np.hypot(*gradients(grey, sigma_px))) for sigma_px in (0.8, 2.0))
    counted = (coarse > 1.0) & (_blocks(keep.astype(np.float32)) > 0.75)
    return float(np.median(fine[counted] / coarse[counted])) - 1.0 if np.count_nonzero(counted) >= 6 else None


def _blocks(values: Grey) -> Grey:
    return cv2.resize(values, _BLOCKS, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _less(one: Shift, other: Shift) -> Shift:
    return (one[0] - other[0], one[1] - other[1])


def _most_px(shift: Shift) -> float:
    return max(abs(shift[0]) * WIDTH_PX, abs(shift[1]) * HEIGHT_PX)
