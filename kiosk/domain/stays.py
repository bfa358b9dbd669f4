"""Follows the vehicles that stand in one zone: when each stopped, whether it is still there, and when it left.

Two kinds of evidence: the detector says *that* something is a vehicle, and how the place looks says whether it is still
the *same* one in the same spot. The detector alone misses small vehicles and jumps; the look alone cannot tell a car
from a shadow. Absence must be observed: no vehicle found where it stood, and the place no longer looks like it.
"""

from collections.abc import Sequence

from kiosk.domain.detections import FrameLooked, Likeness, Sighting
from kiosk.domain.geometry import Box, area, containment, covered, iou, polygon_area, share_inside, shift, wheels
from kiosk.domain.stay import Stay
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
FIRM_BOX = 0.5
"""Overlap (IoU) from which a surer box speaks for the same spot; a looser one may be another vehicle, half in front."""
PART = 0.5
"""Of the smaller box: then it is a part of the same vehicle, not a neighbour."""
HIDDEN = 0.3
"""Of a box, covered by another: then how its place looks says nothing about it."""
CREEP_S = 5.0
"""Who was not seen for longer and looks different did not creep: somebody else may have come since."""
CREEP_PER_S = 0.1
"""Sizes a second. Slower is creeping, as a bus does at its stop: half a metre a second for a car of 4.5 m."""
ABSENT_SWEEPS = 2
"""Searches that must find the place empty: one alone may be a bus that nobody recognised."""
HIDING_S = 30.0
"""A bus at its stop or a van that unloads a parcel stands before the car for about half a minute."""
SAME_SPOT, EXCHANGE_S = 0.7, 2.0
"""Overlap (IoU) of the boxes of a vehicle that did not move, and the time in which no vehicle leaves its place to
another one: cars take three seconds and more for each half of it."""
SHOWN = 0.9
"""Share of a box that lies in what was searched, for the search to say anything of it."""
CONVINCING = 0.4
"""A single score this high is a vehicle: what the model finds in empty streets of the shared clips is below 0.37."""
SETTLE_S, SETTLED = 3.0, 0.85
"""A vehicle that rolls its last half metre still looks much the same: in its first seconds a stay begins anew at each
frame that looks less than this like its beginning."""
UNSEEN_S = 2.0
"""A vehicle is found within this time of stopping where its coming was watched: two searches."""
FIRST_S = 5.0
"""What is found within this time of the start, or of a gap, was there: the place is searched three times then."""


