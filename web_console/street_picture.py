"""The picture of the empty street that an owner asked for: in this process's memory, for at most 15 minutes; pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from kiosk.domain.picture import GATHER_S, OPEN_S, REST_S
from kiosk.domain.words import Words
from kiosk.errors import InputError

MAX_JPEG_BYTES = 1024 * 1024
_LATE_AFTER = timedelta(seconds=60)
"""A slow box needs longer than the gathering itself."""
_SOON = Words(
    fr="L'image se prépare : encore {n} s environ. Les passants et les véhicules qui roulent en sont effacés.",
    en="The picture is being made: about {n} s more. People and moving vehicles are taken out of it.",
)
_ALMOST = Words(fr="L'image se prépare : encore un instant.", en="The picture is being made: in a moment.")
_LATE = Words(
    fr="Aucune image n'est arrivée : vérifiez que la caméra voit la rue, puis redemandez-la.",
    en="No picture has come: check that the camera sees the street, then ask again.",
)
_SHOWN = Words(
    fr="La rue sans passants ni véhicules qui roulent. L'image disparaît dans {n} min et n'est pas enregistrée.",
    en="The street without people and moving vehicles. The picture goes in {n} min and is not stored.",
)

State = Literal["closed", "waiting", "late", "shown"]


@dataclass(frozen=True, kw_only=True)
class EmptyStreet:
    """What is known of it; without `opened_at` nobody has asked in the last 15 minutes, and there is none."""

    opened_at: datetime | None = None
    due_at: datetime | None = None
    """When the picture asked for last may be expected; None once it is here."""
    begun_at: datetime | None = None
    """When the watcher began to gather frames for it, as far as one knows here: it rests after each picture."""
    jpeg: bytes = b""
    number: int = 0
    """Grows with each picture, so that a page sees that there is another one."""


def asked(street: EmptyStreet, at: datetime) -> EmptyStreet:
    """An owner asks; whoever asks while one is being made waits for the same."""
    if street.due_at is not None and at < street.due_at:
        return street
    rested_at = at if street.begun_at is None else street.begun_at + timedelta(seconds=GATHER_S + REST_S)
    begun_at = max(at, rested_at)
    due_at = begun_at + timedelta(seconds=GATHER_S)
    return replace(street, opened_at=street.opened_at or at, begun_at=begun_at, due_at=due_at)


def arrived(street: EmptyStreet, jpeg: bytes) -> EmptyStreet:
    """The watcher sent a picture; one that nobody here asked for is not kept."""
    if street.opened_at is None:
        return street
    return replace(street, jpeg=jpeg, number=street.number + 1, due_at=None)


def checked(payload: bytes) -> bytes:
    """The payload, which has to be a JPEG.

    Raises:
        InputError: it is none, or larger than 1 MiB.
    """
    if len(payload) > MAX_JPEG_BYTES or not (payload.startswith(b"\xff\xd8\xff") and payload.endswith(b"\xff\xd9")):
        raise InputError(f"The picture of the street is no JPEG of at most {MAX_JPEG_BYTES} bytes.")
    return payload


def kept(street: EmptyStreet, at: datetime) -> EmptyStreet:
    """What is left of it: nothing, 15 minutes after it was opened."""
    if street.opened_at is None or at < _closes_at(street.opened_at):
        return street
    return EmptyStreet(begun_at=street.begun_at, number=street.number)


def standing(street: EmptyStreet, at: datetime) -> tuple[State, Words]:
    """Where it stands, and the words for the owner."""
    if street.opened_at is None:
        return "closed", Words()
    if street.due_at is None:
        return "shown", _with(_SHOWN, -((at - _closes_at(street.opened_at)) // timedelta(minutes=1)))
    if at > street.due_at + _LATE_AFTER:
        return "late", _LATE
    left_s = -((at - street.due_at) // timedelta(seconds=1))
    return "waiting", _with(_SOON, left_s) if left_s > 0 else _ALMOST


def _closes_at(opened_at: datetime) -> datetime:
    return opened_at + timedelta(seconds=OPEN_S)


def _with(words: Words, n: int) -> Words:
    return Words(fr=words.fr.format(n=n), en=words.en.format(n=n))
