"""What truly happened in a clip, and how what was raised compares with it.

A stop that must be raised is found when one raise falls between its dwell's end and its going, with an outline that
overlaps it. A raise that matches no stop, or a second one for the same stop, is false. Stops that need not be raised
(partly in the zone, or about as long as the dwell) may be raised once or not. A stop that ends in the clip should bring
one `left` for its incident.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.domain.geometry import Box, iou

SLACK_S = 1.0
"""How early a raise may be before the dwell's end, and how late after the going, against the clip's own frames."""
MIN_IOU = 0.25
"""Overlap of the raised outline with the stop's box, which a person drew: below it another vehicle is meant."""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One vehicle that stood in the zone, in seconds of the clip; `box` is x0, y0, x1, y1 in 0..1."""

    from_s: float
    to_s: float
    """When it was last seen standing."""
    gone_by_s: float
    """When it was first seen to be gone; the end of the clip when it stayed."""
    box: Box
    must: bool


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is known of a clip: `times` are the seconds of its frames, `dwell_s` the dwell of its zones."""

    times: tuple[float, ...]
    dwell_s: float
    duration_s: float
    stops: tuple[Stop, ...]

    @property
    def time_lapse(self) -> bool:
        """Whether there is fewer than one frame a second on average: then CPU per video second means nothing."""
        return len(self.times) < self.duration_s


@dataclass(frozen=True, kw_only=True)
class Raised:
    """One raise of a run: when, where, and the incident it belongs to."""

    t_s: float
    outline: Box
    incident: str


@dataclass(frozen=True, kw_only=True)
class Score:
    """How one run, or many together, compare with the truth."""

    must: int = 0
    found: int = 0
    false: int = 0
    late_s: tuple[float, ...] = ()
    """Of each raise that matched a stop: how long after the first frame at which it was due."""
    left_due: int = 0
    left_seen: int = 0

    @property
    def recall(self) -> float:
        """The share of the stops that had to be raised and were; 1 when there were none."""
        return self.found / self.must if self.must else 1.0

    @property
    def precision(self) -> float:
        """The share of right ones among the raises that count; 1 when there were none."""
        return self.found / (self.found + self.false) if self.found + self.false else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def scored(truth: Truth, raised: Sequence[Raised], left: Iterable[str], *, early_counts: bool = False) -> Score:
    """Compares the raises of a run, and the incidents that left, with the truth.

    With `early_counts` a raise is right at any time of the stop: whether a vehicle was found, not whether in time.
    """
    gone, used = set(left), set[int]()
    found, left_due, left_seen = 0, 0, 0
    late_s: list[float] = []
    for stop in sorted(truth.stops, key=lambda one: not one.must):
        due_s = next((t for t in truth.times if t >= stop.from_s + truth.dwell_s), stop.to_s)
        least_s = stop.from_s if early_counts else due_s
        hit = next((i for i, one in enumerate(raised) if i not in used and _matches(one, stop, least_s)), None)
        if hit is None:
            continue
        used.add(hit)
        found += stop.must
        late_s.append(round(raised[hit].t_s - due_s, 2))
        if stop.to_s < stop.gone_by_s < truth.duration_s:
            left_due += 1
            left_seen += raised[hit].incident in gone
    return Score(
        must=sum(stop.must for stop in truth.stops),
        found=found,
        false=len(raised) - len(used),
        late_s=tuple(late_s),
        left_due=left_due,
        left_seen=left_seen,
    )


def total(scores: Iterable[Score]) -> Score:
    """All of them together: counts are added, so that a clip with many stops weighs more."""
    every = list(scores)
    return Score(
        must=sum(one.must for one in every),
        found=sum(one.found for one in every),
        false=sum(one.false for one in every),
        late_s=tuple(sorted(late for one in every for late in one.late_s)),
        left_due=sum(one.left_due for one in every),
        left_seen=sum(one.left_seen for one in every),
    )


def _matches(one: Raised, stop: Stop, least_s: float) -> bool:
    in_time = least_s - SLACK_S <= one.t_s <= stop.gone_by_s + SLACK_S
    return in_time and iou(one.outline, stop.box) >= MIN_IOU
