"""What each message means to the watcher, and which are refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.incidents import Decision
from kiosk.domain.picture import PictureGet
from kiosk.domain.rehearsal import RehearsalGet
from kiosk.domain.requests import Announcement
from kiosk.domain.venue import Venue, Zones
from kiosk.domain.words import Words
from kiosk.errors import InputError
from kiosk.messages.codec import encode
from kiosk.ports import MessageArrived
from kiosk.watcher_wire import (
    DecisionArrived,
    DecisionTooLate,
    Heard,
    IncidentKept,
    VenueArrived,
    WatcherWire,
    ZonesArrived,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DISMISS = Decision(
    id="01JD", decision="dismiss", by="Léa", issued_at=NOW, expires_at=NOW + timedelta(minutes=1)
)  # fmt: skip
SPOKEN = Announcement(id="01JE", state="spoken", text=Words(fr="…"), by="Léa", incident="car-1", at=NOW)


def message(topic: str, value: object, *, retained: bool = False) -> MessageArrived:
    payload = value if isinstance(value, bytes) else encode(value)
    return MessageArrived(topic=topic, payload=payload, retained=retained)


def test_a_decision_is_carried_out_once() -> None:
    wire, decide = WatcherWire(), message("incidents/car-1/decide", DISMISS)
    assert wire.meaning(decide, NOW) == DecisionArrived(incident="car-1", decision=DISMISS)
    assert wire.meaning(decide, NOW) == DecisionTooLate(incident="car-1")


def test_a_decision_that_expired_is_not_carried_out() -> None:
    decide = message("incidents/car-1/decide", DISMISS)
    assert WatcherWire().meaning(decide, NOW + timedelta(minutes=2)) == DecisionTooLate(incident="car-1")


def test_a_retained_decision_is_refused() -> None:
    with pytest.raises(InputError, match="A retained command is not carried out: send it without retain"):
        WatcherWire().meaning(message("incidents/car-1/decide", DISMISS, retained=True), NOW)


def test_a_decision_without_a_time_zone_is_refused() -> None:
    payload = encode(DISMISS).replace(b"+00:00", b"").replace(b"Z", b"")
    with pytest.raises(InputError, match="need a time zone"):
        WatcherWire().meaning(message("incidents/car-1/decide", payload), NOW)


def test_an_announcement_is_heard_once_when_it_was_spoken_for_an_incident() -> None:
    wire = WatcherWire()
    assert wire.meaning(message("announcements/01JE", replace(SPOKEN, state="speaking")), NOW) is None
    assert wire.meaning(message("announcements/01JE", SPOKEN), NOW) == Heard(incident="car-1")
    assert wire.meaning(message("announcements/01JE", SPOKEN, retained=True), NOW) is None
    assert wire.meaning(message("announcements/01JF", replace(SPOKEN, id="01JF", incident=None)), NOW) is None


@pytest.mark.parametrize("command", ["request", "cancel", "prepare"])
def test_commands_to_the_announcer_are_none_of_its_business(command: str) -> None:
    assert WatcherWire().meaning(message(f"announcements/{command}", b"anything"), NOW) is None


def test_only_what_the_broker_kept_is_asked_about() -> None:
    wire = WatcherWire()
    assert wire.meaning(message("incidents/car-1", b"{}", retained=True), NOW) == IncidentKept(incident="car-1")
    assert wire.meaning(message("incidents/car-1", b"{}"), NOW) is None
    assert wire.meaning(message("incidents/car-1", b"", retained=True), NOW) is None


def test_zones_are_checked_before_they_are_watched(zones: Zones) -> None:
    wire = WatcherWire()
    assert wire.meaning(message("zones", zones, retained=True), NOW) == ZonesArrived(zones=zones)
    crossing = replace(zones.zones[0], polygon=((0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9)))
    with pytest.raises(InputError, match="crosses itself"):
        wire.meaning(message("zones", Zones(zones=(crossing,))), NOW)


def test_the_venues_time_zone_is_checked_before_hours_go_by_it() -> None:
    wire = WatcherWire()
    venue = Venue(name="Chez Léa", timezone="America/Guadeloupe")
    assert wire.meaning(message("venue", venue, retained=True), NOW) == VenueArrived(
        timezone=ZoneInfo("America/Guadeloupe")
    )
    with pytest.raises(InputError, match="There is no time zone 'Paris': write it as Europe/Paris"):
        wire.meaning(message("venue", replace(venue, timezone="Paris")), NOW)
    assert wire.meaning(message("venue", b"", retained=True), NOW) is None


GET = PictureGet(id="01JG", by="Odile", issued_at=NOW, expires_at=NOW + timedelta(seconds=30))


def test_a_wish_for_the_picture_is_heard_once_and_in_time() -> None:
    wire = WatcherWire()
    assert wire.meaning(message("camera/picture/get", GET), NOW) == GET
    assert wire.meaning(message("camera/picture/get", GET), NOW) is None
    late = replace(GET, id="01JH")
    assert wire.meaning(message("camera/picture/get", late), NOW + timedelta(seconds=31)) is None


def test_a_retained_or_empty_wish_for_the_picture_is_refused() -> None:
    with pytest.raises(InputError, match="send it without retain"):
        WatcherWire().meaning(message("camera/picture/get", GET, retained=True), NOW)
    with pytest.raises(InputError, match="not a PictureGet"):
        WatcherWire().meaning(message("camera/picture/get", b""), NOW)


def test_a_wish_to_try_other_dwells_is_heard_once_in_time_and_not_retained() -> None:
    wire, topic = WatcherWire(), "watcher/rehearsal/get"
    get = RehearsalGet(id="01JK", by="Odile", issued_at=NOW, expires_at=NOW + timedelta(seconds=30))
    with pytest.raises(InputError, match="send it without retain"):
        wire.meaning(message(topic, get, retained=True), NOW)
    assert wire.meaning(message(topic, get), NOW) == get
    assert wire.meaning(message(topic, get), NOW) is None
    assert wire.meaning(message(topic, replace(get, id="01JL")), NOW + timedelta(seconds=31)) is None


TOPICS = st.sampled_from(
    [
        "camera/picture/get",
        "watcher/rehearsal/get",
        "zones",
        "incidents/x",
        "incidents/x/decide",
        "announcements/x",
        "incidents//decide",
        "announcements/",
        "",
    ]
)


@given(topic=TOPICS, payload=st.binary(max_size=200), retained=st.booleans())
def test_any_bytes_on_any_topic_are_understood_or_refused(topic: str, payload: bytes, retained: bool) -> None:
    try:
        WatcherWire().meaning(message(topic, payload, retained=retained), NOW)
    except InputError as error:
        assert str(error)


JSON: Any = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(topic=TOPICS, value=st.dictionaries(st.sampled_from(["id", "zones", "state", "decision", "by"]), JSON))
def test_any_json_on_any_topic_is_understood_or_refused(topic: str, value: object) -> None:
    try:
        WatcherWire().meaning(message(topic, value), NOW)
    except InputError as error:
        assert str(error)
