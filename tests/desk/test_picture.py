"""What the console knows, for any order of taps, answers, losses and time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.incidents import Incident
from kiosk.domain.requests import FINAL_STATES, Announcement, AnnouncementState, Request
from kiosk.domain.words import Words
from kiosk.messages.status import Status
from kiosk.ports import BusConnected, BusLost
from web_console import picture as pictures
from web_console.desk_view import lines, notices
from web_console.picture import Picture
from web_console.taps import refusal, troubles

START = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
CAR = "01CAR"
STATES: tuple[AnnouncementState, ...] = (
    "queued", "rendering", "chime", "speaking", "spoken", "cancelled", "refused", "withdrawn", "failed",
)  # fmt: skip


def _house() -> Picture:
    picture = pictures.connected(Picture(), BusConnected(), START)
    for service in ("watcher", "announcer"):
        picture = pictures.told_status(picture, service, Status(state="online", since=START, version="1"))
    return pictures.told_incident(picture, CAR, _car())


def _car(**changes: object) -> Incident:
    return Incident(
        **{  # type: ignore[arg-type]
            "id": CAR, "zone": "entrance", "place": Words(fr="ici", en="here"), "state": "raised", "kind": "car",
            "colour": None, "outline": (0.0, 0.0, 1.0, 1.0), "stopped_at": START, "stopped_s": 60.0, "dwell_s": 60.0,
            "confidence": 0.5, "at": START, **changes,
        }
    )  # fmt: skip


def _request(number: int, at: datetime) -> Request:
    return Request(
        id=f"01TAP{number}", issued_at=at, expires_at=at + timedelta(minutes=5), by="Léa", template="welcome",
        incident=CAR,
    )  # fmt: skip


def _answer(number: int, state: AnnouncementState, at: datetime) -> Announcement:
    return Announcement(id=f"01TAP{number}", state=state, text=Words(fr="Bonsoir."), by="Léa", incident=CAR, at=at)


def _open(picture: Picture) -> int:
    told = [a for a in picture.announcements.values() if a.incident == CAR and a.state not in FINAL_STATES]
    return len(told) + sum(one.request.incident == CAR for one in picture.asked.values())


@given(st.lists(st.tuples(st.sampled_from(["tap", "answer", "wait"]), st.integers(0, 3), st.sampled_from(STATES))))
def test_a_car_never_has_two_announcements_under_way(steps: list[tuple[str, int, AnnouncementState]]) -> None:
    picture, at, sent = _house(), START, set()
    for what, number, state in steps:
        if what == "tap":
            request = _request(number, at)
            if request.id not in sent and refusal(picture, request, None) is None:
                sent.add(request.id)
                picture = pictures.tapped(picture, request, Words(), at)
        elif what == "answer" and f"01TAP{number}" in sent:
            told = picture.announcements.get(f"01TAP{number}")
            if told is None or told.state not in FINAL_STATES:  # the announcer never takes an end back
                picture = pictures.told_announcement(picture, f"01TAP{number}", _answer(number, state, at))
        at += timedelta(seconds=1)
        picture = pictures.time_passed(picture, at)
        assert _open(picture) <= 1


@given(st.lists(st.sampled_from(["lost", "refused", "connected", "watcher", "announcer", "time"])))
def test_whatever_comes_and_goes_the_desk_knows_what_to_say(events: list[str]) -> None:
    picture, at = Picture(), START
    for event in events:
        at += timedelta(seconds=1.5)
        if event in ("lost", "refused"):
            picture = pictures.connected(picture, BusLost(reason="gone", refused=event == "refused"), at)
        elif event == "connected":
            picture = pictures.connected(picture, BusConnected(), at)
        elif event != "time":
            picture = pictures.told_status(picture, event, Status(state="online", since=at, version="1"))
        picture = pictures.time_passed(picture, at)
        online = picture.broker == "connected" and {"watcher", "announcer"} <= picture.services.keys()
        assert (refusal(picture, _request(1, at), None) is None) == (online and CAR in picture.incidents)
        assert all(notice.cause and notice.cure for notice in notices(picture, "fr"))
        if picture.broker != "connected":
            assert troubles(picture) in (("broker-away",), ("broker-refused",))


def test_a_car_that_left_stays_a_minute_so_that_nobody_wonders() -> None:
    picture = pictures.told_incident(_house(), CAR, _car(state="left"))
    assert pictures.time_passed(picture, START + timedelta(seconds=59)).incidents
    assert not pictures.time_passed(picture, START + timedelta(seconds=60)).incidents


def test_what_was_heard_counts_even_before_the_watcher_says_so() -> None:
    picture = pictures.told_announcement(_house(), "01TAP1", _answer(1, "spoken", START))
    assert pictures.times_announced(picture, picture.incidents[CAR]) == 1
    assert pictures.times_announced(picture, _car(announced=2)) == 2


def test_table_numbers_are_remembered_and_names_are_not() -> None:
    picture = _house()
    for number, table in enumerate(["12", "7", "12", " "]):
        request = Request(
            id=f"01T{number}", issued_at=START, expires_at=START, by="Léa", template="table-ready",
            values={"table": table, "name": "Dupont", "plate": "AB-123-CD"},
        )  # fmt: skip
        picture = pictures.tapped(picture, request, Words(), START)
    assert picture.recent_values == {"table": ("12", "7")}


def test_the_line_of_an_ended_announcement_says_why() -> None:
    refused = Announcement(
        id="01A", state="refused", reason="quiet-hours", text=Words(fr="Bonsoir."), by="Léa", at=START
    )
    unknown = Announcement(id="01B", state="failed", reason="new-code", text=Words(fr="Bonsoir."), by="Léa", at=START)
    picture = pictures.told_announcement(_house(), "01A", refused)
    picture = pictures.told_announcement(picture, "01B", unknown)
    assert {line.words for line in lines(picture, "fr")} == {
        "Pas dite : heures calmes, seule une urgence passe",
        "Échec : new-code",
    }
    assert {line.words for line in lines(picture, "en")} == {
        "Not said: quiet hours, only an emergency passes",
        "Failed: new-code",
    }
