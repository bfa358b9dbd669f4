"""Signing in and out, the very first page, and the language switch.

A plain HTTP client signs in as a browser does: GET /sign-in lists people as links with `data-person` (an id) and
`data-name`; GET /sign-in/ID has a form with `csrf_token`; POST it to the same address with `csrf_token` and `secret`
(a PIN, or an owner's password). 303 to the desk means yes, 422 no, 429 too often (with Retry-After in seconds).
"""

import hmac
import math
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flask import Blueprint, abort, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, login_required, login_user, logout_user
from werkzeug.wrappers import Response

from kiosk.domain.words import LANGUAGES
from web_console.first_run import forget_code, is_code
from web_console.house import house, reader
from web_console.languages import COOKIE
from web_console.store.people import MAX_NAME_CHARS, Person, PersonError
from web_console.store.secrets import MIN_PASSWORD_CHARS
from web_console.who import SignedIn, the_store

sign_in = Blueprint("sign_in", __name__)

_YEAR_S = 365 * 24 * 3600
Page = tuple[str, int] | tuple[str, int, dict[str, str]] | Response


@sign_in.get("/sign-in")
def people() -> str | Response:
    """Who are you?"""
    everybody = the_store().people.all()
    if not everybody:
        return redirect(url_for("sign_in.setup"))
    return render_template("sign_in/people.html", people=everybody, next=_next())


@sign_in.get("/sign-in/<person_id>")
def secret(person_id: str) -> str:
    """The PIN pad of a staff member, or the password field of an owner."""
    return render_template("sign_in/secret.html", person=_known(person_id), next=_next(), mistake="")


@sign_in.post("/sign-in/<person_id>")
def enter(person_id: str) -> Page:
    """Lets the person in if it is them."""
    person, now = _known(person_id), datetime.now(UTC)
    who = (f"person:{person.id}", f"address:{request.remote_addr}")
    wait = the_store().attempts.take(now, *who)
    if wait:
        return _too_often("sign_in/secret.html", wait, person=person, next=_next())
    if not the_store().people.is_secret_of(person.id, request.form.get("secret", "")):
        wrong = _("This is not the right password.") if person.role == "owner" else _("This is not the right PIN.")
        return render_template("sign_in/secret.html", person=person, next=_next(), mistake=wrong), 422
    the_store().attempts.succeeded(*who)
    _let_in(person, now)
    return redirect(_next() or url_for("desk.page"), 303)


@sign_in.post("/sign-out")
@login_required
def leave() -> Response:
    """Ends this session, here and in the store."""
    the_store().people.close_session(current_user.get_id())
    logout_user()
    session.clear()
    return redirect(url_for("sign_in.people"), 303)


@sign_in.get("/setup")
def setup() -> str | Response:
    """The first page of a new house."""
    if the_store().people.has_owner():
        return redirect(url_for("sign_in.people"))
    return _setup_page({})


@sign_in.post("/setup")
def set_up() -> Page:
    """Makes the first owner, for whoever has read the code that the service printed."""
    if the_store().people.has_owner():
        return redirect(url_for("sign_in.people"), 303)
    now = datetime.now(UTC)
    wait = the_store().attempts.take(now, "setup")
    if wait:
        return _too_often("sign_in/setup.html", wait, **_setup_facts())
    if not is_code(the_store(), request.form.get("code", "")):
        return _setup_page({"code": _("This is not the code that the kiosk printed when it started.")}), 422
    the_store().attempts.succeeded("setup")
    password = request.form.get("password", "")
    if not hmac.compare_digest(password.encode(), request.form.get("again", "").encode()):
        return _setup_page({"again": _("The two passwords differ: type the same one twice.")}), 422
    try:
        owner = the_store().people.add(
            name=request.form.get("name", ""), role="owner", secret=password, only_as_first=True
        )
    except PersonError as error:
        field = "password" if error.field == "secret" else error.field
        return _setup_page({field: error.words.in_language(reader())}), 422
    forget_code(the_store())
    _let_in(owner, now)
    return redirect(url_for("desk.page"), 303)


@sign_in.post("/language")
def language() -> Response:
    """Keeps the chosen language on this tablet for a year."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400)
    answer = make_response(redirect(_next() or url_for("desk.page"), 303))
    https = house().settings.console.https
    answer.set_cookie(COOKIE, chosen, max_age=_YEAR_S, httponly=True, samesite="Lax", secure=https)
    return answer


def _known(person_id: str) -> Person:
    person = the_store().people.get(person_id)
    if person is None:
        abort(404)
    return person


def _let_in(person: Person, now: datetime) -> None:
    """A new session, and nothing of the old one: a token somebody planted before is worth nothing."""
    session.clear()
    login_user(SignedIn(person, the_store().people.open_session(person, now, house().settings.console.session_hours)))
    session.permanent = True


def _next() -> str:
    """Where the person wanted to go: a path of this console, never another site."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    ours = not parts.scheme and not parts.netloc and wanted.startswith("/") and not wanted.startswith("//")
    return wanted if ours and "\\" not in wanted and wanted.isprintable() else ""


def _setup_page(mistakes: dict[str, str]) -> str:
    return render_template("sign_in/setup.html", mistakes=mistakes, **_setup_facts())


def _setup_facts() -> dict[str, object]:
    return {"min_password": MIN_PASSWORD_CHARS, "max_name": MAX_NAME_CHARS, "given": request.form}


def _too_often(template: str, wait: timedelta, **facts: object) -> Page:
    seconds = math.ceil(wait.total_seconds())
    minutes = math.ceil(seconds / 60)
    if seconds <= 90:
        when = ngettext("Try again in %(num)s second.", "Try again in %(num)s seconds.", seconds)
    else:
        when = ngettext("Try again in %(num)s minute.", "Try again in %(num)s minutes.", minutes)
    words = _("Too many wrong tries.") + " " + when
    page = render_template(template, mistake=words, mistakes={"code": words}, **facts)
    return page, 429, {"Retry-After": str(seconds)}
