"""The sentences of the house: the owner rewords them, with chips for what changes, and keeps them."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from kiosk.domain.placeholders import PLACEHOLDERS
from kiosk.domain.sentences import pieces_of
from kiosk.domain.venue import Template, Templates
from kiosk.domain.words import Words
from kiosk.messages.topics import TEMPLATES
from web_console.house import house, reader
from web_console.sentence_form import MAX_NAME_CHARS, MAX_VARIANTS, Mistake, Typed, mistakes_of_form, typed
from web_console.store.configuration import ConfigurationError
from web_console.template_changes import (
    FIRST,
    FOR_CARS,
    NEW,
    ChangedMeanwhile,
    added,
    changed,
    find,
    restored,
    without,
)  # fmt: skip
from web_console.who import owner_required, the_store

templates = Blueprint("templates", __name__, url_prefix="/templates")

Answer = Response | tuple[str, int]


@templates.get("")
@owner_required
def page() -> str:
    """All sentences."""
    kept = the_store().configuration.templates()
    missing = [one for one in FIRST.values() if find(kept, one.id) is None]
    return render_template(
        "templates/list.html", templates=kept.templates, missing=missing, pieces_of=pieces_of, slots=_slots()
    )


@templates.get("/new")
@owner_required
def new() -> str:
    """A sentence that is still to be written."""
    return _editor(NEW, _form_of(NEW), [])


@templates.get("/<template_id>")
@owner_required
def edit(template_id: str) -> str:
    """One sentence with its wordings."""
    template = _known(template_id)
    return _editor(template, _form_of(template), [])


@templates.post("/new")
@owner_required
def add() -> Answer:
    """Keeps a new sentence."""
    form = _typed()
    return _keep(NEW, form, lambda before: added(before, form))


@templates.post("/<template_id>")
@owner_required
def save(template_id: str) -> Answer:
    """Keeps a changed sentence, unless somebody else was quicker."""
    form, version = _typed(), request.form.get("version", -1, type=int)
    return _keep(_known(template_id), form, lambda before: changed(before, template_id, form, version))


@templates.post("/<template_id>/delete")
@owner_required
def delete(template_id: str) -> Response:
    """Forgets a sentence."""
    template = _known(template_id)
    _change(lambda before: without(before, template_id))
    flash(_("“%(name)s” was deleted.", name=template.name.in_language(reader())))
    return redirect(url_for("templates.page"), 303)


@templates.post("/<template_id>/restore")
@owner_required
def restore(template_id: str) -> Response:
    """Puts back the wordings that the kiosk came with."""
    if template_id not in FIRST:
        abort(404)
    _change(lambda before: restored(before, template_id))
    return _saved(FIRST[template_id].name)


def _keep(template: Template, form: Typed, make: Callable[[Templates], Templates]) -> Answer:
    """Keeps what was typed, or shows it again with what is wrong."""
    mistakes = mistakes_of_form(form)
    if mistakes:
        return _editor(template, form, mistakes), 422
    try:
        _change(make)
    except ChangedMeanwhile as error:
        return _editor(error.newest, form, [Mistake(where="conflict", words=error.words)], theirs=error.newest), 409
    except ConfigurationError as error:
        return _editor(template, form, [Mistake(where="sentences", words=error.words)]), 422
    return _saved(form.name)


def _change(make: Callable[[Templates], Templates]) -> None:
    house().live.publish(TEMPLATES, the_store().configuration.change(Templates, make, by=current_user.name))
    house().own_voice.tidy()


def _saved(name: Words) -> Response:
    flash(_("“%(name)s” is saved.", name=name.in_language(reader())))
    return redirect(url_for("templates.page"), 303)


def _editor(template: Template, form: Typed, mistakes: list[Mistake], theirs: Template | None = None) -> str:
    """A form that comes back keeps the version it began from, unless what is newest is shown beside it."""
    begun = request.form.get("version", template.version, type=int)
    return render_template(
        "templates/editor.html",
        template=template,
        version=theirs.version if theirs else begun,
        form=form,
        mistakes={one.where: one.words.in_language(reader()) for one in reversed(mistakes)},
        theirs=theirs,
        slots=_slots(),
        pieces_of=pieces_of,
        has_starter=template.id in FIRST,
        for_cars=template.id in FOR_CARS,
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


def _known(template_id: str) -> Template:
    return find(the_store().configuration.templates(), template_id) or abort(404)
