"""What would have been proposed with other dwells: the question an owner asks, and the numbers that answer any of them.

The answer holds no decision. For each stop it holds the longest dwell with which it would still have been raised, so
that whoever has it can try every dwell without asking again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kiosk.domain.traces import Trace

MAX_STOPS = 2000
"""Some 20 bytes each: with 32 zones of long names the answer stays below 64 KiB. That is 285 stops a day of a week."""
MAX_DAYS = 366

Stop = tuple[int, int]
"""When it stopped (Unix time), and the longest dwell with which it would still have been raised, in whole seconds."""


@dataclass(frozen=True, kw_only=True)
class RehearsalGet:
    """An owner wants to see what other dwells would have done, on `watcher/rehearsal/get`."""

    id: str
    by: str
    issued_at: datetime
    expires_at: datetime
    days: int = 7
    """How far back."""

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None or self.expires_at.tzinfo is None:
            raise ValueError("issued_at and expires_at need a time zone")


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """The stops of the last days, on `watcher/rehearsal`."""

    id: str
    """The id of the question."""
    at: datetime
    since: datetime
    """From here on every stop is in it; older ones may be missing."""
    kept_days: int
    """For how many days the watcher keeps stops; 0 when it keeps none."""
    zones: dict[str, tuple[Stop, ...]] = field(default_factory=dict)
    """By zone, for each stop in order: when it stopped (Unix time), and the longest dwell in whole seconds with which
    it would still have been raised."""


def since_of(get: RehearsalGet, at: datetime) -> datetime:
    """From when on the question wants stops."""
    return at - timedelta(days=min(MAX_DAYS, max(0, get.days)))


def rehearse(get: RehearsalGet, traces: Iterable[Trace], at: datetime, kept_days: int) -> Rehearsal:
    """The answer; `traces` are those of the days asked for, in any order.

    Of more than MAX_STOPS the oldest are left out. Traces of one incident are one stop (see `redecide_all`).
    """
    stops: dict[str, tuple[str, int, int]] = {}
    for trace in (one for one in traces if one.ending != "merged"):
        stop = trace.incident or trace.id
        stopped = int(trace.stopped_at.timestamp())
        zone, first, most_s = stops.get(stop, (trace.zone, stopped, 0))
        stops[stop] = (zone, min(first, stopped), max(most_s, int(trace.most_s)))
    kept = sorted(stops.values(), key=lambda one: one[1])
    left_out, kept = kept[:-MAX_STOPS], kept[-MAX_STOPS:]
    since = since_of(get, at)
    if left_out:
        since = max(since, datetime.fromtimestamp(left_out[-1][1] + 1, at.tzinfo))
    zones: dict[str, list[Stop]] = {}
    for zone, stopped, most_s in kept:
        zones.setdefault(zone, []).append((stopped, most_s))
    return Rehearsal(
        id=get.id, at=at, since=since, kept_days=kept_days, zones={zone: tuple(all_) for zone, all_ in zones.items()}
    )


def raised_with(stops: Iterable[Stop], dwell_s: float) -> list[Stop]:
    """Those that would have been raised with this dwell."""
    return [stop for stop in stops if stop[1] >= dwell_s]
