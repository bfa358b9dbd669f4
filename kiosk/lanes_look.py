"""How much of the moving lanes beside a zone changes: the evidence that traffic flows. Pixels go no further."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.domain.geometry import bounds
from kiosk.domain.venue import Zone, Zones
from kiosk.likeness import Grey, grey
from kiosk.ports import Frame, Pixels

_APART_S = 0.45
"""Two pictures this far apart are compared: a car at walking pace has moved by its bonnet. At 5 frames a second every
third; where frames are rarer, the next one."""
_STALE_S = 3.0
"""Pictures further apart differ by clouds and headlights, too."""
_CHANGED = 15.0
"""Grey levels, after the change of the whole is taken away: noise and rain on a blurred picture stay below 10."""


class LaneMotion:
    """Compares the lanes of each zone with how they looked half a second before."""

    def __init__(self, zones: Zones) -> None:
        self._lanes = [_Lanes(zone) for zone in zones.zones if zone.lanes]

    def see(self, frame: Frame) -> dict[str, float]:
        """By zone, the share of its lanes that changed, 0..1; nothing for one without lanes or a before."""
        shares = {lanes.zone.id: lanes.changed(frame.t_s, frame.pixels) for lanes in self._lanes}
        return {zone_id: share for zone_id, share in shares.items() if share is not None}


class _Lanes:
    def __init__(self, zone: Zone) -> None:
        self.zone = zone
        self._region = bounds([point for lane in zone.lanes for point in lane])
        self._inside: NDArray[np.bool_] = np.zeros((0, 0), np.bool_)
        self._before: list[tuple[float, Grey]] = []

    def changed(self, t_s: float, pixels: Pixels) -> float | None:
        now = grey(pixels, self._region)
        if now.shape != self._inside.shape:
            self._inside, self._before = self._mask(now.shape), []
        self._before = [(at_s, look) for at_s, look in self._before if t_s - at_s <= _STALE_S]
        old = [look for at_s, look in self._before if t_s - at_s >= _APART_S]
        # Of those that are old enough the newest is compared, and only younger ones are still needed.
        self._before = [*self._before[max(0, len(old) - 1) :], (t_s, now)]
        return _share(old[-1], now, self._inside) if old else None

    def _mask(self, shape: tuple[int, ...]) -> NDArray[np.bool_]:
        height, width = shape
        x0, y0, x1, y1 = self._region
        mask = np.zeros((height, width), np.uint8)
        for lane in self.zone.lanes:
            corners = [((x - x0) / (x1 - x0) * width, (y - y0) / (y1 - y0) * height) for x, y in lane]
            cv2.fillPoly(mask, [np.round(corners).astype(np.int32)], 1)
        return mask.astype(np.bool_)


def _share(before: Grey, now: Grey, inside: NDArray[np.bool_]) -> float:
    change = (now - before)[inside]
    if not change.size:
        return 0.0
    return float((np.abs(change - np.median(change)) > _CHANGED).mean())
