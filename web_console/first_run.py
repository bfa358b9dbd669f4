"""The one-time code that makes the first owner: printed by the service, kept only as a hash."""

import secrets

from web_console.store import Store
from web_console.store.secrets import hashed, matches

_NAME = "setup-code"
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another
_GROUPS, _GROUP = 2, 4


def new_code(store: Store) -> str | None:
    """A new code for a house without an owner, None when it has one; the code of the last start is void."""
    if store.people.has_owner():
        return None
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    store.facts.keep(_NAME, hashed(_plain(code)))
    return code


def is_code(store: Store, typed: str) -> bool:
    """Whether `typed` is the code, however it was spaced."""
    stored = store.facts.get(_NAME)
    return stored is not None and matches(_plain(typed), stored)


def forget_code(store: Store) -> None:
    """The code has served."""
    store.facts.forget(_NAME)


def _plain(code: str) -> str:
    return "".join(c for c in code.upper() if c.isalnum())
