"""Looks at frames around the zones and gives numbers; pixels go no further than this file and what it calls."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.crops import Square, around, crops_for, showing
from kiosk.domain.detections import FrameLooked, KeepInSight
from kiosk.domain.geometry import Box, bounds, covered
from kiosk.domain.venue import Zones
from kiosk.gate import Changes, Gate
from kiosk.lanes_look import LaneMotion
from kiosk.likeness import SAME_SHARE, Memory, grey
from kiosk.ports import Detector, Frame, Pixels
from kiosk.search import Search
from kiosk.search_times import SearchTimes, Wanted

_MARGIN = 0.6
"""Of the zones' bounds: how far around them is compared; a bus reaches that far above its wheels."""

_AROUND_CHANGE = (1.5, 2.2)
"""Sides of the views of a place that changed, in its own lengths: what changed is a vehicle or a part of it."""
_ON_IT = 0.7
"""Of a change, covered by a vehicle's box: blocks are coarse, and a door or a passer-by reaches a little over it."""
_BEST_TILES = 3
"""Of those that show a place: so many in other surroundings than its own."""
_WHOLE_CROPS = 2
"""The first two crops of a polygon show all of it: along a lane its vehicles would be too small in them."""


class Looker:
    """Searches the street around the zones, spending the detector only where something came to rest or is in doubt."""

    def __init__(self, zones: Zones, detector: Detector) -> None:
        self._zones, self._detector = zones, detector
        self._memory = Memory(region_around(zones))
        self._gate = Gate(self._memory.region, tuple(zone.polygon for zone in zones.zones))
        self._times = SearchTimes()
        self._tiles: list[Square] = []
        self._size = (0, 0)
        self._boxes: dict[str, Box] = {}
        self._likely: frozenset[str] = frozenset()
        self._puzzling: list[Box] = []
        """Where something changed and no vehicle was found."""
        self._lane_motion = LaneMotion(zones)
        self._lanes: frozenset[str] = frozenset()
        """The zones whose lanes are to be searched."""

    def keep_in_sight(self, wanted: KeepInSight) -> None:
        """Compares these boxes from the next frame on, asks about the doubtful ones, and searches these lanes."""
        self._boxes, self._likely = {**wanted.boxes, **wanted.doubtful}, wanted.likely
        self._memory.keep(wanted.boxes)
        self._times.keep(frozenset(wanted.boxes), frozenset(wanted.doubtful), lanes=bool(wanted.lanes))
        self._lanes = wanted.lanes

    def look(self, frame: Frame) -> FrameLooked:
        """What can be said of this frame.

        Raises:
            DetectionError: the detector cannot be run.
        """
        if not self._zones.zones:
            return FrameLooked(t_s=frame.t_s)
        self._fit(frame.pixels)
        now = grey(frame.pixels if frame.gate is None else frame.gate, self._memory.region)
        self._memory.see(frame.t_s, now)
        seen = self._gate.see(frame.t_s, now)
        likenesses = {
            key: replace(one, moving=self._gate.moves(self._boxes[key]))
            for key, one in self._memory.likenesses(self._gate.rested_s).items()
        }
        lost = frozenset(key for key, one in likenesses.items() if one.same is not None and one.same < SAME_SHARE)
        known = set(likenesses) - lost - self._times.doubtful
        changes = self._news(seen, known)
        passing = frozenset(key for key, one in likenesses.items() if one.moving)
        wanted = self._times.next(
            frame.t_s, changed=bool(changes.boxes), lost=lost, passing=passing, moved_s=self._gate.moved_s
        )
        search = Search(frame, self._detector, self._zones, self._gate)
        if self._detector.whole:
            search.whole()
        elif wanted:
            self._search(search, changes, wanted, known)
        if search.squares:
            self._memory.refresh(set(likenesses) - lost)
        return FrameLooked(
            t_s=frame.t_s,
            sightings=search.sightings(),
            likenesses=likenesses,
            swept=bool(search.squares),
            searched=() if self._detector.whole else search.searched(),
            asked=None if self._detector.whole else wanted.asked,
            lane_motion=self._lane_motion.see(frame) if self._boxes else {},
            lanes_searched=tuple(sorted(self._lanes)) if wanted.lanes or self._detector.whole else (),
            runs=len(search.squares),
            calm=not (wanted or lost or self._times.doubtful or self._lanes) and self._gate.calm(frame.t_s),
        )

    def _fit(self, pixels: Pixels) -> None:
        height, width = pixels.shape[:2]
        if self._size != (width, height):
            self._size = (width, height)
            squares = (s for zone in self._zones.zones for s in crops_for(zone.polygon, width, height))
            self._tiles = list(dict.fromkeys(squares))

    def _news(self, seen: Changes, known: set[str]) -> Changes:
        """Without what changes on a vehicle that is surely still there: someone walks past it, its door opens."""
        standing = [self._boxes[key] for key in known]
        boxes = tuple(box for box in seen.boxes if not any(covered(box, by=one) > _ON_IT for one in standing))
        return replace(seen, boxes=boxes)

    def _lane_tiles(self) -> list[Square]:
        lanes = [lane for zone in self._zones.zones if zone.id in self._lanes for lane in zone.lanes]
        return [square for lane in lanes for square in crops_for(lane, *self._size)[_WHOLE_CROPS:]]

    def _search(self, search: Search, changes: Changes, wanted: Wanted, known: set[str]) -> None:
        """Asks about the places that are in doubt, then looks for what is new."""
        asked = {key: self._boxes[key] for key in wanted.asked if key in self._boxes}
        for key, box in asked.items():
            if key in self._likely or key not in self._times.doubtful:
                search.closely(box)
            else:
                search.thoroughly(box, self._tiles)
        if wanted.everywhere or (changes.boxes and changes.rare):
            search.views(self._tiles, mirrored=self._times.mirrored)
        elif changes.boxes:
            search.views([square for box in changes.boxes for square in around(box, _AROUND_CHANGE, *self._size)])
        else:
            self._around(search, [box for box in asked.values() if not search.saw(box)])
        self._look_again(search, changes, wanted)
        if wanted.lanes:
            search.views(self._lane_tiles())
        self._gate.searched()
        search.candidates([self._boxes[key] for key in known if key in self._boxes])

    def _look_again(self, search: Search, changes: Changes, wanted: Wanted) -> None:
        if wanted.again:  # whoever only paused there has gone on, which the gate tells by itself
            self._around(search, [box for box in self._puzzling if self._gate.lasts(box)])
        if wanted.again or wanted.everywhere:
            self._puzzling = []
        elif puzzling := [box for box in changes.boxes if not search.saw(box)]:
            self._puzzling += puzzling
            self._times.not_found(search.t_s)

    def _around(self, search: Search, boxes: Sequence[Box]) -> None:
        """Looks at these places in the tiles that show them best."""
        for box in boxes:
            search.views(showing(self._tiles, box, *self._size)[:_BEST_TILES])


def region_around(zones: Zones) -> Box:
    """The part of the picture that is compared: the zones and what reaches into them."""
    if not zones.zones:
        return (0.0, 0.0, 1.0, 1.0)
    x0, y0, x1, y1 = bounds([point for zone in zones.zones for point in zone.polygon])
    mx, my = (x1 - x0) * _MARGIN, (y1 - y0) * _MARGIN
    return (max(0.0, x0 - mx), max(0.0, y0 - my), min(1.0, x1 + mx), min(1.0, y1 + my))
