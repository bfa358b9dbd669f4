"""`kiosk bench voice`: what counts as a word error, and one phrase recognised back for real."""

import pytest

from kiosk.bench.phrases import phrases
from kiosk.bench.voice import Recogniser, measure, word_errors, words_of


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("one two three", "one two three", 0),
        ("one two three", "one three", 1),  # left out
        ("one two three", "one too three", 1),  # another word
        ("one two three", "one and two three", 1),  # put in
        ("one two three", "", 3),
        ("", "one", 1),
        ("one two", "two one", 2),
    ],
)
def test_word_errors_are_the_fewest_changes(said: str, heard: str, errors: int) -> None:
    assert word_errors(said.split(), heard.split()) == errors


def test_spelling_makes_no_error() -> None:
    assert words_of("Missis Martin, forty-two; A-B at seven p-m.") == words_of("mrs martin forty two a b at seven p m")
    assert words_of("Here we're(2)") == ["here", "we", "are"]


def test_every_phrase_can_be_written_by_the_recogniser() -> None:
    ear = Recogniser()
    assert {phrase: ear.unknown(phrase) for phrase in phrases() if ear.unknown(phrase)} == {}


def test_a_phrase_is_spoken_and_recognised_back() -> None:
    found = measure(["Good evening.", "A kiosk of zorblax."], lambda _: None, only="espeak")
    assert set(found["word_error_rate"]) == {"espeak"}
    assert 0 <= found["word_error_rate"]["espeak"] <= 3
    assert found["phrases"] == 1
    assert found["left_out"] == {"A kiosk of zorblax.": ["zorblax"]}
    assert found["baseline"]["word_error_rate"] < 1
