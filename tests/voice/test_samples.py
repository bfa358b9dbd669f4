"""Levels, gain, rate, WAV files, the chime, and the check of what a voice hands over."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kiosk.adapters.loudness import loudness_lufs
from kiosk.adapters.samples import (
    FULL_SCALE,
    SPEECH_LUFS,
    SPEECH_PEAK_DBFS,
    amplified,
    levelled,
    peak_dbfs,
    resampled,
)
from kiosk.adapters.sound.chime import chime, silence
from kiosk.adapters.speech.check import what_is_wrong
from kiosk.adapters.wav import from_wav, to_wav
from kiosk.errors import SoundError
from kiosk.ports import Sound

rates = st.sampled_from([8000, 16000, 22050, 44100, 48000])
sounds = st.builds(
    lambda samples, rate_hz: Sound(samples=samples, rate_hz=rate_hz),
    arrays(np.int16, st.integers(0, 3000)),
    rates,
)


@given(sounds)
def test_a_wav_file_gives_back_the_same_sound(sound: Sound) -> None:
    again = from_wav(to_wav(sound))
    assert np.array_equal(again.samples, sound.samples)
    assert again.rate_hz == sound.rate_hz


@given(st.binary(max_size=300))
def test_bytes_that_are_no_wav_file_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(SoundError):
        from_wav(content)


@given(sounds, rates)
def test_another_rate_keeps_the_length(sound: Sound, rate_hz: int) -> None:
    moved = resampled(sound, rate_hz)
    assert moved.rate_hz == rate_hz
    assert abs(moved.duration_s - sound.duration_s) <= 1 / min(rate_hz, sound.rate_hz)


@pytest.mark.parametrize("rate_hz", [16000, 44100, 48000])
def test_another_rate_and_back_is_the_same_tone(tone, rate_hz: int) -> None:
    before = tone(0.5, 1000)
    after = resampled(resampled(before, rate_hz), 22050)
    middle = slice(1000, -1000)
    assert np.abs(after.samples[middle].astype(int) - before.samples[middle]).max() < 150


@given(sounds)
def test_levelled_speech_is_at_its_level_or_at_its_peak(sound: Sound) -> None:
    level = levelled(sound)
    if not math.isinf(loudness_lufs(sound)) and peak_dbfs(sound) > -40:
        at_level = abs(loudness_lufs(level) - SPEECH_LUFS) < 0.5
        at_peak = abs(peak_dbfs(level) - SPEECH_PEAK_DBFS) < 0.1
        assert (at_level or at_peak) and peak_dbfs(level) < SPEECH_PEAK_DBFS + 0.1


@given(sounds, st.floats(-60, 60))
def test_a_gain_never_wraps_around(sound: Sound, gain_db: float) -> None:
    try:
        louder = amplified(sound, gain_db)
    except SoundError:
        assert gain_db > -peak_dbfs(sound)
    else:
        same_sign = np.sign(louder.samples.astype(int)) * np.sign(sound.samples.astype(int))
        assert (same_sign >= 0).all()


def test_silence_stays_silence() -> None:
    quiet = silence(0.5, 22050)
    assert quiet.duration_s == 0.5
    assert not levelled(quiet).samples.any()
    assert not amplified(quiet, 40.0).samples.any()


@pytest.mark.parametrize("rate_hz", [16000, 22050, 48000])
def test_the_chime_is_soft_short_and_as_loud_as_agreed(rate_hz: int) -> None:
    sound = chime(rate_hz)
    start, end = (np.abs(sound.samples[part].astype(int)) for part in (slice(0, rate_hz // 200), slice(-10, None)))
    assert peak_dbfs(sound) == pytest.approx(-12.0, abs=0.1)
    assert 1.0 < sound.duration_s < 2.0
    assert start.max() < 0.06 * FULL_SCALE  # the first 5 ms do not click
    assert end.max() < 0.002 * FULL_SCALE


def test_the_chime_is_a_falling_major_third() -> None:
    sound = chime(22050)

    def pitch_hz(start_s: float) -> float:
        piece = sound.samples[round(start_s * 22050) :][:8192]
        return float(np.argmax(np.abs(np.fft.rfft(piece * np.hanning(len(piece))))) * 22050 / len(piece))

    assert pitch_hz(0.03) / pitch_hz(0.6) == pytest.approx(5 / 4, rel=0.02)


def test_the_chime_sits_beside_speech() -> None:
    assert loudness_lufs(chime(22050)) == pytest.approx(SPEECH_LUFS, abs=1.0)


@pytest.mark.parametrize(
    ("sound", "wrong"),
    [
        (lambda tone: tone(4.0), None),
        (lambda tone: silence(4.0, 22050), "it is silent"),
        (lambda tone: tone(4.0, peak=0.001), "it is silent"),
        (lambda tone: tone(0.2), "it lasts 0.2 s instead of"),
        (lambda tone: tone(0.0), "it lasts 0.0 s instead of"),
        (lambda tone: tone(90.0), "it lasts 90.0 s instead of"),
        (lambda tone: Sound(samples=np.full(88200, 32767, np.int16), rate_hz=22050), "it is distorted"),
    ],
)
def test_a_sound_that_is_not_the_text_is_told_apart(tone, sound, wrong: str | None) -> None:
    found = what_is_wrong(sound(tone), "Le conducteur de la voiture grise est attendu dehors", 150)
    assert found == wrong if wrong is None else (found or "").startswith(wrong)
