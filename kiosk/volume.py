"""The volume of the hour: an announcement louder or softer than the installer's gain, never distorted."""

from collections.abc import Iterable

from kiosk.adapters.samples import amplified, peak_dbfs
from kiosk.adapters.sound.limiter import MOST_LIMITED_DB, fitting_gain_db, louder
from kiosk.live_sound import LiveStream
from kiosk.messages.status import PartHealth
from kiosk.ports import Sound
from kiosk.streams import Stream

PART = "volume"
_NOTICED_DB = 0.5


def at_volume(stream: Stream | LiveStream, gain_db: float, installers_db: float) -> tuple[Iterable[Sound], float]:
    """The parts with `gain_db` more or less, or as much of it as fits below `installers_db`; and how much that is."""
    if gain_db == 0.0:
        return stream.parts, 0.0
    if isinstance(stream, LiveStream):  # made while it is heard: each piece by itself
        return (amplified(part, min(gain_db, -peak_dbfs(part))) for part in stream.parts), gain_db
    got_db = fitting_gain_db(stream.parts, gain_db, installers_db)
    return tuple(louder(part, got_db, installers_db) for part in stream.parts), got_db


def volume_health(wanted_db: float, got_db: float) -> PartHealth:
    """Whether the volume that the house wants at this hour was reached."""
    if wanted_db - got_db < _NOTICED_DB:
        return PartHealth(part=PART, state="ok")
    detail = f"{wanted_db:+.0f} dB are wanted, {got_db:+.0f} dB fit, {MOST_LIMITED_DB:.0f} dB of them by limiting"
    return PartHealth(part=PART, state="degraded", code="volume-limited", detail=detail)
