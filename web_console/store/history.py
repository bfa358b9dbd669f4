"""What was announced, by whom, and what became of it; kept for ninety days, for the texts may name guests."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.domain.requests import FINAL_STATES, Announcement
from kiosk.domain.words import Words
from web_console.store import tables
from web_console.store.database import Database

KEPT_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line of the history."""

    id: str
    at: datetime
    """When it came to its end, UTC."""
    by: str
    text: Words
    incident: str | None
    state: str
    reason: str | None


class History:
    """One line an announcement; its first final state stays."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, announcement: Announcement) -> None:
        """Keeps how an announcement ended; the same one again changes nothing."""
        if announcement.state not in FINAL_STATES:
            return
        row = {
            "at": announcement.at.astimezone(UTC).isoformat(), "by": announcement.by, "text_fr": announcement.text.fr,
            "text_en": announcement.text.en, "incident": announcement.incident, "state": announcement.state,
            "reason": announcement.reason,
        }  # fmt: skip
        oldest = (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).isoformat()
        statement = insert(tables.history).values(id=announcement.id, **row)
        with self._database.writing() as connection:
            connection.execute(statement.on_conflict_do_nothing(index_elements=["id"]))
            connection.execute(delete(tables.history).where(tables.history.c.at < oldest))

    def last(self, most: int) -> list[Told]:
        """The newest lines, the newest first."""
        return self._lines(select(tables.history).order_by(tables.history.c.at.desc()).limit(most))

    def between(self, start: datetime, end: datetime) -> list[Told]:
        """The lines of [start, end), the newest first; both need a time zone."""
        at = tables.history.c.at
        wanted = select(tables.history).where(at >= _utc(start), at < _utc(end)).order_by(at.desc())
        return self._lines(wanted)

    def _lines(self, wanted: object) -> list[Told]:
        with self._database.reading() as connection:
            return [_told(row) for row in connection.execute(wanted)]  # type: ignore[call-overload]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _told(row: Row[tuple[object, ...]]) -> Told:
    return Told(
        id=row.id, at=datetime.fromisoformat(row.at), by=row.by, text=Words(fr=row.text_fr, en=row.text_en),
        incident=row.incident, state=row.state, reason=row.reason,
    )  # fmt: skip
