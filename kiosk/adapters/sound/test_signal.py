"""What `kiosk doctor sound` plays when something listens: the chime, and every pitch that speech has."""

import numpy as np

from kiosk.adapters.samples import FULL_SCALE
from kiosk.adapters.sound.chime import chime, silence
from kiosk.ports import Sound

_LOWEST_HZ, _HIGHEST_HZ = 200.0, 6000.0
_SWEEP_S, _FADE_S = 1.2, 0.05
_PEAK_DBFS = -20.0  # as loud as the softer half of the chime: a sweep is no pleasure
_BETWEEN_S, _AFTER_S = 0.2, 0.3


def signal_for_a_check(rate_hz: int) -> tuple[Sound, ...]:
    """The chime, then a sweep from the lowest to the highest tone of speech: 3.3 s in parts, at `rate_hz`."""
    time_s = np.arange(round(_SWEEP_S * rate_hz)) / rate_hz
    growth = np.log(min(_HIGHEST_HZ, 0.4 * rate_hz) / _LOWEST_HZ) / _SWEEP_S  # each octave takes as long
    wave = np.sin(2 * np.pi * _LOWEST_HZ * (np.exp(growth * time_s) - 1) / growth)
    fade = np.clip(np.minimum(time_s, _SWEEP_S - time_s) / _FADE_S, 0.0, 1.0)
    loud = wave * fade * 10 ** (_PEAK_DBFS / 20) * FULL_SCALE
    sweep = Sound(samples=np.round(loud).astype(np.int16), rate_hz=rate_hz)
    return chime(rate_hz), silence(_BETWEEN_S, rate_hz), sweep, silence(_AFTER_S, rate_hz)
