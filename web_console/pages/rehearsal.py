"""Trying a sentence out before it is kept: as it will be shown and heard, with its mistakes and hints."""

from typing import Any, cast

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _

from kiosk.domain.hints import hints_for, seconds_of
from kiosk.domain.templates import mistakes_in
from kiosk.domain.words import LANGUAGES, Language
from web_console.examples import example_of
from web_console.house import house, reader
from web_console.listening import tried_out
from web_console.sentence_form import MAX_VARIANTS
from web_console.who import owner_required

rehearsal = Blueprint("rehearsal", __name__, url_prefix="/templates")


@rehearsal.post("/preview")
@owner_required
def preview() -> dict[str, Any]:
    """`{"language", "sentence", "siblings"}` -> `{"shown", "takes", "mistakes", "hints"}`, with example values."""
    language, sentence = _asked()
    if not sentence:
        return {"shown": "", "takes": "", "mistakes": [], "hints": []}
    mistakes = mistakes_in(sentence, reader())
    siblings = [one for one in _json().get("siblings", []) if isinstance(one, str)][:MAX_VARIANTS]
    pace = house().settings.speech.words_per_minute
    hints = [hint.in_language(reader()) for hint in hints_for(sentence, language, siblings, pace)]
    if mistakes:
        return {"shown": "", "takes": "", "mistakes": mistakes, "hints": hints}
    takes = _("About %(seconds)s s to say", seconds=max(1, round(seconds_of(sentence, language, pace))))
    return {"shown": example_of(sentence, language).shown, "takes": takes, "mistakes": [], "hints": hints}


@rehearsal.post("/hear")
@owner_required
def hear() -> Response | tuple[dict[str, str], int]:
    """The sentence with example values in the voice of the house, as WAV."""
    language, sentence = _asked()
    return tried_out(example_of(sentence, language, house().read_venue().pronunciations).spoken, language)


def _json() -> dict[str, Any]:
    given = request.get_json(silent=True)
    return given if isinstance(given, dict) else abort(400)


def _asked() -> tuple[Language, str]:
    given = _json()
    language, sentence = given.get("language"), given.get("sentence")
    if language not in LANGUAGES or not isinstance(sentence, str):
        abort(400)
    return cast(Language, language), sentence.strip()
