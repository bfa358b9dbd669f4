"""Vehicles and colours agree in both languages, from codes or from what people type."""

import pytest

from kiosk.domain.grammar import Phrase, indefinite, join
from kiosk.domain.vehicles import COLOURS, KINDS, Colour, Kind, colour_in, described, kind_of


@pytest.mark.parametrize(
    ("kind", "colour", "french", "english"),
    [
        ("car", "grey", "voiture grise", "grey car"),
        ("voiture", "grise", "voiture grise", "grey car"),
        ("Voiture", "GRIS", "voiture grise", "grey car"),
        ("une voiture", "grise", "voiture grise", "grey car"),
        ("van", "white", "utilitaire blanc", "white van"),
        ("utilitaire", "blanche", "utilitaire blanc", "white van"),
        ("bus", "red", "bus rouge", "red bus"),
        ("motorcycle", "black", "moto noire", "black motorbike"),
        ("lorry", "green", "camion vert", "green truck"),
        ("vehicle", "blue", "véhicule bleu", "blue vehicle"),
        ("velo", "vert", "vélo vert", "green bicycle"),  # typed without its accent
        ("camionnette", "blanc", "camionnette blanche", "white van"),
        ("car", "orange", "voiture orange", "orange car"),  # invariable
        ("car", "brown", "voiture marron", "brown car"),
        ("car", None, "voiture", "car"),
        ("car", "gray", "voiture grise", "grey car"),
        ("car", "gris souris", "voiture gris souris", "gris souris car"),  # unknown: as typed
        ("une berline", "noir", "berline noire", "black berline"),  # unknown, its article gives the gender
        ("tracteur", "verte", "tracteur vert", "green tracteur"),
    ],
)
def test_kind_and_colour_agree(kind: str, colour: str | None, french: str, english: str) -> None:
    assert described(kind_of(kind), colour, "fr") == french
    assert described(kind_of(kind), colour, "en") == english


@pytest.mark.parametrize("colour", COLOURS, ids=lambda colour: colour.code)
def test_every_word_of_a_colour_is_known(colour: Colour) -> None:
    for word in (colour.code, colour.masculine, colour.feminine, *colour.also):
        assert colour_in(word, "f", "fr") == colour.feminine
        assert colour_in(word, "m", "fr") == colour.masculine
        assert colour_in(word.upper(), "m", "en") == colour.code


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_code_and_french_word_means_its_kind(kind: Kind) -> None:
    assert kind_of(kind.code) == kind
    assert kind_of(kind.words.fr) == kind


CAR = Phrase(text="voiture grise", article="une", gender="f")
VAN = Phrase(text="utilitaire blanc", article="un", gender="m")
TRUCK = Phrase(text="camion", article="un", gender="m")
HERE = Phrase(text="Anne")


@pytest.mark.parametrize(
    ("before", "phrase", "joined"),
    [
        ("le conducteur de ", CAR, "le conducteur d'une voiture grise"),
        ("le conducteur du ", CAR, "le conducteur de la voiture grise"),
        ("le conducteur du ", VAN, "le conducteur de l'utilitaire blanc"),
        ("le conducteur de la ", TRUCK, "le conducteur du camion"),
        ("merci à ", CAR, "merci à une voiture grise"),
        ("merci au ", VAN, "merci à l'utilitaire blanc"),
        ("merci au ", CAR, "merci à la voiture grise"),
        ("Le ", CAR, "La voiture grise"),
        ("Le ", VAN, "L'utilitaire blanc"),
        ("votre ", VAN, "votre utilitaire blanc"),
        ("Votre ", CAR, "Votre voiture grise"),
        ("ce ", CAR, "cette voiture grise"),
        ("cette ", VAN, "cet utilitaire blanc"),
        ("ce ", TRUCK, "ce camion"),
        ("un ", CAR, "une voiture grise"),
        ("", CAR, "Une voiture grise"),
        ("Bonsoir. ", CAR, "Bonsoir. Une voiture grise"),
        ("Rappel : ", CAR, "Rappel : une voiture grise"),
        ("un mot de ", HERE, "un mot d'Anne"),
        ("parce que ", HERE, "parce qu'Anne"),
        ("un mot de ", Phrase(text="Yves"), "un mot d'Yves"),
        ("un mot de ", Phrase(text="Hélène"), "un mot d'Hélène"),
        ("un mot de ", Phrase(text="Harold"), "un mot de Harold"),
        ("un mot de ", Phrase(text="Yann"), "un mot de Yann"),
        ("un mot de ", Phrase(text="Le Goff"), "un mot de Le Goff"),  # a name is never contracted
        ("à côté de ", Phrase(text="le garage"), "à côté du garage"),
        ("à côté de ", Phrase(text="les cuisines"), "à côté des cuisines"),
        ("face à ", Phrase(text="le comptoir"), "face au comptoir"),
        ("face à ", Phrase(text="la caisse"), "face à la caisse"),
        ("à partir de ", Phrase(text="onze heures"), "à partir de onze heures"),
        ("au-delà de ", Phrase(text="12"), "au-delà de 12"),
        ("pour le ", Phrase(text="chef"), "pour le chef"),  # a text that is no vehicle is not agreed with
        ("une ronde ", HERE, "une ronde Anne"),  # "de" must be a word of its own
    ],
)
def test_a_french_value_joins_the_words_before_it(before: str, phrase: Phrase, joined: str) -> None:
    assert join(before, phrase, "fr") == joined


@pytest.mark.parametrize(
    ("before", "joined"),
    [
        ("the driver of ", "the driver of an orange car"),
        ("the driver of the ", "the driver of the orange car"),
        ("your ", "your orange car"),
        ("a ", "an orange car"),
        ("", "An orange car"),
        ("We saw that ", "We saw that an orange car"),
    ],
)
def test_an_english_value_joins_the_words_before_it(before: str, joined: str) -> None:
    assert join(before, Phrase(text="orange car", article="an", gender="f"), "en") == joined


def test_an_english_article_looks_at_the_next_word() -> None:
    assert (indefinite("orange car"), indefinite("grey car")) == ("an", "a")
