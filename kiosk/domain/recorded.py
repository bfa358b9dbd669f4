"""A sentence in a person's own voice: which of its words are recorded, and what the voice says between them."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kiosk.domain.grammar import Phrase, agreed, join
from kiosk.domain.sentences import pieces_of
from kiosk.domain.venue import Recording
from kiosk.domain.words import Language

# What changes with the value that follows ("du camion", "de la voiture", "d'un vélo"; "a car", "an order") is said
# together with it, by the voice: see `kiosk.domain.grammar`.
_LINK: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"(?i)(?<!\w)(?:(?:de |à )?(?:la|le|l')|du|de|au|à|ce|cet|cette|une?|son|sa|votre|notre|leur"
        r"|que|jusque|lorsque|puisque)\s*$"
    ),
    "en": re.compile(r"(?i)(?<!\w)(?:your|the|this|our|his|her|their|an?)\s+$"),
}
_SILENT_E = re.compile(r"(?<=[éiu])e(?=s?\b)")
"""The feminine that nobody hears: one recording of "garé" serves "garée" too."""
_LEADING_MARKS = re.compile(r"[^\w(]*")
_NEXT_WORD = re.compile(r"\s+\w+")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A stretch of a sentence: said by the voice, or played from a recording."""

    words: str
    sound: str = ""
    """The recording that says them; empty for the voice."""


def same_words(words: str, language: Language) -> str:
    """What `words` have in common with all that sound like them: no case, no punctuation, no silent ending."""
    plain = unicodedata.normalize("NFC", words).casefold()
    if language == "fr":
        plain = _SILENT_E.sub("", plain.replace("(e)", "e"))
    return " ".join(re.findall(r"[^\W_]+", plain))


def segments_of(sentence: str, language: Language) -> tuple[str, ...]:
    """The words a person records to say `sentence`, in order; where masculine and feminine sound unlike, both."""
    found: dict[str, str] = {}
    pieces = pieces_of(sentence)[::2]
    for i, piece in enumerate(pieces):
        fixed = _apart(piece, language, last=i == len(pieces) - 1)[1]
        for form in (agreed(fixed, "m"), agreed(fixed, "f")) if language == "fr" else (fixed,):
            found.setdefault(same_words(form, language), form.strip())
    return tuple(words for key, words in found.items() if key)


def sounds_of(recorded: Sequence[Recording], language: Language) -> dict[str, str]:
    """The recordings in `language`, by what they say as `same_words` has it."""
    return {same_words(one.words, language): one.sound for one in recorded if one.language == language}


def parts_of(
    words: Sequence[str],
    phrases: Sequence[Phrase],
    sounds: Mapping[str, str],
    language: Language,
    say: Callable[[str], str],
) -> tuple[Part, ...]:
    """The sentence that begins with `words[0]`, goes on with `phrases[0]`, and so on, as recordings and spoken values.

    `sounds` are as `sounds_of` has them; `say` puts a value into words for the voice. Empty unless every fixed word
    is recorded: a sentence does not change its voice half way.
    """
    parts: list[Part] = []
    for i, piece in enumerate(words):
        marks, fixed, link = _apart(piece, language, last=i == len(phrases))
        if parts and marks.strip():  # "{vehicle}, merci": the voice hears the comma
            parts[-1] = Part(words=parts[-1].words + marks.strip(), sound=parts[-1].sound)
        key = same_words(fixed, language)
        if key and key not in sounds:
            return ()
        if key:
            parts.append(Part(words=fixed.strip(), sound=sounds[key]))
        if i < len(phrases):
            parts.append(Part(words=_before(words[i + 1], join(link, phrases[i], language), say)))
    return tuple(parts) if any(part.sound for part in parts) else ()


def _before(piece: str, value: str, say: Callable[[str], str]) -> str:
    """The value as it is said before the next word: "cinquante et une", where minutes follow."""
    word = _NEXT_WORD.match(piece)
    if word is None:
        return say(value)
    together, alone = say(value + word[0]), say(word[0].strip())
    return together.removesuffix(alone).rstrip() if together.endswith(alone) else say(value)


def _apart(piece: str, language: Language, *, last: bool) -> tuple[str, str, str]:
    """The marks that end what was before `piece`, its own words, and the little word that goes with what follows."""
    marks = _LEADING_MARKS.match(piece)
    begin = marks.end() if marks else 0
    link = None if last else _LINK[language].search(piece, begin)
    end = link.start() if link else len(piece)
    return piece[:begin], piece[begin:end], piece[end:]
