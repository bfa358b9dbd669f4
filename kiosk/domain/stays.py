"""Follows the vehicles that stand in one zone: when each stopped, whether it is still there, and when it left.

Two kinds of evidence: the detector says *that* something is a vehicle, and how the place looks says whether it is still
the *same* one in the same spot. The detector alone misses small vehicles and jumps; the look alone cannot tell a car
from a shadow. Absence must be observed: no vehicle found where it stood, and the place no longer looks like it.
"""

from dataclasses import dataclass, field

from kiosk.domain.detections import FrameLooked, Likeness, Sighting
from kiosk.domain.geometry import Box, containment, covered, iou, share_inside, shift, wheels
from kiosk.domain.venue import Zone

STANDS_IN = 0.5
"""Of the wheels: half of them over the line is where people would call it in the zone or not."""
SURE = 0.3
"""Score of a sighting that may begin a stay; the model's boxes below are found on empty asphalt too."""
SAME = 0.6
"""Share of same-looking parts: see `kiosk.likeness`."""
GONE = 0.5
"""Below this the place does not look like the vehicle any more (it is at most 0.44 once it has gone)."""
SAME_BOX = 0.3
"""Overlap (IoU) of a box with the earlier one: a detector's boxes of one standing car vary down to about this."""
PART = 0.6
"""Of the smaller box: then it is a part of the same vehicle, not a neighbour."""
CREEP_PER_S = 0.1
"""Sizes a second. Slower is creeping, as a bus does at its stop: half a metre a second for a car of 4.5 m."""
ABSENT_SWEEPS = 2
"""Searches that must find the place empty: one alone may be a bus that nobody recognised."""
SUPPORT, SUPPORT_AT_START = 0.15, 0.3
"""Share of the searches that must have found a vehicle. What was there at the start never drove up, so the detector is
the only witness, and must be surer."""
CONVINCING = 0.4
"""The best score a stay needs: what the model finds in the empty streets of the shared clips stays below 0.37."""
SETTLE_S, SETTLED = 3.0, 0.85
"""A vehicle that rolls its last half metre still looks much the same: in its first seconds a stay begins anew at each
frame that looks less than this like its beginning."""
MIN_HITS = 2
"""Sightings a stay needs: one may be a reflection."""


@dataclass(kw_only=True)
class Stay:
    """One vehicle in one place. Times are seconds of the source."""

    key: str
    zone: Zone
    box: Box
    """Where it stands, and what is compared."""
    best: Sighting
    since_s: float
    seen_s: float
    """When it was last known to be there."""
    look: int = 0
    """Counts up when the comparison must begin anew because it moved."""
    visit: int = 0
    """Counts up when it drove to another spot, or another vehicle took its place: that is another stop."""
    hits: int = 1
    sweeps: int = 0
    absent: int = 0
    at_start: bool = False
    gone: bool = False
    present: bool = True
    """Whether it was seen in the last frame."""
    votes: dict[tuple[str, str | None], int] = field(default_factory=dict)

    @property
    def look_key(self) -> str:
        """The name of its present comparison."""
        return f"{self.key}/{self.look}"

    def stopped_s(self, t_s: float) -> float:
        """How long it has stood at `t_s`."""
        return max(0.0, t_s - self.since_s)

    def believed(self) -> bool:
        """Whether it is surely a vehicle."""
        support = SUPPORT_AT_START if self.at_start else SUPPORT
        return self.hits >= MIN_HITS and self.best.score >= CONVINCING and self.hits >= support * max(1, self.sweeps)


