"""How an announcement is put together: lead-in, chime, words, and all of it again."""

import numpy as np
import pytest

from kiosk.adapters.sound.chime import chime
from kiosk.domain.announce_events import Render
from kiosk.domain.requests import Priority
from kiosk.ports import Sound
from kiosk.settings import SoundSettings
from kiosk.streams import Stream, stream_of

SETTINGS = SoundSettings(lead_in_s=0.5)
CHIME_S = chime(22050).duration_s


@pytest.fixture
def made(tone):
    """Makes the stream of words that last a second each, with changes to the order."""

    def make(*words_hz: float, **changes: object) -> Stream:
        plain = {"announcement": "one", "speech": (), "chime": True, "repeat": 1}
        return stream_of([tone(1.0, hz, 0.5) for hz in words_hz], Render(**{**plain, **changes}), SETTINGS)

    return make


def _sounding_s(stream: Stream) -> list[tuple[float, float]]:
    """When something is heard: beginnings and ends in seconds, pauses under 50 ms left out."""
    whole = np.concatenate([part.samples for part in stream.parts])
    heard = np.flatnonzero(np.abs(whole) > 200)  # 44 dB below full scale
    cuts = np.flatnonzero(np.diff(heard) > 0.05 * 22050)
    begins, ends = np.concatenate(([heard[0]], heard[cuts + 1])), np.concatenate((heard[cuts], [heard[-1]]))
    return [(round(b / 22050, 2), round(e / 22050, 2)) for b, e in zip(begins, ends, strict=True)]


def test_the_amplifier_wakes_in_silence_then_the_chime_then_the_words(made) -> None:
    (chime_begins, chime_ends), (words_begin, words_end) = _sounding_s(made(440))
    assert chime_begins == pytest.approx(0.5, abs=0.02)
    assert 0.3 <= words_begin - chime_ends <= 0.6  # the chime has died away, and nobody thinks that was all
    assert words_end - words_begin == pytest.approx(1.0, abs=0.01)


def test_without_a_chime_the_words_follow_the_lead_in(made) -> None:
    assert _sounding_s(made(440, chime=False)) == [(0.5, 1.5)]


def test_english_follows_french_after_a_breath_as_one_announcement(made) -> None:
    (_, french_ends), (english_begins, _) = _sounding_s(made(440, 550, chime=False))
    assert english_begins - french_ends == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("pause_s", [0.5, 1.2, 4.0])
def test_all_of_it_is_said_again_after_the_pause_that_the_house_wants(made, pause_s: float) -> None:
    sounding = _sounding_s(made(440, repeat=3, repeat_after_s=pause_s))
    assert len(sounding) == 6  # chime, words, three times
    assert sounding[2][0] - sounding[1][1] == pytest.approx(pause_s, abs=0.02)
    assert sounding[4][0] - sounding[3][1] == pytest.approx(pause_s, abs=0.02)


@pytest.mark.parametrize("priority", ["service", "urgent", "emergency"])
def test_the_chime_is_that_of_the_priority(made, priority: Priority) -> None:
    parts: list[Sound] = list(made(440, priority=priority).parts)
    assert np.array_equal(parts[1].samples, chime(22050, priority).samples)


def test_the_words_begin_where_the_stream_says(made) -> None:
    for stream in (made(440), made(440, chime=False), made(440, 550, repeat=2)):
        first = stream.parts[stream.first_words]
        assert first.duration_s == 1.0 and first.samples.any()


def test_the_last_word_is_followed_by_a_tail(made) -> None:
    stream = made(440)
    assert stream.duration_s - _sounding_s(stream)[-1][1] == pytest.approx(0.2, abs=0.02)
