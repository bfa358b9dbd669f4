"""Is what a microphone heard what was played? How loud beside the room, and how late."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.adapters.samples import FULL_SCALE
from kiosk.ports import Sound

_LOWEST_HZ, _HIGHEST_HZ = 200.0, 8000.0  # below is hum and traffic, above is nothing that a ceiling loudspeaker gives
_COMPARED_S = 15.0
_BLOCK_S = 0.02
_SURE = 30.0
"""Times the mean. By chance: noise 7, music on the notes of the chime 27, another sentence after the same chime 18; a
sound 5 dB softer than the room still gives 50, a short one 20 (measured on rooms made of noise and echoes)."""
SOFTEST_DB = 6.0
"""Above the room's noise: from here on speech is understood well (a transmission index, (dB + 15) / 30, of 0.7)."""
_CLIPPED_RUN = 3
_CLIPPED_SHARE = 0.001
_CLEAREST_DB = 60.0
_ZEROS_SHARE = 0.02  # a muted microphone clicks as it is opened, and then gives zeros

Values = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What was found of the sound that was sent in the sound that was heard."""

    silent: bool
    """Hardly anything but zeros came from the microphone, not even the noise of its amplifier."""
    sharpness: float
    """How far the best delay stands out from all others, as a multiple of their mean."""
    delay_s: float
    """After the beginning of what was heard."""
    level_db: float
    """Of what was heard, beside what was sent; what a microphone makes of it is unknown, so only changes mean much."""
    above_room_db: float
    """Beside the room's own noise just before, at most 60."""
    clipped: bool

    @property
    def found(self) -> bool:
        """Whether it is the same sound."""
        return not self.silent and self.sharpness >= _SURE


def compared(sent: Sound, heard: Sound) -> Comparison:
    """Looks for `sent` in `heard`, both at one rate; of a long one its first 15 s.

    Generalised cross-correlation with phase transform (Knapp and Carter 1976): every pitch counts alike, which finds a
    sound in a room that echoes and is noisy, and tells a chime from other music.
    """
    rate_hz = heard.rate_hz
    wanted = sent.samples[: round(_COMPARED_S * rate_hz)] / FULL_SCALE
    whole = heard.samples / FULL_SCALE
    if np.count_nonzero(whole) <= _ZEROS_SHARE * len(whole) or not np.any(wanted):
        return Comparison(
            silent=True, sharpness=0.0, delay_s=0.0, level_db=-math.inf, above_room_db=-math.inf, clipped=False
        )
    delay, sharpness = _delay(wanted, whole, rate_hz)
    level_db, above_room_db = _levels(wanted, _banded(whole, rate_hz), delay, rate_hz)
    return Comparison(
        silent=False, sharpness=sharpness, delay_s=delay / rate_hz, level_db=level_db, above_room_db=above_room_db,
        clipped=_clipped(heard),
    )  # fmt: skip


def _delay(sent: Values, heard: Values, rate_hz: int) -> tuple[int, float]:
    """The delay in samples at which they fit best, and how far it stands out."""
    size = 1 << (len(sent) + len(heard) - 1).bit_length()
    cross = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(sent, size))
    cross /= np.abs(cross) + 1e-12
    cross[~_in_band(size, rate_hz)] = 0.0
    fits = np.abs(np.fft.irfft(cross, size)[: len(heard)])
    best = int(fits.argmax())
    return best, float(fits[best] / max(math.sqrt(float((fits**2).mean())), 1e-12))


def _levels(sent: Values, heard: Values, delay: int, rate_hz: int) -> tuple[float, float]:
    """The power that came with the sound beside what was sent, and beside the room before it, in decibels."""
    block = round(_BLOCK_S * rate_hz)
    sent_powers = _powers(_banded(sent, rate_hz), block)
    heard_powers = _powers(heard[delay : delay + len(sent)], block)
    blocks = min(len(sent_powers), len(heard_powers))
    sent_powers, heard_powers = sent_powers[:blocks], heard_powers[:blocks]
    sounding = sent_powers > sent_powers.max(initial=0.0) / 1000  # pauses, 30 dB below, are the room again
    first = int(sounding.argmax()) if sounding.any() else 0
    room_powers = _powers(heard[: delay + first * block], block)
    room = float(np.median(room_powers)) if len(room_powers) else 0.0
    both = float(heard_powers[sounding].mean()) if sounding.any() else 0.0
    came = max(both - room, 1e-12)
    of_sent_db = 10 * math.log10(came / max(float(sent_powers[sounding].mean()) if sounding.any() else 0.0, 1e-12))
    return of_sent_db, min(_CLEAREST_DB, 10 * math.log10(came / max(room, 1e-12)))


def _powers(samples: Values, block: int) -> Values:
    whole = samples[: len(samples) // block * block]
    return np.asarray((whole.reshape(-1, block) ** 2).mean(axis=1))


def _banded(samples: Values, rate_hz: int) -> Values:
    size = 1 << max(1, len(samples) - 1).bit_length()
    spectrum = np.fft.rfft(samples, size)
    spectrum[~_in_band(size, rate_hz)] = 0.0
    return np.asarray(np.fft.irfft(spectrum, size)[: len(samples)])


def _in_band(size: int, rate_hz: int) -> NDArray[np.bool_]:
    hz = np.fft.rfftfreq(size, 1 / rate_hz)
    return np.asarray((hz >= _LOWEST_HZ) & (hz <= min(_HIGHEST_HZ, 0.45 * rate_hz)))


def _clipped(heard: Sound) -> bool:
    """Whether the microphone's converter came to its end again and again."""
    full = np.abs(heard.samples.astype(np.int32)) >= FULL_SCALE - 1
    runs = np.convolve(full, np.ones(_CLIPPED_RUN), "valid") >= _CLIPPED_RUN
    return bool(runs.sum() > _CLIPPED_SHARE * heard.rate_hz)


def verdict(found: Comparison) -> str:
    """`ok`, or the code of what is wrong: see `kiosk.domain.health`."""
    if found.silent:
        return "no-ear"
    if not found.found:
        return "not-heard"
    if found.clipped:
        return "heard-distorted"
    return "ok" if found.above_room_db >= SOFTEST_DB else "heard-softly"
