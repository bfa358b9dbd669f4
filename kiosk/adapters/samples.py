"""What is done to samples between a voice and a loudspeaker: level, gain, rate."""

import math

import numpy as np
from numpy.typing import NDArray

from kiosk.adapters.loudness import loudness_lufs
from kiosk.adapters.peaks import MOST_LIMITED_DB, turned_down
from kiosk.errors import SoundError
from kiosk.ports import Samples, Sound

FULL_SCALE = 32767
SPEECH_LUFS = -23.0
"""How loud speech is made, whoever speaks: the programme loudness of EBU R128. The chime measures the same."""
SPEECH_PEAK_DBFS = -3.0
"""The peak of speech at SPEECH_LUFS is 16 to 21 dB above it (espeak-ng, piper); the few above 20 are turned down."""


def peak_dbfs(sound: Sound) -> float:
    """The loudest sample in decibels below full scale; -inf for silence."""
    return _decibels(float(np.abs(sound.samples.astype(np.float64)).max(initial=0.0)) / FULL_SCALE)


def speech_dbfs(sound: Sound) -> float:
    """Mean power of the 20 ms blocks in which something is heard, in decibels below full scale; -inf for silence."""
    block = max(1, sound.rate_hz // 50)
    whole = sound.samples[: len(sound.samples) // block * block].astype(np.float64) / FULL_SCALE
    powers = (whole.reshape(-1, block) ** 2).mean(axis=1)
    loudest = float(powers.max(initial=0.0))
    if loudest == 0.0:
        return -math.inf
    return _decibels(math.sqrt(float(powers[powers > loudest / 1000].mean())))  # pauses (30 dB below) do not count


def levelled(sound: Sound) -> Sound:
    """Speech at SPEECH_LUFS, its few peaks above SPEECH_PEAK_DBFS turned down; silence as it is.

    A sound of which more than peaks would have to be turned down stays softer.
    """
    most_db = SPEECH_PEAK_DBFS - peak_dbfs(sound)
    wanted_db = min(SPEECH_LUFS - loudness_lufs(sound), most_db + MOST_LIMITED_DB)
    if math.isinf(wanted_db):
        return sound
    if wanted_db <= most_db:
        return amplified(sound, wanted_db)
    loud = sound.samples.astype(np.float64) * 10 ** (wanted_db / 20)
    factors = turned_down(np.abs(loud), 10 ** (SPEECH_PEAK_DBFS / 20) * FULL_SCALE, sound.rate_hz)
    return Sound(samples=_whole(loud * factors), rate_hz=sound.rate_hz)


def amplified(sound: Sound, gain_db: float) -> Sound:
    """The sound louder (+) or softer (-) by `gain_db` decibels.

    Raises:
        SoundError: it would be clipped.
    """
    if gain_db == 0.0:
        return sound
    room_db = -peak_dbfs(sound)
    if gain_db > room_db + 0.01:
        raise SoundError(
            f"A gain of {gain_db:+.1f} dB would distort the sound: set sound.gain_db to {room_db:.1f} or less and"
            " turn up the amplifier."
        )
    return Sound(samples=_whole(sound.samples.astype(np.float64) * 10 ** (gain_db / 20)), rate_hz=sound.rate_hz)


def resampled(sound: Sound, rate_hz: int) -> Sound:
    """The same sound at `rate_hz` samples a second, band-limited (its spectrum cut or continued with zeros)."""
    if sound.rate_hz == rate_hz or not len(sound.samples):
        return Sound(samples=sound.samples, rate_hz=rate_hz)
    shared = math.gcd(sound.rate_hz, rate_hz)
    step_in, step_out = sound.rate_hz // shared, rate_hz // shared
    blocks = math.ceil((len(sound.samples) + 64) / step_in)  # some zeros, so that the end does not ring into the start
    spectrum = np.fft.rfft(sound.samples.astype(np.float64), blocks * step_in)
    moved = np.fft.irfft(spectrum, blocks * step_out) * (step_out / step_in)
    return Sound(samples=_whole(moved[: round(len(sound.samples) * step_out / step_in)]), rate_hz=rate_hz)


def _whole(values: NDArray[np.float64]) -> Samples:
    return np.clip(np.round(values), -FULL_SCALE, FULL_SCALE).astype(np.int16)


def _decibels(amplitude: float) -> float:
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf
