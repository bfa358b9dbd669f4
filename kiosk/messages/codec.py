"""Bytes from the wire to our values and back: JSON, UTF-8, at most 64 KiB, unknown fields ignored."""

from typing import TypeVar

import msgspec

from kiosk.errors import InputError

MAX_BYTES = 64 * 1024

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
        return msgspec.json.decode(payload, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"The message is not a {form.__name__}: {error}.") from error
