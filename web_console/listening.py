"""A sound as a tablet's browser can play it, and words in the voice of the house for whoever tries them out."""

import io
import time
import wave
from collections.abc import Sequence
from typing import cast

from flask import Response, current_app
from flask_babel import gettext as _
from flask_login import current_user

from kiosk.domain.recorded import Part
from kiosk.domain.words import Language
from kiosk.errors import SpeechError
from kiosk.ports import Sound
from web_console.house import house
from web_console.pace import Pace

OWN_VOICE = "OWN_VOICE"
"""The app's config may hold what puts the parts of a sentence and their language together as one sound."""
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


def as_guests_hear(spoken: str, parts: Sequence[Part], language: Language) -> Sound:
    """A sentence in the house's own voice where it is recorded, else by the machine's.

    Raises:
        SpeechError: this console has no voice, or it does not work.
    """
    own = current_app.config.get(OWN_VOICE)
    if parts and own is not None:
        return cast(Sound, own(parts, language))
    voice = house().voice
    if voice is None:
        raise SpeechError("This console has no voice: set [speech] in its settings.")
    return voice.render(spoken, language)


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
