"""One vehicle in one place: since when it stands, and what speaks for its being a vehicle."""

from dataclasses import dataclass, field

from kiosk.domain.detections import Sighting
from kiosk.domain.geometry import Box
from kiosk.domain.venue import Zone

WITNESSES = 3
"""Of all the views of one search the best three testify: more are not independent."""
BELIEF, BELIEF_UNSEEN = 0.23, 0.27
"""The mean score of the three, over the searches, a view that shows nothing counting as 0. On the shared clips small
parked cars reach 0.29 and others more than 0.33; things in empty streets at most 0.24, there from the start."""
REST_S = 0.4
"""After the last movement that can be seen a vehicle rolls on a little, by less than a pixel a frame."""
MIN_SWEEPS, MIN_SWEEPS_UNSEEN = 2, 3
"""Searches that must have been finished. Whoever was not seen to drive up (there from the start, or noticed late) has
the detector as the only witness: one search more."""


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
    """Sum over the finished searches; `testimony` are the scores of the present one."""
    testimony: list[float] = field(default_factory=list)
    absent: int = 0
    at_start: bool = False
    unseen: bool = False
    """Whether it stood there before it was first found: nobody saw it come."""
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
        enough, needed = (MIN_SWEEPS_UNSEEN, BELIEF_UNSEEN) if self.unseen else (MIN_SWEEPS, BELIEF)
        return self.sweeps >= enough and self.belief >= needed * self.sweeps

    def known_kind(self, needed: float = 0.5) -> str:
        """The kind that more than this share of its sightings say; `vehicle` when none is."""
        counts: dict[str, int] = {}
        for (kind, _), count in self.votes.items():
            counts[kind] = counts.get(kind, 0) + count
        kind = max(counts, key=lambda word: counts[word], default="vehicle")
        return kind if counts.get(kind, 0) > needed * sum(counts.values()) else "vehicle"

    def weigh(self, views: int) -> None:
        """A search of so many views is finished: what it said counts."""
        witnesses = min(WITNESSES, views)
        self.belief += sum(sorted(self.testimony, reverse=True)[:witnesses]) / witnesses
        self.sweeps += 1
        self.testimony = []

    def begin_anew(self, t_s: float) -> None:
        """It stands since now; what was believed of it remains."""
        self.since_s, self.at_start, self.look, self.adrift = t_s + REST_S, False, self.look + 1, True
