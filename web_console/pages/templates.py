"""The sentences of the house."""

from flask import Blueprint, render_template

from web_console.who import owner_required

templates = Blueprint("templates", __name__, url_prefix="/templates")


@templates.get("")
@owner_required
def page() -> str:
    """The list."""
    return render_template("mistake.html", code="", words="")
