"""The people of the house: the owner adds them, gives new PINs, and lets them go."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from web_console.house import reader
from web_console.store.people import MAX_NAME_CHARS, Person, PersonError, Role
from web_console.store.secrets import MIN_PASSWORD_CHARS
from web_console.who import owner_required, the_store

people = Blueprint("people", __name__, url_prefix="/people")


@people.get("")
@owner_required
def page() -> str:
    """Everybody, and a form for one more."""
    return _page()


@people.post("")
@owner_required
def add() -> Response | tuple[str, int]:
    """Takes somebody in."""
    role: Role = "owner" if request.form.get("role") == "owner" else "staff"
    try:
        person = the_store().people.add(
            name=request.form.get("name", ""), role=role, secret=request.form.get(f"secret-{role}", "")
        )
    except PersonError as error:
        return _page({error.field: error.words.in_language(reader())}), 422
    flash(_("%(name)s can sign in now.", name=person.name))
    return redirect(url_for("people.page"), 303)


@people.get("/<person_id>")
@owner_required
def one(person_id: str) -> str:
    """A new PIN or password for somebody, or goodbye."""
    return render_template("people/person.html", person=_known(person_id), mistake="", min_password=MIN_PASSWORD_CHARS)


@people.post("/<person_id>/secret")
@owner_required
def change_secret(person_id: str) -> Response | tuple[str, int]:
    """Gives a new PIN or password and ends the person's sessions (not the one that is asking)."""
    person = _known(person_id)
    try:
        the_store().people.change_secret(person, request.form.get("secret", ""), keep=current_user.get_id())
    except PersonError as error:
        words = error.words.in_language(reader())
        facts = {"person": person, "mistake": words, "min_password": MIN_PASSWORD_CHARS}
        return render_template("people/person.html", **facts), 422
    flash(_("%(name)s must sign in anew, on every tablet.", name=person.name))
    return redirect(url_for("people.page"), 303)


@people.post("/<person_id>/remove")
@owner_required
def remove(person_id: str) -> Response | tuple[str, int]:
    """Lets somebody go."""
    person = _known(person_id)
    try:
        the_store().people.remove(person)
    except PersonError as error:
        return _page({"list": error.words.in_language(reader())}), 422
    flash(_("%(name)s cannot sign in any more.", name=person.name))
    return redirect(url_for("people.page"), 303)


def _page(mistakes: dict[str, str] | None = None) -> str:
    return render_template(
        "people/people.html",
        people=the_store().people.all(),
        mistakes=mistakes or {},
        given=request.form,
        max_name=MAX_NAME_CHARS,
        min_password=MIN_PASSWORD_CHARS,
    )


def _known(person_id: str) -> Person:
    person = the_store().people.get(person_id)
    if person is None:
        abort(404)
    return person
