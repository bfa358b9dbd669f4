"""Where a stopped vehicle matters."""

from flask import Blueprint, render_template

from web_console.who import owner_required

zones = Blueprint("zones", __name__, url_prefix="/zones")


@zones.get("")
@owner_required
def page() -> str:
    """The plan."""
    return render_template("mistake.html", code="", words="")
