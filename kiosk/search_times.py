"""When the detector is asked: about everything, about places in doubt, and how soon again."""

from dataclasses import dataclass, field

from kiosk.domain.stay import stay_of

_AT_START_S = (0.7, 1.7)
"""What stands there from the start is looked for twice: one search may miss it, and nothing will change. Not at once:
what is at rest is not known before."""
_AFTER_CHANGE_S, _AFTER_EACH_S = 1.0, 3.0
"""Where something changed and no vehicle was found, the first look may have been too soon or too near: it is looked at
once more, with all around it. Where passers-by keep changing it, not more often than the second time."""
_HEARTBEAT_S, _UNCHANGED_S = 120.0, 600.0
"""Whatever was missed all the same is found by a search now and then; less often while nothing has moved since the last
one, for then only the light can show what it did not."""
_DOUBT_S, _DOUBT_MOST_S = 0.3, 60.0
"""A doubtful place is asked about again after this time, doubled each time: new light, or someone moved on."""
_LOST_S, _LOST_MOST_S = 0.4, 30.0
"""The same for a place that no longer looks like the vehicle that stood there."""

_LANES_S = 1.0
"""Lanes are searched this often while a vehicle beside them is about to be raised."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the detector is wanted for in a frame."""

    everywhere: bool = False
    changes: bool = False
    again: bool = False
    """Where something changed a moment before."""
    lanes: bool = False
    asked: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or self.changes or self.again or self.lanes or bool(self.asked)


@dataclass(kw_only=True)
class _Asked:
    times: int = 0
    next_s: float = float("-inf")


@dataclass
class SearchTimes:
    """Keeps the times of the searches."""

    doubtful: frozenset[str] = frozenset()
    mirrored: bool = True
    """Whether the search of everything shows its views mirrored: each second one does, nearly another opinion."""
    _everywhere_s: list[float] = field(default_factory=list)
    _searched_s: float = float("-inf")
    _begun: bool = False
    _again_s: float | None = None
    _last_again_s: float = float("-inf")
    _doubts: dict[str, _Asked] = field(default_factory=dict)
    _losses: dict[str, _Asked] = field(default_factory=dict)
    _lanes: bool = False
    _lanes_s: float = float("-inf")

    def keep(self, keys: frozenset[str], doubtful: frozenset[str], *, lanes: bool = False) -> None:
        """These places are kept in sight, those are doubtful, and whether the lanes matter now."""
        self._lanes = lanes
        self.doubtful = doubtful & keys
        self._doubts = {stay_of(key): self._doubts.get(stay_of(key), _Asked()) for key in self.doubtful}
        self._losses = {key: one for key, one in self._losses.items() if key in keys}

    def not_found(self, t_s: float) -> None:
        """Something changed, and no vehicle was found there."""
        if self._again_s is None:
            self._again_s = max(t_s + _AFTER_CHANGE_S, self._last_again_s + _AFTER_EACH_S)

    def next(
        self,
        t_s: float,
        *,
        changed: bool,
        lost: frozenset[str],
        passing: frozenset[str] = frozenset(),
        moved_s: float = float("inf"),
    ) -> Wanted:
        """What is due in the frame of `t_s`; `moved_s` is when anything moved last. Nobody asks what stands where
        something is just passing."""
        if not self._begun:
            self._begun, self._everywhere_s = True, [t_s + after_s for after_s in _AT_START_S]
        everywhere = t_s >= self._everywhere_s[0] and not self._is_unchanged(t_s, moved_s)
        if everywhere:
            self._searched_s = t_s
            self.mirrored = not self.mirrored
            self._everywhere_s = [due_s for due_s in self._everywhere_s if due_s > t_s] or [t_s + _HEARTBEAT_S]
        again = self._again_s is not None and t_s >= self._again_s and not everywhere
        if again or everywhere:
            self._again_s, self._last_again_s = None, t_s
        self._losses = {key: self._losses.get(key, _Asked()) for key in lost}
        doubts = _due(self._doubts, t_s, _DOUBT_S, _DOUBT_MOST_S)
        at_rest = {key: one for key, one in self._losses.items() if key not in passing}
        asked = _due(at_rest, t_s, _LOST_S, _LOST_MOST_S)
        asked |= {key for key in self.doubtful if stay_of(key) in doubts}
        if everywhere or changed:
            asked |= self.doubtful | lost
        lanes = self._lanes and t_s - self._lanes_s >= _LANES_S
        if lanes:
            self._lanes_s = t_s
        return Wanted(everywhere=everywhere, changes=changed, again=again, lanes=lanes, asked=asked)

    def _is_unchanged(self, t_s: float, moved_s: float) -> bool:
        """Whether nothing has moved since the last search of everything, not counting those of the start."""
        rest = t_s - self._searched_s
        return _HEARTBEAT_S <= rest < _UNCHANGED_S and moved_s <= self._searched_s


def _due(places: dict[str, _Asked], t_s: float, first_s: float, most_s: float) -> frozenset[str]:
    due = frozenset(key for key, one in places.items() if t_s >= one.next_s)
    for key in due:
        one = places[key]
        one.next_s = t_s + min(most_s, first_s * 2.0**one.times)
        one.times += 1
    return due
