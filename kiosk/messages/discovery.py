"""What Home Assistant is shown of us: MQTT discovery, in the words of its own documentation.

https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery and the pages of binary_sensor.mqtt, sensor.mqtt and
button.mqtt beside it; keys are written in full, templates are Jinja as Home Assistant runs it.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any, Literal

from kiosk import __version__
from kiosk.domain.sentences import names_in
from kiosk.domain.venue import Template, Venue, Zone
from kiosk.domain.words import Words
from kiosk.messages.status import Service
from kiosk.messages.topics import ANNOUNCER_LAST, REQUEST, SPEAKING, ZONE_STATE, root

Component = Literal["binary_sensor", "sensor", "button"]

_ONLINE = "{{ 'online' if value_json.state == 'online' else 'offline' }}"
_PARTS: dict[Service, Words] = {
    "watcher": Words(fr="Surveillance de la rue", en="Street watch"),
    "announcer": Words(fr="Haut-parleur", en="Loudspeaker"),
    "console": Words(fr="Console", en="Console"),
}
_GOOD_FOR_MINUTES = 5
"""A press that waits longer, because the announcer was away, is not said any more."""


@dataclass(frozen=True, kw_only=True)
class Home:
    """Where Home Assistant listens, and the house whose entities these are."""

    slug: str
    prefix: str
    venue: Venue


@dataclass(frozen=True, kw_only=True)
class Entity:
    """One entity of Home Assistant: its whole topic, and what is retained there."""

    topic: str
    config: dict[str, Any]

    def payload(self) -> bytes:
        """The JSON as Home Assistant reads it."""
        return json.dumps(self.config, ensure_ascii=False).encode()


def of_service(home: Home, service: Service) -> tuple[Entity, ...]:
    """Whether a service is reached, and whether a part of it has a trouble."""
    part, status = _PARTS[service], f"{root(home.slug)}{service}/status"
    reached: dict[str, Any] = {
        "device_class": "connectivity",
        "state_topic": status,
        "value_template": "{{ 'ON' if value_json.state == 'online' else 'OFF' }}",
        "entity_category": "diagnostic",
    }
    trouble: dict[str, Any] = {
        "device_class": "problem",
        "state_topic": status,
        "value_template": "{{ 'ON' if value_json.health | rejectattr('state', 'eq', 'ok') | list else 'OFF' }}",
        "json_attributes_topic": status,
        "json_attributes_template": (
            "{{ {'troubles': value_json.health | rejectattr('state', 'eq', 'ok') | map(attribute='code') | list}"
            " | tojson }}"
        ),
        "entity_category": "diagnostic",
        **_while_online(home, service),
    }
    troubles = Words(fr=f"{part.fr} : problème", en=f"{part.en}: trouble")
    return (
        _entity(home, service, "binary_sensor", "reached", part, reached),
        _entity(home, service, "binary_sensor", "trouble", troubles, trouble),
    )


def of_zone(home: Home, zone: Zone) -> tuple[Entity, ...]:
    """Whether a vehicle stands in the zone, and whether it waits for people to announce it."""
    place = Words(fr=zone.place.fr or zone.place.en or zone.id, en=zone.place.en or zone.place.fr or zone.id)
    state = root(home.slug) + ZONE_STATE.at(key_of(zone.id))
    shared = {
        "state_topic": state,
        "json_attributes_topic": state,
        "json_attributes_template": "{{ {'vehicles': value_json.vehicles, 'since': value_json.since} | tojson }}",
        "icon": "mdi:car",
        **_while_online(home, "watcher"),
    }
    key = key_of(zone.id)
    occupied = {**shared, "device_class": "occupancy", "value_template": _one_of("occupied", "waiting")}
    waiting = {**shared, "value_template": _one_of("waiting"), "icon": "mdi:car-clock"}
    names = (
        Words(fr=f"Véhicule {place.fr}", en=f"Vehicle {place.en}"),
        Words(fr=f"Véhicule à annoncer {place.fr}", en=f"Vehicle to announce {place.en}"),
    )
    return (
        _entity(home, "watcher", "binary_sensor", f"zone-{key}-occupied", names[0], occupied),
        _entity(home, "watcher", "binary_sensor", f"zone-{key}-waiting", names[1], waiting),
    )


def of_announcer(home: Home) -> tuple[Entity, ...]:
    """Whether the loudspeaker is in use, and what it said last."""
    first = home.venue.languages[0]
    other = "en" if first == "fr" else "fr"
    speaking = {
        "device_class": "occupancy",
        "state_topic": root(home.slug) + SPEAKING.pattern,
        "value_template": "{{ 'ON' if value_json.on else 'OFF' }}",
        "icon": "mdi:bullhorn",
        **_while_online(home, "announcer"),
    }
    last = {
        "state_topic": root(home.slug) + ANNOUNCER_LAST.pattern,
        # Home Assistant refuses a state of more than 255 characters.
        "value_template": f"{{{{ (value_json.text.{first} or value_json.text.{other})[:255] }}}}",
        "json_attributes_topic": root(home.slug) + ANNOUNCER_LAST.pattern,
        "json_attributes_template": "{{ {'at': value_json.at, 'text': value_json.text} | tojson }}",
        "icon": "mdi:message-text",
        **_while_online(home, "announcer"),
    }
    return (
        _entity(home, "announcer", "binary_sensor", "speaking", Words(fr="Parle", en="Speaking"), speaking),
        _entity(home, "announcer", "sensor", "last", Words(fr="Dernière annonce", en="Last announcement"), last),
    )


def of_template(home: Home, template: Template) -> tuple[Entity, ...]:
    """A button that has the template announced; none where its sentences need a value that no button can give."""
    spoken = (template.fr if language == "fr" else template.en for language in home.venue.languages)
    if not all(any(not names_in(sentence) for sentence in sentences) for sentences in spoken):
        return ()
    config = {
        "command_topic": root(home.slug) + REQUEST.pattern,
        "command_template": _request(home, template),
        "qos": 1,
        "retain": False,
        "icon": "mdi:bullhorn",
        **_while_online(home, "announcer"),
    }
    name = Words(fr=template.name.fr or template.name.en, en=template.name.en or template.name.fr)
    return (_entity(home, "console", "button", f"say-{key_of(template.id)}", name, config),)


def key_of(id: str) -> str:
    """`id` as one level of a topic: letters, digits, `_` and `-`; another id never gets the same key."""
    if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", id):
        return id
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", id)[:40]
    return f"{plain}-{hashlib.sha256(id.encode()).hexdigest()[:8]}"


def _request(home: Home, template: Template) -> str:
    """A `Request` whose id and times Home Assistant writes at each press."""
    request = {
        "id": "ha-{{ (utcnow().timestamp() * 1000) | int }}-{{ range(100000, 1000000) | random }}",
        "issued_at": "{{ utcnow().isoformat() }}",
        "expires_at": f"{{{{ (utcnow() + timedelta(minutes={_GOOD_FOR_MINUTES})).isoformat() }}}}",
        "by": "Home Assistant",
        "template": template.id,
        "languages": list(home.venue.languages),
        "priority": template.priority,
    }
    return json.dumps(request, ensure_ascii=False)


def _one_of(*states: str) -> str:
    """ON in these states of a zone, unknown where the street is not seen, else OFF."""
    return (
        "{{ 'None' if value_json.state == 'unknown' else 'ON' if value_json.state in "
        + str(list(states))
        + " else 'OFF' }}"
    )


def _while_online(home: Home, service: Service) -> dict[str, str]:
    return {"availability_topic": f"{root(home.slug)}{service}/status", "availability_template": _ONLINE}


def _entity(
    home: Home, service: Service, component: Component, key: str, name: Words, config: dict[str, Any]
) -> Entity:
    language = home.venue.languages[0]
    device = {
        "identifiers": [f"kiosk-{home.slug}"],
        "name": home.venue.name or Words(fr="Annonces", en="Announcements").in_language(language),
        "manufacturer": "kiosk",
        "sw_version": __version__,
    }
    return Entity(
        topic=f"{home.prefix}/{component}/kiosk-{service}/{home.slug}-{key}/config",
        config={
            "name": name.in_language(language),
            "unique_id": f"kiosk-{home.slug}-{service}-{key}",
            "device": device,
            "origin": {"name": "kiosk", "sw_version": __version__},
            **config,
        },
    )
