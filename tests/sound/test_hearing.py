"""Proof by ear, with a real aplay and a real arecord in one room: each announcement, and `kiosk doctor sound`."""

import queue
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.adapters.sound import open_loudspeaker
from kiosk.adapters.sound.chime import silence
from kiosk.cli import main
from kiosk.domain.announce_events import SoundEnded
from kiosk.domain.health import TROUBLES
from kiosk.messages.status import PartHealth
from kiosk.ports import Sound
from kiosk.settings import Settings, SoundSettings
from kiosk.settings_file import write_settings
from kiosk.sound_worker import PartTold, SoundWorker
from kiosk.streams import Stream

LIMIT_S = 60.0


class Stage:
    """Plays one announcement after the other and tells what came of each."""

    def __init__(self, settings: SoundSettings, folder: Path) -> None:
        self._told: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.worker = SoundWorker(lambda: open_loudspeaker(settings, folder), self._told.put, settings=settings)
        self._healths: list[PartHealth] = []

    def play(self, announcement: str, *parts: Sound) -> None:
        """Plays to the end."""
        self.worker.play(announcement, Stream(parts=(silence(0.3, 22050), *parts), first_words=1))
        while not isinstance(event := self._told.get(timeout=LIMIT_S), SoundEnded):
            if isinstance(event, PartTold):
                self._healths.append(event.health)
        assert (event.announcement, event.whole) == (announcement, True)

    def health(self) -> PartHealth:
        """What is told next of a part."""
        while not self._healths:
            event = self._told.get(timeout=LIMIT_S)
            if isinstance(event, PartTold):
                self._healths.append(event.health)
        return self._healths.pop(0)

    @property
    def silent(self) -> bool:
        """Whether nothing more was told."""
        return not self._healths and self._told.empty()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Callable[[SoundSettings], Stage]]:
    """Opens a stage with the settings of the sound; ends with the test."""
    opened: list[Stage] = []

    def open_(settings: SoundSettings) -> Stage:
        opened.append(Stage(settings, tmp_path / "heard"))
        return opened[-1]

    yield open_
    for one in opened:
        one.worker.stop()


def test_each_announcement_is_listened_to_and_a_silent_loudspeaker_is_told(
    stage, in_the_room, sound_room, hiss
) -> None:
    here = stage(in_the_room(check_each=True))
    here.play("one", hiss(0.6))
    heard = here.health()
    assert (heard.part, heard.state, heard.code) == ("hearing", "ok", "ok")
    assert "dB above the room" in heard.detail
    sound_room.gain = 0.0
    here.play("two", hiss(0.6))
    deaf = here.health()
    assert (deaf.state, deaf.code) == ("degraded", "not-heard")


def test_a_missing_microphone_is_told_once_and_the_announcement_is_heard(stage, in_the_room, sound_room, tone) -> None:
    here = stage(in_the_room(check_each=True, ear="nowhere"))
    here.play("one", tone(0.2))
    assert (here.health().code, here.silent) == ("no-ear", True)
    here.play("two", tone(0.2))
    assert here.silent  # it is tried again in a while: guests do not wait for it each time


def test_nobody_listens_unless_the_installer_wants_it(stage, in_the_room, sound_room, tone) -> None:
    here = stage(in_the_room(check_each=False))
    here.play("one", tone(0.2))
    assert here.silent


def test_the_simulated_ear_hears_the_simulated_loudspeaker(stage, hiss) -> None:
    here = stage(SoundSettings(kind="simulated", ear="simulated", check_each=True))
    here.play("one", hiss(0.6))
    assert here.health().code == "ok"


@pytest.fixture
def doctor_sound(tmp_path: Path, in_the_room, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs `kiosk doctor sound`; gives its exit code and its line."""

    def run(language: str) -> tuple[int, str]:
        settings = replace(Settings(state_folder=tmp_path), sound=in_the_room())
        write_settings(settings, tmp_path / "kiosk.toml")
        code = main(["--settings", str(tmp_path / "kiosk.toml"), "doctor", "--language", language, "sound"])
        return code, capsys.readouterr().out.strip()

    return run


def test_doctor_finds_the_output_where_the_sound_really_leaves(doctor_sound, sound_room) -> None:
    sound_room.gain, sound_room.hdmi_gain = 0.0, 0.3
    code, line = doctor_sound("en")
    assert code == 4
    assert TROUBLES["wrong-output"].cause.in_language("en") in line
    assert "nothing is heard of speaker, but hdmi is heard" in line
