"""Plays announcements in a thread of its own, one at a time, and silences the one that should not be heard further."""

import logging
import queue
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from kiosk.domain.announce_events import SoundEnded, SoundFailed, SoundStarted, SpeechStarted
from kiosk.errors import KioskError
from kiosk.hearing import EachHeard
from kiosk.live_sound import LiveStream
from kiosk.messages.status import PartHealth
from kiosk.ports import Loudspeaker, StopSign
from kiosk.settings import SoundSettings
from kiosk.streams import Stream
from kiosk.volume import at_volume, volume_health
from kiosk.workers import Worker

_log = logging.getLogger(__name__)

_USUAL = SoundSettings()
_STOP_S = 4.0  # with the voice's and the bus's below the 15 s that systemd gives a service to end


@dataclass(frozen=True, kw_only=True)
class PartTold:
    """How a part of the sound is doing, for the status."""

    health: PartHealth


@dataclass(frozen=True, kw_only=True)
class _Order:
    """What to play, how loud, and the sign that silences it."""

    announcement: str
    stream: Stream | LiveStream
    gain_db: float
    silence: threading.Event


class SoundWorker:
    """Answers with events given to `put`."""

    def __init__(
        self,
        open_loudspeaker: Callable[[], Loudspeaker],
        put: Callable[[object], None],
        awake: Callable[[StopSign], AbstractContextManager[None]] = lambda stop: nullcontext(),
        settings: SoundSettings = _USUAL,
    ) -> None:
        """`awake(stop)` holds the amplifier on while something is played."""
        self._open_loudspeaker, self._put, self._awake, self._settings = open_loudspeaker, put, awake, settings
        self._hearing = EachHeard(settings, self._tell)
        self._blocked = threading.Event()
        self._loudspeaker: Loudspeaker | None = None
        self._limited = False
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._current: tuple[str, threading.Event] = ("", threading.Event())
        self._worker = Worker("sound", self._work, put).start()

    def play(self, announcement: str, stream: Stream | LiveStream, gain_db: float = 0.0) -> None:
        """Makes `stream` heard, `gain_db` louder than usual; called again only after its end was told."""
        silence = threading.Event()
        self._current = (announcement, silence)
        if self._blocked.is_set():
            silence.set()
        self._orders.put(_Order(announcement=announcement, stream=stream, gain_db=gain_db, silence=silence))

    def silence(self, announcement: str) -> None:
        """Stops the sound of `announcement`, if it is the one that sounds."""
        if self._current[0] == announcement:
            self._current[1].set()

    def block(self, on: bool) -> None:
        """From now on nothing is heard, and what sounds is cut at once, from any thread; or everything may be again."""
        if not on:
            self._blocked.clear()
            return
        self._blocked.set()  # first: what is to be played meanwhile sees either this or its own silence
        self._current[1].set()
        if self._loudspeaker is not None:
            self._loudspeaker.cut()

    def stop(self) -> None:
        """Silences what sounds, ends the thread and lets the device go; a second call does not wait once more."""
        self._current[1].set()
        self._orders.put(None)
        self._worker.stop(wait_s=0.0 if self._worker.stop_sign.is_set() else _STOP_S)
        if self._loudspeaker is not None:
            self._loudspeaker.close()

    def _work(self, stop: threading.Event) -> None:
        while (order := self._orders.get()) is not None:
            announcement, stream = order.announcement, order.stream
            whole = False
            try:
                whole = self._play(order)
            except KioskError as error:
                self._put(SoundFailed(announcement=announcement, detail=str(error)))
            except Exception as error:  # noqa: BLE001 - a sound that breaks the player must not silence the next one
                _log.exception("playing %s failed", announcement)
                self._put(SoundFailed(announcement=announcement, detail=f"{type(error).__name__}: {error}"))
            else:
                lost = isinstance(stream, LiveStream) and stream.lost
                self._put(SoundEnded(announcement=announcement, whole=whole, lost=lost))
            self._hearing.end(whole=whole, stop=order.silence)

    def _play(self, order: _Order) -> bool:
        def on_part(part: int) -> None:
            if part == 0:
                self._put(SoundStarted(announcement=order.announcement))
                self._hearing.sound_begins()
            if part == order.stream.first_words:
                self._put(SpeechStarted(announcement=order.announcement))

        if self._loudspeaker is None:
            self._loudspeaker = self._open_loudspeaker()
        parts, got_db = at_volume(order.stream, order.gain_db, self._settings.gain_db)
        if order.gain_db > 0.0 or self._limited:
            self._limited = got_db < order.gain_db
            self._tell(volume_health(order.gain_db, got_db))
        with self._awake(order.silence):
            self._hearing.begin(parts, self._loudspeaker)
            return self._loudspeaker.play(parts, name=order.announcement, stop=order.silence, on_part=on_part)

    def _tell(self, health: PartHealth) -> None:
        self._put(PartTold(health=health))
