"""How loud a sound is to people: ITU-R BS.1770-4, the measure of EBU R128, for one channel.

Written here because the libraries cost more than they measure (docs/decisions/0014-loudness.md); the tests hold it
against one of them.
"""

import math

import numpy as np
from numpy.typing import NDArray

from kiosk.ports import Sound

_Spectrum = NDArray[np.complex128]

_FULL_SCALE = float(np.iinfo(np.int16).max)
_BLOCK_S, _STEP_S = 0.4, 0.1
_ABSOLUTE_GATE_LUFS, _RELATIVE_GATE_LU = -70.0, -10.0
_OFFSET_LUFS = -0.691
"""So that a 997 Hz sine at full scale in one channel reads -3.01 LUFS."""
_RINGING_S = 0.25
"""The filters have died away by -80 dB after this: the sound is followed by so many zeros, and does not wrap around."""


def loudness_lufs(sound: Sound) -> float:
    """Integrated loudness in LUFS; -inf for silence. What is shorter than a block of 400 ms is one block."""
    weighted = _k_weighted(sound.samples.astype(np.float64) / _FULL_SCALE, sound.rate_hz)
    block = min(round(_BLOCK_S * sound.rate_hz), len(weighted))
    if block == 0:
        return -math.inf
    energy = np.concatenate(([0.0], np.cumsum(weighted**2)))
    starts = np.arange(0, len(weighted) - block + 1, max(1, round(_STEP_S * sound.rate_hz)))
    powers = np.maximum(energy[starts + block] - energy[starts], 0.0) / block
    heard = powers[powers > _power(_ABSOLUTE_GATE_LUFS)]
    if not len(heard):
        return -math.inf
    return _lufs(float(heard[heard > heard.mean() * 10 ** (_RELATIVE_GATE_LU / 10)].mean()))


def _k_weighted(samples: NDArray[np.float64], rate_hz: int) -> NDArray[np.float64]:
    """The samples as BS.1770 weights them: a shelf for the head, and a high-pass."""
    length = 1 << (len(samples) + round(_RINGING_S * rate_hz)).bit_length()  # a power of two is transformed fastest
    unit = np.exp(-2j * np.pi * np.fft.rfftfreq(length))  # z to the power of -1, around the circle
    response = _shelf(unit, rate_hz) * _high_pass(unit, rate_hz)
    return np.fft.irfft(np.fft.rfft(samples, length) * response, length)[: len(samples)]


def _shelf(unit: _Spectrum, rate_hz: int) -> _Spectrum:
    """Stage 1 for any rate: +4 dB above 1.7 kHz; constants of B. De Man, "Evaluation of implementations", 2014."""
    k, q = math.tan(math.pi * 1681.974450955533 / rate_hz), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    zeros: _Spectrum = (high + band * k / q + k * k) + 2 * (k * k - high) * unit
    zeros += (high - band * k / q + k * k) * unit**2
    return zeros / _poles(unit, k, q)


def _high_pass(unit: _Spectrum, rate_hz: int) -> _Spectrum:
    """Stage 2 for any rate: what is below 38 Hz does not count; constants of the same source."""
    k, q = math.tan(math.pi * 38.13547087602444 / rate_hz), 0.5003270373238773
    return (1 - unit) ** 2 * (1 + k / q + k * k) / _poles(unit, k, q)


def _poles(unit: _Spectrum, k: float, q: float) -> _Spectrum:
    poles: _Spectrum = (1 + k / q + k * k) + 2 * (k * k - 1) * unit + (1 - k / q + k * k) * unit**2
    return poles


def _lufs(power: float) -> float:
    return _OFFSET_LUFS + 10 * math.log10(power)


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LUFS) / 10))
