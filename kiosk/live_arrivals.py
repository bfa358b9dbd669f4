"""What a tablet sent of a live voice and is not heard yet: evens out what comes unevenly."""

import threading

import numpy as np

from kiosk.messages.live_piece import LIVE_RATE_HZ, LivePiece
from kiosk.ports import Samples

HELD_S = 0.25
"""So much is gathered before it is heard, at the start and after a gap: Wi-Fi is late by 0.1 s every few seconds."""
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
            self._waiting = np.concatenate([self._waiting, come])[-round(_MOST_S * LIVE_RATE_HZ) :]

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
            self._flowing = self._flowing or self._ended or self.held_s >= HELD_S
            taken = self._waiting[: count if self._flowing else 0]
            self._waiting = self._waiting[len(taken) :]
            if self._flowing and len(taken) < count:
                self._flowing = False
                self.gaps += not self._ended
            return np.concatenate([taken, np.zeros(count - len(taken), np.int16)])
