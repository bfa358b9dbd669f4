"""How often somebody tried to get in, kept on disk: a restart forgives nothing."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from web_console.store import tables
from web_console.store.database import Database

_FREE = {"person": 5, "setup": 5, "address": 20}
"""Tries before the first wait; an address is shared by all tablets behind one proxy or router."""
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=15)
_FORGOTTEN_AFTER = timedelta(hours=24)
_AT_ONCE = datetime.fromtimestamp(0, UTC)
"""No wait: not "now", which is later than the "now" of a try that waited for its turn at the database."""


class Attempts:
    """Counts a try before it is made, so that many at once are counted too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, now: datetime, *who: str) -> timedelta:
        """Counts one try for each of `who` ("person:ID", "address:IP", "setup").

        Returns how long to wait: nothing when the try may be made, else it may not (and was not counted).
        """
        with self._database.writing() as connection:
            old = tables.attempts.c.last_at < (now - _FORGOTTEN_AFTER).isoformat()
            connection.execute(delete(tables.attempts).where(old))
            rows = connection.execute(select(tables.attempts).where(tables.attempts.c.who.in_(who))).all()
            wait = max((datetime.fromisoformat(row.until) - now for row in rows), default=timedelta())
            if wait > timedelta():
                return wait
            failures = {row.who: row.failures + 1 for row in rows}
            for one in who:
                _keep(connection, one, failures.get(one, 1), now)
        return timedelta()

    def succeeded(self, *who: str) -> None:
        """Takes the last try back: it was a good one. A person's and the setup's count starts anew."""
        with self._database.writing() as connection:
            for one in who:
                row = connection.execute(select(tables.attempts).where(tables.attempts.c.who == one)).first()
                mine = tables.attempts.c.who == one
                if row is None or not one.startswith("address:") or row.failures <= 1:
                    connection.execute(delete(tables.attempts).where(mine))
                else:
                    changed = tables.attempts.update().where(mine)
                    connection.execute(changed.values(failures=row.failures - 1, until=_AT_ONCE.isoformat()))


def _keep(connection: Connection, who: str, failures: int, now: datetime) -> None:
    over = failures - _FREE[who.partition(":")[0]]
    until = now + min(_FIRST_WAIT * 2 ** min(over, 20), _LONGEST_WAIT) if over >= 0 else _AT_ONCE
    row = {"failures": failures, "last_at": now.isoformat(), "until": until.isoformat()}
    connection.execute(
        insert(tables.attempts).values(who=who, **row).on_conflict_do_update(index_elements=["who"], set_=row)
    )
