"""What Home Assistant is shown: as its documentation says, and with templates that its Jinja can run."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.domain.requests import Request
from kiosk.domain.starter import STARTER
from kiosk.domain.venue import Template, Venue, Zone
from kiosk.domain.words import Words
from kiosk.messages.at_home import LastSpoken, ZoneState
from kiosk.messages.codec import decode
from kiosk.messages.discovery import (
    Entity,
    Home,
    key_of,
    of_announcer,
    of_service,
    of_template,
    of_zone,
)
from kiosk.messages.speaking import Speaking
from kiosk.messages.status import PartHealth, Status

AT = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
HOME = Home(slug="chez-lea", prefix="homeassistant", venue=Venue(name="Chez Léa", languages=("fr", "en")))
ZONE = Zone(id="porte", place=Words(fr="devant l'entrée", en="before the entrance"), polygon=(), dwell_s=90)
CLOSING = Template(id="closing", name=Words(fr="On ferme", en="Closing"), fr=("Nous fermons.",), en=("We close.",))


def every_entity() -> tuple[Entity, ...]:
    of_services = (of_service(HOME, "watcher"), of_service(HOME, "announcer"), of_service(HOME, "console"))
    return (*sum(of_services, ()), *of_zone(HOME, ZONE), *of_announcer(HOME), *of_template(HOME, CLOSING))


def config(key: str) -> dict[str, Any]:
    (found,) = [entity.config for entity in every_entity() if entity.topic.endswith(f"/chez-lea-{key}/config")]
    return found


@pytest.mark.parametrize("entity", every_entity(), ids=lambda entity: entity.topic)
def test_every_message_is_as_home_assistant_documents_it(entity: Entity, as_documented: Any) -> None:
    as_documented(entity.topic, json.loads(entity.payload()))


def test_no_two_entities_share_a_topic_or_a_unique_id() -> None:
    entities = every_entity()
    assert len({entity.topic for entity in entities}) == len(entities)
    assert len({entity.config["unique_id"] for entity in entities}) == len(entities)


def test_names_are_in_the_language_of_the_house() -> None:
    assert config("zone-porte-occupied")["name"] == "Véhicule devant l'entrée"
    english = Home(slug="x", prefix="p", venue=Venue(languages=("en",)))
    assert of_zone(english, ZONE)[0].config["name"] == "Vehicle before the entrance"
    assert of_zone(english, ZONE)[0].config["device"]["name"] == "Announcements"


@pytest.mark.parametrize(("state", "reached", "there"), [("online", "ON", "online"), ("lost", "OFF", "offline"),
                                                         ("stopped", "OFF", "offline")])  # fmt: skip
def test_a_service_that_is_gone_is_shown_as_gone(said: Any, state: Any, reached: str, there: str) -> None:
    status = Status(state=state, since=AT, version="1")
    both = of_service(HOME, "watcher")
    assert said(both[0].config["value_template"], status) == reached
    assert said(both[1].config["availability_template"], status) == there
    assert "availability_topic" not in both[0].config  # else "gone" would be shown as "not known"


def test_a_part_with_a_trouble_is_a_problem_with_its_code(said: Any) -> None:
    trouble = of_service(HOME, "watcher")[1].config
    well = Status(state="online", since=AT, version="1", health=(PartHealth(part="camera", state="ok"),))
    ill = Status(
        state="online", since=AT, version="1", health=(PartHealth(part="camera", state="failed", code="camera-away"),)
    )
    assert said(trouble["value_template"], well) == "OFF"
    assert said(trouble["value_template"], ill) == "ON"
    assert json.loads(said(trouble["json_attributes_template"], ill)) == {"troubles": ["camera-away"]}


@pytest.mark.parametrize(
    ("state", "occupied", "waiting"),
    [("empty", "OFF", "OFF"), ("occupied", "ON", "OFF"), ("waiting", "ON", "ON"), ("unknown", "None", "None")],
)
def test_a_zone_is_free_occupied_or_not_known(said: Any, state: Any, occupied: str, waiting: str) -> None:
    message = ZoneState(state=state, vehicles=1, since=AT)
    assert said(config("zone-porte-occupied")["value_template"], message) == occupied
    assert said(config("zone-porte-waiting")["value_template"], message) == waiting
    assert json.loads(said(config("zone-porte-waiting")["json_attributes_template"], message))["vehicles"] == 1


def test_speaking_and_the_last_announcement_are_shown(said: Any) -> None:
    assert said(config("speaking")["value_template"], Speaking(on=True)) == "ON"
    assert said(config("speaking")["value_template"], Speaking(on=False)) == "OFF"
    long = LastSpoken(text=Words(fr="Nous fermons. " * 40, en="We close."), at=AT)
    assert len(said(config("last")["value_template"], long)) == 255
    assert said(config("last")["value_template"], LastSpoken(text=Words(en="Hello."), at=AT)) == "Hello."


def test_a_press_is_a_request_that_the_announcer_takes_and_no_two_are_one(said: Any) -> None:
    button = config("say-closing")
    assert button["command_topic"] == "kiosk/v1/chez-lea/announcements/request"
    assert button["retain"] is False
    presses = [decode(said(button["command_template"]).encode(), Request) for _ in range(20)]
    assert len({press.id for press in presses}) == 20
    press = presses[0]
    assert (press.template, press.languages, press.priority) == ("closing", ("fr", "en"), "routine")
    assert press.expires_at - press.issued_at == pytest.approx(timedelta(minutes=5), abs=timedelta(seconds=5))


def test_there_is_a_button_only_where_nothing_has_to_be_filled_in() -> None:
    offered = {template.id for template in STARTER.templates if of_template(HOME, template)}
    assert "car-badly-parked" not in offered
    assert not of_template(HOME, Template(id="a", name=Words(fr="A"), fr=("Sans rien.",)))  # English is missing
    mixed = Template(id="a", name=Words(fr="A"), fr=("Table {table}.", "Sans rien."), en=("Nothing.",))
    assert of_template(HOME, mixed)


@pytest.mark.parametrize("id", ["porte", "Porte d'entrée", "a/b", "a+b", "", "x" * 200, "été"])
def test_any_id_fits_into_a_topic(id: str) -> None:
    assert all(c.isascii() and (c.isalnum() or c in "_-") for c in key_of(id))
    assert 0 < len(key_of(id)) <= 64


def test_two_ids_never_share_a_key() -> None:
    assert key_of("a/b") != key_of("a+b")
