"""A whole evening in small: real Mosquitto, the real announcer and console as processes, a real Chromium.

The watcher is the test: it publishes what a watcher would, over MQTT.
"""

import random
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from kiosk.adapters.bus import open_bus
from kiosk.adapters.speech import open_speech
from kiosk.adapters.wav import to_wav
from kiosk.domain.incidents import Decision, Incident
from kiosk.domain.requests import Announcement
from kiosk.domain.venue import Venue, Zone, Zones
from kiosk.domain.words import Words
from kiosk.messages.codec import decode, encode
from kiosk.messages.status import Status
from kiosk.messages.topics import ANNOUNCEMENT, CANCEL, DECIDE, INCIDENT, PREPARE, REQUEST, WATCHER_STATUS, Topic
from kiosk.ports import BusEvent, MessageArrived, Outgoing, Samples, Sound
from kiosk.settings import BusSettings, ConsoleSettings, LiveSettings, Settings, SoundSettings, SpeechSettings
from kiosk.settings_file import write_settings
from web_console import create_app
from web_console.door import door, serve
from web_console.live import SUBSCRIPTIONS, Live
from web_console.store import open_store

LIMIT_S = 90.0  # a busy machine is slow, not wrong
CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip
LIVE_S = 20.0
"""How long somebody may speak: longer than a slow machine needs to let go of the button."""
PINS = {"Léa": "4714", "Karim": "8261"}
ENTRANCE = Zone(
    id="entrance", place=Words(fr="devant l'entrée", en="in front of the entrance"),
    polygon=((0.1, 0.5), (0.5, 0.5), (0.5, 0.9), (0.1, 0.9)), dwell_s=60.0,
)  # fmt: skip


class Watcher:
    """Publishes cars; remembers what people decided and what the announcer said."""

    def __init__(self, settings: Settings) -> None:
        self._told = threading.Condition()
        self._arrived: list[MessageArrived] = []
        self.bus = open_bus(settings, client="watcher", subscriptions=(DECIDE, ANNOUNCEMENT), will=None, put=self._put)
        self.bus.start()
        self.say(WATCHER_STATUS, Status(state="online", since=datetime.now(UTC), version="1"))

    def say(self, topic: Topic, value: object, *names: str) -> None:
        self.bus.publish(Outgoing(topic=topic.at(*names), payload=encode(value), retain=topic.retain))

    def car(self, **changes: object) -> Incident:
        now = datetime.now(UTC)
        incident = Incident(
            id="01CAR", zone=ENTRANCE.id, place=ENTRANCE.place, state="raised", kind="car", colour="grey",
            outline=(0.15, 0.55, 0.4, 0.8), stopped_at=now - timedelta(minutes=4), stopped_s=240.0, dwell_s=60.0,
            confidence=0.8, at=now,
        )  # fmt: skip
        incident = replace(incident, **changes)  # type: ignore[arg-type]
        self.say(INCIDENT, incident, incident.id)
        return incident

    def decisions(self) -> list[Decision]:
        return [decode(m.payload, Decision) for m in self._arrived if m.topic.endswith("/decide")]

    def announcements(self) -> list[Announcement]:
        """Every state the announcer told, in order."""
        commands = (REQUEST.pattern, CANCEL.pattern, PREPARE.pattern)
        told = [m for m in self._arrived if m.topic.startswith("announcements/") and m.topic not in commands]
        return [decode(m.payload, Announcement) for m in told]

    def wait_for(self, wanted: Callable[["Watcher"], bool]) -> None:
        with self._told:
            assert self._told.wait_for(lambda: wanted(self), LIMIT_S), [m.payload for m in self._arrived]

    def _put(self, event: BusEvent) -> None:
        if isinstance(event, MessageArrived):
            with self._told:
                self._arrived.append(event)
                self.bus.acknowledge(event)
                self._told.notify_all()


