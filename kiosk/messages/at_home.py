"""What is published for Home Assistant alone: the state of a zone, and the last announcement that was heard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kiosk.domain.incidents import Incident, IncidentState
from kiosk.domain.requests import Announcement
from kiosk.domain.words import Words

_STANDS: frozenset[IncidentState] = frozenset({"noticed", "raised", "announced", "snoozed"})


@dataclass(frozen=True, kw_only=True)
class ZoneState:
    """Whether a vehicle stands in a zone, on `watcher/zones/+`."""

    state: Literal["empty", "occupied", "waiting", "unknown"]
    """`waiting`: one stands there for so long that people are asked; `unknown`: the street is not seen."""
    vehicles: int = 0
    since: datetime | None = None
    """When the first of them stopped."""


@dataclass(frozen=True, kw_only=True)
class LastSpoken:
    """The last announcement that was heard to its end, on `announcer/last`."""

    text: Words
    at: datetime


def zone_state(incidents: Iterable[Incident], *, seen: bool) -> ZoneState:
    """The state of the zone to which all `incidents` belong; without `seen` nothing is known of the street."""
    there = list(incidents)
    standing = [one for one in there if one.state in _STANDS]
    if not standing:
        unknown = not seen or any(one.state == "lost_sight" for one in there)
        return ZoneState(state="unknown" if unknown else "empty")
    waits = any(one.state == "raised" for one in standing)
    since = min(one.stopped_at for one in standing)
    return ZoneState(state="waiting" if waits else "occupied", vehicles=len(standing), since=since)


def last_spoken(announcement: Announcement) -> LastSpoken | None:
    """What is told of `announcement`, unless it was not heard or had no words (a live voice)."""
    if announcement.state != "spoken" or announcement.text == Words():
        return None
    return LastSpoken(text=announcement.text, at=announcement.at)
