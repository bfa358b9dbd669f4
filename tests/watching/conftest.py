"""A recorded piece of the simulated street, a watcher in a process of its own, and somebody who hears all it says."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import msgspec
import pytest

from kiosk.adapters.bus import open_bus
from kiosk.domain.venue import Zones
from kiosk.messages.codec import encode
from kiosk.messages.topics import TOPICS
from kiosk.models import model_file
from kiosk.ports import BusConnected, BusEvent, MessageArrived, Outgoing
from kiosk.settings import BoardSettings, CameraSettings, DetectionSettings, Settings, WatchingSettings
from kiosk.settings_file import write_settings
from kiosk.street import Street, demo_zones

LIMIT_S = 90.0  # a busy machine is slow, not wrong
DWELL_S = 3.0

_LISTENING = """
import os, sys
from pathlib import Path
out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def note(event, arguments):
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        os.write(out, f"write {arguments[0]}\\n".encode())
    elif event in ("socket.connect", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.fork"):
        os.write(out, f"{event} {arguments[1:]}\\n".encode())
sys.addaudithook(note)
from kiosk.cli import main
sys.exit(main(sys.argv[2:]))
"""


class Ear:
    """Hears everything on the bus, as the venue's console would, and can speak as anybody."""

    def __init__(self, settings: Settings) -> None:
        self.heard: list[MessageArrived] = []
        self._inbox: queue.SimpleQueue[BusEvent] = queue.SimpleQueue()
        self._bus = open_bus(settings, client="tester", subscriptions=TOPICS, will=None, put=self._inbox.put)
        self._bus.start()
        while not isinstance(self._inbox.get(timeout=LIMIT_S), BusConnected):
            pass

    def wait_for(self, true: Callable[[MessageArrived], bool], limit_s: float = LIMIT_S) -> MessageArrived:
        """The next message for which `true` holds."""
        until_s = time.monotonic() + limit_s
        while (left_s := until_s - time.monotonic()) > 0:
            try:
                event = self._inbox.get(timeout=left_s)
            except queue.Empty:
                break
            if isinstance(event, MessageArrived):
                self.heard.append(event)
                self._bus.acknowledge(event)
                if true(event):
                    return event
        said = [f"{message.topic} {message.payload[:160]!r}" for message in self.heard[-12:]]
        pytest.fail(f"not heard within {limit_s:.0f} s; the last words were: {said}")

    def wait_for_state(self, topic: str, state: str) -> dict[str, object]:
        """The next message below `topic` whose `state` is this one."""

        def fits(message: MessageArrived) -> bool:
            return message.topic.startswith(topic) and f'"state":"{state}"'.encode() in message.payload

        decoded: dict[str, object] = msgspec.json.decode(self.wait_for(fits).payload)
        return decoded

    def say(self, topic: str, value: object, *, retain: bool = False) -> None:
        """Publishes a value, or bytes as they are."""
        payload = value if isinstance(value, bytes) else encode(value)
        self._bus.publish(Outgoing(topic=topic, payload=payload, retain=retain))

    def close(self) -> None:
        self._bus.close(wait_s=0.5)


class WatcherProcess:
    """`kiosk watch` in a process of its own; what it opens for writing, connects to and logs is noted."""

    def __init__(self, settings: Settings, folder: Path, log_level: str) -> None:
        self.folder, self.state_folder = folder, settings.state_folder
        self.log_file, self.audit_file = folder.parent / "log", folder.parent / "audit"
        settings_file = folder.parent / "kiosk.toml"
        write_settings(settings, settings_file)
        folder.mkdir(exist_ok=True)
        arguments = ["--settings", str(settings_file), "--log-level", log_level, "watch"]
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _LISTENING, str(self.audit_file), *arguments],
                cwd=folder,
                env=os.environ | {"HOME": str(folder), "TMPDIR": str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def wait_for_log(self, words: str) -> None:
        """Waits until it has said this."""
        _wait_until(lambda: words in self.log_file.read_text(encoding="utf-8"), f"{words!r} in the log")

    def wait_for_file(self, path: Path) -> None:
        """Waits until it has written this."""
        _wait_until(path.exists, f"{path}")

    def wait_for_words(self, path: Path, words: str) -> None:
        """Waits until a file that it writes whole holds this."""
        _wait_until(lambda: words in path.read_text(encoding="utf-8"), f"{words!r} in {path.name}")

    def stop(self) -> int:
        """Asks it to end; its exit code."""
        self.process.terminate()
        return self.process.wait(LIMIT_S)

    def kill(self) -> None:
        """Pulls its plug."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(LIMIT_S)


@pytest.fixture(scope="session")
def recorded_stop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of 24 s: a car comes, stops before the entrance for 8 s, and leaves; then the place stays empty."""
    path = tmp_path_factory.mktemp("recorded") / "street.mp4"
    street = Street(seed=1)
    stop = next(s for s in street.stops(600.0) if s.zone == "entrance" and 7.5 < s.until_s - s.from_s < 9.0)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 5.0, (960, 540))
    for number in range(120):
        writer.write(street.picture(stop.from_s - 1.6 + number / 5))
    writer.release()
    return path


