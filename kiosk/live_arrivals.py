"""What a tablet sent of a live voice and is not heard yet: evens out what comes unevenly."""

import threading

import numpy as np

from kiosk.messages.live_piece import LIVE_RATE_HZ, LivePiece
from kiosk.ports import Samples

HELD_S = 0.25
"""So much is gathered before it is heard: a Wi-Fi is late by 0.1 s every few seconds. After each gap it is a little
more, up to HELD_MOST_S: one that is worse is heard later, and whole."""
HELD_MOST_S, _MORE_S = 0.55, 0.1
_FADE = LIVE_RATE_HZ // 100  # 10 ms: a voice that begins or ends in mid-wave clicks
_MOST_S = 1.5
"""A tablet that comes back after a longer gap is not heard late for ever: the oldest is left out."""


class Arrivals:
    """Filled by one thread, emptied by another; nobody waits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: Samples = np.zeros(0, np.int16)
        self._flowing = False
        self._next = 0
        self._ended = False
        self.signs = 0
        """How many pieces came, empty ones too: it stands still when nobody is there."""
        self.gaps = 0
        """How often there was nothing to hear although the voice had not ended."""

    def put(self, piece: LivePiece) -> None:
        """Takes a piece; one that comes a second time, too late or after the end is left out."""
        with self._lock:
            if piece.number < self._next or self._ended:
                return
            self._next = piece.number + 1
            self.signs += 1
            self._ended = piece.last
            come = np.frombuffer(piece.samples, "<i2").astype(np.int16)
            waiting = np.concatenate([self._waiting, come])[-round(_MOST_S * LIVE_RATE_HZ) :]
            self._waiting = _faded(waiting, at_end=True) if piece.last else waiting

    @property
    def wanted_s(self) -> float:
        """Seconds that should wait to be heard."""
        return min(HELD_MOST_S, HELD_S + _MORE_S * self.gaps)

    @property
    def held_s(self) -> float:
        """Seconds that wait to be heard."""
        return len(self._waiting) / LIVE_RATE_HZ

    @property
    def over(self) -> bool:
        """Whether the last piece came and all of it was taken."""
        with self._lock:
            return self._ended and not len(self._waiting)

    def take(self, count: int) -> Samples:
        """The next `count` samples; silence while nothing is there or too little to go on evenly."""
        with self._lock:
            begins = not self._flowing
            self._flowing = self._flowing or self._ended or self.held_s >= self.wanted_s
            taken = self._waiting[: count if self._flowing else 0]
            self._waiting = self._waiting[len(taken) :]
            if begins:
                taken = _faded(taken, at_end=False)
            if self._flowing and len(self._waiting) < count and not self._ended:
                taken = _faded(taken, at_end=True)  # nothing may follow it
                self._flowing = False
                self.gaps += 1
            return np.concatenate([taken, np.zeros(count - len(taken), np.int16)])


def _faded(samples: Samples, *, at_end: bool) -> Samples:
    """The same samples, the first or the last of them rising from silence or falling to it."""
    ramp = np.ones(len(samples))
    length = min(_FADE, len(samples))
    ramp[:length] = np.linspace(0.0, 1.0, length)
    return (samples * (ramp[::-1] if at_end else ramp)).astype(np.int16)
