"""A sound as a tablet's browser can play it, and words in the voice of the house for whoever tries them out."""

import io
import time
import wave

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user

from kiosk.domain.words import Language
from kiosk.errors import SpeechError
from kiosk.ports import Sound
from web_console.house import house
from web_console.pace import Pace

_pace = Pace(30)


def wav(sound: Sound) -> bytes:
    """The bytes of a WAV file: mono, 16 bit."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate_hz)
        file.writeframes(sound.samples.astype("<i2").tobytes())
    return held.getvalue()


def tried_out(spoken: str, language: Language) -> Response | tuple[dict[str, str], int]:
    """`spoken` in the voice of the house, as WAV, for the one who is signed in; or in words why not."""
    voice = house().voice
    if voice is None:
        return {"words": _("This console has no voice: run `kiosk doctor` on the machine.")}, 503
    if not _pace.allows(current_user.person.id, time.monotonic()):
        return {"words": _("That was very often: wait a minute.")}, 429
    try:
        return Response(wav(voice.render(spoken, language)), mimetype="audio/wav")
    except SpeechError:
        return {"words": _("The voice does not work: run `kiosk doctor` on the machine.")}, 503
