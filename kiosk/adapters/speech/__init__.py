"""Voices: a text becomes a sound, which somebody else plays."""

from collections.abc import Callable
from pathlib import Path

from kiosk.adapters.samples import SPEECH_LUFS
from kiosk.adapters.speech.cache import CachedSpeech
from kiosk.adapters.speech.chain import ChainedSpeech
from kiosk.adapters.speech.piper_engine import PiperSpeech
from kiosk.adapters.speech.piper_voices import piper_model
from kiosk.adapters.speech.pyttsx3_engine import Pyttsx3Speech
from kiosk.adapters.speech.simulated import SimulatedSpeech
from kiosk.adapters.speech.store import SoundStore
from kiosk.domain.words import LANGUAGES, Language
from kiosk.errors import SpeechError
from kiosk.ports import SpeechEngine
from kiosk.settings import SpeechSettings

_SLOWEST, _FASTEST = 80, 450  # words a minute: espeak-ng's own limits


def open_speech(
    settings: SpeechSettings,
    cache_folder: Path | None = None,
    *,
    voices: Path | None = None,
    told: Callable[[str], None] = lambda _: None,
    idle_s: float | None = None,
) -> SpeechEngine:
    """The voices of `settings`, safe to use from several threads; what they said is kept in `cache_folder`, if given.

    piper's voices are looked for in the folder `voices`. `told` is called, from any thread, with the reason when a
    voice stands in for a better one, and with nothing when the better one speaks again. piper gives its memory back
    when it was not needed for `idle_s` seconds.

    Raises:
        SpeechError: the speed is out of its range, the voice's process cannot be started, or the folder cannot be
            made. A voice that does not exist shows when something is rendered.
    """
    if not _SLOWEST <= settings.words_per_minute <= _FASTEST:
        words = settings.words_per_minute
        raise SpeechError(f"speech.words_per_minute is {words}; it can be {_SLOWEST} to {_FASTEST}.")
    store = SoundStore(cache_folder)
    if settings.kind == "simulated":
        return _cached(SimulatedSpeech(words_per_minute=settings.words_per_minute), store, settings)
    chains: dict[Language, list[CachedSpeech]] = {language: [] for language in LANGUAGES}
    if settings.kind == "piper":
        _add_piper(chains, store, settings, voices or Path(settings.voice_folder), idle_s)
    _add_espeak(chains, store, settings)
    return ChainedSpeech(chains, told)


def _add_piper(
    chains: dict[Language, list[CachedSpeech]],
    store: SoundStore,
    settings: SpeechSettings,
    folder: Path,
    idle_s: float | None,
) -> None:
    """piper comes first in the languages that it has a voice for."""
    wanted: dict[Language, str] = {"fr": settings.piper_fr, "en": settings.piper_en}
    models = {language: piper_model(name, folder) for language, name in wanted.items() if name}
    piper = PiperSpeech(
        models=models, words_per_minute=settings.words_per_minute, time_limit_s=settings.time_limit_s, idle_s=idle_s
    )  # fmt: skip
    cached = _cached(piper, store, settings, *wanted.items())
    for language in models:
        chains[language].append(cached)


def _add_espeak(chains: dict[Language, list[CachedSpeech]], store: SoundStore, settings: SpeechSettings) -> None:
    """espeak-ng with the voices of the settings; and with its usual ones, should those not exist."""
    asked: dict[Language, str] = {"fr": settings.voice_fr, "en": settings.voice_en}
    usual: dict[Language, str] = {"fr": SpeechSettings().voice_fr, "en": SpeechSettings().voice_en}
    for place, names in enumerate((asked, usual)[: 1 if asked == usual else 2]):
        engine = Pyttsx3Speech(
            voices=names, words_per_minute=settings.words_per_minute, time_limit_s=settings.time_limit_s,
            likely=place == 0,
        )  # fmt: skip
        cached = _cached(engine, store, settings, *names.items())
        for chain in chains.values():
            chain.append(cached)


def _cached(
    engine: SpeechEngine, store: SoundStore, settings: SpeechSettings, *voices: tuple[str, str]
) -> CachedSpeech:
    """Whatever changes how a text sounds is part of its voice."""
    return CachedSpeech(engine, store, voice=repr((engine.name, voices, settings.words_per_minute, SPEECH_LUFS)))
