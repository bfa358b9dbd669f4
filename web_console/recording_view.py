"""What the page of recordings shows of a sentence: which words are recorded, by whom, and what is missing; pure."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.domain.recorded import same_words, segments_of
from kiosk.domain.sentences import mistakes_of
from kiosk.domain.venue import Recording, Template, Templates
from kiosk.domain.words import LANGUAGES, Language
from web_console.store.recordings import Recorded


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Words between two placeholders, or the whole sentence."""

    words: str
    recorded: Recorded | None
    was: str = ""
    """What was recorded before they were changed, where something much like them was."""


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One wording and the words of it to be recorded."""

    language: Language
    sentence: str
    segments: tuple[Segment, ...]

    @property
    def done(self) -> int:
        """How many of its segments are recorded."""
        return sum(segment.recorded is not None for segment in self.segments)

    @property
    def whole(self) -> bool:
        """Whether it is said in the house's own voice."""
        return bool(self.segments) and self.done == len(self.segments)


@dataclass(frozen=True, kw_only=True)
class Left:
    """A recording whose words are in no wording any more."""

    language: Language
    words: str
    recorded: Recorded


def variants_of(template: Template, recorded: Mapping[str, Recorded]) -> list[Variant]:
    """Every wording of `template`; `recorded` is what the house has, by name."""
    sounds = {_key(one.words, one.language): recorded.get(one.sound) for one in template.recorded}
    before = left_over(template, recorded)
    found = []
    for language in LANGUAGES:
        for sentence in template.fr if language == "fr" else template.en:
            if not mistakes_of(sentence):
                segments = tuple(
                    Segment(words=words, recorded=kept, was="" if kept else _much_like(words, language, before))
                    for words in segments_of(sentence, language)
                    for kept in (sounds.get(_key(words, language)),)
                )
                found.append(Variant(language=language, sentence=sentence, segments=segments))
    return found


def left_over(template: Template, recorded: Mapping[str, Recorded]) -> list[Left]:
    """What was recorded for words that have been changed since."""
    needed = {
        _key(words, language)
        for language in LANGUAGES
        for sentence in (template.fr if language == "fr" else template.en)
        for words in segments_of(sentence, language)
    }
    return [
        Left(language=one.language, words=one.words, recorded=recorded[one.sound])
        for one in template.recorded
        if one.sound in recorded and _key(one.words, one.language) not in needed
    ]


def voices_of(templates: Templates, recorded: Mapping[str, Recorded]) -> dict[str, int]:
    """How many recordings there are of each person's voice."""
    named: dict[str, Recording] = {one.sound: one for template in templates.templates for one in template.recorded}
    voices: dict[str, int] = {}
    for sound in named:
        if sound in recorded:
            voices[recorded[sound].voice] = voices.get(recorded[sound].voice, 0) + 1
    return dict(sorted(voices.items()))


def _much_like(words: str, language: Language, before: Sequence[Left]) -> str:
    others = [one.words for one in before if one.language == language]
    return next(iter(difflib.get_close_matches(words, others, n=1)), "")


def _key(words: str, language: Language) -> tuple[Language, str]:
    return language, same_words(words, language)
