"""From a written text to what people say: numbers, plates, times, prices and abbreviations in words."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from kiosk.domain import spoken_en, spoken_fr
from kiosk.domain.manners import Pronunciation
from kiosk.domain.pronunciations import pronounced
from kiosk.domain.words import Language

MAX_SPOKEN_CHARS = 2000
"""More than any announcement has: 400 characters grow when numbers are written out."""
_RULES = {"fr": spoken_fr.RULES, "en": spoken_en.RULES}
# Brackets would be read as phonemes or tags by some engines; the rest is never said, but "_" is in an address.
_SILENT = re.compile(r"[\[\]{}<>|\\^~*`=\"“”„«»‹›]+|#(?! ?[0-9])|_(?![\w.+-]*@)")
_REPEATED = re.compile(r"([!?.,;:])(?:\s*\1)+")


def spoken_text(text: str, language: Language, pronunciations: Sequence[Pronunciation] = ()) -> str:
    """`text` in words that a speech engine cannot misread: no digit, no symbol, no abbreviation that has a rule.

    Any text is taken; the answer is at most about 25 times as long. Said again, it stays as it is. The words of
    `pronunciations` are said as the house wants them, before any rule sees them.
    """
    line = _tidy(_plain(text))
    if pronunciations:
        written = [replace(one, written=_tidy(_plain(one.written))) for one in pronunciations]
        line = _tidy(_plain(pronounced(line, written, language)))
    for pattern, say in _RULES[language]:
        line = pattern.sub(say, line)
    return _tidy(line)


def is_heard(spoken: str) -> bool:
    """Whether a voice finds something to read in `spoken`: signs and smileys alone are silence."""
    return any(c.isalnum() for c in spoken)


def _tidy(text: str) -> str:
    """`text` without silent signs, repeated punctuation, or spaces where none belong."""
    text = _REPEATED.sub(r"\1", _SILENT.sub(" ", text))
    return " ".join(re.sub(r"\s+([,.)])", r"\1", text).split())


def _plain(text: str) -> str:
    """One line of plain characters: digits of every script as 0 to 9, a space for what cannot be said."""
    text = text.replace("º", "°").replace("№", "n°").replace("’", "'").replace("−", "-")
    text = "".join(_pronounceable(c) for c in text)
    text = unicodedata.normalize("NFKC", text).replace("⁄", "/")
    return " ".join("".join(_pronounceable(c) for c in text).split())


def _pronounceable(c: str) -> str:
    if c == "°":
        return c
    if unicodedata.decomposition(c).startswith("<fraction>"):
        return " " + unicodedata.normalize("NFKC", c)
    category = unicodedata.category(c)
    digit = unicodedata.digit(c, None)
    if category == "Cf":
        return ""
    if category[0] in "CZ" or category in ("So", "Sk"):
        return " "
    return c if digit is None or category == "No" and unicodedata.normalize("NFKC", c) != c else str(digit)
