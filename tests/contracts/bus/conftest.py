"""Three worlds that hold the same promises: paho with Mosquitto, paho with amqtt, and the broker in memory."""

import queue
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest

from kiosk.adapters.bus import open_bus
from kiosk.adapters.bus.embedded import EmbeddedBroker
from kiosk.adapters.bus.memory import MemoryBus, broker_named
from kiosk.messages.topics import Topic
from kiosk.ports import Bus, BusConnected, BusEvent, MessageArrived, Outgoing
from kiosk.settings import BusSettings, Settings, VenueSettings

LIMIT_S = 60.0  # a busy machine is slow, not wrong
E = TypeVar("E")
EVERYTHING = Topic(pattern="#", writers=(), readers=(), qos=1, retain=False, form=None, what="")


class Cable:
    """A TCP proxy on loopback that can be cut, mended, and made to swallow what the client says."""

    def __init__(self, port: int) -> None:
        self._to, self._cut, self._deaf = port, False, False
        self._ends: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Closes what is open, and whatever comes until it is mended."""
        self._cut = True
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def mend(self) -> None:
        """Lets connections through again."""
        self._cut = self._deaf = False

    def swallow(self) -> None:
        """From now on, what the client says is lost on the way."""
        self._deaf = True

    def close(self) -> None:
        """Takes the cable away."""
        self.cut()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self._to), timeout=LIMIT_S)
                except OSError:
                    near.close()
                    continue
                far.settimeout(None)
                if self._cut:
                    near.close()
                    far.close()
                    continue
                self._ends += [near, far]
                threading.Thread(target=self._carry, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, from_client: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                if not (from_client and self._deaf):
                    target.sendall(piece)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


class Party:
    """One client in a test: its bus, and what reached its inbox."""

    def __init__(
        self, world: "World", name: str, bus: Bus, inbox: "queue.SimpleQueue[BusEvent]", cable: Cable | MemoryBus
    ) -> None:
        self._world, self._name, self.bus, self._inbox, self.cable = world, name, bus, inbox, cable

    def subscribed(self) -> None:
        """Waits until the broker has our subscriptions: only then does what we say reach a witness."""
        self.wait_for(BusConnected)
        witness = self._world.open("witness", [EVERYTHING])
        witness.say("witness/status", b"here")
        while witness.heard()[1] != b"here":
            pass
        self.say(f"{self._name}/status", b"here")
        while witness.heard()[0] != f"{self._name}/status":
            pass
        witness.leave()

    def leave(self) -> None:
        """Goes when everything it said has reached the broker."""
        self.bus.close(wait_s=LIMIT_S)

    def expect(self, kind: type[E]) -> E:
        """The next event, which must be of `kind`."""
        event = self._inbox.get(timeout=LIMIT_S)
        assert isinstance(event, kind), f"expected {kind.__name__}, got {event}"
        return event

    def wait_for(self, kind: type[E]) -> E:
        """The next event of `kind`; others before it do not matter."""
        until = time.monotonic() + LIMIT_S
        while True:
            event = self._inbox.get(timeout=max(0.0, until - time.monotonic()))
            if isinstance(event, kind):
                return event

    def heard(self, *, acknowledge: bool = True) -> tuple[str, bytes, bool]:
        """The next message: topic, payload, and whether it was retained."""
        arrival = self.wait_for(MessageArrived)
        if acknowledge:
            self.bus.acknowledge(arrival)
        return arrival.topic, arrival.payload, arrival.retained

    def say(self, topic: str, payload: bytes, *, retain: bool = False, qos: int = 1) -> None:
        """Publishes."""
        self.bus.publish(Outgoing(topic=topic, payload=payload, retain=retain, qos=qos))


class Place(Protocol):
    """Where the broker of a world is."""

    host: str
    port: int
    accounts: dict[str, str]

    def start(self) -> None: ...
    def stop(self) -> None: ...


class AmqttPlace:
    """The demo's broker; it forgets everything when it stops."""

    def __init__(self) -> None:
        self.host, self.port = "127.0.0.1", 0
        self.accounts = {name: f"password of {name}" for name in ("watcher", "announcer", "console", "tester")}
        self._broker: EmbeddedBroker | None = None

    def start(self) -> None:
        self._broker = EmbeddedBroker(self.host, self.port, self.accounts).__enter__()
        self.port = self._broker.port

    def stop(self) -> None:
        if self._broker is not None:
            self._broker.__exit__(None, None, None)
            self._broker = None


