"""What happens to a watcher, and what it then wants done."""

from dataclasses import dataclass
from datetime import tzinfo

from kiosk.domain.detections import KeepInSight
from kiosk.domain.incidents import Decision, Incident
from kiosk.domain.stay import Stay
from kiosk.domain.venue import Zones


@dataclass(frozen=True, kw_only=True)
class SightLost:
    """Nothing is known of the street any more: `reason` is a trouble code."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ZonesChanged:
    """The owner drew other zones."""

    zones: Zones


@dataclass(frozen=True, kw_only=True)
class TimezoneChanged:
    """The venue's own time, by which zones have their hours."""

    timezone: tzinfo


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A person answered an incident."""

    incident_id: str
    decision: Decision


@dataclass(frozen=True, kw_only=True)
class AnnouncementHeard:
    """An announcement of the incident was spoken."""

    incident_id: str


@dataclass(frozen=True, kw_only=True)
class PublishIncident:
    """Tell everyone how the incident stands."""

    incident: Incident


@dataclass(frozen=True, kw_only=True)
class ForgetIncident:
    """The incident is over and has been told long enough."""

    incident_id: str


Effect = PublishIncident | ForgetIncident | KeepInSight


@dataclass(frozen=True, kw_only=True)
class StayView:
    """How one stay stands after the last frame, for whoever explains: to be read only, and not kept."""

    stay: Stay
    incident: Incident | None
    """None while there is none."""
    held: str = ""
    """Why it is not raised though it stands there: a key of `kiosk.domain.trace_words.WHY`; empty when nothing does."""
