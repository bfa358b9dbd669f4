"""The ear of the chaos bench tells thousands of announcements apart, whole, begun, and behind a chime."""

import numpy as np
import pytest

from kiosk.adapters.sound.chime import chime, silence
from kiosk.adapters.speech.simulated import SimulatedSpeech
from kiosk.bench.chaos_ear import MOST, WORDS_PER_MINUTE, digits_of, text_of, understood
from kiosk.bench.ear import RATE_HZ
from kiosk.ports import Samples

VOICE = SimulatedSpeech(words_per_minute=WORDS_PER_MINUTE)


def announced(number: int, *, with_chime: bool) -> Samples:
    opening = [chime(RATE_HZ, "service"), silence(0.3, RATE_HZ)] if with_chime else []
    parts = [silence(0.05, RATE_HZ), *opening, VOICE.render(text_of(number), "fr"), silence(0.2, RATE_HZ)]
    return np.concatenate([part.samples for part in parts])


@pytest.mark.parametrize("with_chime", [False, True])
def test_each_announcement_is_known_by_its_sound(with_chime: bool) -> None:
    for number in range(0, MOST, 83):
        assert understood(announced(number, with_chime=with_chime)).digits == digits_of(number)


def test_of_a_beginning_only_what_was_heard_is_claimed() -> None:
    for number in range(0, MOST, 331):
        for with_chime in (False, True):
            whole = announced(number, with_chime=with_chime)
            for share in (0.1, 0.3, 0.5, 0.7, 0.85):
                begun = understood(whole[: int(len(whole) * share)])
                assert begun.audible
                assert begun.digits == digits_of(number)[: len(begun.digits)]


def test_silence_is_nobodys() -> None:
    assert not understood(silence(0.5, RATE_HZ).samples).audible
    assert not understood(np.zeros(0, np.int16)).audible
