"""One search of one frame: which views the detector is shown, and what their answers make together."""

from collections.abc import Sequence

import cv2
import numpy as np

from kiosk.colours import colour_word, picture_has_colours
from kiosk.crops import Square, around, cut, in_picture, is_cut, shows
from kiosk.domain.detections import Sighting
from kiosk.domain.geometry import Box, containment, iou, share_inside, wheels
from kiosk.domain.incidents import VehicleKind
from kiosk.domain.venue import Zones
from kiosk.gate import Gate
from kiosk.ports import Detection, Detector, Frame, Pixels

_ONE_THING, _PART_OF = 0.45, 0.7
"""Overlap (IoU) of two views' boxes of one vehicle, and of a box that only holds a part of it."""
_BRIGHT, _MAX_GAIN = 100.0, 2.0
"""Mean brightness of daylight pictures, and how much a darker crop is lifted; more would lift the noise too."""
_CLOSE = ((1.4, False), (1.7, True), (2.1, False))
"""Close views of one place: their sides in lengths of the vehicle, and whether they are shown mirrored, which for this
model is nearly a second opinion."""
_LOOSELY_IN = 0.3
"""Share of the wheels in a zone from which on a find is worth close views; their better box decides."""
_CLOSE_MATCH = 0.3
"""Overlap (IoU) of what a close view shows with the box it was taken of."""
_SURE = 0.4
"""A single score this high is a vehicle; weaker ones may be a part of one that is not quite where it was looked for."""
_WITNESSES = 3
"""Of all the views of a search the best three testify: more are not independent."""
_MOST_CLOSE = 6
"""Places looked at closely in one frame, the surest first: more cannot stand in the zones at once."""
_Testimony = tuple[Box, tuple[float, ...]]
"""The box that close views were taken of, and what each said of it."""


