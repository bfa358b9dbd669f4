"""A service told to Home Assistant, the broker in memory, and Home Assistant's documented schema."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from kiosk.adapters.copies import FileCopies
from kiosk.home_assistant import HomeAssistant
from kiosk.messages.codec import encode
from kiosk.ports import BusConnected, Outgoing
from kiosk.settings import BusSettings, Settings

_EVERYWHERE = {
    "availability_topic", "availability_template", "payload_available", "payload_not_available", "device", "origin",
    "enabled_by_default", "entity_category", "icon", "json_attributes_topic", "json_attributes_template", "name", "qos",
    "unique_id",
}  # fmt: skip
# The configuration variables of home-assistant.io/integrations/{binary_sensor,sensor,button}.mqtt that we may use.
_DOCUMENTED = {
    "binary_sensor": _EVERYWHERE | {"state_topic", "value_template", "device_class", "payload_on", "payload_off"},
    "sensor": _EVERYWHERE | {"state_topic", "value_template", "device_class", "unit_of_measurement"},
    "button": _EVERYWHERE | {"command_topic", "command_template", "payload_press", "retain", "device_class"},
}
_REQUIRED = {"binary_sensor": "state_topic", "sensor": "state_topic", "button": "command_topic"}
_CLASSES = {"connectivity", "problem", "occupancy"}  # of those binary sensors may have, the ones we use
_DEVICE = {"identifiers", "name", "manufacturer", "model", "sw_version", "configuration_url", "suggested_area"}


def documented(topic: str, config: dict[str, Any]) -> None:
    """Holds one discovery message to the pages of Home Assistant's own documentation."""
    _, component, node, object_id, last = topic.split("/")
    assert last == "config"
    assert all(c.isalnum() or c in "_-" for c in node + object_id)
    assert config.keys() <= _DOCUMENTED[component], f"{topic} has keys that are not documented"
    assert config[_REQUIRED[component]]
    assert config.get("device_class") in _CLASSES | {None}
    assert config.get("entity_category") in ("diagnostic", "config", None)
    assert config.get("qos", 0) in (0, 1, 2)
    assert config["device"].keys() <= _DEVICE
    assert config["device"]["identifiers"]
    assert config["origin"]["name"]
    assert config["unique_id"]
    assert config["name"]
    assert all("+" not in config.get(key, "") for key in ("state_topic", "command_topic"))


class Told:
    """What the broker would keep of one service, by whole topic; a new life of the service is a new `start`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.kept: dict[str, bytes] = {}
        self.sent: list[str] = []
        self._news = threading.Condition()

    def start(self, service: Any, *, on: bool = True, zones: Any = (), prefix: str = "homeassistant") -> HomeAssistant:
        """A new life of `service`; the broker is not reached yet."""
        bus = BusSettings(home_assistant=on, home_assistant_prefix=prefix)
        return HomeAssistant(Settings(bus=bus), service, FileCopies(self._folder), self._take, zones)

    def connected(self, service: Any, **how: Any) -> HomeAssistant:
        """A new life of `service` whose broker is reached."""
        home = self.start(service, **how)
        home.heard(BusConnected())
        return home

    def _take(self, message: Outgoing) -> None:
        assert message.retain
        assert message.whole
        with self._news:
            self.sent.append(message.topic)
            if message.payload:
                self.kept[message.topic] = message.payload
            else:
                self.kept.pop(message.topic, None)
            self._news.notify_all()

    def until(self, true: Callable[[], object]) -> None:
        """Waits until something is true; looks again at every message."""
        with self._news:
            assert self._news.wait_for(true, 60.0), "not within a minute"


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """A broker's memory, empty."""
    return Told(tmp_path)


@pytest.fixture
def as_documented() -> Callable[[str, dict[str, Any]], None]:
    """Fails on a discovery message that Home Assistant's documentation does not know."""
    return documented


@pytest.fixture
def said() -> Callable[..., str]:
    """`said(template, message)`: what Home Assistant makes of a template when `message` arrives, or at a press."""

    def run(template: str, message: object = None) -> str:
        value = json.loads(encode(message)) if message is not None else None
        # Its own names beside Jinja's: home-assistant.io/docs/configuration/templating
        names = {"utcnow": lambda: datetime.now(UTC), "timedelta": timedelta, "value_json": value}
        return Environment(autoescape=False).from_string(template).render(names)  # noqa: S701 - no page is made here

    return run
