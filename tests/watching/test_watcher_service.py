"""`kiosk watch` in a process of its own, with a real Mosquitto and the real detector, on the simulated street."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ulid import ULID

from kiosk.adapters.traces import FileTraces
from kiosk.domain.incidents import Decision, Incident
from kiosk.domain.rehearsal import Rehearsal, RehearsalGet
from kiosk.domain.requests import Announcement
from kiosk.domain.venue import Zones
from kiosk.domain.words import Words
from kiosk.messages.codec import decode
from kiosk.messages.status import Status
from kiosk.messages.topics import ANNOUNCEMENT, DECIDE, INCIDENT, REHEARSAL, REHEARSAL_GET, WATCHER_STATUS, ZONES
from kiosk.ports import MessageArrived


def incident_in(state: str, zone: str = "entrance") -> Callable[[MessageArrived], bool]:
    def fits(message: MessageArrived) -> bool:
        if not message.topic.startswith("incidents/") or message.topic.endswith("decide") or not message.payload:
            return False
        incident = decode(message.payload, Incident)
        return incident.state == state and incident.zone == zone

    return fits


def status_with(state: str, **parts: str) -> Callable[[MessageArrived], bool]:
    def fits(message: MessageArrived) -> bool:
        if message.topic != WATCHER_STATUS.pattern:
            return False
        status = decode(message.payload, Status)
        codes = {health.part: health.code for health in status.health}
        return status.state == state and parts.items() <= codes.items()

    return fits


def test_a_car_that_stops_is_noticed_raised_and_then_has_left(
    ear: Any, start_watcher: Any, recorded_stop: Path
) -> None:
    watcher = start_watcher(str(recorded_stop))
    raised = decode(ear.wait_for(incident_in("raised")).payload, Incident)
    told = [decode(m.payload, Incident) for m in ear.heard if m.topic == INCIDENT.at(raised.id)]
    assert [incident.state for incident in told] == ["noticed", "raised"]
    assert 3.0 == raised.dwell_s <= raised.stopped_s <= 8.0 and told[0].stopped_s <= raised.stopped_s
    left = ear.wait_for(lambda message: message.topic == INCIDENT.at(raised.id))
    assert decode(left.payload, Incident).state == "left"
    assert left.retained is False
    assert raised.kind == "car"
    assert raised.place == Words(fr="devant l'entrée", en="in front of the entrance")
    assert abs((raised.outline[0] + raised.outline[2]) / 2 - 350 / 960) < 0.05
    now = datetime.now(UTC)
    get = RehearsalGet(id=str(ULID()), by="Odile", issued_at=now, expires_at=now + timedelta(minutes=5))
    ear.say(REHEARSAL_GET.pattern, get)
    rehearsed = decode(ear.wait_for(lambda message: message.topic == REHEARSAL.pattern).payload, Rehearsal)
    assert rehearsed.id == get.id and max(most_s for _, most_s in rehearsed.zones["entrance"]) >= 3
    assert watcher.stop() == 0
    ear.wait_for(status_with("stopped"))
    traces = FileTraces(watcher.state_folder / "watcher" / "traces").read()
    (trace,) = (one for one in traces if one.incident == raised.id)
    assert [step.state for step in trace.steps] == ["noticed", "raised", "left"]


def test_a_car_that_stands_on_is_the_same_incident_after_the_watcher_was_unplugged(
    ear: Any, start_watcher: Any, recorded_car: Path
) -> None:
    watcher = start_watcher(str(recorded_car))
    raised = decode(ear.wait_for(incident_in("raised")).payload, Incident)
    watcher.wait_for_file(watcher.state_folder / "watcher" / "standing.json")
    watcher.wait_for_words(watcher.state_folder / "watcher" / "standing.json", raised.id)
    watcher.kill()
    ear.wait_for(status_with("lost"))
    start_watcher(str(recorded_car))
    unknown = decode(ear.wait_for(incident_in("lost_sight")).payload, Incident)
    again = decode(ear.wait_for(incident_in("raised")).payload, Incident)
    assert (unknown.id, again.id, again.stopped_at) == (raised.id, raised.id, raised.stopped_at)
    assert again.stopped_s > raised.stopped_s


def test_a_watcher_without_power_is_lost_and_cards_that_nobody_remembers_are_cleared_when_it_is_back(
    ear: Any, start_watcher: Any
) -> None:
    watcher = start_watcher("simulated")
    ghost = ear.wait_for(incident_in("noticed")).topic
    watcher.kill()
    ear.wait_for(status_with("lost"))
    (watcher.state_folder / "watcher" / "standing.json").unlink(missing_ok=True)  # as on a new card
    start_watcher("simulated")
    ear.wait_for(lambda message: message.topic == ghost and not message.payload)
    ear.wait_for(status_with("online", camera="ok", zones="ok", broker="ok"))


def test_a_watcher_that_starts_before_the_broker_connects_when_it_comes(
    mosquitto: Any, start_watcher: Any, listen: Any, recorded_car: Path
) -> None:
    mosquitto.stop()
    watcher = start_watcher(str(recorded_car))
    watcher.wait_for_log("cannot be reached")
    mosquitto.start()
    listen().wait_for(incident_in("noticed"))


def test_zones_from_the_console_are_kept_for_a_start_without_it(ear: Any, start_watcher: Any, zones: Zones) -> None:
    moved = Zones(zones=zones.zones[1:], version=2)
    ear.say(ZONES.pattern, moved, retain=True)
    watcher = start_watcher("simulated")
    ear.wait_for(status_with("online", zones="ok"))
    watcher.wait_for_file(watcher.state_folder / "watcher" / "zones.json")
    assert decode((watcher.state_folder / "watcher" / "zones.json").read_bytes(), Zones) == moved


def test_no_zones_is_said_and_is_no_failure(ear: Any, start_watcher: Any, recorded_stop: Path) -> None:
    start_watcher(str(recorded_stop), zones_text="")
    ear.wait_for(status_with("online", zones="no-zones"))


def test_bad_messages_are_counted_and_change_nothing(ear: Any, start_watcher: Any, recorded_car: Path) -> None:
    start_watcher(str(recorded_car))
    incident = decode(ear.wait_for(incident_in("noticed")).payload, Incident)
    now = datetime.now(UTC)
    old = Decision(id=str(ULID()), decision="dismiss", by="Léa", issued_at=now, expires_at=now - timedelta(seconds=1))
    good = Decision(id=str(ULID()), decision="dismiss", by="Léa", issued_at=now, expires_at=now + timedelta(minutes=1))
    ear.say(DECIDE.at(incident.id), b"\xff{not json")
    ear.say(DECIDE.at(incident.id), b"")
    ear.say(ZONES.pattern, b'{"zones":[{"id":"a"}]}')
    ear.say(DECIDE.at(incident.id), old)
    ear.wait_for(
        lambda message: (
            message.topic == WATCHER_STATUS.pattern
            and decode(message.payload, Status).counts.get("messages_refused") == 3
        )
    )
    ear.say(DECIDE.at(incident.id), good)
    dismissed = decode(ear.wait_for(incident_in("dismissed")).payload, Incident)
    assert dismissed.id == incident.id


def test_an_announcement_that_was_heard_counts_on_the_card(ear: Any, start_watcher: Any, recorded_car: Path) -> None:
    start_watcher(str(recorded_car))
    incident = decode(ear.wait_for(incident_in("raised")).payload, Incident)
    spoken = Announcement(
        id=str(ULID()), state="spoken", text=Words(fr="…"), by="Léa", incident=incident.id, at=datetime.now(UTC)
    )
    ear.say(ANNOUNCEMENT.at(spoken.id), spoken, retain=True)
    announced = decode(ear.wait_for(incident_in("announced")).payload, Incident)
    assert (announced.id, announced.announced) == (incident.id, 1)


@pytest.mark.parametrize(
    ("source", "says"),
    [("nowhere.mp4", "There is no video, folder or device at nowhere.mp4"), (".", "holds no pictures")],
)
def test_a_recording_that_cannot_be_read_ends_with_one_sentence(start_watcher: Any, source: str, says: str) -> None:
    watcher = start_watcher(source, log_level="error")
    assert watcher.process.wait(90.0) == 4
    log = watcher.log_file.read_text(encoding="utf-8")
    assert says in log and len(log.splitlines()) == 1


def test_a_zones_file_with_a_mistake_ends_with_one_sentence(start_watcher: Any) -> None:
    watcher = start_watcher("simulated", zones_text=json.dumps({"zones": [], "colour": "red"}), log_level="error")
    assert watcher.process.wait(90.0) == 3
    log = watcher.log_file.read_text(encoding="utf-8")
    assert "colour" in log and len(log.splitlines()) == 1


def test_a_lost_camera_is_said_and_nothing_is_known_of_its_cars(ear: Any, start_watcher: Any) -> None:
    start_watcher("/dev/video97")
    status = ear.wait_for(status_with("online", camera="camera-away"))
    detail = next(h.detail for h in decode(status.payload, Status).health if h.part == "camera")
    assert "There is no camera at /dev/video97" in detail
    assert not any(message.topic.startswith(INCIDENT.at("")) for message in ear.heard)
