"""Does the voice speak, and does the loudspeaker take it?"""

import threading
import time
from collections.abc import Sequence

import numpy as np

from kiosk.adapters.samples import FULL_SCALE, SPEECH_PEAK_DBFS, amplified
from kiosk.adapters.sound import open_loudspeaker
from kiosk.adapters.sound.chime import chime, silence
from kiosk.adapters.speech import open_speech
from kiosk.adapters.speech.piper_voices import voice_folder
from kiosk.amplifier_for_once import amplifier_awake
from kiosk.checks.hearing import check_hearing
from kiosk.domain.words import LANGUAGES, Language, Words
from kiosk.errors import SpeechError
from kiosk.messages.status import PartHealth
from kiosk.ports import Sound, SpeechEngine
from kiosk.settings import Settings

_SENTENCE = Words(fr="Votre attention, s'il vous plaît.", en="Your attention, please.")


def check_voice(settings: Settings) -> Sequence[PartHealth]:
    """Renders a sentence in each language."""
    stands_in: list[str] = []
    voice = open_speech(settings.speech, voices=voice_folder(settings), told=stands_in.append)
    try:
        return [_checked_voice(voice, language, stands_in) for language in LANGUAGES]
    finally:
        voice.close()


def _checked_voice(voice: SpeechEngine, language: Language, stands_in: list[str]) -> PartHealth:
    """`stands_in` gets longer while another voice than the one of the settings has to speak."""
    before, started = len(stands_in), time.monotonic()
    try:
        voice.render(_SENTENCE.in_language(language), language)
    except SpeechError as error:
        return PartHealth(part="voice", state="failed", code="no-voice", detail=str(error))
    why = next((told for told in stands_in[before:] if f"{language}: " in told), None)
    if why is not None:
        return PartHealth(part="voice", state="degraded", code="voice-stand-in", detail=why)
    told = f"{voice.name} {language}, {time.monotonic() - started:.2f} s"
    return PartHealth(part="voice", state="ok", detail=told)


def check_sound(settings: Settings) -> Sequence[PartHealth]:
    """Opens the device and plays a moment of silence, or a test signal where `sound.ear` listens.

    Makes sure that the gain does not distort speech.
    """
    if settings.sound.ear:
        return _listened(settings)
    return _played(settings, silence(0.1, settings.sound.rate_hz))


def check_sound_aloud(settings: Settings) -> Sequence[PartHealth]:
    """As `check_sound`, but aloud: where no microphone listens somebody must be there to hear the chime."""
    if settings.sound.ear:
        return _listened(settings)
    with amplifier_awake(settings.panel):
        return _played(settings, chime(settings.sound.rate_hz))


def _listened(settings: Settings) -> Sequence[PartHealth]:
    _check_gain(settings)
    with amplifier_awake(settings.panel):
        return check_hearing(settings)


def _check_gain(settings: Settings) -> None:
    loudest = Sound(samples=np.array([FULL_SCALE * 10 ** (SPEECH_PEAK_DBFS / 20)], np.int16), rate_hz=1)
    amplified(loudest, settings.sound.gain_db)


def _played(settings: Settings, sound: Sound) -> Sequence[PartHealth]:
    _check_gain(settings)
    sound_settings = settings.sound
    loudspeaker = open_loudspeaker(sound_settings, settings.state_folder / "heard")
    lead_in = silence(sound_settings.lead_in_s, sound_settings.rate_hz)
    try:
        loudspeaker.play([lead_in, sound], name="doctor", stop=threading.Event(), on_part=lambda _: None)
    finally:
        loudspeaker.close()
    where = sound_settings.card if sound_settings.kind == "aplay" else ""
    return (PartHealth(part="sound", state="ok", detail=f"{sound_settings.kind} {where}".strip()),)
