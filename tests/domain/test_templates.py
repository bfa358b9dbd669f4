"""Templates become sentences: placeholders, grammar, turns, and values that stay text whatever is in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.placeholders import PLACEHOLDERS
from kiosk.domain.templates import BadValue, MissingValue, choose_variant, compose, mistakes_in, placeholders_of
from kiosk.domain.venue import Template
from kiosk.domain.words import LANGUAGES, Language, Words


def template(*french: str, en: tuple[str, ...] = ()) -> Template:
    return Template(id="t", name=Words(fr="Essai", en="Trial"), fr=french, en=en)


def shown(sentence: str, language: Language = "fr", **values: str | int | Words) -> str:
    return compose(template(sentence, en=(sentence,)), values, language, 0).shown


def spoken(sentence: str, language: Language = "fr", **values: str | int | Words) -> str:
    return compose(template(sentence, en=(sentence,)), values, language, 0).spoken


@pytest.mark.parametrize(
    ("sentence", "values", "french"),
    [
        ("{vehicle} gêne {place}.", {"kind": "car", "colour": "grey", "place": "devant l'entrée"},
         "Une voiture grise gêne devant l'entrée."),
        ("{vehicle} gêne.", {}, "Un véhicule gêne."),
        ("{vehicle} gêne.", {"kind": "van"}, "Un utilitaire gêne."),
        ("{vehicle} garé(e) ici.", {"kind": "motorcycle", "colour": "black"}, "Une moto noire garée ici."),
        ("{vehicle} garé(e) ici.", {"kind": "truck"}, "Un camion garé ici."),
        ("{vehicle} garé(e) ici.", {"kind": "voiture", "plate": "ab 123 cd"},
         "Une voiture immatriculée AB-123-CD garée ici."),
        ("{vehicle}, {plate}.", {"kind": "car", "plate": "AB123CD"}, "Une voiture, AB-123-CD."),  # said once
        ("Le conducteur du {vehicle} est attendu.", {"kind": "van", "colour": "white"},
         "Le conducteur de l'utilitaire blanc est attendu."),
        ("Votre {kind} {colour} gêne.", {"kind": "bus", "colour": "verte"}, "Votre bus vert gêne."),
        ("{order} est prête.", {"number": 42}, "La commande numéro 42 est prête."),
        ("{order} est prête.", {"name": "Anne"}, "La commande au nom d'Anne est prête."),
        ("{order} est prête.", {"table": "table 12", "number": "n° 7"},
         "La commande numéro 7 de la table 12 est prête."),
        ("Votre {order} est prête.", {"number": 42}, "Votre commande numéro 42 est prête."),
        ("{booking} est prête.", {"name": "M. Le Goff"}, "La table au nom de M. Le Goff est prête."),
        ("Dans {minutes} minutes.", {"minutes": 15}, "Dans 15 minutes."),
        ("Dans {minutes} minutes.", {"minutes": "1"}, "Dans 1 minute."),
        ("À {time}.", {"time": "19h30"}, "À 19\u00a0h\u00a030."),
        ("À {time}.", {"time": "7:30 pm"}, "À 19\u00a0h\u00a030."),
        ("Table {table}!", {"table": 3}, "Table 3\u00a0!"),
        ("Bonsoir {name}: entrez!", {"name": "Léa"}, "Bonsoir Léa\u00a0: entrez\u00a0!"),
    ],
)  # fmt: skip
def test_a_french_sentence_holds_its_grammar(sentence: str, values: dict[str, str | int], french: str) -> None:
    assert shown(sentence, "fr", **values) == french


@pytest.mark.parametrize(
    ("sentence", "values", "english"),
    [
        ("{vehicle} is {place}.", {"kind": "voiture", "colour": "grise", "place": "devant l'entrée"},
         "A grey car is in front of the entrance."),  # a chosen place is said in both languages
        ("{vehicle} is here.", {"colour": "orange"}, "An orange vehicle is here."),
        ("The driver of the {vehicle}.", {"kind": "van", "plate": "AB123CD"},
         "The driver of the van with registration AB-123-CD."),
        ("{order} is ready.", {"number": 42, "name": "Léa"}, "Order number 42 for Léa is ready."),
        ("{order} is ready.", {"table": 12}, "The order for table 12 is ready."),
        ("{booking} is ready.", {"name": "Martin"}, "The table for Martin is ready."),
        ("In {minutes} minutes.", {"minutes": 1}, "In 1 minute."),
        ("At {time}!", {"time": "19 h 30"}, "At 7:30\u00a0pm!"),
    ],
)  # fmt: skip
def test_an_english_sentence_holds_its_grammar(sentence: str, values: dict[str, str | int], english: str) -> None:
    assert shown(sentence, "en", **values) == english


def test_the_voice_gets_words_where_the_screen_gets_signs() -> None:
    assert spoken("{vehicle}, table {table}, {time}.", kind="car", plate="AB-123-CD", table=12, time="19h30") == (
        "Une voiture immatriculée A B, un deux trois, C D, table douze, dix-neuf heures trente."
    )


def test_a_foreign_plate_is_spelled_because_it_was_given_as_one() -> None:
    assert spoken("Plaque {plate}.", plate="W 1234 X") == "Plaque W, un deux trois quatre, X."


def test_words_in_one_language_serve_for_the_other() -> None:
    assert shown("Ici, {place}.", "en", place=Words(fr="sous le porche")) == "Ici, sous le porche."


@pytest.mark.parametrize("value", ["{name}", "{0.__class__}", "%s %(a)s", "${HOME}", "\\1 \\g<0>", "{{x}}", "é{"])
def test_a_value_is_text_and_is_never_evaluated(value: str) -> None:
    assert shown("Bravo {name}.", name=value) == f"Bravo {value}."
    assert "{" not in spoken("Bravo {name}.", name=value)


def test_control_and_direction_characters_leave_a_value() -> None:
    assert shown("Bravo {name}.", name="L\u202eé\x00a\n\tB ") == "Bravo L é a B."


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("minutes", "quinze"), ("minutes", 0), ("minutes", -5), ("minutes", 241), ("minutes", "9" * 12),
        ("time", "25:00"), ("time", "bientôt"), ("time", "13 pm"), ("plate", "---"), ("name", "a" * 41),
        ("place", "a" * 10_000), ("table", "1" * 21),
        pytest.param("table", 10**5_000, id="huge"), pytest.param("minutes", -(10**5_000), id="hugely negative"),
    ],
)  # fmt: skip
def test_a_value_that_is_not_right_names_its_placeholder_and_the_cure(field: str, value: str | int) -> None:
    with pytest.raises(BadValue) as caught:
        shown(f"Bonjour {{{field}}}.", "fr", **{field: value})
    assert caught.value.field == field
    assert PLACEHOLDERS[field].label.fr in caught.value.words.fr
    assert PLACEHOLDERS[field].label.en in str(caught.value)


@pytest.mark.parametrize("values", [{}, {"name": ""}, {"name": "  \x07 "}, {"name": Words()}])
def test_a_missing_value_is_named_in_both_languages(values: dict[str, str | Words]) -> None:
    with pytest.raises(MissingValue) as caught:
        shown("Bravo {name}.", "fr", **values)
    assert caught.value.field == "name"
    assert (caught.value.words.fr, str(caught.value)) == (
        "Il manque : nom. Indiquez-le.", "This is missing: name. Please give it.")  # fmt: skip


def test_one_of_number_name_or_table_is_enough_for_an_order() -> None:
    with pytest.raises(MissingValue) as caught:
        choose_variant(template("{order} est prête."), {}, "fr", None)
    assert caught.value.words.fr == "Il manque : numéro ou nom ou numéro de table. Indiquez-le."
    assert all(row.optional for row in placeholders_of(template("{order} est prête.")))


def test_a_variant_that_does_not_exist_or_is_broken_is_refused() -> None:
    for variant in (1, -1, 99):
        with pytest.raises(BadValue):
            compose(template("Bonsoir."), {}, "fr", variant)
    with pytest.raises(BadValue):
        compose(template("Bonsoir {nom}."), {"nom": "Léa"}, "fr", 0)


def test_placeholders_of_a_template_are_what_may_be_asked_for() -> None:
    both = template("{vehicle} {place}.", en=("{place} {minutes} {bogus}",))
    assert [row.name for row in placeholders_of(both)] == ["place", "kind", "colour", "plate", "minutes"]


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("", "vide"), ("   ", "vide"), ("a" * 401, "400"), ("Bonjour {nom}", "vouliez-vous dire {name}"),
        ("Bonjour {nane}", "{name}"), ("Bonjour {xyzzy}", "choisissez parmi"), ("Bonjour {}", "choisissez parmi"),
        ("Bonjour {name", "accolade"), ("Bonjour name}", "accolade"), ("{{name}}", "accolade"),
        ("Bonjour { name }", "{name}"), ("deux\nlignes", "retour à la ligne"), ("{name.__class__}", "n'existe pas"),
        ("{name!r}", "{name}"), ("{0}", "choisissez parmi"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_sentence_says_what_to_do(sentence: str, says: str) -> None:
    (mistake,) = mistakes_in(sentence, "fr")
    assert says in mistake
    assert len(mistakes_in(sentence, "en")) == 1


def test_a_good_sentence_has_no_mistakes() -> None:
    assert mistakes_in("Bravo {name}, table {table} à {time} !", "fr") == ()


# -- turns ------------------------------------------------------------------------------------------------------


def test_variants_take_turns() -> None:
    three = template("Un.", "Deux.", "Trois.")
    last: int | None = None
    heard = []
    for _ in range(6):
        last = choose_variant(three, {}, "fr", last)
        heard.append(last)
    assert heard == [0, 1, 2, 0, 1, 2]


def test_the_only_variant_is_said_again() -> None:
    assert choose_variant(template("Un."), {}, "fr", 0) == 0


def test_a_variant_that_lacks_a_value_is_passed_over() -> None:
    assert choose_variant(template("Bravo {name}.", "Bravo.", "Bravo {item}."), {}, "fr", 0) == 1


def test_what_a_person_typed_is_said_where_a_variant_can_say_it() -> None:
    some = template("Bravo.", "Bravo {name}.", "Vive {name}.")
    assert choose_variant(some, {"name": "Léa"}, "fr", None) == 1
    assert choose_variant(some, {"name": "Léa"}, "fr", 1) == 2
    assert choose_variant(some, {"name": "Léa"}, "fr", 2) == 1


def test_a_variant_with_a_mistake_is_never_chosen() -> None:
    assert choose_variant(template("{nom}", "Bonsoir."), {}, "fr", 1) == 1


def test_a_language_without_sentences_says_where_to_write_one() -> None:
    with pytest.raises(MissingValue, match="Trial has no English sentence to say: write one on the Templates page"):
        choose_variant(template("Bonsoir."), {}, "en", None)


values_of_any_kind = st.dictionaries(
    st.sampled_from([*PLACEHOLDERS, "bogus", ""]),
    st.one_of(st.text(max_size=100), st.integers(), st.builds(Words, fr=st.text(max_size=50), en=st.text(max_size=50))),
)
pieces = st.one_of(
    st.text(max_size=20),
    st.sampled_from([f"{{{name}}}" for name in PLACEHOLDERS] + ["{", "}", "{x}", "garé(e) ", "de "]),
)
any_sentence = st.lists(pieces, max_size=8).map("".join)


@given(any_sentence, values_of_any_kind, st.sampled_from(LANGUAGES))
def test_any_sentence_with_any_values_is_said_or_refused_in_words(
    sentence: str, values: dict[str, str | int | Words], language: Language
) -> None:
    try:
        said = compose(template(sentence, en=(sentence,)), values, language, 0)
    except (MissingValue, BadValue) as mistake:
        assert mistake.words.fr
        assert mistake.words.en
    else:
        assert not any(c.isdigit() or c in "{}" for c in said.spoken)
        assert len(said.shown) < 2_000


@given(
    st.lists(st.sampled_from(["Bonsoir.", "Bravo {name}.", "Table {table}.", "{nom}", "{vehicle}", ""]), max_size=6),
    values_of_any_kind, st.none() | st.integers(-2, 8),
)  # fmt: skip
def test_the_chosen_variant_can_be_said_and_is_not_the_last_while_another_says_as_much(
    sentences: list[str], values: dict[str, str | int | Words], last: int | None
) -> None:
    some = template(*sentences)
    try:
        chosen = choose_variant(some, values, "fr", last)
    except MissingValue:
        return
    assert not mistakes_in(sentences[chosen], "fr")
    if sentences.count(sentences[chosen]) > 1:
        assert chosen != last
