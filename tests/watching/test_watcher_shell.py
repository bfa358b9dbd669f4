"""What the watcher makes the broker keep, and what it says of itself, without a camera and without a network."""

import queue
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from kiosk.adapters.bus.memory import MemoryBus, broker_named
from kiosk.adapters.copies import FileCopies
from kiosk.adapters.detection import MotionDetector
from kiosk.adapters.traces import SimulatedTraces
from kiosk.domain.clock import Now, Tick
from kiosk.domain.detections import FrameLooked, Sighting
from kiosk.domain.incidents import Incident
from kiosk.domain.manners import Window
from kiosk.domain.picture import OPEN_S, PictureGet
from kiosk.domain.rehearsal import Rehearsal, RehearsalGet
from kiosk.domain.venue import Venue, Zones
from kiosk.domain.watch_core import ForgetIncident, PublishIncident
from kiosk.domain.words import Words
from kiosk.errors import KioskError
from kiosk.eye import Eye
from kiosk.messages.codec import decode, encode
from kiosk.messages.status import Status
from kiosk.messages.topics import WATCHER_STATUS
from kiosk.ports import BusConnected, BusLost, Frame, MessageArrived
from kiosk.service_status import ServiceStatus
from kiosk.sight import CameraEnded, CameraLost, CameraSeen
from kiosk.watcher_memory import WatcherMemory
from kiosk.watcher_shell import WatcherShell
from kiosk.watcher_traces import RehearsalReady, TracesTried, WatcherTraces
from kiosk.workers import WorkerFailed

LIMIT_S = 60.0
UTC_NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NOW = Now(mono_s=100.0, utc=UTC_NOW)
PICTURE = np.random.default_rng(1).integers(0, 256, (90, 160, 3), np.uint8)


class World:
    """A watcher's shell beside a broker in memory; `kept` is what that broker keeps."""

    def __init__(self, folder: Path, zones: Zones) -> None:
        self.name = str(folder)
        self.heard: list[Any] = []
        self.own = self._bus("watcher", lambda event: None)
        listener = self._bus("tester", self.heard.append, filters=[("#", 1)])
        self.own.start()
        listener.start()
        self.copies = FileCopies(folder)
        status = ServiceStatus(WATCHER_STATUS, self.own.publish)
        self.eye = Eye(zones, MotionDetector(), self.do)
        self.store = SimulatedTraces()
        self.arrived: queue.SimpleQueue[object] = queue.SimpleQueue()
        """What the thread that keeps the traces says."""
        self.traces = WatcherTraces(self.store, 7, self.arrived.put)
        self.memory = WatcherMemory(self.copies, self.arrived.put)
        self.shell = WatcherShell(zones, self.eye, self.own, status, self.memory, self.traces)
        self.passed_s, self._t_s = 0.0, 0.0

    def do(self, event: object) -> None:
        now = Now(mono_s=NOW.mono_s + self.passed_s, utc=UTC_NOW + timedelta(seconds=self.passed_s))
        for effect in self.shell.handle(event, now):
            self.shell.perform(effect)

    def watch_s(self, seconds: int) -> None:
        """The street goes on, and its camera is looked at twice a second."""
        for _ in range(seconds * 2):
            self.passed_s, self._t_s = self.passed_s + 0.5, self._t_s + 0.5
            self.do(self.eye.look(Frame(t_s=self._t_s, pixels=PICTURE)))
            self.do(Tick())

    def ask(self, id: str) -> None:
        """An owner presses "Show the empty street"."""
        now = UTC_NOW + timedelta(seconds=self.passed_s)
        get = PictureGet(id=id, by="Odile", issued_at=now, expires_at=now + timedelta(seconds=30))
        self.do(arrived("camera/picture/get", encode(get)))

    def status(self) -> Status:
        topic = WATCHER_STATUS.pattern
        return decode(self.said(topic)[-1], Status)

    def said(self, topic: str) -> list[bytes]:
        return [e.payload for e in self.heard if isinstance(e, MessageArrived) and e.topic == topic]

    def _bus(self, client: str, put: Callable[[Any], None], filters: Any = ()) -> MemoryBus:
        broker = broker_named(self.name)
        return MemoryBus(
            broker, root="", client_id=client, keep_session=False, filters=filters, will=None, put=put
        )  # fmt: skip


