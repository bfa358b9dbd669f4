"""Who is asking: the person signed in on a tablet, and what only an owner may do."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, login_required
from werkzeug.wrappers import Response

from web_console.store import Store
from web_console.store.people import Person

P = ParamSpec("P")
R = TypeVar("R")


class SignedIn:
    """A person and the session they are signed in with, as Flask-Login wants it."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, person: Person, token: str) -> None:
        self.person, self._token = person, token

    @property
    def name(self) -> str:
        """How the house calls them."""
        return self.person.name

    @property
    def is_owner(self) -> bool:
        """Whether they may change the house."""
        return self.person.role == "owner"

    def get_id(self) -> str:
        """The session's token: it ends with the session, which an id of a person would not."""
        return self._token


def know_people(app: Flask, store: Store) -> None:
    """Finds out at each request who it comes from; strangers are sent to the sign-in page."""
    app.extensions["store"] = store
    manager = LoginManager(app)
    manager.user_loader(lambda token: _of_session(store, token))
    manager.unauthorized_handler(_to_sign_in)


def the_store() -> Store:
    """The store of the application that is answering."""
    return cast(Store, current_app.extensions["store"])


def owner_required(page: Callable[P, R]) -> Callable[P, R]:
    """Lets only owners in; staff are told so (403)."""

    @wraps(page)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not current_user.is_owner:
            abort(403)
        return page(*args, **kwargs)

    return cast(Callable[P, R], login_required(guarded))


def session_holds(store: Store, token: str) -> bool:
    """Whether the session with this token has not ended."""
    return _of_session(store, token) is not None


def wants_page() -> bool:
    """Whether a person looks at the answer (a page) rather than a program (JSON)."""
    return request.accept_mimetypes.best_match(("application/json", "text/html")) == "text/html"


def _of_session(store: Store, token: str) -> SignedIn | None:
    person = store.people.of_session(token, datetime.now(UTC))
    return SignedIn(person, token) if person else None


def _to_sign_in() -> Response | tuple[dict[str, str], int]:
    if not wants_page():
        return {"words": _("You are not signed in any more: sign in again.")}, 401
    next_page = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.people", next=next_page if next_page != "/" else None))
