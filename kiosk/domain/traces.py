"""What is remembered of one stop: numbers over time, and the decisions with their reasons; never pixels.

A trace is bounded however long a vehicle stands: dense at the beginning, where the decisions are, thinner later.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from kiosk.domain.geometry import Box
from kiosk.domain.incidents import IncidentState, VehicleKind

MAX_MOMENTS = 360
"""Some 150 bytes each as JSON: a trace stays below the 64 KiB that are read of any JSON of ours."""
MAX_STEPS = 60
"""A camera that is covered every minute tells two an hour at most that matter."""
_DENSE = 120
"""The first moments are never thinned out: two minutes at one a second, longer than most dwells."""

Ending = Literal["", "gone", "drove-on", "merged", "zones-changed", "watcher-stopped"]
"""How a trace ended: the place was seen empty, it was seen to drive off, it was a part of a vehicle that has a trace of
its own, the owner drew other zones, the watcher was stopped; empty while the vehicle stands."""
WhyNot = Literal["", "too-short", "not-sure", "hidden", "held-back"]
"""Why a stop was not raised; empty when it was, or would have been."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One look at the stay. `t_s` is seconds after the trace's `began_at`."""

    t_s: float
    dwelt_s: float
    """How long it had stood, as far as it counts towards the dwell: not while its zone was not watched."""
    seen: bool
    """Whether it was found, or its place looked the same."""
    sure: bool
    """Whether it was surely a vehicle."""
    score: float
    """The best score of the detector so far, 0..1."""
    belief: float
    """The mean of what the searches said, 0..1."""
    same: float | None
    """Share of the place that looked as when it stopped; None when it was not compared."""
    outline: Box
    held: str = ""
    """Why it could not be raised even though it stood: see `kiosk.domain.zone_rules`; empty when nothing held it."""

    @property
    def ready(self) -> bool:
        """Whether it could be raised, had it stood for long enough."""
        return self.seen and self.sure and not self.held


@dataclass(frozen=True, kw_only=True)
class Step:
    """What was decided, when, and why: a key of `kiosk.domain.trace_words.WHY`."""

    t_s: float
    state: IncidentState
    why: str


@dataclass(frozen=True, kw_only=True)
class Trace:
    """One stop of one vehicle in one zone, raised or not."""

    id: str
    """Begins with its date and time in UTC, so that names sort by time."""
    zone: str
    dwell_s: float
    """The zone's dwell when it stood there."""
    began_at: datetime
    """When it was first seen; times of moments and steps count from here."""
    until_at: datetime
    """The last look at it."""
    stopped_at: datetime
    """When it stopped, as far as one knows."""
    incident: str | None = None
    kind: VehicleKind = "vehicle"
    colour: str | None = None
    at_start: bool = False
    """Whether it stood there when watching began: then `stopped_at` is when it was first seen."""
    ending: Ending = ""
    stood_s: float = 0.0
    """How long it had stood when it was last seen."""
    most_s: float = 0.0
    """The longest dwell with which it would still have been raised: the longest it stood while it was `ready`."""
    looks: int = 0
    """In how many frames it was seen."""
    hidden_s: float = 0.0
    """For how long, of the time it stood, it was not seen."""
    moments: tuple[Moment, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def raised(self) -> bool:
        """Whether it was proposed to people at the time."""
        return any(step.state == "raised" for step in self.steps)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What becomes of a trace with another dwell."""

    trace: Trace
    dwell_s: float
    raised_at: datetime | None
    """When it would have been raised; None when not."""
    why_not: WhyNot = ""
    held: str = ""
    """What held it back, where `why_not` says so."""


def redecide(trace: Trace, dwell_s: float) -> Verdict:
    """What would have become of the stop with this dwell, all else unchanged.

    The answer (raised or not) is exact; the moment of raising is exact while moments are dense, later it is at most the
    distance between two kept moments too late.
    """
    if trace.most_s >= dwell_s:
        at = trace.began_at + timedelta(seconds=_raised_t_s(trace, dwell_s))
        return Verdict(trace=trace, dwell_s=dwell_s, raised_at=at)
    if trace.stood_s < dwell_s:
        return Verdict(trace=trace, dwell_s=dwell_s, raised_at=None, why_not="too-short")
    stopped_t_s = (trace.stopped_at - trace.began_at).total_seconds()
    late = [one for one in trace.moments if one.t_s - stopped_t_s >= dwell_s]
    held = next((one.held for one in late if one.held), "")
    why_not: WhyNot = "held-back" if held else "hidden" if any(one.sure for one in late) else "not-sure"
    return Verdict(trace=trace, dwell_s=dwell_s, raised_at=None, why_not=why_not, held=held)


def redecide_all(traces: Iterable[Trace], dwell_s: dict[str, float], otherwise_s: float | None = None) -> list[Verdict]:
    """A verdict for each stop, in the order given, with the dwell of its zone, else `otherwise_s`, else its own.

    Traces of one incident (the watcher was started again meanwhile) are one stop: the first that is raised speaks.
    A part of another vehicle is none.
    """
    verdicts: dict[str, Verdict] = {}
    for trace in (one for one in traces if one.ending != "merged"):
        own_s = trace.dwell_s if otherwise_s is None else otherwise_s
        verdict = redecide(trace, dwell_s.get(trace.zone, own_s))
        stop = trace.incident or trace.id
        if stop not in verdicts or verdicts[stop].raised_at is None:
            # The moments have said what they had to say, and a week of them would fill a Raspberry Pi's memory.
            verdicts[stop] = replace(verdict, trace=replace(trace, moments=()))
    return list(verdicts.values())


def _raised_t_s(trace: Trace, dwell_s: float) -> float:
    """When it was over: inside a stretch in which it stood and was ready, to the instant; else at the next look."""
    before: Moment | None = None
    for one in trace.moments:
        if one.ready and one.dwelt_s >= dwell_s:
            due_t_s = one.t_s - (one.dwelt_s - dwell_s)
            steady = before is not None and before.ready and before.t_s <= due_t_s
            return due_t_s if steady else one.t_s
        before = one
    return trace.moments[-1].t_s if trace.moments else 0.0


def thinned(moments: Sequence[Moment]) -> list[Moment]:
    """At most MAX_MOMENTS of them: of the later ones every other one goes, those that say nothing new first."""
    kept = list(moments)
    while len(kept) > MAX_MOMENTS:
        fewer = _every_other(kept, only_dull=True)
        kept = fewer if len(fewer) < len(kept) else _every_other(kept, only_dull=False)
    return kept


def _every_other(moments: list[Moment], *, only_dull: bool) -> list[Moment]:
    kept = moments[:_DENSE]
    dropped = True
    for before, one, after in zip(moments[_DENSE - 1 :], moments[_DENSE:], moments[_DENSE + 1 :], strict=False):
        dull = alike(before, one) and alike(one, after)
        dropped = not dropped and (dull or not only_dull)
        if not dropped:
            kept.append(one)
    return [*kept, moments[-1]]


def alike(a: Moment, b: Moment) -> bool:
    """Whether both moments lead to the same decision: no change of what is known, and it stands on."""
    stands_on = b.dwelt_s >= a.dwelt_s
    return (a.seen, a.sure, a.held) == (b.seen, b.sure, b.held) and stands_on


def shortened(steps: Sequence[Step]) -> tuple[Step, ...]:
    """At most MAX_STEPS: the first half and the last."""
    half = MAX_STEPS // 2
    return tuple(steps) if len(steps) <= MAX_STEPS else (*steps[:half], *steps[-half:])
