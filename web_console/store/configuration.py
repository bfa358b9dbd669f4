"""The owner's configuration as it is published: venue, zones, templates; every change gets the next version."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.domain.starter import STARTER
from kiosk.domain.venue import Templates, Venue, Zones
from kiosk.domain.words import Words
from kiosk.errors import InputError
from kiosk.messages.codec import MAX_BYTES, decode, encode
from web_console.store import tables
from web_console.store.database import Database

Form = TypeVar("Form", Venue, Zones, Templates)
_NAMES: dict[type, str] = {Venue: "venue", Zones: "zones", Templates: "templates"}
_FIRST: dict[type, Venue | Zones | Templates] = {Venue: Venue(), Zones: Zones(zones=()), Templates: STARTER}


class ConfigurationError(InputError):
    """A change that is not kept: somebody else was quicker, or it is too large; `words` says which."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class Configuration:
    """Three values; what is read is what was last saved, or what a new house begins with."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def venue(self) -> Venue:
        """How the house wants to be."""
        return self._read(Venue)

    def zones(self) -> Zones:
        """Where a stopped vehicle matters."""
        return self._read(Zones)

    def templates(self) -> Templates:
        """The sentences of the house."""
        return self._read(Templates)

    def change(self, form: type[Form], make: Callable[[Form], Form], *, by: str) -> Form:
        """Replaces the value of `form` by what `make` makes of it, with the next version; nobody comes in between.

        Raises:
            ConfigurationError: it would be too large to publish; `make` raises it for an edit that came too late.
        """
        with self._database.writing() as connection:
            before = _stored(connection, form)
            after = replace(make(before), version=before.version + 1)
            payload = encode(after)
            if len(payload) > MAX_BYTES:
                raise ConfigurationError(Words(
                    fr="C'est trop pour être envoyé : supprimez ce qui ne sert plus, puis recommencez.",
                    en="This is too much to be sent: delete what is not needed any more, then try again."))  # fmt: skip
            row = {
                "version": after.version, "payload": payload.decode(), "by": by, "at": datetime.now(UTC).isoformat(),
            }  # fmt: skip
            name = {"name": _NAMES[form]}
            statement = insert(tables.configuration).values(**name, **row)
            connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=row))
        return after

    def _read(self, form: type[Form]) -> Form:
        with self._database.reading() as connection:
            return _stored(connection, form)


def _stored(connection: Connection, form: type[Form]) -> Form:
    table = tables.configuration
    payload = connection.execute(select(table.c.payload).where(table.c.name == _NAMES[form])).scalar()
    return _FIRST[form] if payload is None else decode(payload.encode(), form)  # type: ignore[return-value]
