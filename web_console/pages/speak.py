"""Hold to speak: a person's own voice, from the tablet's microphone to the loudspeaker.

The page asks for the loudspeaker as the button is pressed, says ten times a second that it is still held (each answer
says where it stands), sends what the microphone hears once its turn has come, and says when the button was let go:

| call | body | answer |
|---|---|---|
| POST /speak | `{"priority"}`: service, urgent, or emergency (owners only) | 201 `{"id"}` |
| POST /speak/ID?n=0 | nothing, or at most a second of 16 bit PCM, mono, 16 kHz, in the order of `n` | 200, see below |
| POST /speak/ID?n=9&last=1 | the same | 200; the voice ends, or is cancelled when its turn had not come |
| GET /speak/ID | | 200: how it ended |

The answer is `{"state", "words", "final"}`: sound is taken while `state` is `speaking`. A page that is not heard of for
1.5 s has let go. Refusals are `{"words"}`: 409 not now, 422 not right.
"""

from dataclasses import dataclass
from typing import Literal, cast

from flask import Blueprint, abort, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, login_required

from kiosk.errors import KioskError
from kiosk.messages.codec import decode
from kiosk.messages.live_piece import MAX_PIECE_BYTES
from web_console.house import House, house, reader
from web_console.state_words import state_words
from web_console.talks import Progress, Talks
from web_console.taps import TapError

speak = Blueprint("speak", __name__, url_prefix="/speak")


@dataclass(frozen=True, kw_only=True)
class Hold:
    """The button was pressed."""

    priority: Literal["service", "urgent", "emergency"] = "service"


@speak.record
def _open_talks(state: BlueprintSetupState) -> None:
    known = cast(House, state.app.extensions["house"])
    state.app.extensions["talks"] = Talks(known.live)


@speak.get("")
@login_required
def page() -> str:
    """The button."""
    return render_template(
        "speak/speak.html",
        longest_s=house().settings.live.longest_s,
        simulated=house().settings.sound.kind == "virtual",
    )


@speak.post("")
@login_required
def hold() -> tuple[dict[str, str], int]:
    """Asks for the loudspeaker."""
    asked = decode(request.get_data(), Hold)
    if asked.priority == "emergency" and not current_user.is_owner:
        abort(403)
    announcement = _talks().begin(
        by=current_user.name, session=current_user.get_id(), priority=asked.priority, languages=house().languages()
    )
    return {"id": announcement}, 201


@speak.post("/<announcement>")
@login_required
def piece(announcement: str) -> dict[str, object]:
    """Takes what was said since, and says where it stands."""
    if (request.content_length or 0) > MAX_PIECE_BYTES:
        abort(413)
    progress = _talks().take(
        announcement, session=current_user.get_id(), number=request.args.get("n", 0, int), samples=request.get_data(),
        last="last" in request.args,
    )  # fmt: skip
    return _told(progress)


@speak.get("/<announcement>")
@login_required
def stands(announcement: str) -> dict[str, object]:
    """Where a live announcement stands."""
    return _told(_talks().stands(announcement))


@speak.errorhandler(KioskError)
def refused(error: KioskError) -> tuple[dict[str, str], int]:
    """One sentence in the person's language."""
    words = getattr(error, "words", None)
    return {"words": words.in_language(reader()) if words else str(error)}, 409 if isinstance(error, TapError) else 422


def _talks() -> Talks:
    return cast(Talks, current_app.extensions["talks"])


def _told(progress: Progress) -> dict[str, object]:
    return {"state": progress.state, "words": _words(progress), "final": progress.final}


def _words(progress: Progress) -> str:
    if progress.state == "queued" and progress.before:
        return str(ngettext("One announcement before you.", "%(num)s announcements before you.", progress.before))
    waiting = {
        "asked": _("Asking for the loudspeaker…"),
        "queued": _("It is your turn in a moment."),
        "rendering": _("It is your turn in a moment."),
        "chime": _("The chime: wait a moment…"),
        "speaking": _("Speak now"),
        "spoken": _("You were heard."),
        "cancelled": _("Stopped: nothing more is heard."),
    }
    return str(waiting.get(progress.state) or state_words(progress.state, reader(), reason=progress.reason))
