"""Whether the loudspeaker is in use, on `speaking`."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Speaking:
    """`on` from the amplifier's wake-up to the end of the last word; the broker says `false` for a dead announcer."""

    on: bool
