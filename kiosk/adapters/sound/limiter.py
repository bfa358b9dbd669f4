"""Louder without distortion: what would pass full scale is turned down smoothly for the few milliseconds it lasts."""

from collections.abc import Iterable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from kiosk.adapters.samples import FULL_SCALE, amplified, peak_dbfs
from kiosk.ports import Sound

CEILING_DBFS = -1.0
"""A converter that rebuilds the curve between samples may pass the highest of them by as much."""
MOST_LIMITED_DB = 6.0
"""Peaks turned down by more than this are heard: the voice pumps."""
_STEP_S = 0.001
_AROUND = 5  # steps before and after a peak: shorter ones are heard as a rasp, longer ones as pumping


def fitting_gain_db(parts: Iterable[Sound], wanted_db: float, further_db: float) -> float:
    """The part of `wanted_db` that can be had, when `further_db` are added afterwards."""
    peak = max((peak_dbfs(part) for part in parts), default=-np.inf)
    return min(wanted_db, max(0.0, _ceiling_dbfs(further_db) - peak + MOST_LIMITED_DB))


def louder(sound: Sound, gain_db: float, further_db: float) -> Sound:
    """`sound` with `gain_db` more, no sample of it above CEILING_DBFS when `further_db` are added afterwards."""
    ceiling_dbfs = _ceiling_dbfs(further_db)
    if peak_dbfs(sound) + gain_db <= ceiling_dbfs:
        return amplified(sound, gain_db)
    loud = sound.samples * 10 ** (gain_db / 20)
    turned = loud * _turned_down(np.abs(loud), 10 ** (ceiling_dbfs / 20) * FULL_SCALE, sound.rate_hz)
    return Sound(samples=np.clip(np.round(turned), -FULL_SCALE, FULL_SCALE).astype(np.int16), rate_hz=sound.rate_hz)


def _ceiling_dbfs(further_db: float) -> float:
    return CEILING_DBFS - max(0.0, further_db)


def _turned_down(loud: np.ndarray, ceiling: float, rate_hz: int) -> np.ndarray:
    """A factor for each sample: the least that any peak around asks for, evened out over the steps around it."""
    step = max(1, round(rate_hz * _STEP_S))
    steps = -(-len(loud) // step)
    peaks = np.pad(loud, (0, steps * step - len(loud))).reshape(steps, step).max(axis=1)
    asked = np.minimum(1.0, ceiling / np.maximum(peaks, 1.0))
    # One step wider than what is averaged, because the line between two steps must stay below both.
    least = sliding_window_view(np.pad(asked, 2 * _AROUND + 1, mode="edge"), 2 * _AROUND + 3).min(axis=1)
    even = sliding_window_view(least, 2 * _AROUND + 1).mean(axis=1)[:steps]
    middles = (np.arange(steps) + 0.5) * step
    return np.asarray(np.interp(np.arange(len(loud)), middles, even))
