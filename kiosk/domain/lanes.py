"""Whether traffic stands everywhere along the moving lanes beside a zone: then a vehicle in it may be in the queue.

Vehicles that standing traffic is made of are found again and again in the same place; the lanes are cut into cells
along their length, and nearly every cell must hold one of them (or the gap to the next), while nothing drives.
"""

from collections import deque
from collections.abc import Sequence

from kiosk.domain.detections import FrameLooked
from kiosk.domain.geometry import Box, bounds, inside, iou, share_inside, wheels
from kiosk.domain.venue import Polygon, Zone

_CELLS = 8
"""Along each lane: about one vehicle each where a lane holds the usual five to ten."""
_FULL = 0.7
"""Of all cells: in a queue the detector misses every fifth vehicle, and behind a lorry none can be seen."""
_SCORE = 0.2
"""Of a sighting that counts: a lorry from behind reaches no more. Such boxes are found on empty asphalt too, but not
twice in one place and all along a lane."""
_IN_LANE = 0.5
"""Of the wheels: who stands in the zone beside is no part of the traffic."""
_SAME_SPOT = 0.6
"""Overlap (IoU) of the boxes of one vehicle that did not move; who creeps by a sixth of its length falls below."""
_APART_S = 1.5
"""Two searches this far apart must have found it."""
_SEARCHES, _LATEST = 6, 2
"""Searches that are compared since something moved, and of them those that say who stands there now: the detector
finds a small vehicle in two of three."""
_MOVING = 0.06
"""Share of the lanes that changed since half a second before: one car of a full lane of ten is 0.1, a person 0.02."""
_AGAIN_S = 5.0
"""A queue whose pictures do not move is searched again this often: a vehicle far away is too small to be a movement."""
_QUIET_S = 3.0
"""Without movement for this long: a queue that rolls up a length at a time is not yet standing."""
_DISSOLVING_S = 10.0
"""After traffic moves on: a queue sets off at about one vehicle a second, and the last of ten is still in it."""


class LaneWatch:
    """The lanes beside one zone; without any nothing ever stands."""

    def __init__(self, zone: Zone) -> None:
        self._id, self._lanes = zone.id, zone.lanes
        self._cells = [cell for lane in zone.lanes for cell in _cells(lane)]
        self._found: list[Box] = []
        self._searches: deque[tuple[float, list[Box]]] = deque(maxlen=_SEARCHES)
        self._queue = False
        self._moved_s = self._dissolved_s = float("-inf")

    def see(self, looked: FrameLooked) -> None:
        """Takes one frame in."""
        if not self._lanes:
            return
        if looked.lane_motion.get(self._id, 0.0) >= _MOVING:
            self._moved_s = looked.t_s
            self._searches.clear()
            self._say(False, looked.t_s)
        self._found += [
            one.box
            for one in looked.sightings
            if one.label == "vehicle" and one.score >= _SCORE and self._in_lane(one.box)
        ]
        if looked.swept:
            found, self._found = self._found, []
            if self._id in looked.lanes_searched:
                self._searched(found, looked.t_s)

    def stands(self, t_s: float) -> bool:
        """Whether traffic stands everywhere along the lanes, or did until a moment ago."""
        return self._queue or t_s - self._dissolved_s <= _DISSOLVING_S

    def ask(self, t_s: float) -> bool:
        """Whether a search of the lanes could change what is known."""
        return bool(self._lanes) and not (self._queue and t_s - self._searches[-1][0] < _AGAIN_S)

    def _searched(self, found: list[Box], t_s: float) -> None:
        self._searches.append((t_s, found))
        standing = self._standing()
        full = sum(any(_holds(box, cell) for box in standing) for cell in self._cells)
        self._say(full >= _FULL * len(self._cells) and t_s - self._moved_s >= _QUIET_S, t_s)

    def _say(self, queue: bool, t_s: float) -> None:
        if self._queue and not queue:
            self._dissolved_s = t_s
        self._queue = queue

    def _standing(self) -> list[Box]:
        """The boxes of the latest searches that were found before in the same place."""
        found = [(at_s, box) for at_s, boxes in self._searches for box in boxes]
        latest = {at_s for at_s, _ in list(self._searches)[-_LATEST:]}
        return [
            box
            for at_s, box in found
            if at_s in latest
            and any(at_s - then_s >= _APART_S and iou(box, other) >= _SAME_SPOT for then_s, other in found)
        ]

    def _in_lane(self, box: Box) -> bool:
        return any(share_inside(wheels(box), lane) >= _IN_LANE for lane in self._lanes)


def _holds(box: Box, cell: tuple[float, float]) -> bool:
    """Whether the vehicle is in the cell, or so near that the cell is its distance to the next one: half its width."""
    gap = (box[2] - box[0]) / 2
    return box[0] - gap <= cell[0] <= box[2] + gap and box[1] - gap / 2 <= cell[1] <= box[3] + gap / 2


def _cells(lane: Polygon) -> Sequence[tuple[float, float]]:
    """The middles of the cells of a lane, cut across the longer side of its bounds."""
    x0, y0, x1, y1 = bounds(lane)
    along, across = (0, 1) if x1 - x0 >= y1 - y0 else (1, 0)
    grid = [(x0 + (x1 - x0) * (i + 0.5) / 64, y0 + (y1 - y0) * (j + 0.5) / 64) for i in range(64) for j in range(64)]
    points = [point for point in grid if inside(lane, point)]
    low, high = bounds(lane)[along], bounds(lane)[along + 2]
    middles = []
    for number in range(_CELLS):
        begin, end = (low + (high - low) * n / _CELLS for n in (number, number + 1))
        cell = [point for point in points if begin <= point[along] < end]
        if cell:
            middle = ((begin + end) / 2, sum(point[across] for point in cell) / len(cell))
            middles.append(middle if along == 0 else (middle[1], middle[0]))
    return middles
