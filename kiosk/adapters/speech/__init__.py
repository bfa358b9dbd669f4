"""Voices: a text becomes a sound, which somebody else plays."""

from pathlib import Path

from kiosk.adapters.speech.cache import CachedSpeech
from kiosk.adapters.speech.pyttsx3_engine import Pyttsx3Speech
from kiosk.adapters.speech.simulated import SimulatedSpeech
from kiosk.errors import SpeechError
from kiosk.ports import SpeechEngine
from kiosk.settings import SpeechSettings

_SLOWEST, _FASTEST = 80, 450  # words a minute: espeak-ng's own limits


def open_speech(settings: SpeechSettings, cache_folder: Path | None = None) -> SpeechEngine:
    """The voice of `settings.kind`, safe to use from several threads; it keeps its sounds in `cache_folder`, if given.

    Raises:
        SpeechError: the speed is out of its range, the voice's process cannot be started, or the folder cannot be
            made. A voice id that does not exist shows when something is rendered.
    """
    if not _SLOWEST <= settings.words_per_minute <= _FASTEST:
        words = settings.words_per_minute
        raise SpeechError(f"speech.words_per_minute is {words}; it can be {_SLOWEST} to {_FASTEST}.")
    engine = _engine(settings)
    return engine if cache_folder is None else CachedSpeech(engine, cache_folder, voice=repr(settings))


def _engine(settings: SpeechSettings) -> SpeechEngine:
    if settings.kind == "simulated":
        return SimulatedSpeech(words_per_minute=settings.words_per_minute)
    return Pyttsx3Speech(
        voices={"fr": settings.voice_fr, "en": settings.voice_en},
        words_per_minute=settings.words_per_minute,
        time_limit_s=settings.time_limit_s,
    )
