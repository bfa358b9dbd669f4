"""How the house wants to be: its name, languages and hours, how often and how loud it announces, how words are said.

The form works without a script: "another time" and "✕" send it, and it comes back with a row more or less, unsaved.
"""

from babel.dates import get_day_names
from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Redirect

from kiosk.domain.spoken import is_heard, spoken_text
from kiosk.domain.venue import Venue
from kiosk.domain.words import LANGUAGES, Words
from kiosk.messages.topics import VENUE
from web_console.allowed import allowance_of, in_force
from web_console.house import house, reader
from web_console.listening import tried_out
from web_console.pages.venue_choices import choices
from web_console.store.configuration import ConfigurationError
from web_console.venue_checks import MAX_WORD_CHARS, Mistakes, mistakes_of_venue
from web_console.venue_form import typed, without_empty_words
from web_console.who import owner_required, the_store

venue = Blueprint("venue", __name__, url_prefix="/venue")

_TOO_LATE = Words(
    fr="Quelqu'un a changé la maison entre-temps : enregistrez encore une fois pour garder ce qui est ici.",
    en="Somebody has changed the house meanwhile: save once more to keep what is here.",
)


@venue.get("")
@owner_required
def page() -> str:
    """The form."""
    kept = the_store().configuration.venue()
    return _page(kept, {}, version=kept.version)


@venue.post("")
@owner_required
def save() -> Redirect | tuple[str, int] | str:
    """Keeps and publishes it, or gives it back with a row more or less."""
    wanted = typed(request.form, the_store().configuration.venue())
    began_from = request.form.get("version", -1, type=int)
    if request.form.get("add") or request.form.get("remove"):
        return _page(wanted, {}, version=began_from, changed=True)
    wanted = without_empty_words(wanted)
    mistakes = mistakes_of_venue(wanted)
    if mistakes:
        return _page(wanted, mistakes, version=began_from, changed=True), 422

    def changed(before: Venue) -> Venue:
        if before.version != began_from:
            raise ConfigurationError(_TOO_LATE)
        return wanted

    try:
        kept = the_store().configuration.change(Venue, changed, by=current_user.name)
    except ConfigurationError as error:
        newest = the_store().configuration.venue().version
        return _page(wanted, {"all": error.words}, version=newest, changed=True), 409
    house().live.publish(VENUE, kept)
    flash(_("Saved."))
    return redirect(url_for("venue.page"), 303)


@venue.post("/hear")
@owner_required
def hear() -> Response | tuple[dict[str, str], int]:
    """`{"language", "said"}` -> how the voice reads it, as WAV: what is typed, before it is kept."""
    given = request.get_json(silent=True)
    said, language = (given.get("said"), given.get("language")) if isinstance(given, dict) else (None, None)
    if language not in LANGUAGES or not isinstance(said, str) or len(said) > MAX_WORD_CHARS:
        abort(400)
    spoken = spoken_text(said, language)
    if not is_heard(spoken):
        return {"words": _("Write first how it is said.")}, 422
    return tried_out(spoken, language)


def _page(shown: Venue, mistakes: Mistakes, *, version: int, changed: bool = False) -> str:
    """The form with `shown` in it, which began from `version`; what is in force is what was kept."""
    kept, language = the_store().configuration.venue(), reader()
    allowance = allowance_of(house().live.picture)
    return render_template(
        "venue/venue.html",
        venue=shown,
        version=version,
        changed=changed,
        mistakes={part: words.in_language(language) for part, words in mistakes.items()},
        in_force=in_force(kept, allowance, house().live.now(), language),
        days=[(get_day_names("abbreviated", locale=language)[d], get_day_names(locale=language)[d]) for d in range(7)],
        **choices(shown.manners, language),
    )