class Evening:
    """The services of one venue, and the tablets in it."""

    def __init__(
        self, settings_for: Callable[[str], Settings], folder: Path, browser: Browser, *, lead_in_s: float,
        sound: SoundSettings | None = None,
    ) -> None:  # fmt: skip
        port = _free_port()
        self.address = f"http://127.0.0.1:{port}"
        self._folder, self._browser = folder, browser
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._contexts: list[BrowserContext] = []
        for service in ("announcer", "console"):
            settings = replace(
                settings_for(service),
                state_folder=folder / "state",
                speech=SpeechSettings(kind="pyttsx3", time_limit_s=60.0),
                sound=sound or SoundSettings(kind="virtual", lead_in_s=lead_in_s),
                live=LiveSettings(longest_s=LIVE_S),
                console=ConsoleSettings(host="127.0.0.1", port=port),
            )
            write_settings(settings, folder / f"{service}.toml")
        self._open_house(folder / "state")
        self.watcher = Watcher(settings_for("watcher"))

    def open(self) -> None:
        """Starts announcer and console, and waits until the console's pages are there."""
        self.start("announcer")
        self.start("console")
        self._wait_until_open()

    def start(self, service: str) -> None:
        command = {"announcer": "announce", "console": "console"}[service]
        with (self._folder / f"{service}.log").open("ab") as log:
            self._processes[service] = subprocess.Popen(
                [sys.executable, "-m", "kiosk", "--settings", str(self._folder / f"{service}.toml"), command],
                stdout=log, stderr=log,
            )  # fmt: skip

    def kill(self, service: str) -> None:
        self._processes[service].kill()
        self._processes[service].wait(LIMIT_S)

    def _wait_until_open(self) -> None:
        until = time.monotonic() + LIMIT_S
        while time.monotonic() < until:
            with suppress(OSError), urllib.request.urlopen(f"{self.address}/sign-in", timeout=20.0):  # noqa: S310
                return
            with suppress(subprocess.TimeoutExpired):
                self._processes["console"].wait(0.05)
        pytest.fail(self.log("console"))

    def heard(self, announcement: str) -> Path:
        """What the virtual loudspeaker played for it."""
        return self._folder / "state" / "heard" / f"{announcement}.wav"

    def log(self, service: str) -> str:
        return (self._folder / f"{service}.log").read_text(encoding="utf-8", errors="replace")

    def tablet(self, name: str = "Léa", *, locale: str = "fr-FR", size: tuple[int, int] = (1280, 800)) -> Page:
        """A tablet that has just signed in: its page is the desk, live."""
        context = self._browser.new_context(locale=locale, viewport={"width": size[0], "height": size[1]})
        context.set_default_timeout(LIMIT_S * 1000)
        self._contexts.append(context)
        page = context.new_page()
        page.goto(self.address)
        page.click(f'[data-name="{name}"]')
        page.fill('[name="secret"]', PINS[name])
        page.keyboard.press("Enter")
        page.wait_for_selector("#desk.is-live")
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        self.watcher.bus.close()
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            process.wait(LIMIT_S)

    def _open_house(self, state: Path) -> None:
        store = open_store(state)
        store.people.add(name="Hélène", role="owner", secret="cheval agrafe pile juste")
        for name, pin in PINS.items():
            store.people.add(name=name, role="staff", secret=pin)
        store.configuration.change(Zones, lambda _: Zones(zones=(ENTRANCE,)), by="test")
        store.configuration.change(Venue, lambda v: replace(v, name="Chez Hélène", languages=("fr",)), by="test")
        store.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    program = shutil.which("chromium")
    assert program, "Chromium is missing: apt install chromium"
    with sync_playwright() as playwright:
        expect.set_options(timeout=LIMIT_S * 1000)
        opened = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
        yield opened
        opened.close()


class Office:
    """The owner at their pages: a console in this process, on a bus in memory."""

    def __init__(self, folder: Path, browser: Browser, *, furnished: bool) -> None:
        self.settings = Settings(
            state_folder=folder,
            bus=BusSettings(kind="memory", host=str(folder)),
            speech=SpeechSettings(kind="simulated"),
        )
        self._browser, self._stop = browser, threading.Event()
        self._contexts: list[BrowserContext] = []
        self.later = timedelta()
        """How far the console's clock is ahead."""
        self.store = open_store(folder)
        if furnished:
            self.store.people.add(name="Hélène", role="owner", secret="cheval agrafe pile juste")
            self.store.people.add(name="Jean-Baptiste de La Rochefoucauld", role="staff", secret="4714")
        self.live = Live(record=self.store.history.record, utc=lambda: datetime.now(UTC) + self.later)
        self._voice = open_speech(self.settings.speech)
        self.app = create_app(self.settings, self.store, self.live, self._voice)
        bus = open_bus(self.settings, client="console", subscriptions=SUBSCRIPTIONS, will=None, put=self.live.put)
        self.live.start(bus)
        self._port = _free_port()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def page(
        self, path: str, *, locale: str = "fr-FR", size: tuple[int, int] = (1280, 800), touch: bool = False,
        scheme: Literal["light", "dark"] = "light", signed_in: bool = True,
    ) -> Page:  # fmt: skip
        """The page at `path` as the owner sees it; what its scripts complain of is in `complaints`."""
        width, height = size
        context = self._browser.new_context(
            locale=locale, viewport={"width": width, "height": height}, has_touch=touch, color_scheme=scheme
        )
        context.set_default_timeout(LIMIT_S * 1000)
        self._contexts.append(context)
        page = context.new_page()
        address = f"http://127.0.0.1:{self._port}"
        if signed_in:
            page.goto(f"{address}/sign-in")
            page.click('[data-name="Hélène"]')
            page.fill('[name="secret"]', "cheval agrafe pile juste")
            page.keyboard.press("Enter")
            page.wait_for_selector("#desk")
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.goto(address + path)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        self._stop.set()
        self._thread.join(LIMIT_S)
        self._voice.close()
        self.store.close()

    def _serve(self) -> None:
        with door("127.0.0.1", self._port) as at:
            serve(
                self.app, at, threads=12, behind_proxy=False, stop=self._stop,
                alive=lambda: None, leaving=self.live.close,
            )  # fmt: skip


