"""The watcher's traces: followed in the shell's thread; written, forgotten and rehearsed in a thread of their own.

An SD card may take seconds to write, and a week of traces takes a moment to read: neither may hold up a decision.
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.clock import Now
from kiosk.domain.incidents import Incident
from kiosk.domain.rehearsal import Rehearsal, RehearsalGet, rehearse, since_of
from kiosk.domain.traces import Trace
from kiosk.domain.tracing import Tracer, Watched
from kiosk.errors import TraceError
from kiosk.ports import TraceStore
from kiosk.workers import Worker

WRITE_EVERY_S = 60.0
"""One batch a minute: what a pulled plug may cost, and little for an SD card."""
FORGET_EVERY_S = 3600.0
"""Traces are kept for days: an hour late is early enough where nothing stops and nothing is written."""
_WAIT_MOST = 50
"""Traces of at most 64 KiB that a full card refused: 3 MB of memory."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class TracesTried:
    """Traces were written or forgotten; `code` is a trouble code, `ok` when it went well."""

    code: str = "ok"
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class RehearsalReady:
    """The answer to an owner's question."""

    rehearsal: Rehearsal


@dataclass(frozen=True, kw_only=True)
class _Keep:
    traces: list[Trace]
    """To be written; then what is too old is forgotten."""
    at: datetime


@dataclass(frozen=True, kw_only=True)
class _Rehearse:
    get: RehearsalGet
    traces: list[Trace]
    """Those that are not written yet."""
    at: datetime


_Order = _Keep | _Rehearse | None


class WatcherTraces:
    """Gives `TracesTried` and `RehearsalReady` to `put`."""

    def __init__(self, store: TraceStore, days: int, put: Callable[[object], None]) -> None:
        """`days` is how long traces are kept; with 0 none is, and what an earlier setting left is deleted."""
        self._store, self._days, self._put = store, days, put
        self._tracer = Tracer()
        self._write_due_s = self._forget_due_s = float("-inf")
        self._orders: queue.SimpleQueue[_Order] = queue.SimpleQueue()
        self._unwritten: dict[str, Trace] = {}
        """What the card refused, to be tried again; touched by the worker only."""
        self._worker = Worker("traces", self._work, put).start()

    def see(self, core: Watched, event: object, now: Now) -> None:
        """The core took `event` in."""
        if self._days:
            self._tracer.see(core, event, now)
        if now.mono_s >= self._write_due_s:
            self._write_due_s = now.mono_s + WRITE_EVERY_S
            self._write(now)

    def tell(self, incident: Incident) -> None:
        """The core published this incident."""
        self._tracer.tell(incident)

    def end(self) -> None:
        """Nothing is watched any more; what is still told is the end of it."""
        self._tracer.end()

    def rehearse(self, get: RehearsalGet, now: Now) -> None:
        """Answers with `RehearsalReady`, from what is written and what is not yet."""
        self._write(now)
        self._orders.put(_Rehearse(get=get, traces=self._tracer.running(), at=now.utc))

    def stop(self, now: Now) -> None:
        """Writes what is not written yet, and ends the thread."""
        self.end()
        self._write(now)
        self._orders.put(None)
        self._worker.stop()

    def _write(self, now: Now) -> None:
        traces = self._tracer.take()
        if traces or now.mono_s >= self._forget_due_s:
            self._forget_due_s = now.mono_s + FORGET_EVERY_S
            self._orders.put(_Keep(traces=traces, at=now.utc))

    # -- the worker's thread ------------------------------------------------------------------------------------

    def _work(self, stop: threading.Event) -> None:
        while (order := self._orders.get()) is not None:
            try:
                self._carry_out(order)
            except TraceError as error:
                _log.warning("%s", error)
                code = "disk-full" if error.full else "state-folder-locked"
                self._put(TracesTried(code=code, detail=str(error)))
            except Exception as error:  # noqa: BLE001 - what explains the watching must never stop the watching
                _log.exception("the traces failed")
                self._put(TracesTried(code="no-traces", detail=f"{type(error).__name__}: {error}"))

    def _carry_out(self, order: _Keep | _Rehearse) -> None:
        if isinstance(order, _Rehearse):
            self._answer(order)
            return
        self._keep(order.traces)
        self._store.forget(order.at - timedelta(days=self._days) if self._days else None)
        self._put(TracesTried())

    def _keep(self, traces: list[Trace]) -> None:
        """Writes them; what a full card refuses is tried again with the next, as far as memory is cheap."""
        waiting = {**self._unwritten, **{trace.id: trace for trace in traces}}
        self._unwritten = dict(list(waiting.items())[-_WAIT_MOST:])
        self._store.keep(self._unwritten.values())
        self._unwritten = {}

    def _answer(self, order: _Rehearse) -> None:
        """A card that cannot be read is told by the health; the answer then holds what is in memory."""
        running = {trace.id: trace for trace in (*self._unwritten.values(), *order.traces)}
        try:
            answer = rehearse(order.get, self._all(running, order), order.at, self._days)
        except TraceError:
            self._put(RehearsalReady(rehearsal=rehearse(order.get, running.values(), order.at, self._days)))
            raise
        self._put(RehearsalReady(rehearsal=answer))

    def _all(self, running: dict[str, Trace], order: _Rehearse) -> Iterator[Trace]:
        """One after the other: a week of them does not fit into memory."""
        if self._days:
            written = self._store.read(since_of(order.get, order.at))
            yield from (trace for trace in written if trace.id not in running)
        yield from running.values()