@pytest.fixture
def world(tmp_path: Path, zones: Zones) -> Iterator[World]:
    made = World(tmp_path, zones)
    yield made
    made.traces.stop(NOW)
    made.memory.stop()


INCIDENT = Incident(
    id="car-1", zone="entrance", place=Words(fr="devant l'entrée"), state="left", kind="car", colour=None,
    outline=(0.1, 0.2, 0.3, 0.4), stopped_at=UTC_NOW, stopped_s=9.0, dwell_s=3.0, confidence=0.8, at=UTC_NOW,
)  # fmt: skip


def arrived(topic: str, payload: bytes, *, retained: bool = False) -> MessageArrived:
    return MessageArrived(topic=topic, payload=payload, retained=retained)


def test_an_incident_is_kept_by_the_broker_until_it_is_forgotten(world: World) -> None:
    world.shell.perform(PublishIncident(incident=INCIDENT))
    world.shell.perform(ForgetIncident(incident_id="car-1"))
    assert world.said("incidents/car-1") == [encode(INCIDENT), b""]


def test_what_an_earlier_life_left_at_the_broker_is_cleared_and_its_own_is_not(world: World) -> None:
    world.shell.perform(PublishIncident(incident=INCIDENT))
    world.do(arrived("incidents/ghost", b"{}", retained=True))
    world.do(arrived("incidents/car-1", encode(INCIDENT), retained=True))
    assert world.said("incidents/ghost") == [b""]
    assert world.said("incidents/car-1") == [encode(INCIDENT)]


def test_after_a_new_connection_everything_is_told_again(world: World) -> None:
    world.shell.perform(PublishIncident(incident=INCIDENT))
    world.do(BusLost(reason="the cable is out"))
    world.do(BusConnected())
    assert world.said("incidents/car-1") == [encode(INCIDENT), encode(INCIDENT)]
    assert {part.part: part.code for part in world.status().health}["broker"] == "ok"


def test_camera_and_zones_are_told_in_the_status(world: World) -> None:
    def camera() -> tuple[str, str, str]:
        part = next(part for part in world.status().health if part.part == "camera")
        return part.state, part.code, part.detail

    world.do(CameraSeen())
    assert camera() == ("ok", "ok", "")
    world.do(FrameLooked(t_s=1.0, condition="covered"))
    assert camera() == ("degraded", "camera-covered", "")
    world.do(FrameLooked(t_s=1.2, condition="unsure"))
    assert camera() == ("degraded", "camera-covered", ""), "nothing new is known"
    world.do(FrameLooked(t_s=1.4, condition="shifted"))
    assert camera() == ("degraded", "camera-shifted", "")
    world.do(FrameLooked(t_s=2.0))
    assert camera() == ("ok", "ok", "")
    world.do(FrameLooked(t_s=2.2, condition="unsure"))
    assert camera() == ("ok", "ok", ""), "a bus passes"
    world.do(CameraLost(reason="the cable is out", retry_s=1.0))
    assert camera() == ("failed", "camera-away", "the cable is out")
    world.do(CameraEnded())
    assert camera() == ("failed", "camera-ended", "")
    world.do(arrived("zones", encode(Zones(zones=()))))
    assert {part.part: part.code for part in world.status().health}["zones"] == "no-zones"


def test_zones_are_kept_on_disk_once(world: World, zones: Zones) -> None:
    world.do(arrived("zones", encode(zones)))
    file = world.copies.folder / "zones.json"
    written_ns = file.stat().st_mtime_ns
    world.do(arrived("zones", encode(zones), retained=True))
    assert file.read_bytes() == encode(zones)
    assert file.stat().st_mtime_ns == written_ns


def test_the_hours_of_a_zone_go_by_the_time_zone_of_the_venue_and_outlast_a_start_without_the_console(
    world: World, zones: Zones
) -> None:
    world.do(arrived("venue", encode(Venue(name="Chez Léa", timezone="America/Montreal"))))
    assert world.memory.timezone() == ZoneInfo("America/Montreal")
    world.do(arrived("venue", encode(Venue(timezone="Montréal")), retained=True))
    assert world.memory.timezone() == ZoneInfo("America/Montreal")
    noon_in_montreal = (Window(days=(1,), start="12:00", end="12:30"),)  # 17:00 UTC; it is noon in UTC on a Tuesday
    only_then = Zones(zones=tuple(replace(zone, hours=noon_in_montreal) for zone in zones.zones), version=2)
    world.do(arrived("zones", encode(only_then)))
    car = Sighting(box=(0.24, 0.77, 0.49, 0.88), score=0.8, kind="car")
    for hours, states in ((0, []), (5, ["noticed", "raised"])):
        world.passed_s = hours * 3600.0
        for _ in range(8):
            world.passed_s += 1.0
            world.do(FrameLooked(t_s=world.passed_s, sightings=(car,), swept=True))
        said = [e for e in world.heard if isinstance(e, MessageArrived) and e.topic.startswith("incidents/")]
        assert [decode(one.payload, Incident).state for one in said] == states


