"""The desk: cards of stopped cars, tiles of sentences, what is being said, and Stop.

The page draws itself from whole pieces of HTML that `/live` sends whenever something changes. A plain HTTP client can
do all that a tablet does: it signs in, takes the token out of `<meta name="csrf-token">`, sends it as `X-CSRFToken`:

| call | body (JSON) | answer |
|---|---|---|
| GET /desk/picture | | what is known now: `troubles`, `blocked`, `allowed`, `cards`, `announcements` |
| GET /live | | server-sent events: the same, with the HTML of each part of the page |
| GET /desk/sheet?template=ID or ?incident=ID or ?text=1 | | HTML of the sheet for values |
| POST /desk/sentence | a `Tap` (wishes.py) | 200 `{"variant", "sentences": [{"language", "text"}]}` |
| POST /desk/listen?language=fr | a `Tap` | 200 WAV: the sentence in the house's voice, on this tablet only |
| POST /announce | a `Tap` | 202 `{"id"}` |
| POST /announcements/ID/cancel | | 202; ID is an announcement or `all` |
| POST /mute | `{"minutes": 0 to 30}` | 202: nothing but emergencies for so long; 0 lifts it, the panel's mute too |
| POST /incidents/ID/decide | `{"decision": "dismiss", "snooze" or "handled", "minutes"?}` | 202 |
| GET /street.jpg | | 200 JPEG: the simulated street now; 404 where the camera is a real one |
| GET /heard/ID.wav | | 200 WAV: what the virtual loudspeaker played |

`blocked` says why no tap would be taken, `allowed` what the house's manners would answer (`words`, `tone`; null where
nothing is limited); an announcement with `insist` may be asked for again with a new id and `"insist": true`.

Refusals are `{"words", "field"?, "missing"?}` in the person's language: 409 not now (a service is away, somebody was
quicker), 422 not right (a value is missing or wrong), 503 too many tablets or no voice. A tap was carried out only when
the announcer says so: its id then appears under `announcements` with a state that is not `asked` or `unheard`.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal, cast

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    render_template,
    request,
    send_from_directory,
    stream_with_context,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from msgspec import Meta
from ulid import ULID

from kiosk.domain.hush import MuteWish
from kiosk.domain.incidents import Decision
from kiosk.domain.requests import Cancel
from kiosk.domain.values import MissingValue
from kiosk.errors import KioskError, SpeechError, StoreError
from kiosk.messages.codec import decode
from kiosk.messages.topics import CANCEL, DECIDE, MUTE, PREPARE
from web_console.house import house, reader
from web_console.listening import as_guests_hear, wav
from web_console.mistakes import memory_fails
from web_console.pages.desk_parts import Look, look, page_facts, pieces, told
from web_console.pages.desk_sheet import sheet_facts
from web_console.taps import GONE, TapError, words_of
from web_console.wishes import Tap, Wish, request_of, wish

STREET_VIEW = "STREET_VIEW"
"""The app's config may hold what draws the simulated street as JPEG under this name."""

desk = Blueprint("desk", __name__)
desk.register_error_handler(StoreError, memory_fails)

