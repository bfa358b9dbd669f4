"""The one table of what a sentence may leave open: `{place}`, `{minutes}`, ... with labels, types and choices."""

from dataclasses import dataclass
from typing import Literal

from kiosk.domain.vehicles import COLOURS, KINDS
from kiosk.domain.words import Words

Type = Literal["text", "name", "plate", "label", "count", "time", "kind", "colour", "made"]
"""text: words; name: of a person; plate; label: "12", "A12"; count: a whole number; time: of day; made: of others."""


@dataclass(frozen=True, kw_only=True)
class Placeholder:
    """One row: what it is called, how it is asked for, and what is accepted."""

    name: str
    label: Words
    type: Type
    example: Words
    choices: tuple[Words, ...] = ()
    """Chips to tap; `text` accepts other words too, and a chosen one is said in both languages."""
    codes: tuple[str, ...] = ()
    """What a request carries for each of `choices`, where that is not the word itself."""
    optional: bool = False
    """Whether the sentence also works without it."""
    made_of: tuple[str, ...] = ()
    """For `made`: the placeholders whose values are asked for."""
    max_chars: int = 60
    least: int = 0
    most: int = 0


def _words(french: str, english: str) -> Words:
    return Words(fr=french, en=english)


_PLACES = (
    _words("devant l'entrée", "in front of the entrance"),
    _words("devant la terrasse", "in front of the terrace"),
    _words("devant la porte du garage", "in front of the garage door"),
    _words("sur le passage piéton", "on the pedestrian crossing"),
    _words("sur la place réservée", "in the reserved space"),
    _words("sur la place de livraison", "in the delivery bay"),
    _words("sur la piste cyclable", "on the cycle lane"),
    _words("en double file", "alongside other cars"),
)
_ITEMS = (
    _words("un trousseau de clés", "a set of keys"),
    _words("un parapluie", "an umbrella"),
    _words("une écharpe", "a scarf"),
    _words("un téléphone", "a telephone"),
    _words("un portefeuille", "a wallet"),
    _words("une paire de lunettes", "a pair of glasses"),
    _words("un sac", "a bag"),
    _words("un doudou", "a soft toy"),
)
_OFFERED_KINDS = tuple(kind for kind in KINDS if kind.code != "small-van")

_ROWS = (
    Placeholder(name="place", label=_words("endroit", "place"), type="text", example=_PLACES[0], choices=_PLACES),
    Placeholder(
        name="vehicle", label=_words("véhicule", "vehicle"), type="made",
        example=_words("une voiture grise", "a grey car"), made_of=("kind", "colour", "plate")),
    Placeholder(
        name="kind", label=_words("type de véhicule", "kind of vehicle"), type="kind", example=_words("voiture", "car"),
        choices=tuple(kind.words for kind in _OFFERED_KINDS), codes=tuple(kind.code for kind in _OFFERED_KINDS),
        optional=True, max_chars=30),
    Placeholder(
        name="colour", label=_words("couleur", "colour"), type="colour", example=_words("grise", "grey"),
        choices=tuple(_words(colour.masculine, colour.code) for colour in COLOURS),
        codes=tuple(colour.code for colour in COLOURS), optional=True, max_chars=30),
    Placeholder(
        name="plate", label=_words("immatriculation", "number plate"), type="plate",
        example=_words("AB-123-CD", "AB-123-CD"), optional=True, max_chars=12),
    Placeholder(
        name="order", label=_words("commande", "order"), type="made",
        example=_words("la commande numéro 42", "order number 42"), made_of=("number", "name", "table")),
    Placeholder(
        name="booking", label=_words("table réservée", "booked table"), type="made",
        example=_words("la table au nom de Dupont", "the table for Dupont"), made_of=("name", "table")),
    Placeholder(
        name="table", label=_words("numéro de table", "table number"), type="label", example=_words("12", "12"),
        max_chars=20),
    Placeholder(
        name="name", label=_words("nom", "name"), type="name", example=_words("Mme Martin", "Mrs Martin"),
        max_chars=40),
    Placeholder(
        name="number", label=_words("numéro", "number"), type="label", example=_words("42", "42"), max_chars=12),
    Placeholder(
        name="minutes", label=_words("nombre de minutes", "number of minutes"), type="count",
        example=_words("15", "15"), least=1, most=240,
        choices=tuple(_words(n, n) for n in ("5", "10", "15", "20", "30"))),
    Placeholder(
        name="time", label=_words("heure", "time"), type="time", example=_words("19 h 30", "7:30 pm"), max_chars=12),
    Placeholder(
        name="item", label=_words("objet", "item"), type="text", example=_ITEMS[0], choices=_ITEMS),
)  # fmt: skip

PLACEHOLDERS: dict[str, Placeholder] = {row.name: row for row in _ROWS}
"""Every placeholder, by its name."""
