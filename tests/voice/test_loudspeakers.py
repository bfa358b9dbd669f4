"""What every loudspeaker promises: ALSA (into a file), the virtual one, the simulated one."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kiosk.adapters.sound import open_loudspeaker
from kiosk.adapters.sound.chime import silence
from kiosk.adapters.sound.stream import FADE_S
from kiosk.errors import SoundError
from kiosk.ports import Sound
from kiosk.settings import SoundSettings


def test_the_parts_are_heard_as_one_stream_without_a_gap(open_room, tone) -> None:
    room, parts = open_room(), (silence(0.1, 22050), tone(0.2, 440), tone(0.3, 880))
    assert room.play(*parts) == (True, [0, 1, 2])
    wanted, heard = np.concatenate([p.samples for p in parts]), room.heard("one").samples
    assert np.array_equal(heard[: len(wanted)], wanted)
    assert not heard[len(wanted) :].any()  # aplay fills its last block with silence


def test_an_empty_part_begins_too_and_no_parts_are_no_sound(open_room, tone) -> None:
    room = open_room()
    assert room.play(silence(0, 22050), tone(0.1), silence(0, 22050)) == (True, [0, 1, 2])
    assert room.play() == (True, [])


def test_a_part_of_another_rate_keeps_its_pitch_and_length(open_room, tone) -> None:
    room = open_room()
    room.play(tone(0.5, 1000, rate_hz=48000))
    heard = room.heard("one").samples[: 22050 // 2]
    assert np.argmax(np.abs(np.fft.rfft(heard))) == 500  # 1000 Hz in half a second
    assert abs(int(np.abs(heard).max()) - 16383) < 200


def test_the_gain_is_heard(open_room, tone) -> None:
    room = open_room(gain_db=-6.0)
    room.play(tone(0.1, peak=0.8))
    assert np.abs(room.heard("one").samples).max() == pytest.approx(0.8 * 32767 * 0.501, rel=0.01)


def test_a_gain_that_would_distort_is_refused_before_anything_is_heard(open_room, tone) -> None:
    room, begun = open_room(gain_db=6.0), []
    with pytest.raises(SoundError, match=r"set sound\.gain_db to 1\.9 or less"):
        room.loudspeaker.play([tone(0.1, peak=0.8)], name="one", stop=threading.Event(), on_part=begun.append)
    assert begun == []


def test_a_stream_that_is_stopped_says_so_and_leaves_out_the_rest(open_room, tone) -> None:
    room, parts = open_room(), (tone(0.3, 440), tone(0.5, 880), tone(0.5, 220))
    assert room.play(*parts, stop_at=1) == (False, [0, 1])
    heard = np.trim_zeros(room.heard("one").samples, "b")  # aplay fills its last block with silence
    whole = len(heard) - round(FADE_S * 22050)
    assert np.array_equal(heard[:whole], np.concatenate([p.samples for p in parts])[:whole])
    assert len(heard) <= 0.35 * 22050 + 1
    assert room.play(tone(0.1), name="two") == (True, [0])


def test_what_is_cut_off_fades_within_30_ms_without_a_click(open_room, tone) -> None:
    room, loud = open_room(), tone(2.0, 880, peak=0.9)
    halves = (Sound(samples=half, rate_hz=22050) for half in np.split(loud.samples, [6000]))
    assert room.play(*halves, stop_at=1) == (False, [0, 1])
    heard = np.trim_zeros(room.heard("one").samples, "b").astype(np.int32)
    steepest = np.abs(np.diff(loud.samples.astype(np.int32))).max()
    assert np.abs(np.diff(heard)).max() <= steepest  # the end is no steeper than the tone itself
    assert abs(heard[-1]) < 0.01 * 32767
    same = np.flatnonzero(heard != loud.samples[: len(heard)])
    assert len(heard) - same[0] <= FADE_S * 22050 + 1


def test_a_stream_stopped_before_it_begins_is_silent(open_room, tone) -> None:
    room, stop, begun = open_room(), threading.Event(), []
    stop.set()
    assert not room.loudspeaker.play([tone(0.2)], name="one", stop=stop, on_part=begun.append)
    assert begun == []
    assert len(room.heard("one").samples) == 0


@pytest.mark.parametrize("name", ["", "..", "../one", "a/b", "one.wav", "a\0b", "a b", "é" * 150, "-"])
def test_a_name_that_is_not_plain_is_refused(open_room, tone, name: str) -> None:
    with pytest.raises(SoundError, match="cannot name a sound"):
        open_room().play(tone(0.1), name=name)


@pytest.mark.parametrize("open_room", ["aplay", "virtual"], indirect=True)
def test_no_more_than_a_fifth_of_a_second_is_heard_after_a_stop(open_room, tone) -> None:
    room, stop = open_room(), threading.Event()
    asked_s, stopped_s = time.monotonic(), []

    def ask() -> None:
        stop.set()
        stopped_s.append(time.monotonic())

    later = threading.Timer(0.4, ask)
    assert not room.loudspeaker.play([tone(20.0)], name="one", stop=stop, on_part=lambda _: later.start())
    later.join()
    assert room.heard("one").duration_s <= stopped_s[0] - asked_s + 0.2


@pytest.mark.parametrize("open_room", ["aplay", "virtual"], indirect=True)
def test_playing_takes_as_long_as_the_sound(open_room, tone) -> None:
    room, started = open_room(), time.monotonic()
    room.play(tone(0.6))
    assert time.monotonic() - started > 0.4  # ALSA's null device drains at once what is 150 ms ahead


def test_a_failing_listener_leaves_nothing_playing(open_room, tone, children: Callable[[], dict[int, str]]) -> None:
    def on_part(_: int) -> None:
        raise ZeroDivisionError

    before: Sound = tone(0.5)
    with pytest.raises(ZeroDivisionError):
        open_room().loudspeaker.play([before], name="one", stop=threading.Event(), on_part=on_part)
    assert not [line for line in children().values() if "aplay" in line]


@pytest.mark.parametrize("wrong", [{"rate_hz": 0}, {"lead_in_s": -1.0}, {"gain_db": float("nan")}])
def test_a_setting_that_no_loudspeaker_can_follow_is_named(tmp_path: Path, wrong) -> None:
    (name,) = wrong
    with pytest.raises(SoundError, match=rf"sound\.{name} is .*; it can be"):
        open_loudspeaker(SoundSettings(kind="simulated", **wrong), tmp_path)
