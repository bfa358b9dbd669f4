"""Whether the camera still sees the street it was mounted for: cheap measures on a small grey copy of each picture."""

from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.alignment import HEIGHT_PX, WIDTH_PX, Edges, Grey, View, small_grey
from kiosk.domain.conditions import Condition, Suspicion, Verdict
from kiosk.domain.geometry import Box
from kiosk.masks import Masks, Shift
from kiosk.ports import Frame, Pixels
from kiosk.usual import Stillness, Usual, fine_detail, in_blocks

_FLAT = 4.0
"""Deviation of grey levels below which a picture shows nothing; bare asphalt at dusk has 10."""
_BLACK = 20.0
"""Mean grey level of a picture without any light; a street at night has 50, and a hand by day lets some through."""
_COVERED = 0.6
"""Share of faded blocks from which on the lens is covered; a hand on its edge hides less."""
_CHECK_S = 1.0
"""What changes slowly is measured this often."""
_AGREES, _AGREES_STILL, _AGREES_LITTLE = 0.65, 0.5, 0.3
"""Share of the lasting edges that are in place: above the first nothing is wrong (0.66 to 1 on the shared clips, 0.15
from day to night); above the second faint edges are those of a dark street; a view that is not found elsewhere is not
believed lost while it has more than the third."""
_HEIGHT, _RATIO = 0.3, 1.2
"""How much of the view must be found in a place, and how many times as much as elsewhere, to believe that it is
there: it is found with 0.5 and 1.4 at least, other streets with up to 0.3."""
_NEAR_PX, _SETTLED_PX, _WORTH_PX, _TOLD_PX = 1.5, 1.0, 0.5, 1.5
"""Of the 160 x 96: what is still in place; what agrees with one another; what is worth moving; what is told."""
_SETTLED_S, _SETTLED_LOOKS = 1.0, 3
"""How long a shift must stay the same: whoever turns the camera has let it go."""
_FAR = 0.08
"""Of the picture: a larger shift may hide a zone, and turns the view so much that moving it back is not enough."""


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
        self._usual = Usual()
        self._still = Stillness()
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
        strengths = in_blocks(edges.strength)
        agreement = self._view.agreement(edges) if self._view.known else 0.0
        if agreement < _AGREES_STILL and self._usual.faded(strengths) >= _COVERED:
            return dark
        due = t_s - self._check_t_s >= _CHECK_S or t_s < self._check_t_s or not self._view.known
        if due:
            self._check_t_s = t_s
            detail = fine_detail(grey, self._view.keep)
            self._soft = self._usual.softened(detail, already=self._soft)
        if self._soft:
            return "unfocused"
        place = self._place(t_s, edges, agreement, due)
        if due and place == "ok":
            self._view.learn(t_s, edges)
            self._usual.learn(t_s, strengths, detail)
        return place

    # -- where the street is ------------------------------------------------------------------------------------

    def _place(self, t_s: float, edges: Edges, agreement: float, due: bool) -> Suspicion:
        """Whether the street is where it was; a small shift that stays is taken over."""
        if not self._view.known:
            return "ok"
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


def _less(one: Shift, other: Shift) -> Shift:
    return (one[0] - other[0], one[1] - other[1])


def _most_px(shift: Shift) -> float:
    return max(abs(shift[0]) * WIDTH_PX, abs(shift[1]) * HEIGHT_PX)
