"""Speech that was rendered once is there the next time, and a bad disk never costs an announcement."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from kiosk.adapters.speech import open_speech
from kiosk.adapters.speech.cache import KEPT, KEPT_S
from kiosk.errors import SpeechError
from kiosk.settings import SpeechSettings

SIMULATED = SpeechSettings(kind="simulated")


def test_a_text_is_rendered_once(tmp_path: Path) -> None:
    voice = open_speech(SpeechSettings(), tmp_path)
    first = voice.render("Bonjour à tous.", "fr")
    voice.close()
    again = voice.render("Bonjour à tous.", "fr")  # the engine is closed: this can only come from the disk
    assert np.array_equal(first.samples, again.samples)
    assert first.rate_hz == again.rate_hz


def test_language_voice_and_speed_make_another_sound(tmp_path: Path) -> None:
    for settings in (SIMULATED, SpeechSettings(kind="simulated", words_per_minute=200)):
        for language in ("fr", "en"):
            open_speech(settings, tmp_path).render("Paris", language)
    assert len([*tmp_path.iterdir()]) == 4


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\x24\x00\x00\x00WAVEfmt ", os.urandom(200)])
def test_a_broken_file_is_made_again(tmp_path: Path, content: bytes) -> None:
    voice = open_speech(SIMULATED, tmp_path)
    good = voice.render("Bonjour", "fr")
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert np.array_equal(voice.render("Bonjour", "fr").samples, good.samples)
    assert len(file.read_bytes()) > 200


def test_old_and_surplus_sounds_are_deleted(tmp_path: Path) -> None:
    now = time.time()
    for i in range(KEPT + 10):
        file = tmp_path / f"{i}.wav"
        file.write_bytes(b"")
        os.utime(file, (now - i, now - i))
    forgotten = tmp_path / "forgotten.wav"
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
