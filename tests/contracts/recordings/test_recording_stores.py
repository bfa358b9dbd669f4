"""Where the announcer keeps recordings: files and their twin in memory do the same."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kiosk.adapters.recordings import FileRecordings, open_recordings
from kiosk.errors import InputError, RecordingError
from kiosk.messages.recording import RATE_HZ, content_of, name_of
from kiosk.ports import RecordingStore
from kiosk.settings import JournalSettings, Settings


def _content(hz: float = 200.0) -> bytes:
    wave = np.sin(2 * np.pi * hz * np.arange(RATE_HZ) / RATE_HZ)
    return content_of(np.round(wave * 9000).astype(np.int16))


ONE, OTHER = _content(200.0), _content(300.0)


@pytest.fixture(params=["sqlite", "simulated"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> RecordingStore:
    """The store that goes with each kind of journal."""
    return open_recordings(replace(Settings(state_folder=tmp_path), journal=JournalSettings(kind=request.param)))


@pytest.fixture
def files(tmp_path: Path) -> FileRecordings:
    return FileRecordings(tmp_path / "recordings")


def test_what_is_kept_is_heard_as_it_was_recorded(store: RecordingStore) -> None:
    store.keep(name_of(ONE), ONE)
    store.keep(name_of(ONE), ONE)
    sound = store.read(name_of(ONE))
    assert sound is not None
    assert content_of(sound.samples) == ONE and sound.rate_hz == RATE_HZ
    assert store.kept() == {name_of(ONE)}


def test_what_was_never_kept_is_not_there(store: RecordingStore) -> None:
    assert store.read(name_of(ONE)) is None
    assert store.kept() == frozenset()
    store.forget_all_but(())


@pytest.mark.parametrize(
    ("name", "content"), [(name_of(ONE), OTHER), ("../../outside", ONE), (name_of(b"noise"), b"noise"), ("", b"")]
)
def test_what_is_not_the_recording_it_is_called_is_refused(store: RecordingStore, name: str, content: bytes) -> None:
    with pytest.raises(InputError):
        store.keep(name, content)
    assert store.kept() == frozenset()


def test_all_but_some_are_forgotten(store: RecordingStore) -> None:
    for content in (ONE, OTHER):
        store.keep(name_of(content), content)
    store.forget_all_but({name_of(OTHER)})
    assert store.kept() == {name_of(OTHER)}
    assert store.read(name_of(ONE)) is None


def test_a_voice_is_readable_by_its_announcer_only(files: FileRecordings, tmp_path: Path) -> None:
    files.keep(name_of(ONE), ONE)
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "recordings").iterdir()} == {0}
    assert (tmp_path / "recordings").stat().st_mode & 0o077 == 0


def test_a_damaged_file_counts_as_none_and_makes_room(files: FileRecordings, tmp_path: Path) -> None:
    files.keep(name_of(ONE), ONE)
    (path,) = (tmp_path / "recordings").iterdir()
    path.write_bytes(ONE[:-5000] + bytes(5000))
    assert files.read(name_of(ONE)) is None
    assert files.kept() == frozenset()


def test_what_a_pulled_plug_left_half_written_is_not_there_and_goes(files: FileRecordings, tmp_path: Path) -> None:
    files.keep(name_of(ONE), ONE)
    (tmp_path / "recordings" / f"{name_of(OTHER)}.part").write_bytes(OTHER[:1000])
    assert files.kept() == {name_of(ONE)}
    files.forget_all_but({name_of(ONE), name_of(OTHER)})
    assert [path.name for path in (tmp_path / "recordings").iterdir()] == [f"{name_of(ONE)}.wav"]


def test_a_full_card_is_said_in_words_and_leaves_nothing_half(
    files: FileRecordings, tmp_path: Path, no_room: Callable[[], AbstractContextManager[None]]
) -> None:
    with no_room(), pytest.raises(RecordingError, match="free some space"):
        files.keep(name_of(ONE), ONE)
    assert list((tmp_path / "recordings").iterdir()) == []
