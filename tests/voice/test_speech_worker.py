"""The threads that render: what is at hand comes at once, and they end at once, whatever the voice is doing."""

import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kiosk.adapters.speech import open_speech
from kiosk.adapters.speech.cache import CachedSpeech
from kiosk.adapters.speech.simulated import SimulatedSpeech
from kiosk.adapters.speech.store import SoundStore
from kiosk.domain.announce_events import Prepare, Render, SpeechFailed, SpeechPrepared, SpeechReady
from kiosk.domain.announcements import Utterance
from kiosk.domain.words import Language
from kiosk.ports import Sound, SpeechEngine
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


class Slow:
    """The simulated voice; texts with "lent" in them wait until `go`; it notes what it was asked."""

    name = "slow"

    def __init__(self) -> None:
        self.go, self.waits = threading.Event(), threading.Event()
        self.asked: list[str] = []
        self._voice = SimulatedSpeech()

    def render(self, text: str, language: Language) -> Sound:
        """Speaks, sooner or later."""
        self.asked.append(text)
        if "lent" in text:
            self.waits.set()
            assert self.go.wait(60.0)
        return self._voice.render(text, language)

    def close(self) -> None:
        """Nothing waits for ever."""
        self.go.set()


def _prepare(*texts: str) -> Prepare:
    return Prepare(speech=tuple(Utterance(language="fr", text=text) for text in texts))


@pytest.fixture
def slow() -> Slow:
    """A voice that a test can keep busy."""
    return Slow()


@pytest.fixture
def told() -> "queue.SimpleQueue[Any]":
    """What the worker answered."""
    return queue.SimpleQueue()


@pytest.fixture
def worker(slow: Slow, told: "queue.SimpleQueue[Any]") -> Iterator[SpeechWorker]:
    """A worker whose voice keeps what it has said."""
    made = SpeechWorker(lambda: CachedSpeech(slow, SoundStore(None), voice="slow"), SoundSettings(), told.put)
    yield made
    slow.go.set()
    made.stop()


def test_a_prepared_tap_does_not_wait_for_what_is_being_prepared(
    worker: SpeechWorker, slow: Slow, told: "queue.SimpleQueue[Any]"
) -> None:
    worker.prepare(_prepare("Bonjour."))
    assert isinstance(told.get(timeout=60.0), SpeechPrepared)
    worker.prepare(_prepare("Un texte bien lent."))
    assert slow.waits.wait(60.0)
    worker.render(_order("one"))  # "Bonjour."
    assert isinstance(told.get(timeout=60.0), SpeechReady)
    assert slow.asked.count("Bonjour.") == 1


def test_what_may_be_tapped_soon_is_prepared_before_all_sentences_of_the_house(
    worker: SpeechWorker, slow: Slow, told: "queue.SimpleQueue[Any]"
) -> None:
    worker.prepare(_prepare("lent"))
    assert slow.waits.wait(60.0)
    worker.prepare(_prepare(*(f"Phrase {i}." for i in range(30))))
    worker.prepare(_prepare("La carte qui vient.", "The card that came."))
    slow.go.set()
    for _ in range(33):
        assert isinstance(told.get(timeout=60.0), SpeechPrepared)
    assert slow.asked[1:4] == ["La carte qui vient.", "The card that came.", "Phrase 0."]


def test_a_text_that_breaks_the_voice_does_not_silence_the_next(
    worker: SpeechWorker, told: "queue.SimpleQueue[Any]"
) -> None:
    worker.prepare(_prepare("..."))
    failed = told.get(timeout=60.0)
    assert isinstance(failed, SpeechFailed) and failed.announcement == ""
    worker.render(_order("one"))
    assert isinstance(told.get(timeout=60.0), SpeechReady)
