"""The longest recording passes the broker as it is shipped, from the console to the announcer."""

from typing import Any

import numpy as np

from kiosk.messages.recording import MOST_S, RATE_HZ, content_of, name_of, samples_of
from kiosk.messages.topics import RECORDING


def test_twenty_seconds_of_a_voice_arrive_whole(mosquitto_world: Any) -> None:
    noise = np.random.default_rng(4).integers(-9000, 9000, round(MOST_S * RATE_HZ)).astype(np.int16)
    content = content_of(noise)
    announcer = mosquitto_world.open("announcer", [RECORDING])
    announcer.subscribed()
    console = mosquitto_world.open("console")
    console.say(RECORDING.at(name_of(content)), content)
    topic, payload, _ = announcer.heard()
    assert topic == RECORDING.at(name_of(payload))
    assert np.array_equal(samples_of(payload), noise)
