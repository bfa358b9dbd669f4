"""The promise: whatever is killed, every acknowledged request ends exactly once and none is heard twice."""

import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from kiosk.adapters.speech.simulated import SimulatedSpeech
from kiosk.settings import SpeechSettings

LONG = "Une phrase assez longue pour que le courant soit coupé au beau milieu, et que tout le monde s'en souvienne."
LEAD_IN_SAMPLES = 2205
SURE_SAMPLES = LEAD_IN_SAMPLES + 1500


def test_killed_in_mid_speech_it_says_what_became_of_each(tablet: Any, announcer: Any, heard: Any) -> None:
    process = announcer(speech=SpeechSettings(kind="pyttsx3", time_limit_s=60.0))
    cut = tablet.ask(LONG, chime=True)
    late = tablet.ask(expires_at=datetime.now(UTC) + timedelta(seconds=2))
    waiting = tablet.ask("Et maintenant, la suite.")
    tablet.until_state(cut, "speaking")
    process.kill()
    tablet.until(lambda: tablet.statuses[-1].state == "lost")
    missed = tablet.ask("Celle-ci attend chez la messagerie.")
    process.start()
    tablet.until_state(missed, "spoken")
    assert tablet.finals(cut) == {("interrupted", "power-cut")}
    assert tablet.finals(late) == {("expired", "expired")}
    assert tablet.finals(waiting) == tablet.finals(missed) == {("spoken", None)}
    streams = heard()
    assert len(streams) == 3  # the one that was cut off, and the two that came after it
    assert len(streams[0]) / 22050 < tablet.told[cut][-1].duration_s - 1.0
    tablet.until(lambda: tablet.speaking[-1] is False)


def test_a_clean_stop_in_mid_speech_is_told_at_once(tablet: Any, announcer: Any) -> None:
    process = announcer()
    cut, waiting = tablet.ask(LONG), tablet.ask()
    tablet.until_state(cut, "speaking")
    assert process.stop() == 0
    tablet.until(lambda: tablet.statuses[-1].state == "stopped")
    assert tablet.finals(cut) == {("interrupted", "power-cut")}
    tablet.until(lambda: tablet.speaking[-1] is False)
    process.start()
    tablet.until_state(waiting, "spoken")


def test_a_broker_that_dies_and_comes_back_loses_nothing(tablet: Any, announcer: Any, mosquitto: Any) -> None:
    announcer()
    first, second = tablet.ask("Une phrase qui dure un peu plus de deux secondes."), tablet.ask()
    tablet.until_state(first, "speaking")
    mosquitto.restart()
    tablet.until_state(second, "spoken")
    assert tablet.finals(first) == {("spoken", None)}


def test_kills_at_random_moments_lose_nothing_and_repeat_nothing(
    tablet: Any, announcer: Any, heard: Callable[[], Any]
) -> None:
    chance = random.Random(20261124)
    pause = threading.Event()
    process = announcer()
    texts = {}
    for _ in range(6):
        for _ in range(chance.randint(1, 3)):
            text = _signed(len(texts))
            texts[tablet.ask(text, priority=chance.choice(["routine", "service", "urgent"]))] = text
        if chance.random() < 0.2:
            tablet.cancel(chance.choice(list(texts)))
        pause.wait(chance.uniform(0.0, 0.9))  # not for something to happen: the moment of the kill is the test
        process.kill()
        process.start()
    tablet.until(lambda: all(tablet.finals(i) for i in texts), limit_s=120)
    assert {i: len(tablet.finals(i)) for i in texts} == dict.fromkeys(texts, 1)
    streams = [np.trim_zeros(stream, "b") for stream in heard()]  # aplay fills the last block of a cut with silence
    sounded = [_whose(stream, texts) for stream in streams if len(stream) > SURE_SAMPLES]
    assert len(sounded) == len(set(sounded)), "an announcement was heard twice"
    spoken = {i for i in texts if ("spoken", None) in tablet.finals(i)}
    assert spoken <= set(sounded)
    assert spoken, "the kills left no time for anything to be heard"


def _signed(number: int) -> str:
    """A short text whose voice begins like no other's: the first word has its own length."""
    return "a" * (number + 1) + "."


def _whose(stream: Any, texts: dict[str, str]) -> str:
    """The id of the announcement that `stream` is the beginning of."""
    fits = []
    for announcement, text in texts.items():
        words = SimulatedSpeech().render(text, "fr").samples
        whole = np.concatenate([np.zeros(LEAD_IN_SAMPLES, np.int16), words])
        length = min(len(whole), len(stream))
        if np.array_equal(whole[:length], stream[:length]):
            fits.append(announcement)
    return fits[0] if len(fits) == 1 else f"unclear: {fits} for {len(stream)} samples"
