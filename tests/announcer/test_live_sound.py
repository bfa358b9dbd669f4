"""A live voice at the announcer: heard evenly, at the house's level, and never left on."""

import itertools
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.adapters.loudness import loudness_lufs
from kiosk.adapters.samples import SPEECH_LUFS, SPEECH_PEAK_DBFS, amplified, peak_dbfs, resampled
from kiosk.adapters.sound.live_level import LiveLevel
from kiosk.adapters.sound.rate import RateConverter
from kiosk.adapters.speech import open_speech
from kiosk.domain.announce_events import Render
from kiosk.errors import InputError
from kiosk.live_arrivals import HELD_MOST_S, HELD_S
from kiosk.live_sound import GONE_S, Air, LiveStream
from kiosk.messages.live_piece import LIVE_RATE_HZ, MAX_PIECE_BYTES, LivePiece, pack, unpack
from kiosk.ports import Sound
from kiosk.settings import LiveSettings, SoundSettings, SpeechSettings

LONGEST_S = 30.0
STEP = LIVE_RATE_HZ // 10
Sending = Callable[[int], bytes | None]
"""What a tablet sends in a tenth of a second: samples, nothing but a sign of life, or None for not even that."""


class Room:
    """Plays a live stream as a card would: asks for a block, and a tablet's tenth of a second comes at its time."""

    def __init__(self, rate_hz: int = 22050) -> None:
        sound = SoundSettings(kind="simulated", rate_hz=rate_hz)
        self.air = Air(sound, LiveSettings(longest_s=LONGEST_S))
        self.stream: LiveStream = self.air.open(
            Render(announcement="one", speech=(), chime=True, repeat=1, live=True)
        )  # fmt: skip
        self.rate_hz = rate_hz
        self.heard: list[np.ndarray] = []
        self._numbers = itertools.count()

    def send(self, samples: bytes = b"", *, last: bool = False, to: str = "one") -> None:
        self.air.hear(to, LivePiece(number=next(self._numbers), samples=samples, last=last))

    def plays(self, sends: Sending, most_s: float = 120.0) -> float:
        """Plays to the end, at most `most_s`; the seconds it took. The voice begins when the chime is over."""
        played_s, due, step = 0.0, 0.0, 0
        for part in self.stream.parts:
            self.heard.append(part.samples)
            played_s += part.duration_s
            assert played_s < most_s, "it is still on"
            while played_s > due:
                samples = sends(step) if self.stream.first_words >= 0 else b""
                if samples is not None:
                    self.send(samples)
                step, due = step + (self.stream.first_words >= 0), due + 0.1
        return played_s

    @property
    def voice(self) -> np.ndarray:
        return np.concatenate(self.heard[self.stream.first_words :])


@pytest.fixture
def room() -> Room:
    return Room()


def tone(step: int, hz: float = 500.0, peak: float = 0.1) -> bytes:
    at = (np.arange(STEP) + step * STEP) / LIVE_RATE_HZ
    return (np.sin(2 * np.pi * hz * at) * peak * 32767).astype("<i2").tobytes()


def test_a_voice_is_heard_after_the_chime_and_ends_with_its_last_piece(room: Room) -> None:
    def sends(step: int) -> bytes | None:
        if step == 20:
            room.send(last=True)
        return tone(step) if step < 20 else None

    room.plays(sends)
    assert not room.stream.lost and room.stream.arrivals.gaps == 0
    loud = np.abs(room.voice) > 1000
    assert len(room.voice) / room.rate_hz == pytest.approx(2.0 + HELD_S + 0.3, abs=0.25)
    begins, ends = np.argmax(loud), len(loud) - np.argmax(loud[::-1])
    assert (ends - begins) / room.rate_hz == pytest.approx(2.0, abs=0.05)


def test_nobody_on_the_tablet_means_no_chime_at_all() -> None:
    room = Room()
    parts = list(room.stream.parts)
    assert room.stream.lost and room.stream.first_words < 0
    assert not np.concatenate([part.samples for part in parts]).any()
    assert sum(part.duration_s for part in parts) < GONE_S + 1.0


