"""Runs the watcher over a recorded source, as fast as it can, and tells what it would have said."""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from kiosk.domain.clock import Now
from kiosk.domain.detections import FrameLooked, KeepInSight
from kiosk.domain.incidents import Incident
from kiosk.domain.pace import until_next_s
from kiosk.domain.tracing import Tracer
from kiosk.domain.watch_core import PublishIncident, WatchCore
from kiosk.eye import Eye
from kiosk.ports import Camera, Frame

_TOLD = ("noticed", "raised", "left", "lost_sight")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One event of a replay; times are seconds of the source."""

    t_s: float
    event: str
    incident: Incident

    def row(self) -> dict[str, object]:
        """As `kiosk replay --json` prints it."""
        one = self.incident
        return {
            "t": round(self.t_s, 3),
            "event": self.event,
            "incident": one.id,
            "zone": one.zone,
            "outline": [round(v, 4) for v in one.outline],
            "kind": one.kind,
            "colour": one.colour,
            "stopped_s": one.stopped_s,
        }


@dataclass(kw_only=True)
class Summary:
    """What a replay cost."""

    video_s: float = 0.0
    frames_read: int = 0
    frames_analysed: int = 0
    detector_runs: int = 0
    cpu_s: float = 0.0
    wall_s: float = 0.0
    peak_rss_mb: float = 0.0

    def row(self) -> dict[str, object]:
        """As `kiosk replay --json` prints it."""
        rounded = {name: round(value, 3) for name, value in vars(self).items()}
        return {"event": "summary", **rounded}


class Show(AbstractContextManager["Show"], Protocol):
    """Draws what was seen, for a person to look at."""

    def draw(self, frame: Frame, looked: FrameLooked | None, incidents: dict[str, Incident]) -> None:
        """One frame more; `looked` is None for frames that were not analysed."""


@dataclass(kw_only=True)
class Replay:
    """One run: frames come from `camera`; at most `frames_per_s` frames a second of the source are analysed."""

    camera: Camera
    eye: Eye
    core: WatchCore
    frames_per_s: float
    show: Show | None = None
    tracer: Tracer | None = None
    """Follows the stops, where somebody wants their traces."""
    summary: Summary = field(default_factory=Summary)
    _told: set[tuple[str, str]] = field(default_factory=set)
    _incidents: dict[str, Incident] = field(default_factory=dict)

    def events(self) -> Iterator[Told]:
        """What the watcher would have said, in order; afterwards `summary` is complete.

        Raises:
            CameraError: the source is damaged.
            DetectionError: the detector cannot be run.
        """
        started_s, cpu_s = time.monotonic(), cpu_used_s()
        first_t_s: float | None = None
        due_t_s = float("-inf")
        while (frame := self._read(due_t_s)) is not None:
            first_t_s = frame.t_s if first_t_s is None else first_t_s
            self.summary.frames_read += 1 + frame.skipped
            self.summary.video_s = frame.t_s - first_t_s
            looked = None
            if frame.t_s >= due_t_s:
                looked = self.eye.look(frame)
                wait_s = until_next_s(1.0 / self.frames_per_s, calm=looked.calm)
                due_t_s = frame.t_s + 0.95 * wait_s  # a frame's jitter early is not too early
                yield from self._analysed(looked)
            if self.show is not None:
                self.show.draw(self.eye.as_read(frame), looked, self._incidents)
        self.summary.wall_s, self.summary.cpu_s = time.monotonic() - started_s, cpu_used_s() - cpu_s
        self.summary.peak_rss_mb = peak_rss_mb()

    def _read(self, due_t_s: float) -> Frame | None:
        """Whoever watches sees every frame; else pictures are made only of those that are analysed, as when live."""
        return self.camera.read() if self.show is not None else self.camera.read(not_before_s=due_t_s)

    def _analysed(self, looked: FrameLooked) -> Iterator[Told]:
        self.summary.frames_analysed += 1
        self.summary.detector_runs += looked.runs
        now = Now(mono_s=looked.t_s, utc=datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=looked.t_s))
        effects = self.core.handle(looked, now)
        if self.tracer is not None:
            self.tracer.see(self.core, looked, now)
        for effect in effects:
            if isinstance(effect, KeepInSight):
                self.eye.keep_in_sight(effect)
            elif isinstance(effect, PublishIncident):
                self._incidents[effect.incident.id] = effect.incident
                if self.tracer is not None:
                    self.tracer.tell(effect.incident)
                yield from self._once(looked.t_s, effect.incident)

    def _once(self, t_s: float, incident: Incident) -> Iterator[Told]:
        """Each state of an incident is told once, however often the watcher publishes it."""
        state = (incident.id, incident.state)
        if incident.state in _TOLD and state not in self._told:
            self._told.add(state)
            yield Told(t_s=t_s, event=incident.state, incident=incident)


def numbered_ids() -> Callable[[], str]:
    """Ids that are the same in every run: a replay can be compared with another."""
    count = iter(range(1, 10**9))
    return lambda: f"{next(count):026d}"


def peak_rss_mb() -> float:
    """The most memory this process has held, in MB.

    Not getrusage's figure: a process keeps in it how large the one was that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024


def cpu_used_s() -> float:
    """The processor time this process has used so far, in all its threads, its own and the kernel's on its behalf."""
    times = resource.getrusage(resource.RUSAGE_SELF)
    return times.ru_utime + times.ru_stime
