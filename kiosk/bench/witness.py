"""Somebody at the broker who remembers everything that the announcer told."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable

from kiosk.adapters.bus import open_bus
from kiosk.domain.requests import FINAL_STATES, Announcement
from kiosk.errors import KioskError
from kiosk.messages.codec import decode
from kiosk.messages.speaking import Speaking
from kiosk.messages.status import Status
from kiosk.messages.topics import ANNOUNCEMENT, ANNOUNCER_STATUS, CANCEL, PREPARE, REQUEST, SPEAKING
from kiosk.ports import BusEvent, MessageArrived
from kiosk.settings import Settings

WITNESS = "witness"
_COMMANDS = frozenset({REQUEST.pattern, CANCEL.pattern, PREPARE.pattern})
"""They lie beside the announcements' topics."""


class Witness:
    """Reads with the user of `settings.bus`; its picture may be looked at from any thread."""

    def __init__(self, settings: Settings) -> None:
        self.told: dict[str, dict[str, str | None]] = defaultdict(dict)
        """By announcement: each state that was ever told, and its reason."""
        self.speaking: list[tuple[float, bool]] = []
        """When (monotonic) the music was told to be low or not; the same again is left out."""
        self.status = ""
        self.messages = 0
        self._news = threading.Condition()
        topics = (ANNOUNCEMENT, SPEAKING, ANNOUNCER_STATUS)
        self._bus = open_bus(settings, client=WITNESS, subscriptions=topics, will=None, put=self._put)
        self._bus.start()

    def until(self, true: Callable[[], object], what: str, limit_s: float) -> None:
        """Waits until something is true; looks again at every message.

        Raises:
            KioskError: it did not become true within `limit_s` seconds.
        """
        if not self.wait_for(true, limit_s):
            raise KioskError(f"Waited {limit_s:g} s for {what} in vain: the machine may be too busy for this bench.")

    def wait_for(self, true: Callable[[], object], limit_s: float) -> bool:
        """Whether something became true within `limit_s` seconds."""
        with self._news:
            return bool(self._news.wait_for(true, limit_s))

    def finals(self, announcement: str) -> set[str]:
        """The final states that were told of it: one, if all is well."""
        return set(self.told[announcement]) & FINAL_STATES

    def close(self) -> None:
        """Leaves."""
        self._bus.close()

    def _put(self, event: BusEvent) -> None:
        with self._news:
            if isinstance(event, MessageArrived):
                self.messages += 1
                self._hear(event)
                self._bus.acknowledge(event)
            self._news.notify_all()

    def _hear(self, message: MessageArrived) -> None:
        if not message.payload or message.topic in _COMMANDS:
            return
        if message.topic == ANNOUNCER_STATUS.pattern:
            self.status = decode(message.payload, Status).state
        elif message.topic == SPEAKING.pattern:
            on = decode(message.payload, Speaking).on
            if not self.speaking or self.speaking[-1][1] != on:
                self.speaking.append((time.monotonic(), on))
        else:
            told = decode(message.payload, Announcement)
            self.told[told.id][told.state] = told.reason
