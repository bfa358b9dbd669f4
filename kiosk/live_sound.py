"""A live announcement: the chime, then what a person says at this moment, until they end or something ends it."""

import logging
from collections.abc import Iterator

from kiosk.adapters.sound.chime import silence
from kiosk.adapters.sound.live_level import BLOCK_S, LiveLevel
from kiosk.adapters.sound.rate import RateConverter
from kiosk.domain.announce_events import Render
from kiosk.live_arrivals import Arrivals
from kiosk.messages.live_piece import LIVE_RATE_HZ, LivePiece
from kiosk.ports import Sound
from kiosk.settings import LiveSettings, SoundSettings
from kiosk.streams import stream_of

_log = logging.getLogger(__name__)

GONE_S = 2.0
"""A tablet of which nothing came for so long is away; it sends ten pieces a second."""
_CATCH_UP_S = 0.15
"""What waits this much longer than it should is caught up with by leaving out pauses between words."""
_NOBODY = -1


class LiveStream:
    """A sound that is made while it is heard. It counts time in samples, so that it ends whatever the clocks do."""

    def __init__(self, order: Render, sound: SoundSettings, longest_s: float) -> None:
        stream = stream_of((), order, sound)
        self.announcement = order.announcement
        self.arrivals = Arrivals()
        self.first_words = _NOBODY
        """The part with which the voice begins, known when it has begun."""
        self.lost = False
        """Whether it ended because nothing came from the tablet any more."""
        self.duration_s = stream.duration_s + longest_s
        """At most."""
        self._lead_in, self._opening, self._tail = stream.parts[0], stream.parts[1:-1], stream.parts[-1]
        self._longest_s, self._rate_hz = longest_s, sound.rate_hz

    @property
    def parts(self) -> Iterator[Sound]:
        """Sounds of BLOCK_S seconds, each made when it is asked for; they come to an end by themselves."""
        count = 0
        for part in self._before():
            yield part
            count += 1
        if not self.lost:
            self.first_words = count
            yield from self._voice()
        yield self._tail
        _log.info(
            "live %s ended%s: %d gaps", self.announcement, " without the tablet" if self.lost else "",
            self.arrivals.gaps,
        )  # fmt: skip

    def _before(self) -> Iterator[Sound]:
        """The amplifier wakes; the chime is heard only when there is a person who will speak."""
        yield self._lead_in
        waited = 0
        while not self.arrivals.signs:
            waited += 1
            if waited * BLOCK_S > GONE_S:
                self.lost = True
                return
            yield silence(BLOCK_S, self._rate_hz)
        yield from self._opening

    def _voice(self) -> Iterator[Sound]:
        level, converter = LiveLevel(), RateConverter(LIVE_RATE_HZ, self._rate_hz)
        size = round(BLOCK_S * LIVE_RATE_HZ)
        signs, quiet_blocks = self.arrivals.signs, 0
        for _ in range(round(self._longest_s / BLOCK_S)):
            block = level.levelled(self.arrivals.take(size))
            if level.silent and self.arrivals.held_s > self.arrivals.wanted_s + _CATCH_UP_S:
                block = level.levelled(self.arrivals.take(size))
            yield Sound(samples=converter.converted(block), rate_hz=self._rate_hz)
            if self.arrivals.over:
                return
            quiet_blocks = 0 if self.arrivals.signs != signs else quiet_blocks + 1
            signs = self.arrivals.signs
            if quiet_blocks * BLOCK_S > GONE_S:
                self.lost = True
                return


class Air:
    """Who is on the air: one live announcement at a time, and only what comes for that one is heard."""

    def __init__(self, sound: SoundSettings, live: LiveSettings) -> None:
        self._sound, self._longest_s = sound, live.longest_s
        self._stream: LiveStream | None = None

    def open(self, order: Render) -> LiveStream:
        """The sound of a live announcement that has the turn."""
        self._stream = LiveStream(order, self._sound, self._longest_s)
        return self._stream

    def hear(self, announcement: str, piece: LivePiece) -> None:
        """Takes a piece of what is said, when it is for the announcement that has the turn."""
        if self._stream is not None and self._stream.announcement == announcement:
            self._stream.arrivals.put(piece)
