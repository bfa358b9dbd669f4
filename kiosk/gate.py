"""Where in the zones something has changed and come to rest: only there the detector is worth its cost.

Works on the means of small blocks of the grey picture, some 40 x 30 numbers: a frame costs some 0.1 ms.
"""

from collections import deque
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.domain.geometry import Box, Point
from kiosk.likeness import Grey

_BLOCK_PX = 8
"""Of a grey picture of at most 320 pixels: a tenth of a car's length, and 64 pixels average the noise away."""
_CHANGE, _CHANGE_DARK = 6.0, 3.0
"""Grey levels between two means of a block: noise is averaged down to 1, a pedestrian is 10 and more; in the dark
contrasts and noise shrink with the light."""
_BRIGHT = 100.0
"""Mean brightness of daylight pictures."""
_REST_S = 0.6
"""A place is at rest when it has not changed for this long: at walking pace a car moves its own length in 3 s, and a
fifth of it is seen."""
_CALM_S = 1.0
"""The street is calm when nothing has moved for so long: someone who pauses is not over yet."""
_COMPARED_S = 0.3
"""Movement is looked for over this time: less and slow vehicles would seem to stand."""
RARE_S = 0.8
"""Frames further apart cannot show whether something moves: everything counts as at rest."""
_MOVES, _OVER_NOISE = 2.0, 2.5
"""Grey levels, mean of a block's pixels, and times the calmest fifth of the picture: above both something moves there.
A car's side may pass without a change of its mean, not without one of its pixels."""
_SWAY_PX = 0.5
"""A camera on a mast sways by about this, of the grey picture's pixels: edges flicker by so much of their steepness,
while a vehicle at a tenth of its length a second moves them by more than a pixel."""
_LIGHT = 3.0
"""Grey levels: noise stays below it. When even the calmest fifth changes more, the light does: nothing is at rest."""
_FOLLOW_S = 30.0
"""The street's slow changes (clouds, dusk) are taken over within about this time."""
_MOST = 0.4
"""Of a box: a vehicle on its way moves in at least this share of it, a parked one that someone walks past in less."""
_MIN_BLOCKS, _MIN_SHARE = 3, 0.04
"""Blocks, and share of a zone's: less is noise, a pigeon, someone far away; the smallest vehicle that counts covers
half as much again of its zone. Half of them must lie in a zone."""

