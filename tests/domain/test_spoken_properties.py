"""What holds for any text whatever: it is said, without digits or signs, in bounded length, and the same again."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.numbers import TOO_LARGE, cardinal, ordinal
from kiosk.domain.plates import spoken_plate
from kiosk.domain.spoken import spoken_text
from kiosk.domain.words import LANGUAGES, Language

languages = st.sampled_from(LANGUAGES)
_TYPED = "019 72IVX,.:/-hH€%°'n°No AB cd(e)é@+&{}[]!mkgerstp "
texts = st.one_of(st.text(max_size=200), st.text(alphabet=_TYPED, max_size=80))


@given(texts, languages)
def test_no_digit_brace_or_tag_is_left(text: str, language: Language) -> None:
    said = spoken_text(text, language)
    assert not [c for c in said if c.isdigit() or c in "{}[]<>"]


@given(texts, languages)
def test_the_length_is_bounded(text: str, language: Language) -> None:
    assert len(spoken_text(text, language)) <= 25 * len(text) + 25


@given(texts, languages)
def test_what_was_said_is_not_changed_by_saying_it_again(text: str, language: Language) -> None:
    said = spoken_text(text, language)
    assert spoken_text(said, language) == said


@given(texts, languages)
def test_it_is_one_line_without_control_characters(text: str, language: Language) -> None:
    said = spoken_text(text, language)
    assert said.isprintable()
    assert said == said.strip()


@given(st.integers(0, TOO_LARGE - 1), st.integers(0, TOO_LARGE - 1), languages)
def test_different_numbers_are_said_differently(one: int, other: int, language: Language) -> None:
    assert (cardinal(one, language) == cardinal(other, language)) == (one == other)


@given(st.integers(-(10**12), 10**12), languages, st.booleans())
def test_every_whole_number_has_words(number: int, language: Language, feminine: bool) -> None:
    assert cardinal(number, language, feminine=feminine)
    assert ordinal(abs(number), language, feminine=feminine)


@given(st.text(alphabet="ABCXYZ", min_size=2, max_size=2), st.integers(0, 999), languages)
def test_every_french_plate_is_said_letter_by_letter(letters: str, number: int, language: Language) -> None:
    digits = f"{number:03}"
    said = spoken_plate(f"{letters}-{digits}-{letters}", language)
    between = " " if language == "fr" else "-"
    each = " ".join(cardinal(int(d), language) for d in digits)
    assert said == f"{between.join(letters)}, {each}, {between.join(letters)}"


def test_a_text_of_ten_thousand_characters_is_said_at_once() -> None:
    said = spoken_text("Table 12, 19h30, 12,50 € - AB-123-CD. " * 270, "fr")
    assert said.startswith("Table douze, dix-neuf heures trente, douze euros cinquante")
    assert len(said) > 10_000
