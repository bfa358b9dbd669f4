"""Sentences as they will be said: for a card, for what a person typed, in every language of the house; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.domain.manners import Pronunciation
from kiosk.domain.recorded import Part
from kiosk.domain.requests import MAX_TEXT_CHARS, Value
from kiosk.domain.spoken import is_heard, spoken_text
from kiosk.domain.templates import choose_variant, compose
from kiosk.domain.venue import Template
from kiosk.domain.words import Language, Words
from kiosk.errors import KioskError


class TextError(KioskError):
    """A free text that cannot be said; `words` says why in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A sentence before it is asked for: what the request will carry, and what it will be, language by language."""

    template: str
    values: Mapping[str, Value]
    variant: int
    shown: dict[Language, str]
    spoken: dict[Language, str]
    parts: dict[Language, tuple[Part, ...]]
    """The same in the house's own voice, where it is recorded."""


def propose(
    template: Template,
    values: Mapping[str, Value],
    languages: tuple[Language, ...],
    *,
    variant: int | None = None,
    last: int | None = None,
    pronunciations: Sequence[Pronunciation] = (),
) -> Proposal:
    """The sentence of `template` with `values`: variant `variant` where it can be said, else one that is not `last`.

    A language in which the house has no sentence for it is left out, unless that leaves none.

    Raises:
        MissingValue, BadValue: what is missing or wrong, in words.
    """
    said = tuple(one for one in languages if (template.fr if one == "fr" else template.en)) or languages
    chosen: int | None = None
    shown: dict[Language, str] = {}
    spoken: dict[Language, str] = {}
    parts: dict[Language, tuple[Part, ...]] = {}
    for language in said:
        wished = variant if chosen is None else chosen
        index = _usable(template, values, language, wished, last)
        sentence = compose(template, values, language, index, pronunciations)
        chosen = index if chosen is None else chosen
        shown[language], spoken[language], parts[language] = sentence.shown, sentence.spoken, sentence.parts
    return Proposal(
        template=template.id, values=values, variant=chosen or 0, shown=shown, spoken=spoken, parts=parts
    )  # fmt: skip


def check_text(text: Words, languages: tuple[Language, ...]) -> None:
    """Whether a free text can be said in each of `languages`.

    Raises:
        TextError: it is empty or too long in one of them.
    """
    for language in languages:
        said = text.in_language(language).strip()
        if len(said) > MAX_TEXT_CHARS:
            raise TextError(
                Words(
                    fr=f"Le texte a {len(said)} caractères ; {MAX_TEXT_CHARS} au plus : raccourcissez-le.",
                    en=f"The text has {len(said)} characters; at most {MAX_TEXT_CHARS}: shorten it.",
                )
            )
        if not is_heard(spoken_text(said, language)):
            raise TextError(Words(fr="Il n'y a rien à dire : écrivez un texte.", en="Nothing to say: write a text."))


def _usable(
    template: Template, values: Mapping[str, Value], language: Language, wished: int | None, last: int | None
) -> int:
    if wished is None:
        return choose_variant(template, values, language, last)
    try:
        compose(template, values, language, wished)
    except KioskError:
        return choose_variant(template, values, language, last)
    return wished
