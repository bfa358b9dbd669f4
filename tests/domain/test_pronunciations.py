"""How the house says words: whole words, the longest first, once, and never without an end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import announce_events as e
from kiosk.domain.announce_core import AnnounceCore
from kiosk.domain.clock import Now
from kiosk.domain.manners import Pronunciation
from kiosk.domain.pronunciations import pronounced
from kiosk.domain.requests import Request
from kiosk.domain.spoken import spoken_text
from kiosk.domain.venue import Template, Templates, Venue
from kiosk.domain.words import LANGUAGES, Language, Words


def _list(**words: str) -> tuple[Pronunciation, ...]:
    return tuple(Pronunciation(written=written, said=said) for written, said in words.items())


HOUSE = (
    *_list(Quinoa="kinoa", Léa="lé a", kinoa="bol de quinoa", rez="raide"),
    Pronunciation(written="7UP", said="sevenne eup"),
    Pronunciation(written="Quinoa Léa", said="le plat de la maison"),
    Pronunciation(written="menu 3", said="menu numéro 3"),
    Pronunciation(written="menu", said="mè niou", language="en"),
)
EACH: list[tuple[str, Language, str]] = [
    ("Le Quinoa est prêt.", "fr", "Le kinoa est prêt."),
    ("QUINOA, quinoa", "fr", "kinoa, kinoa"),
    ("l'quinoa-menthe", "fr", "l'kinoa-menthe"),
    ("les quinoas", "fr", "les quinoas"),  # another word
    ("Lea et Léa", "fr", "Lea et lé a"),  # accents count
    ("rez-de-chaussée", "fr", "raide-de-chaussée"),
    ("un kinoa", "fr", "un bol de quinoa"),  # not looked up again
    ("quinoa léa", "fr", "le plat de la maison"),  # the longest
    ("un 7up", "fr", "un sevenne eup"),  # before numbers are put into words
    ("menu 3", "fr", "menu numéro trois"),  # and what is put in may have some
    ("the menu", "en", "the mè niou"),
    ("le menu", "fr", "le menu"),  # said so in English only
    ("", "fr", ""),
]


@pytest.mark.parametrize(("written", "language", "said"), EACH)
def test_a_word_is_said_as_the_house_wants_it(written: str, language: Language, said: str) -> None:
    assert spoken_text(written, language, HOUSE) == said


_LETTERS = "aAéÉ q'-3 .(+\\"
_WORDS = st.text(alphabet=_LETTERS, max_size=6)


@given(
    st.text(alphabet=_LETTERS, max_size=60),
    st.lists(st.builds(Pronunciation, written=_WORDS, said=_WORDS), max_size=6),
    st.sampled_from(LANGUAGES),
)
def test_whatever_the_list_its_answer_is_bounded_and_plain(
    text: str, house: list[Pronunciation], language: Language
) -> None:
    assert len(pronounced(text, house, language)) <= 6 * len(text) + 6
    said = spoken_text(text, language, house)
    assert not any(c.isdigit() for c in said)


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_an_empty_list_and_empty_words_change_nothing(text: str, language: Language) -> None:
    assert spoken_text(text, language, [Pronunciation(written=" ", said="x")]) == spoken_text(text, language)


def test_the_announcer_says_words_as_the_house_does_from_the_moment_it_is_told() -> None:
    now = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
    request = Request(
        id="01A", issued_at=now, expires_at=now + timedelta(minutes=5), by="Léa", template="ready",
        values={"name": "Quinoa"},
    )  # fmt: skip
    ready = Template(id="ready", name=Words(fr="Prêt"), fr=("{name} est prêt.",))
    core = AnnounceCore(Templates(templates=(ready,)), Venue())

    def prepared(request: Request) -> str:
        effects = core.handle(e.PrepareArrived(request=request), Now(mono_s=0.0, utc=now))
        return next(effect.speech[0].text for effect in effects if isinstance(effect, e.Prepare))

    assert prepared(request) == "Quinoa est prêt."
    core.handle(e.VenueChanged(venue=Venue(pronunciations=HOUSE)), Now(mono_s=0.0, utc=now))
    assert prepared(request) == "kinoa est prêt."
    assert prepared(replace(request, template=None, text=Words(fr="Un 7UP !"))) == "Un sevenne eup !"
