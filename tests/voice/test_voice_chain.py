"""Where the best voice fails the next stands in at once; it is told, and so is its return."""

import queue
import threading
from collections.abc import Callable

import numpy as np
import pytest

from kiosk.adapters.speech import open_speech
from kiosk.adapters.speech.cache import CachedSpeech
from kiosk.adapters.speech.chain import ChainedSpeech
from kiosk.adapters.speech.simulated import SimulatedSpeech
from kiosk.adapters.speech.store import SoundStore
from kiosk.domain.words import Language
from kiosk.errors import SpeechError
from kiosk.ports import Sound
from kiosk.settings import SpeechSettings

_LIMIT_S = 60.0


class Moody:
    """The simulated voice, as long as it `works`; it counts how often it was asked, and `holds` whoever asks."""

    def __init__(self, name: str, words_per_minute: int) -> None:
        self.name = name
        self.works, self.asked = True, 0
        self.holds = threading.Event()
        self.holds.set()
        self._voice = SimulatedSpeech(words_per_minute=words_per_minute)

    def render(self, text: str, language: Language) -> Sound:
        """Speaks or fails."""
        self.asked += 1
        assert self.holds.wait(_LIMIT_S)
        if not self.works:
            raise SpeechError(f"{self.name} is out of order: mend it.")
        return self._voice.render(text, language)

    def close(self) -> None:
        """Nothing to let go."""


class House:
    """A chain of a better and a plainer voice, and what it told."""

    def __init__(self, retry_first_s: float = 3600.0) -> None:
        self.better, self.plainer = Moody("better", 150), Moody("plainer", 300)
        self.told: queue.SimpleQueue[str] = queue.SimpleQueue()
        store = SoundStore(None)
        voices = [CachedSpeech(one, store, voice=one.name) for one in (self.better, self.plainer)]
        self.chain = ChainedSpeech({"fr": voices, "en": voices[1:]}, self.told.put, retry_first_s=retry_first_s)

    def who_says(self, text: str) -> str:
        """The name of the voice that speaks it in French."""
        sound = self.chain.render(text, "fr")
        by_better = SimulatedSpeech(words_per_minute=150).render(text, "fr")
        return "better" if len(by_better.samples) == len(sound.samples) else "plainer"


@pytest.fixture
def opened():
    """Opens houses whose voices both work; takes how soon a broken voice is tried again."""
    houses: list[House] = []

    def make(retry_first_s: float) -> House:
        houses.append(House(retry_first_s))
        return houses[-1]

    yield make
    for one in houses:
        one.better.holds.set()
        one.chain.close()


@pytest.fixture
def house(opened: Callable[[float], House]) -> House:
    """A house where nothing broken is tried again during the test."""
    return opened(3600.0)


def test_the_best_voice_speaks_while_it_can(house: House) -> None:
    assert house.who_says("Bonjour") == "better"
    assert house.plainer.asked == 0
    assert house.told.empty()


def test_a_language_without_the_better_voice_is_no_trouble(house: House) -> None:
    house.chain.render("Hello", "en")
    assert (house.better.asked, house.plainer.asked) == (0, 1)
    assert house.told.empty()


def test_the_next_one_stands_in_and_it_is_told_why(house: House) -> None:
    house.better.works = False
    assert house.who_says("Bonjour") == "plainer"
    assert house.told.get(timeout=_LIMIT_S) == "fr: better is out of order: mend it."


def test_a_voice_that_hangs_is_waited_for_once(house: House) -> None:
    house.better.works = False
    house.who_says("Bonjour")
    house.better.holds.clear()  # whoever asks it now waits
    assert [house.who_says(text) for text in ("un", "deux", "trois")] == ["plainer"] * 3


def test_what_the_broken_voice_has_said_before_is_still_said_by_it(house: House) -> None:
    house.who_says("Bonjour")
    house.better.works = False
    assert house.who_says("Au revoir") == "plainer"
    assert house.who_says("Bonjour") == "better"


