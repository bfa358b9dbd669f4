"""Hold to speak, at the console: who may, what is passed on, and that nothing stays when the tablet is gone."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from kiosk.adapters.bus import open_bus
from kiosk.domain.requests import Cancel
from kiosk.domain.words import Words
from kiosk.messages.codec import decode
from kiosk.messages.live_piece import LivePiece, unpack
from kiosk.messages.topics import CANCEL, LIVE_SOUND
from kiosk.ports import BusEvent, MessageArrived
from web_console.talks import Talks

LIMIT_S = 60.0
TENTH = b"\x01\x02" * 1600


class Listener:
    """Whoever reads what the console passes on: pieces of a voice, and wishes to stop."""

    def __init__(self, settings: Any) -> None:
        self.pieces: list[tuple[str, LivePiece]] = []
        self.cancelled: list[str] = []
        self._news = threading.Condition()
        self.bus = open_bus(settings, client="listener", subscriptions=(LIVE_SOUND, CANCEL), will=None, put=self._put)
        self.bus.start()

    def until(self, true: Callable[[], object]) -> None:
        with self._news:
            assert self._news.wait_for(true, LIMIT_S), (self.pieces, self.cancelled)

    def _put(self, event: BusEvent) -> None:
        with self._news:
            if isinstance(event, MessageArrived) and event.topic == CANCEL.pattern:
                self.cancelled.append(decode(event.payload, Cancel).announcement)
            elif isinstance(event, MessageArrived):
                self.pieces.append((event.topic.partition("/")[2], unpack(event.payload)))
            self._news.notify_all()


@pytest.fixture
def listener(venue: Any) -> Iterator[Listener]:
    one = Listener(venue.settings)
    yield one
    one.bus.close()


@pytest.fixture
def time_stands(console: Any, live: Any) -> list[float]:
    """The tablets' silence is counted on this clock; the first item is its time."""
    seconds = [100.0]
    console.app.extensions["talks"] = Talks(live, clock=lambda: seconds[0])
    return seconds


def hold(tablet: Any, priority: str = "service") -> str:
    answer = tablet.post("/speak", {"priority": priority})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def send(tablet: Any, talk: str, n: int, samples: bytes = b"", *, last: bool = False) -> TestResponse:
    address = f"/speak/{talk}?n={n}{'&last=1' if last else ''}"
    answer: TestResponse = tablet.client.post(address, data=samples, headers={"X-CSRFToken": tablet.token})
    return answer


def stands(venue: Any, live: Any, talk: str, state: str, **changes: Any) -> None:
    venue.told(talk, state, **changes)
    venue.seen(live, lambda p: talk in p.announcements and p.announcements[talk].state == state)


def test_pressing_asks_for_the_loudspeaker_as_any_announcement(venue: Any, tablet: Any) -> None:
    talk = hold(tablet, "urgent")
    venue.announcer.wait_for(1)
    (asked,) = venue.announcer.requests()
    assert (asked.id, asked.live, asked.priority, asked.by, asked.chime) == (talk, True, "urgent", "Léa", True)
    assert asked.template is None and asked.text is None
    shown = tablet.client.get("/desk/picture").json["announcements"]
    assert [(one["id"], one["text"]) for one in shown] == [(talk, "En direct")]


def test_sound_is_passed_on_only_while_it_is_ones_turn(
    venue: Any, live: Any, tablet: Any, listener: Listener, time_stands: list[float]
) -> None:
    talk = hold(tablet)
    assert send(tablet, talk, 0, TENTH).json["words"] == "Demande du haut-parleur…"
    stands(venue, live, talk, "chime")
    assert send(tablet, talk, 1, TENTH).json["words"] == "Le carillon : attendez un instant…"
    stands(venue, live, talk, "speaking")
    assert send(tablet, talk, 2, TENTH).json == {"state": "speaking", "words": "Parlez", "final": False}
    assert send(tablet, talk, 2, TENTH).json["state"] == "speaking"  # a second time: it is not passed on again
    time_stands[0] += 0.1
    assert send(tablet, talk, 3, TENTH, last=True).status_code == 200
    listener.until(lambda: listener.pieces and listener.pieces[-1][1].last)
    assert {name for name, _ in listener.pieces} == {talk}
    assert [len(piece.samples) for _, piece in listener.pieces] == [0, 0, 3200, 3200, 0]
    assert [piece.number for _, piece in listener.pieces] == [0, 1, 2, 3, 4]
    stands(venue, live, talk, "spoken")
    assert tablet.client.get(f"/speak/{talk}").json["words"] == "On vous a entendu."
    assert send(tablet, talk, 4, TENTH).status_code == 409
    assert not listener.cancelled