class ZoneWatch:
    """The stays of one zone. Ids are handed out by whoever calls `see`; nothing here asks for the time."""

    def __init__(self, zone: Zone) -> None:
        self.zone = zone
        self.stays: list[Stay] = []
        self._first_s: float | None = None
        self._count = 0

    def see(self, looked: FrameLooked) -> list[Stay]:
        """Takes one frame in; the stays that ended with it (`gone` is set)."""
        t_s = looked.t_s
        if self._first_s is None:
            self._first_s = t_s
        vehicles = [s for s in looked.sightings if s.label == "vehicle"]
        others = list(looked.sightings)
        for stay in self.stays:
            self._compare(stay, looked.likenesses.get(stay.look_key), t_s)
        for stay in sorted(self.stays, key=lambda one: one.since_s):
            mine = _best_match(stay, vehicles)
            if mine is not None:
                vehicles.remove(mine)
                others.remove(mine)
                self._matched(stay, mine, looked.likenesses.get(stay.look_key), t_s)
        for stay in self.stays:
            self._search_result(stay, others, looked)
        for sighting in vehicles:
            self._maybe_new(sighting, t_s)
        self._merge()
        ended = [stay for stay in self.stays if stay.gone]
        self.stays = [stay for stay in self.stays if not stay.gone]
        return ended

    # -- evidence -----------------------------------------------------------------------------------------------

    def _compare(self, stay: Stay, like: Likeness | None, t_s: float) -> None:
        stay.present = False
        if like is None:
            return
        if like.since_s is not None and stay.look == 0:
            stay.since_s = min(stay.since_s, like.since_s)
            stay.at_start = stay.since_s == self._first_s
        if like.same is None or like.same < SAME:
            return
        self._is_there(stay, t_s)
        if like.same < SETTLED and stay.stopped_s(t_s) < SETTLE_S:
            stay.since_s, stay.look = t_s, stay.look + 1

    def _is_there(self, stay: Stay, t_s: float) -> None:
        stay.present, stay.seen_s, stay.absent = True, t_s, 0

    def _matched(self, stay: Stay, mine: Sighting, like: Likeness | None, t_s: float) -> None:
        """A vehicle was found where this one stands, or near."""
        moved = like is not None and like.same is not None and like.same < GONE
        if moved and not stay.present:
            if mine.score >= SURE:
                self._moved(stay, mine, t_s)
            return
        self._is_there(stay, t_s)
        self._hit(stay, mine)

    def _hit(self, stay: Stay, mine: Sighting) -> None:
        stay.hits += 1
        vote = (mine.kind, mine.colour)
        stay.votes[vote] = stay.votes.get(vote, 0) + 1
        if mine.score > stay.best.score:
            stay.best = mine

    def _moved(self, stay: Stay, mine: Sighting, t_s: float) -> None:
        """The place looks different, and the vehicle found there is not quite where it was: did it creep or drive?"""
        passed_s = max(1e-3, t_s - stay.seen_s)
        creeping = shift(stay.box, mine.box) / passed_s < CREEP_PER_S and iou(stay.box, mine.box) >= SAME_BOX
        if not creeping:
            stay.since_s = t_s
            stay.at_start = False
            stay.hits, stay.sweeps, stay.best = 0, 0, mine
            stay.visit += 1
        stay.box, stay.look = mine.box, stay.look + 1
        self._is_there(stay, t_s)
        self._hit(stay, mine)

    def _search_result(self, stay: Stay, others: list[Sighting], looked: FrameLooked) -> None:
        if not looked.swept or stay.gone:
            return
        stay.sweeps += 1
        like = looked.likenesses.get(stay.look_key)
        if stay.present or like is None or like.same is None or like.same >= GONE:
            return
        if any(covered(stay.box, by=one.box) > 0.3 and not self._stands_here(one) for one in others):
            return  # a bus or a person hides it: nobody knows
        stay.absent += 1
        stay.gone = stay.absent >= ABSENT_SWEEPS

    def _stands_here(self, one: Sighting) -> bool:
        return one.label == "vehicle" and _standing(one.box, self.zone) >= STANDS_IN

    def _maybe_new(self, sighting: Sighting, t_s: float) -> None:
        if sighting.score < SURE or not self._stands_here(sighting):
            return
        overlapped = [stay for stay in self.stays if stay.present and _is_part(stay, sighting)]
        if any(stay.believed() or stay.best.score >= sighting.score for stay in overlapped):
            return
        for stay in overlapped:
            stay.gone = True
        self._count += 1
        stay = Stay(
            key=f"{self.zone.id}/{self._count}",
            zone=self.zone,
            box=sighting.box,
            best=sighting,
            since_s=t_s,
            seen_s=t_s,
            at_start=t_s == self._first_s,
        )
        stay.votes[sighting.kind, sighting.colour] = 1
        self.stays.append(stay)

    def _merge(self) -> None:
        """Two stays that turn out to be parts of one vehicle: the one with the better witness remains."""
        for stay in self.stays:
            for other in self.stays:
                both = stay is not other and stay.present and other.present and not (stay.gone or other.gone)
                if both and _same_vehicle(stay.best.box, other.best.box):
                    weaker = min(stay, other, key=lambda one: (one.hits * one.best.score, -one.since_s))
                    weaker.gone = True


def _standing(box: Box, zone: Zone) -> float:
    return share_inside(wheels(box), zone.polygon)


def _is_part(stay: Stay, sighting: Sighting) -> bool:
    return any(_same_vehicle(box, sighting.box) for box in (stay.box, stay.best.box))


def _same_vehicle(a: Box, b: Box) -> bool:
    return iou(a, b) >= SAME_BOX or containment(a, b) >= PART


def _may_be(stay: Stay, one: Sighting) -> bool:
    """Where the place looks different, a vehicle that stands elsewhere only hides it."""
    return _same_vehicle(stay.box, one.box) and (stay.present or _standing(one.box, stay.zone) >= STANDS_IN)


def _best_match(stay: Stay, vehicles: list[Sighting]) -> Sighting | None:
    near = [one for one in vehicles if _may_be(stay, one)]
    return max(near, key=lambda one: iou(stay.box, one.box), default=None)
