"""What the console knows of the venue at one instant, and how each event changes it; pure, no clock, no threads."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from kiosk.domain.incidents import ENDED, Incident
from kiosk.domain.rehearsal import Rehearsal
from kiosk.domain.requests import FINAL_STATES, Announcement, Request
from kiosk.domain.words import Words
from kiosk.messages.status import Status
from kiosk.ports import BusConnected, BusLost
from web_console.street_picture import EmptyStreet, kept

K = TypeVar("K")
V = TypeVar("V")

UNHEARD_AFTER = timedelta(seconds=4)
"""A tap the announcer has not answered for this long is shown as not heard of."""
SETTLES_AFTER = timedelta(seconds=2)
"""How long after a connection the broker may take to tell what it keeps."""
ENDED_CARD_STAYS = timedelta(seconds=60)
"""How long the card of a car that left is still shown, so that nobody wonders where it went."""

_KEPT_VALUES = frozenset({"table", "number", "minutes"})
_RECENT_MOST = 6


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request tapped here that the announcer has not answered yet."""

    request: Request
    shown: Words
    """The sentence as the person saw it."""
    at: datetime
    unheard: bool = False


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The venue as last told over the bus; `version` grows with every change that can be seen."""

    version: int = 0
    broker: Literal["connected", "away", "refused"] = "away"
    connected_at: datetime | None = None
    settled: bool = False
    """Whether what the broker keeps has had time to arrive; until then silence means nothing."""
    services: dict[str, Status] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    announcements: dict[str, Announcement] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    speaking: bool = False
    last_variants: dict[str, int] = field(default_factory=dict)
    """The variant of each template that was asked for last, here."""
    recent_values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Numbers said lately, the newest first: nobody types table 12 twice. Names and plates are never kept."""
    history_full: bool = False
    """The history cannot be written (a full card, say)."""
    street: EmptyStreet = field(default_factory=EmptyStreet, repr=False)
    """The picture of the empty street, while an owner sets up the zones."""
    rehearsal: Rehearsal | None = field(default=None, repr=False)
    """The stops of the last days, as the watcher told them to an owner who tries other dwells."""


def connected(picture: Picture, event: BusConnected | BusLost, at: datetime) -> Picture:
    """The broker came or went; on a new connection everything it keeps is told again, so the old is dropped."""
    if isinstance(event, BusLost):
        return replace(picture, broker="refused" if event.refused else "away", settled=False)
    here = replace(picture, broker="connected", connected_at=at, settled=False, speaking=False)
    return replace(here, services={}, incidents={}, announcements={})


def told_status(picture: Picture, service: str, status: Status | None) -> Picture:
    """A service said how it is; None when its retained status was cleared."""
    return replace(picture, services=_with(picture.services, service, status))


def told_incident(picture: Picture, incident_id: str, incident: Incident | None) -> Picture:
    """The watcher published an incident; None when it was cleared."""
    return replace(picture, incidents=_with(picture.incidents, incident_id, incident))


def told_announcement(picture: Picture, announcement_id: str, announcement: Announcement | None) -> Picture:
    """The announcer said where a request stands, which also answers the tap; None when it was cleared."""
    asked = _with(picture.asked, announcement_id, None) if announcement else picture.asked
    return replace(picture, announcements=_with(picture.announcements, announcement_id, announcement), asked=asked)


def tapped(picture: Picture, request: Request, shown: Words, at: datetime) -> Picture:
    """A person asked for an announcement here, now, and saw it as `shown`."""
    variants = picture.last_variants
    if request.template is not None and request.variant is not None:
        variants = {**variants, request.template: request.variant}
    asked = {**picture.asked, request.id: Asked(request=request, shown=shown, at=at)}
    return replace(picture, asked=asked, last_variants=variants, recent_values=_with_recent(picture, request))


def time_passed(picture: Picture, at: datetime) -> Picture:
    """What time alone changes: silence means something, taps stay unanswered or run out; cards and the street go."""
    settled = picture.connected_at is not None and at - picture.connected_at >= SETTLES_AFTER
    asked = {
        key: replace(one, unheard=at - one.at >= UNHEARD_AFTER)
        for key, one in picture.asked.items()
        if at < one.request.expires_at
    }
    incidents = {k: i for k, i in picture.incidents.items() if i.state not in ENDED or at - i.at < ENDED_CARD_STAYS}
    settled = settled and picture.broker == "connected"
    return replace(picture, settled=settled, asked=asked, incidents=incidents, street=kept(picture.street, at))


def open_for(picture: Picture, incident_id: str) -> str | None:
    """Who has an announcement for this incident under way, asked or queued or speaking; None when nobody has."""
    for one in picture.asked.values():
        if one.request.incident == incident_id:
            return one.request.by
    for announcement in picture.announcements.values():
        if announcement.incident == incident_id and announcement.state not in FINAL_STATES:
            return announcement.by
    return None


def times_announced(picture: Picture, incident: Incident) -> int:
    """How often this incident was heard, whichever of watcher and announcer told first."""
    heard = sum(a.incident == incident.id and a.state == "spoken" for a in picture.announcements.values())
    return max(incident.announced, heard)


def _with_recent(picture: Picture, request: Request) -> dict[str, tuple[str, ...]]:
    recent = dict(picture.recent_values)
    for name in _KEPT_VALUES & request.values.keys():
        value = str(request.values[name]).strip()
        if value:
            recent[name] = (value, *(old for old in recent.get(name, ()) if old != value))[:_RECENT_MOST]
    return recent


def _with(table: dict[K, V], key: K, value: V | None) -> dict[K, V]:
    rest = {k: v for k, v in table.items() if k != key}
    return rest if value is None else {**rest, key: value}