def test_a_part_that_dies_ends_the_service_with_a_sentence(world: World) -> None:
    with pytest.raises(KioskError, match="The camera part stopped .*: start the watcher again"):
        world.do(WorkerFailed(worker="camera", error="MemoryError"))


@pytest.mark.parametrize(("clean", "state"), [(True, "stopped"), (False, "lost")])
def test_the_last_word_is_stopped_or_lost(world: World, clean: bool, state: str) -> None:
    world.shell.stop(clean=clean)
    assert world.status().state == state


def test_a_picture_leaves_only_when_an_owner_asked_and_only_one(world: World) -> None:
    world.watch_s(60)
    assert world.said("camera/picture") == []
    world.ask("01JD")
    world.watch_s(120)
    (jpeg,) = world.said("camera/picture")
    assert jpeg.startswith(b"\xff\xd8\xff") and len(jpeg) <= 1024 * 1024
    retained = [e for e in world.heard if isinstance(e, MessageArrived) and e.topic == "camera/picture" and e.retained]
    assert retained == []


def test_within_fifteen_minutes_each_wish_is_answered_and_afterwards_there_is_none(world: World) -> None:
    for number in range(3):
        world.ask(f"01J{number}")
        world.watch_s(120)
    assert len(world.said("camera/picture")) == 3
    world.passed_s = OPEN_S - 1.0
    world.ask("01J9")
    world.watch_s(300)
    assert len(world.said("camera/picture")) == 3, "the mode did not close itself"
    world.ask("01JA")
    world.watch_s(60)
    assert len(world.said("camera/picture")) == 4, "the owner could not open it again"


def test_the_same_wish_again_and_one_that_expired_get_no_picture(world: World) -> None:
    world.ask("01JD")
    world.watch_s(120)
    world.ask("01JD")
    late = PictureGet(id="01JE", by="Odile", issued_at=UTC_NOW, expires_at=UTC_NOW + timedelta(seconds=30))
    world.do(arrived("camera/picture/get", encode(late)))
    world.watch_s(120)
    assert len(world.said("camera/picture")) == 1


def test_a_retained_wish_that_a_watcher_finds_at_its_start_opens_nothing(world: World) -> None:
    get = PictureGet(id="01JD", by="Odile", issued_at=UTC_NOW, expires_at=UTC_NOW + timedelta(days=9))
    world.do(arrived("camera/picture/get", encode(get), retained=True))
    world.watch_s(60)
    assert world.said("camera/picture") == []
    assert world.status().counts["messages_refused"] == 1


def test_a_lost_broker_closes_the_mode(world: World) -> None:
    world.ask("01JD")
    world.watch_s(5)
    world.do(BusLost(reason="the cable is out"))
    world.do(BusConnected())
    world.watch_s(60)
    assert world.said("camera/picture") == []


def test_an_owner_who_tries_other_dwells_is_answered_once(world: World) -> None:
    get = RehearsalGet(id="01JK", by="Odile", issued_at=UTC_NOW, expires_at=UTC_NOW + timedelta(seconds=30))
    world.do(arrived("watcher/rehearsal/get", encode(get)))
    world.do(arrived("watcher/rehearsal/get", encode(get)))
    while not isinstance(event := world.arrived.get(timeout=LIMIT_S), RehearsalReady):
        world.do(event)
    world.do(event)
    (payload,) = world.said("watcher/rehearsal")
    assert decode(payload, Rehearsal).id == "01JK"


def test_traces_that_cannot_be_kept_are_told_until_they_can(world: World) -> None:
    def traces() -> tuple[str, str]:
        part = next(part for part in world.status().health if part.part == "traces")
        return part.state, part.code

    world.do(TracesTried(code="disk-full", detail="no space left"))
    assert traces() == ("degraded", "disk-full")
    world.do(TracesTried())
    assert traces() == ("ok", "ok")
