"""The watcher's side of the contract: which messages it reads, what each means, and which are refused."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TypeVar

from kiosk.domain.incidents import Decision
from kiosk.domain.picture import PictureGet
from kiosk.domain.rehearsal import RehearsalGet
from kiosk.domain.requests import Announcement
from kiosk.domain.schedule import timezone_named
from kiosk.domain.venue import Venue, Zones
from kiosk.domain.zones import check_zones
from kiosk.errors import InputError
from kiosk.messages.codec import decode
from kiosk.messages.topics import (
    ANNOUNCEMENT,
    CANCEL,
    DECIDE,
    INCIDENT,
    PICTURE_GET,
    PREPARE,
    REHEARSAL_GET,
    REQUEST,
    VENUE,
    ZONES,
    Topic,
)
from kiosk.ports import MessageArrived

READ: tuple[Topic, ...] = (VENUE, ZONES, INCIDENT, DECIDE, ANNOUNCEMENT, PICTURE_GET, REHEARSAL_GET)
_COMMANDS = {topic.pattern for topic in (REQUEST, CANCEL, PREPARE)}
"""They match the pattern of announcements, and are none."""
_REMEMBERED = 1000


@dataclass(frozen=True, kw_only=True)
class ZonesArrived:
    """The owner's zones, checked."""

    zones: Zones


@dataclass(frozen=True, kw_only=True)
class VenueArrived:
    """The venue's own time, by which zones have their hours."""

    timezone: tzinfo


@dataclass(frozen=True, kw_only=True)
class DecisionArrived:
    """A person's answer to the incident, in time and for the first time."""

    incident: str
    decision: Decision


@dataclass(frozen=True, kw_only=True)
class DecisionTooLate:
    """An answer that is not carried out, because it expired or was carried out before."""

    incident: str


@dataclass(frozen=True, kw_only=True)
class Heard:
    """An announcement of the incident was spoken to its end."""

    incident: str


@dataclass(frozen=True, kw_only=True)
class IncidentKept:
    """The broker keeps this incident, from this life of the watcher or from an earlier one."""

    incident: str


_Asked = TypeVar("_Asked", PictureGet, RehearsalGet)
Meaning = (
    ZonesArrived | VenueArrived | DecisionArrived | DecisionTooLate | Heard | IncidentKept | PictureGet | RehearsalGet
)


class WatcherWire:
    """Reads messages; remembers which commands and announcements it has seen."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()

    def meaning(self, arrival: MessageArrived, utc: datetime) -> Meaning | None:
        """What the message says to the watcher; None when it says nothing.

        Raises:
            InputError: the payload is not of its topic's form, or a command was retained.
        """
        if arrival.topic == PICTURE_GET.pattern:
            return self._asked(arrival, PictureGet, utc)
        if arrival.topic == REHEARSAL_GET.pattern:
            return self._asked(arrival, RehearsalGet, utc)
        folder, _, rest = arrival.topic.partition("/")
        if not arrival.payload and arrival.topic != DECIDE.at(rest.partition("/")[0]):
            return None  # a retained topic was cleared
        if arrival.topic == ZONES.pattern:
            return ZonesArrived(zones=check_zones(decode(arrival.payload, Zones)))
        if arrival.topic == VENUE.pattern:
            return VenueArrived(timezone=timezone_named(decode(arrival.payload, Venue).timezone))
        if folder == "incidents" and rest.endswith("/decide"):
            return self._decision(arrival, rest.removesuffix("/decide"), utc)
        if folder == "incidents":
            return IncidentKept(incident=rest) if arrival.retained else None
        if arrival.topic in _COMMANDS:
            return None
        return self._heard(decode(arrival.payload, Announcement))

    def _asked(self, arrival: MessageArrived, form: type[_Asked], utc: datetime) -> _Asked | None:
        _refuse_retained(arrival)
        asked = decode(arrival.payload, form)
        return asked if self._first_time(asked.id) and asked.expires_at >= utc else None

    def _decision(self, arrival: MessageArrived, incident: str, utc: datetime) -> Meaning:
        _refuse_retained(arrival)
        decision = decode(arrival.payload, Decision)
        if not self._first_time(decision.id) or decision.expires_at < utc:
            return DecisionTooLate(incident=incident)
        return DecisionArrived(incident=incident, decision=decision)

    def _heard(self, announcement: Announcement) -> Heard | None:
        if announcement.state != "spoken" or announcement.incident is None or not self._first_time(announcement.id):
            return None
        return Heard(incident=announcement.incident)

    def _first_time(self, id: str) -> bool:
        first = id not in self._seen
        self._seen[id] = None
        self._seen.move_to_end(id)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return first


def _refuse_retained(command: MessageArrived) -> None:
    if command.retained:
        raise InputError("A retained command is not carried out: send it without retain.")


__all__ = [
    "READ", "DecisionArrived", "DecisionTooLate", "Heard", "IncidentKept", "Meaning", "VenueArrived", "WatcherWire",
    "ZonesArrived",
]  # fmt: skip
