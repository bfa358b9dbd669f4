"""Where the traces of stops are kept: files, or memory for tests."""

from kiosk.adapters.traces.files import FileTraces
from kiosk.adapters.traces.simulated import SimulatedTraces
from kiosk.ports import TraceStore
from kiosk.settings import Settings


def open_traces(settings: Settings) -> TraceStore:
    """The traces of `settings.watching.trace_kind`; a folder that cannot be used shows at the first read or write."""
    if settings.watching.trace_kind == "simulated":
        return SimulatedTraces()
    return FileTraces(settings.state_folder / "watcher" / "traces")


__all__ = ["FileTraces", "SimulatedTraces", "open_traces"]
