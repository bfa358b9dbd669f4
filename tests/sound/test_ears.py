"""What every ear promises: a real arecord in a room, and the simulated one."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk.adapters.sound import open_loudspeaker
from kiosk.adapters.sound.comparison import compared
from kiosk.adapters.sound.ear import open_ear
from kiosk.errors import SoundError
from kiosk.ports import Ear, Loudspeaker, Sound
from kiosk.settings import SoundSettings


@dataclass(frozen=True)
class Pair:
    """A loudspeaker and an ear in one room."""

    loudspeaker: Loudspeaker
    ear: Ear
    until_silent: Callable[[], None]

    def play(self, *parts: Sound) -> None:
        """Plays, and waits for what is still in the air."""
        self.loudspeaker.play(parts, name="one", stop=threading.Event(), on_part=lambda _: None)
        self.until_silent()


@pytest.fixture(params=["aplay", "simulated"])
def pair(
    request: pytest.FixtureRequest, in_the_room: Callable[..., SoundSettings], sound_room: Any, tmp_path: Path
) -> Pair:
    """A pair of each kind in turn."""
    settings = in_the_room(kind=request.param)
    loudspeaker = open_loudspeaker(settings, tmp_path)
    return Pair(loudspeaker, open_ear(settings, loudspeaker), sound_room.until_silent)


def test_an_ear_hears_what_is_played_while_it_listens_and_nothing_older(pair: Pair, tone, hiss) -> None:
    wanted = hiss(0.4)
    pair.play(tone(0.3, 3000))
    pair.ear.start()
    assert pair.ear.heard_s > 0.0
    pair.play(wanted)
    heard = pair.ear.stop()
    assert compared(wanted, heard).found
    spectrum = np.abs(np.fft.rfft(heard.samples[: round(0.2 * 22050)]))  # before the sweep began
    assert spectrum[500:700].max() < 22050 * 10  # no 3000 Hz


def test_an_ear_that_was_stopped_hands_over_nothing_again(pair: Pair, tone) -> None:
    assert len(pair.ear.stop().samples) == 0
    pair.ear.start()
    pair.ear.stop()
    assert len(pair.ear.stop().samples) == 0
    assert pair.ear.heard_s == 0.0


def test_a_missing_microphone_is_named_with_how_to_find_the_right_one(in_the_room, sound_room, tmp_path: Path) -> None:
    settings = in_the_room(ear="nowhere")
    ear = open_ear(settings, open_loudspeaker(settings, tmp_path))
    with pytest.raises(SoundError, match=r"The microphone nowhere cannot be used .*`arecord -L` lists them"):
        ear.start()


def test_a_microphone_that_gives_nothing_is_given_up_and_let_go(in_the_room, sound_room, tmp_path: Path) -> None:
    settings = in_the_room()
    ear = open_ear(settings, open_loudspeaker(settings, tmp_path))
    sound_room.end()
    with pytest.raises(SoundError, match="it gives no sound"):
        ear.start(limit_s=0.2)
    assert not [line for line in _command_lines() if "arecord" in line and "mic" in line and str(tmp_path) in line]


def test_a_loudspeaker_made_of_files_cannot_be_heard(in_the_room, tmp_path: Path) -> None:
    settings = replace(in_the_room(), kind="virtual")
    with pytest.raises(SoundError, match=r"leave it empty"):
        open_ear(settings, open_loudspeaker(settings, tmp_path))


def _command_lines() -> list[str]:
    lines: list[str] = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            lines.append((entry / "cmdline").read_text() + (entry / "environ").read_text())
        except OSError:
            continue
    return lines
