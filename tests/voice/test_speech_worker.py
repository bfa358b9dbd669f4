"""The thread that renders: it ends at once, whatever its voice is doing."""

import os
import queue
import signal
import threading
from collections.abc import Callable
from typing import Any

from kiosk.adapters.speech import open_speech
from kiosk.domain.announce_events import Render, SpeechFailed, SpeechReady
from kiosk.domain.announcements import Utterance
from kiosk.ports import SpeechEngine
from kiosk.settings import SoundSettings, SpeechSettings
from kiosk.speech_worker import SpeechWorker

LONGER_THAN_THE_TEST_S = 115.0


def _order(announcement: str) -> Render:
    return Render(announcement=announcement, speech=(Utterance(language="fr", text="Bonjour."),), chime=False, repeat=1)


def test_a_voice_that_hangs_does_not_keep_the_service_from_ending(
    children: Callable[[], dict[int, str]], eventually: Callable[[Callable[[], object]], None]
) -> None:
    told: queue.SimpleQueue[Any] = queue.SimpleQueue()
    ready = threading.Event()

    def open_engine() -> SpeechEngine:
        engine = open_speech(SpeechSettings(time_limit_s=LONGER_THAN_THE_TEST_S))
        for child in children():
            os.kill(child, signal.SIGSTOP)
        ready.set()
        return engine

    worker = SpeechWorker(open_engine, SoundSettings(), told.put)
    worker.render(_order("one"))
    assert ready.wait(60.0)
    worker.stop()
    assert isinstance(told.get(timeout=60.0), SpeechFailed)
    eventually(lambda: children() == {})


def test_a_sentence_spoken_before_is_ready_without_a_voice() -> None:
    told: queue.SimpleQueue[Any] = queue.SimpleQueue()
    opened: list[SpeechEngine] = []

    def open_engine() -> SpeechEngine:
        opened.append(open_speech(SpeechSettings(kind="simulated")))
        return opened[-1]

    worker = SpeechWorker(open_engine, SoundSettings(), told.put)
    worker.render(_order("one"))
    worker.render(_order("two"))
    first, second = told.get(timeout=60.0), told.get(timeout=60.0)
    worker.stop()
    assert isinstance(first, SpeechReady) and isinstance(second, SpeechReady)
    assert (first.announcement, second.announcement) == ("one", "two")
    assert first.duration_s == second.duration_s
    assert len(opened) == 1
