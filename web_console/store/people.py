"""Who may use the console, and who is signed in where."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from ulid import ULID

from kiosk.domain.words import Words
from kiosk.errors import InputError
from web_console.store import tables
from web_console.store.database import Database
from web_console.store.secrets import hashed, matches, weakness_of_password, weakness_of_pin

Role = Literal["owner", "staff"]
MAX_NAME_CHARS = 40
MAX_PEOPLE = 60


class PersonError(InputError):
    """What was given about a person is refused; `words` names cause and cure, `field` is `name` or `secret`."""

    def __init__(self, field: str, words: Words) -> None:
        super().__init__(words.en)
        self.field = field
        self.words = words


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody of the house: an owner signs in with a password, staff with a PIN."""

    id: str
    name: str
    role: Role


class People:
    """The people and their sessions; every name is there once, and so is every PIN."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._nobody = hashed(secrets.token_hex())

    def all(self) -> list[Person]:
        """Everybody, owners last, by name."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(tables.people).order_by(tables.people.c.role.desc(), tables.people.c.name_key)
            )
            return [_person(row) for row in rows]

    def get(self, person_id: str) -> Person | None:
        """The person with this id."""
        with self._database.reading() as connection:
            row = connection.execute(select(tables.people).where(tables.people.c.id == person_id)).first()
        return _person(row) if row else None

    def has_owner(self) -> bool:
        """Whether somebody owns the house yet."""
        return any(person.role == "owner" for person in self.all())

    def add(self, *, name: str, role: Role, secret: str, only_as_first: bool = False) -> Person:
        """Takes somebody in; `only_as_first` refuses when the house has an owner already.

        Raises:
            PersonError: name or secret is refused.
        """
        name = " ".join(name.split())
        self._check_secret(name, role, secret, except_id="")
        person = Person(id=str(ULID()), name=name, role=role)
        kept = hashed(secret)
        with self._database.writing() as connection:
            _check_name(connection, name, only_as_first)
            connection.execute(insert(tables.people).values(
                id=person.id, name=name, name_key=name.casefold(), role=role, secret=kept,
                created_at=datetime.now(UTC).isoformat()))  # fmt: skip
        return person

    def change_secret(self, person: Person, secret: str, *, keep: str | None = None) -> None:
        """Gives a new password or PIN and ends every session of the person but `keep`.

        Raises:
            PersonError: the secret is refused.
        """
        self._check_secret(person.name, person.role, secret, except_id=person.id)
        kept = hashed(secret)
        with self._database.writing() as connection:
            connection.execute(update(tables.people).where(tables.people.c.id == person.id).values(secret=kept))
            theirs = tables.sessions.c.person == person.id
            others = tables.sessions.c.token != _digest(keep or "")
            connection.execute(delete(tables.sessions).where(theirs, others))

    def remove(self, person: Person) -> None:
        """Lets somebody go; their sessions end.

        Raises:
            PersonError: it is the only owner.
        """
        with self._database.writing() as connection:
            owners = select(func.count()).where(tables.people.c.role == "owner", tables.people.c.id != person.id)
            if person.role == "owner" and not connection.execute(owners).scalar():
                raise PersonError("name", Words(
                    fr="C'est le seul gérant : ajoutez-en un autre d'abord.",
                    en="This is the only owner: add another one first."))  # fmt: skip
            connection.execute(delete(tables.people).where(tables.people.c.id == person.id))

    def is_secret_of(self, person_id: str, secret: str) -> bool:
        """Whether `secret` is theirs; takes as long for somebody who does not exist."""
        with self._database.reading() as connection:
            stored = connection.execute(select(tables.people.c.secret).where(tables.people.c.id == person_id)).scalar()
        return matches(secret, stored or self._nobody) and stored is not None

    def open_session(self, person: Person, now: datetime, hours: int) -> str:
        """Signs the person in; returns the token that the cookie carries."""
        token = secrets.token_urlsafe(32)
        with self._database.writing() as connection:
            connection.execute(delete(tables.sessions).where(tables.sessions.c.until <= now.isoformat()))
            connection.execute(insert(tables.sessions).values(
                token=_digest(token), person=person.id, until=(now + timedelta(hours=hours)).isoformat()))  # fmt: skip
        return token

    def of_session(self, token: str, now: datetime) -> Person | None:
        """Who is signed in with `token`; None when that session has ended."""
        found = (
            select(tables.people)
            .join(tables.sessions, tables.sessions.c.person == tables.people.c.id)
            .where(tables.sessions.c.token == _digest(token), tables.sessions.c.until > now.isoformat())
        )
        with self._database.reading() as connection:
            row = connection.execute(found).first()
        return _person(row) if row else None

    def close_session(self, token: str) -> None:
        """Signs out."""
        with self._database.writing() as connection:
            connection.execute(delete(tables.sessions).where(tables.sessions.c.token == _digest(token)))

    def _check_secret(self, name: str, role: Role, secret: str, *, except_id: str) -> None:
        weakness = weakness_of_password(secret, name) if role == "owner" else weakness_of_pin(secret)
        if weakness:
            raise PersonError("secret", weakness)
        if role == "staff" and self._pin_is_taken(secret, except_id):
            raise PersonError("secret", Words(
                fr="Ce code est déjà celui de quelqu'un : choisissez-en un autre.",
                en="This PIN is somebody's already: choose another one."))  # fmt: skip

    def _pin_is_taken(self, pin: str, except_id: str) -> bool:
        others = select(tables.people.c.secret).where(tables.people.c.role == "staff", tables.people.c.id != except_id)
        with self._database.reading() as connection:
            stored = connection.execute(others).scalars().all()
        return any(matches(pin, one) for one in stored)


def _check_name(connection: Connection, name: str, only_as_first: bool) -> None:
    if not 0 < len(name) <= MAX_NAME_CHARS or not name.isprintable():
        raise PersonError("name", Words(
            fr=f"Le nom doit avoir de 1 à {MAX_NAME_CHARS} caractères.",
            en=f"The name must have 1 to {MAX_NAME_CHARS} characters."))  # fmt: skip
    if connection.execute(select(tables.people.c.id).where(tables.people.c.name_key == name.casefold())).first():
        raise PersonError("name", Words(
            fr=f"Il y a déjà quelqu'un qui s'appelle {name} : ajoutez une initiale.",
            en=f"Somebody is called {name} already: add an initial."))  # fmt: skip
    if (connection.execute(select(func.count()).select_from(tables.people)).scalar() or 0) >= MAX_PEOPLE:
        raise PersonError("name", Words(
            fr=f"Il y a déjà {MAX_PEOPLE} personnes : retirez d'abord celles qui sont parties.",
            en=f"There are {MAX_PEOPLE} people already: remove those who have left first."))  # fmt: skip
    owner = select(tables.people.c.id).where(tables.people.c.role == "owner")
    if only_as_first and connection.execute(owner).first():
        raise PersonError("name", Words(
            fr="La maison a déjà un gérant : connectez-vous.",
            en="The house has an owner already: sign in."))  # fmt: skip


def _person(row: Row[tuple[object, ...]]) -> Person:
    return Person(id=row.id, name=row.name, role=row.role)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