_Blocks = NDArray[np.float32]
_Map = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What the gate says of a frame."""

    boxes: tuple[Box, ...]
    """Where something has come to rest in a zone since it was last searched, in 0..1 of the picture."""
    rare: bool
    """Whether the frame came too late after the last one to tell rest from movement."""


class Gate:
    """Compares each frame with what was searched last; `region` is the part of the picture that the grey one shows."""

    def __init__(self, region: Box, polygons: tuple[tuple[Point, ...], ...]) -> None:
        self._region, self._polygons = region, polygons
        self._zones: _Map | None = None
        self._known: _Blocks | None = None
        self._past: deque[tuple[float, Grey]] = deque()
        self._moved_s: NDArray[np.float64] | None = None
        self._now: _Blocks | None = None
        self._due: _Map | None = None
        self._changed: _Map | None = None
        self._smallest = 0
        self._still: _Map | None = None
        self._moving: _Map | None = None
        self._rare = False

    def see(self, t_s: float, picture: Grey) -> Changes:
        """Takes a frame in."""
        now = _blocks(picture)
        if self._known is None or self._known.shape != now.shape:
            self._begin(t_s, picture, now)
        assert self._known is not None and self._moved_s is not None and self._zones is not None  # noqa: S101 - begun
        rare = t_s - self._past[-1][0] >= RARE_S
        limit = _limit(now)
        self._moving = _movement(picture, self._past[0][1])
        self._moved_s[self._moving] = t_s
        self._rare = rare
        still = np.full(now.shape, True) if rare else t_s - self._moved_s >= _REST_S
        changed = _difference(now, self._known) > limit
        self._follow(now, changed, t_s - self._past[-1][0])
        self._now, self._due, self._still, self._changed = now, changed & still, still, changed
        self._past.append((t_s, picture))
        while len(self._past) > 1 and t_s - self._past[1][0] >= _COMPARED_S:
            self._past.popleft()
        return Changes(boxes=self._places(self._due), rare=rare)

    @property
    def moved_s(self) -> float:
        """When anything moved last in the whole region."""
        return float("inf") if self._moved_s is None else float(self._moved_s.max())

    def calm(self, t_s: float) -> bool:
        """Whether nothing has moved for a while, and nothing waits to be searched."""
        waits = self._due is not None and self._zones is not None and bool((self._due & self._zones).any())
        return self.moved_s <= t_s - _CALM_S and not waits

    def rests(self, box: Box) -> bool:
        """Whether most of a box of the picture has been at rest for a while."""
        return self._share(self._still, box) >= 1.0 - _MOST

    def rested_s(self, box: Box) -> float | None:
        """When half of a box of the picture came to rest: what passes behind a vehicle or walks before it moves less
        of it. None when the frames are too far apart to tell."""
        part = None if self._moved_s is None or self._rare else self._part(self._moved_s, box)
        return float(np.median(part)) if part is not None and part.size else None

    def moves(self, box: Box) -> bool | None:
        """Whether much of a box of the picture moves in this frame; None when the frames are too far apart to tell."""
        return None if self._rare else self._share(self._moving, box) > _MOST

    def _share(self, blocks: _Map | None, box: Box) -> float:
        """The share of the box for which the blocks are true."""
        if blocks is None:
            return 0.0
        part = self._part(blocks, box)
        return float(part.mean()) if part.size else 1.0

    def _part(self, blocks: NDArray[Any], box: Box) -> NDArray[Any]:
        height, width = blocks.shape
        x0, y0, x1, y1 = self._region
        left, right = ((x - x0) / (x1 - x0) * width for x in (box[0], box[2]))
        top, bottom = ((y - y0) / (y1 - y0) * height for y in (box[1], box[3]))
        return blocks[max(0, int(top)) : max(0, int(np.ceil(bottom))), max(0, int(left)) : max(0, int(np.ceil(right)))]

    def lasts(self, box: Box) -> bool:
        """Whether a box of the picture still looks as when it was searched last."""
        return self._share(self._changed, box) < _MOST

    def searched(self) -> None:
        """The changes told of the present frame have been searched: they are known now."""
        if self._known is not None and self._now is not None and self._due is not None:
            self._known[self._due] = self._now[self._due] / _gain(self._now, self._known)

    def _begin(self, t_s: float, picture: Grey, now: _Blocks) -> None:
        self._known = now.copy()
        self._past = deque([(t_s, picture)])
        self._moved_s = np.full(now.shape, t_s)
        self._zones = self._drawn(now.shape)

    def _drawn(self, shape: tuple[int, ...]) -> _Map:
        """The blocks that the zones touch."""
        height, width = shape
        x0, y0, x1, y1 = self._region
        drawn, counts = np.zeros((height, width), np.uint8), []
        for polygon in self._polygons:
            corners = [((x - x0) / (x1 - x0) * width - 0.5, (y - y0) / (y1 - y0) * height - 0.5) for x, y in polygon]
            one = np.zeros((height, width), np.uint8)
            cv2.fillPoly(one, [np.round(corners).astype(np.int32)], 1)
            drawn |= one
            counts.append(int(one.sum()))
        self._smallest = min(counts, default=0)
        return drawn.astype(bool)

    def _follow(self, now: _Blocks, changed: _Map, passed_s: float) -> None:
        share = min(1.0, passed_s / _FOLLOW_S)
        calm = ~changed
        self._known[calm] += share * (now / _gain(now, self._known) - self._known)[calm]  # type: ignore

    def _places(self, due: _Map) -> tuple[Box, ...]:
        if self._zones is None or not (due & self._zones).any():
            return ()
        least = max(_MIN_BLOCKS, _MIN_SHARE * self._smallest)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(due.astype(np.uint8), connectivity=8)
        boxes = []
        for label in range(1, count):
            inside = int((self._zones & (labels == label)).sum())
            if stats[label][cv2.CC_STAT_AREA] >= least and inside >= least / 2:
                boxes.append(self._box(stats[label], due.shape))
        return tuple(boxes)

    def _box(self, stats: NDArray[np.int32], shape: tuple[int, ...]) -> Box:
        height, width = shape
        x0, y0, x1, y1 = self._region
        left, top, across, down = (int(v) for v in stats[:4])
        return (
            x0 + left / width * (x1 - x0),
            y0 + top / height * (y1 - y0),
            x0 + (left + across) / width * (x1 - x0),
            y0 + (top + down) / height * (y1 - y0),
        )


def _blocks(picture: Any) -> _Blocks:
    height, width = picture.shape
    size = (max(1, width // _BLOCK_PX), max(1, height // _BLOCK_PX))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _movement(now: Grey, before: Grey) -> _Map:
    """The blocks in which something moves: more than noise, which is what the calmest part of the picture shows."""
    changed = _blocks(cv2.absdiff(now, before))
    calmest = float(np.percentile(changed, 20))
    sway = _SWAY_PX * _blocks(_steepness(now))
    return changed > max(_MOVES, _OVER_NOISE * min(calmest, _LIGHT)) + (sway if calmest < _LIGHT else 0.0)


def _steepness(picture: Grey) -> Grey:
    """Grey levels from each pixel to the next, across and down: what a sway of one pixel changes at most."""
    steep = np.zeros_like(picture)
    steep[:, 1:] = cv2.absdiff(picture[:, 1:], picture[:, :-1])
    steep[1:] += cv2.absdiff(picture[1:], picture[:-1])
    return steep


def _limit(now: _Blocks) -> float:
    return max(_CHANGE_DARK, _CHANGE * min(1.0, float(now.mean()) / _BRIGHT))


def _difference(now: _Blocks, then: _Blocks) -> _Blocks:
    """Grey levels, after the light of both is made equal: a camera's exposure changes everything by one factor."""
    return np.abs(now - _gain(now, then) * then)


def _gain(now: _Blocks, then: _Blocks) -> float:
    return float(np.median((now + 1.0) / (then + 1.0)))