class ZoneWatch:
    """The stays of one zone. Ids are handed out by whoever calls `see`; nothing here asks for the time."""

    def __init__(self, zone: Zone) -> None:
        self.zone = zone
        self.stays: list[Stay] = []
        self._first_s: float | None = None
        self._watched_since_s = float("-inf")
        self._last_s = float("-inf")
        self._count = 0
        self._min_area = zone.min_size * polygon_area(zone.polygon)

    def see(self, looked: FrameLooked) -> list[Stay]:
        """Takes one frame in; the stays that ended with it (`gone` is set)."""
        t_s = looked.t_s
        for stay in self.stays:
            stay.heard = None
        if self._first_s is None:
            self._first_s = t_s
        unseen_s, self._last_s = t_s - self._last_s, t_s
        if unseen_s > UNSEEN_S:
            self._watched_since_s = t_s
        for stay in self.stays:
            stay.out_of_sight = stay.out_of_sight or unseen_s > CREEP_S
        vehicles = [s for s in looked.sightings if s.label == "vehicle" and area(s.box) >= self._min_area]
        others = list(looked.sightings)
        for stay in self.stays:
            self._compare(stay, looked.likenesses.get(stay.look_key), t_s)
        for stay, mine in _matches(self.stays, vehicles):
            vehicles.remove(mine)
            others.remove(mine)
            if stay.present or not _hides(looked.sightings, stay):
                self._matched(stay, mine, looked.likenesses.get(stay.look_key), t_s)
        for stay in self.stays:
            self._search_result(stay, others, looked)
        for stay in self.stays:
            stay.gone = stay.gone or (not stay.was_believed and t_s - stay.seen_s >= UNSEEN_S)
        for sighting in vehicles:
            self._maybe_new(sighting, looked)
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
            stay.unseen = stay.unseen or like.since_s < stay.since_s - UNSEEN_S
            stay.since_s = min(stay.since_s, like.since_s)
            stay.at_start = stay.since_s == self._first_s
        if like.same is None or like.same < SAME:
            return
        self._is_there(stay, t_s)
        if like.same < SETTLED and like.moving is not False and stay.stopped_s(t_s) < SETTLE_S:
            stay.begin_anew(t_s)

    def _is_there(self, stay: Stay, t_s: float) -> None:
        stay.present, stay.seen_s, stay.absent, stay.out_of_sight = True, t_s, 0, False

    def _matched(self, stay: Stay, mine: Sighting, like: Likeness | None, t_s: float) -> None:
        """A vehicle was found where this one stands, or near."""
        moved = like is not None and like.same is not None and like.same < GONE
        if moved and not stay.present:
            if _other_light(stay, mine, t_s):
                stay.look += 1
                self._take_up(stay, mine, t_s)
                return
            if mine.moving or (like is not None and like.moving):
                return  # something passes before it, or it is on its way: where anything stands shows later
            # An empty place gives weak boxes too: only a sure one shows that somebody else stands there now.
            if mine.score >= (SURE if t_s - stay.seen_s <= CREEP_S else CONVINCING):
                if _is_back(stay, mine, t_s):
                    stay.look += 1
                    self._take_up(stay, mine, t_s)
                else:
                    self._moved(stay, mine, like, t_s)
            return
        self._is_there(stay, t_s)
        self._hit(stay, mine)

    def _hit(self, stay: Stay, mine: Sighting) -> None:
        stay.heard = mine
        vote = (mine.kind, mine.colour)
        stay.votes[vote] = stay.votes.get(vote, 0) + 1
        if iou(stay.box, mine.box) < SAME_BOX and area(mine.box) < area(stay.box) / 2:
            return  # a part of it says that it is a vehicle, not where it stands
        if stay.adrift:
            stay.box, stay.best, stay.look, stay.adrift = mine.box, mine, stay.look + 1, False
        elif mine.score > stay.best.score:
            stay.best = mine

    def _moved(self, stay: Stay, mine: Sighting, like: Likeness | None, t_s: float) -> None:
        """The place looks different, and the vehicle found there is not quite where it was: did it creep or drive?"""
        passed_s = max(1e-3, t_s - stay.seen_s)
        slow = passed_s <= CREEP_S and shift(stay.box, mine.box) / passed_s < CREEP_PER_S
        same = like is not None and like.nearby is not None and like.nearby >= SAME
        creeping = (slow or same) and iou(stay.box, mine.box) >= SAME_BOX
        if creeping:
            stay.look += 1
        else:
            stay.begin_anew(t_s)
            stay.visit += 1
        self._take_up(stay, mine, t_s)

    def _take_up(self, stay: Stay, mine: Sighting, t_s: float) -> None:
        stay.box, stay.best = mine.box, mine
        self._is_there(stay, t_s)
        self._hit(stay, mine)

    def _search_result(self, stay: Stay, others: list[Sighting], looked: FrameLooked) -> None:
        if not looked.swept or stay.gone or not was_searched(looked, stay.box):
            return
        if stay.present:  # of a place that is hidden or empty nothing is said
            if looked.asked is None or stay.look_key in looked.asked:
                stay.weigh()
            return
        like = looked.likenesses.get(stay.look_key)
        if like is None or like.same is None or like.same >= GONE or like.moving:
            return
        sure = [one for one in others if one.score >= SURE and not self._stands_here(one)]
        if any(covered(stay.box, by=one.box) > HIDDEN for one in sure):
            stay.out_of_sight = True
            return  # a bus or a person hides it: nobody knows
        if not stay.absent:
            stay.absent_s = looked.t_s
        stay.absent += 1
        # Neither the vehicle nor the street as it was before: something that the detector does not know may hide it.
        hidden = like.before is not None and like.before < SAME and looked.t_s - stay.absent_s < HIDING_S
        stay.gone = stay.absent >= ABSENT_SWEEPS and not hidden

    def _stands_here(self, one: Sighting) -> bool:
        return one.label == "vehicle" and _standing(one.box, self.zone) >= STANDS_IN

    def _maybe_new(self, sighting: Sighting, looked: FrameLooked) -> None:
        t_s = looked.t_s
        if sighting.score < SURE or sighting.moving or not self._stands_here(sighting):
            return
        overlapped = [stay for stay in self.stays if stay.present and _is_part(stay, sighting)]
        if any(stay.believed() or stay.best.score >= sighting.score for stay in overlapped):
            return
        self._count += 1
        stay = Stay(
            key=f"{self.zone.id}/{self._count}",
            zone=self.zone,
            box=sighting.box,
            best=sighting,
            since_s=t_s,
            seen_s=t_s,
            at_start=t_s == self._first_s,
            unseen=t_s == self._first_s,
            unwitnessed=t_s - self._watched_since_s <= FIRST_S,
        )
        for other in overlapped:
            other.gone, other.merged_into = True, stay
        self._hit(stay, sighting)
        stay.weigh()
        self.stays.append(stay)

    def _merge(self) -> None:
        """Two stays that turn out to be parts of one vehicle: the one with the better witness remains."""
        for stay in self.stays:
            for other in self.stays:
                both = stay is not other and stay.present and other.present and not (stay.gone or other.gone)
                if both and _same_vehicle(stay.best.box, other.best.box):
                    weaker = min(stay, other, key=lambda one: (one.believed(), one.belief, -one.since_s))
                    weaker.gone, weaker.merged_into = True, other if weaker is stay else stay


