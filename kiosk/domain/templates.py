"""Templates: which variant to say, and the sentence that becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.domain.grammar import Phrase, agreed, french_typography, join
from kiosk.domain.manners import Pronunciation
from kiosk.domain.phrases import phrase_of
from kiosk.domain.placeholders import PLACEHOLDERS, Placeholder
from kiosk.domain.recorded import Part, parts_of, sounds_of
from kiosk.domain.sentences import mistakes_of, names_in, pieces_of
from kiosk.domain.spoken import spoken_text
from kiosk.domain.values import BadValue, MissingValue, Values, given, missing, text_of
from kiosk.domain.venue import Template
from kiosk.domain.words import Language, Words

__all__ = [
    "BadValue", "MissingValue", "Sentence", "choose_variant", "compose", "mistakes_in", "placeholders_of",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence twice: as it is written on a screen, and as it is given to the voice."""

    shown: str
    spoken: str
    parts: tuple[Part, ...] = ()
    """The same in the house's own voice, where it is recorded."""


def placeholders_of(template: Template) -> tuple[Placeholder, ...]:
    """What may be asked for before `template` is said, in table order; `{vehicle}` asks for kind, colour and plate.

    What is only one of several ways to fill a placeholder (an order's number, name or table) is marked optional.
    """
    names = {name for sentence in (*template.fr, *template.en) for name in names_in(sentence) if name in PLACEHOLDERS}
    asked = {part for name in names for part in _asked_for(name)}
    rows = (row for row in PLACEHOLDERS.values() if row.name in asked)
    return tuple(row if row.name in names else replace(row, optional=True) for row in rows)


def mistakes_in(sentence: str, language: Language) -> tuple[str, ...]:
    """Every reason why `sentence` cannot be saved, told in `language`; empty when it can."""
    return tuple(mistake.in_language(language) for mistake in mistakes_of(sentence))


def choose_variant(template: Template, values: Values, language: Language, last: int | None) -> int:
    """The index of the variant to say: one that lacks nothing and says most of what was given, in turn.

    `last` is the variant said before; it is not said again while another says as much.

    Raises:
        MissingValue: no variant has all it needs; it names what is missing, or that there is no sentence.
    """
    variants = _variants(template, language)
    usable = [i for i, sentence in enumerate(variants) if not mistakes_of(sentence) and not _lacking(sentence, values)]
    if not usable:
        raise _nothing_usable(template, values, language)
    most = max(_said(variants[i], values) for i in usable)
    fullest = [i for i in usable if _said(variants[i], values) == most]
    before = -1 if last is None else last
    return min(fullest, key=lambda i: (i - before - 1) % len(variants))  # the last one comes last


def compose(
    template: Template,
    values: Values,
    language: Language,
    variant: int,
    pronunciations: Sequence[Pronunciation] = (),
) -> Sentence:
    """The sentence at index `variant` of `template` in `language`, filled with `values`, said as the house says words.

    Raises:
        MissingValue: a value it needs was not given.
        BadValue: a value is not right, there is no such variant, or the owner's sentence has a mistake.
    """
    variants = _variants(template, language)
    if not 0 <= variant < len(variants):
        raise BadValue("variant", Words(fr="Cette phrase n'existe plus : rechargez la page.",
                                        en="This sentence does not exist any more: reload the page."))  # fmt: skip
    sentence = variants[variant]
    mistakes = mistakes_of(sentence)
    if mistakes:
        raise BadValue("variant", mistakes[0])
    shown = _joined(*_apart(sentence, values, language, spoken=False), language)
    words, phrases = _apart(sentence, values, language, spoken=True)

    def say(text: str) -> str:
        return spoken_text(text, language, pronunciations)

    return Sentence(
        shown=french_typography(shown) if language == "fr" else shown,
        spoken=say(_joined(words, phrases, language)),
        parts=parts_of(words, phrases, sounds_of(template.recorded, language), language, say),
    )


def _variants(template: Template, language: Language) -> Sequence[str]:
    return template.fr if language == "fr" else template.en


def _apart(
    sentence: str, values: Values, language: Language, *, spoken: bool
) -> tuple[tuple[str, ...], tuple[Phrase, ...]]:
    """The fixed words and the values between them: one value fewer than words."""
    names = names_in(sentence)
    phrases = tuple(phrase_of(n, values, language, spoken=spoken, without_plate="plate" in names) for n in names)
    gender = next((p.gender for n, p in zip(names, phrases, strict=True) if n in ("vehicle", "kind")), None)
    first, *rest = (agreed(w, gender) if gender and language == "fr" else w for w in pieces_of(sentence)[::2])
    one = "minutes" in names and text_of(values, "minutes", language) == "1"
    following = (
        w.replace("minutes", "minute", 1) if one and n == "minutes" else w for n, w in zip(names, rest, strict=True)
    )
    return (first, *following), phrases


def _joined(words: Sequence[str], phrases: Sequence[Phrase], language: Language) -> str:
    text = words[0]
    for phrase, following in zip(phrases, words[1:], strict=True):
        text = join(text, phrase, language) + following
    return text.strip()


def _asked_for(name: str) -> tuple[str, ...]:
    return PLACEHOLDERS[name].made_of or (name,)


def _lacking(sentence: str, values: Values) -> list[str]:
    return [name for name in names_in(sentence) if not given(values, name)]


def _said(sentence: str, values: Values) -> int:
    """How many of the given values `sentence` says."""
    return len({part for name in names_in(sentence) for part in _asked_for(name) if given(values, part)})


def _nothing_usable(template: Template, values: Values, language: Language) -> MissingValue:
    """What the sentence that comes nearest lacks, or that there is none."""
    lacking = [_lacking(s, values) for s in _variants(template, language) if not mistakes_of(s)]
    if lacking:
        return missing(_asked_for(min(lacking, key=len)[0]))
    return MissingValue("variant", Words(
        fr=f"« {template.name.fr} » n'a pas de phrase à dire en {'français' if language == 'fr' else 'anglais'} : "
           "écrivez-en une à la page Phrases.",
        en=f"{template.name.en} has no {'French' if language == 'fr' else 'English'} sentence to say: "
           "write one on the Templates page."))  # fmt: skip
