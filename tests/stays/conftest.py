"""A watcher's core before a street that the test makes up, told frame by frame."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count

import pytest

from kiosk.domain.clock import Now
from kiosk.domain.continuity import Continuity
from kiosk.domain.detections import FrameLooked, KeepInSight, Likeness, Sighting
from kiosk.domain.geometry import Box
from kiosk.domain.incidents import Decision, Incident
from kiosk.domain.venue import Zone, Zones
from kiosk.domain.watch_core import AnnouncementHeard, Decided, Effect, ForgetIncident, PublishIncident, WatchCore
from kiosk.domain.words import Words
from kiosk.domain.zone_rules import AtStart
from kiosk.messages.codec import decode, encode

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
DWELL_S = 10.0
DOOR = Zone(
    id="door",
    place=Words(fr="devant l'entrée", en="by the door"),
    polygon=((0.2, 0.4), (0.8, 0.4), (0.8, 0.9), (0.2, 0.9)),
    dwell_s=DWELL_S,
)


@dataclass
class Scene:
    """What a core says of the frames and events it is given; the time is the frames' own."""

    zones: Zones = field(default_factory=lambda: Zones(zones=(DOOR,)))
    t_s: float = 0.0
    at_start: AtStart = "dwell"
    timezone: tzinfo | None = None
    start: datetime = START
    lanes: frozenset[str] = frozenset()
    """The zones whose lanes the core wants searched."""
    kept: dict[str, Box] = field(default_factory=dict)
    said: list[Incident] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.numbers = count(1)
        self.core = self._core()

    def _core(self) -> WatchCore:
        return WatchCore(
            self.zones, new_id=lambda: str(next(self.numbers)), at_start=self.at_start, timezone=self.timezone
        )

    def now(self) -> Now:
        """The present, by the frames' own time."""
        return Now(mono_s=self.t_s, utc=self.start + timedelta(seconds=self.t_s))

    @property
    def states(self) -> list[str]:
        """Incident and state of everything said: `1 noticed`."""
        return [f"{one.id} {one.state}" for one in self.said]

    def tell(self, event: object, *, after_s: float = 0.0) -> Sequence[Effect]:
        """Gives the core one event."""
        self.t_s += after_s
        return self._carry_out(self.core.handle(event, self.now()))

    def restart(self, *, after_s: float = 20.0, clock_back_s: float = 0.0) -> None:
        """The watcher's plug is pulled, and later it goes on with what it wrote, its clock behind or not."""
        file = encode(self.core.remembered(self.now()))
        self.t_s += after_s
        self.start -= timedelta(seconds=clock_back_s)
        self.core, self.kept = self._core(), {}
        self._carry_out(self.core.resume(decode(file, Continuity), self.now()))

    def _carry_out(self, effects: Sequence[Effect]) -> Sequence[Effect]:
        for effect in effects:
            if isinstance(effect, KeepInSight):
                self.kept, self.lanes = dict(effect.boxes), effect.lanes
            elif isinstance(effect, PublishIncident):
                self.said.append(effect.incident)
            elif isinstance(effect, ForgetIncident):
                self.forgotten.append(effect.incident_id)
        return effects

    def frame(
        self,
        *seen: Sighting,
        same: float | None | Callable[[Box], float | None] = 1.0,
        after_s: float = 1.0,
        swept: bool = True,
        lane_motion: float = 0.0,
    ) -> None:
        """One frame; `same` is how every kept place compares with how it looked, or a function of its box."""
        self.t_s += after_s
        likenesses = {key: Likeness(same=same(box) if callable(same) else same) for key, box in self.kept.items()}
        motion = dict.fromkeys(self.lanes, lane_motion)
        self.tell(
            FrameLooked(
                t_s=self.t_s,
                sightings=seen,
                likenesses=likenesses,
                swept=swept,
                lane_motion=motion,
                lanes_searched=tuple(self.lanes),
            )
        )

    def cover(self, *, after_s: float = 1.0) -> None:
        """A frame that shows nothing: a hand, a cap, the dark."""
        self.t_s += after_s
        self.tell(FrameLooked(t_s=self.t_s, condition="covered"))

    def empty(self, times: int = 3) -> None:
        """Searched frames of a street without any vehicle."""
        for _ in range(times):
            self.frame(same=0.0)

    def hear(self, incident_id: str) -> None:
        """An announcement of it was spoken."""
        self.tell(AnnouncementHeard(incident_id=incident_id))

    def decide(self, incident_id: str, what: str, minutes: int | None = None) -> None:
        """A person's answer."""
        answer = Decision(
            id="d",
            decision=what,  # type: ignore[arg-type]
            by="Léa",
            issued_at=START,
            expires_at=START + timedelta(minutes=5),
            minutes=minutes,
        )
        self.tell(Decided(incident_id=incident_id, decision=answer))


@pytest.fixture(scope="session")
def new_scene() -> type[Scene]:
    """Makes scenes: property tests need a fresh one for each example."""
    return Scene


@pytest.fixture
def scene() -> Scene:
    """An empty street that has been searched once."""
    scene = Scene()
    scene.empty(1)
    return scene
