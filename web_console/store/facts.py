"""Single facts by name, such as the hash of the code that opens the first page."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from web_console.store import tables
from web_console.store.database import Database


class Facts:
    """A text for a name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str | None:
        """The text kept for `name`."""
        with self._database.reading() as connection:
            return connection.execute(select(tables.facts.c.text).where(tables.facts.c.name == name)).scalar()

    def keep(self, name: str, text: str) -> None:
        """Keeps `text` for `name`, instead of what was kept before."""
        statement = insert(tables.facts).values(name=name, text=text)
        with self._database.writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"text": text}))

    def forget(self, name: str) -> None:
        """Keeps nothing for `name` any more."""
        with self._database.writing() as connection:
            connection.execute(delete(tables.facts).where(tables.facts.c.name == name))