@pytest.fixture
def office(tmp_path: Path, browser: Browser) -> Iterator[Office]:
    """The console of an owner who sets up the house."""
    with closing(Office(tmp_path, browser, furnished=True)) as opened:
        yield opened


@pytest.fixture
def new_office(tmp_path: Path, browser: Browser) -> Iterator[Office]:
    """A console in which nobody has been yet."""
    with closing(Office(tmp_path, browser, furnished=False)) as opened:
        yield opened


@pytest.fixture
def evening(settings_for: Callable[[str], Settings], tmp_path: Path, browser: Browser) -> Iterator[Evening]:
    """Announcer and console run, the watcher is online."""
    with closing(Evening(settings_for, tmp_path, browser, lead_in_s=SoundSettings().lead_in_s)) as opened:
        opened.open()
        yield opened


@pytest.fixture
def long_evening(settings_for: Callable[[str], Settings], tmp_path: Path, browser: Browser) -> Iterator[Evening]:
    """The same, and each announcement begins with 10 s of silence: time to stop it, on however slow a machine."""
    with closing(Evening(settings_for, tmp_path, browser, lead_in_s=10.0)) as opened:
        opened.open()
        yield opened


@pytest.fixture
def voice_hz() -> float:
    """What stands in for a voice: a tone that comes and goes as syllables do, else a browser takes it for noise."""
    return 1000.0


@pytest.fixture
def microphones(browser: Browser, tmp_path: Path, voice_hz: float) -> Iterator[Browser]:
    """A second Chromium whose tablets have a microphone into which somebody says `voice_hz`."""
    time_s = np.arange(5 * 48_000) / 48_000
    syllables = np.clip(np.sin(2 * np.pi * 3 * time_s) * 2, 0.0, 1.0)
    voice = np.sin(2 * np.pi * voice_hz * time_s) * syllables * 0.3
    (tmp_path / "voice.wav").write_bytes(to_wav(Sound(samples=(voice * 32767).astype(np.int16), rate_hz=48_000)))
    opened = browser.browser_type.launch(
        executable_path=shutil.which("chromium"),
        args=[
            *CHROMIUM,
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-audio-capture={tmp_path / 'voice.wav'}",
            "--host-resolver-rules=MAP kiosk.test 127.0.0.1",
        ],
    )
    yield opened
    opened.close()


@pytest.fixture
def recording_office(tmp_path: Path, microphones: Browser) -> Iterator[Office]:
    """The console of an owner whose tablet has a microphone into which somebody says `voice_hz`."""
    with closing(Office(tmp_path / "office", microphones, furnished=True)) as opened:
        yield opened


@pytest.fixture
def talking_evening(
    settings_for: Callable[[str], Settings], tmp_path: Path, microphones: Browser, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Evening, Callable[[], Samples]]]:
    """An evening with microphones and a sound card that keeps what it was given; and what that is."""
    raw, config = tmp_path / "heard.raw", tmp_path / "asound.conf"
    config.write_text(
        f'pcm.null {{ type null }}\npcm.ear {{ type file slave.pcm "null" file "|cat >> {raw}" format "raw" }}\n'
    )
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(config))

    def heard() -> Samples:
        return np.frombuffer(raw.read_bytes()[: raw.stat().st_size // 2 * 2] if raw.exists() else b"", "<i2")

    sound = SoundSettings(kind="aplay", card="ear", lead_in_s=0.2)
    with closing(Evening(settings_for, tmp_path, microphones, lead_in_s=0.2, sound=sound)) as opened:
        opened.open()
        yield opened, heard


def _free_port() -> int:
    """Below the ports that the kernel gives to clients: nobody takes it before the console does."""
    while True:
        port = random.randrange(10_000, 30_000)
        with suppress(OSError), socket.socket() as s:
            s.bind(("127.0.0.1", port))
            return port
