"""Home Assistant is told of a service as long as the setting is on, and forgets what is gone."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.adapters.bus.memory import MemoryBus, broker_named
from kiosk.domain.clock import Now, Tick
from kiosk.domain.incidents import Incident
from kiosk.domain.requests import Announcement
from kiosk.domain.venue import Template, Templates, Venue, Zone, Zones
from kiosk.domain.words import Words
from kiosk.home_assistant import OverheardBus, OverheardCore
from kiosk.messages.at_home import LastSpoken, ZoneState
from kiosk.messages.codec import decode, encode
from kiosk.messages.status import PartHealth, Status
from kiosk.messages.topics import TEMPLATES, VENUE
from kiosk.ports import BusConnected, BusLost, MessageArrived, Outgoing
from web_console.live import Live

AT = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
DOOR = Zone(id="door", place=Words(fr="devant la porte"), polygon=(), dwell_s=90)
YARD = Zone(id="yard", place=Words(fr="dans la cour"), polygon=(), dwell_s=90)
CLOSING = Template(id="closing", name=Words(fr="On ferme"), fr=("Nous fermons.",))
SEEN = Status(state="online", since=AT, version="1", health=(PartHealth(part="camera", state="ok"),))
INCIDENT = Incident(
    id="i", zone="door", place=DOOR.place, state="noticed", kind="car", colour="grey", outline=(0, 0, 1, 1),
    stopped_at=AT, stopped_s=1, dwell_s=90, confidence=1, at=AT,
)  # fmt: skip
SPOKEN = Announcement(id="a", state="spoken", text=Words(fr="Nous fermons."), by="Léa", at=AT)


def arrived(topic: str, value: object) -> MessageArrived:
    return MessageArrived(topic=topic, payload=encode(value), retained=True)


def says(topic: str, value: object) -> Outgoing:
    return Outgoing(topic=topic, payload=encode(value), retain=True)


def keys(told: Any) -> set[str]:
    """The entities that are kept, without what all topics share."""
    return {topic.split("/")[-2].removeprefix("venue-") for topic in list(told.kept) if topic.endswith("/config")}


def zone(told: Any, id: str = "door") -> ZoneState:
    return decode(told.kept[f"kiosk/v1/venue/watcher/zones/{id}"], ZoneState)


# -- each service -------------------------------------------------------------------------------------------------


def test_the_watcher_shows_itself_and_each_zone(told: Any) -> None:
    told.connected("watcher", zones=(DOOR, YARD))
    zones = {f"zone-{id}-{what}" for id in ("door", "yard") for what in ("occupied", "waiting")}
    assert keys(told) == {"reached", "trouble", *zones}


def test_the_announcer_shows_itself_what_it_says_and_what_it_said_last(told: Any) -> None:
    told.connected("announcer")
    assert keys(told) == {"reached", "trouble", "speaking", "last"}


def test_the_console_waits_for_its_sentences_before_it_says_which_buttons_there_are(told: Any) -> None:
    told.kept["homeassistant/button/kiosk-console/venue-say-closing/config"] = b"from an earlier life"
    home = told.start("console")
    home.said(says("console/status", SEEN))
    assert not told.sent
    home.said(says("templates", Templates(templates=(CLOSING,))))
    assert keys(told) == {"reached", "trouble", "say-closing"}


def test_a_new_name_of_the_house_is_told(told: Any) -> None:
    home = told.connected("announcer")
    home.heard(arrived("venue", Venue(name="Chez Tom", languages=("en",))))
    config = json.loads(told.kept["homeassistant/sensor/kiosk-announcer/venue-last/config"])
    assert config["device"]["name"] == "Chez Tom"
    assert config["name"] == "Last announcement"


# -- states -------------------------------------------------------------------------------------------------------


def test_a_zone_follows_its_vehicles(told: Any) -> None:
    home = told.connected("watcher", zones=(DOOR, YARD))
    assert zone(told).state == "unknown"  # no camera has been seen yet
    home.said(says("watcher/status", SEEN))
    assert zone(told).state == "empty"
    home.said(says("incidents/i", INCIDENT))
    assert zone(told) == ZoneState(state="occupied", vehicles=1, since=AT)
    assert zone(told, "yard").state == "empty"
    home.said(says("incidents/i", replace(INCIDENT, state="raised")))
    home.said(says("incidents/j", replace(INCIDENT, id="j", stopped_at=AT + timedelta(minutes=1))))
    assert zone(told) == ZoneState(state="waiting", vehicles=2, since=AT)
    home.said(says("incidents/i", replace(INCIDENT, state="announced")))
    assert zone(told).state == "occupied"
    home.said(says("incidents/i", replace(INCIDENT, state="left")))
    home.said(Outgoing(topic="incidents/j", payload=b"", retain=True))
    assert zone(told).state == "empty"


def test_where_the_street_is_not_seen_nothing_is_claimed(told: Any) -> None:
    home = told.connected("watcher", zones=(DOOR, YARD))
    home.said(says("watcher/status", SEEN))
    home.said(says("incidents/i", replace(INCIDENT, state="lost_sight")))
    assert zone(told).state == "unknown"
    dark = replace(SEEN, health=(PartHealth(part="camera", state="degraded", code="camera-covered"),))
    home.said(says("watcher/status", dark))
    assert zone(told, "yard").state == "unknown"


def test_only_what_was_heard_becomes_the_last_announcement(told: Any) -> None:
    home = told.connected("announcer")
    for other in (replace(SPOKEN, state="queued"), replace(SPOKEN, state="refused"), replace(SPOKEN, text=Words())):
        home.said(says("announcements/a", other))
    assert "kiosk/v1/venue/announcer/last" not in told.kept
    home.said(says("announcements/a", SPOKEN))
    home.said(says("announcements/b", replace(SPOKEN, text=Words(fr="Plus tôt."), at=AT - timedelta(hours=1))))
    last = decode(told.kept["kiosk/v1/venue/announcer/last"], LastSpoken)
    assert last == LastSpoken(text=Words(fr="Nous fermons."), at=AT)
    assert "Léa" not in told.kept["kiosk/v1/venue/announcer/last"].decode()  # who asked is nobody else's business


def test_the_last_announcement_outlasts_a_restart(told: Any) -> None:
    told.connected("announcer").said(says("announcements/a", SPOKEN))
    told.connected("announcer").heard(arrived("venue", Venue(name="Chez Léa")))
    assert "kiosk/v1/venue/announcer/last" in told.kept


def test_what_did_not_change_is_not_said_again(told: Any) -> None:
    home = told.connected("watcher", zones=(DOOR,))
    home.said(says("incidents/i", INCIDENT))
    before = len(told.sent)
    home.said(says("incidents/i", replace(INCIDENT, stopped_s=2)))
    home.said(says("watcher/rehearsal", ZoneState(state="empty")))
    assert len(told.sent) == before


def test_a_new_broker_is_told_everything_again(told: Any) -> None:
    home = told.connected("watcher", zones=(DOOR,))
    whole = dict(told.kept)
    told.kept.clear()
    home.heard(BusLost(reason="gone"))
    home.said(says("incidents/i", INCIDENT))
    assert not told.kept
    home.heard(BusConnected())
    assert told.kept.keys() == whole.keys()
    assert zone(told).state == "occupied"


@pytest.mark.parametrize("topic", ["zones", "venue", "watcher/status", "incidents/i", "announcements/a", "templates"])
@pytest.mark.parametrize("service", ["watcher", "announcer", "console"])
def test_nonsense_on_any_topic_changes_nothing(told: Any, service: Any, topic: str) -> None:
    home = told.connected(service)
    before = dict(told.kept)
    home.heard(MessageArrived(topic=topic, payload=b"\xff{", retained=False))
    home.said(Outgoing(topic=topic, payload=b"[]"))
    assert told.kept == before


# -- what goes ----------------------------------------------------------------------------------------------------


def test_a_deleted_zone_is_forgotten(told: Any) -> None:
    home = told.connected("watcher", zones=(DOOR, YARD))
    home.heard(arrived("zones", Zones(zones=(YARD,))))
    assert not [topic for topic in told.kept if "door" in topic]
    assert [topic for topic in told.kept if "yard" in topic]


def test_what_was_deleted_while_the_service_did_not_run_is_forgotten(told: Any) -> None:
    told.connected("watcher", zones=(DOOR, YARD))
    told.connected("watcher", zones=(YARD,))
    assert not [topic for topic in told.kept if "door" in topic]


def test_a_deleted_sentence_loses_its_button(told: Any) -> None:
    home = told.start("console")
    home.said(says("console/status", SEEN))
    home.said(says("templates", Templates(templates=(CLOSING,))))
    home.said(says("templates", Templates(templates=())))
    assert keys(told) == {"reached", "trouble"}


@pytest.mark.parametrize("service", ["watcher", "announcer", "console"])
def test_turned_off_everything_is_forgotten_and_nothing_said(told: Any, service: Any) -> None:
    home = told.connected(service, zones=(DOOR,))
    home.said(says("console/status", SEEN))
    home.said(says("templates", Templates(templates=(CLOSING,))))
    home.said(says("announcements/a", SPOKEN))
    assert told.kept
    off = told.connected(service, on=False, zones=(DOOR,))
    off.said(says("console/status", SEEN))
    assert not told.kept
    told.sent.clear()
    told.connected(service, on=False, zones=(DOOR,)).said(says("console/status", SEEN))
    assert not told.sent


def test_another_prefix_moves_everything(told: Any) -> None:
    told.connected("announcer")
    told.connected("announcer", prefix="maison/ha")
    assert {topic.split("/")[0] for topic in told.kept} == {"maison"}


def test_what_is_gone_is_not_emptied_before_the_broker_is_there_to_hear_it(told: Any) -> None:
    told.connected("watcher", zones=(DOOR,))
    home = told.start("watcher", zones=())
    assert [topic for topic in told.kept if "door" in topic]
    home.heard(BusConnected())
    assert not [topic for topic in told.kept if "door" in topic]


# -- beside a service ---------------------------------------------------------------------------------------------


def test_the_service_does_not_notice(told: Any) -> None:
    class Asked:
        def handle(self, event: object, now: Now) -> list[object]:
            return [event]

    core = OverheardCore(Asked(), told.start("announcer"))
    assert core.handle(Tick(), Now(mono_s=0, utc=AT)) == [Tick()]
    core.handle(BusConnected(), Now(mono_s=0, utc=AT))
    assert told.kept


def test_a_console_tells_as_it_connects_and_as_its_owner_writes(told: Any) -> None:
    broker = broker_named("home-assistant-test")
    live = Live(record=lambda _: None)
    bus = MemoryBus(broker, root="kiosk/v1/venue/", client_id="c", keep_session=False, filters=(), will=None,
                    put=live.put)  # fmt: skip
    live.publish(VENUE, Venue(name="Chez Léa"))
    live.publish(TEMPLATES, Templates(templates=(CLOSING,)))
    live.start(OverheardBus(bus, told.start("console")))
    try:
        told.until(lambda: "say-closing" in keys(told))
        live.publish(TEMPLATES, Templates(templates=(replace(CLOSING, id="bravo"),), version=1))
        told.until(lambda: keys(told) == {"reached", "trouble", "say-bravo"})
    finally:
        live.close()
