"""The desk over HTTP, as a tablet or a program uses it."""

import io
import json
import wave
from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.domain.incidents import Decision
from kiosk.domain.requests import Cancel
from kiosk.domain.words import Words
from kiosk.messages.codec import decode
from kiosk.messages.topics import CANCEL

HOSTILE = "{{7*7}} <script>alert(1)</script> {place.__class__}"


def test_a_stranger_gets_no_desk(console) -> None:
    stranger = console.app.test_client()
    assert stranger.get("/", headers={"Accept": "text/html"}).status_code == 302
    for path in ("/live", "/desk/picture", "/desk/sheet?template=welcome", "/heard/01A.wav"):
        assert stranger.get(path).status_code == 401, path


def test_a_tap_without_the_pages_token_is_refused(tablet, venue) -> None:
    assert tablet.client.post("/announce", json={"id": "01A", "template": "welcome"}).status_code == 400
    assert venue.announcer.requests() == []


def test_a_tile_is_announced_in_the_languages_of_the_house(tablet, venue) -> None:
    answer = tablet.say(template="table-ready", values={"name": "Dupont"})
    assert answer.status_code == 202, answer.text
    venue.announcer.wait_for(1)
    (request,) = venue.announcer.requests()
    assert request.id == answer.json["id"]
    assert (request.by, request.template, request.languages) == ("Léa", "table-ready", ("fr", "en"))
    assert request.values == {"name": "Dupont"} and request.priority == "service"
    shown = tablet.client.get("/desk/picture").json["announcements"]
    assert [(one["state"], "Dupont" in one["text"]) for one in shown] == [("asked", True)]


def test_the_sentence_shown_is_the_sentence_asked_for(tablet, venue) -> None:
    values = {"place": {"fr": "devant le kiosque", "en": "by the bandstand"}, "kind": "van", "colour": "white"}
    tap = {"template": "car-badly-parked", "values": values}
    shown = tablet.post("/desk/sentence", tap).json
    assert "utilitaire blanc garé devant le kiosque" in shown["sentences"][0]["text"]
    assert "white van parked by the bandstand" in shown["sentences"][1]["text"]
    tablet.say(**tap, variant=shown["variant"])
    venue.announcer.wait_for(1)
    assert venue.announcer.requests()[0].variant == shown["variant"]


def test_the_next_tap_proposes_another_variant(tablet) -> None:
    first = tablet.post("/desk/sentence", {"template": "welcome"}).json
    tablet.say(template="welcome", variant=first["variant"])
    assert tablet.post("/desk/sentence", {"template": "welcome"}).json["variant"] != first["variant"]


def test_a_missing_value_is_named_and_a_wrong_one_too(tablet, venue) -> None:
    missing = tablet.post("/desk/sentence", {"template": "closing-soon"})
    assert missing.status_code == 422
    assert missing.json == {"words": "Il manque : nombre de minutes. Indiquez-le.", "field": "minutes", "missing": True}
    wrong = tablet.say(template="closing-soon", values={"minutes": "beaucoup"})
    assert (wrong.status_code, wrong.json["field"], wrong.json["missing"]) == (422, "minutes", False)
    assert venue.announcer.requests() == []


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"{", b"\xff",
        b'{"id": 7}', b'{"template": "welcome"}', b'{"id": "", "template": "welcome"}',
        b'{"id": "../..", "template": "welcome"}', b'{"id": "01A"}', b'{"id": "01A", "incident": "#"}',
        b'{"id": "01A", "template": "welcome", "languages": ["de"]}', b'{"id": "01A", "text": {"fr": ""}}',
        b'{"id": "01A", "text": {"fr": "!!!"}}',
    ],
)  # fmt: skip
def test_a_tap_that_makes_no_sense_is_refused_in_words(tablet, venue, body: bytes) -> None:
    answer = tablet.client.post("/announce", data=body, headers={"X-CSRFToken": tablet.token})
    assert answer.status_code in (409, 422)
    assert answer.json["words"] and "Traceback" not in answer.text
    assert venue.announcer.requests() == []


