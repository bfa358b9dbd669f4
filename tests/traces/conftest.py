"""A watcher's core before a made-up street, followed by a tracer; and traces made to measure."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from kiosk.domain.clock import Now
from kiosk.domain.detections import FrameLooked, KeepInSight, Likeness, Sighting
from kiosk.domain.geometry import Box
from kiosk.domain.traces import Moment, Trace
from kiosk.domain.tracing import Tracer
from kiosk.domain.venue import Zone, Zones
from kiosk.domain.watch_core import PublishIncident, SightLost, WatchCore
from kiosk.domain.words import Words

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
HERE = (0.4, 0.5, 0.6, 0.7)
DOOR = Zone(
    id="door",
    place=Words(fr="devant l'entrée", en="by the door"),
    polygon=((0.2, 0.4), (0.8, 0.4), (0.8, 0.9), (0.2, 0.9)),
    dwell_s=10.0,
)


@dataclass
class Street:
    """Frames one second apart; all that the core says is told to the tracer, as the watcher's shell does."""

    dwell_s: float = 10.0
    t_s: float = 0.0
    kept: dict[str, Box] = field(default_factory=dict)
    raised: set[str] = field(default_factory=set)
    """The incidents that were raised."""

    def __post_init__(self) -> None:
        incidents, traces = count(1), count(1)
        self.zones = Zones(zones=(replace(DOOR, dwell_s=self.dwell_s),))
        self.core = WatchCore(self.zones, new_id=lambda: f"incident-{next(incidents)}")
        self.tracer = Tracer(new_id=lambda: f"{next(traces):08x}")

    def tell(self, event: object) -> None:
        now = Now(mono_s=self.t_s, utc=START + timedelta(seconds=self.t_s))
        effects = self.core.handle(event, now)
        self.tracer.see(self.core, event, now)
        for effect in effects:
            if isinstance(effect, KeepInSight):
                self.kept = dict(effect.boxes)
            elif isinstance(effect, PublishIncident):
                self.tracer.tell(effect.incident)
                if effect.incident.state == "raised":
                    self.raised.add(effect.incident.id)

    def frame(self, *seen: Sighting, same: float | None = None, after_s: float = 1.0) -> None:
        """One frame later; every kept place looks as before when a vehicle is seen, else different."""
        self.t_s += after_s
        likeness = Likeness(same=(1.0 if seen else 0.0) if same is None else same)
        self.tell(
            FrameLooked(t_s=self.t_s, sightings=seen, likenesses=dict.fromkeys(self.kept, likeness), swept=True, runs=1)
        )

    def car(self, times: int, *, after_s: float = 1.0) -> None:
        """A car is seen in so many frames."""
        for _ in range(times):
            self.frame(Sighting(box=HERE, score=0.6, kind="car", colour="grey"), after_s=after_s)

    def hidden(self, seconds: int) -> None:
        """A bus stands before it."""
        bus = Sighting(box=(0.3, 0.49, 0.7, 1.0), score=0.7, kind="vehicle")
        for _ in range(seconds):
            self.frame(bus, same=0.1)

    def empty(self, seconds: int = 3) -> None:
        """Nobody is there."""
        for _ in range(seconds):
            self.frame()

    def lost(self, seconds: int) -> None:
        """The camera is away."""
        self.tell(SightLost(reason="camera-away"))
        self.t_s += seconds

    def traces(self) -> list[Trace]:
        """All that there is to write."""
        return self.tracer.take()


def _trace(**changes: Any) -> Trace:
    """A car that stood for `stood_s` (40 s unless said), seen all the time, a moment a second."""
    stood_s = float(changes.pop("stood_s", 40.0))
    began_at = changes.pop("began_at", START)
    moments = tuple(
        Moment(
            t_s=float(t), dwelt_s=float(t), seen=True, sure=t > 1, score=0.6, belief=0.4, same=0.9, outline=HERE
        )
        for t in range(int(stood_s) + 1)
    )  # fmt: skip
    usual: dict[str, Any] = {
        "id": f"{began_at:%Y%m%dT%H%M%SZ}-{changes.pop('number', 1):08x}",
        "zone": "door", "dwell_s": 10.0, "began_at": began_at, "until_at": began_at + timedelta(seconds=stood_s),
        "stopped_at": began_at, "stood_s": stood_s, "most_s": stood_s, "kind": "car", "ending": "gone",
        "moments": moments,
    }  # fmt: skip
    return Trace(**(usual | changes))


@pytest.fixture
def street() -> Street:
    """An empty street, seen once."""
    made = Street()
    made.empty(1)
    return made


@pytest.fixture(scope="session")
def new_street() -> type[Street]:
    """Makes streets: property tests need a fresh one for each example."""
    return Street


@pytest.fixture(scope="session")
def trace_of() -> Callable[..., Trace]:
    """`trace_of(stood_s=40)`: a trace made to measure; any field may be given."""
    return _trace
