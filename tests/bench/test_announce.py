"""`kiosk bench announce` with the real house: one tap of each kind, and the form of what it tells."""

import shutil

import pytest

from kiosk.bench.announce import measure, summary
from kiosk.bench.table import lines


def test_one_tap_of_each_kind_is_timed_to_the_first_sample() -> None:
    found = measure(1, lambda _: None, only="espeak")
    assert found["broker"] == ("mosquitto" if shutil.which("mosquitto", path="/usr/sbin:/usr/bin") else None)
    assert 0 < found["prepared_ms"]["median"] <= found["prepared_ms"]["p95"]
    assert set(found["cold_ms"]) == {"espeak", "recorded"}
    assert found["pyttsx3_direct_ms"]["median"] > found["pyttsx3_call_ms"]["median"] > 0
    assert found["times_faster_than_pyttsx3"] > 0
    assert found["piper_command_ms"] is None
    assert not any(found["silent"].values())
    # The amplifier's lead-in is no sound: what a guest hears comes that much later.
    assert found["first_audible_ms"]["prepared espeak"]["median"] > found["prepared_ms"]["median"] + 400
    assert "prepared_ms" in lines(found)


@pytest.mark.parametrize(
    ("values", "median", "p95"),
    [([5.0], 5.0, 5.0), ([3.0, 1.0, 2.0], 2.0, 3.0), ([float(n) for n in range(1, 101)], 50.5, 96.0)],
)
def test_the_summary_is_the_median_and_nearly_the_worst(values: list[float], median: float, p95: float) -> None:
    assert summary(values) == {"median": median, "p95": p95}
