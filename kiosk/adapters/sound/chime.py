"""The chime of the house: two soft notes that ask for attention without startling; and silence."""

import numpy as np

from kiosk.adapters.samples import FULL_SCALE
from kiosk.ports import Sound

PEAK_DBFS = -12.0
_NOTES = ((659.26, 0.0, 1.0), (523.25, 0.42, 0.8))
"""Pitch in Hz, start in seconds, share: E5 then C5, a falling major third, the interval of a door bell."""
_LENGTH_S = 1.6
_ATTACK_S, _FADE_S = 0.03, 0.25  # an attack under 10 ms clicks and makes people look up
_PARTIALS = ((1.0, 1.0, 0.45), (2.0, 0.22, 0.25), (3.0, 0.06, 0.12))  # times the note, share, decay in seconds


def chime(rate_hz: int) -> Sound:
    """The chime at `rate_hz` samples a second, 1.6 s long, its peak at PEAK_DBFS."""
    time_s = np.arange(round(_LENGTH_S * rate_hz)) / rate_hz
    both = sum(share * _note(time_s - start_s, note_hz) for note_hz, start_s, share in _NOTES)
    both = both * np.clip((_LENGTH_S - time_s) / _FADE_S, 0.0, 1.0)
    loud = both / np.abs(both).max() * 10 ** (PEAK_DBFS / 20) * FULL_SCALE
    return Sound(samples=np.round(loud).astype(np.int16), rate_hz=rate_hz)


def silence(duration_s: float, rate_hz: int) -> Sound:
    """`duration_s` seconds of nothing."""
    return Sound(samples=np.zeros(round(duration_s * rate_hz), np.int16), rate_hz=rate_hz)


def _note(since_s: np.ndarray, note_hz: float) -> np.ndarray:
    """A struck bar: a few partials, the high ones fading first, behind a soft attack."""
    struck = sum(
        share * np.sin(2 * np.pi * times * note_hz * since_s) * np.exp(-np.maximum(since_s, 0.0) / decay_s)
        for times, share, decay_s in _PARTIALS
    )
    attack = 0.5 - 0.5 * np.cos(np.pi * np.clip(since_s / _ATTACK_S, 0.0, 1.0))
    return np.asarray(struck * attack)
