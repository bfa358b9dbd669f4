"""The console's memory: migrations, broken files, changes at the same time, history."""

import sqlite3
import stat
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kiosk.domain.requests import Announcement
from kiosk.domain.starter import STARTER
from kiosk.domain.venue import Template, Templates, Venue
from kiosk.domain.words import Words
from kiosk.errors import StoreError
from web_console.session_key import session_key
from web_console.store import open_store, tables
from web_console.store.configuration import ConfigurationError
from web_console.store.tables import metadata

NOW = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)


def _ended(name: str, at: datetime = NOW, state: str = "spoken") -> Announcement:
    return Announcement(id=name, state=state, text=Words(fr="Bonsoir."), by="Léa", at=at)  # type: ignore[arg-type]


def test_the_migrations_lead_from_nothing_to_the_tables_of_the_code(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with store.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    store.close()


def test_only_the_console_may_read_its_files(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    session_key(tmp_path)
    for name in ("console.sqlite", "session.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_the_key_of_the_sign_in_stays_the_same_and_a_half_written_one_is_made_anew(tmp_path: Path) -> None:
    key = session_key(tmp_path)
    assert session_key(tmp_path) == key
    (tmp_path / "session.key").write_bytes(key[:7])
    assert len(session_key(tmp_path)) == 32


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "console.sqlite").write_bytes(b"\x00garbage" * 500)
    with pytest.raises(StoreError, match="damaged: put a copy back"):
        open_store(tmp_path)


@pytest.mark.parametrize("offset", range(0, 16384, 2048))
def test_flipped_bytes_are_either_harmless_or_said_in_words(tmp_path: Path, offset: int) -> None:
    store = open_store(tmp_path)
    store.people.add(name="Léa", role="staff", secret="4831")
    store.close()
    path = tmp_path / "console.sqlite"
    raw = bytearray(path.read_bytes())
    raw[offset : offset + 64] = bytes(b ^ 0xFF for b in raw[offset : offset + 64])
    path.write_bytes(raw)
    try:
        store = open_store(tmp_path)
        store.people.all()
        store.close()
    except StoreError as error:
        assert "console" in str(error)


def test_a_file_that_another_program_holds_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with sqlite3.connect(tmp_path / "console.sqlite") as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="another program holds it"):
            store.history.record(_ended("a"))
        other.rollback()
    other.close()
    store.close()


def test_a_full_card_says_so_and_keeps_what_was_there(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.history.record(_ended("a"))
    with store.database.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="memory card is full"):
        for number in range(1000):
            store.history.record(_ended(f"b{number}" + "x" * 500))
    assert "a" in [line.id for line in store.history.last(2000)]
    store.close()


def test_a_file_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(StoreError, match="newer version"):
        open_store(tmp_path)


def test_a_folder_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be made"):
        open_store(tmp_path / "file" / "state")


def test_a_new_house_begins_with_the_starter_sentences_and_no_zone(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    assert store.configuration.templates() == STARTER
    assert store.configuration.zones().zones == ()
    store.close()


def test_zones_that_were_kept_before_there_were_rules_are_watched_always_and_for_every_vehicle(tmp_path: Path) -> None:
    old = '{"zones":[{"id":"a","place":{"fr":"ici","en":""},"polygon":[[0,0],[1,0],[1,1]],"dwell_s":90.0}],"version":7}'
    store = open_store(tmp_path)
    with store.database.writing() as connection:
        row = {"name": "zones", "version": 7, "payload": old, "by": "Odile", "at": NOW.isoformat()}
        connection.execute(tables.configuration.insert().values(**row))
    kept = store.configuration.zones()
    zone = kept.zones[0]
    assert (kept.version, kept.masks, zone.dwell_s, zone.kind) == (7, (), 90.0, "no-parking")
    assert (zone.hours, zone.vehicles, zone.lanes) == ((), (), ())
    store.close()


def test_changes_at_the_same_time_all_count(tmp_path: Path) -> None:
    store = open_store(tmp_path)

    def change() -> None:
        for _ in range(10):
            store.configuration.change(Venue, lambda venue: replace(venue, name=venue.name + "x"), by="Odile")

    threads = [threading.Thread(target=change) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30.0)
    venue = store.configuration.venue()
    assert (venue.version, venue.name) == (40, "x" * 40)
    store.close()


def test_more_than_fits_into_a_message_is_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    long = tuple(Template(id=f"t{n}", name=Words(fr="x"), fr=("é" * 400,) * 12) for n in range(20))
    with pytest.raises(ConfigurationError, match="too much"):
        store.configuration.change(Templates, lambda before: replace(before, templates=long), by="Odile")
    assert store.configuration.templates() == STARTER
    store.close()


def test_the_history_keeps_the_first_end_of_an_announcement_and_nothing_unfinished(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for state in ("queued", "spoken", "failed", "spoken"):
        store.history.record(_ended("a", state=state))
    assert [(line.id, line.state, line.by) for line in store.history.last(10)] == [("a", "spoken", "Léa")]
    store.close()


def test_the_history_forgets_after_ninety_days(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    now = datetime.now(UTC)
    store.history.record(_ended("old", now - timedelta(days=91)))
    store.history.record(_ended("young", now - timedelta(days=89)))
    assert [line.id for line in store.history.last(10)] == ["young"]
    store.close()


def test_a_day_of_the_history_has_its_start_and_not_its_end(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    now = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for hours in (-1, 0, 23, 24):
        store.history.record(_ended(f"at{hours}", now + timedelta(hours=hours)))
    assert [line.id for line in store.history.between(now, now + timedelta(days=1))] == ["at23", "at0"]
    store.close()
