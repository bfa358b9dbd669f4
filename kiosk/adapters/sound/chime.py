"""The chimes of the house: soft notes that ask for attention without startling; and silence."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from kiosk.adapters.samples import FULL_SCALE
from kiosk.domain.requests import Priority
from kiosk.ports import Sound

_C5, _E5, _G5, _C6 = 523.25, 659.26, 783.99, 1046.50  # Hz, equal temperament, A4 = 440 Hz
_Note = tuple[float, float, float]
"""Pitch in Hz, start in seconds, share."""


@dataclass(frozen=True, kw_only=True)
class _Chime:
    """Struck bars: `brightness` is the share of the overtones, `peak_dbfs` the loudest sample."""

    notes: tuple[_Note, ...]
    length_s: float
    peak_dbfs: float
    brightness: float = 1.0


# The house's: a falling major third, the interval of a door bell, for everything that is no hurry.
_HOUSE = _Chime(notes=((_E5, 0.0, 1.0), (_C5, 0.42, 0.8)), length_s=1.6, peak_dbfs=-12.0)
# Rising, closer and ending on its loudest note: a question that wants an answer.
_URGENT = _Chime(
    notes=((_C5, 0.0, 0.8), (_E5, 0.26, 0.9), (_G5, 0.52, 1.0)), length_s=1.7, peak_dbfs=-9.0, brightness=1.5
)
# A whole chord upwards, twice. Never two alternating tones: in France 440 and 554 Hz in turn are the order to leave the
# building (NF S 32-001), and a siren is what a chime must not be.
_EMERGENCY = _Chime(
    notes=tuple((hz, round_s + i * 0.16, 1.0) for round_s in (0.0, 0.95) for i, hz in enumerate((_C5, _E5, _G5, _C6))),
    length_s=2.6, peak_dbfs=-6.0, brightness=2.0,
)  # fmt: skip
_CHIMES: dict[Priority, _Chime] = {"routine": _HOUSE, "service": _HOUSE, "urgent": _URGENT, "emergency": _EMERGENCY}

_ATTACK_S, _FADE_S = 0.03, 0.25  # an attack under 10 ms clicks and makes people look up
_PARTIALS = ((1.0, 1.0, 0.45), (2.0, 0.22, 0.25), (3.0, 0.06, 0.12))  # times the note, share, decay in seconds


@cache  # 6 ms here, 30 ms on a Pi: between a tap and its sound
def chime(rate_hz: int, priority: Priority = "routine") -> Sound:
    """The chime of a priority at `rate_hz` samples a second: 1.6 s (the house's) to 2.6 s (the emergency's)."""
    wanted = _CHIMES[priority]
    time_s = np.arange(round(wanted.length_s * rate_hz)) / rate_hz
    struck = sum(share * _note(time_s - start_s, hz, wanted.brightness) for hz, start_s, share in wanted.notes)
    struck = struck * np.clip((wanted.length_s - time_s) / _FADE_S, 0.0, 1.0)
    loud = struck / np.abs(struck).max() * 10 ** (wanted.peak_dbfs / 20) * FULL_SCALE
    return Sound(samples=np.round(loud).astype(np.int16), rate_hz=rate_hz)


def silence(duration_s: float, rate_hz: int) -> Sound:
    """`duration_s` seconds of nothing."""
    return Sound(samples=np.zeros(round(duration_s * rate_hz), np.int16), rate_hz=rate_hz)


def _note(since_s: np.ndarray, note_hz: float, brightness: float) -> np.ndarray:
    """A struck bar: a few partials, the high ones fading first, behind a soft attack."""
    struck = sum(
        share * (brightness if times > 1 else 1.0) * np.sin(2 * np.pi * times * note_hz * since_s)
        * np.exp(-np.maximum(since_s, 0.0) / decay_s)
        for times, share, decay_s in _PARTIALS
    )  # fmt: skip
    attack = 0.5 - 0.5 * np.cos(np.pi * np.clip(since_s / _ATTACK_S, 0.0, 1.0))
    return np.asarray(struck * attack)
