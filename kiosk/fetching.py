"""Fetches one file over HTTP: with progress, taken up again where it broke off, checked, and never half in place."""

import hashlib
import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kiosk.errors import FetchError

_PIECE_BYTES = 1 << 16
_TRIES = 5
STALL_S = 30.0
"""A server that gives nothing for so long is asked again, for what is missing."""

Progress = Callable[[int], None]
"""Called with how many bytes are there."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A file on a server, and what it must be to the last byte."""

    address: str
    size: int
    md5: str
    """What the catalogue of piper's voices has. MD5 is broken for two files made by one person to be alike; nobody can
    make another file for a sum that is already given, as here."""


def fetch(wanted: Wanted, path: Path, *, progress: Progress = lambda _: None, stall_s: float = STALL_S) -> None:
    """Puts the file at `path`; what an earlier try left beside it, in `path`.part, is not fetched again.

    Raises:
        FetchError: the server is away, keeps breaking off or gives another file, or the disk is full.
    """
    half = path.with_name(path.name + ".part")
    failed = ""
    for _ in range(_TRIES):
        before = _size(half)
        try:
            if before < wanted.size:
                _go_on(wanted, half, progress, stall_s)
        except urllib.error.HTTPError as error:
            raise FetchError(f"{wanted.address} cannot be fetched (HTTP {error.code}): check its name.") from error
        except (OSError, http.client.HTTPException) as error:
            failed = str(getattr(error, "reason", error)) or type(error).__name__
        if _size(half) >= wanted.size:
            if matches(half, wanted.size, wanted.md5):
                half.replace(path)
                return
            half.unlink()
            if before == 0:
                raise FetchError(f"What {wanted.address} gives is not the file of the catalogue: try again later.")
    why = failed or "it breaks off"
    raise FetchError(f"{wanted.address} cannot be fetched whole ({why}): give the same command again to go on.")


def matches(file: Path, size: int, md5: str) -> bool:
    """Whether `file` is what it should be, to the last byte."""
    if _size(file) != size:
        return False
    with file.open("rb") as content:
        return hashlib.file_digest(content, lambda: hashlib.md5(usedforsecurity=False)).hexdigest() == md5


def _go_on(wanted: Wanted, half: Path, progress: Progress, stall_s: float) -> None:
    """Fetches what is missing; all of it where the server does not know how to begin in the middle."""
    there = _size(half)
    request = urllib.request.Request(wanted.address, headers={"Range": f"bytes={there}-"} if there else {})  # noqa: S310
    with urllib.request.urlopen(request, timeout=stall_s) as answer:  # noqa: S310 - an address of ours or the person's
        goes_on = answer.status == http.HTTPStatus.PARTIAL_CONTENT
        there = there if goes_on else 0
        with _opened(half, "ab" if goes_on else "wb") as file:
            while there <= wanted.size and (piece := answer.read(_PIECE_BYTES)):
                _write(file, piece, half)
                there += len(piece)
                progress(min(there, wanted.size))


def _opened(half: Path, mode: str) -> IO[bytes]:
    try:
        half.parent.mkdir(parents=True, exist_ok=True)
        return half.open(mode)
    except OSError as error:
        raise FetchError(f"{half.parent} cannot be written to ({error.strerror}): choose another folder.") from error


def _write(file: IO[bytes], piece: bytes, half: Path) -> None:
    try:
        file.write(piece)
        file.flush()
    except OSError as error:
        raise FetchError(f"{half.parent} cannot take it ({error.strerror}): free some space.") from error


def _size(half: Path) -> int:
    return half.stat().st_size if half.exists() else 0
