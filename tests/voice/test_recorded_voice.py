"""Recorded words with spoken values between them: one sound, one loudness, and the voice alone when one is missing."""

import queue
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk.adapters.copies import FileCopies
from kiosk.adapters.loudness import loudness_lufs
from kiosk.adapters.recordings.files import FileRecordings
from kiosk.adapters.recordings.simulated import SimulatedRecordings
from kiosk.adapters.samples import SPEECH_LUFS, peak_dbfs
from kiosk.adapters.speech import open_speech
from kiosk.adapters.speech.recorded import MissingRecordings, assembled, assembled_from
from kiosk.adapters.speech.simulated import SimulatedSpeech
from kiosk.adapters.wav import from_wav
from kiosk.cli import main
from kiosk.domain.announce_events import Render, SpeechReady
from kiosk.domain.announcements import Utterance
from kiosk.domain.recorded import Part
from kiosk.domain.venue import Recording, Template, Templates
from kiosk.domain.words import Words
from kiosk.messages.codec import encode
from kiosk.messages.recording import RATE_HZ, content_of, name_of
from kiosk.own_voice import RecordingsLacked
from kiosk.ports import Sound, SpeechEngine
from kiosk.settings import SoundSettings, SpeechSettings
from kiosk.speech_worker import SpeechWorker

SPOKEN_HZ, OWN_HZ = 220.0, 600.0
"""The simulated French voice, and ours: told apart by their spectrum."""


def _own(seconds: float = 1.5, peak: float = 0.1, before_s: float = 0.7, after_s: float = 1.1) -> bytes:
    """Somebody's words on a tablet: silence with a little hum around them."""
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    words = peak * np.sin(2 * np.pi * OWN_HZ * time_s) * np.abs(np.sin(np.pi * 4 * time_s))
    whole = np.concatenate((np.zeros(round(before_s * RATE_HZ)), words, np.zeros(round(after_s * RATE_HZ))))
    hum = peak / 300 * np.sin(2 * np.pi * 50 * np.arange(len(whole)) / RATE_HZ)
    return content_of(np.round(32767 * (whole + hum)).astype(np.int16))


OWN = _own()
PARTS = (
    Part(words="Mesdames, messieurs,", sound=name_of(OWN)),
    Part(words="une voiture grise"),
    Part(words="gêne le passage.", sound=name_of(OWN)),
)
UTTERANCE = Utterance(language="fr", text="Mesdames, messieurs, une voiture grise gêne le passage.", parts=PARTS)


@pytest.fixture
def recordings() -> SimulatedRecordings:
    kept = SimulatedRecordings()
    kept.keep(name_of(OWN), OWN)
    return kept


def _speak(text: str) -> Sound:
    return SimulatedSpeech().render(text, "fr")


