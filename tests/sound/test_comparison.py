"""What a microphone heard is told apart from what else it may hear: rooms made of echoes, noise and music."""

from collections.abc import Callable

import numpy as np
import pytest

from kiosk.adapters.sound.chime import silence
from kiosk.adapters.sound.comparison import compared, verdict
from kiosk.adapters.sound.test_signal import signal_for_a_check
from kiosk.ports import Sound

RATE_HZ = 22050
LATE = 2000  # samples
Noise = Callable[[np.random.Generator, int], np.ndarray]


def _sent() -> Sound:
    parts = (silence(0.5, RATE_HZ), *signal_for_a_check(RATE_HZ))
    return Sound(samples=np.concatenate([part.samples for part in parts]), rate_hz=RATE_HZ)


def _pink(random: np.random.Generator, length: int) -> np.ndarray:
    spectrum = np.fft.rfft(random.standard_normal(length))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    wave = np.fft.irfft(spectrum, length)
    return np.asarray(wave / wave.std())


def _music(random: np.random.Generator, length: int) -> np.ndarray:
    """Plucked notes, four a second, among them those of the chime."""
    wave, time_s = np.zeros(length), np.arange(RATE_HZ) / RATE_HZ
    for at in range(0, length, RATE_HZ // 4):
        hz = random.choice([261.63, 329.63, 392.0, 523.25, 659.26, 783.99])
        note = sum(np.sin(2 * np.pi * hz * n * time_s) / n for n in (1, 2, 3)) * np.exp(-time_s / 0.4)
        wave[at : at + RATE_HZ] += note[: length - at]
    return np.asarray(wave / wave.std())


def _room(sound: Sound, *, gain_db: float, noise_db: float, noise: Noise = _pink, echo_s: float = 0.4) -> Sound:
    """What a microphone in a room hears: the sound after LATE samples, its echoes, and the room's own noise."""
    random = np.random.default_rng(7)
    length = len(sound.samples) + LATE + RATE_HZ
    tail = np.arange(round(echo_s * RATE_HZ))
    echoes = 0.05 * random.standard_normal(len(tail)) * np.exp(-6.9 * tail / len(tail))  # 60 dB down at its end
    echoes[0] = 1.0
    size = 1 << (length + len(tail)).bit_length()
    wave = np.fft.irfft(np.fft.rfft(sound.samples / 32767, size) * np.fft.rfft(echoes, size), size)
    heard = np.concatenate([np.zeros(LATE), wave])[:length] * 10 ** (gain_db / 20)
    heard += noise(random, length) * 10 ** (noise_db / 20)
    return Sound(samples=np.clip(np.round(heard * 32767), -32768, 32767).astype(np.int16), rate_hz=RATE_HZ)


@pytest.mark.parametrize(
    ("gain_db", "noise_db", "noise", "says"),
    [
        (0.0, -90.0, _pink, "ok"),  # a loop-back cable
        (-20.0, -55.0, _pink, "ok"),  # a quiet room
        (-20.0, -45.0, _pink, "ok"),  # guests are talking
        (-20.0, -60.0, _music, "ok"),  # soft music
        (-20.0, -35.0, _pink, "heard-softly"),  # a full room: hardly louder than the guests
        (-20.0, -38.0, _music, "heard-softly"),  # the music was not lowered
        (20.0, -55.0, _pink, "heard-distorted"),  # the microphone's input is turned up too far
        (-200.0, -45.0, _pink, "not-heard"),  # the amplifier is off
        (-200.0, -30.0, _music, "not-heard"),  # music on the chime's own notes is not the chime
        (-60.0, -30.0, _pink, "not-heard"),  # far below the room: nobody hears it either
    ],
)
def test_what_a_microphone_heard_gets_the_right_word(gain_db: float, noise_db: float, noise: Noise, says: str) -> None:
    heard = _room(_sent(), gain_db=gain_db, noise_db=noise_db, noise=noise)
    assert verdict(compared(_sent(), heard)) == says


def test_level_and_delay_are_measured() -> None:
    found = compared(_sent(), _room(_sent(), gain_db=-12.0, noise_db=-80.0, echo_s=1 / RATE_HZ))
    assert found.delay_s == pytest.approx(LATE / RATE_HZ, abs=0.0002)
    assert found.level_db == pytest.approx(-12.0, abs=0.5)


def test_two_clocks_that_do_not_run_alike_do_not_matter() -> None:
    sent = _sent()
    steps = np.arange(0, len(sent.samples), 1 + 100e-6)  # 100 ppm: twice what two cheap quartzes differ by
    slow = np.interp(steps, np.arange(len(sent.samples)), sent.samples).astype(np.int16)
    heard = _room(Sound(samples=slow, rate_hz=RATE_HZ), gain_db=-20.0, noise_db=-55.0)
    assert verdict(compared(sent, heard)) == "ok"


@pytest.mark.parametrize("length", [0, 1, 100, 22050])
def test_a_muted_microphone_is_no_ear(length: int) -> None:
    assert verdict(compared(_sent(), silence(length / RATE_HZ, RATE_HZ))) == "no-ear"


def test_nothing_sent_is_not_found_in_noise() -> None:
    heard = _room(_sent(), gain_db=-200.0, noise_db=-40.0)
    assert verdict(compared(silence(1.0, RATE_HZ), heard)) != "ok"
