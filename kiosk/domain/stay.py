"""One vehicle in one place: since when it stands, and what speaks for its being a vehicle."""

from dataclasses import dataclass, field

from kiosk.domain.detections import Sighting
from kiosk.domain.geometry import Box
from kiosk.domain.venue import Zone

SURELY, SURE_LOOKS = 0.4, 2
"""The mean score of close views of a place, and how many such looks are enough: on the shared clips nothing but
vehicles reaches 0.38."""
BELIEF, BELIEF_UNSEEN = 0.23, 0.27
"""What does not convince at a close look is weighed over many views: the mean score of the best three, over the
searches. On the shared clips small parked cars reach 0.29; things in empty streets at most 0.24, there from the
start."""
REST_S = 0.4
"""After the last movement that can be seen a vehicle rolls on a little, by less than a pixel a frame."""
MIN_SWEEPS, MIN_SWEEPS_UNSEEN = 2, 3
"""Searches that must have been finished. Whoever was not seen to drive up (there from the start, or noticed late) has
the detector as the only witness: one search more."""


def stay_of(look_key: str) -> str:
    """The key of the stay that a comparison is about: it may have had others before."""
    return look_key.rsplit("/", 1)[0]


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
    sweeps: int = 0
    belief: float = 0.0
    """Sum over the finished searches."""
    sure_looks: int = 0
    """How many close looks in a row showed surely a vehicle."""
    was_believed: bool = False
    """Whether it ever was surely a vehicle: then only an observed absence ends it."""
    heard: Sighting | None = None
    """What the present frame's search says of it."""
    absent: int = 0
    absent_s: float = 0.0
    """How many searches in a row found its place without it, and when the first of them was."""
    at_start: bool = False
    unseen: bool = False
    """Whether it stood there before it was first found: nobody saw it come."""
    unwitnessed: bool = False
    """Whether it may have stood there before: it was found soon after the start, or after a gap."""
    adrift: bool = False
    """Whether it moved since its box was measured."""
    gone: bool = False
    merged_into: "Stay | None" = None
    """The stay of the same vehicle that goes on, where this one ended because it was a part of it."""
    out_of_sight: bool = False
    """Whether it was hidden, or nothing at all was seen, since it was last seen."""
    counts_from_s: float = float("-inf")
    """Its dwell counts from here where that is later than its stop: its zone was not watched before."""
    held: str = ""
    """Why it may not be raised although it stands: see `kiosk.domain.zone_rules`."""
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

    def dwelt_s(self, t_s: float) -> float:
        """How much of its stay counts towards the dwell at `t_s`."""
        return max(0.0, t_s - max(self.since_s, self.counts_from_s))

    def believed(self) -> bool:
        """Whether it is surely a vehicle."""
        enough, needed = (MIN_SWEEPS_UNSEEN, BELIEF_UNSEEN) if self.unseen or self.unwitnessed else (MIN_SWEEPS, BELIEF)
        weighed = self.sweeps >= enough and self.belief >= needed * self.sweeps
        return weighed or self.sure_looks >= SURE_LOOKS

    def known_kind(self, needed: float = 0.5) -> str:
        """The kind that more than this share of its sightings say; `vehicle` when none is."""
        counts: dict[str, int] = {}
        for (kind, _), count in self.votes.items():
            counts[kind] = counts.get(kind, 0) + count
        kind = max(counts, key=lambda word: counts[word], default="vehicle")
        return kind if counts.get(kind, 0) > needed * sum(counts.values()) else "vehicle"

    def weigh(self) -> None:
        """The detector was asked about it: what was said counts, and silence too."""
        heard, self.heard = self.heard, None
        scores = (heard.scores or (heard.score,)) if heard else (0.0,)
        mean = sum(scores) / len(scores)
        if self.believed() and self.sure_looks:
            return
        if heard is not None and heard.close:
            self.sure_looks = self.sure_looks + 1 if mean >= SURELY else 0
        elif self.sure_looks:
            self.sure_looks = 0  # a close look found nothing
        else:
            self.belief += mean
            self.sweeps += 1
        self.was_believed = self.was_believed or self.believed()

    def begin_anew(self, t_s: float) -> None:
        """It stands since now; what was believed of it remains."""
        self.since_s, self.at_start, self.look, self.adrift = t_s + REST_S, False, self.look + 1, True
