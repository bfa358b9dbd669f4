"""The owner's configuration is there after a start without the console, whole, and for this user only."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.adapters.copies import FileCopies


def test_what_was_never_kept_is_not_there(tmp_path: Path) -> None:
    assert FileCopies(tmp_path / "new").load("templates") is None


def test_the_newest_copy_is_read_back(tmp_path: Path) -> None:
    copies = FileCopies(tmp_path / "new")
    copies.save("templates", b"one")
    copies.save("templates", b"two")
    copies.save("venue", b"three")
    assert copies.load("templates") == b"two"
    assert copies.load("venue") == b"three"


def test_only_this_user_can_read_it(tmp_path: Path) -> None:
    copies = FileCopies(tmp_path / "new")
    copies.save("templates", b"one")
    assert {path.stat().st_mode & 0o777 for path in copies.folder.iterdir()} == {0o600}


def test_a_full_card_leaves_the_older_copy(tmp_path: Path, no_room: Callable[[], object]) -> None:
    copies = FileCopies(tmp_path)
    copies.save("templates", b"older")
    with no_room(), pytest.raises(OSError):
        copies.save("templates", b"newer" * 10_000)
    assert copies.load("templates") == b"older"
