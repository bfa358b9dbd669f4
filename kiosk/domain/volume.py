"""How loud it is at a time of day."""

from datetime import datetime

from kiosk.domain.requests import Priority
from kiosk.domain.schedule import timezone_named, watched
from kiosk.domain.venue import Venue
from kiosk.errors import InputError

SOFTEST_DB, LOUDEST_DB = -60.0, 30.0
"""No loudspeaker follows further, whatever was published."""


def gain_db_at(venue: Venue, utc: datetime, priority: Priority) -> float:
    """What `venue.manners.volumes` add to the installer's gain at `utc`; an emergency is never made softer."""
    try:
        local = utc.astimezone(timezone_named(venue.timezone))
    except InputError:  # it was published by somebody else than the console, which checks it
        return 0.0
    volumes = venue.manners.volumes
    gain_db = next((volume.gain_db for volume in volumes if watched((volume.during,), local)), 0.0)
    return min(max(gain_db, 0.0 if priority == "emergency" else SOFTEST_DB), LOUDEST_DB)
