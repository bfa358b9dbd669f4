"""Who lowered the music may raise it again even if we die: `speaking`, on a connection with a last will of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.adapters.bus import open_bus
from kiosk.messages.codec import encode
from kiosk.messages.speaking import Speaking
from kiosk.messages.topics import SPEAKING
from kiosk.ports import BusConnected, BusEvent, Outgoing
from kiosk.settings import Settings


@dataclass(frozen=True, kw_only=True)
class SpeakingLineBack:
    """The broker may have spoken the last will for us meanwhile: tell it what is true."""


class SpeakingLine:
    """Tells whether the loudspeaker is in use; the broker says that it is not when this process is gone.

    A broker speaks one last will a connection, and that of the announcer's own says `lost`: see
    docs/decisions/0015-speaking-has-its-own-connection.md. Used by one thread only, so that nothing overtakes.
    """

    def __init__(self, settings: Settings, put: Callable[[SpeakingLineBack], None]) -> None:
        """Opens the connection, not yet started.

        Raises:
            BusError: the password or certificate file cannot be used.
        """
        self._on = False

        def heard(event: BusEvent) -> None:
            if isinstance(event, BusConnected):
                put(SpeakingLineBack())

        self._bus = open_bus(
            settings, client="speaking", user="announcer", subscriptions=(), will=_message(on=False), put=heard
        )

    def start(self) -> None:
        """Connects in the background."""
        self._bus.start()

    def tell(self, *, on: bool) -> None:
        """Says it now, or when the broker is back."""
        self._on = on
        self.again()

    def again(self) -> None:
        """Says once more what was told last; at first that it is silent."""
        self._bus.publish(_message(on=self._on))

    def close(self) -> None:
        """The music may be raised, whatever happened; then the connection ends cleanly."""
        self.tell(on=False)
        self._bus.close()


def _message(*, on: bool) -> Outgoing:
    return Outgoing(topic=SPEAKING.pattern, payload=encode(Speaking(on=on)), qos=SPEAKING.qos, retain=SPEAKING.retain)
