"""The sentences of the house: the owner rewords them, with chips for what changes, hears them, and keeps them."""

import time
from dataclasses import replace
from typing import Any, cast

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Redirect

from kiosk.domain.hints import hints_for
from kiosk.domain.placeholders import PLACEHOLDERS
from kiosk.domain.proposals import proposal_for
from kiosk.domain.sentences import pieces_of
from kiosk.domain.starter import STARTER
from kiosk.domain.templates import mistakes_in
from kiosk.domain.venue import Template, Templates
from kiosk.domain.words import LANGUAGES, Language, Words
from kiosk.errors import SpeechError
from kiosk.messages.topics import TEMPLATES
from web_console.examples import example_of
from web_console.house import house, reader
from web_console.listening import wav
from web_console.names import new_id
from web_console.pace import Pace
from web_console.sentence_form import (
    MAX_NAME_CHARS,
    MAX_TEMPLATES,
    MAX_VARIANTS,
    Mistake,
    Typed,
    mistakes_of_form,
    template_of,
    typed,
)
from web_console.store.configuration import ConfigurationError
from web_console.who import owner_required, the_store

templates = Blueprint("templates", __name__, url_prefix="/templates")

_NEW = Template(id="", name=Words(), priority="service")
_FOR_CARS = frozenset(proposal_for(announced) for announced in range(3))
_STARTER = {template.id: template for template in STARTER.templates}
_listening = Pace(30)
_TOO_LATE = Words(
    fr="Quelqu'un a changé cette phrase entre-temps. La vôtre est ci-dessous, l'autre est affichée au-dessus : "
    "enregistrez encore une fois pour garder la vôtre.",
    en="Somebody has changed this sentence meanwhile. Yours is below, theirs is shown above: save once more to keep "
    "yours.",
)
_GONE = Words(fr="Quelqu'un a supprimé cette phrase entre-temps.", en="Somebody has deleted this sentence meanwhile.")
_FULL = Words(
    fr=f"Il y a déjà {MAX_TEMPLATES} phrases : supprimez celles qui ne servent plus.",
    en=f"There are {MAX_TEMPLATES} sentences already: delete those that are not needed any more.",
)


class _ChangedMeanwhileError(ConfigurationError):
    """The edit began from a version that is not the newest any more."""

    def __init__(self, newest: Template) -> None:
        super().__init__(_TOO_LATE)
        self.newest = newest


@templates.get("")
@owner_required
def page() -> str:
    """All sentences."""
    kept = the_store().configuration.templates().templates
    missing = [one for one in STARTER.templates if one.id not in {template.id for template in kept}]
    return render_template("templates/list.html", templates=kept, missing=missing, pieces_of=pieces_of, slots=_slots())


@templates.get("/new")
@owner_required
def new() -> str:
    """A sentence that is still to be written."""
    return _editor(_NEW, _form_of(_NEW))


@templates.get("/<template_id>")
@owner_required
def edit(template_id: str) -> str:
    """One sentence with its wordings."""
    template = _known(template_id)
    return _editor(template, _form_of(template))


@templates.post("/new")
@owner_required
def add() -> Redirect | tuple[str, int]:
    """Keeps a new sentence."""
    form = _typed()
    mistakes = mistakes_of_form(form)
    if mistakes:
        return _editor(_NEW, form, mistakes), 422

    def with_new(before: Templates) -> Templates:
        if len(before.templates) >= MAX_TEMPLATES:
            raise ConfigurationError(_FULL)
        taken = {one.id for one in before.templates} | {"new"}  # /templates/new is a page
        template = template_of(form, replace(_NEW, id=new_id(form.name, taken, "phrase")))
        return replace(before, templates=(*before.templates, template))

    try:
        _change(with_new)
    except ConfigurationError as error:
        return _editor(_NEW, form, [Mistake(where="sentences", words=error.words)]), 422
    return _saved(form.name)


@templates.post("/<template_id>")
@owner_required
def save(template_id: str) -> Redirect | tuple[str, int]:
    """Keeps a changed sentence, unless somebody else was quicker."""
    form = _typed()
    template = _known(template_id)
    mistakes = mistakes_of_form(form)
    if mistakes:
        return _editor(replace(template, version=_version()), form, mistakes), 422

    def changed(before: Templates) -> Templates:
        newest = _in(before, template_id)
        if newest.version != _version():
            raise _ChangedMeanwhileError(newest)
        after = template_of(form, newest)
        return replace(before, templates=tuple(after if one.id == template_id else one for one in before.templates))

    try:
        _change(changed)
    except _ChangedMeanwhileError as error:
        mistake = Mistake(where="conflict", words=error.words)
        return _editor(error.newest, form, [mistake], theirs=error.newest), 409
    except ConfigurationError as error:
        return _editor(template, form, [Mistake(where="sentences", words=error.words)]), 422
    return _saved(form.name)


