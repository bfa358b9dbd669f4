"""A venue on a broker in memory: the console's live end, and a watcher and an announcer who say what a test says."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from ulid import ULID
from werkzeug.test import TestResponse

from kiosk.adapters.bus import open_bus
from kiosk.adapters.bus.memory import MemoryBroker, broker_named
from kiosk.adapters.speech import open_speech
from kiosk.domain.incidents import Incident
from kiosk.domain.requests import Announcement, Request
from kiosk.domain.venue import Venue as VenueForm
from kiosk.domain.venue import Zone, Zones
from kiosk.domain.words import Words
from kiosk.messages.codec import decode, encode
from kiosk.messages.status import PartHealth, Status
from kiosk.messages.topics import (
    ANNOUNCEMENT,
    ANNOUNCER_STATUS,
    CANCEL,
    CONSOLE_STATUS,
    DECIDE,
    INCIDENT,
    MUTE,
    PICTURE_GET,
    REQUEST,
    WATCHER_STATUS,
    ZONES,
    Topic,
)
from kiosk.ports import BusEvent, MessageArrived, Outgoing
from kiosk.settings import BusSettings, Settings, SoundSettings, SpeechSettings
from web_console import create_app
from web_console.live import SUBSCRIPTIONS, Live
from web_console.picture import Picture
from web_console.store import open_store
from web_console.store.people import Person

LIMIT_S = 60.0  # a busy machine is slow, not wrong
ENTRANCE = Zone(
    id="entrance",
    place=Words(fr="devant l'entrée", en="in front of the entrance"),
    polygon=((0.1, 0.5), (0.5, 0.5), (0.5, 0.9), (0.1, 0.9)),
    dwell_s=60.0,
)
START = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)


class Clock:
    """The console's time, moved by the test."""

    def __init__(self) -> None:
        self.utc = START

    def __call__(self) -> datetime:
        return self.utc

    def pass_s(self, seconds: float) -> None:
        self.utc += timedelta(seconds=seconds)


class Service:
    """A watcher or an announcer on the other side of the broker; remembers what it was told."""

    def __init__(self, settings: Settings, name: str, status: Topic, reads: tuple[Topic, ...]) -> None:
        self._status, self._told = status, threading.Condition()
        self.messages: list[MessageArrived] = []
        will = Outgoing(topic=status.pattern, payload=encode(_status("lost")), retain=True)
        self.bus = open_bus(settings, client=name, subscriptions=reads, will=will, put=self._put)
        self.bus.start()

    def online(self, *health: PartHealth) -> None:
        self.say(self._status, replace(_status("online"), health=health))

    def say(self, topic: Topic, value: object, *names: str) -> None:
        payload = encode(value) if value is not None else b""
        self.bus.publish(Outgoing(topic=topic.at(*names), payload=payload, retain=topic.retain))

    def requests(self) -> list[Request]:
        return [decode(m.payload, Request) for m in self.messages if m.topic == REQUEST.pattern]

    def wait_for(self, count: int) -> list[MessageArrived]:
        with self._told:
            assert self._told.wait_for(lambda: len(self.messages) >= count, LIMIT_S), self.messages
            return list(self.messages)

    def _put(self, event: BusEvent) -> None:
        if isinstance(event, MessageArrived):
            with self._told:
                self.messages.append(event)
                self._told.notify_all()


