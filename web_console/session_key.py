"""The key that signs cookies: made once, kept in a file that only the console may read."""

import os
import secrets
from pathlib import Path

from kiosk.errors import StoreError

_BYTES = 32


def session_key(state_folder: Path) -> bytes:
    """The key in `state_folder`, made when there is none.

    Raises:
        StoreError: its file cannot be written or read.
    """
    path = state_folder / "session.key"
    try:
        key = path.read_bytes() if path.exists() else b""
        return key if len(key) == _BYTES else _new_key(path)
    except OSError as error:
        raise StoreError(f"The key of the sign-in, {path}, cannot be used: {error.strerror}.") from error


def _new_key(path: Path) -> bytes:
    """Whole or not at all: a half-written key would sign everybody out at the next start."""
    key = secrets.token_bytes(_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        os.fsync(file.fileno())
    part.replace(path)
    return key