def test_waiting_is_told_with_how_many_are_before(venue: Any, live: Any, tablet: Any, time_stands: list[float]) -> None:
    talk = hold(tablet)
    venue.told("other-1", "speaking")
    venue.told("other-2", "queued", position=1)
    stands(venue, live, talk, "queued", position=2)
    assert send(tablet, talk, 0).json["words"] == "2 annonces avant vous."
    venue.told("other-1", "spoken")
    stands(venue, live, "other-2", "rendering")
    stands(venue, live, talk, "queued", position=1)
    assert send(tablet, talk, 1).json["words"] == "Une annonce avant vous."
    stands(venue, live, talk, "refused", reason="quiet-hours")
    answer = send(tablet, talk, 2).json
    assert answer["final"] and answer["state"] == "refused" and "heures calmes" in answer["words"].lower()


@pytest.mark.parametrize("state", ["queued", "rendering", "chime"])
def test_letting_go_before_ones_turn_cancels(
    venue: Any, live: Any, tablet: Any, listener: Listener, time_stands: list[float], state: str
) -> None:
    talk = hold(tablet)
    stands(venue, live, talk, state)
    assert send(tablet, talk, 0, last=True).status_code == 200
    listener.until(lambda: listener.cancelled == [talk])
    assert send(tablet, talk, 1).status_code == 409


def test_a_tablet_that_fell_silent_in_the_queue_is_cancelled(
    venue: Any, live: Any, tablet: Any, listener: Listener, time_stands: list[float]
) -> None:
    talk = hold(tablet)
    stands(venue, live, talk, "queued", position=1)
    send(tablet, talk, 0)
    time_stands[0] += 1.6
    listener.until(lambda: listener.cancelled == [talk])
    assert send(tablet, talk, 1, TENTH).status_code == 409


def test_the_voice_of_a_tablet_that_fell_silent_is_left_to_the_announcer(
    venue: Any, live: Any, tablet: Any, listener: Listener, time_stands: list[float]
) -> None:
    talk = hold(tablet)
    stands(venue, live, talk, "speaking")
    send(tablet, talk, 0, TENTH)
    time_stands[0] += 1.6
    waits = hold(tablet)  # the watch that ends the first one ends this one too, and says so
    time_stands[0] += 1.6
    listener.until(lambda: listener.cancelled)
    assert listener.cancelled == [waits]


def test_pressing_again_ends_what_the_same_tablet_held(
    venue: Any, live: Any, tablet: Any, listener: Listener, time_stands: list[float]
) -> None:
    first = hold(tablet)
    stands(venue, live, first, "speaking")
    second = hold(tablet)
    listener.until(lambda: listener.pieces)
    assert listener.pieces == [(first, LivePiece(number=0, last=True))]
    assert send(tablet, first, 0, TENTH).status_code == 409
    assert send(tablet, second, 0).status_code == 200


def test_nobody_speaks_into_the_hold_of_another(
    venue: Any, live: Any, console: Any, tablet: Any, listener: Listener, time_stands: list[float]
) -> None:
    talk = hold(tablet)
    stands(venue, live, talk, "speaking")
    karim = console.tablet("Karim")
    assert send(karim, talk, 0, TENTH).status_code == 409
    assert send(karim, talk, 0, last=True).status_code == 409
    assert send(tablet, "01UNKNOWN", 0, TENTH).status_code == 409
    assert not listener.pieces


@pytest.mark.parametrize(("samples", "status"), [(b"\0", 422), (bytes(40_000), 413)])
def test_what_is_no_piece_of_a_voice_is_refused(
    venue: Any, live: Any, tablet: Any, time_stands: list[float], samples: bytes, status: int
) -> None:
    talk = hold(tablet)
    stands(venue, live, talk, "speaking")
    assert send(tablet, talk, 0, samples).status_code == status


def test_more_than_time_has_passed_is_refused(
    venue: Any, live: Any, tablet: Any, listener: Listener, time_stands: list[float]
) -> None:
    talk = hold(tablet)
    stands(venue, live, talk, "speaking")
    answers = [send(tablet, talk, n, TENTH * 5).status_code for n in range(4)]
    assert answers == [200, 200, 422, 422]


def test_an_emergency_is_for_owners_and_no_hold_is_without_a_known_priority(
    venue: Any, console: Any, tablet: Any
) -> None:
    assert tablet.post("/speak", {"priority": "emergency"}).status_code == 403
    assert tablet.post("/speak", {"priority": "loud"}).status_code == 422
    assert not venue.announcer.requests()


def test_without_the_announcer_the_button_says_why(venue: Any, live: Any, tablet: Any) -> None:
    venue.announcer.bus.cut()
    venue.clock.pass_s(5.0)
    venue.seen(live, lambda p: p.settled and p.services["announcer"].state == "lost")
    answer = tablet.post("/speak", {})
    assert answer.status_code == 409
    assert answer.json["words"].startswith("L'annonceur")


def test_the_page_alone_may_use_the_microphone(tablet: Any) -> None:
    assert "microphone=(self)" in tablet.client.get("/speak").headers["Permissions-Policy"]
    assert "microphone=()" in tablet.client.get("/").headers["Permissions-Policy"]


def test_who_asks_live_twice_asks_for_two_things(venue: Any, live: Any, tablet: Any) -> None:
    first = hold(tablet)
    stands(venue, live, first, "spoken", text=Words(fr="En direct", en="Live"))
    assert hold(tablet) != first
