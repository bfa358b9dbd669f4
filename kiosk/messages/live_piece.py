"""A piece of what a person says live, as bytes: number, whether it is the last, and its samples."""

import struct
from dataclasses import dataclass

from kiosk.errors import InputError

LIVE_RATE_HZ = 16_000
"""Samples a second: all of a voice that a ceiling loudspeaker can give, at a third of what a tablet records."""
MAX_PIECE_BYTES = LIVE_RATE_HZ * 2
"""A second; a tablet sends about a tenth, or what has come together while the Wi-Fi was slow."""
_HEAD = struct.Struct(">IB")


@dataclass(frozen=True, kw_only=True)
class LivePiece:
    """`samples` are 16 bit PCM, little-endian, mono, LIVE_RATE_HZ; none says that the person is still there."""

    number: int
    """Counts up from 0; what comes with a number that was passed is not heard any more."""
    samples: bytes = b""
    last: bool = False


def pack(piece: LivePiece) -> bytes:
    """The bytes of a piece."""
    return _HEAD.pack(piece.number, piece.last) + piece.samples


def unpack(payload: bytes) -> LivePiece:
    """The piece in `payload`.

    Raises:
        InputError: it is too short, too long, or ends in the middle of a sample.
    """
    samples = payload[_HEAD.size :]
    if len(payload) < _HEAD.size or len(samples) % 2 or len(samples) > MAX_PIECE_BYTES:
        raise InputError(f"A piece of a live voice cannot have {len(payload)} bytes.")
    number, last = _HEAD.unpack_from(payload)
    if last > 1:
        raise InputError(f"A piece of a live voice ends with 1 or goes on with 0, not with {last}.")
    return LivePiece(number=number, samples=samples, last=bool(last))