def test_a_text_of_ten_thousand_characters_is_refused_and_four_hundred_are_said(tablet, venue) -> None:
    long = tablet.say(text={"fr": "a" * 10_000})
    assert long.status_code == 422 and "10000 caractères" in long.json["words"]
    assert tablet.say(text={"fr": "a" * 400, "en": ""}).status_code == 202
    venue.announcer.wait_for(1)
    (request,) = venue.announcer.requests()
    assert request.languages == ("fr",) and request.text == Words(fr="a" * 400)


def test_what_a_guest_is_called_is_text_and_nothing_else(tablet, venue, console) -> None:
    assert tablet.say(text={"fr": HOSTILE}).status_code == 202
    venue.announcer.wait_for(1)
    page = tablet.client.get("/").text
    assert "<script>alert" not in page and "{{7*7}}" in page and "&lt;script&gt;" in page


def test_a_card_is_announced_once_by_two_tablets_at_once(console, venue, live) -> None:
    venue.car()
    venue.seen(live, lambda p: p.incidents)
    tablets = [console.tablet(), console.tablet("Karim")]
    with ThreadPoolExecutor(2) as hands:
        answers = list(hands.map(lambda t: t.say(incident="01CAR", announced=0, variant=0), tablets))
    assert sorted(answer.status_code for answer in answers) == [202, 409]
    assert len(venue.announcer.requests()) == 1
    request = venue.announcer.requests()[0]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json["words"] == f"{request.by} l'annonce déjà."
    assert request.template == "car-badly-parked" and request.values["colour"] == "grey"


def test_a_card_that_was_announced_is_proposed_as_a_reminder(tablet, venue, live) -> None:
    venue.car(state="announced", announced=1)
    venue.seen(live, lambda p: p.incidents)
    (card,) = tablet.client.get("/desk/picture").json["cards"]
    assert card["announced"] == 1 and "voiture grise" in card["sentences"]["fr"]
    tablet.say(incident="01CAR", announced=1)
    venue.announcer.wait_for(1)
    assert venue.announcer.requests()[0].template == "car-badly-parked-second"


def test_a_card_that_waits_in_a_queue_of_traffic_says_so(tablet, venue, live) -> None:
    venue.car(state="noticed", in_queue=True)
    venue.seen(live, lambda p: p.incidents)
    assert "La circulation est arrêtée à côté" in tablet.client.get("/").text


def test_without_the_announcer_the_desk_says_so_and_refuses(tablet, venue, live) -> None:
    venue.announcer.bus.cut()
    venue.clock.pass_s(3)
    venue.seen(live, lambda p: p.settled and p.services["announcer"].state == "lost")
    answer = tablet.say(template="welcome")
    assert answer.status_code == 409 and "haut-parleur" in answer.json["words"]
    page = tablet.client.get("/").text
    assert "L&#39;annonceur (haut-parleur) ne répond pas." in page
    assert tablet.post("/announcements/all/cancel", {}).status_code == 409


def test_an_answer_to_a_card_reaches_the_watcher(tablet, venue, live) -> None:
    venue.car()
    venue.seen(live, lambda p: p.incidents)
    answer = tablet.post("/incidents/01CAR/decide", {"decision": "snooze", "minutes": 10})
    assert answer.status_code == 202
    (told,) = venue.watcher.wait_for(1)
    decision = decode(told.payload, Decision)
    assert told.topic == "incidents/01CAR/decide"
    assert (decision.decision, decision.minutes, decision.by) == ("snooze", 10, "Léa")


@pytest.mark.parametrize("body", [{"decision": "explode"}, {}, {"decision": "snooze", "minutes": 0}, "x"])
def test_an_answer_that_makes_no_sense_reaches_nobody(tablet, venue, live, body: object) -> None:
    venue.car()
    venue.seen(live, lambda p: p.incidents)
    assert tablet.post("/incidents/01CAR/decide", body).status_code == 422
    assert tablet.post("/incidents/+/decide", {"decision": "dismiss"}).status_code == 409
    assert venue.watcher.messages == []


def test_stop_reaches_the_announcer(tablet, venue) -> None:
    assert tablet.post("/announcements/all/cancel", {}).status_code == 202
    (told,) = venue.announcer.wait_for(1)
    assert told.topic == CANCEL.pattern
    assert (decode(told.payload, Cancel).announcement, decode(told.payload, Cancel).by) == ("all", "Léa")


