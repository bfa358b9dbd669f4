"""Speech that was rendered once is there the next time, and a bad disk never costs an announcement."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kiosk.adapters.speech import open_speech
from kiosk.adapters.speech.store import KEPT, KEPT_BYTES, KEPT_S, MEMORY_S, SoundStore
from kiosk.errors import SpeechError
from kiosk.ports import Sound
from kiosk.settings import SpeechSettings

SIMULATED = SpeechSettings(kind="simulated")


def test_a_text_is_rendered_once_whoever_asks_and_whenever(tmp_path: Path) -> None:
    voice = open_speech(SpeechSettings(), tmp_path)
    first = voice.render("Bonjour à tous.", "fr")
    voice.close()
    again = voice.render("Bonjour à tous.", "fr")  # the engine is closed: this can only come from memory
    after_a_restart = open_speech(SpeechSettings(), tmp_path)
    after_a_restart.close()
    from_disk = after_a_restart.render("Bonjour à tous.", "fr")
    assert np.array_equal(first.samples, again.samples)
    assert np.array_equal(first.samples, from_disk.samples)
    assert first.rate_hz == again.rate_hz == from_disk.rate_hz


def test_language_voice_and_speed_make_another_sound(tmp_path: Path) -> None:
    for settings in (SIMULATED, SpeechSettings(kind="simulated", words_per_minute=200)):
        for language in ("fr", "en"):
            open_speech(settings, tmp_path).render("Paris", language)
    assert len([*tmp_path.iterdir()]) == 4


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\x24\x00\x00\x00WAVEfmt ", os.urandom(200)])
def test_a_broken_file_is_made_again(tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    good = open_speech(SIMULATED, tmp_path).render("Bonjour", "fr")
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert np.array_equal(open_speech(SIMULATED, tmp_path).render("Bonjour", "fr").samples, good.samples)
    assert len(file.read_bytes()) > 200
    assert "was damaged and is made again" in caplog.text


def test_a_single_flipped_bit_is_noticed(tmp_path: Path, tone: Callable[..., Sound]) -> None:
    SoundStore(tmp_path).keep("one", tone())
    (file,) = tmp_path.iterdir()
    content = bytearray(file.read_bytes())
    content[-100] ^= 1
    file.write_bytes(content)
    assert SoundStore(tmp_path).get("one") is None
    assert list(tmp_path.iterdir()) == []


def test_memory_keeps_the_newest_minutes_only(tone: Callable[..., Sound]) -> None:
    store, long = SoundStore(None), tone(MEMORY_S / 4)
    for key in "abcde":
        assert store.get("a") is None or key != "a"
        store.keep(key, long)
        assert store.get("a") is not None  # asked for again and again: it stays
    assert [store.get(key) is not None for key in "abcde"] == [True, False, True, True, True]


def test_the_card_is_not_filled_with_sounds(tmp_path: Path, tone: Callable[..., Sound]) -> None:
    for i in range(3):
        large = tmp_path / f"{i}.speech"
        with large.open("wb") as file:
            file.truncate(KEPT_BYTES // 2)  # sparse: it takes no room
        os.utime(large, (time.time() - 10 + i, time.time() - 10 + i))
    SoundStore(tmp_path).keep("new", tone())
    assert {file.stem for file in tmp_path.iterdir()} == {"new", "2"}


def test_old_and_surplus_sounds_are_deleted(tmp_path: Path) -> None:
    now = time.time()
    for i in range(KEPT + 10):
        file = tmp_path / f"{i}.speech"
        file.write_bytes(b"")
        os.utime(file, (now - i, now - i))
    forgotten = tmp_path / "forgotten.speech"
    forgotten.write_bytes(b"")
    os.utime(forgotten, (now - KEPT_S - 60, now - KEPT_S - 60))
    open_speech(SIMULATED, tmp_path).render("Bonjour", "fr")
    assert len([*tmp_path.iterdir()]) == KEPT
    assert not forgotten.exists()


def test_a_disk_that_takes_nothing_costs_the_cache_and_not_the_announcement(tmp_path: Path, caplog) -> None:
    folder = tmp_path / "cache"
    voice = open_speech(SIMULATED, folder)
    folder.rmdir()
    assert voice.render("Bonjour", "fr").duration_s > 0.3
    assert "speech is not cached" in caplog.text


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SpeechError, match="file/cache cannot be used for speech: Not a directory"):
        open_speech(SIMULATED, tmp_path / "file" / "cache")
