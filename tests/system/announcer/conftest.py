"""The real announcer as a process, a sound card that keeps every stream it was given, and somebody with a tablet."""

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk.adapters.bus import open_bus
from kiosk.adapters.copies import FileCopies
from kiosk.domain.incidents import Incident
from kiosk.domain.manners import Manners
from kiosk.domain.requests import FINAL_STATES, Announcement, Cancel, Request
from kiosk.domain.venue import Venue
from kiosk.domain.words import Words
from kiosk.messages.codec import decode, encode
from kiosk.messages.speaking import Speaking
from kiosk.messages.status import Status
from kiosk.messages.topics import ANNOUNCEMENT, ANNOUNCER_STATUS, CANCEL, PREPARE, REQUEST, SPEAKING, VENUE
from kiosk.ports import BusConnected, MessageArrived, Outgoing, Samples
from kiosk.settings import Settings, SoundSettings
from kiosk.settings_file import write_settings

LIMIT_S = 60.0  # a busy machine is slow, not wrong: what does not come at all is found out too


class Tablet:
    """Asks, cancels, and remembers everything that was told."""

    def __init__(self, settings: Settings) -> None:
        self.told: dict[str, list[Announcement]] = defaultdict(list)
        self.at_s: dict[tuple[str, str], float] = {}
        self.statuses: list[Status] = []
        self.speaking: list[bool] = []
        self.asked: list[str] = []
        self._news = threading.Condition()
        self._connected = False
        self._ids = itertools.count(1)
        subscriptions = (ANNOUNCEMENT, SPEAKING, ANNOUNCER_STATUS)
        self._bus = open_bus(settings, client="tester", subscriptions=subscriptions, will=None, put=self._put)
        self._bus.start()
        self.until(lambda: self._connected)

    def ask(self, french: str = "", **changes: Any) -> str:
        """Asks for an announcement, by default of a text without a chime; returns its id."""
        now = datetime.now(UTC)
        number = next(self._ids)
        plain = {
            "id": f"id-{number}", "issued_at": now, "expires_at": now + timedelta(minutes=5), "by": "Léa",
            "text": None if "template" in changes else Words(fr=french or f"Phrase {number}."), "chime": False,
        }  # fmt: skip
        request = Request(**{**plain, **changes})
        self.asked.append(request.id)
        self.send(REQUEST.pattern, encode(request))
        return request.id

    def cancel(self, announcement: str) -> None:
        now = datetime.now(UTC)
        late = now + timedelta(minutes=1)
        cancel = Cancel(id=f"c-{next(self._ids)}", announcement=announcement, by="Tom", issued_at=now, expires_at=late)
        self.send(CANCEL.pattern, encode(cancel))

    def send(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        self._bus.publish(Outgoing(topic=topic, payload=payload, qos=1, retain=retain))

    def until(self, true: Callable[[], object], limit_s: float = LIMIT_S) -> None:
        """Waits until something is true; looks again at every message."""
        with self._news:
            assert self._news.wait_for(true, limit_s), f"not within {limit_s} s: {self.summary()}"

    def until_true(self, true: Callable[[], object], limit_s: float = LIMIT_S) -> None:
        """Waits until something is true that no message tells, such as what is in a file."""
        give_up_s = time.monotonic() + limit_s
        while not true():
            assert time.monotonic() < give_up_s, f"not within {limit_s} s: {self.summary()}"
            threading.Event().wait(0.02)

    def until_state(self, announcement: str, *states: str, limit_s: float = LIMIT_S) -> Announcement:
        """Waits until an announcement is (or has been) in one of `states`."""
        self.until(lambda: {*states} & {a.state for a in self.told[announcement]}, limit_s)
        return next(a for a in reversed(self.told[announcement]) if a.state in states)

    def finals(self, announcement: str) -> set[tuple[str, str | None]]:
        return {(a.state, a.reason) for a in self.told[announcement] if a.state in FINAL_STATES}

    def health(self) -> dict[str, str]:
        """The code of each part, as told last."""
        return {part.part: part.code for part in self.statuses[-1].health} if self.statuses else {}

    def summary(self) -> str:
        return "; ".join(f"{i}: {' '.join(a.state for a in told)}" for i, told in self.told.items())

    def close(self) -> None:
        self._bus.close()

    def _put(self, event: object) -> None:
        with self._news:
            if isinstance(event, BusConnected):
                self._connected = True
            if isinstance(event, MessageArrived):
                self._hear(event)
                self._bus.acknowledge(event)
            self._news.notify_all()

    def _hear(self, message: MessageArrived) -> None:
        if not message.payload or message.topic in (REQUEST.pattern, CANCEL.pattern, PREPARE.pattern):
            return
        if message.topic == ANNOUNCER_STATUS.pattern:
            self.statuses.append(decode(message.payload, Status))
        elif message.topic == SPEAKING.pattern:
            self.speaking.append(decode(message.payload, Speaking).on)
        else:
            told = decode(message.payload, Announcement)
            self.told[told.id].append(told)
            self.at_s.setdefault((told.id, told.state), time.monotonic())


class Process:
    """`kiosk announce` with its own settings file."""

    def __init__(self, settings: Settings, folder: Path, environment: dict[str, str], tablet: Tablet) -> None:
        self.log = folder / "announcer.log"
        self.child: subprocess.Popen[bytes] | None = None
        self.command = [sys.executable, "-m", "kiosk", "--settings", str(folder / "kiosk.toml"), "announce"]
        self.environment, self._tablet = environment, tablet
        write_settings(settings, folder / "kiosk.toml")

    def start(self, *, wait: bool = True) -> "Process":
        """Starts it and, if asked, waits until it says that it is there."""
        before = len(self._tablet.statuses)
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment
            )
        if wait:
            self._tablet.until(lambda: [x for x in self._tablet.statuses[before:] if x.state == "online"])
        return self

    def kill(self) -> None:
        """SIGKILL, and nobody left that could still make a sound."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM; its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        child, self.child = self.child, None
        if child is None:
            return 0
        child.send_signal(how)
        try:
            return child.wait(LIMIT_S)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGABRT)  # it says where its threads are, and disturbs no other test
            child.wait()
            raise AssertionError(f"it did not end within {LIMIT_S} s: {self.log.read_text()[-6000:]}") from None


@pytest.fixture
def heard(tmp_path: Path) -> Callable[[], list[Samples]]:
    """Every stream the sound card was given so far, oldest first."""
    folder = tmp_path / "heard"
    folder.mkdir()

    def look() -> list[Samples]:
        files = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        return [np.frombuffer(path.read_bytes()[: path.stat().st_size // 2 * 2], "<i2") for path in files]

    return look


@pytest.fixture
def environment(tmp_path: Path, heard: object) -> dict[str, str]:
    """Where ALSA has a device called `ear`: each time it is opened it keeps the samples in a file of its own."""
    ear = f"|cat > $(mktemp -p {tmp_path}/heard)"
    config = tmp_path / "asound.conf"
    config.write_text(f'pcm.null {{ type null }}\npcm.ear {{ type file slave.pcm "null" file "{ear}" format "raw" }}\n')
    return {**os.environ, "ALSA_CONFIG_PATH": str(config), "PYTHONUNBUFFERED": "1", "PYTHONFAULTHANDLER": "1"}


@pytest.fixture
def slow_aplay(environment: dict[str, str], tmp_path: Path) -> None:
    """A machine that takes a second to start aplay."""
    program = tmp_path / "slow" / "aplay"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nsleep 1\nPATH=${PATH#*:} exec aplay "$@"\n')
    program.chmod(0o755)
    environment["PATH"] = f"{program.parent}:{environment['PATH']}"


@pytest.fixture
def announcer_settings(settings_for: Callable[[str], Settings]) -> Settings:
    """Real sound on the `ear`, in a house without limits; the voice is made of tones unless a test takes another."""
    settings = replace(settings_for("announcer"), sound=SoundSettings(kind="aplay", card="ear", lead_in_s=0.1))
    boundless = Venue(manners=Manners(most_per_hour=0, same_after_min=0))
    FileCopies(settings.state_folder / "announcer").save(VENUE.pattern, encode(boundless))
    return settings


@pytest.fixture
def announcer(
    announcer_settings: Settings, tmp_path: Path, environment: dict[str, str], tablet: Tablet
) -> Iterator[Callable[..., Process]]:
    """Starts an announcer; ends it with the test."""
    started: list[Process] = []

    def start(*, wait: bool = True, **sections: Any) -> Process:
        process = Process(replace(announcer_settings, **sections), tmp_path, environment, tablet)
        started.append(process.start(wait=wait))
        return started[-1]

    yield start
    for process in started:
        process.kill()


@pytest.fixture
def state(announcer_settings: Settings) -> Path:
    """The folder that the announcer keeps between two starts."""
    return announcer_settings.state_folder


@pytest.fixture
def tablet(settings_for: Callable[[str], Settings]) -> Iterator[Tablet]:
    one = Tablet(settings_for("tester"))
    yield one
    one.close()


@pytest.fixture
def car() -> Callable[[str, str], bytes]:
    """The message about a car in a state."""

    def message(incident: str, state: str) -> bytes:
        now = datetime.now(UTC)
        return encode(
            Incident(
                id=incident,
                zone="z",
                place=Words(fr="devant l'entrée"),
                state=state,
                kind="car",
                colour=None,
                outline=(0.1, 0.1, 0.2, 0.2),
                stopped_at=now,
                stopped_s=30.0,
                dwell_s=20.0,
                confidence=0.9,
                at=now,
            )  # fmt: skip
        )

    return message
