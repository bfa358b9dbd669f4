"""What a service says of itself: the health of its parts and its counts, told when they change."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from kiosk import __version__
from kiosk.domain.allowance import Allowance
from kiosk.messages.codec import encode
from kiosk.messages.status import Measured, PartHealth, Status
from kiosk.messages.topics import Topic
from kiosk.ports import Outgoing


class ServiceStatus:
    """Publishes on `topic`, retained."""

    def __init__(self, topic: Topic, publish: Callable[[Outgoing], None]) -> None:
        self._topic, self._publish = topic, publish
        self._since = datetime.now(UTC)
        self._parts: dict[str, PartHealth] = {}
        self._counts: dict[str, float] = {}
        self._changed = False
        self._allowance: Allowance | None = None

    def report(self, health: PartHealth) -> None:
        """Tells how a part is doing, where that is news."""
        if self._parts.get(health.part) != health:
            self._parts[health.part] = health
            self.tell()

    def count(self, name: str, by: float = 1) -> None:
        """So many more of `name`; told by the next `tell_counts`."""
        self._counts[name] = self._counts.get(name, 0) + by
        self._changed = True

    def measure(self, measured: Measured) -> None:
        """Its number is now this one; told by the next `tell_counts`."""
        self._changed = self._changed or self._counts.get(measured.name) != measured.value
        self._counts[measured.name] = measured.value

    def allow(self, allowance: Allowance) -> None:
        """The etiquette allows this now: told at once, where it is news."""
        if self._allowance != allowance:
            self._allowance = allowance
            self.tell()

    def tell_counts(self) -> None:
        """Tells the counts, where they changed."""
        if self._changed:
            self.tell()

    def tell(self) -> None:
        """Tells everything."""
        self._changed = False
        self._publish(self._message("online"))

    def end(self, state: Literal["stopped", "lost"]) -> None:
        """Tells the last word of this run: a clean stop or a failure."""
        self._publish(self._message(state))

    def _message(self, state: Literal["online", "stopped", "lost"]) -> Outgoing:
        parts = tuple(self._parts.values())
        status = Status(
            state=state, since=self._since, version=__version__, health=parts, counts=self._counts,
            allowance=self._allowance,
        )  # fmt: skip
        return Outgoing(topic=self._topic.pattern, payload=encode(status), qos=1, retain=True)


def last_will(topic: Topic) -> Outgoing:
    """What the broker says for a service that died."""
    status = Status(state="lost", since=datetime.now(UTC), version=__version__)
    return Outgoing(topic=topic.pattern, payload=encode(status), qos=1, retain=True)
