"""The loop of every service: in order, with a Tick even when it is busy, and a watchdog that is fed by it."""

import os
import queue
import signal
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.clock import Now, Tick
from kiosk.runtime import clock, notify_systemd, run, stopping_on_signals


class Counting:
    """A core that repeats what happened and stops after `most` events."""

    def __init__(self, most: int, stop: threading.Event) -> None:
        self.events: list[object] = []
        self._most, self._stop = most, stop

    def handle(self, event: object, now: Now) -> list[object]:
        self.events.append(event)
        if len(self.events) >= self._most:
            self._stop.set()
        return [("first", event), ("second", event)]


def test_events_are_handled_in_order_and_their_effects_too() -> None:
    stop, inbox, performed = threading.Event(), queue.SimpleQueue[object](), []
    for event in ("a", "b"):
        inbox.put(event)
    run(Counting(2, stop), inbox, performed.append, stop=stop, tick_s=60.0)
    assert performed == [("first", "a"), ("second", "a"), ("first", "b"), ("second", "b")]


def test_an_idle_service_ticks() -> None:
    stop = threading.Event()
    core = Counting(3, stop)
    run(core, queue.SimpleQueue(), lambda _: None, stop=stop, tick_s=0.01)
    assert core.events == [Tick(), Tick(), Tick()]


def test_a_service_that_is_never_idle_ticks_too() -> None:
    stop, inbox = threading.Event(), queue.SimpleQueue[object]()
    core = Counting(2000, stop)

    def one_more(effect: object) -> None:
        inbox.put("busy")

    inbox.put("busy")
    run(core, inbox, one_more, stop=stop, tick_s=0.001)
    assert Tick() in core.events


def test_the_clock_has_both_times() -> None:
    first, second = clock(), clock()
    assert second.mono_s >= first.mono_s
    assert first.utc.utcoffset() is not None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_and_the_old_behaviour_comes_back(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    stop = threading.Event()
    with stopping_on_signals(stop):
        os.kill(os.getpid(), number)
        assert stop.wait(60.0)
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd_is_told_where_it_asks_to_be(abstract: bool, tmp_path: Path, monkeypatch: Any) -> None:
    address = f"@kiosk-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0" + address[1:] if abstract else address)
        systemd.settimeout(60.0)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        notify_systemd("READY=1")
        assert systemd.recv(100) == b"READY=1"


def test_the_loop_feeds_the_watchdog(tmp_path: Path, monkeypatch: Any) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(60.0)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        stop = threading.Event()
        run(Counting(1, stop), queue.SimpleQueue(), lambda _: None, stop=stop, tick_s=0.01)
        assert systemd.recv(100) == b"WATCHDOG=1"


def test_without_systemd_nothing_is_told(monkeypatch: Any, tmp_path: Any) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as nobody_named:
        nobody_named.bind(str(tmp_path / "notify"))
        nobody_named.setblocking(False)
        monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
        notify_systemd("READY=1")
        with pytest.raises(BlockingIOError):
            nobody_named.recv(100)