def _share_s(sound: Sound, hz: float) -> float:
    """For how long `hz` is the strongest tone."""
    block = sound.rate_hz // 50
    blocks = sound.samples[: len(sound.samples) // block * block].reshape(-1, block).astype(np.float64)
    loud = blocks[(blocks**2).mean(axis=1) > 1000]
    strongest = np.abs(np.fft.rfft(loud, axis=1)).argmax(axis=1) * sound.rate_hz / block
    return float((np.abs(strongest - hz) <= sound.rate_hz / block).sum()) * block / sound.rate_hz


def _longest_silence_s(sound: Sound) -> float:
    block = sound.rate_hz // 100
    powers = (sound.samples[: len(sound.samples) // block * block].reshape(-1, block).astype(np.float64) ** 2).mean(1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], powers < 100, [0]))))
    return float((edges[1::2] - edges[::2]).max(initial=0)) / 100


def test_the_recorded_words_are_heard_with_the_spoken_value_between_them(recordings: SimulatedRecordings) -> None:
    sound = assembled(PARTS, recordings, _speak)
    assert _share_s(sound, OWN_HZ) > 2.0
    assert _share_s(sound, SPOKEN_HZ) > 0.7
    third = len(sound.samples) // 5
    for part in (sound.samples[:third], sound.samples[-third:]):
        assert _share_s(Sound(samples=part, rate_hz=sound.rate_hz), SPOKEN_HZ) == 0.0


def test_silence_around_what_was_recorded_is_cut_away(recordings: SimulatedRecordings) -> None:
    sound = assembled(PARTS, recordings, _speak)
    spoken = _speak("une voiture grise")
    assert sound.duration_s < 2 * 1.5 + spoken.duration_s + 1.0  # not the 5.4 s of silence that were recorded
    assert _longest_silence_s(sound) < 0.5


@pytest.mark.parametrize("peak", [0.02, 0.1, 0.9])
def test_whoever_spoke_however_loudly_all_parts_are_equally_loud(peak: float) -> None:
    content = _own(peak=peak)
    parts = (Part(words="Bonjour.", sound=name_of(content)), Part(words="une voiture grise"))
    sound = assembled_from(parts, {name_of(content): content}.get, _speak)
    own = assembled_from(parts[:1], {name_of(content): content}.get, _speak)
    assert loudness_lufs(own) == pytest.approx(SPEECH_LUFS, abs=0.5)
    assert loudness_lufs(sound) == pytest.approx(SPEECH_LUFS, abs=1.0)
    assert peak_dbfs(sound) < -1.0


def test_a_voice_at_another_rate_is_brought_to_the_same(recordings: SimulatedRecordings) -> None:
    def speak(text: str) -> Sound:
        return Sound(samples=_speak(text).samples[::2], rate_hz=16_000)

    sound = assembled(PARTS, recordings, speak)
    assert sound.rate_hz == RATE_HZ
    assert _share_s(sound, OWN_HZ) > 2.0


def test_with_the_real_voice_it_is_one_sentence(recordings: SimulatedRecordings) -> None:
    voice = open_speech(SpeechSettings())
    try:
        sound = assembled(PARTS, recordings, lambda text: voice.render(text, "fr"))
    finally:
        voice.close()
    assert 3.5 < sound.duration_s < 6.0
    assert loudness_lufs(sound) == pytest.approx(SPEECH_LUFS, abs=1.0)


def test_without_its_recording_it_cannot_be_put_together() -> None:
    with pytest.raises(MissingRecordings) as missing:
        assembled(PARTS, SimulatedRecordings(), _speak)
    assert missing.value.sounds == (name_of(OWN),)


def test_kiosk_say_speaks_as_the_announcer_does(tmp_path: Path) -> None:
    recorded = (Recording(language="fr", words="Le dernier bus part.", sound=name_of(OWN)),)
    template = Template(id="bus", name=Words(fr="Bus"), fr=("Le dernier bus part.",), recorded=recorded)
    FileCopies(tmp_path / "announcer").save("templates", encode(Templates(templates=(template,))))
    settings, out = tmp_path / "kiosk.toml", tmp_path / "out.wav"
    settings.write_text(f'state_folder = "{tmp_path}"\n[speech]\nkind = "simulated"\n')
    for kept in (False, True):
        if kept:
            FileRecordings(tmp_path / "announcer" / "recordings").keep(name_of(OWN), OWN)
        assert main(["--settings", str(settings), "say", "--template", "bus", "--out", str(out)]) == 0
        assert (_share_s(from_wav(out.read_bytes()), OWN_HZ) > 1.0) is kept


class Announcer:
    """The thread that renders, and what it told."""

    def __init__(self, recordings: SimulatedRecordings) -> None:
        self.told: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.worker = SpeechWorker(self._open, SoundSettings(), self.told.put, recordings)

    def _open(self) -> SpeechEngine:
        return open_speech(SpeechSettings(kind="simulated"))

    def say(self, utterance: Utterance) -> tuple[float, list[Any]]:
        """For how long our own voice is heard in it, and what else was told."""
        self.worker.render(Render(announcement="one", speech=(utterance,), chime=False, repeat=1))
        others = []
        while not isinstance(event := self.told.get(timeout=60.0), SpeechReady):
            others.append(event)
        stream: Any = event.stream
        return sum(_share_s(part, OWN_HZ) for part in stream.parts), others


def test_the_announcer_says_it_in_the_houses_own_voice_every_time(recordings: SimulatedRecordings) -> None:
    announcer = Announcer(recordings)
    try:
        assert [announcer.say(UTTERANCE)[1] for _ in range(2)] == [[], []]
        assert announcer.say(UTTERANCE)[0] > 2.0
    finally:
        announcer.worker.stop()


def test_a_missing_recording_is_told_and_the_whole_sentence_is_spoken_until_it_is_there() -> None:
    recordings = SimulatedRecordings()
    announcer = Announcer(recordings)
    try:
        own_s, told = announcer.say(UTTERANCE)
        assert own_s == 0.0
        assert told == [RecordingsLacked(sounds=(name_of(OWN),))]
        recordings.keep(name_of(OWN), OWN)
        own_s, told = announcer.say(UTTERANCE)
        assert own_s > 2.0 and told == []
    finally:
        announcer.worker.stop()


def test_a_voice_that_was_deleted_is_not_heard_from_memory_either(recordings: SimulatedRecordings) -> None:
    announcer = Announcer(recordings)
    try:
        assert announcer.say(UTTERANCE)[0] > 2.0
        recordings.forget_all_but(())
        assert announcer.say(UTTERANCE)[0] == 0.0
    finally:
        announcer.worker.stop()
