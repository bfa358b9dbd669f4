"""What the console says on the bus: commands once, what the broker keeps again to every new broker."""

from datetime import datetime
from typing import Literal

from kiosk import __version__
from kiosk.messages.codec import encode
from kiosk.messages.status import Status
from kiosk.messages.topics import CONSOLE_STATUS, Topic
from kiosk.ports import Bus, MessageArrived, Outgoing


class Outbox:
    """May be used from any thread; before `use` only what is retained is remembered."""

    def __init__(self, since: datetime) -> None:
        self._since = since
        self._kept: dict[str, Outgoing] = {}
        self._bus: Bus | None = None
        self.messages_refused = 0
        """How many messages were not of their form; told with the status."""

    def use(self, bus: Bus) -> None:
        """Connects `bus`, and speaks through it from now on."""
        self._bus = bus
        bus.start()

    def publish(self, topic: Topic, value: object, *names: str) -> None:
        """Publishes `value` on `topic`; `names` fill its `+`."""
        self.send(topic, encode(value), *names)

    def send(self, topic: Topic, payload: bytes, *names: str) -> None:
        """Publishes bytes on `topic`; `names` fill its `+`."""
        message = Outgoing(topic=topic.at(*names), payload=payload, qos=topic.qos, retain=topic.retain)
        if topic.retain:
            self._kept[message.topic] = message
        if self._bus is not None:
            self._bus.publish(message)

    def acknowledge(self, arrival: MessageArrived) -> None:
        """Tells the broker that the message is safe with us."""
        if self._bus is not None:
            self._bus.acknowledge(arrival)

    def tell_again(self) -> None:
        """Says that we are online, and all that a new broker may not have heard."""
        if self._bus is not None:
            for message in (self.status("online"), *list(self._kept.values())):
                self._bus.publish(message)

    def close(self) -> None:
        """Says that we stopped on purpose, and lets the bus go."""
        if self._bus is not None:
            self._bus.publish(self.status("stopped"))
            self._bus.close()

    def status(self, state: Literal["online", "stopped", "lost"]) -> Outgoing:
        """What is said of the console itself."""
        counts = {"messages_refused": float(self.messages_refused)}
        status = Status(state=state, since=self._since, version=__version__, counts=counts)
        return Outgoing(topic=CONSOLE_STATUS.pattern, payload=encode(status), retain=True)