class Search:
    """The detector's work on one frame."""

    def __init__(self, frame: Frame, detector: Detector, zones: Zones, gate: Gate) -> None:
        self._frame, self._detector, self._zones, self._gate = frame, detector, zones, gate
        height, width = frame.pixels.shape[:2]
        self._size = (width, height)
        self._found: list[Detection] = []
        self._viewed: set[tuple[Square, bool]] = set()
        self._testimonies: list[_Testimony] = []
        self._weighed: list[Box] = []
        self.t_s = frame.t_s
        self.squares: list[Square] = []

    def whole(self) -> None:
        """The detector looks at pictures as a whole."""
        self.squares = [(0, 0, max(self._size))]
        self._found = list(self._detector.detect(self._frame))

    def views(self, squares: Sequence[Square], *, mirrored: bool = False) -> None:
        """Looks at these parts of the picture, at each once."""
        for square in squares:
            if (square, mirrored) not in self._viewed:
                self._viewed.add((square, mirrored))
                self._found += self._view(square, mirrored=mirrored)

    def closely(self, box: Box) -> None:
        """Looks at one place in several views of its own."""
        scores = []
        for side, mirrored in _CLOSE:
            (square,) = around(box, (side,), *self._size)
            seen = self._view(square, mirrored=mirrored)
            mine = [one.score for one in seen if one.label != "person" and iou(one.box, box) >= _CLOSE_MATCH]
            scores.append(max(mine, default=0.0))
            self._found += seen
        self._testimonies.append((box, tuple(scores)))

    def thoroughly(self, box: Box, tiles: Sequence[Square]) -> None:
        """Looks at one place in all the views that show it: it is weighed without favouring it."""
        showing = [tile for tile in tiles if shows(tile, box, *self._size)]
        for mirrored in (False, True):
            self.views(showing, mirrored=mirrored)
        self._weighed.append(box)

    def saw(self, box: Box) -> bool:
        """Whether the views of this box showed a vehicle for sure."""
        return any(
            one.label != "person" and one.score >= _SURE and iou(one.box, box) >= _CLOSE_MATCH for one in self._found
        )

    def candidates(self, known: Sequence[Box]) -> None:
        """Looks closely at what may be vehicles in the zones and is not known already."""
        done = [*known, *self._weighed, *(box for box, _ in self._testimonies)]
        for group in _grouped(self._found):
            box = group[0].box
            if len(self._testimonies) >= _MOST_CLOSE:
                return
            if group[0].label == "person" or not any(
                share_inside(wheels(box), z.polygon) >= _LOOSELY_IN for z in self._zones.zones
            ):
                continue
            if not self._gate.rests(box):
                continue
            if not any(iou(box, other) > _ONE_THING or containment(box, other) > _PART_OF for other in done):
                self.closely(box)

    def searched(self) -> tuple[Box, ...]:
        """The parts of the picture that were looked at, in 0..1."""
        return tuple(in_picture((0.0, 0.0, 1.0, 1.0), square, *self._size) for square in self.squares)

    def sightings(self) -> tuple[Sighting, ...]:
        """What was found."""
        groups = _grouped(self._found)
        coloured = bool(groups) and picture_has_colours(self._frame.pixels)
        return tuple(self._sighting(group, coloured) for group in groups)

    def _view(self, square: Square, *, mirrored: bool) -> list[Detection]:
        self.squares.append(square)
        pixels = _exposed(cut(self._frame.pixels, square))
        shown = Frame(t_s=self._frame.t_s, pixels=np.ascontiguousarray(pixels[:, ::-1]) if mirrored else pixels)
        found: list[Detection] = []
        for one in self._detector.detect(shown):
            x0, y0, x1, y1 = one.box
            box = in_picture((1 - x1, y0, 1 - x0, y1) if mirrored else one.box, square, *self._size)
            if box[0] < box[2] and box[1] < box[3] and not is_cut(box, square, *self._size):
                found.append(Detection(box=box, score=one.score, label=one.label))
        return found

    def _sighting(self, group: list[Detection], coloured: bool) -> Sighting:
        best = group[0]
        if best.label == "person":
            return Sighting(box=best.box, score=best.score, label="person")
        scores, close = self._scores(group)
        kind: VehicleKind = "car" if best.label == "car" else "vehicle"
        return Sighting(
            box=best.box,
            score=best.score,
            scores=scores,
            close=close,
            kind=kind,
            colour=colour_word(self._frame.pixels, best.box) if coloured else None,
            moving=not self._detector.whole and not self._gate.rests(best.box),
        )

    def _scores(self, group: list[Detection]) -> tuple[tuple[float, ...], bool]:
        """What counts of a vehicle's scores, and whether they come from close views."""
        box = group[0].box
        overlap, scores = max(((iou(at, box), scores) for at, scores in self._testimonies), default=(0.0, ()))
        if overlap >= _CLOSE_MATCH:
            return scores, True
        if self._detector.whole:
            return (), False
        best = sorted((one.score for one in group), reverse=True)[:_WITNESSES]
        return tuple(best + [0.0] * (_WITNESSES - len(best))), False


def _exposed(pixels: Pixels) -> Pixels:
    """The crop as bright as the pictures the model was trained on, where it is darker."""
    gain = min(_MAX_GAIN, _BRIGHT / max(1.0, float(pixels.mean())))
    return np.asarray(cv2.convertScaleAbs(pixels, alpha=gain), dtype=np.uint8) if gain > 1.0 else pixels


def _grouped(found: list[Detection]) -> list[list[Detection]]:
    """The detections of one thing together, the surest first: several views showed it, or parts of it."""
    groups: list[list[Detection]] = []
    for one in sorted(found, key=lambda d: -d.score):
        for group in groups:
            best = group[0]
            if (best.label == "person") == (one.label == "person"):
                if iou(one.box, best.box) > _ONE_THING:
                    group.append(one)
                    break
                if containment(one.box, best.box) > _PART_OF:
                    break
        else:
            groups.append([one])
    return groups
