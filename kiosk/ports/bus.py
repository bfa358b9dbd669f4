"""What every service asks of the broker."""

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A message to publish; `topic` is below the venue's root, an empty payload with `retain` clears it."""

    topic: str
    payload: bytes
    qos: int = 1
    retain: bool = False
    whole: bool = False
    """`topic` is the whole name, not below the venue's root: for other programs' own topics."""


@dataclass(frozen=True, kw_only=True)
class BusConnected:
    """The broker accepted us and our subscriptions were sent."""


@dataclass(frozen=True, kw_only=True)
class BusLost:
    """The connection is gone or was never there; it is being tried again."""

    reason: str
    refused: bool = False
    """The broker answered and said no: trying again will not help before someone changes the password."""


@dataclass(frozen=True, kw_only=True)
class MessageArrived:
    """A message; `topic` is below the venue's root. It is acknowledged to the broker by `Bus.acknowledge` only."""

    topic: str
    payload: bytes
    retained: bool
    token: Any = None


BusEvent = BusConnected | BusLost | MessageArrived


class Bus(Protocol):
    """A connection to the broker. Events go to the `put` it was built with; nothing here blocks or raises offline."""

    def start(self) -> None:
        """Connects in the background and keeps trying."""

    def publish(self, message: Outgoing) -> None:
        """Hands the message over; sent now, or when the connection is back."""

    def acknowledge(self, arrival: MessageArrived) -> None:
        """Tells the broker that the message is safe with us."""

    def close(self, *, wait_s: float = 2.0) -> None:
        """Sends what is waiting, for at most `wait_s` seconds, and disconnects cleanly (no last will)."""
