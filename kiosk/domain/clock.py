"""The time as the cores see it: handed to them, never asked for."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Now:
    """One instant: `mono_s` for durations (seconds, arbitrary origin), `utc` for what is stored and shown."""

    mono_s: float
    utc: datetime


@dataclass(frozen=True, kw_only=True)
class Tick:
    """Time has passed; nothing else happened."""
