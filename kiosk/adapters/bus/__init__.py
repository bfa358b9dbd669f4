"""The connection to the broker: paho to any MQTT broker, or a broker inside this process."""

from collections.abc import Callable, Sequence

from kiosk.adapters.bus.memory import MemoryBus, broker_named
from kiosk.adapters.bus.mqtt import MqttBus
from kiosk.messages.topics import Topic, root
from kiosk.ports import Bus, BusEvent, Outgoing
from kiosk.settings import Settings

KEEP_SESSION = ("watcher", "announcer")
"""Whoever takes commands: what is sent while it restarts waits at the broker. The console only reads retained state,
and a session kept for it would only collect what it is told again anyway."""


def open_bus(
    settings: Settings,
    *,
    client: str,
    subscriptions: Sequence[Topic],
    will: Outgoing | None,
    put: Callable[[BusEvent], None],
    user: str = "",
) -> Bus:
    """A bus for `client` (watcher, announcer, console, ...), not yet started; topics are below the venue's root.

    Events go to `put` from the bus's own thread. The user name is that of the settings, else `user`, else `client`.

    Raises:
        BusError: the password or certificate file cannot be used.
    """
    venue = settings.venue.slug
    client_id = f"kiosk-{venue}-{client}"
    keep = client in KEEP_SESSION
    filters = [(root(venue) + topic.pattern, topic.qos) for topic in subscriptions]
    if settings.bus.kind == "memory":
        broker = broker_named(f"{settings.bus.host}:{settings.bus.port}")
        return MemoryBus(
            broker, root=root(venue), client_id=client_id, keep_session=keep, filters=filters, will=will, put=put
        )
    return MqttBus(
        settings.bus, root=root(venue), client_id=client_id, user=settings.bus.user or user or client,
        keep_session=keep, filters=filters, will=will, put=put)  # fmt: skip
