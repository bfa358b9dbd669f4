"""A broker inside this process, the twin of the real one: retained messages, QoS 1, sessions, last wills.

For tests, and wherever one process is enough. `MemoryBus.cut` and `mend` are its cable, `MemoryBroker.stop` and
`start` its power.
"""

import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from paho.mqtt.client import topic_matches_sub

from kiosk.adapters.bus.unsent import Unsent
from kiosk.ports import BusConnected, BusEvent, BusLost, MessageArrived, Outgoing


@dataclass(kw_only=True)
class _Session:
    """What the broker keeps of one client: its subscriptions, and what it has not acknowledged."""

    filters: list[tuple[str, int]] = field(default_factory=list)
    unacknowledged: OrderedDict[int, tuple[Outgoing, bool]] = field(default_factory=OrderedDict)
    bus: "MemoryBus | None" = None


class MemoryBroker:
    """Delivers in the publisher's thread; `put` of a bus only fills an inbox, so no lock is held for long."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._running = True
        self._retained: dict[str, Outgoing] = {}
        self._sessions: dict[str, _Session] = {}
        self._started: list[MemoryBus] = []
        self._numbers = itertools.count(1)

    def stop(self) -> None:
        """The broker's plug is pulled: everybody loses it, no last will is spoken, what it keeps is on its disk."""
        with self.lock:
            self._running = False
            for session in self._sessions.values():
                bus, session.bus = session.bus, None
                if bus is not None:
                    bus.lost("The broker was stopped")

    def start(self) -> None:
        """The broker is back, and everybody connects again."""
        with self.lock:
            self._running = True
            for bus in list(self._started):
                self.connect(bus)

    def connect(self, bus: "MemoryBus") -> None:
        """Connects `bus` where the broker runs; what its session kept is delivered again."""
        with self.lock:
            if bus not in self._started:
                self._started.append(bus)
            if not self._running:
                bus.lost("The broker is not running")
                return
            if not bus.keep_session:
                self._sessions.pop(bus.client_id, None)
            session = self._sessions.setdefault(bus.client_id, _Session())
            session.bus = bus
            bus.connected()
            for number, (message, retained) in session.unacknowledged.items():
                bus.deliver(message, retained, number)
            session.filters = list(bus.filters)
            for message in list(self._retained.values()):
                self._hand(session, message, retained=True)

    def disconnect(self, bus: "MemoryBus", *, clean: bool, gone: bool) -> None:
        """Lets `bus` go; its last will is spoken unless it left cleanly; `gone` means that it will not come back."""
        with self.lock:
            if gone and bus in self._started:
                self._started.remove(bus)
            session = self._sessions.get(bus.client_id)
            if session is None or session.bus is not bus:
                return
            session.bus = None
            if not bus.keep_session:
                del self._sessions[bus.client_id]
            if not clean and bus.will is not None:
                self.route(bus.will)

    def route(self, message: Outgoing) -> None:
        """Delivers `message` (full topic) to every matching subscription, and keeps it where it is retained."""
        with self.lock:
            if message.retain:
                self._retained.pop(message.topic, None)
                if message.payload:
                    self._retained[message.topic] = message
            for session in list(self._sessions.values()):
                self._hand(session, message, retained=False)

    def acknowledge(self, bus: "MemoryBus", number: int) -> None:
        """Forgets message `number` of the session of `bus`."""
        with self.lock:
            session = self._sessions.get(bus.client_id)
            if session is not None and session.bus is bus:
                session.unacknowledged.pop(number, None)

    def _hand(self, session: _Session, message: Outgoing, *, retained: bool) -> None:
        granted = [qos for name, qos in session.filters if topic_matches_sub(name, message.topic)]
        if not granted:
            return
        number = None
        if min(max(granted), message.qos) > 0:
            number = next(self._numbers)
            session.unacknowledged[number] = (message, retained)
        if session.bus is not None:
            session.bus.deliver(message, retained, number)


class MemoryBus:
    """A `Bus` to a `MemoryBroker`."""

    def __init__(
        self,
        broker: MemoryBroker,
        *,
        root: str,
        client_id: str,
        keep_session: bool,
        filters: Sequence[tuple[str, int]],
        will: Outgoing | None,
        put: Callable[[BusEvent], None],
    ) -> None:
        self.client_id, self.keep_session, self.filters = client_id, keep_session, tuple(filters)
        self.will = None if will is None else _below(root, will)
        self._broker, self._root, self._put = broker, root, put
        self._unsent = Unsent()
        self._online = False

    def start(self) -> None:
        """Connects, or waits for the broker to start."""
        self._broker.connect(self)

    def publish(self, message: Outgoing) -> None:
        """Delivers now, or when the connection is back."""
        with self._broker.lock:
            if self._online:
                self._broker.route(_below(self._root, message))
            else:
                self._unsent.add(message)

    def acknowledge(self, arrival: MessageArrived) -> None:
        """Tells the broker that the message is safe with us."""
        if arrival.token is not None:
            self._broker.acknowledge(self, arrival.token)

    def close(self, *, wait_s: float = 2.0) -> None:
        """Disconnects cleanly; nothing waits while the broker is there, and nothing can be sent while it is not."""
        with self._broker.lock:
            self._online = False
            self._broker.disconnect(self, clean=True, gone=True)

    def cut(self) -> None:
        """The cable is pulled, or the process killed: the broker speaks the last will."""
        with self._broker.lock:
            self.lost("The connection was cut")
            self._broker.disconnect(self, clean=False, gone=True)

    def mend(self) -> None:
        """The cable is in again."""
        self._broker.connect(self)

    # -- called by the broker, with its lock held -------------------------------------------------------------------

    def connected(self) -> None:
        """The broker took us in: says so, and sends what waited."""
        self._online = True
        self._put(BusConnected())
        while (message := self._unsent.take()) is not None:
            self._broker.route(_below(self._root, message))

    def lost(self, reason: str) -> None:
        """The broker is away."""
        self._online = False
        self._put(BusLost(reason=reason))

    def deliver(self, message: Outgoing, retained: bool, number: int | None) -> None:
        """A message came in; `number` is what acknowledges it, None for QoS 0."""
        topic = message.topic.removeprefix(self._root)
        self._put(MessageArrived(topic=topic, payload=message.payload, retained=retained, token=number))


_brokers: dict[str, MemoryBroker] = {}
_brokers_lock = threading.Lock()


def broker_named(name: str) -> MemoryBroker:
    """The broker called `name` in this process, made when it is first asked for."""
    with _brokers_lock:
        return _brokers.setdefault(name, MemoryBroker())


def _below(root: str, message: Outgoing) -> Outgoing:
    topic = message.topic if message.whole else root + message.topic
    return Outgoing(topic=topic, payload=message.payload, qos=message.qos, retain=message.retain, whole=True)
