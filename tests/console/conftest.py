"""A console over a database of its own, a bus in memory, and people to sign in as."""

import queue
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.adapters.bus import open_bus
from kiosk.adapters.speech import open_speech
from kiosk.messages.topics import TEMPLATES, VENUE, ZONES
from kiosk.ports import MessageArrived
from kiosk.settings import BusSettings, ConsoleSettings, Settings, SpeechSettings
from web_console import create_app
from web_console.live import SUBSCRIPTIONS, Live
from web_console.store import Store, open_store

OWNER, PASSWORD = "Odile", "vert cheval lampe nuage"
WAITER, PIN = "Léa", "4831"
PAGE = {"Accept": "text/html"}
PROGRAM = {"Accept": "application/json"}


class Console:
    """The console, and what a test does with it."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.settings = Settings(
            state_folder=folder,
            bus=BusSettings(kind="memory", host=str(folder)),
            speech=SpeechSettings(kind="simulated"),
            console=ConsoleSettings(**settings),
        )
        self._open()

    def _open(self) -> None:
        self.store: Store = open_store(self.folder)
        self.live = Live(record=self.store.history.record)
        self.voice = open_speech(self.settings.speech)
        self.app = create_app(self.settings, self.store, self.live, self.voice)
        bus = open_bus(
            self.settings, client="console", subscriptions=SUBSCRIPTIONS, will=self.live.will, put=self.live.put
        )
        self.live.start(bus)
        self.retained()

    def close(self) -> None:
        """Stops it as systemd would."""
        self.live.close()
        self.voice.close()
        self.store.close()

    def restart(self) -> None:
        """Stops it and starts it on the same disk."""
        self.close()
        self._open()

    def furnish(self) -> None:
        """An owner and a waiter."""
        self.store.people.add(name=OWNER, role="owner", secret=PASSWORD)
        self.store.people.add(name=WAITER, role="staff", secret=PIN)

    def id_of(self, name: str) -> str:
        """The id of somebody."""
        return next(person.id for person in self.store.people.all() if person.name == name)

    def visitor(self, language: str = "en") -> "Visitor":
        """Somebody with a browser."""
        return Visitor(self, language)

    def owner(self, language: str = "en") -> "Visitor":
        """The owner, signed in."""
        return self.visitor(language).enter(OWNER, PASSWORD)

    def waiter(self, language: str = "en") -> "Visitor":
        """The waiter, signed in."""
        return self.visitor(language).enter(WAITER, PIN)

    def retained(self) -> dict[str, bytes]:
        """The configuration, by topic, as a service that starts now is told it by the broker."""
        arrived: queue.Queue[object] = queue.Queue()
        subscriptions = (VENUE, ZONES, TEMPLATES)
        bus = open_bus(self.settings, client="tester", subscriptions=subscriptions, will=None, put=arrived.put)
        bus.start()
        told: dict[str, bytes] = {}
        while len(told) < len(subscriptions):
            event = arrived.get(timeout=60.0)
            if isinstance(event, MessageArrived):
                told[event.topic] = event.payload
        bus.close()
        return told


class Visitor:
    """A browser: keeps cookies, sends the token of the page."""

    def __init__(self, console: Console, language: str) -> None:
        self.console = console
        self.client: FlaskClient = console.app.test_client()
        self.language = {"Accept-Language": language}

    def get(self, path: str, **headers: str) -> TestResponse:
        """Looks at a page."""
        return self.client.get(path, headers={**PAGE, **self.language, **headers}, buffered=True)

    def token(self) -> str:
        """The token that this browser's pages carry."""
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get("/sign-in").text)
        if found is None:  # signed in as the first owner is asked for: the page of the setup has one
            found = re.search(r'name="csrf-token" content="([^"]+)"', self.get("/setup").text)
        assert found
        return found[1]

    def post(self, path: str, form: dict[str, Any] | None = None) -> TestResponse:
        """Sends a form."""
        return self.client.post(
            path, data={"csrf_token": self.token(), **(form or {})}, headers={**PAGE, **self.language}, buffered=True
        )

    def send(self, path: str, value: object) -> TestResponse:
        """Sends JSON, as the pages' scripts do."""
        return self.client.post(
            path, json=value, headers={**PROGRAM, **self.language, "X-CSRFToken": self.token()}, buffered=True
        )

    def enter(self, name: str, secret: str) -> "Visitor":
        """Signs in."""
        answer = self.try_to_enter(name, secret)
        assert answer.status_code == 303, answer.text
        return self

    def try_to_enter(self, name: str, secret: str, **form: str) -> TestResponse:
        """Types a secret."""
        return self.post(f"/sign-in/{self.console.id_of(name)}", {"secret": secret, **form})


@pytest.fixture
def new_console(tmp_path: Path) -> Iterator[Callable[..., Console]]:
    """`new_console(**console_settings)`: a console in which nobody has been yet."""
    opened: list[Console] = []

    def build(**settings: Any) -> Console:
        opened.append(Console(tmp_path / f"console-{len(opened)}", **settings))
        return opened[-1]

    yield build
    for console in opened:
        console.close()


@pytest.fixture
def console(new_console: Callable[..., Console]) -> Console:
    """A console with an owner and a waiter."""
    built = new_console()
    built.furnish()
    return built
