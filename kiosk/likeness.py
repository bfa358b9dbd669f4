"""Whether a place in the street still looks as it did: the evidence that a parked car has not moved.

A detector misses a small or cut-off car in every third picture and its boxes jump by a tenth; the picture of a car
that stands does not change. Measured on the shared clips, of the parts of a vehicle's box 60 to 100 % look the same in
the next frame while it stands, through minutes, headlights and snow; at most 44 % once it has gone.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.domain.detections import Likeness
from kiosk.domain.geometry import Box
from kiosk.domain.stay import stay_of

SAME_SHARE = 0.6
"""From this share of same-looking parts on, it is the same view (see above: between 44 and 60 %)."""

SETTLED_SHARE = 0.85
"""A vehicle that rolls its last half metre still looks much the same: it stands since 14 of 16 parts look the same."""
_LONGEST_PX = 320
"""A region is compared at this size at most: finer detail is noise, and a Pi has to do it five times a second."""
_PARTS = 4
"""The box is cut into 4 x 4 parts: someone walking past hides few of them."""
_PART_SAME = 0.6
"""Correlation (Pearson) of a part from which on it counts as the same."""
_AS_BRIGHT = 1.5
"""Times the deviation of a flat part: ground that a shadow or a vehicle covers differs by more."""
_FLAT, _FLAT_DARK, _BRIGHT = 4.0, 2.0, 100.0
"""Grey levels of deviation below which a part has no texture to compare, in daylight (mean 100 and more) and in the
dark, where contrasts shrink with the light: JPEG and sensor noise reach 2 to 3, less in dark pictures."""
_LEAST_PIXELS = 6
"""A smaller part tells nothing."""
_SWAY = 0.03
"""Of the box: how far a camera on a shelf or a mast sways, searched around the box; more would follow a creeper."""
_NEAR = 0.3
"""Of the box: who creeps forward between two looks is found again within this; a driver is further away."""
_BEFORE_S, _BEFORE_FRAMES = 2.0, 9
"""A vehicle drives into its place within this time. The middle value of pictures before that, some seconds of them, is
the street without whoever passed."""
_REFRESH_S = 10.0
"""Clouds take longer to change the light; a vehicle that moves no further than the sway in this time stands."""
_HISTORY_EVERY_S = 0.4
_HISTORY_FRAMES = 40

Grey = NDArray[np.float32]
_Numbers = NDArray[np.float64]


def grey(pixels: NDArray[np.uint8], region: Box) -> Grey:
    """The region of the picture (in colour or grey) as grey levels, lightly blurred, at most 320 pixels long.

    Its sides are multiples of 8, so that means of blocks of 8 x 8 cost a sixth.
    """
    height, width = pixels.shape[:2]
    x0, y0 = int(region[0] * width), int(region[1] * height)
    x1, y1 = max(x0 + 1, int(region[2] * width)), max(y0 + 1, int(region[3] * height))
    part = pixels[y0:y1, x0:x1]
    levels = part if part.ndim == 2 else np.asarray(cv2.cvtColor(part, cv2.COLOR_BGR2GRAY), np.uint8)
    scale = min(1.0, _LONGEST_PX / max(levels.shape))
    wanted = [max(8, round(side * scale / 8) * 8) for side in levels.shape]
    return cv2.GaussianBlur(_resized(levels, *wanted).astype(np.float32), (0, 0), 1.0)  # type: ignore[return-value]


def _resized(levels: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """First a whole number of times smaller, which OpenCV averages ten times faster than by any other factor."""
    times = max(1, min(levels.shape[0] // height, levels.shape[1] // width))
    rows, columns = levels.shape[0] // times, levels.shape[1] // times
    whole = levels[: rows * times, : columns * times]
    averaged = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(averaged, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


class Memory:
    """Remembers how some boxes of one region looked, in memory only and only as long as they are asked for."""

    def __init__(self, region: Box) -> None:
        self.region = region
        self._now: Grey | None = None
        self._history: deque[tuple[float, Grey]] = deque(maxlen=_HISTORY_FRAMES)
        self._looks: dict[str, Grey] = {}
        self._boxes: dict[str, Box] = {}
        self._told: set[str] = set()
        self._taken_s: dict[str, float] = {}
        self._before: dict[str, Grey] = {}
        """By stay: the region as it was before the vehicle came, where that was seen."""
        self._t_s = 0.0

    def see(self, t_s: float, now: Grey) -> None:
        """Takes the next frame in."""
        if self._now is not None and self._now.shape != now.shape:
            self.forget()
        self._now, self._t_s = now, t_s
        self._take_missing(now)
        if not self._history or t_s - self._history[-1][0] >= _HISTORY_EVERY_S:
            self._history.append((t_s, now))

    def forget(self) -> None:
        """Forgets how everything looked (the camera changed)."""
        self._history.clear()
        self._looks, self._told, self._before = {}, set(), {}
        self._now = None

    def keep(self, boxes: dict[str, Box]) -> None:
        """Compares these from now on; a new key remembers how its box looks in the present (or first) frame."""
        self._looks = {key: look for key, look in self._looks.items() if key in boxes}
        self._told &= set(boxes)
        stays = {stay_of(key) for key in boxes}
        self._before = {stay: picture for stay, picture in self._before.items() if stay in stays}
        self._boxes = dict(boxes)
        if self._now is not None:
            self._take_missing(self._now)

    def likenesses(self, rested_s: Callable[[Box], float | None] = lambda _: None) -> dict[str, Likeness]:
        """How each kept box compares in the present frame; `rested_s` may know when most of a box came to rest."""
        found: dict[str, Likeness] = {}
        if self._now is None:
            return found
        for key, look in self._looks.items():
            same = self._compare(look, self._now, self._boxes[key])
            since_s = None
            if key not in self._told:
                since_s = self._since(look, self._boxes[key], rested_s(self._boxes[key]))
                self._told.add(key)
                self._remember_before(key, since_s)
            before = nearby = None
            if same is not None and same < SAME_SHARE:
                before, nearby = self._like_before(key), self._compare(look, self._now, self._boxes[key], _NEAR)
            found[key] = Likeness(same=same, since_s=since_s, before=before, nearby=nearby)
        return found

    def refresh(self, keys: set[str]) -> None:
        """Remembers how these look now where that is some time ago, so that a slow change of light is followed."""
        for key in keys & set(self._looks):
            if self._now is not None and self._t_s - self._taken_s[key] >= _REFRESH_S:
                self._take(key, self._now)

    def _take_missing(self, now: Grey) -> None:
        for key in self._boxes.keys() - self._looks.keys():
            self._take(key, now)

    def _take(self, key: str, now: Grey) -> None:
        self._looks[key], self._taken_s[key] = self._cut(now, self._boxes[key]), self._t_s

    def _remember_before(self, key: str, since_s: float | None) -> None:
        earlier = [picture for t_s, picture in self._history if since_s is not None and t_s <= since_s - _BEFORE_S]
        if len(earlier) >= 3 and stay_of(key) not in self._before:
            self._before[stay_of(key)] = np.median(earlier[-_BEFORE_FRAMES:], axis=0).astype(np.float32)

    def _like_before(self, key: str) -> float | None:
        """How much the place looks as before the vehicle came."""
        before = self._before.get(stay_of(key))
        if before is None or self._now is None:
            return None
        gain = float(np.median((self._now + 1.0) / (before + 1.0)))
        box = self._boxes[key]
        then, now = self._cut(before, box), self._cut(self._now, box)
        return unchanged_share(then * gain, now) if then.size else None

    def _since(self, look: Grey, box: Box, rested_s: float | None) -> float | None:
        earliest: float | None = None
        least = SETTLED_SHARE if rested_s is None else SAME_SHARE
        for t_s, then in reversed(self._history):
            same = self._compare(look, then, box)
            if same is None or same < least:
                break
            earliest = t_s
        return earliest if earliest is None or rested_s is None else max(earliest, rested_s)

    def _compare(self, look: Grey, now: Grey, box: Box, margin: float = _SWAY) -> float | None:
        around = self._cut(now, box, margin=margin)
        if look.size == 0 or around.shape[0] < look.shape[0] or around.shape[1] < look.shape[1]:
            return None
        scores = cv2.matchTemplate(around, look, cv2.TM_CCOEFF_NORMED)
        _, _, _, (x, y) = cv2.minMaxLoc(scores)
        return same_share(look, around[y : y + look.shape[0], x : x + look.shape[1]])

    def _cut(self, picture: Grey, box: Box, margin: float = 0.0) -> Grey:
        height, width = picture.shape
        rx, ry = self.region[2] - self.region[0], self.region[3] - self.region[1]
        mx, my = margin * (box[2] - box[0]), margin * (box[3] - box[1])
        x0 = int(np.clip((box[0] - mx - self.region[0]) / rx * width, 0, width))
        x1 = int(np.clip((box[2] + mx - self.region[0]) / rx * width, 0, width))
        y0 = int(np.clip((box[1] - my - self.region[1]) / ry * height, 0, height))
        y1 = int(np.clip((box[3] + my - self.region[1]) / ry * height, 0, height))
        return picture[y0:y1, x0:x1]


def same_share(a: Grey, b: Grey) -> float | None:
    """The share of 4 x 4 parts of two pictures of one shape that correlate; None when no part has texture."""
    flat = _flat(a)
    parts = _parts(a, b)
    compared = np.maximum(parts.deviation_a, parts.deviation_b) >= flat
    return float((parts.correlation(flat) > _PART_SAME)[compared].mean()) if compared.any() else None


def unchanged_share(before: Grey, now: Grey) -> float | None:
    """The share of 4 x 4 parts of two pictures of one shape and brightness that show the same: bare ground has no
    texture that could correlate, but is as bright as before and still bare; None where there is nothing to compare."""
    flat = _flat(before)
    parts = _parts(before, now)
    as_bright = np.abs(parts.mean_a - parts.mean_b) < _AS_BRIGHT * flat
    as_bare = parts.deviation_b - parts.deviation_a < flat
    shows = (as_bright & as_bare) | (parts.correlation(flat) > _PART_SAME)
    return float(shows.mean()) if shows.size else None


def _flat(picture: Grey) -> float:
    return max(_FLAT_DARK, _FLAT * min(1.0, float(picture.mean()) / _BRIGHT))


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """Of each part of two pictures: means, deviations, and how they vary together (covariance)."""

    mean_a: _Numbers
    mean_b: _Numbers
    deviation_a: _Numbers
    deviation_b: _Numbers
    together: _Numbers

    def correlation(self, flat: float) -> _Numbers:
        """Pearson's, of what is more than noise."""
        spread = np.maximum(self.deviation_a, flat / 2) * np.maximum(self.deviation_b, flat / 2)
        return np.asarray(self.together / spread)


def _parts(a: Grey, b: Grey) -> _Parts:
    """Those of the 4 x 4 parts that are large enough to tell anything; one by one took ten times as long."""
    edges = [np.array([side * i // _PARTS for i in range(_PARTS + 1)]) for side in a.shape]
    sizes = np.outer(*(np.diff(one) for one in edges))
    large = sizes >= _LEAST_PIXELS

    def mean(values: _Numbers) -> _Numbers:
        rows, columns = (np.minimum(one[:-1], side - 1) for one, side in zip(edges, values.shape, strict=True))
        sums = np.add.reduceat(np.add.reduceat(values, rows, axis=0), columns, axis=1)
        return np.asarray(sums[large] / sizes[large])

    p, q = a.astype(np.float64), b.astype(np.float64)
    mean_a, mean_b = mean(p), mean(q)
    return _Parts(
        mean_a=mean_a,
        mean_b=mean_b,
        deviation_a=np.sqrt(np.maximum(mean(p * p) - mean_a**2, 0.0)),
        deviation_b=np.sqrt(np.maximum(mean(q * q) - mean_b**2, 0.0)),
        together=mean(p * q) - mean_a * mean_b,
    )