def test_the_stream_begins_with_the_whole_desk_and_tells_what_changes(tablet, venue, live) -> None:
    stream = tablet.client.get("/live", buffered=False)
    assert stream.mimetype == "text/event-stream"
    events = (chunk.decode() for chunk in stream.response if chunk.decode().startswith("id:"))
    first = _data(next(events))
    assert first["cards"] == [] and "nothing" in first["pieces"]["cards"]
    venue.car()
    changed = next(data for data in map(_data, events) if data["cards"])
    assert "Voiture grise" in changed["pieces"]["cards"]
    stream.close()


def test_a_stream_too_many_is_told_to_come_back_and_a_closed_one_gives_its_place_back(console, tablet) -> None:
    places = console.app.extensions["house"].settings.console.threads - 8
    open_streams = [tablet.client.get("/live", buffered=False) for _ in range(places)]
    late = tablet.client.get("/live")
    assert late.status_code == 503 and late.headers["Retry-After"]
    open_streams.pop().close()
    assert tablet.client.get("/live", buffered=False).status_code == 200


def test_signing_out_ends_the_stream(tablet, venue) -> None:
    stream = tablet.client.get("/live", buffered=False)
    chunks = (chunk.decode() for chunk in stream.response)
    next(chunks)
    tablet.client.post("/sign-out", data={"csrf_token": tablet.token})
    venue.car()
    assert list(chunks)[-1].startswith("event: signed-out")


def test_the_sheet_offers_what_a_waiter_would_say(tablet, venue) -> None:
    sheet = tablet.client.get("/desk/sheet?template=closing-soon").text
    assert all(f">{n}</button>" in sheet for n in ("5", "10", "15", "30"))
    places = tablet.client.get("/desk/sheet?template=car-badly-parked").text
    assert "entrée" in places and "tint-grey" in places
    tablet.say(template="order-ready", values={"number": "A57"})
    venue.announcer.wait_for(1)
    assert ">A57</button>" in tablet.client.get("/desk/sheet?template=order-ready").text


def test_the_sheet_of_a_card_knows_the_car(tablet, venue, live) -> None:
    venue.car()
    venue.seen(live, lambda p: p.incidents)
    sheet = tablet.client.get("/desk/sheet?incident=01CAR").text
    assert sheet.count('aria-pressed="true"') == 3, "place, kind and colour are chosen"
    assert tablet.client.get("/desk/sheet?incident=01GONE").status_code == 409
    assert tablet.client.get("/desk/sheet?template=no-such").status_code == 409


def test_listening_renders_on_the_tablet_and_asks_nobody(tablet, venue) -> None:
    answer = tablet.post("/desk/listen?language=en", {"template": "welcome"})
    assert answer.mimetype == "audio/wav"
    with wave.open(io.BytesIO(answer.data)) as sound:
        assert sound.getnframes() > 1000
    assert venue.announcer.messages == []


def test_what_the_virtual_loudspeaker_played_can_be_heard_and_nothing_else(tablet, venue) -> None:
    folder = venue.settings.state_folder / "heard"
    folder.mkdir()
    (folder / "01A.wav").write_bytes(b"RIFF")
    with tablet.client.get("/heard/01A.wav") as heard:
        assert heard.data == b"RIFF"
    assert tablet.client.get("/heard/01B.wav").status_code == 404
    assert tablet.client.get("/heard/..%2Fconsole.sqlite.wav").status_code == 404


def test_the_page_is_light(tablet, venue, live) -> None:
    for n in range(12):
        venue.car(id=f"01CAR{n}")
    for n in range(30):
        venue.told(f"01A{n}", "spoken")
    venue.seen(live, lambda p: len(p.incidents) == 12 and len(p.announcements) == 30)
    assert len(tablet.client.get("/").data) < 100_000


def test_the_history_tells_who_what_when_and_what_became_of_it(tablet, console, venue) -> None:
    console.store.history.record(venue.told("01A", "refused", reason="quiet-hours"))
    page = tablet.client.get("/history?day=2026-11-24").text
    assert "20:00" in page and "Pas dite : heures calmes" in page and "Bonsoir." in page and "Léa" in page
    assert tablet.client.get("/history?day=2026-11-23").status_code == 200
    assert tablet.client.get("/history?day=demain").status_code == 404
    assert tablet.client.get("/history?day=0001-01-01").status_code == 200


def _data(event: str) -> dict:
    return json.loads(event.split("data: ", 1)[1])
