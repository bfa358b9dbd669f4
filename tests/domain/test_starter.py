"""The sentences a house starts with: ten templates that an owner would keep."""

import itertools
import re
from typing import get_args

import pytest

from kiosk.domain.hints import hints_for, seconds_of
from kiosk.domain.house_words import ACCUSING
from kiosk.domain.placeholders import PLACEHOLDERS
from kiosk.domain.proposals import proposal_for
from kiosk.domain.requests import Priority, Value
from kiosk.domain.sentences import names_in
from kiosk.domain.starter import STARTER
from kiosk.domain.templates import choose_variant, compose, mistakes_in, placeholders_of
from kiosk.domain.venue import Template
from kiosk.domain.words import LANGUAGES, Language, Words

IDS = [
    "car-badly-parked", "car-badly-parked-second", "car-badly-parked-last", "order-ready", "table-ready",
    "closing-soon", "lost-child", "lost-property", "birthday", "welcome",
]  # fmt: skip
VARIANTS = [
    pytest.param(template, language, index, id=f"{template.id}-{language}-{index}")
    for template in STARTER.templates
    for language in LANGUAGES
    for index in range(len(template.fr if language == "fr" else template.en))
]


def examples(template: Template, language: Language) -> dict[str, Value]:
    return {row.name: row.example.in_language(language) for row in placeholders_of(template)}


def sentences(template: Template, language: Language) -> tuple[str, ...]:
    return template.fr if language == "fr" else template.en


def test_the_ten_templates_are_there() -> None:
    assert [template.id for template in STARTER.templates] == IDS
    assert {template.priority for template in STARTER.templates} <= set(get_args(Priority))


@pytest.mark.parametrize(("template", "language", "index"), VARIANTS)
def test_a_variant_is_said_with_example_values(template: Template, language: Language, index: int) -> None:
    sentence = compose(template, examples(template, language), language, index)
    assert not re.search(r"\d", sentence.spoken)
    assert not set("{}()") & set(sentence.shown)
    assert 40 <= len(sentence.shown) <= 170
    assert sentence.shown[0].isupper()
    assert "\u00a0" in sentence.shown or language == "en" or not re.search(r"[!?:;]", sentence.shown)


@pytest.mark.parametrize(("template", "language", "index"), VARIANTS)
def test_a_variant_takes_three_to_nine_seconds_and_needs_no_hint(
    template: Template, language: Language, index: int
) -> None:
    all_of_them = sentences(template, language)
    siblings = [other for i, other in enumerate(all_of_them) if i != index]
    assert hints_for(all_of_them[index], language, siblings) == ()
    assert 3 <= seconds_of(all_of_them[index], language) <= 9
    assert mistakes_in(all_of_them[index], language) == ()


@pytest.mark.parametrize("template", STARTER.templates, ids=lambda template: template.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_variants_are_worded_differently(template: Template, language: Language) -> None:
    variants = sentences(template, language)
    assert len(variants) >= 3
    for one, other in itertools.combinations(variants, 2):
        words, others = set(re.findall(r"\w+", one.lower())), set(re.findall(r"\w+", other.lower()))
        assert len(words & others) / len(words | others) < 0.6, (one, other)


@pytest.mark.parametrize("template", STARTER.templates, ids=lambda template: template.id)
def test_a_variant_asks_for_the_same_in_both_languages(template: Template) -> None:
    """One number in a request then stands for the same sentence in both."""
    assert [set(names_in(s)) for s in template.fr] == [set(names_in(s)) for s in template.en]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_accuses(language: Language) -> None:
    said = " ".join(" ".join(sentences(template, language)) for template in STARTER.templates)
    assert not re.search(rf"(?i)(?<!\w)(?:{'|'.join(ACCUSING[language])})(?!\w)", said)


def test_a_car_is_announced_with_and_without_its_colour() -> None:
    car = STARTER.templates[0]
    known: dict[str, Value] = {"place": "devant l'entrée", "kind": "car"}
    without, with_colour = (compose(car, values, "fr", 0).shown for values in (known, known | {"colour": "grey"}))
    assert "une voiture garée devant l'entrée" in without
    assert "une voiture grise garée devant l'entrée" in with_colour


@pytest.mark.parametrize("announced", [0, 1, 2])
@pytest.mark.parametrize("place", PLACEHOLDERS["place"].choices, ids=lambda place: place.en)
def test_every_offered_place_fits_every_reminder(announced: int, place: Words) -> None:
    template = next(t for t in STARTER.templates if t.id == proposal_for(announced))
    for language, index in itertools.product(LANGUAGES, range(3)):
        sentence = compose(template, {"place": place, "kind": "van"}, language, index)
        assert place.in_language(language) in sentence.shown


def test_a_lost_child_is_announced_without_any_detail() -> None:
    child = next(t for t in STARTER.templates if t.id == "lost-child")
    assert placeholders_of(child) == ()
    assert child.priority == "urgent"


@pytest.mark.parametrize("given", [{"number": 42}, {"name": "Léa"}, {"table": 12}])
def test_an_order_can_be_called_by_number_name_or_table_in_three_ways(given: dict[str, Value]) -> None:
    order = next(t for t in STARTER.templates if t.id == "order-ready")
    heard: list[int] = []
    for _ in range(3):
        heard.append(choose_variant(order, given, "fr", heard[-1] if heard else None))
    assert sorted(heard) == [0, 1, 2]
