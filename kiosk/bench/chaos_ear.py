"""Whose announcement a sound was: the simulated voice gives each word a tone as long as the word; words are digits."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kiosk.bench.ear import CARD, RATE_HZ, small_buffer
from kiosk.ports import Samples

WORDS_PER_MINUTE = 400
"""Of the voice: the fastest that the settings take; a letter then lasts 22 ms."""
DIGITS, BASE = 5, 5
MOST = BASE**DIGITS
_LETTER_SAMPLES = 60 / WORDS_PER_MINUTE / 6.75 * RATE_HZ
"""See `kiosk.adapters.speech.simulated`."""
_SHORTEST = 3
"""Letters of a tone (the word's and one): the digit 0. Shorter ones would not be told from the dip between two."""
_BLOCK = 55
"""2.5 ms: half a wave of the tone, so that each block has a peak."""
_DIP = 0.2
"""Between two words the tone is softer than this share of its peak, for one block at least."""
_NOTHING = 33
"""-60 dBFS: softer is not heard."""
_SILENCE = 1000
"""45 ms: longer than the dip between two words, shorter than any pause."""
_VOICE_BELOW_HZ = 350.0
"""The simulated voice speaks at 220 and 262 Hz; the lowest note of a chime is a C5, 523 Hz."""


@dataclass(frozen=True, kw_only=True)
class Stream:
    """What was heard of one announcement: the digits whose tone was heard to its end, and whether that is all."""

    digits: tuple[int, ...]
    audible: bool

    @property
    def whole(self) -> bool:
        """Whether the announcement was heard to its end."""
        return len(self.digits) == DIGITS


def digits_of(number: int) -> tuple[int, ...]:
    """The digits of the announcement `number`, which is below MOST."""
    return tuple(number // BASE**place % BASE for place in reversed(range(DIGITS)))


def text_of(number: int) -> str:
    """A text that the simulated voice speaks like no other number's."""
    return " ".join("a" * (digit + _SHORTEST - 1) for digit in digits_of(number))


def understood(samples: Samples) -> Stream:
    """What was said in `samples`, mono at RATE_HZ, after a chime or without one."""
    runs = _runs(samples)
    words = next((run for run in runs if _is_voice(run)), None)
    return Stream(digits=_digits(words) if words is not None else (), audible=bool(runs))


def _runs(samples: Samples) -> list[Samples]:
    """What lies between two silences: a chime, or words; the last one with the silence behind it."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _NOTHING)
    if not len(loud):
        return []
    starts = [loud[0], *loud[1:][np.diff(loud) > _SILENCE]]
    return [samples[a:b] for a, b in zip(starts, [*starts[1:], len(samples)], strict=True)]


def _is_voice(run: Samples) -> bool:
    """Whether its strongest tone is as low as the simulated voice; chimes are higher."""
    spectrum = np.abs(np.fft.rfft(run.astype(np.float64)))
    return bool(np.argmax(spectrum) * RATE_HZ / len(run) < _VOICE_BELOW_HZ)


def _digits(words: Samples) -> tuple[int, ...]:
    """Those whose tone ended."""
    spoken = np.abs(words.astype(np.float64))
    blocks = spoken[: len(spoken) // _BLOCK * _BLOCK].reshape(-1, _BLOCK).max(axis=1)
    if not len(blocks):
        return ()
    soft = blocks < _DIP * blocks.max()
    soft[: int(np.argmin(soft))] = False  # where the first tone swells
    digits: list[int] = []
    begun = 0.0
    for dip in _middles(np.flatnonzero(soft)):
        digit = round((dip - begun) / _LETTER_SAMPLES) - _SHORTEST
        if not 0 <= digit < BASE or len(digits) == DIGITS:
            break
        digits.append(digit)
        begun += (digit + _SHORTEST) * _LETTER_SAMPLES
    return tuple(digits)


def _middles(soft: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> list[float]:
    """Where each run of soft blocks has its middle, in samples; silence at the end counts from its beginning."""
    runs = np.split(soft, np.flatnonzero(np.diff(soft) > 1) + 1) if len(soft) else []
    return [float(min(run[-1] + run[0] + 1, 2 * run[0] + 4) * _BLOCK / 2) for run in runs]


class EarFolder:
    """A sound card called `ear` that keeps what it was given each time it was opened in a file of its own."""

    def __init__(self, folder: Path) -> None:
        self._heard = folder / "heard"
        self._heard.mkdir(parents=True)
        keep = f"|exec cat > {self._heard}/$(date +%s%N)-$$"
        config = folder / "asound.conf"
        config.write_text(
            f'pcm.null {{ type null }}\npcm.{CARD} {{ type file slave.pcm "null" file "{keep}" format "raw" }}\n',
            encoding="utf-8",
        )
        self.environment = {"ALSA_CONFIG_PATH": str(config), "PATH": f"{small_buffer(folder)}:{os.environ['PATH']}"}

    def streams(self) -> list[Stream]:
        """What was heard so far, oldest first."""
        files = sorted(self._heard.iterdir(), key=lambda path: path.name)
        return [understood(np.frombuffer(_even(path.read_bytes()), "<i2").astype(np.int16)) for path in files]


def _even(content: bytes) -> bytes:
    return content[: len(content) // 2 * 2]
