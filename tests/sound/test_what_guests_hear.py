"""From words to the sound card, with the real voice and a real aplay: nothing is missing, nothing clips."""

import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk.adapters.samples import levelled
from kiosk.adapters.sound import open_loudspeaker
from kiosk.adapters.sound.stream import FADE_S
from kiosk.adapters.speech import open_speech
from kiosk.domain.announce_events import Render, SoundEnded, SpeechStarted
from kiosk.ports import Samples, Sound
from kiosk.settings import SoundSettings, SpeechSettings
from kiosk.sound_worker import SoundWorker
from kiosk.streams import stream_of

RATE_HZ = 22050
LIMIT_S = 60.0
SETTINGS = SoundSettings(card="card", lead_in_s=0.5)


@pytest.fixture
def card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Samples]:
    """An ALSA card that keeps what it is given; tells it."""
    raw, config = tmp_path / "heard.raw", tmp_path / "card.conf"
    config.write_text(
        f'pcm.null {{ type null }}\npcm.card {{ type file slave.pcm "null" file "{raw}" format "raw" }}\n'
    )
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(config))
    return lambda: np.fromfile(raw, "<i2").astype(np.int16)


@pytest.fixture(scope="module")
def words() -> Sound:
    """Real speech; its first sound is a hard consonant, which a card that wakes late would swallow."""
    voice = open_speech(SpeechSettings(time_limit_s=60.0))
    try:
        return levelled(voice.render("Table six.", "fr"))
    finally:
        voice.close()


def _order(**changes: Any) -> Render:
    return Render(**{"announcement": "one", "speech": (), "chime": True, "repeat": 1, **changes})


def _onset(samples: Samples) -> int:
    return int(np.flatnonzero(np.abs(samples.astype(np.int32)) > 300)[0])


def test_the_first_word_is_intact_and_nothing_clips(card, words, tmp_path: Path) -> None:
    stream = stream_of([words], _order(), SETTINGS)
    loudspeaker = open_loudspeaker(SETTINGS, tmp_path)
    assert loudspeaker.play(stream.parts, name="one", stop=threading.Event(), on_part=lambda _: None)
    heard = card()
    before = sum(len(part.samples) for part in stream.parts[: stream.first_words])
    first_50_ms = slice(_onset(words.samples), _onset(words.samples) + round(0.05 * RATE_HZ))
    assert np.array_equal(heard[before:][first_50_ms], words.samples[first_50_ms])
    assert not heard[: round(0.5 * RATE_HZ)].any()  # the amplifier wakes in silence
    assert np.abs(heard.astype(np.int32)).max() < 0.9 * 32767
    gap = heard[before - round(0.3 * RATE_HZ) : before + _onset(words.samples)]
    assert 0.3 <= len(gap) / RATE_HZ <= 0.7  # between chime and speech
    assert np.abs(gap.astype(np.int32)).max() < 300


def test_spoken_means_that_the_card_took_every_sample(card, words, tmp_path: Path) -> None:
    stream = stream_of([words], _order(chime=False), SETTINGS)
    heard_when_told: list[int] = []

    def put(event: object) -> None:
        if isinstance(event, SoundEnded):
            heard_when_told.append(len(card()))
            told.put(event)

    told: queue.SimpleQueue[SoundEnded] = queue.SimpleQueue()
    worker = SoundWorker(lambda: open_loudspeaker(SETTINGS, tmp_path), put)
    worker.play("one", stream)
    assert told.get(timeout=LIMIT_S).whole
    worker.stop()
    assert heard_when_told[0] >= sum(len(part.samples) for part in stream.parts)


def test_a_cancel_is_silent_within_200_ms_and_fades(card, words, tmp_path: Path) -> None:
    stream = stream_of([words] * 4, _order(chime=False), SETTINGS)
    told: queue.SimpleQueue[tuple[object, float]] = queue.SimpleQueue()
    worker = SoundWorker(lambda: open_loudspeaker(SETTINGS, tmp_path), lambda e: told.put((e, time.monotonic())))
    worker.play("one", stream)
    event, at_s = told.get(timeout=LIMIT_S)
    while not isinstance(event, SpeechStarted):
        event, at_s = told.get(timeout=LIMIT_S)
    threading.Event().wait(0.4)  # into the words
    asked_s = time.monotonic() - at_s
    worker.silence("one")
    while not isinstance(event, SoundEnded):
        event, _ = told.get(timeout=LIMIT_S)
    worker.stop()
    heard = np.trim_zeros(card()[round(0.5 * RATE_HZ) :], "b")
    assert not event.whole
    assert len(heard) / RATE_HZ < asked_s + 0.2
    last = np.abs(heard[-round(FADE_S * RATE_HZ / 4) :].astype(np.int32)).max()
    assert last < 0.16 * np.abs(words.samples.astype(np.int32)).max()  # the last quarter of half a cosine


@pytest.mark.parametrize("gain_db", [-10.0, 6.0])
def test_another_hour_is_softer_or_louder_and_never_clips(card, words, tmp_path: Path, gain_db: float) -> None:
    told: queue.SimpleQueue[object] = queue.SimpleQueue()
    worker = SoundWorker(lambda: open_loudspeaker(SETTINGS, tmp_path), told.put)
    worker.play("one", stream_of([words], _order(chime=False), SETTINGS), gain_db)
    while not isinstance(event := told.get(timeout=LIMIT_S), SoundEnded):
        continue
    worker.stop()
    assert event.whole
    heard = card()[round(0.5 * RATE_HZ) :][: len(words.samples)].astype(np.float64)
    assert np.abs(heard).max() < 0.9 * 32767
    gained_db = 20 * np.log10(np.std(heard) / np.std(words.samples.astype(np.float64)))
    assert gained_db == pytest.approx(gain_db, abs=0.1 if gain_db < 0 else 1.5)  # what is limited costs a little