def test_a_tablet_that_vanishes_is_off_the_air_after_two_seconds(room: Room) -> None:
    room.plays(lambda step: tone(step) if step < 10 else None)
    assert room.stream.lost
    assert len(room.voice) / room.rate_hz == pytest.approx(1.0 + GONE_S, abs=0.5)


def test_who_holds_the_button_and_says_nothing_keeps_the_loudspeaker_no_longer_than_anybody(room: Room) -> None:
    room.plays(lambda step: b"")
    assert not room.stream.lost
    assert len(room.voice) / room.rate_hz == pytest.approx(LONGEST_S, abs=0.5)
    assert not room.voice.any()


@settings(max_examples=20)
@given(
    pieces=st.lists(
        st.tuples(st.sampled_from(["piece", "last", "again", "other"]), st.integers(0, 12), st.integers(0, 2**32 - 1)),
        max_size=60,
    ),
    silent_after=st.integers(0, 700),
)
def test_live_never_stays_on(pieces: list[tuple[str, int, int]], silent_after: int) -> None:
    """Whatever comes, in whatever order, with whatever number, or nothing: it is over when its time is."""
    room, script = Room(), itertools.cycle(pieces or [("piece", 1, 0)])

    def sends(step: int) -> bytes | None:
        what, tenths, number = next(script)
        samples = b"\x00\x10" * (STEP * min(tenths, 10))
        if what == "again":
            room.air.hear("one", LivePiece(number=number, samples=samples))
        if what == "other":
            room.send(samples, to="another")
        if what == "last":
            room.send(samples, last=True)
        return samples if what == "piece" and step < silent_after else None

    lead_in_and_chime_s = 6.0
    assert room.plays(sends, most_s=LONGEST_S + lead_in_and_chime_s) > 0


def _in_bursts(room: Room, of: tuple[int, ...], steps: int = 40) -> Sending:
    """A tablet whose tenths of a second come together, so many at a time."""
    ends = set(itertools.accumulate(itertools.islice(itertools.cycle(of), steps)))
    kept: list[bytes] = []

    def sends(step: int) -> bytes | None:
        if step == steps:
            room.send(b"".join(kept), last=True)
        if step >= steps:
            return None
        kept.append(tone(step))
        if step + 1 not in ends:
            return b""
        together, kept[:] = b"".join(kept), []
        return together

    return sends


def test_what_comes_two_at_a_time_is_heard_without_a_gap(room: Room) -> None:
    room.plays(_in_bursts(room, (2, 1, 2)))
    loud = np.abs(room.voice) > 1000
    heard = loud[np.argmax(loud) : len(loud) - np.argmax(loud[::-1])]
    assert room.stream.arrivals.gaps == 0
    assert _longest(~heard) / room.rate_hz < 0.005


def test_a_network_that_is_worse_is_heard_later_and_whole(room: Room) -> None:
    room.plays(_in_bursts(room, (4, 4, 3), steps=100))
    loud = np.abs(room.voice) > 1000
    heard = loud[np.argmax(loud) : len(loud) - np.argmax(loud[::-1])]
    assert 1 <= room.stream.arrivals.gaps <= 3
    assert _longest(~heard[round(2.5 * room.rate_hz) :]) / room.rate_hz < 0.005


