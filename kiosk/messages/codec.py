"""Bytes from the wire to our values and back: JSON, UTF-8, at most 64 KiB, unknown fields ignored."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import TypeVar

import msgspec

from kiosk.errors import InputError

MAX_BYTES = 64 * 1024
_MAX_INT = 2**63 - 1

T = TypeVar("T")


def encode(value: object) -> bytes:
    """The JSON of one of our frozen dataclasses; times are RFC 3339."""
    return msgspec.json.encode(value)


def decode(payload: bytes, form: type[T]) -> T:
    """The value in `payload`.

    Raises:
        InputError: the payload is too large, is not JSON, or is not of the form; the sentence says which field.
    """
    if len(payload) > MAX_BYTES:
        raise InputError(f"The message has {len(payload)} bytes; at most {MAX_BYTES} are read.")
    try:
        value = msgspec.json.decode(payload, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"The message is not a {form.__name__}: {error}.") from error
    for where, what in _leaves(value, "$"):
        mistake = _mistake(what)
        if mistake:
            raise InputError(f"The message is not a {form.__name__}: {mistake} - at `{where}`.")
    return value


def _mistake(leaf: object) -> str | None:
    """What is of the form and would still break later: comparing, adding to, storing or encoding again."""
    if isinstance(leaf, datetime) and leaf.tzinfo is None:
        return "a time needs a time zone"
    if isinstance(leaf, datetime) and not 1970 < leaf.year < 2200:
        return "a time must be between 1971 and 2199"
    if isinstance(leaf, int) and abs(leaf) > _MAX_INT:
        return "a number is too large"
    return None


def _leaves(value: object, where: str) -> Iterator[tuple[str, object]]:
    """Every value inside `value` that holds no other, with its path."""
    if is_dataclass(value):
        for field in fields(value):
            yield from _leaves(getattr(value, field.name), f"{where}.{field.name}")
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _leaves(one, f"{where}.{key}")
    elif isinstance(value, tuple):
        for one in value:
            yield from _leaves(one, f"{where}[...]")
    else:
        yield where, value
