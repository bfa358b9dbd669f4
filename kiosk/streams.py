"""An announcement as one sound: silence while the amplifier wakes, chime, words, and all of it again where asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.adapters.sound.chime import chime, silence
from kiosk.domain.announce_events import Render
from kiosk.ports import Sound
from kiosk.settings import SoundSettings

_AFTER_CHIME_S = 0.3  # it still rings a little; shorter sounds hurried, longer as if nothing would follow
_BETWEEN_LANGUAGES_S = 0.5  # a breath: guests notice that another language begins
_TAIL_S = 0.2  # the last word is not cut off by an amplifier that is switched off behind it


@dataclass(frozen=True, kw_only=True)
class Stream:
    """A whole announcement as one sound in parts; the words begin with part `first_words`."""

    parts: tuple[Sound, ...]
    first_words: int

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return sum(part.duration_s for part in self.parts)


def stream_of(words: Sequence[Sound], order: Render, sound: SoundSettings) -> Stream:
    """What `order` asks for, with the chime of its priority; `words` are its languages, in order."""
    rate_hz = sound.rate_hz
    opening = [chime(rate_hz, order.priority), silence(_AFTER_CHIME_S, rate_hz)] if order.chime else []
    spoken = [part for one in words for part in (silence(_BETWEEN_LANGUAGES_S, rate_hz), one)][1:]
    again = [silence(order.repeat_after_s, rate_hz), *opening, *spoken] * (order.repeat - 1)
    parts = (silence(sound.lead_in_s, rate_hz), *opening, *spoken, *again, silence(_TAIL_S, rate_hz))
    return Stream(parts=parts, first_words=1 + len(opening))
