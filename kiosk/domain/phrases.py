"""From a placeholder and the values of a request to the words that stand in the sentence."""

from kiosk.domain.clock_times import read_time, shown_time
from kiosk.domain.grammar import Phrase, agreed, indefinite, join
from kiosk.domain.placeholders import PLACEHOLDERS
from kiosk.domain.plates import shown_plate, spoken_plate
from kiosk.domain.values import Values, given, missing, text_of
from kiosk.domain.vehicles import Kind, colour_in, described, kind_of
from kiosk.domain.words import Language


def phrase_of(name: str, values: Values, language: Language, *, spoken: bool, without_plate: bool = False) -> Phrase:
    """The words for `{name}`; `spoken` says plates letter by letter, `without_plate` leaves them out of `{vehicle}`.

    Raises:
        MissingValue: what it needs was not given.
        BadValue: a value is too long or not of its type.
    """
    if not given(values, name):
        raise missing(PLACEHOLDERS[name].made_of or (name,))
    if name == "vehicle":
        return _vehicle(values, language, "" if without_plate else _plate(values, language, spoken=spoken))
    if name == "order":
        return _order(values, language)
    if name == "booking":
        return _booking(values, language)
    if name == "kind":
        kind = _kind(values, language)
        return Phrase(text=kind.words.in_language(language), gender=kind.gender)
    return Phrase(text=_plain(name, values, language, spoken=spoken))


def _plain(name: str, values: Values, language: Language, *, spoken: bool) -> str:
    text = text_of(values, name, language)
    if name == "plate":
        return _plate(values, language, spoken=spoken)
    if name == "colour":
        return colour_in(text, _kind(values, language).gender, language)
    time = read_time(text) if PLACEHOLDERS[name].type == "time" else None
    return shown_time(time, language) if time else text


def _plate(values: Values, language: Language, *, spoken: bool) -> str:
    text = text_of(values, "plate", language)
    return spoken_plate(text, language) if spoken else shown_plate(text)


def _kind(values: Values, language: Language) -> Kind:
    return kind_of(text_of(values, "kind", language) or "vehicle")


def _vehicle(values: Values, language: Language, plate: str) -> Phrase:
    """As in "une voiture grise immatriculée AB-123-CD", with as much of it as is known."""
    kind = _kind(values, language)
    text = described(kind, text_of(values, "colour", language), language)
    if language == "fr":
        text += agreed(f" immatriculé(e) {plate}", kind.gender) if plate else ""
        return Phrase(text=text, article="une" if kind.gender == "f" else "un", gender=kind.gender)
    text += f" with registration {plate}" if plate else ""
    return Phrase(text=text, article=indefinite(text), gender=kind.gender)


def _order(values: Values, language: Language) -> Phrase:
    """As in "la commande numéro 42 de la table 12 au nom de Léa", with as much of it as is known."""
    number, table, name = (text_of(values, field, language) for field in ("number", "table", "name"))
    if language == "fr":
        text = "commande" + (f" numéro {number}" if number else "") + (f" de la table {table}" if table else "")
        return Phrase(text=_in_the_name_of(text, name), article="la", gender="f")
    text = "order" + (f" number {number}" if number else "") + (f" for {name}" if name else "")
    text += (f" at table {table}" if name else f" for table {table}") if table else ""
    return Phrase(text=text, article="" if number else "the", gender="f")


def _booking(values: Values, language: Language) -> Phrase:
    """As in "la table 12 au nom de Dupont", with as much of it as is known."""
    table, name = (text_of(values, field, language) for field in ("table", "name"))
    text = "table" + (f" {table}" if table else "")
    if language == "fr":
        return Phrase(text=_in_the_name_of(text, name), article="la", gender="f")
    return Phrase(text=text + (f" for {name}" if name else ""), article="" if table else "the", gender="f")


def _in_the_name_of(text: str, name: str) -> str:
    return join(f"{text} au nom de ", Phrase(text=name), "fr") if name else text
