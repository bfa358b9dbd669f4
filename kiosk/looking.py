"""Looks at frames around the zones and gives numbers; pixels go no further than this file and what it calls."""

from collections.abc import Sequence

import cv2
import numpy as np

from kiosk.colours import colour_word, picture_has_colours
from kiosk.crops import Square, crops_for, cut, in_picture, is_cut
from kiosk.domain.detections import FrameLooked, Sighting
from kiosk.domain.geometry import Box, bounds, containment, iou
from kiosk.domain.incidents import VehicleKind
from kiosk.domain.venue import Zones
from kiosk.lanes_look import LaneMotion
from kiosk.likeness import SAME_SHARE, Grey, Memory, grey
from kiosk.ports import Detection, Detector, Frame, Pixels

_MARGIN = 0.6
"""Of the zones' bounds: how far around them is compared; a bus reaches that far above its wheels."""
_SWEEP_S = 1.0
"""One search through all views is spread over this time: the vehicle that stops is seen within it."""
_AGAIN_S, _AGAIN_QUIET_S = 1.0, 10.0
"""Without any change the crops are searched again after this long, with vehicles in the zones and without."""
_ONE_THING, _PART_OF = 0.45, 0.7
"""Overlap (IoU) of two views' boxes of one vehicle, and of a box that only holds a part of it."""
_BRIGHT, _MAX_GAIN = 100.0, 2.0
"""Mean brightness of daylight pictures, and how much a darker crop is lifted; more would lift the noise too."""
_CHANGE = 6.0
"""Grey levels, mean of a block of 8 x 8 pixels: noise is averaged down to 1, a pedestrian is 10 and more."""

_WHOLE_CROPS = 2
"""The first two crops of a polygon show all of it: along a lane its vehicles would be too small in them."""

_View = tuple[Square, bool]
"""A crop, and whether it is shown mirrored: for this model that is nearly a second opinion."""


