"""Is it heard? A microphone listens while the chime and a sweep are played."""

import threading
import time
from collections.abc import Sequence
from dataclasses import replace

from kiosk.adapters.samples import amplified
from kiosk.adapters.sound import open_loudspeaker
from kiosk.adapters.sound.chime import silence
from kiosk.adapters.sound.ear import open_ear
from kiosk.adapters.sound.outputs import other_outputs
from kiosk.adapters.sound.test_signal import signal_for_a_check
from kiosk.errors import SoundError
from kiosk.hearing import Hearing, no_ear
from kiosk.messages.status import PartHealth
from kiosk.ports import Sound
from kiosk.settings import Settings

_ROOM_S = 0.5  # of silence before: how loud the room is without us
_OTHERS_WITHIN_S = 20.0  # the whole check may take 40


def check_hearing(settings: Settings) -> Sequence[PartHealth]:
    """Plays a test signal while `sound.ear` listens; when nothing is heard, tries the machine's other outputs.

    Raises:
        SoundError: the output cannot be played on.
    """
    found = _heard_on(settings)
    if found.code == "not-heard" and settings.sound.kind == "aplay":
        other = _where_it_is_heard(settings)
        if other is not None:
            detail = f"nothing is heard of {settings.sound.card}, but {other} is heard"
            found = replace(found, code="wrong-output", detail=detail)
    return (replace(found, part="sound", state="ok" if found.code == "ok" else "failed"),)


def _where_it_is_heard(settings: Settings) -> str | None:
    give_up = time.monotonic() + _OTHERS_WITHIN_S
    for name in other_outputs(settings.sound.card):
        if time.monotonic() > give_up:
            return None
        try:
            found = _heard_on(replace(settings, sound=replace(settings.sound, card=name)))
        except SoundError:
            continue  # a socket with nothing in it, or in use
        if found.code not in ("not-heard", "no-ear"):
            return name
    return None


def _heard_on(settings: Settings) -> PartHealth:
    sound, stop = settings.sound, threading.Event()
    loudspeaker = open_loudspeaker(sound, settings.state_folder / "heard")
    before = silence(max(sound.lead_in_s, _ROOM_S), sound.rate_hz)
    parts: tuple[Sound, ...] = (before, *signal_for_a_check(sound.rate_hz))
    hearing = Hearing(open_ear(sound, loudspeaker))
    try:
        hearing.begin()
    except SoundError as error:
        return no_ear(error)
    try:
        loudspeaker.play(parts, name="doctor", stop=stop, on_part=lambda i: hearing.sound_begins() if i == 0 else None)
        return hearing.found([amplified(part, sound.gain_db) for part in parts], stop)
    finally:
        hearing.forget()
        loudspeaker.close()
