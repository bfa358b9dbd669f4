"""What is kept of a person's voice: one form, a name made of its bytes, and words for what would not sound well."""

import io
import wave
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.messages.recording import MAX_BYTES, RATE_HZ, UnfitRecording, content_of, name_of, samples_of, seconds_of


def _voice(seconds: float = 2.0, peak: float = 0.4) -> np.ndarray:
    """A tone that swells and fades five times a second, as syllables do."""
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.round(32767 * peak * np.sin(2 * np.pi * 180 * time_s) * np.abs(np.sin(np.pi * 5 * time_s))).astype("<i2")


def _other_form(channels: int = 1, width: int = 2, rate_hz: int = RATE_HZ) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate_hz)
        file.writeframes(bytes(RATE_HZ * channels * width))
    return held.getvalue()


def test_a_recording_is_read_back_as_it_was() -> None:
    samples = _voice()
    content = content_of(samples)
    assert np.array_equal(samples_of(content), samples)
    assert seconds_of(content) == 2.0
    assert len(content_of(_voice(20.0))) < MAX_BYTES


def test_its_name_is_made_of_its_bytes() -> None:
    one, other = content_of(_voice()), content_of(_voice(peak=0.41))
    assert name_of(one) == name_of(bytes(one)) != name_of(other)
    assert len(name_of(one)) == 32 and int(name_of(one), 16) >= 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"\xff\xfb" + bytes(5000),  # an MP3
        content_of(_voice())[:-1],
        content_of(_voice()) + b"<script>",  # something else behind the sound
        _other_form(channels=2),
        _other_form(width=1),
        _other_form(rate_hz=44100),
        bytes(MAX_BYTES + 1),
    ],
)
def test_whatever_is_not_of_that_form_is_refused(content: bytes) -> None:
    with pytest.raises(UnfitRecording, match="not a recording"):
        samples_of(content)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: _voice(0.1), "too short"),
        (lambda: _voice(20.1), "too long"),
        (lambda: np.zeros(RATE_HZ, "<i2"), "Nothing can be heard"),
        (lambda: _voice(peak=0.002), "Nothing can be heard"),
        (lambda: _voice(peak=0.012), "too soft"),
        (lambda: np.clip(_voice(peak=1.0) * 3.0, -32768, 32767).astype("<i2"), "distorted"),
    ],
)
def test_what_would_not_sound_well_is_refused_with_what_to_do(make: Callable[[], np.ndarray], words: str) -> None:
    with pytest.raises(UnfitRecording, match=words) as refused:
        seconds_of(content_of(make()))
    assert refused.value.words.fr and refused.value.words.fr != refused.value.words.en


def test_a_voice_from_soft_to_loud_is_taken() -> None:
    for peak in (0.03, 0.1, 0.5, 0.95):
        assert seconds_of(content_of(_voice(peak=peak))) == 2.0


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(UnfitRecording):
        seconds_of(content)
