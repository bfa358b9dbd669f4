"""The broker's password, read from a file that only the service may read."""

import logging
from pathlib import Path

from kiosk.errors import BusError

_log = logging.getLogger(__name__)

_OTHERS_MAY_READ = 0o004


def read_password(file: str, user: str) -> str | None:
    """The first line of `file`, or of the file named `user` where `file` is a folder; None where `file` is empty.

    A file that everybody on the machine may read is used, and warned about.

    Raises:
        BusError: the file cannot be read, or is empty.
    """
    if not file:
        return None
    path = Path(file) / user if Path(file).is_dir() else Path(file)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        mode = path.stat().st_mode
    except OSError as error:
        raise BusError(
            f"The broker's password file {path} cannot be read: {error.strerror}. Correct bus.password_file."
        ) from error
    except UnicodeDecodeError as error:
        raise BusError(f"The broker's password file {path} is not UTF-8 text. Write the password into it.") from error
    if not lines or not lines[0]:
        raise BusError(f"The broker's password file {path} is empty. Write the password into its first line.")
    if mode & _OTHERS_MAY_READ:
        _log.warning("everybody on this machine can read %s: run `chmod 600 %s`", path, path)
    return lines[0]
