"""How a value joins the words around it: elision, contraction, agreement, and French typography."""

import re
from dataclasses import dataclass

from kiosk.domain.vehicles import Gender
from kiosk.domain.words import Language

NO_BREAK = "\u00a0"


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A value in words: a noun with the article it has when nothing else determines it, or a text without either."""

    text: str
    article: str = ""
    gender: Gender | None = None
    """The gender of a noun (English only asks whether there is one); None for a text that is taken as it is."""


# Determiner as the owner wrote it -> masculine, feminine, before a vowel. "du {vehicle}" becomes "de la voiture".
_FR_DETERMINERS: dict[str, tuple[str, str, str]] = {
    **dict.fromkeys(("du", "de la", "de l'", "de le"), ("du ", "de la ", "de l'")),
    **dict.fromkeys(("au", "à la", "à l'", "à le"), ("au ", "à la ", "à l'")),
    **dict.fromkeys(("le", "la", "l'"), ("le ", "la ", "l'")),
    **dict.fromkeys(("ce", "cet", "cette"), ("ce ", "cette ", "")),
    **dict.fromkeys(("un", "une"), ("un ", "une ", "")),
    **dict.fromkeys(("son", "sa"), ("son ", "sa ", "son ")),
    **dict.fromkeys(("votre", "notre", "leur"), ("", "", "")),
}
_EN_DETERMINERS = ("your", "the", "this", "our", "his", "her", "their")
_BEFORE_FR = re.compile(rf"(?i)(?<!\w)({'|'.join(sorted(_FR_DETERMINERS, key=len, reverse=True))})\s*$")
_BEFORE_EN = re.compile(rf"(?i)(?<!\w)({'|'.join(_EN_DETERMINERS)}|an?)\s+$")
_CONTRACTED = {("de", "le"): "du ", ("de", "les"): "des ", ("à", "le"): "au ", ("à", "les"): "aux "}
# Whether an h is mute cannot be told from the letter: the names and nouns a house needs are listed.
_MUTE_H = (
    "h(?:[ée]l[èeéo]|enri|erv[ée]|ortense|ugo|ubert|onor|ippol|ermi|ector|adrien|uguette|ilaire|orace|[ôo]tel|eure|omme|"
    "orloge|uile|[ôo]pital|[ôo]te|erbe|iver|istoire|abit)"
)
# "le onze", "le oui" and a counted "un" keep their article.
_VOWEL = re.compile(rf"(?i)(?!onz|oui\b|ouistiti|un\b(?!\s\w))(?:[aeiouàâäéèêëîïôöùûüœæ]|y[^aeiouy\s]|{_MUTE_H})")


def join(before: str, phrase: Phrase, language: Language) -> str:
    """`before` and `phrase` as one text that holds the grammar of `language`, and a capital where a sentence starts."""
    joined = _join_french(before, phrase) if language == "fr" else _join_english(before, phrase)
    if re.fullmatch(r"\W*|(?s:.*)[.!?…]\s+", before):
        start = len(before)
        return joined[:start] + joined[start : start + 1].upper() + joined[start + 1 :]
    return joined


def agreed(text: str, gender: Gender) -> str:
    """`text` with every "(e)" an owner wrote, as in "garé(e)", settled by `gender`."""
    return text.replace("(e)", "e" if gender == "f" else "")


def french_typography(text: str) -> str:
    """`text` with a no-break space before ! ? ; : and inside « », as French print has it."""
    text = re.sub(r"(?<=[^\s!?;:])[ \u00a0]*([!?;])", NO_BREAK + r"\1", text)
    text = re.sub(r"(?<=[^\s!?;:])[ \u00a0]*:(?=\s|$)", NO_BREAK + ":", text)
    text = re.sub(r"«\s*", "«" + NO_BREAK, text)
    return re.sub(r"\s*»", NO_BREAK + "»", text)


def _join_french(before: str, phrase: Phrase) -> str:
    determiner = _BEFORE_FR.search(before) if phrase.gender else None
    if determiner:
        return before[: determiner.start()] + _determined(determiner[0], determiner[1], phrase)
    text = f"{phrase.article} {phrase.text}".lstrip()
    article = text.split(" ", 1)[0]
    link = re.search(r"(?i)(?<!\w)(de|à)\s+$", before)
    if link and (link[1].lower(), article) in _CONTRACTED:
        contracted = _CONTRACTED[(link[1].lower(), article)]
        return before[: link.start()] + _cased(contracted, link[1]) + text[len(article) + 1 :]
    elided = re.search(r"(?i)(?<!\w)(d|qu|jusqu|lorsqu|puisqu)e\s+$", before)
    if elided and _VOWEL.match(text):
        return before[: elided.start()] + elided[1] + "'" + text
    return before + text


def _determined(written: str, word: str, phrase: Phrase) -> str:
    """The determiner an owner wrote, agreed with the noun; the noun's own article goes."""
    masculine, feminine, vowel = _FR_DETERMINERS[word.lower()]
    agreed_word = masculine if phrase.gender == "m" else feminine
    if _VOWEL.match(phrase.text):
        agreed_word = "cet " if masculine == "ce " and phrase.gender == "m" else vowel or agreed_word
    return _cased(agreed_word or written, word) + phrase.text


def _join_english(before: str, phrase: Phrase) -> str:
    determiner = _BEFORE_EN.search(before) if phrase.gender else None
    if determiner is None:
        return before + f"{phrase.article} {phrase.text}".lstrip()
    if determiner[1].lower() in ("a", "an"):
        return before[: determiner.start()] + _cased(indefinite(phrase.text), determiner[1]) + " " + phrase.text
    return before + phrase.text


def indefinite(noun: str) -> str:
    """The English article of `noun`: "a" or "an"."""
    return "an" if noun[:1].lower() in tuple("aeiou") else "a"


def _cased(word: str, like: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