_COMMAND_LIFE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """For how long a person wants nothing but emergencies announced; 0: no longer."""

    minutes: Annotated[int, Meta(ge=0, le=30)]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a person answered to a card."""

    decision: Literal["dismiss", "snooze", "handled"]
    minutes: Annotated[int, Meta(ge=1, le=240)] | None = None


@desk.before_request
def signed_in_only() -> ResponseReturnValue | None:
    """Everything here is for people of the house."""
    if current_user.is_authenticated:
        return None
    return cast(ResponseReturnValue, current_app.login_manager.unauthorized())  # type: ignore[attr-defined]


@desk.get("/")
def page() -> str:
    """The desk as it is now; `/live` keeps it so."""
    return render_template("desk/desk.html", **page_facts(look(house().live.picture)))


@desk.get("/live")
def live() -> Response:
    """The stream that keeps a tablet up to date."""
    of_whom = current_user.get_id()
    events = house().streams.open(
        house().live,
        lambda picture: _event(look(picture)),
        lambda: house().still_signed_in(of_whom),
    )
    if events is None:
        return Response("", 503, {"Retry-After": "10"})
    response = Response(stream_with_context(events), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


@desk.get("/desk/picture")
def picture() -> dict[str, Any]:
    """What is known now, for a program."""
    return told(look(house().live.picture))


@desk.get("/desk/sheet")
def sheet() -> str:
    """The sheet in which a sentence gets its values."""
    return render_template("desk/sheet.html", **sheet_facts(request.args))


@desk.post("/desk/sentence")
def sentence() -> dict[str, Any]:
    """The sentence as it will be said; the announcer may render it already."""
    tap = _tap()
    wished = _wished(tap)
    if tap.id and house().live.connected:
        house().live.publish(PREPARE, request_of(tap, wished, by=current_user.name, now=house().live.now()))
    sentences = [{"language": language, "text": text} for language, text in wished.shown.items()]
    return {"variant": wished.variant, "sentences": sentences}


@desk.post("/desk/listen")
def listen() -> Response:
    """The sentence spoken, for the ears of one tablet."""
    wished = _wished(_tap())
    language = next((one for one in wished.spoken if one == request.args.get("language")), next(iter(wished.spoken)))
    sound = as_guests_hear(wished.spoken[language], wished.parts.get(language, ()), language)
    return Response(wav(sound), mimetype="audio/wav")


@desk.post("/announce")
def announce() -> tuple[dict[str, str], int]:
    """Asks the announcer to say it, once."""
    tap = _tap()
    wished = _wished(tap)
    asked = request_of(tap, wished, by=current_user.name, now=house().live.now())
    house().live.announce(asked, shown=wished.words, announced=tap.announced)
    return {"id": asked.id}, 202


@desk.post("/announcements/<announcement>/cancel")
def cancel(announcement: str) -> tuple[dict[str, str], int]:
    """Asks the announcer to be silent."""
    now = house().live.now()
    asked = Cancel(
        id=str(ULID()), announcement=announcement, by=current_user.name, issued_at=now, expires_at=now + _COMMAND_LIFE
    )
    house().live.command("announcer", CANCEL, asked)
    return {"id": asked.id}, 202


@desk.post("/mute")
def mute() -> tuple[dict[str, str], int]:
    """Asks the announcer for peace, or for no more of it."""
    now, minutes = house().live.now(), decode(request.get_data(), Quiet).minutes
    wish = MuteWish(
        id=str(ULID()), minutes=minutes, by=current_user.name, issued_at=now, expires_at=now + _COMMAND_LIFE
    )
    house().live.command("announcer", MUTE, wish)
    return {"id": wish.id}, 202


@desk.post("/incidents/<incident>/decide")
def decide(incident: str) -> tuple[dict[str, str], int]:
    """Tells the watcher what a person decided about a car."""
    answer = decode(request.get_data(), Answer)
    if incident not in house().live.picture.incidents:
        raise TapError(GONE)
    now = house().live.now()
    decision = Decision(
        id=str(ULID()), decision=answer.decision, minutes=answer.minutes, by=current_user.name,
        issued_at=now, expires_at=now + _COMMAND_LIFE,
    )  # fmt: skip
    house().live.command("watcher", DECIDE, decision, incident)
    return {"id": decision.id}, 202


@desk.get("/street.jpg")
def street() -> Response:
    """The simulated street of a demo, as it is now; a real street is never shown."""
    draw = current_app.config.get(STREET_VIEW)
    if draw is None:
        abort(404)
    return Response(draw(), mimetype="image/jpeg", headers={"Cache-Control": "no-store"})


@desk.get("/heard/<name>.wav")
def heard(name: str) -> Response:
    """What the virtual loudspeaker played; 404 where the loudspeaker is a real one."""
    if house().settings.sound.kind != "virtual":
        abort(404)
    return send_from_directory(house().heard_folder, f"{name}.wav", mimetype="audio/wav")


@desk.errorhandler(KioskError)
def refused(error: KioskError) -> tuple[dict[str, Any], int]:
    """One sentence in the person's language, and the field it is about."""
    words = words_of("no-voice") if isinstance(error, SpeechError) else getattr(error, "words", None)
    answer: dict[str, Any] = {"words": words.in_language(reader()) if words else str(error)}
    if hasattr(error, "field"):
        answer |= {"field": error.field, "missing": isinstance(error, MissingValue)}
    status = 409 if isinstance(error, TapError) else 503 if isinstance(error, SpeechError) else 422
    return answer, status


def _event(seen: Look) -> str:
    return json.dumps({**told(seen), "pieces": pieces(seen)})


def _tap() -> Tap:
    return decode(request.get_data(), Tap)


def _wished(tap: Tap) -> Wish:
    venue = house().read_venue()
    return wish(tap, house().templates(), venue.languages, house().live.picture, venue.pronunciations)
