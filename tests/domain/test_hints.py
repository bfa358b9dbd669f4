"""Hints on an owner's sentence: said where there is something to say, silent on a good one."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.hints import hints_for, seconds_of
from kiosk.domain.starter import STARTER
from kiosk.domain.templates import compose, placeholders_of
from kiosk.domain.words import LANGUAGES, Language


@pytest.mark.parametrize(
    ("language", "sentence", "part"),
    [
        ("fr", "Merci " * 40, "secondes"),
        ("fr", "ATTENTION à la marche, merci.", "capitales"),
        ("fr", "Bonsoir à tous !!", "Un seul"),
        ("fr", "Votre voiture est mal garée.", "« mal garée » accuse"),
        ("fr", "Vous risquez une amende.", "« amende » accuse"),
        ("fr", "C'est illégal.", "accuse"),
        ("fr", "Votre voiture ira en fourrière.", "accuse"),
        ("fr", "Please, venez.", "« Please » est un mot de l'autre langue"),
        ("fr", "Le resp. est là.", "« resp. » : abréviation inconnue"),
        ("fr", "Voyez le SRV.", "« SRV » : abréviation inconnue"),
        ("fr", "Dans {minutes}, nous fermons.", "écrivez « minutes »"),
        ("fr", "{vehicle} garée ici.", "« garé(e) »"),
        ("en", "Your car is badly parked.", "accuse"),
        ("en", "You will get a fine.", "« a fine » accuse"),
        ("en", "Bonjour, please come.", "« Bonjour » est un mot de l'autre langue"),
    ],
)
def test_one_hint_says_what_could_be_better(language: Language, sentence: str, part: str) -> None:
    (hint,) = hints_for(sentence, language)
    assert part in hint.fr
    assert hint.en
    assert hint.en != hint.fr


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "M. {name} est attendu av. Foch, SVP."),
        ("fr", "{vehicle} garé(e) {place} gêne un peu."),
        ("fr", "Fermeture dans {minutes} min. Merci."),
        ("en", "All is fine. Thank you."),
        ("fr", ""),  # a mistake, not a hint
        ("fr", "{inconnu}"),
    ],
)
def test_a_good_sentence_gets_no_hint(language: Language, sentence: str) -> None:
    assert hints_for(sentence, language) == ()


def test_a_placeholder_that_all_others_have_is_missed() -> None:
    (hint,) = hints_for("Bravo à tous.", "fr", ["Bravo {name}.", "Vive {name}, table {table}."])
    assert hint.fr == "Les autres phrases disent « nom », celle-ci non."


def test_a_longer_sentence_takes_longer() -> None:
    assert seconds_of("Merci à {name}.", "fr") < seconds_of("Merci beaucoup à {name} et à {place}.", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_estimate_is_close_to_what_the_voice_takes(language: Language) -> None:
    template = STARTER.templates[0]
    values = {row.name: row.example for row in placeholders_of(template)}
    said = compose(template, values, language, 0).spoken
    made = subprocess.run(
        ["espeak-ng", "-v", language, "-s", "150", "--stdout", said], capture_output=True, check=True, timeout=120
    ).stdout
    takes_s = (len(made) - 44) / 2 / 22050  # a WAV header, then 16 bit samples
    assert seconds_of(said, language) == pytest.approx(takes_s, rel=0.25)


@given(st.text(max_size=200), st.sampled_from(LANGUAGES), st.lists(st.text(max_size=30), max_size=3))
def test_any_text_can_be_looked_at(sentence: str, language: Language, siblings: list[str]) -> None:
    assert all(hint.fr and hint.en for hint in hints_for(sentence, language, siblings))
