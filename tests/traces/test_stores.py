"""Where traces are kept: what files and memory have in common, and what only a card can do to us."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.adapters.traces import FileTraces, SimulatedTraces, open_traces
from kiosk.domain.traces import Trace
from kiosk.errors import TraceError
from kiosk.messages.codec import encode
from kiosk.ports import TraceStore
from kiosk.settings import Settings, WatchingSettings

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
TraceOf = Callable[..., Trace]


@pytest.fixture(params=["files", "simulated"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> TraceStore:
    return open_traces(Settings(state_folder=tmp_path, watching=WatchingSettings(trace_kind=request.param)))


@pytest.fixture
def files(tmp_path: Path) -> FileTraces:
    return FileTraces(tmp_path)


def test_what_is_kept_is_read_in_order_as_it_was(store: TraceStore, trace_of: TraceOf) -> None:
    late, early = trace_of(began_at=START + timedelta(minutes=5)), trace_of()
    store.keep([late, early])
    assert list(store.read()) == [early, late]
    assert list(store.read(START + timedelta(minutes=1))) == [late]


def test_the_same_trace_is_replaced(store: TraceStore, trace_of: TraceOf) -> None:
    store.keep([trace_of()])
    store.keep([replace(trace_of(), ending="drove-on")])
    assert [one.ending for one in store.read()] == ["drove-on"]


def test_what_is_too_old_is_forgotten_and_with_none_everything(store: TraceStore, trace_of: TraceOf) -> None:
    late, early = trace_of(began_at=START + timedelta(days=2)), trace_of()
    store.keep([late, early])
    store.forget(START + timedelta(days=1))
    assert list(store.read()) == [late]
    store.forget(None)
    assert list(store.read()) == []


def test_an_empty_store_has_nothing_and_forgets_nothing(store: TraceStore) -> None:
    store.forget(START)
    assert list(store.read()) == []


def test_a_full_simulated_card_refuses(trace_of: TraceOf) -> None:
    store = SimulatedTraces()
    store.full = True
    with pytest.raises(TraceError) as refused:
        store.keep([trace_of()])
    assert refused.value.full


# -- files only -------------------------------------------------------------------------------------------------------


def test_only_this_user_can_read_them(files: FileTraces, tmp_path: Path, trace_of: TraceOf) -> None:
    files.keep([trace_of()])
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_is_set_aside_with_a_word(
    files: FileTraces, tmp_path: Path, trace_of: TraceOf, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = trace_of(), trace_of(number=2)
    files.keep([good, bad])
    path = tmp_path / f"{bad.id}.json"
    path.write_bytes(path.read_bytes()[:100])
    with caplog.at_level(logging.WARNING):
        assert list(files.read()) == [good]
    assert "is damaged and is left out" in caplog.text
    assert not path.exists() and path.with_suffix(".damaged").exists()
    caplog.clear()
    assert list(files.read()) == [good]
    assert caplog.text == ""


def test_other_files_in_the_folder_are_left_alone(files: FileTraces, tmp_path: Path) -> None:
    for name in ("zones.json", "20261124T120000Z-letters!.json", "notes.txt"):
        (tmp_path / name).write_text("not a trace")
    assert list(files.read()) == []
    files.forget(None)
    assert len(list(tmp_path.iterdir())) == 3


def test_the_folder_stays_below_its_limit_and_the_oldest_go_first(tmp_path: Path, trace_of: TraceOf) -> None:
    traces = [trace_of(began_at=START + timedelta(minutes=n)) for n in range(6)]
    files = FileTraces(tmp_path, most_bytes=4 * len(encode(traces[0])) + 10)
    files.keep(traces)
    files.forget(START - timedelta(days=1))
    assert list(files.read()) == traces[2:]


def test_what_a_pulled_plug_left_half_written_is_cleared_away(
    files: FileTraces, tmp_path: Path, trace_of: TraceOf
) -> None:
    files.keep([trace_of()])
    (tmp_path / "20261124T115959Z-00000009.part").write_text("half")
    files.forget(START)
    assert [path.suffix for path in tmp_path.iterdir()] == [".json"]


def test_a_folder_that_cannot_be_written_is_one_sentence_with_a_cure(tmp_path: Path, trace_of: TraceOf) -> None:
    (tmp_path / "traces").write_text("a file where the folder should be")
    with pytest.raises(TraceError, match="cannot be used .*: give the folder to the service's user") as refused:
        FileTraces(tmp_path / "traces").keep([trace_of()])
    assert not refused.value.full


def test_a_full_card_is_told_as_such_and_leaves_no_half_file(trace_of: TraceOf, tmp_path: Path) -> None:
    """A real full device: /dev/full refuses every byte; the half-written file of the trace points there."""
    trace = trace_of()
    (tmp_path / f"{trace.id}.part").symlink_to("/dev/full")
    with pytest.raises(TraceError, match="free some space") as refused:
        FileTraces(tmp_path).keep([trace])
    assert refused.value.full
    assert list(tmp_path.iterdir()) == []