def _is_back(stay: Stay, one: Sighting, t_s: float) -> bool:
    """Whether what stands there again after the place was out of sight counts as the same vehicle; its look differs
    (the light did too), so its place and its colour must agree, and the place must not have been seen without it."""
    colours = {colour for _, colour in stay.votes if colour}
    return (
        stay.out_of_sight
        and not stay.absent
        and t_s - stay.seen_s <= stay.zone.same_vehicle_s
        and iou(stay.box, one.box) >= FIRM_BOX
        and (one.colour is None or not colours or one.colour in colours)
    )


def _other_light(stay: Stay, mine: Sighting, t_s: float) -> bool:
    """Whether it stands where it stood a moment before and only looks different: a shadow passes over it."""
    return t_s - stay.seen_s <= EXCHANGE_S and mine.score >= SURE and iou(stay.box, mine.box) >= SAME_SPOT


def was_searched(looked: FrameLooked, box: Box) -> bool:
    """Whether the search showed this place."""
    return not looked.searched or any(covered(box, by=part) >= SHOWN for part in looked.searched)


def _hides(seen: Sequence[Sighting], stay: Stay) -> bool:
    """Whether surely a person is before it: then the box of what shows of the vehicle jumps, and tells no move."""
    people = (one for one in seen if one.label == "person" and one.score >= CONVINCING)
    return any(covered(stay.box, by=one.box) > HIDDEN for one in people)


def _may_be(stay: Stay, one: Sighting) -> bool:
    """Whether this may be the stay's vehicle; what was never sure gives way to a surer one that is not quite there."""
    if not stay.present and _standing(one.box, stay.zone) < STANDS_IN:
        return False  # the place looks different, and what is before it stands elsewhere: it hides the place
    surer = not stay.believed() and one.score > stay.best.score and iou(stay.box, one.box) < FIRM_BOX
    return _same_vehicle(stay.box, one.box) and not surer


def _standing(box: Box, zone: Zone) -> float:
    return share_inside(wheels(box), zone.polygon)


def _is_part(stay: Stay, sighting: Sighting) -> bool:
    return any(_same_vehicle(box, sighting.box) for box in (stay.box, stay.best.box))


def _same_vehicle(a: Box, b: Box) -> bool:
    return iou(a, b) >= SAME_BOX or containment(a, b) >= PART


def _matches(stays: list[Stay], vehicles: list[Sighting]) -> list[tuple[Stay, Sighting]]:
    """Each stay with at most one sighting, those that overlap most first: a neighbour's box is not taken away."""
    pairs = [(iou(stay.box, one.box), stay, one) for stay in stays for one in vehicles if _may_be(stay, one)]
    found: list[tuple[Stay, Sighting]] = []
    for _, stay, one in sorted(pairs, key=lambda pair: -pair[0]):
        if all(stay is not taken and one is not given for taken, given in found):
            found.append((stay, one))
    return found
