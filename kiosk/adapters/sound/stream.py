"""Several sounds as one stream without a gap, handed over in small pieces that stop at once."""

import math
import time
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from kiosk.adapters.samples import amplified, peak_dbfs, resampled
from kiosk.errors import SoundError
from kiosk.ports import Samples, Sound, StopSign

PIECE_S = 0.02
FADE_S = 0.03
"""What is cut off goes on for so long while it fades: a hard end is a click, a longer one is heard as a word."""
_MAX_NAME_BYTES = 200


def prepared(parts: Iterable[Sound], *, rate_hz: int, gain_db: float) -> Iterable[Sound]:
    """The parts at the device's rate and gain, all of them before the first is heard.

    Parts that are made while they are heard (no sequence: somebody speaks live) come one by one, and are made a little
    softer than asked where they would clip: a voice is not cut off in mid-word.

    Raises:
        SoundError: the gain would clip one of them.
    """
    if isinstance(parts, Sequence):
        return [amplified(resampled(part, rate_hz), gain_db) for part in parts]
    return (amplified(one, min(gain_db, -peak_dbfs(one))) for one in (resampled(part, rate_hz) for part in parts))


def stream(
    parts: Iterable[Sound],
    *,
    stop: StopSign,
    on_part: Callable[[int], None],
    write: Callable[[Samples], None],
    begun: Callable[[], None] = lambda: None,
    ahead_s: float = math.inf,
) -> bool:
    """Gives `parts` (all of one rate) to `write`, piece by piece, at most `ahead_s` seconds before they are due.

    `begun` is called when a first piece was written: it waits until the device has taken it, and only then does time
    begin to count. `on_part(i)` is called when the first piece of part `i` was taken. False when `stop` was set: what
    sounded then fades within FADE_S, and nothing follows.
    """
    started, given_s = time.monotonic(), 0.0
    for i, part in enumerate(parts):
        piece = max(1, round(part.rate_hz * PIECE_S))
        for at in range(0, max(1, len(part.samples)), piece):
            early_s = given_s - ahead_s - (time.monotonic() - started)
            if stop.is_set() or (early_s > 0 and stop.wait(early_s)):
                if given_s > 0.0:
                    write(_fading(part.samples[at : at + round(part.rate_hz * FADE_S)]))
                return False
            samples = part.samples[at : at + piece]
            write(samples)
            if given_s == 0.0:  # nothing before this piece, but perhaps empty ones
                begun()
                if stop.is_set():
                    return False
                started = time.monotonic()
            if at == 0:
                on_part(i)
            given_s += len(samples) / part.rate_hz
    return not stop.is_set()


def _fading(samples: Samples) -> Samples:
    """The samples, from their full level to silence along half a cosine."""
    ramp = 0.5 + 0.5 * np.cos(np.linspace(0.0, np.pi, len(samples)))
    return np.asarray(np.round(samples * ramp), np.int16)


def checked_name(name: str) -> str:
    """`name`, when it is made of letters, digits, hyphens and underscores: it becomes a file's name.

    Raises:
        SoundError: it is something else.
    """
    plain = name.replace("-", "").replace("_", "")
    if not plain.isalnum() or len(name.encode()) > _MAX_NAME_BYTES:
        raise SoundError(f"{name[:80]!r} cannot name a sound: use letters, digits, hyphens and underscores.")
    return name
