"""What goes wrong, in words: a page for people, JSON for programs, never a traceback."""

import logging

from flask import Flask, render_template
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from kiosk.errors import KioskError, StoreError
from web_console.house import reader
from web_console.who import wants_page

_log = logging.getLogger(__name__)

Answer = tuple[str | dict[str, str], int]


def explain_mistakes(app: Flask) -> None:
    """Answers every error of `app` in words."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(KioskError, _ours)
    app.register_error_handler(StoreError, memory_fails)
    app.register_error_handler(Exception, _unexpected)


def memory_fails(error: StoreError) -> Answer:
    """The answer when the console's database cannot be used; the journal says why."""
    _log.error("%s", error)
    return _answer(503, _("The console cannot read or write its memory: its card may be full or damaged."))


def _http(error: HTTPException) -> Answer | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    return _answer(code, _words(code))


def _ours(error: KioskError) -> Answer:
    words = getattr(error, "words", None)
    return _answer(422, words.in_language(reader()) if words else str(error))


def _unexpected(error: Exception) -> Answer:
    _log.exception("a page failed", exc_info=error)
    return _answer(500, _words(500))


def _answer(code: int, words: str) -> Answer:
    if not wants_page():
        return {"words": words}, code
    try:
        return render_template("mistake.html", code=code, words=words), code
    except StoreError:
        return words, code


def _words(code: int) -> str:
    known = {
        400: _("This page was open for too long or was sent twice: go back, load it again, and repeat what you did."),
        401: _("You are not signed in any more: sign in again."),
        403: _("Only an owner may open this page: ask one to sign in."),
        404: _("There is nothing here: the page has moved or was deleted."),
        405: _("That cannot be done this way: go back and use the buttons of the page."),
        413: _("That is too much at once: shorten it, then send it again."),
        429: _("That was too often: wait a moment, then try again."),
    }
    return str(known.get(code, _("Something went wrong in the console. Try again; if it goes on, restart the kiosk.")))