def test_a_gap_in_the_network_is_silence_and_the_voice_comes_back(room: Room) -> None:
    def sends(step: int) -> bytes | None:
        if step == 35:
            room.send(last=True)
        return tone(step) if step < 10 or 20 <= step < 35 else None

    room.plays(sends)
    assert not room.stream.lost and room.stream.arrivals.gaps == 1
    loud = np.abs(room.voice) > 1000
    assert _longest(~loud[np.argmax(loud) : -room.rate_hz // 2]) / room.rate_hz == pytest.approx(1.0, abs=0.25)


def test_after_a_long_gap_pauses_are_left_out_until_the_voice_is_on_time_again(room: Room) -> None:
    """Three seconds come at once (the oldest half of which is let go), then syllables with pauses between them."""
    held_s = []

    def sends(step: int) -> bytes | None:
        held_s.append(room.stream.arrivals.held_s)
        if step < 15:
            return b""
        if step == 15:
            for n in range(3):
                room.send(b"".join(tone(n * 10 + i) for i in range(10)))
            return b""
        return tone(step) if step % 10 < 4 else bytes(2 * STEP)

    room.plays(sends)
    assert max(held_s) > 1.0
    assert held_s[-50] < HELD_MOST_S + 0.2


def test_another_announcements_pieces_are_not_heard(room: Room) -> None:
    def sends(step: int) -> bytes | None:
        room.send(tone(step), to="another")
        if step == 10:
            room.send(last=True)
        return b""

    room.plays(sends)
    assert not room.voice.any()


@pytest.fixture(scope="module")
def sentence() -> Iterator[Sound]:
    engine = open_speech(SpeechSettings(time_limit_s=60.0))
    yield resampled(engine.render("Mesdames et messieurs, le service se termine dans un quart d'heure.", "fr"), 16_000)
    engine.close()


@pytest.mark.parametrize("given_db", [-9.0, 0.0, 5.0])
def test_soft_and_loud_voices_reach_the_level_of_the_house_and_never_pass_its_peak(
    sentence: Sound, given_db: float
) -> None:
    level = LiveLevel()
    samples = amplified(sentence, min(given_db, -peak_dbfs(sentence))).samples
    heard = [level.levelled(samples[at : at + 320]) for at in range(0, len(samples), 320)]
    sound = Sound(samples=np.concatenate(heard), rate_hz=16_000)
    assert loudness_lufs(sound) == pytest.approx(SPEECH_LUFS, abs=3.0)
    assert peak_dbfs(sound) <= SPEECH_PEAK_DBFS + 0.01


def test_the_noise_of_a_room_is_not_a_voice() -> None:
    level, rng = LiveLevel(), np.random.default_rng(1)
    noise = rng.normal(0.0, 10 ** (-58 / 20) * 32767, 16_000).astype(np.int16)
    heard = np.concatenate([level.levelled(noise[at : at + 320]) for at in range(0, 16_000, 320)])
    assert level.silent and not heard.any()


@pytest.mark.parametrize("rate_hz", [8000, 22050, 44100, 48000])
def test_another_rate_has_the_same_pitch_and_length_and_no_seams(rate_hz: int) -> None:
    converter, whole = RateConverter(LIVE_RATE_HZ, rate_hz), np.frombuffer(b"".join(tone(n) for n in range(10)), "<i2")
    heard = np.concatenate([converter.converted(whole[at : at + 320]) for at in range(0, len(whole), 320)])
    assert abs(len(heard) - rate_hz) <= 8
    spectrum = np.abs(np.fft.rfft(heard[: rate_hz // 2 * 2].astype(float) * np.hanning(rate_hz // 2 * 2)[: len(heard)]))
    pitch = int(spectrum.argmax())
    assert abs(pitch - 500) <= 1
    spectrum[pitch - 4 : pitch + 5] = 0
    assert 20 * np.log10(spectrum.max() / np.abs(np.fft.rfft(heard * np.hanning(len(heard)))).max()) < -40


@pytest.mark.parametrize(
    "bad", [b"", b"1234", b"\0\0\0\1\2", b"\0\0\0\1\0\1", b"\0\0\0\1\0" + bytes(MAX_PIECE_BYTES + 2)]
)
def test_a_piece_that_is_none_is_refused(bad: bytes) -> None:
    with pytest.raises(InputError, match="A piece of a live voice"):
        unpack(bad)


@given(
    number=st.integers(0, 2**32 - 1),
    samples=st.binary(max_size=40).filter(lambda b: len(b) % 2 == 0),
    last=st.booleans(),
)
def test_a_piece_comes_back_as_it_was(number: int, samples: bytes, last: bool) -> None:
    piece = LivePiece(number=number, samples=samples, last=last)
    assert unpack(pack(piece)) == piece


def _longest(flags: np.ndarray) -> int:
    return max((len(list(run)) for true, run in itertools.groupby(flags) if true), default=0)
