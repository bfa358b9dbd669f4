"""A journal keeps what it was given, forgets what is old, and survives what a memory card does to it."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.adapters.journal import open_journal
from kiosk.adapters.journal.simulated import SimulatedJournal
from kiosk.adapters.journal.sqlite import SqliteJournal
from kiosk.domain.announcements import KEPT, Entry, Utterance
from kiosk.domain.requests import Announcement, Request
from kiosk.domain.words import Words
from kiosk.errors import JournalError, JournalInUse
from kiosk.ports import Journal
from kiosk.settings import JournalSettings

NOW = datetime.now(UTC)
OLD_ROW = b"""{"request":{"id":"id-1","issued_at":"2026-11-24T12:00:00Z","expires_at":"2026-11-24T12:05:00Z",
"by":"L\xc3\xa9a","template":"t","values":{"number":12},"variant":null,"text":null,"languages":["fr"],"priority":"routine","chime":true,
"repeat":1,"incident":null},"announcement":{"id":"id-1","state":"spoken","reason":null,"position":null,
"starts_at":"2026-11-24T12:00:02Z","duration_s":5.0,"text":{"fr":"Bonsoir.","en":""},"by":"L\xc3\xa9a","incident":null,
"at":"2026-11-24T12:00:07Z"},"order":1,"accepted_at":"2026-11-24T12:00:00Z","speech":[{"language":"fr","text":"Bonsoir."}],
"variants":{"fr":2},"cleared":false}"""


def entry(order: int, state: str = "queued") -> Entry:
    values = {"place": Words(fr="devant l'entrée"), "number": 12, "plate": "AB-123-CD"}
    request = Request(
        id=f"id-{order}", issued_at=NOW, expires_at=NOW + timedelta(minutes=5), by="Léa", template="t", values=values
    )
    announcement = Announcement(id=request.id, state=state, text=Words(fr="Bonsoir."), by="Léa", at=NOW)
    speech = (Utterance(language="fr", text="Bonsoir."),)
    return Entry(
        request=request, announcement=announcement, order=order, accepted_at=NOW, speech=speech, variants={"fr": 2}
    )


@pytest.fixture(params=["sqlite", "simulated"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Journal:
    return open_journal(JournalSettings(kind=request.param), tmp_path)


def test_a_new_journal_is_empty(journal: Journal) -> None:
    assert journal.read() == ()
    assert journal.set_aside is None


def test_what_was_written_is_read_in_the_order_of_arrival(journal: Journal) -> None:
    journal.write([entry(2), entry(1)])
    journal.write([entry(3)])
    assert journal.read() == (entry(1), entry(2), entry(3))


def test_a_later_state_takes_the_place_of_the_earlier_one(journal: Journal) -> None:
    journal.write([entry(1), entry(2)])
    journal.write([entry(1, "spoken")])
    assert journal.read() == (entry(1, "spoken"), entry(2))


def test_old_ended_requests_are_forgotten_and_what_waits_is_not(journal: Journal) -> None:
    journal.write([entry(1), entry(2, "spoken")])
    journal.write([entry(n, "spoken") for n in range(3, KEPT + 10)])
    assert [e.order for e in journal.read()] == [1, *range(10, KEPT + 10)]


def test_a_name_that_was_spoken_a_month_ago_is_forgotten(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j.sqlite")
    old = entry(1, "spoken")
    journal.write([replace(old, announcement=replace(old.announcement, at=NOW - timedelta(days=31)))])
    journal.write([entry(2, "spoken")])
    assert [e.order for e in journal.read()] == [2]


def test_what_was_written_is_there_after_the_process_died(tmp_path: Path) -> None:
    first = SqliteJournal(tmp_path / "j.sqlite")
    first.write([entry(1)])
    for name in ("j.sqlite", "j.sqlite-wal"):  # what a killed process leaves on the disk
        (tmp_path / f"copy-{name}").write_bytes((tmp_path / name).read_bytes())
    (tmp_path / "copy-j.sqlite").rename(tmp_path / "copy.sqlite")
    (tmp_path / "copy-j.sqlite-wal").rename(tmp_path / "copy.sqlite-wal")
    assert SqliteJournal(tmp_path / "copy.sqlite").read() == (entry(1),)
    first.close()


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    SqliteJournal(tmp_path / "folder" / "j.sqlite").write([entry(1)])
    assert (tmp_path / "folder" / "j.sqlite").stat().st_mode & 0o077 == 0


def test_every_commit_is_on_the_disk_before_it_returns(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j.sqlite")
    journal.write([])
    assert journal._connection is not None
    assert journal._connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert journal._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_second_announcer_is_kept_out(tmp_path: Path) -> None:
    first = SqliteJournal(tmp_path / "j.sqlite")
    first.write([entry(1)])
    with pytest.raises(JournalInUse, match="another announcer runs already"):
        SqliteJournal(tmp_path / "j.sqlite").read()
    first.close()
    assert SqliteJournal(tmp_path / "j.sqlite").read() == (entry(1),)


@pytest.mark.parametrize("content", [b"not a database " * 500, b"\0" * 8192, b"SQLite format 3\0" + b"\xff" * 8000])
def test_what_is_not_a_journal_is_set_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "j.sqlite").write_bytes(content)
    journal = SqliteJournal(tmp_path / "j.sqlite")
    assert journal.read() == ()
    assert journal.set_aside is not None
    assert journal.set_aside.read_bytes() == content
    journal.write([entry(1)])
    assert journal.read() == (entry(1),)


def test_another_programs_database_is_set_aside(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "j.sqlite") as other:
        other.execute("CREATE TABLE announcements (other TEXT)")
    other.close()
    journal = SqliteJournal(tmp_path / "j.sqlite")
    journal.write([entry(1)])
    assert journal.read() == (entry(1),)
    assert journal.set_aside is not None


def test_flipped_bytes_never_stop_it(tmp_path: Path) -> None:
    chance = random.Random(1)
    for turn in range(60):
        path = tmp_path / f"{turn}.sqlite"
        whole = SqliteJournal(path)
        whole.write([entry(n) for n in range(1, 40)])
        whole.close()
        content = bytearray(path.read_bytes())
        for _ in range(chance.choice([1, 3, 200])):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        journal = SqliteJournal(path)
        known = journal.read()
        assert len(known) <= 39
        journal.write([entry(40)])
        assert journal.read()[-1] == entry(40)
        journal.close()


def test_the_rows_of_a_damaged_journal_that_can_be_read_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    whole = SqliteJournal(path)
    whole.write([entry(1), entry(2)])
    whole.close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE announcements SET entry = X'7B' WHERE arrival = 2")
    raw.close()
    journal = SqliteJournal(path)
    assert journal.read() == (entry(1),)
    assert journal.set_aside is not None
    assert journal.read() == (entry(1),)


def test_at_most_three_damaged_journals_are_kept(tmp_path: Path) -> None:
    for _ in range(5):
        (tmp_path / "j.sqlite").write_bytes(b"damaged" * 1000)
        journal = SqliteJournal(tmp_path / "j.sqlite")
        journal.read()
        journal.close()
    assert len(list(tmp_path.glob("*damaged*"))) == 3


def test_a_place_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    journal = SqliteJournal(tmp_path / "file" / "j.sqlite")
    for use in (lambda: journal.write([entry(1)]), journal.read):
        with pytest.raises(JournalError, match="free some space on the card"):
            use()


def test_a_full_simulated_journal_keeps_what_it_had() -> None:
    journal = SimulatedJournal()
    journal.write([entry(1)])
    journal.full = True
    with pytest.raises(JournalError):
        journal.write([entry(2)])
    assert journal.read() == (entry(1),)


def test_a_full_journal_keeps_what_it_had_and_takes_more_when_there_is_room(
    tmp_path: Path, no_room: Callable[[], object]
) -> None:
    journal = SqliteJournal(tmp_path / "j.sqlite")
    journal.write([entry(1)])
    with no_room(), pytest.raises(JournalError):
        journal.write([entry(2)])
    journal.write([entry(3)])
    assert [e.order for e in journal.read()] == [1, 3]


def test_a_row_that_an_older_version_wrote_is_read_and_its_sound_is_dated_by_its_end(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j.sqlite")
    journal.write([entry(1, "spoken"), entry(2, "cancelled")])
    journal.close()
    with closing(sqlite3.connect(tmp_path / "j.sqlite")) as database, database:
        database.execute("UPDATE announcements SET entry = ? WHERE arrival = 1", (OLD_ROW,))
    old, cancelled = SqliteJournal(tmp_path / "j.sqlite").read()
    assert (old.announcement.state, old.request.insist, old.heard_at) == ("spoken", False, None)
    assert old.heard_until == datetime(2026, 11, 24, 12, 0, 7, tzinfo=UTC)
    assert cancelled.heard_until is None
