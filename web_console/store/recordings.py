"""What people of the house recorded: the sound, whose voice it is, who recorded it and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert

from web_console.store import tables
from web_console.store.database import Database


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """All that is known of a recording besides its sound."""

    sound: str
    """Its name: see `kiosk.messages.recording.name_of`."""
    seconds: float
    voice: str
    """Whose voice it is, as they are called in the house."""
    by: str
    """Who was signed in."""
    at: datetime


class Recordings:
    """Sounds by their names; which sentence they belong to stands with the sentence."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, recorded: Recorded, content: bytes) -> None:
        """Keeps a recording; the same sound again is the same recording."""
        row = {
            "content": content, "seconds": recorded.seconds, "voice": recorded.voice, "by": recorded.by,
            "at": recorded.at.isoformat(),
        }  # fmt: skip
        statement = insert(tables.recordings).values(sound=recorded.sound, **row)
        with self._database.writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["sound"], set_=row))

    def content(self, sound: str) -> bytes | None:
        """The sound itself, as WAV."""
        table = tables.recordings
        with self._database.reading() as connection:
            return connection.execute(select(table.c.content).where(table.c.sound == sound)).scalar()

    def all(self) -> dict[str, Recorded]:
        """Every recording by its name."""
        table = tables.recordings
        columns = (table.c.sound, table.c.seconds, table.c.voice, table.c.by, table.c.at)
        with self._database.reading() as connection:
            rows = connection.execute(select(*columns)).all()
        return {
            row.sound: Recorded(
                sound=row.sound, seconds=row.seconds, voice=row.voice, by=row.by, at=datetime.fromisoformat(row.at)
            )
            for row in rows
        }

    def bytes_kept(self) -> int:
        """How large they are together."""
        with self._database.reading() as connection:
            return connection.execute(select(func.sum(func.length(tables.recordings.c.content)))).scalar() or 0

    def forget_all_but(self, sounds: Collection[str]) -> None:
        """Deletes every other one; nothing of it is left in the files: a voice is personal."""
        forgotten = set(self.all()) - set(sounds)
        if not forgotten:
            return
        table = tables.recordings
        with self._database.writing() as connection:
            connection.execute(delete(table).where(table.c.sound.in_(forgotten)))
        self._database.settle()
