"""A stop as another zone would have judged it: drawn otherwise, with other hours, vehicles or smallest size; pure."""

from dataclasses import replace
from datetime import timedelta, tzinfo

from kiosk.domain.geometry import area, polygon_area, share_inside, wheels
from kiosk.domain.schedule import Timetable
from kiosk.domain.stays import STANDS_IN
from kiosk.domain.traces import Moment, Trace
from kiosk.domain.venue import Zone

_JUDGED_ANEW = ("hours", "vehicles")
"""What held a stop back then and is asked again now; standing traffic beside it is a fact of that moment."""


def as_if(trace: Trace, zone: Zone, timezone: tzinfo) -> Trace:
    """The trace as it would be with this zone; `timezone` is the venue's.

    Exact where the zone's rules held nothing back, then or now; else to within the distance between two moments.
    """
    timetable = Timetable(zone.hours, timezone)
    stopped_t_s = (trace.stopped_at - trace.began_at).total_seconds()
    moments = []
    for one in trace.moments:
        stood_s = max(one.dwelt_s, one.t_s - stopped_t_s)
        open_s = timetable.open_s(trace.began_at + timedelta(seconds=one.t_s))
        held = "hours" if open_s is None else _held(trace, one, zone)
        moments.append(replace(one, dwelt_s=0.0 if open_s is None else min(stood_s, open_s), held=held))
    most_s = trace.most_s
    if tuple(moments) != trace.moments:
        most_s = max((one.dwelt_s for one in moments if one.ready), default=0.0)
    return replace(trace, dwell_s=zone.dwell_s, moments=tuple(moments), most_s=most_s)


def _held(trace: Trace, one: Moment, zone: Zone) -> str:
    if zone.vehicles and trace.kind not in (*zone.vehicles, "vehicle"):
        return "vehicles"
    if area(one.outline) < zone.min_size * polygon_area(zone.polygon):
        return "size"
    if share_inside(wheels(one.outline), zone.polygon) < STANDS_IN:
        return "outside"
    return "" if one.held in _JUDGED_ANEW else one.held