@pytest.fixture(scope="session")
def recorded_car(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of a minute: a car stands before the entrance from the beginning to the end."""
    path = tmp_path_factory.mktemp("recorded") / "car.mp4"
    street = Street(seed=1)
    stop = next(s for s in street.stops(600.0) if s.zone == "entrance" and 7.5 < s.until_s - s.from_s < 9.0)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 5.0, (960, 540))
    pictures = [street.picture(stop.from_s + 1.0 + number / 5) for number in range(30)]
    for number in range(300):
        back_and_forth = number % 58
        writer.write(pictures[min(back_and_forth, 58 - back_and_forth)])
    writer.release()
    return path


@pytest.fixture
def zones() -> Zones:
    """The zones of the simulated street with a short dwell."""
    return Zones(zones=tuple(replace(zone, dwell_s=DWELL_S) for zone in demo_zones().zones), version=1)


@pytest.fixture
def listen(settings_for: Callable[[str], Settings]) -> Iterator[Callable[[], Ear]]:
    """Makes somebody who hears everything, once the broker is there."""
    listeners: list[Ear] = []

    def make() -> Ear:
        listeners.append(Ear(settings_for("tester")))
        return listeners[-1]

    yield make
    for listener in listeners:
        listener.close()


@pytest.fixture
def ear(listen: Callable[[], Ear]) -> Ear:
    """Somebody who hears everything from the beginning."""
    return listen()


@pytest.fixture
def start_watcher(
    settings_for: Callable[[str], Settings], tmp_path: Path, zones: Zones
) -> Iterator[Callable[..., WatcherProcess]]:
    """Starts `kiosk watch` on a source, with the zones in a file."""
    running: list[WatcherProcess] = []
    zones_file = tmp_path / "zones.json"

    def start(
        source: str, *, zones_text: str | None = None, log_level: str = "debug", **camera: float
    ) -> WatcherProcess:
        zones_file.write_bytes(encode(zones) if zones_text is None else zones_text.encode())
        settings = replace(
            settings_for("watcher"),
            camera=CameraSettings(source=source, **camera),  # type: ignore[arg-type]
            board=BoardSettings(kind="simulated"),
            detection=DetectionSettings(model_folder=str(model_file(Settings()).parent)),
            watching=WatchingSettings(zones_file=str(zones_file) if zones_text != "" else ""),
        )
        running.append(WatcherProcess(settings, tmp_path / "home", log_level))
        return running[-1]

    yield start
    for watcher in running:
        if watcher.process.poll() is None:
            watcher.kill()


def _wait_until(true: Callable[[], bool], what: str) -> None:
    pause = threading.Event()
    until_s = time.monotonic() + LIMIT_S
    while not true():
        assert time.monotonic() < until_s, f"there was no {what} within {LIMIT_S:.0f} s"
        pause.wait(0.05)
