"""Peaks turned down smoothly for the few milliseconds they last, so that the rest may be louder without distortion."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

MOST_LIMITED_DB = 6.0
"""Peaks turned down by more than this are heard: the voice pumps."""
_STEP_S = 0.001
_AROUND = 5  # steps before and after a peak: shorter ones are heard as a rasp, longer ones as pumping


def turned_down(loud: np.ndarray, ceiling: float, rate_hz: int) -> np.ndarray:
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
