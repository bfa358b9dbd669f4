"""The house's own voice: the owner's or a waiter's words, recorded on the tablet or brought as a file.

| call | body | answer |
|---|---|---|
| POST /recordings/ID/fr?words=W&voice=V | WAV, see `kiosk.messages.recording` | 200 HTML: all wordings now |
| the same with &try=1 | the same | 200 `{"seconds"}`: it would be kept; nothing is |

Refusals are `{"words"}` in the person's language.
"""

from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Redirection

from kiosk.domain.placeholders import PLACEHOLDERS
from kiosk.domain.sentences import pieces_of
from kiosk.domain.venue import Template
from kiosk.domain.words import LANGUAGES, Language
from kiosk.messages.recording import MAX_BYTES, MOST_S, seconds_of
from web_console.examples import example_of
from web_console.house import house, reader
from web_console.listening import OWN_VOICE, as_guests_hear, wav
from web_console.own_voice import recording_of
from web_console.recording_view import left_over, variants_of, voices_of
from web_console.template_changes import find
from web_console.who import owner_required, the_store

recordings = Blueprint("recordings", __name__, url_prefix="/recordings")

_MOST_NAME_CHARS = 40


@recordings.url_value_preprocessor
def _room_for_a_recording(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Only here a body may be larger than a form."""
    if endpoint == "recordings.keep":
        request.max_content_length = MAX_BYTES


@recordings.get("")
@owner_required
def page() -> str:
    """All sentences, how much of each is recorded, and whose voices there are."""
    templates, recorded = the_store().configuration.templates(), the_store().recordings.all()
    rows = [(template, variants_of(template, recorded)) for template in templates.templates]
    return render_template("recordings/list.html", rows=rows, voices=voices_of(templates, recorded))


@recordings.get("/<template_id>")
@owner_required
def one(template_id: str) -> str:
    """One sentence: its words to record, to hear and to delete."""
    people = [person.name for person in the_store().people.all()]
    template = _known(template_id)
    return render_template("recordings/one.html", people=people, most_s=MOST_S, **_facts(template))


@recordings.post("/<template_id>/<language>")
@owner_required
def keep(template_id: str, language: str) -> str | dict[str, float]:
    """Keeps a recording of some words, instead of the one before."""
    spoken, content = _language(language), request.get_data()
    if request.args.get("try"):
        return {"seconds": seconds_of(content)}
    voice = " ".join(request.args.get("voice", "").split())[:_MOST_NAME_CHARS] or current_user.name
    recording = recording_of(spoken, request.args.get("words", ""), content)
    house().own_voice.keep(template_id, recording, content, voice=voice, by=current_user.name)
    return render_template("recordings/_wordings.html", **_facts(_known(template_id)))


@recordings.get("/<template_id>/<language>/hear.wav")
@owner_required
def hear(template_id: str, language: str) -> Response:
    """A whole wording with example values as guests would hear it, for the ears of this tablet; `?variant=0`."""
    spoken, template = _language(language), _known(template_id)
    variants = template.fr if spoken == "fr" else template.en
    variant = request.args.get("variant", -1, type=int)
    if not 0 <= variant < len(variants):
        abort(404)
    example = example_of(variants[variant], spoken, the_store().configuration.venue().pronunciations, template.recorded)
    return Response(wav(as_guests_hear(example.spoken, example.parts, spoken)), mimetype="audio/wav")


@recordings.post("/<template_id>/<language>/delete")
@owner_required
def delete(template_id: str, language: str) -> Redirection:
    """Deletes what says some words, everywhere."""
    house().own_voice.forget(template_id, _language(language), request.form.get("words", ""), by=current_user.name)
    flash(_("The recording is deleted, here and at the loudspeaker."))
    return redirect(url_for("recordings.one", template_id=template_id), 303)


@recordings.post("/voice/delete")
@owner_required
def delete_voice() -> Redirection:
    """Deletes all recordings of somebody's voice, everywhere."""
    voice = request.form.get("voice", "")
    house().own_voice.forget_voice(voice, by=current_user.name)
    flash(_("Every recording of %(name)s is deleted, here and at the loudspeaker.", name=voice))
    return redirect(url_for("recordings.page"), 303)


@recordings.get("/sound/<sound>.wav")
@owner_required
def sound(sound: str) -> Response:
    """A recording, for the ears of this tablet."""
    content = the_store().recordings.content(sound)
    return Response(content, mimetype="audio/wav") if content else abort(404)


def _facts(template: Template) -> dict[str, Any]:
    recorded = the_store().recordings.all()
    return {
        "template": template,
        "variants": variants_of(template, recorded),
        "left": left_over(template, recorded),
        "languages": ("fr", "en") if reader() == "fr" else ("en", "fr"),
        "slots": {row.name: row.label.in_language(reader()) for row in PLACEHOLDERS.values()},
        "pieces_of": pieces_of,
        "can_hear": OWN_VOICE in current_app.config,
        "day_of": lambda at: format_date(at, "medium"),
    }


def _known(template_id: str) -> Template:
    return find(the_store().configuration.templates(), template_id) or abort(404)


def _language(language: str) -> Language:
    return language if language in LANGUAGES else abort(404)
