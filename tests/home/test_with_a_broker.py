"""Home Assistant as a real user of the real broker: what it may see, and a press that is heard."""

import json
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from kiosk.adapters.copies import FileCopies
from kiosk.announcer import run_announcer
from kiosk.domain.manners import Manners
from kiosk.domain.venue import Template, Templates, Venue
from kiosk.domain.words import Words
from kiosk.messages.at_home import LastSpoken
from kiosk.messages.codec import decode, encode
from kiosk.messages.discovery import Home, of_template
from kiosk.settings import Settings

LIMIT_S = 60.0
CLOSING = Template(id="closing", name=Words(fr="On ferme"), fr=("Nous fermons bientôt.",))
VENUE = Venue(name="Chez Léa", languages=("fr",), manners=Manners(opening=(), quiet=(), most_per_hour=60))


class HomeUser:
    """Mosquitto's user `home`: subscribes as Home Assistant does, and presses buttons."""

    def __init__(self, mosquitto: Any) -> None:
        self._arrived: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
        self._client = Client(CallbackAPIVersion.VERSION2, client_id="home-assistant")
        self._client.username_pw_set("home", mosquitto.accounts["home"])
        self._client.on_message = self._take
        subscribed = threading.Event()
        self._client.on_subscribe = lambda *_: subscribed.set()
        self._client.connect(mosquitto.host, mosquitto.port)
        self._client.loop_start()
        self._client.subscribe([("homeassistant/#", 1), ("kiosk/v1/+/announcer/last", 1)])
        assert subscribed.wait(LIMIT_S)

    def until(self, right: Callable[[str, bytes], bool]) -> tuple[str, bytes]:
        """The first message that is right."""
        while True:
            topic, payload = self._arrived.get(timeout=LIMIT_S)
            if right(topic, payload):
                return topic, payload

    def press(self, config: dict[str, Any], payload: str) -> None:
        """Publishes as the button of `config` says."""
        self._client.publish(config["command_topic"], payload, config["qos"], config["retain"])

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _take(self, _client: Client, _user: Any, message: MQTTMessage) -> None:
        self._arrived.put((message.topic, message.payload))


@pytest.fixture
def home(mosquitto: Any) -> Iterator[HomeUser]:
    user = HomeUser(mosquitto)
    yield user
    user.close()


@pytest.fixture
def announcer(mosquitto: Any, settings_for: Callable[[str], Settings]) -> Iterator[Settings]:
    """A running announcer whose house has one sentence."""
    plain = settings_for("announcer")
    settings = replace(plain, bus=replace(plain.bus, home_assistant=True))
    copies = FileCopies(Path(settings.state_folder) / "announcer")
    copies.save("templates", encode(Templates(templates=(CLOSING,))))
    copies.save("venue", encode(VENUE))
    stop = threading.Event()
    thread = threading.Thread(target=run_announcer, args=(settings, stop), name="announcer")
    thread.start()
    yield settings
    stop.set()
    thread.join(LIMIT_S)
    assert not thread.is_alive()


def test_an_announcer_is_found_and_a_press_is_heard_and_told(
    announcer: Settings, home: HomeUser, said: Any, as_documented: Any
) -> None:
    for key in ("reached", "trouble", "speaking", "last"):
        topic, payload = home.until(lambda topic, _, key=key: topic.endswith(f"/venue-{key}/config"))
        as_documented(topic, json.loads(payload))
    (button,) = of_template(Home(slug="venue", prefix="homeassistant", venue=VENUE), CLOSING)
    home.press(button.config, said(button.config["command_template"]))
    _, last = home.until(lambda topic, _: topic == "kiosk/v1/venue/announcer/last")
    assert decode(last, LastSpoken).text.fr == "Nous fermons bientôt."


def test_another_service_cannot_speak_to_home_assistant_in_the_announcers_name(
    mosquitto: Any, settings_for: Callable[[str], Settings], home: HomeUser
) -> None:
    topics = {
        "watcher": "homeassistant/binary_sensor/kiosk-watcher/venue-reached/config",
        "console": "homeassistant/button/kiosk-console/venue-say-x/config",
    }
    for user, own in topics.items():
        client = Client(CallbackAPIVersion.VERSION2)
        client.username_pw_set(user, mosquitto.accounts[user])
        client.connect(mosquitto.host, mosquitto.port)
        client.loop_start()
        client.publish("homeassistant/sensor/kiosk-announcer/venue-last/config", b"not mine", 1)
        client.publish(own, b"mine", 1).wait_for_publish(LIMIT_S)
        assert home.until(lambda *_: True) == (own, b"mine")
        client.disconnect()
        client.loop_stop()
