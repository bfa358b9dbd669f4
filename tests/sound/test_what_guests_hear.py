"""From words to the sound card, with the real voice and a real aplay: nothing is missing, nothing clips."""

import queue
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk.adapters.samples import levelled
from kiosk.adapters.sound import open_loudspeaker
from kiosk.adapters.sound.simulated import SimulatedLoudspeaker
from kiosk.adapters.speech import open_speech
from kiosk.domain.announce_events import Render, SoundEnded
from kiosk.ports import Loudspeaker, Samples, Sound
from kiosk.settings import SoundSettings, SpeechSettings
from kiosk.sound_worker import SoundWorker
from kiosk.streams import Stream, stream_of

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


def test_the_first_word_is_intact_nothing_clips_and_spoken_means_that_the_card_took_all_of_it(
    card: Callable[[], Samples], words: Sound, tmp_path: Path
) -> None:
    stream = stream_of([words], _order(), SETTINGS)
    heard = _played(stream, SETTINGS, tmp_path, look=card)
    assert len(heard) >= sum(len(part.samples) for part in stream.parts)
    before = sum(len(part.samples) for part in stream.parts[: stream.first_words])
    first_50_ms = slice(_onset(words.samples), _onset(words.samples) + round(0.05 * RATE_HZ))
    assert np.array_equal(heard[before:][first_50_ms], words.samples[first_50_ms])
    assert not heard[: round(0.5 * RATE_HZ)].any()  # the amplifier wakes in silence
    assert np.abs(heard.astype(np.int32)).max() < 0.9 * 32767
    gap = heard[before - round(0.3 * RATE_HZ) : before + _onset(words.samples)]
    assert 0.3 <= len(gap) / RATE_HZ <= 0.7  # between chime and speech
    assert np.abs(gap.astype(np.int32)).max() < 300


@pytest.mark.parametrize("gain_db", [-10.0, 6.0])
def test_another_hour_is_softer_or_louder_and_never_clips(words: Sound, tmp_path: Path, gain_db: float) -> None:
    loudspeaker = SimulatedLoudspeaker(rate_hz=RATE_HZ)
    stream = stream_of([words], _order(chime=False), SETTINGS)
    _played(stream, SETTINGS, tmp_path, look=lambda: None, gain_db=gain_db, loudspeaker=loudspeaker)
    heard = loudspeaker.heard[0].sound.samples[round(0.5 * RATE_HZ) :][: len(words.samples)].astype(np.float64)
    assert np.abs(heard).max() < 0.9 * 32767
    gained_db = 20 * np.log10(np.std(heard) / np.std(words.samples.astype(np.float64)))
    assert gained_db == pytest.approx(gain_db, abs=0.1 if gain_db < 0 else 1.5)  # what is limited costs a little


def _played(
    stream: Stream,
    settings: SoundSettings,
    folder: Path,
    *,
    look: Callable[[], Any],
    gain_db: float = 0.0,
    loudspeaker: Loudspeaker | None = None,
) -> Any:
    """Plays it whole; gives what `look` saw at the moment at which the end was told."""
    seen: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    def put(event: object) -> None:
        if isinstance(event, SoundEnded):
            seen.put((event.whole, look()))

    worker = SoundWorker(lambda: loudspeaker or open_loudspeaker(settings, folder), put, settings=settings)
    worker.play("one", stream, gain_db)
    whole, saw = seen.get(timeout=LIMIT_S)
    worker.stop()
    assert whole
    return saw