class Venue:
    """Everything a test of the desk needs."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(
            state_folder=folder,
            bus=BusSettings(kind="memory", host=str(folder)),
            speech=SpeechSettings(kind="simulated"),
            sound=SoundSettings(kind="virtual"),
        )
        self.clock = Clock()
        self.broker: MemoryBroker = broker_named(f"{folder}:1883")
        self.recorded: list[Announcement] = []
        self.watcher = Service(self.settings, "watcher", WATCHER_STATUS, (DECIDE, PICTURE_GET))
        self.announcer = Service(self.settings, "announcer", ANNOUNCER_STATUS, (REQUEST, CANCEL, MUTE))

    def open(self, record: Callable[[Announcement], None] | None = None) -> Live:
        live = Live(record=record or self.recorded.append, utc=self.clock)
        bus = open_bus(self.settings, client="console", subscriptions=SUBSCRIPTIONS, will=live.will, put=live.put)
        live.start(bus)
        return live

    def all_well(self, live: Live) -> Picture:
        self.watcher.online()
        self.announcer.online()
        return self.seen(live, lambda p: len(p.services) == 2)

    def seen(self, live: Live, wanted: Callable[[Picture], bool]) -> Picture:
        """The first picture that is `wanted`, within the limit."""
        picture = live.picture
        for _ in range(100):
            if wanted(picture):
                return picture
            picture = live.wait_for_news(picture.version, LIMIT_S)
        pytest.fail(f"never seen; the last picture is {picture}")

    def car(self, **changes: object) -> Incident:
        incident = Incident(
            id="01CAR", zone="entrance", place=Words(fr="devant l'entrée", en="in front of the entrance"),
            state="raised", kind="car", colour="grey", outline=(0.1, 0.5, 0.4, 0.8), stopped_at=self.clock.utc,
            stopped_s=90.0, dwell_s=60.0, confidence=0.8, at=self.clock.utc,
        )  # fmt: skip
        incident = replace(incident, **changes)  # type: ignore[arg-type]
        self.watcher.say(INCIDENT, incident, incident.id)
        return incident

    def told(self, request_id: str, state: str, **changes: object) -> Announcement:
        announcement = Announcement(
            id=request_id, state=state, text=Words(fr="Bonsoir.", en="Good evening."), by="Léa", at=self.clock.utc,  # type: ignore[arg-type]
        )  # fmt: skip
        announcement = replace(announcement, **changes)  # type: ignore[arg-type]
        self.announcer.say(ANNOUNCEMENT, announcement, request_id)
        return announcement

    def kept(self) -> dict[str, bytes]:
        """What the broker keeps of the console, by topic."""
        kept: dict[str, bytes] = {}

        def put(event: BusEvent) -> None:
            if isinstance(event, MessageArrived) and event.retained:
                kept[event.topic] = event.payload

        reader = open_bus(self.settings, client="reader", subscriptions=(CONSOLE_STATUS, ZONES), will=None, put=put)
        reader.start()
        reader.close()
        return kept

    def request(self, request_id: str, **changes: object) -> Request:
        request = Request(
            id=request_id, issued_at=self.clock.utc, expires_at=self.clock.utc + timedelta(minutes=5), by="Léa",
            template="welcome", variant=0,
        )  # fmt: skip
        return replace(request, **changes)  # type: ignore[arg-type]


class Tablet:
    """A signed-in tablet: a client that sends the token of its page with every tap."""

    def __init__(self, app: Flask, person: Person, secret: str) -> None:
        self.client = app.test_client()
        address = f"/sign-in/{person.id}"
        token = _found(r'name="csrf_token" value="([^"]+)"', self.client.get(address).text)
        answer = self.client.post(address, data={"csrf_token": token, "secret": secret})
        assert answer.status_code == 303, answer.text
        self.token = _found(r'name="csrf-token" content="([^"]+)"', self.client.get("/").text)

    def post(self, path: str, body: object) -> TestResponse:
        return self.client.post(path, json=body, headers={"X-CSRFToken": self.token})

    def say(self, **tap: object) -> TestResponse:
        return self.post("/announce", {"id": str(ULID()), **tap})


class Console:
    """The whole console over the venue's broker, with an owner and a waiter, zones and two languages."""

    def __init__(self, venue: Venue, live: Live) -> None:
        self.store = open_store(venue.settings.state_folder)
        self.lea = self.store.people.add(name="Léa", role="staff", secret="4714")
        self.karim = self.store.people.add(name="Karim", role="staff", secret="8261")
        self.store.configuration.change(Zones, lambda _: Zones(zones=(ENTRANCE,)), by="test")
        self.store.configuration.change(VenueForm, lambda v: replace(v, languages=("fr", "en")), by="test")
        self.app = create_app(venue.settings, self.store, live, open_speech(venue.settings.speech))

    def tablet(self, name: str = "Léa") -> Tablet:
        return Tablet(self.app, *{"Léa": (self.lea, "4714"), "Karim": (self.karim, "8261")}[name])


@pytest.fixture
def console(venue: "Venue", live: Live) -> Iterator[Console]:
    """The console, live."""
    opened = Console(venue, live)
    yield opened
    opened.store.close()


@pytest.fixture
def tablet(console: Console) -> Tablet:
    """Léa's tablet, in French."""
    return console.tablet()


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"no {pattern} in {text[:2000]}"
    return match[1]


@pytest.fixture
def venue(tmp_path: Path) -> Venue:
    """A venue whose console is not open yet."""
    return Venue(tmp_path)


@pytest.fixture
def live(venue: Venue) -> Iterator[Live]:
    """The console's live end, connected, with watcher and announcer online."""
    opened = venue.open()
    venue.all_well(opened)
    yield opened
    opened.close()


def _status(state: str) -> Status:
    return Status(state=state, since=START, version="1")  # type: ignore[arg-type]
