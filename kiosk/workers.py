"""A named thread that can be stopped: loops wait on its stop event, and join has a time limit."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class WorkerFailed:
    """A worker ended by an exception nobody expected; the shell decides what that means."""

    worker: str
    error: str


class Worker:
    """Runs `work(stop)` in a thread; whatever escapes becomes a `WorkerFailed` given to `put`."""

    def __init__(self, name: str, work: Callable[[threading.Event], None], put: Callable[[object], None]) -> None:
        self.stop_sign = threading.Event()
        self._work, self._put = work, put
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> "Worker":
        """Starts the thread."""
        self._thread.start()
        return self

    def stop(self, *, wait_s: float = 5.0) -> bool:
        """Sets the stop sign and waits; False when the thread is still running after `wait_s`."""
        self.stop_sign.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(wait_s)
        if self._thread.is_alive():
            _log.warning("worker %s did not stop within %.1f s", self._thread.name, wait_s)
        return not self._thread.is_alive()

    @property
    def alive(self) -> bool:
        """Whether the thread is running."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._work(self.stop_sign)
        except Exception as error:  # noqa: BLE001 - the one catch-all: a thread's death becomes an event
            _log.exception("worker %s failed", self._thread.name)
            self._put(WorkerFailed(worker=self._thread.name, error=f"{type(error).__name__}: {error}"))
