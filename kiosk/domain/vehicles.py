"""Vehicles and their colours in both languages: "une voiture grise", "a grey car", from codes or from typed words."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from kiosk.domain.words import Language, Words

Gender = Literal["m", "f"]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of vehicle; `also` are other words people type for it."""

    code: str
    words: Words
    gender: Gender
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Colour:
    """One colour: French masculine and feminine, English, and other words people type for it."""

    code: str
    masculine: str
    feminine: str
    also: tuple[str, ...] = ()


def _kind(code: str, french: str, gender: Gender, english: str, *also: str) -> Kind:
    return Kind(code=code, words=Words(fr=french, en=english), gender=gender, also=also)


def _colour(code: str, masculine: str, feminine: str | None = None, *also: str) -> Colour:
    return Colour(code=code, masculine=masculine, feminine=feminine or masculine, also=also)


KINDS: tuple[Kind, ...] = (
    _kind("car", "voiture", "f", "car", "auto", "automobile"),
    _kind("van", "utilitaire", "m", "van", "fourgon"),
    _kind("truck", "camion", "m", "truck", "poids lourd", "lorry"),
    _kind("bus", "bus", "m", "bus", "autobus"),
    _kind("motorcycle", "moto", "f", "motorbike", "motocyclette"),
    _kind("vehicle", "véhicule", "m", "vehicle"),
    _kind("scooter", "scooter", "m", "scooter"),
    _kind("bicycle", "vélo", "m", "bicycle", "bicyclette", "bike"),
    _kind("taxi", "taxi", "m", "taxi"),
    _kind("coach", "autocar", "m", "coach"),
    _kind("small-van", "camionnette", "f", "van", "fourgonnette"),
)

COLOURS: tuple[Colour, ...] = (
    _colour("black", "noir", "noire"),
    _colour("white", "blanc", "blanche"),
    _colour("grey", "gris", "grise", "gray"),
    _colour("silver", "argenté", "argentée"),
    _colour("red", "rouge"),
    _colour("blue", "bleu", "bleue"),
    _colour("green", "vert", "verte"),
    _colour("yellow", "jaune"),
    _colour("orange", "orange"),
    _colour("brown", "marron", None, "brun", "brune"),
    _colour("beige", "beige"),
    _colour("purple", "violet", "violette"),
    _colour("pink", "rose"),
    _colour("gold", "doré", "dorée", "golden"),
    _colour("burgundy", "bordeaux"),
)


def kind_of(typed: str) -> Kind:
    """The kind meant by a code or a word in either language; an unknown word is kept as it was typed."""
    article = re.match(r"(?i)(une|un|an|a)\s+", typed)
    bare = typed[article.end() :] if article else typed
    known = _KINDS_BY_WORD.get(_folded(bare))
    if known:
        return known
    gender: Gender = "f" if article and article[1].lower() == "une" else "m"
    return Kind(code=bare, words=Words(fr=bare, en=bare), gender=gender)


def colour_in(typed: str, gender: Gender, language: Language) -> str:
    """The colour word that agrees with `gender`; an unknown word is kept as it was typed."""
    known = _COLOURS_BY_WORD.get(_folded(typed))
    if known is None:
        return typed
    if language == "en":
        return known.code
    return known.feminine if gender == "f" else known.masculine


def described(kind: Kind, colour: str | None, language: Language) -> str:
    """The kind and its colour in the language's order, without an article: "voiture grise", "grey car"."""
    noun = kind.words.in_language(language)
    if not colour:
        return noun
    word = colour_in(colour, kind.gender, language)
    return f"{noun} {word}" if language == "fr" else f"{word} {noun}"


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


_KINDS_BY_WORD = {
    _folded(word): kind for kind in reversed(KINDS) for word in (kind.code, kind.words.fr, kind.words.en, *kind.also)
}
_COLOURS_BY_WORD = {_folded(word): c for c in COLOURS for word in (c.code, c.masculine, c.feminine, *c.also)}
