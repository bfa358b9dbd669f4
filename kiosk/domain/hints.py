"""Advice on an owner's sentence: hints, not walls; a sentence with hints can still be saved."""

import re
from collections.abc import Iterator, Sequence

from kiosk.domain.house_words import ACCUSING, FOREIGN, SPELLED_BY_ALL
from kiosk.domain.placeholders import PLACEHOLDERS
from kiosk.domain.sentences import mistakes_of, names_in, pieces_of
from kiosk.domain.spoken import spoken_text
from kiosk.domain.words import Language, Words

_ANYBODY = "Dupont"  # stands for every placeholder, so that "M." is seen before a name

# "resp." before a small letter; capitals or small letters without a vowel: no voice can say them as a word.
_UNKNOWN = re.compile(
    r"\b[^\W\d_]{1,4}\.(?=\s+[a-zà-ÿ])|\b[B-DF-HJ-NP-TV-Z]{2,3}\b|(?<![\w'-])[b-df-hj-np-tv-xz]{2,5}(?![\w'-])"
)

LONG_S = 10.0
"""Beyond it guests stop listening."""

_MEASURED_AT = 150
"""Words a minute: the pace of `speech.words_per_minute` unless the house sets another one."""
# Measured over the starter set with espeak-ng at that pace: 16.9 and 14.9 characters a second.
_CHARS_PER_S: dict[Language, float] = {"fr": 17.0, "en": 15.0}


def seconds_of(sentence: str, language: Language, words_per_minute: int = _MEASURED_AT) -> float:
    """About how long `sentence` takes to say at that pace, its placeholders filled with their examples."""
    pieces = pieces_of(sentence)
    examples = [PLACEHOLDERS[name].example.in_language(language) for name in pieces[1::2] if name in PLACEHOLDERS]
    filled = "".join((*pieces[::2], *examples))  # the order does not matter to the length
    return len(spoken_text(filled, language)) / _CHARS_PER_S[language] * _MEASURED_AT / words_per_minute


def hints_for(
    sentence: str, language: Language, siblings: Sequence[str] = (), words_per_minute: int = _MEASURED_AT
) -> tuple[Words, ...]:
    """What could be better in `sentence`, written in `language`; `siblings` are the template's other variants.

    Empty for a sentence that cannot be saved anyway: see `mistakes_in`.
    """
    if mistakes_of(sentence):
        return ()
    text = _ANYBODY.join(pieces_of(sentence)[::2])
    return (
        *_length(seconds_of(sentence, language, words_per_minute)),
        *_tone(text, language),
        *_wording(text, language),
        *_placeholders(sentence, language, siblings),
    )


def _length(seconds: float) -> Iterator[Words]:
    if seconds > LONG_S:
        yield Words(
            fr=f"Environ {seconds:.0f} secondes : au-delà de {LONG_S:.0f}, on n'écoute plus. Raccourcissez.",
            en=f"About {seconds:.0f} seconds: beyond {LONG_S:.0f} nobody listens. Make it shorter.",
        )


def _tone(text: str, language: Language) -> Iterator[Words]:
    for word in re.findall(r"\b[A-ZÀ-Ý]{4,}\b", text):
        yield Words(fr=f"« {word} » : les capitales ne s'entendent pas. Écrivez en minuscules.",
                    en=f"“{word}”: capitals cannot be heard. Use small letters.")  # fmt: skip
    if re.search(r"[!?][ \u00a0]?[!?]", text):
        yield Words(fr="Un seul « ! » ou « ? » suffit.", en="One “!” or “?” is enough.")
    for word in _found(ACCUSING[language], text):
        yield Words(fr=f"« {word} » accuse ou menace : dites plutôt ce qui aiderait, et remerciez.",
                    en=f"“{word}” accuses or threatens: rather say what would help, and thank people.")  # fmt: skip


def _wording(text: str, language: Language) -> Iterator[Words]:
    for word in _found(FOREIGN[language], text):
        yield Words(fr=f"« {word} » est un mot de l'autre langue : la voix le dira mal.",
                    en=f"“{word}” is a word of the other language: the voice will stumble.")  # fmt: skip
    said = spoken_text(text, language)
    for short in dict.fromkeys(_UNKNOWN.findall(said)):
        if short in SPELLED_BY_ALL:
            continue
        yield Words(fr=f"« {short} » : abréviation inconnue, elle sera épelée. Écrivez le mot en entier.",
                    en=f"“{short}”: unknown abbreviation, it will be spelled. Write the word in full.")  # fmt: skip


def _placeholders(sentence: str, language: Language, siblings: Sequence[str]) -> Iterator[Words]:
    names = names_in(sentence)
    for name, row in PLACEHOLDERS.items():
        if name not in names and siblings and all(name in names_in(other) for other in siblings):
            yield Words(fr=f"Les autres phrases disent « {row.label.fr} », celle-ci non.",
                        en=f"The other sentences say “{row.label.en}”, this one does not.")  # fmt: skip
    if re.search(r"\{minutes\}(?!\s*min)", sentence):
        yield Words(fr="Le nombre de minutes est dit seul : écrivez « minutes » après.",
                    en="The number of minutes is said alone: write “minutes” after it.")  # fmt: skip
    unagreed = re.search(r"\{(?:vehicle|kind)\} (\w+é)e?\b(?!\(e\))", sentence) if language == "fr" else None
    if unagreed:
        word = unagreed[1]
        yield Words(fr=f"Écrivez « {word}(e) » : l'accord se fait avec le véhicule.",
                    en=f"Write “{word}(e)”: it will agree with the vehicle.")  # fmt: skip


def _found(words: Sequence[str], text: str) -> list[str]:
    """The words of `text` that are in `words` (regular expressions for whole words), as they were written."""
    return list(dict.fromkeys(m[0] for m in re.finditer(rf"(?i)(?<!\w)(?:{'|'.join(words)})(?!\w)", text)))