def test_the_better_voice_comes_back_by_itself_and_that_is_told(opened: Callable[[float], House]) -> None:
    house = opened(0.05)
    house.better.works = False
    house.who_says("Bonjour")
    house.better.works = True
    told = [house.told.get(timeout=_LIMIT_S)]
    while told[-1]:
        told.append(house.told.get(timeout=_LIMIT_S))
    assert house.who_says("Bonjour") == "better"  # and not what stood in, from some cache


def test_the_last_voice_is_asked_however_often_it_failed(house: House) -> None:
    house.better.works = house.plainer.works = False
    for text in ("un", "deux"):
        with pytest.raises(SpeechError, match="plainer is out of order"):
            house.chain.render(text, "fr")
    house.plainer.works = True
    assert house.who_says("un") == "plainer"


@pytest.mark.parametrize("text", ["", "...", "a" * 3000])
def test_a_text_that_no_voice_can_read_is_not_the_better_ones_fault(house: House, text: str) -> None:
    with pytest.raises(SpeechError):
        house.chain.render(text, "fr")
    assert house.who_says("Bonjour") == "better"
    assert house.told.empty()


def test_nothing_is_tried_or_told_after_close(opened: Callable[[float], House]) -> None:
    house = opened(0.01)
    house.better.works = False
    house.who_says("Bonjour")
    house.chain.close()
    while not house.told.empty():
        house.told.get_nowait()
    asked = house.better.asked
    assert not any(thread.name == "voice mender" for thread in threading.enumerate())
    assert (house.better.asked, house.told.empty()) == (asked, True)


def test_several_threads_ask_while_the_better_voice_comes_and_goes(
    opened: Callable[[float], House],
) -> None:
    house = opened(0.001)
    failed: list[BaseException] = []

    def ask(name: str) -> None:
        try:
            for i in range(40):
                house.better.works = i % 3 != 0
                house.chain.render(f"{name} {i}", "fr")
        except BaseException as error:  # noqa: BLE001 - a thread's assertion is not seen otherwise
            failed.append(error)

    threads = [threading.Thread(target=ask, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_LIMIT_S)
    house.better.works = True
    told = "?"
    while house.chain._broken or not house.told.empty():
        told = house.told.get(timeout=_LIMIT_S)
    assert not failed
    assert told == ""


def test_an_espeak_voice_that_does_not_exist_is_told_and_the_usual_one_speaks() -> None:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    voice = open_speech(SpeechSettings(voice_fr="roa/frr"), told=told.put)
    try:
        spoken = voice.render("Bonjour à tous.", "fr")
    finally:
        voice.close()
    assert "There is no voice 'roa/frr': set speech.voice_fr to roa/fr" in told.get(timeout=_LIMIT_S)
    usual = open_speech(SpeechSettings())
    try:
        as_usual = usual.render("Bonjour à tous.", "fr")
    finally:
        usual.close()
    assert _alike(spoken, as_usual)


def test_what_is_prepared_is_given_while_the_voice_is_busy_with_another_text(house: House) -> None:
    prepared = house.chain.render("Bonjour", "fr")
    house.better.holds.clear()
    busy = threading.Thread(target=house.chain.render, args=("Une phrase bien plus longue", "fr"))
    busy.start()
    assert house.chain.render("Bonjour", "fr") is prepared
    assert busy.is_alive()
    house.better.holds.set()
    busy.join(_LIMIT_S)


def test_a_tap_on_what_is_being_prepared_waits_for_it_and_does_not_render_it_again(house: House) -> None:
    house.better.holds.clear()
    asking = [threading.Thread(target=house.chain.render, args=("Bonjour", "fr")) for _ in range(3)]
    for thread in asking:
        thread.start()
    house.better.holds.set()
    for thread in asking:
        thread.join(_LIMIT_S)
    assert house.better.asked == 1


def _alike(one: Sound, other: Sound) -> bool:
    """espeak-ng trembles by chance, by a hundredth: not every sample is the same twice."""
    a, b = one.samples.astype(float), other.samples.astype(float)
    return len(a) == len(b) and float(np.corrcoef(a, b)[0, 1]) > 0.9
