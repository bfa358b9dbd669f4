"""The shell's loop: one inbox, one thread that asks the core and performs its effects; systemd's watchdog."""

import os
import queue
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Protocol

from kiosk.domain.clock import Now, Tick

Inbox = queue.SimpleQueue[object]


class Core(Protocol):
    """A pure core: events in, effects out."""

    def handle(self, event: object, now: Now) -> Sequence[object]:
        """What must be done because `event` happened at `now`."""


def clock() -> Now:
    """This instant."""
    return Now(mono_s=time.monotonic(), utc=datetime.now(UTC))


def run(
    core: Core,
    inbox: Inbox,
    perform: Callable[[object], None],
    *,
    stop: threading.Event,
    tick_s: float = 0.2,
) -> None:
    """Takes events out of `inbox`, asks `core`, performs the effects in order; a Tick every `tick_s`, busy or not."""
    due = time.monotonic() + tick_s
    while not stop.is_set():
        event = _next(inbox, due)
        if event is None or time.monotonic() >= due:
            _carry_out(core, Tick(), perform)
            notify_systemd("WATCHDOG=1")
            due = time.monotonic() + tick_s
        if event is not None:
            _carry_out(core, event, perform)


def _next(inbox: Inbox, due: float) -> object | None:
    """The next event; None when there is none before `due`."""
    try:
        return inbox.get(timeout=max(0.0, due - time.monotonic()))
    except queue.Empty:
        return None


def _carry_out(core: Core, event: object, perform: Callable[[object], None]) -> None:
    for effect in core.handle(event, clock()):
        perform(effect)


@contextmanager
def stopping_on_signals(stop: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set `stop` while this holds (main thread only)."""
    before = {s: signal.signal(s, lambda *_: stop.set()) for s in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def notify_systemd(state: str) -> None:
    """Tells systemd `state` (READY=1, WATCHDOG=1, STATUS=...), where it asks to be told: sd_notify(3)."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.connect("\0" + address[1:] if address.startswith("@") else address)
        s.sendall(state.encode())