class World:
    """A broker that can be stopped and started, and clients with cables that can be cut and mended."""

    def __init__(self, place: Place | None, folder: Path, name: str) -> None:
        self._place, self._folder, self._name = place, folder, name
        self._ends = ExitStack()

    def open(
        self, client: str, subscriptions: Sequence[Topic] = (), *, will: Outgoing | None = None, venue: str = "venue",
        password: str | None = None, start: bool = True,
    ) -> Party:  # fmt: skip
        """A client with its user's right password, or with `password`."""
        inbox: queue.SimpleQueue[BusEvent] = queue.SimpleQueue()
        cable = Cable(self._place.port) if self._place else None
        settings = Settings(venue=VenueSettings(slug=venue), bus=self._bus_settings(client, password, cable))
        bus = open_bus(settings, client=client, subscriptions=subscriptions, will=will, put=inbox.put)
        self._ends.callback(bus.close, wait_s=0.2)
        if cable:
            self._ends.callback(cable.close)
        if start:
            bus.start()
        assert cable is not None or isinstance(bus, MemoryBus)
        return Party(self, client, bus, inbox, cable or bus)

    def stop_broker(self) -> None:
        self._place.stop() if self._place else broker_named(f"{self._name}:1").stop()

    def start_broker(self) -> None:
        self._place.start() if self._place else broker_named(f"{self._name}:1").start()

    def close(self) -> None:
        self._ends.close()

    def _bus_settings(self, client: str, password: str | None, cable: Cable | None) -> BusSettings:
        if cable is None or self._place is None:
            return BusSettings(kind="memory", host=self._name, port=1)
        user = "tester" if client == "witness" else client
        file = self._folder / f"password of {client}"
        file.touch(mode=0o600)
        file.write_text(password or self._place.accounts[user], encoding="utf-8")
        return BusSettings(host="127.0.0.1", port=cable.port, user=user, password_file=str(file))


@pytest.fixture
def mosquitto_world(mosquitto: Any, tmp_path: Path) -> Iterator[World]:
    """Paho and the real Mosquitto."""
    world = World(mosquitto, tmp_path, "")
    yield world
    world.close()


@pytest.fixture
def amqtt_world(tmp_path: Path) -> Iterator[World]:
    """Paho and the demo's broker."""
    place = AmqttPlace()
    place.start()
    world = World(place, tmp_path, "")
    yield world
    world.close()
    place.stop()


@pytest.fixture
def memory_world(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    """The twin in memory."""
    world = World(None, tmp_path, request.node.name)
    yield world
    world.close()


@pytest.fixture(params=["mosquitto", "amqtt", "memory"])
def world(request: pytest.FixtureRequest) -> World:
    """Each world in turn."""
    chosen: World = request.getfixturevalue(f"{request.param}_world")
    return chosen


@pytest.fixture(params=["mosquitto", "memory"])
def keeping_world(request: pytest.FixtureRequest) -> World:
    """The worlds that keep QoS 1's whole promise; amqtt forgets what was not acknowledged, and knows no QoS 0."""
    chosen: World = request.getfixturevalue(f"{request.param}_world")
    return chosen


@pytest.fixture(params=["mosquitto", "amqtt"])
def network_world(request: pytest.FixtureRequest) -> World:
    """The worlds with passwords and cables of their own."""
    chosen: World = request.getfixturevalue(f"{request.param}_world")
    return chosen
