"""What only a sound card can do: be missing, break, stop taking samples."""

import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.adapters.sound.aplay import AplayLoudspeaker
from kiosk.errors import SoundError
from kiosk.ports import Sound

SLOW = 'sleep 1; exec /usr/bin/aplay "$@"'


def _play(
    card: str,
    *parts: Sound,
    stop: threading.Event | None = None,
    on_part: Callable[[int], None] = lambda _: None,
    stuck_s: float = 60.0,
) -> bool:
    loudspeaker = AplayLoudspeaker(card=card, rate_hz=22050, stuck_s=stuck_s)
    return loudspeaker.play(parts, name="one", stop=stop or threading.Event(), on_part=on_part)


@pytest.fixture
def instead_of_aplay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a shell script in aplay's place: a card that breaks cannot be had otherwise."""

    def put(script: str) -> None:
        program = tmp_path / "bin" / "aplay"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")

    return put


@pytest.mark.parametrize("card", ["nowhere", "plughw:CARD=Nowhere", "hw:77,7"])
def test_a_missing_card_is_named_with_how_to_find_the_right_one(alsa_ear, tone, card: str) -> None:
    with pytest.raises(SoundError, match=f"{card} is not there: `aplay -L` lists the cards; set sound.card"):
        _play(card, tone(1.0))


@pytest.mark.parametrize(
    ("said", "cure"),
    [
        ("aplay: main:831: audio open error: Device or resource busy", "in use by another program"),
        ("aplay: main:831: audio open error: Permission denied", "add it to the group `audio`"),
        ("aplay: set_params:1345: Channels count non available", "write `plughw:`"),
        ("something new", r"failed \(something new\)"),
        ("", "gave no reason"),
    ],
)
def test_the_reason_of_aplay_becomes_a_cure(instead_of_aplay, tone, said: str, cure: str) -> None:
    instead_of_aplay(f"echo '{said}' >&2; exit 1")
    with pytest.raises(SoundError, match=cure):
        _play("ear", tone(1.0))


def test_a_card_unplugged_in_mid_play_is_an_error(instead_of_aplay, tone) -> None:
    instead_of_aplay("head -c 6000 >/dev/null; echo 'aplay: xrun: No such device' >&2; exit 1")
    with pytest.raises(SoundError, match="is not there"):
        _play("ear", tone(2.0))


@pytest.mark.parametrize("takes", ["", "head -c 6000 >/dev/null; "])
def test_a_card_that_takes_no_samples_is_given_up(instead_of_aplay, tone, children, takes: str) -> None:
    instead_of_aplay(f"{takes}exec tail -f /dev/null")
    with pytest.raises(SoundError, match="has stopped taking samples"):
        _play("ear", tone(10.0), stuck_s=1.0)
    assert children() == {}


def test_nothing_is_told_to_sound_before_a_slow_card_is_open(instead_of_aplay, alsa_ear, tone, tmp_path: Path) -> None:
    instead_of_aplay(SLOW)
    open_when_told: list[bool] = []
    parts = (tone(0.0), tone(0.05), tone(0.05))
    assert _play("ear", *parts, on_part=lambda _: open_when_told.append((tmp_path / "heard.raw").exists()))
    assert open_when_told[1:] == [True, True]  # an empty part has nothing that could be heard


def test_what_a_slow_card_missed_is_not_hurried_through(instead_of_aplay, alsa_ear, tone) -> None:
    instead_of_aplay(SLOW)
    told_at_s: list[float] = []
    assert _play("ear", tone(0.5), tone(0.1), on_part=lambda _: told_at_s.append(time.monotonic()))
    assert told_at_s[1] - told_at_s[0] > 0.3  # 0.5 s, of which 0.15 s are given ahead


def test_a_stop_while_a_card_opens_is_obeyed_and_nothing_is_told(instead_of_aplay, tone, children) -> None:
    instead_of_aplay("exec tail -f /dev/null")
    stop, begun = threading.Event(), []
    threading.Timer(0.3, stop.set).start()
    assert not _play("ear", tone(1.0), stop=stop, on_part=begun.append)
    assert begun == []
    assert children() == {}


def test_a_card_that_never_drains_still_obeys_a_stop(instead_of_aplay, tone, children) -> None:
    instead_of_aplay("cat >/dev/null; exec tail -f /dev/null")
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    assert not _play("ear", tone(0.1), stop=stop)
    assert children() == {}


def test_a_machine_without_aplay_is_told_what_to_install(tone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SoundError, match="install alsa-utils"):
        _play("ear", tone(0.1))


PLAYS = """
import sys, threading
from kiosk.adapters.sound.aplay import AplayLoudspeaker
from kiosk.adapters.sound.chime import silence
print("begins", flush=True)
AplayLoudspeaker(card="ear", rate_hz=22050).play(
    [silence(60, 22050)], name="one", stop=threading.Event(), on_part=lambda _: None
)
"""


def test_a_player_that_hangs_dies_with_the_announcer(instead_of_aplay, eventually, tmp_path: Path) -> None:
    """A card that is stuck would otherwise play on when it comes back, with nobody there to silence it."""
    instead_of_aplay(f"echo $$ > {tmp_path}/player; exec tail -f /dev/null")
    player = tmp_path / "player"
    announcer = subprocess.Popen([sys.executable, "-c", PLAYS], stdout=subprocess.PIPE)
    eventually(lambda: player.exists() and player.read_text().strip())
    entry = Path("/proc") / player.read_text().strip()
    assert entry.exists()
    announcer.kill()
    announcer.communicate(timeout=60.0)
    eventually(lambda: not _alive(entry))


def _alive(entry: Path) -> bool:
    """A zombie that nobody has buried is dead."""
    try:
        return (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
