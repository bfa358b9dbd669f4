"""A sentence in a person's own voice: which words they record, and what is played and spoken when it is said."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.recorded import same_words, segments_of
from kiosk.domain.starter import STARTER
from kiosk.domain.templates import compose, placeholders_of
from kiosk.domain.values import MissingValue
from kiosk.domain.venue import Recording, Template
from kiosk.domain.words import LANGUAGES, Language, Words

CAR = {"kind": "car", "colour": "grey", "place": "devant l'entrée"}


def _recording(words: str, language: Language = "fr") -> Recording:
    return Recording(language=language, words=words, sound=sha256((language + words).encode()).hexdigest()[:32])


def _template(sentence: str, language: Language = "fr", recorded: Sequence[str] | None = None) -> Template:
    words = segments_of(sentence, language) if recorded is None else recorded
    template = Template(id="t", name=Words(fr="T"), recorded=tuple(_recording(one, language) for one in words))
    return replace(template, **{language: (sentence,)})


def _said(template: Template, values: dict[str, object], language: Language = "fr") -> list[str]:
    """The parts, those from a recording with a star."""
    parts = compose(template, values, language, 0).parts  # type: ignore[arg-type]
    return ["*" * bool(part.sound) + part.words for part in parts]


@pytest.mark.parametrize(
    ("sentence", "language", "segments"),
    [
        ("Bienvenue à tous.", "fr", ("Bienvenue à tous.",)),  # without placeholders it is recorded whole
        ("Mesdames, {vehicle} gêne.", "fr", ("Mesdames,", "gêne.")),
        ("Le conducteur du {vehicle} est attendu.", "fr", ("Le conducteur", "est attendu.")),  # "de la voiture"
        ("L'anniversaire de {name} !", "fr", ("L'anniversaire",)),  # "d'Hélène"; a mark alone is not recorded
        ("{vehicle} garé(e) ici.", "fr", ("garé ici.",)),  # sounds the same in the feminine
        ("{vehicle} ouvert(e) ici.", "fr", ("ouvert ici.", "ouverte ici.")),  # does not
        ("Merci, {name}, merci.", "fr", ("Merci,",)),  # the same words once
        ("Would the driver of the {vehicle} come?", "en", ("Would the driver of", "come?")),
        ("{order} {table}", "en", ()),
    ],
)
def test_what_is_recorded_are_the_words_that_never_change(
    sentence: str, language: Language, segments: tuple[str, ...]
) -> None:
    assert segments_of(sentence, language) == segments


@pytest.mark.parametrize(
    ("sentence", "values", "said"),
    [
        ("Bienvenue à tous.", {}, ["*Bienvenue à tous."]),
        ("Le conducteur du {vehicle} garé(e) {place}, merci.", CAR,
         ["*Le conducteur", "de la voiture grise", "*garée", "Devant l'entrée,", "*merci."]),
        ("Le conducteur du {vehicle} garé(e) {place}.", {**CAR, "kind": "truck"},
         ["*Le conducteur", "du camion gris", "*garé", "Devant l'entrée."]),
        ("Nous fêtons l'anniversaire de {name} !", {"name": "Hélène"}, ["*Nous fêtons l'anniversaire", "d'Hélène!"]),
        ("Dans {minutes} minutes.", {"minutes": 15}, ["*Dans", "quinze", "*minutes."]),
        ("{vehicle} est ouvert(e).", CAR, ["Une voiture grise", "*est ouverte."]),
    ],
)  # fmt: skip
def test_recorded_words_and_spoken_values_follow_each_other(
    sentence: str, values: dict[str, object], said: list[str]
) -> None:
    assert _said(_template(sentence), values) == said


def test_a_sentence_is_recorded_as_a_whole_or_not_at_all() -> None:
    sentence = "Mesdames, messieurs, {vehicle} gêne le passage."
    assert _said(_template(sentence, recorded=("Mesdames, messieurs,",)), CAR) == []
    assert _said(_template(sentence, recorded=()), CAR) == []


def test_words_that_were_changed_are_not_said_by_what_was_recorded_before() -> None:
    template = _template("Bienvenue à tous.")
    assert _said(replace(template, fr=("Bienvenue à toutes et à tous.",)), {}) == []


def test_capitals_and_punctuation_may_change_without_a_new_recording() -> None:
    template = _template("Bienvenue à tous.")
    assert _said(replace(template, fr=("bienvenue, à tous !",)), {}) == ["*bienvenue, à tous !"]


def test_a_recording_speaks_its_own_language_only() -> None:
    template = replace(_template("Pardon", "en"), fr=("Pardon",))
    assert _said(template, {}, "en") == ["*Pardon"]
    assert _said(template, {}, "fr") == []


def test_one_minute_is_said_by_the_voice_where_minutes_were_recorded() -> None:
    sentence = "We are closing in {minutes} minutes."
    assert _said(_template(sentence, "en"), {"minutes": 1}, "en") == []


def test_a_number_is_said_as_the_recorded_word_after_it_wants() -> None:
    minutes, cars = "Fermeture dans {minutes} minutes.", "Il reste {number} places."
    assert _said(_template(minutes, "fr"), {"minutes": 51}, "fr")[1] == "cinquante et une"
    assert _said(_template(cars, "fr"), {"number": 21}, "fr")[1] == "vingt et une"


def test_a_recordings_name_can_be_nothing_but_a_hash() -> None:
    with pytest.raises(ValueError, match="32 hexadecimal digits"):
        Recording(language="fr", words="x", sound="../../etc/passwd")


_VALUES = st.fixed_dictionaries(
    {
        "place": st.sampled_from(["devant l'entrée", "in the yard"]),
        "kind": st.sampled_from(["car", "van", "truck", "bus", "motorcycle"]),
        "colour": st.sampled_from(["", "grey", "white", "orange"]),
        "plate": st.sampled_from(["", "AB-123-CD"]),
        "number": st.integers(0, 999),
        "table": st.sampled_from(["", "12"]),
        "name": st.sampled_from(["Hélène", "M. Honoré", "Yann"]),
        "minutes": st.integers(2, 240),
        "time": st.just("19:30"),
        "item": st.sampled_from(["un parapluie", "des clés", "a scarf"]),
    }
)


@given(template=st.sampled_from(STARTER.templates), language=st.sampled_from(LANGUAGES), values=_VALUES)
def test_nothing_of_a_sentence_is_lost_or_said_twice(
    template: Template, language: Language, values: dict[str, object]
) -> None:
    sentences = template.fr if language == "fr" else template.en
    recorded = tuple(_recording(words, language) for one in sentences for words in segments_of(one, language))
    known = {row.name: values[row.name] for row in placeholders_of(template) if values.get(row.name) != ""}
    for variant in range(len(sentences)):
        try:
            sentence = compose(replace(template, recorded=recorded), known, language, variant)  # type: ignore[arg-type]
        except MissingValue:
            continue
        said = " ".join(part.words for part in sentence.parts)
        assert same_words(said, language) == same_words(sentence.spoken, language)
