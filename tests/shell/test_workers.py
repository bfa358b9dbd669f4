"""A worker stops when told to, and its death is an event instead of a silence."""

import logging
import threading
from queue import SimpleQueue
from typing import Any

from kiosk.workers import Worker, WorkerFailed


def test_a_worker_works_until_it_is_stopped() -> None:
    running, ended = threading.Event(), threading.Event()

    def work(stop: threading.Event) -> None:
        running.set()
        stop.wait(60.0)
        ended.set()

    worker = Worker("camera", work, lambda _: None).start()
    assert running.wait(60.0)
    assert worker.alive
    assert worker.stop(wait_s=60.0)
    assert ended.is_set()
    assert not worker.alive


def test_whatever_escapes_becomes_an_event_that_names_the_worker(caplog: Any) -> None:
    inbox: SimpleQueue[object] = SimpleQueue()

    def work(stop: threading.Event) -> None:
        raise ValueError("no such pixel")

    worker = Worker("camera", work, inbox.put).start()
    assert inbox.get(timeout=60.0) == WorkerFailed(worker="camera", error="ValueError: no such pixel")
    assert worker.stop(wait_s=60.0)
    assert "worker camera failed" in caplog.text


def test_waiting_for_a_worker_that_does_not_stop_has_a_limit(caplog: Any) -> None:
    release = threading.Event()
    worker = Worker("stubborn", lambda stop: assert_released(release), lambda _: None).start()
    with caplog.at_level(logging.WARNING):
        assert not worker.stop(wait_s=0.05)
    assert "stubborn did not stop within 0.1 s" in caplog.text or "stubborn did not stop within 0.0 s" in caplog.text
    release.set()
    assert worker.stop(wait_s=60.0)


def test_a_worker_may_stop_itself() -> None:
    inbox: SimpleQueue[object] = SimpleQueue()
    workers: SimpleQueue[Worker] = SimpleQueue()

    def work(stop: threading.Event) -> None:
        inbox.put(workers.get(timeout=60.0).stop(wait_s=5.0))
        inbox.put(stop.is_set())

    worker = Worker("self", work, inbox.put)
    workers.put(worker.start())
    assert inbox.get(timeout=60.0) is False, "it is still running while it says so"
    assert inbox.get(timeout=60.0) is True


def test_a_worker_that_was_never_started_is_stopped() -> None:
    assert Worker("never", lambda stop: None, lambda _: None).stop()


def assert_released(release: threading.Event) -> None:
    assert release.wait(60.0)
