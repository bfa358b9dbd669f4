"""Traces in memory: they last as long as this object."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from kiosk.domain.traces import Trace
from kiosk.errors import TraceError


class SimulatedTraces:
    """While `full` is set it refuses what it is given, as a full card would."""

    def __init__(self) -> None:
        self.full = False
        self._traces: dict[str, Trace] = {}

    def keep(self, traces: Iterable[Trace]) -> None:
        """See `kiosk.ports.TraceStore`."""
        if self.full:
            raise TraceError("The simulated traces are full: free some space.", full=True)
        self._traces.update({trace.id: trace for trace in traces})

    def read(self, since: datetime | None = None) -> Iterator[Trace]:
        """See `kiosk.ports.TraceStore`."""
        kept = sorted(self._traces.values(), key=lambda one: one.id)
        return (trace for trace in kept if since is None or trace.began_at >= since)

    def forget(self, before: datetime | None) -> None:
        """See `kiosk.ports.TraceStore`."""
        self._traces = {key: one for key, one in self._traces.items() if before is not None and one.began_at >= before}
