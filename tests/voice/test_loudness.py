"""One loudness, whoever speaks: measured as EBU R128 does, and held against a library that does."""

import math
from collections.abc import Callable

import numpy as np
import pyloudnorm
import pytest

from kiosk.adapters.loudness import loudness_lufs
from kiosk.adapters.samples import FULL_SCALE, SPEECH_LUFS, SPEECH_PEAK_DBFS, levelled, peak_dbfs
from kiosk.adapters.sound.chime import silence
from kiosk.adapters.speech import open_speech
from kiosk.domain.spoken import spoken_text
from kiosk.domain.starter import STARTER
from kiosk.domain.words import LANGUAGES
from kiosk.ports import Sound
from kiosk.settings import SpeechSettings

_SENTENCES = [
    (language, spoken_text(variant.replace("{", "").replace("}", ""), language))
    for template in STARTER.templates
    for language in LANGUAGES
    for variant in getattr(template, language)[:1]
]


def _judged_lufs(sound: Sound) -> float:
    """What pyloudnorm says, with the filters of the standard's text."""
    meter = pyloudnorm.Meter(sound.rate_hz, filter_class="DeMan")
    return float(meter.integrated_loudness(sound.samples / FULL_SCALE))


@pytest.mark.parametrize("rate_hz", [8000, 16000, 22050, 44100, 48000])
@pytest.mark.parametrize("hz", [60, 997, 3000])
def test_a_tone_reads_what_the_library_reads(tone: Callable[..., Sound], rate_hz: int, hz: int) -> None:
    sound = tone(1.0, hz, 0.3, rate_hz)
    assert loudness_lufs(sound) == pytest.approx(_judged_lufs(sound), abs=0.05)


def test_the_tone_of_the_standard_reads_minus_three(tone: Callable[..., Sound]) -> None:
    assert loudness_lufs(tone(2.0, 997, 1.0, 48000)) == pytest.approx(-3.01, abs=0.02)


def test_pauses_do_not_make_a_sentence_seem_softer(tone: Callable[..., Sound]) -> None:
    word, pause = tone(1.0, 500, 0.2), silence(3.0, 22050)
    slow = Sound(samples=np.concatenate([word.samples, pause.samples, word.samples]), rate_hz=22050)
    assert loudness_lufs(slow) == pytest.approx(_judged_lufs(slow), abs=0.05)
    assert loudness_lufs(slow) == pytest.approx(loudness_lufs(word), abs=1.5)


@pytest.mark.parametrize("duration_s", [0.05, 0.2, 0.39])
def test_a_word_shorter_than_a_block_is_as_loud_as_a_long_one(tone: Callable[..., Sound], duration_s: float) -> None:
    assert loudness_lufs(tone(duration_s, 997, 0.2)) == pytest.approx(loudness_lufs(tone(2.0, 997, 0.2)), abs=0.5)


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(1), np.zeros(22050)])
def test_what_nobody_hears_has_no_loudness(samples: np.ndarray) -> None:
    sound = Sound(samples=samples.astype(np.int16), rate_hz=22050)
    assert math.isinf(loudness_lufs(sound))
    assert np.array_equal(levelled(sound).samples, sound.samples)


def test_a_few_high_peaks_do_not_make_a_voice_softer(tone: Callable[..., Sound]) -> None:
    voice = tone(2.0, 300, 0.1).samples.copy()
    voice[4000::11025] = 20000  # some 23 dB above the rest
    sound = levelled(Sound(samples=voice, rate_hz=22050))
    assert loudness_lufs(sound) == pytest.approx(SPEECH_LUFS, abs=0.5)
    assert peak_dbfs(sound) < SPEECH_PEAK_DBFS + 0.1


def test_what_is_nothing_but_peaks_stays_soft_instead_of_being_distorted() -> None:
    clicks = np.zeros(44100, np.int16)
    clicks[::11025] = 3000
    sound = levelled(Sound(samples=clicks, rate_hz=22050))
    assert peak_dbfs(sound) < SPEECH_PEAK_DBFS + 0.1
    assert loudness_lufs(sound) < SPEECH_LUFS - 1.0


def test_twenty_sentences_of_the_house_are_within_one_unit_and_none_is_clipped() -> None:
    voice = open_speech(SpeechSettings())
    try:
        sounds = [voice.render(text, language) for language, text in _SENTENCES[:20]]
    finally:
        voice.close()
    assert len(sounds) == 20
    loud = [_judged_lufs(sound) for sound in sounds]
    assert max(loud) - min(loud) < 1.0
    assert sum(loud) / 20 == pytest.approx(SPEECH_LUFS, abs=0.5)
    assert max(int(np.abs(sound.samples.astype(np.int32)).max()) for sound in sounds) < FULL_SCALE