class Looker:
    """Searches the street around the zones, spending the detector only where something changed."""

    def __init__(self, zones: Zones, detector: Detector) -> None:
        self._zones, self._detector = zones, detector
        self._memory = Memory(region_around(zones))
        self._views: list[_View] = []
        self._size = (0, 0)
        self._queue: list[_View] = []
        self._last_t_s: float | None = None
        self._sweep_t_s = float("-inf")
        self._swept_look: Grey | None = None
        self._kept: set[str] = set()
        self._lane_motion = LaneMotion(zones)
        self._lanes: frozenset[str] = frozenset()
        self._lanes_queued: tuple[str, ...] = ()
        """The zones whose lanes are to be searched, and those whose lanes are part of the present search."""

    def keep_in_sight(self, boxes: dict[str, Box], lanes: frozenset[str] = frozenset()) -> None:
        """Compares these boxes from the next frame on, and searches the lanes of these zones too."""
        self._kept, self._lanes = set(boxes), lanes
        self._memory.keep(boxes)

    def look(self, frame: Frame) -> FrameLooked:
        """What can be said of this frame.

        Raises:
            DetectionError: the detector cannot be run.
        """
        if not self._zones.zones:
            return FrameLooked(t_s=frame.t_s)
        self._fit(frame.pixels)
        now = grey(frame.pixels, self._memory.region)
        self._memory.see(frame.t_s, now)
        likenesses = self._memory.likenesses()
        unclear = any(one.same is not None and one.same < SAME_SHARE for one in likenesses.values())
        self._plan(frame.t_s, now, unclear)
        views = self._next(frame.t_s)
        found = self._search(frame, views)
        seen = {key for key, one in likenesses.items() if one.same is not None and one.same >= SAME_SHARE}
        if views and not self._queue:
            self._memory.refresh(seen)
        return FrameLooked(
            t_s=frame.t_s,
            sightings=self._sightings(frame.pixels, found),
            likenesses=likenesses,
            swept=bool(views) and not self._queue,
            views=len(self._views),
            lane_motion=self._lane_motion.see(frame) if self._kept else {},
            lanes_searched=self._lanes_queued,
            runs=len(views),
        )

    # -- when to search -----------------------------------------------------------------------------------------

    def _fit(self, pixels: Pixels) -> None:
        height, width = pixels.shape[:2]
        if self._size == (width, height):
            return
        self._size, self._queue, self._swept_look = (width, height), [], None
        if self._detector.whole:
            self._views = [((0, 0, 0), False)]
            return
        squares = dict.fromkeys(s for zone in self._zones.zones for s in crops_for(zone.polygon, width, height))
        self._views = [(square, mirrored) for mirrored in (False, True) for square in squares]

    def _plan(self, t_s: float, now: Grey, unclear: bool) -> None:
        """Starts a search when the last one is done and something changed, is unclear, or was long ago."""
        if self._queue:
            return
        age_s = t_s - self._sweep_t_s
        again_s = _AGAIN_S if self._kept else _AGAIN_QUIET_S
        if unclear or age_s >= again_s or self._detector.whole or _changed(self._swept_look, now):
            self._queue, self._lanes_queued = self._views + self._lane_views(), tuple(self._lanes)
            self._sweep_t_s, self._swept_look = t_s, now

    def _lane_views(self) -> list[_View]:
        """The tiles along the lanes that matter now: each once, for a queue is many vehicles, and a few are enough."""
        lanes = [lane for zone in self._zones.zones if zone.id in self._lanes for lane in zone.lanes]
        if self._detector.whole:
            return []
        squares = dict.fromkeys(square for lane in lanes for square in crops_for(lane, *self._size)[_WHOLE_CROPS:])
        return [(square, False) for square in squares]

    def _next(self, t_s: float) -> list[_View]:
        """The views to search in this frame: all of them where frames are rare, a few where they are many."""
        passed_s = _SWEEP_S if self._last_t_s is None else t_s - self._last_t_s
        self._last_t_s = t_s
        count = int(np.ceil((len(self._views) + len(self._lane_views())) * min(1.0, max(0.0, passed_s) / _SWEEP_S)))
        views, self._queue = self._queue[:count], self._queue[count:]
        return views

    # -- what is there ------------------------------------------------------------------------------------------

    def _search(self, frame: Frame, views: Sequence[_View]) -> list[Detection]:
        if self._detector.whole:
            return list(self._detector.detect(frame)) if views else []
        found: list[Detection] = []
        for square, mirrored in views:
            pixels = _exposed(cut(frame.pixels, square))
            shown = Frame(t_s=frame.t_s, pixels=np.ascontiguousarray(pixels[:, ::-1]) if mirrored else pixels)
            for one in self._detector.detect(shown):
                x0, y0, x1, y1 = one.box
                box = in_picture((1 - x1, y0, 1 - x0, y1) if mirrored else one.box, square, *self._size)
                if box[0] < box[2] and box[1] < box[3] and not is_cut(box, square, *self._size):
                    found.append(Detection(box=box, score=one.score, label=one.label))
        return found

    def _sightings(self, pixels: Pixels, found: list[Detection]) -> tuple[Sighting, ...]:
        groups = _grouped(found)
        coloured = bool(groups) and picture_has_colours(pixels)
        return tuple(_sighting(pixels, group, coloured) for group in groups)


def _exposed(pixels: Pixels) -> Pixels:
    """The crop as bright as the pictures the model was trained on, where it is darker."""
    gain = min(_MAX_GAIN, _BRIGHT / max(1.0, float(pixels.mean())))
    return np.asarray(cv2.convertScaleAbs(pixels, alpha=gain), dtype=np.uint8) if gain > 1.0 else pixels


def _sighting(pixels: Pixels, group: list[Detection], coloured: bool) -> Sighting:
    best = group[0]
    scores = tuple(one.score for one in group)
    if best.label == "person":
        return Sighting(box=best.box, score=best.score, scores=scores, label="person")
    kind: VehicleKind = "car" if best.label == "car" else "vehicle"
    colour = colour_word(pixels, best.box) if coloured else None
    return Sighting(box=best.box, score=best.score, scores=scores, kind=kind, colour=colour)


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


def _changed(before: Grey | None, now: Grey) -> bool:
    if before is None or before.shape != now.shape:
        return True
    height, width = (side - side % 8 for side in now.shape)
    if not height or not width:
        return True
    blocks = (now - before)[:height, :width].reshape(height // 8, 8, width // 8, 8).mean(axis=(1, 3))
    return float(np.abs(blocks).max()) > _CHANGE


def region_around(zones: Zones) -> Box:
    """The part of the picture that is compared: the zones and what reaches into them."""
    if not zones.zones:
        return (0.0, 0.0, 1.0, 1.0)
    x0, y0, x1, y1 = bounds([point for zone in zones.zones for point in zone.polygon])
    mx, my = (x1 - x0) * _MARGIN, (y1 - y0) * _MARGIN
    return (max(0.0, x0 - mx), max(0.0, y0 - my), min(1.0, x1 + mx), min(1.0, y1 + my))
