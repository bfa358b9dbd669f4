"""Renders announcements, and ahead of them what may be asked for soon; what is at hand never waits for either."""

import itertools
import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.adapters.speech.recorded import MissingRecordings, assembled, lacking_of
from kiosk.domain.announce_events import Prepare, Render, SpeechFailed, SpeechPrepared, SpeechReady
from kiosk.domain.announcements import Utterance
from kiosk.errors import KioskError
from kiosk.own_voice import RecordingsLacked
from kiosk.ports import RecordingStore, Sound, SpeechEngine
from kiosk.settings import SoundSettings
from kiosk.streams import stream_of
from kiosk.workers import Worker

_log = logging.getLogger(__name__)

_ASSEMBLED_S = 120.0
"""Seconds of put-together speech kept in memory, 5 MB; what the voice says is kept by the voice itself."""
_PREPARED_MOST = 300
"""All sentences of a large house in both languages; more are dropped, and rendered when they are asked for."""
_STOP_S = 2.0  # its voice is closed by then


@dataclass(frozen=True, kw_only=True)
class VoiceStandsIn:
    """Another voice speaks for the one that the settings ask for, because of `why`; empty when that one is back."""

    why: str


class SpeechWorker:
    """Has a thread for announcements and one for preparations; answers with events given to `put`."""

    def __init__(
        self,
        open_engine: Callable[[], SpeechEngine],
        sound: SoundSettings,
        put: Callable[[object], None],
        recordings: RecordingStore | None = None,
    ) -> None:
        """Without `recordings` everything is said by the voice."""
        self._open_engine, self._sound, self._put, self._recordings = open_engine, sound, put, recordings
        self._engine: SpeechEngine | None = None
        self._lock = threading.Lock()
        self._cache: OrderedDict[Utterance, Sound] = OrderedDict()
        self._orders: queue.SimpleQueue[Render | None] = queue.SimpleQueue()
        self._ahead: queue.PriorityQueue[tuple[int, int, Utterance | None]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._workers = [
            Worker("speech", self._render_all, put).start(),
            Worker("speech ahead", self._prepare_all, put).start(),
        ]

    def render(self, order: Render) -> None:
        """Renders an announcement as soon as possible."""
        self._orders.put(order)

    def prepare(self, order: Prepare) -> None:
        """Renders into the cache: a few texts, for a tap that may come, before all sentences of a house."""
        for utterance in order.speech:
            if self._ahead.qsize() < _PREPARED_MOST:
                self._ahead.put((len(order.speech), next(self._numbers), utterance))

    def stop(self) -> None:
        """Ends the threads and lets the voice go; a rendering that is under way fails."""
        for worker in self._workers:
            worker.stop_sign.set()
        self._orders.put(None)
        self._ahead.put((0, next(self._numbers), None))
        if self._engine is not None:
            self._engine.close()  # first: a text may take its voice longer than a service has to end
        for worker in self._workers:
            worker.stop(wait_s=_STOP_S)
        if self._engine is not None:
            self._engine.close()  # it may have been opened meanwhile

    def _render_all(self, stop: threading.Event) -> None:
        while (order := self._orders.get()) is not None and not stop.is_set():
            words = self._tried(order.speech, order.announcement)
            if words is not None:
                stream = stream_of(words, order, self._sound)
                self._put(SpeechReady(announcement=order.announcement, stream=stream, duration_s=stream.duration_s))

    def _prepare_all(self, stop: threading.Event) -> None:
        while (utterance := self._ahead.get()[2]) is not None and not stop.is_set():
            if self._tried((utterance,), "") is not None:
                self._put(SpeechPrepared())

    def _tried(self, speech: tuple[Utterance, ...], announcement: str) -> list[Sound] | None:
        try:
            return [self._spoken(utterance, heard=bool(announcement)) for utterance in speech]
        except KioskError as error:
            self._put(SpeechFailed(announcement=announcement, detail=str(error)))
        except Exception as error:  # noqa: BLE001 - a text that breaks the voice must not silence the next one
            _log.exception("rendering %s failed", announcement)
            self._put(SpeechFailed(announcement=announcement, detail=f"{type(error).__name__}: {error}"))
        return None

    def _spoken(self, utterance: Utterance, *, heard: bool) -> Sound:
        """In the house's own voice where it is recorded, else by the voice: told when guests will hear it."""
        if utterance.parts and self._recordings is not None:
            try:
                return self._assembled(utterance, self._recordings)
            except MissingRecordings as missing:
                if heard:  # while it is only prepared, recordings may still be on their way
                    self._put(RecordingsLacked(sounds=missing.sounds))
        return self._voice().render(utterance.text, utterance.language)

    def _assembled(self, utterance: Utterance, recordings: RecordingStore) -> Sound:
        with self._lock:  # a voice that its owner deleted is not kept in memory either
            for deleted in [one for one in self._cache if lacking_of(one.parts, recordings)]:
                del self._cache[deleted]
            sound = self._cache.get(utterance)
        if sound is None:
            voice = self._voice
            sound = assembled(utterance.parts, recordings, lambda text: voice().render(text, utterance.language))
        with self._lock:
            self._cache[utterance] = sound
            self._cache.move_to_end(utterance)  # now the newest
            while sum(kept.duration_s for kept in self._cache.values()) > _ASSEMBLED_S and len(self._cache) > 1:
                self._cache.popitem(last=False)
        return sound

    def _voice(self) -> SpeechEngine:
        with self._lock:
            if self._engine is None:
                self._engine = self._open_engine()
            return self._engine
