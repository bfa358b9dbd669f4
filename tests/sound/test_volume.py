"""How loud it is at a time of day: obeyed, and never distorted."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kiosk.adapters.samples import peak_dbfs
from kiosk.adapters.sound.limiter import CEILING_DBFS, MOST_LIMITED_DB, fitting_gain_db, louder
from kiosk.domain.manners import Manners, Volume, Window
from kiosk.domain.venue import Venue
from kiosk.domain.volume import gain_db_at
from kiosk.ports import Sound
from kiosk.streams import Stream
from kiosk.volume import at_volume, volume_health

EVERY_DAY = tuple(range(7))
EVENING = Volume(during=Window(days=EVERY_DAY, start="19:00", end="23:00"), gain_db=6.0)
NIGHT = Volume(during=Window(days=EVERY_DAY, start="22:00", end="07:00"), gain_db=-10.0)


@pytest.mark.parametrize(
    ("utc", "gain_db"),
    [
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), 0.0),
        (datetime(2026, 11, 24, 17, 59, tzinfo=UTC), 0.0),  # 18:59 in Paris
        (datetime(2026, 11, 24, 18, 0, tzinfo=UTC), 6.0),
        (datetime(2026, 11, 24, 21, 30, tzinfo=UTC), 6.0),  # the first one whose time it is counts
        (datetime(2026, 11, 24, 22, 0, tzinfo=UTC), -10.0),
        (datetime(2026, 11, 25, 5, 59, tzinfo=UTC), -10.0),
        (datetime(2026, 7, 24, 17, 0, tzinfo=UTC), 6.0),  # summer time
    ],
)
def test_the_volume_is_that_of_the_wall_clock(utc: datetime, gain_db: float) -> None:
    venue = Venue(manners=Manners(volumes=(EVENING, NIGHT)))
    assert gain_db_at(venue, utc, "routine") == gain_db


def test_an_emergency_is_never_made_softer() -> None:
    venue, night = Venue(manners=Manners(volumes=(NIGHT,))), datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
    assert gain_db_at(venue, night, "urgent") == -10.0
    assert gain_db_at(venue, night, "emergency") == 0.0


def test_an_unknown_time_zone_leaves_the_installers_volume() -> None:
    venue = Venue(timezone="Mars/Olympus", manners=Manners(volumes=(NIGHT,)))
    assert gain_db_at(venue, datetime(2026, 11, 24, 23, 0, tzinfo=UTC), "routine") == 0.0


sounds = st.builds(
    lambda samples, rate_hz: Sound(samples=samples, rate_hz=rate_hz),
    arrays(np.int16, st.integers(0, 5000), elements=st.integers(-32767, 32767)),
    st.sampled_from([8000, 22050, 48000]),
)


@given(sounds, st.floats(-30.0, 30.0), st.floats(-20.0, 12.0))
def test_nothing_is_ever_above_the_ceiling(sound: Sound, gain_db: float, installers_db: float) -> None:
    got = louder(sound, gain_db, installers_db)
    assert len(got.samples) == len(sound.samples) and got.rate_hz == sound.rate_hz
    # What was above it before is only made softer: the installer's own gain is refused elsewhere.
    most = max(CEILING_DBFS - max(0.0, installers_db), peak_dbfs(sound) + min(gain_db, 0.0))
    assert peak_dbfs(got) <= most + 0.01


def test_a_sound_with_room_is_made_louder_and_nothing_else(tone) -> None:
    sound = tone(0.5, 440, 0.2)
    got = louder(sound, 6.0206, 0.0)
    assert np.abs(got.samples.astype(int) - 2 * sound.samples.astype(int)).max() <= 1


def test_what_is_turned_down_keeps_its_shape(tone) -> None:
    loud = tone(0.5, 440, 0.8)
    got = louder(loud, 5.0, 0.0).samples.astype(np.float64)
    middle = slice(2000, -2000)
    power = np.abs(np.fft.rfft(got[middle] * np.hanning(len(got[middle])))) ** 2
    tone_at = int(power.argmax())
    assert power[tone_at - 3 : tone_at + 4].sum() > 0.9999 * power.sum()  # distortion under 1 %


def test_softer_hours_are_exact_and_louder_ones_say_what_fits(tone) -> None:
    stream = Stream(parts=(tone(0.1, 440, 0.1), tone(0.5, 440, 0.7)), first_words=1)
    parts, got_db = at_volume(stream, -10.0, 0.0)
    assert got_db == -10.0
    assert peak_dbfs(tuple(parts)[1]) == pytest.approx(peak_dbfs(stream.parts[1]) - 10.0, abs=0.01)
    parts, got_db = at_volume(stream, 20.0, 3.0)
    assert got_db == fitting_gain_db(stream.parts, 20.0, 3.0)
    assert got_db == pytest.approx(CEILING_DBFS - 3.0 - peak_dbfs(stream.parts[1]) + MOST_LIMITED_DB)
    assert max(map(peak_dbfs, parts)) <= CEILING_DBFS - 3.0 + 0.01
    health = volume_health(20.0, got_db)
    assert (health.state, health.code) == ("degraded", "volume-limited")
    assert "+20 dB are wanted" in health.detail
    assert volume_health(4.0, 4.0).state == "ok"


def test_a_louder_evening_leaves_the_chime_and_the_words_in_proportion(tone) -> None:
    stream = Stream(parts=(tone(0.5, 440, 0.1), tone(0.5, 440, 0.3)), first_words=1)
    parts, got_db = at_volume(stream, 6.0, 0.0)
    assert got_db == 6.0
    assert [peak_dbfs(part) - 6.0 for part in parts] == pytest.approx([peak_dbfs(p) for p in stream.parts], abs=0.01)
