"""From one sampling rate to another while the sound is still coming."""

import numpy as np
from numpy.typing import NDArray

from kiosk.adapters.samples import FULL_SCALE
from kiosk.ports import Samples

_REACH = 8
"""Input samples looked at on each side: with a Hann window, images are 50 dB below what is heard."""


class RateConverter:
    """Band-limited interpolation (windowed sinc), piece by piece without a seam; half a millisecond late.

    Source: J. O. Smith, "Digital Audio Resampling", CCRMA, Stanford.
    """

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self._step, self._cut = from_hz / to_hz, min(1.0, to_hz / from_hz)
        self._held: NDArray[np.float64] = np.zeros(2 * _REACH)
        self._at = float(_REACH)  # where in `held` the next sample is taken

    def converted(self, samples: Samples) -> Samples:
        """What can be said of the output so far; shape (n,) in, about n x to_hz / from_hz out."""
        heard = np.concatenate([self._held, samples.astype(np.float64)])
        count = max(0, int(np.ceil((len(heard) - _REACH - self._at) / self._step)))
        places = self._at + self._step * np.arange(count)
        whole = np.floor(places).astype(np.int64)
        around = np.arange(1 - _REACH, _REACH + 1)
        away = around - (places - whole)[:, None]
        weights = np.sinc(self._cut * away) * (0.5 + 0.5 * np.cos(np.pi * away / _REACH))
        weights /= weights.sum(axis=1, keepdims=True)
        made = (heard[whole[:, None] + around] * weights).sum(axis=1)
        upto = max(0, int(self._at + self._step * count) - _REACH)
        self._held, self._at = heard[upto:], self._at + self._step * count - upto
        new: Samples = np.clip(np.round(made), -FULL_SCALE, FULL_SCALE).astype(np.int16)
        return new
