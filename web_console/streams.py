"""Server-sent events: one open stream a tablet, a limited number of them, each of limited length."""

import threading
import time
from collections.abc import Callable, Iterator

from web_console.live import Live
from web_console.picture import Picture

_HEARTBEAT_S = 15.0
_LONGEST_S = 15 * 60.0
_PAUSE_S = 0.1
"""At most ten pictures a second: what happens in between is in the next one."""


class Streams:
    """Hands out places for streams, so that open tablets never take the last thread of the web server."""

    def __init__(self, places: int) -> None:
        self._places = threading.BoundedSemaphore(places)

    def open(self, live: Live, message: Callable[[Picture], str], allowed: Callable[[], bool]) -> Iterator[str] | None:
        """The events of one stream, None when every place is taken.

        `message(picture)` makes the text of an event (one line); `allowed()` is asked before each event and at least
        every 15 s whether the person is still signed in. A stream begins with the whole picture.
        """
        if not self._places.acquire(blocking=False):
            return None
        return _Stream(_events(live, message, allowed), self._places.release)


class _Stream:
    """Gives its place back when it is closed, even if nobody ever took an event from it."""

    def __init__(self, events: Iterator[str], give_back: Callable[[], None]) -> None:
        self._events, self._give_back = events, give_back
        self._open = True

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return next(self._events)

    def close(self) -> None:
        if self._open:
            self._open = False
            self._give_back()


def _events(live: Live, message: Callable[[Picture], str], allowed: Callable[[], bool]) -> Iterator[str]:
    """Pictures as they change, a sign of life every 15 s, an end after 15 minutes (the browser comes back)."""
    ends = time.monotonic() + _LONGEST_S
    seen = -1
    while time.monotonic() < ends and not live.closed:
        picture = live.wait_for_news(seen, _HEARTBEAT_S)
        if not allowed():
            yield "event: signed-out\ndata: {}\n\n"
            return
        if picture.version == seen:
            yield "event: still-here\ndata: {}\n\n"
            continue
        seen = picture.version
        yield f"id: {seen}\ndata: {message(picture)}\n\n"
        time.sleep(_PAUSE_S)
