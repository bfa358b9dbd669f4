"""The watcher's traces around a real thread: batches, a full card, a question while it all goes on."""

import queue
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.adapters.traces import SimulatedTraces
from kiosk.domain.clock import Now, Tick
from kiosk.domain.rehearsal import RehearsalGet
from kiosk.domain.traces import Trace
from kiosk.watcher_traces import WRITE_EVERY_S, RehearsalReady, TracesTried, WatcherTraces

LIMIT_S = 60.0
START = datetime(2026, 11, 24, 12, tzinfo=UTC)
TraceOf = Callable[..., Trace]


class Kept:
    """A street whose traces are kept as the watcher keeps them; `said` waits for the thread's next word."""

    def __init__(self, street: Any, days: int) -> None:
        self.street, self.store = street, SimulatedTraces()
        self._said: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._days = days

    def start(self) -> "Kept":
        self.traces = WatcherTraces(self.store, self._days, self._said.put)
        self.street.tracer = self.traces
        return self

    def later(self, seconds: float) -> None:
        """Time passes, and nothing is seen meanwhile."""
        self.street.t_s += seconds
        self.street.tell(Tick())

    def said(self) -> object:
        return self._said.get(timeout=LIMIT_S)

    def ask(self) -> Any:
        """An owner's question, and the answer."""
        now = Now(mono_s=self.street.t_s, utc=START + timedelta(seconds=self.street.t_s))
        get = RehearsalGet(id="01JD", by="Odile", issued_at=now.utc, expires_at=now.utc + timedelta(minutes=1))
        self.traces.rehearse(get, now)
        while not isinstance(event := self.said(), RehearsalReady):
            pass
        return event.rehearsal

    def stop(self) -> None:
        self.traces.stop(Now(mono_s=self.street.t_s, utc=START + timedelta(seconds=self.street.t_s)))


@pytest.fixture
def kept(new_street: Any) -> Iterator[Callable[..., Kept]]:
    made: list[Kept] = []

    def make(days: int = 7) -> Kept:
        made.append(Kept(new_street(), days))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def test_traces_are_written_in_batches_and_the_rest_at_the_end(kept: Callable[..., Kept]) -> None:
    watcher = kept().start()
    watcher.street.empty(1)
    assert watcher.said() == TracesTried()
    watcher.street.car(5)
    watcher.street.empty()
    assert list(watcher.store.read()) == []
    watcher.later(WRITE_EVERY_S)
    assert watcher.said() == TracesTried()
    assert [one.ending for one in watcher.store.read()] == ["gone"]
    watcher.street.car(5)
    watcher.stop()
    assert [one.ending for one in watcher.store.read()] == ["gone", "watcher-stopped"]


def test_a_full_card_is_told_and_nothing_is_lost_once_there_is_room(kept: Callable[..., Kept]) -> None:
    watcher = kept().start()
    watcher.street.empty(1)
    watcher.said()
    watcher.store.full = True
    watcher.street.car(5)
    watcher.street.empty()
    watcher.later(WRITE_EVERY_S)
    told = watcher.said()
    assert isinstance(told, TracesTried) and told.code == "disk-full" and "free some space" in told.detail
    assert sum(len(stops) for stops in watcher.ask().zones.values()) == 1
    watcher.store.full = False
    watcher.street.car(5)
    watcher.street.empty()
    watcher.later(WRITE_EVERY_S)
    assert watcher.said() == TracesTried()
    assert len(list(watcher.store.read())) == 2


def test_what_is_older_than_the_owner_wants_is_deleted_at_the_start_and_every_hour(
    kept: Callable[..., Kept], trace_of: TraceOf
) -> None:
    watcher = kept(days=2)
    old, new = trace_of(began_at=START - timedelta(days=3)), trace_of(began_at=START - timedelta(hours=47, minutes=30))
    watcher.store.keep([old, new])
    watcher.start().street.empty(1)
    assert watcher.said() == TracesTried()
    assert list(watcher.store.read()) == [new]
    watcher.later(3600.0)
    assert watcher.said() == TracesTried()
    assert list(watcher.store.read()) == []


def test_with_no_days_nothing_is_kept_what_was_there_goes_and_an_owner_is_told(
    kept: Callable[..., Kept], trace_of: TraceOf
) -> None:
    watcher = kept(days=0)
    watcher.store.keep([trace_of()])
    watcher.start().street.empty(1)
    watcher.said()
    watcher.street.car(15)
    watcher.street.empty()
    answer = watcher.ask()
    assert (answer.kept_days, answer.zones) == (0, {})
    watcher.stop()
    assert list(watcher.store.read()) == []


def test_an_owner_is_answered_from_what_is_written_and_what_still_stands(
    kept: Callable[..., Kept], trace_of: TraceOf
) -> None:
    watcher = kept()
    watcher.store.keep([trace_of(began_at=START - timedelta(days=1)), trace_of(began_at=START - timedelta(days=8))])
    watcher.start().street.empty(1)
    watcher.street.car(8)
    answer = watcher.ask()
    assert answer.id == "01JD"
    assert [most_s for _, most_s in answer.zones["door"]] == [40, 7]


def test_a_store_that_breaks_is_told_and_the_watching_goes_on(
    kept: Callable[..., Kept], caplog: pytest.LogCaptureFixture
) -> None:
    watcher = kept()
    watcher.store = BrokenTraces()
    watcher.start().street.empty(1)
    told = watcher.said()
    assert isinstance(told, TracesTried) and told.code == "no-traces" and "ZeroDivisionError" in told.detail
    assert "the traces failed" in caplog.text
    watcher.later(3600.0)
    assert isinstance(watcher.said(), TracesTried)


class BrokenTraces(SimulatedTraces):
    """A store with a mistake in it."""

    def forget(self, before: datetime | None) -> None:
        raise ZeroDivisionError
