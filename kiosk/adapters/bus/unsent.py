"""What waits for the connection: in order, bounded, and of a retained topic only the newest."""

import logging
from collections import OrderedDict

from kiosk.ports import Outgoing

_log = logging.getLogger(__name__)

MOST = 1000


class Unsent:
    """Messages in the order of publishing; a newer retained one replaces the older of its topic."""

    def __init__(self, most: int = MOST) -> None:
        self._messages: OrderedDict[object, Outgoing] = OrderedDict()
        self._count = 0
        self._most = most
        self._dropping = False

    def __len__(self) -> int:
        return len(self._messages)

    def add(self, message: Outgoing) -> None:
        """Keeps `message`; the oldest is let go when there are too many."""
        self._count += 1
        key: object = message.topic if message.retain else self._count
        self._messages.pop(key, None)
        self._messages[key] = message
        if len(self._messages) > self._most:
            self._messages.popitem(last=False)
            if not self._dropping:
                _log.warning("the broker is away and %d messages wait: from now on the oldest are dropped", self._most)
            self._dropping = True

    def take(self) -> Outgoing | None:
        """The oldest message, no longer kept; None when there is none."""
        self._dropping = False
        return self._messages.popitem(last=False)[1] if self._messages else None