@templates.post("/<template_id>/delete")
@owner_required
def delete(template_id: str) -> Redirect:
    """Forgets a sentence; those of the cards of cars can only be reworded."""
    template = _known(template_id)
    if template_id in _FOR_CARS:
        abort(400)
    _change(lambda before: replace(before, templates=tuple(t for t in before.templates if t.id != template_id)))
    flash(_("“%(name)s” was deleted.", name=template.name.in_language(reader())))
    return redirect(url_for("templates.page"), 303)


@templates.post("/<template_id>/restore")
@owner_required
def restore(template_id: str) -> Redirect:
    """Puts back the words that the kiosk came with, also of a sentence that was deleted."""
    if template_id not in _STARTER:
        abort(404)

    def restored(before: Templates) -> Templates:
        old = next((one for one in before.templates if one.id == template_id), None)
        again = replace(_STARTER[template_id], version=(old.version if old else 0) + 1)
        kept = tuple(again if one.id == template_id else one for one in before.templates)
        return replace(before, templates=kept if old else (*kept, again))

    _change(restored)
    return _saved(_STARTER[template_id].name)


@templates.post("/preview")
@owner_required
def preview() -> dict[str, Any]:
    """A sentence as it will be said, with example values; or what is wrong with it."""
    language, sentence = _asked()
    mistakes = mistakes_in(sentence, reader()) if sentence else ()
    siblings = [one for one in _json().get("siblings", []) if isinstance(one, str)][:MAX_VARIANTS]
    hints = [hint.in_language(reader()) for hint in hints_for(sentence, language, siblings)] if sentence else []
    shown = example_of(sentence, language).shown if sentence and not mistakes else ""
    return {"shown": shown, "mistakes": mistakes, "hints": hints}


@templates.post("/hear")
@owner_required
def hear() -> Response | tuple[dict[str, str], int]:
    """The sentence with example values in the voice of the house, as WAV."""
    language, sentence = _asked()
    voice = house().voice
    if voice is None:
        return {"words": _("This console has no voice: run `kiosk doctor` on the machine.")}, 503
    if not _listening.allows(current_user.person.id, time.monotonic()):
        return {"words": _("That was very often: wait a minute.")}, 429
    spoken = example_of(sentence, language).spoken
    try:
        return Response(wav(voice.render(spoken, language)), mimetype="audio/wav")
    except SpeechError:
        return {"words": _("The voice does not work: run `kiosk doctor` on the machine.")}, 503


def _editor(
    template: Template, form: Typed, mistakes: list[Mistake] | None = None, theirs: Template | None = None
) -> str:
    told = {one.where: one.words.in_language(reader()) for one in reversed(mistakes or [])}
    return render_template(
        "templates/editor.html",
        template=template,
        form=form,
        mistakes=told,
        theirs=theirs,
        slots=_slots(),
        pieces_of=pieces_of,
        has_starter=template.id in _STARTER,
        for_cars=template.id in _FOR_CARS,
        max_name=MAX_NAME_CHARS,
        max_variants=MAX_VARIANTS,
    )


def _slots() -> dict[str, str]:
    """What the chips are called."""
    return {row.name: row.label.in_language(reader()) for row in PLACEHOLDERS.values()}


def _form_of(template: Template) -> Typed:
    return Typed(name=template.name, priority=template.priority, fr=template.fr, en=template.en)


def _typed() -> Typed:
    form = request.form
    return typed(
        form.get("name_fr", ""), form.get("name_en", ""), form.get("priority", ""),
        form.getlist("fr"), form.getlist("en"),
    )  # fmt: skip


def _version() -> int:
    return request.form.get("version", -1, type=int)


def _known(template_id: str) -> Template:
    found = next((t for t in the_store().configuration.templates().templates if t.id == template_id), None)
    return found or abort(404)


def _in(kept: Templates, template_id: str) -> Template:
    found = next((one for one in kept.templates if one.id == template_id), None)
    if found is None:
        raise ConfigurationError(_GONE)
    return found


def _change(make: Any) -> None:
    house().live.publish(TEMPLATES, the_store().configuration.change(Templates, make, by=current_user.name))


def _saved(name: Words) -> Redirect:
    flash(_("“%(name)s” is saved.", name=name.in_language(reader())))
    return redirect(url_for("templates.page"), 303)


def _json() -> dict[str, Any]:
    given = request.get_json(silent=True)
    return given if isinstance(given, dict) else abort(400)


def _asked() -> tuple[Language, str]:
    given = _json()
    language, sentence = given.get("language"), given.get("sentence")
    if language not in LANGUAGES or not isinstance(sentence, str):
        abort(400)
    return cast(Language, language), sentence.strip()
