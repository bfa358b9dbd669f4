"""Renders announcements in a thread of its own: from words to one whole sound; what was rendered before is at hand."""

import itertools
import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

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

CACHED_S = 300.0
"""Seconds of speech kept in memory: 13 MB at 22,050 samples a second, some thirty announcements."""
_PREPARED_MOST = 16
_STOP_S = 2.0  # its voice is closed by then


class SpeechWorker:
    """Takes one order at a time, announcements before preparations; answers with events given to `put`."""

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
        self._cache: OrderedDict[Utterance, Sound] = OrderedDict()
        self._orders: queue.PriorityQueue[tuple[int, int, Render | Prepare | None]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._worker = Worker("speech", self._work, put).start()

    def render(self, order: Render) -> None:
        """Renders an announcement as soon as possible."""
        self._orders.put((1, next(self._numbers), order))

    def prepare(self, order: Prepare) -> None:
        """Renders into the cache when nothing else is asked; too many preparations are dropped."""
        for utterance in order.speech:
            if self._orders.qsize() < _PREPARED_MOST:
                self._orders.put((2, next(self._numbers), Prepare(speech=(utterance,))))

    def stop(self) -> None:
        """Ends the thread and lets the voice go; a rendering that is under way fails."""
        self._worker.stop_sign.set()
        self._orders.put((0, next(self._numbers), None))
        if self._engine is not None:
            self._engine.close()  # first: a text may take its voice longer than a service has to end
        self._worker.stop(wait_s=_STOP_S)
        if self._engine is not None:
            self._engine.close()  # it may have been opened meanwhile

    def _work(self, stop: threading.Event) -> None:
        while not stop.is_set():
            order = self._orders.get()[2]
            if order is None:
                return
            announcement = order.announcement if isinstance(order, Render) else ""
            try:
                words = [self._spoken(utterance) for utterance in order.speech]
            except KioskError as error:
                self._put(SpeechFailed(announcement=announcement, detail=str(error)))
                continue
            except Exception as error:  # noqa: BLE001 - a text that breaks the voice must not silence the next one
                _log.exception("rendering %s failed", announcement)
                self._put(SpeechFailed(announcement=announcement, detail=f"{type(error).__name__}: {error}"))
                continue
            if isinstance(order, Prepare):
                self._put(SpeechPrepared())
            else:
                stream = stream_of(words, order, self._sound)
                self._put(SpeechReady(announcement=announcement, stream=stream, duration_s=stream.duration_s))

    def _spoken(self, utterance: Utterance) -> Sound:
        """In the house's own voice where it is recorded, else by the voice."""
        if utterance.parts and self._recordings is None:
            return self._cached(replace(utterance, parts=()))
        try:
            return self._cached(utterance)
        except MissingRecordings as missing:
            self._put(RecordingsLacked(sounds=missing.sounds))
            return self._cached(replace(utterance, parts=()))

    def _cached(self, utterance: Utterance) -> Sound:
        if self._recordings is not None:
            self._forget_deleted(self._recordings)
        sound = self._cache.pop(utterance, None)
        if sound is None:
            if self._engine is None:
                self._engine = self._open_engine()
            sound = self._rendered(utterance, self._engine)
        self._cache[utterance] = sound  # now the newest
        while sum(kept.duration_s for kept in self._cache.values()) > CACHED_S and len(self._cache) > 1:
            self._cache.popitem(last=False)
        return sound

    def _rendered(self, utterance: Utterance, engine: SpeechEngine) -> Sound:
        if utterance.parts and self._recordings is not None:
            return assembled(utterance.parts, self._recordings, lambda text: engine.render(text, utterance.language))
        return engine.render(utterance.text, utterance.language)

    def _forget_deleted(self, recordings: RecordingStore) -> None:
        """A voice that its owner deleted is not kept in memory either."""
        for utterance in [one for one in self._cache if lacking_of(one.parts, recordings)]:
            del self._cache[utterance]
