"""The chimes: gentle, never clipped, each as loud as its priority deserves, none like another or like an alarm."""

import itertools

import numpy as np
import pytest

from kiosk.adapters.loudness import loudness_lufs
from kiosk.adapters.samples import SPEECH_LUFS, peak_dbfs
from kiosk.adapters.sound.chime import chime
from kiosk.domain.requests import Priority

PRIORITIES: tuple[Priority, ...] = ("routine", "service", "urgent", "emergency")
RATES_HZ = (16000, 22050, 44100, 48000)
EVACUATION_HZ = (440.0, 554.0)
"""NF S 32-001: these two in turn order everybody out of a French building."""


def _levels_db(priority: Priority, block_s: float) -> np.ndarray:
    """The level of each block of the chime, beside its loudest one."""
    sound = chime(22050, priority)
    block = round(block_s * 22050)
    whole = sound.samples[: len(sound.samples) // block * block].astype(np.float64).reshape(-1, block)
    power = (whole**2).mean(axis=1)
    return np.asarray(10 * np.log10(np.maximum(power, 1e-3) / power.max()))


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize(("priority", "peak"), [("routine", -12.0), ("service", -12.0), ("urgent", -9.0),
                                                ("emergency", -6.0)])  # fmt: skip
def test_a_chime_has_its_measured_peak_at_every_rate(priority: Priority, peak: float, rate_hz: int) -> None:
    assert peak_dbfs(chime(rate_hz, priority)) == pytest.approx(peak, abs=0.05)


@pytest.mark.parametrize(("priority", "above_speech_lu"), [("service", 0.0), ("urgent", 1.5), ("emergency", 5.4)])
def test_a_chime_is_as_loud_beside_speech_as_its_priority_deserves(priority: Priority, above_speech_lu: float) -> None:
    assert loudness_lufs(chime(22050, priority)) == pytest.approx(SPEECH_LUFS + above_speech_lu, abs=0.7)


@pytest.mark.parametrize("priority", PRIORITIES)
def test_a_chime_swells_and_dies_away_without_a_click(priority: Priority) -> None:
    levels_db = _levels_db(priority, 0.005)
    assert levels_db[0] < -20.0
    assert np.all(np.diff(levels_db[:5]) > 0.0)
    assert levels_db[-1] < -45.0
    samples = chime(22050, priority).samples.astype(np.int32)
    assert abs(samples[0]) < 33 and abs(samples[-1]) < 33  # 60 dB below full scale
    assert np.abs(np.diff(samples)).max() < 0.35 * np.abs(samples).max() * 2  # no step that its own tones do not make


def test_only_equal_hurry_sounds_alike() -> None:
    sounds = {priority: chime(22050, priority).samples.tobytes() for priority in PRIORITIES}
    assert sounds["routine"] == sounds["service"]
    assert all(sounds[a] != sounds[b] for a, b in itertools.combinations(("service", "urgent", "emergency"), 2))
    assert chime(22050, "emergency").duration_s > chime(22050, "urgent").duration_s


@pytest.mark.parametrize("priority", PRIORITIES)
def test_no_chime_has_the_tones_of_an_order_to_leave_the_building(priority: Priority) -> None:
    samples = chime(22050, priority).samples
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / 22050)
    for forbidden_hz in EVACUATION_HZ:
        near = np.abs(hz - forbidden_hz) < 10.0
        assert power[near].sum() < 0.01 * power.sum()
