"""The House page: what an owner decides about hours, loudness and words is kept, told, and in force at a glance."""

import html
import io
import wave
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from kiosk.domain.allowance import Allowance
from kiosk.domain.manners import Manners, Pronunciation, Volume, Window
from kiosk.domain.venue import Venue
from kiosk.messages.codec import decode
from web_console.allowed import allowed, in_force

EVERY_DAY = tuple(range(7))
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # a Tuesday, 12:00 in Paris
FORM = {
    "version": "0", "name": "Chez Odile", "languages": "fr,en", "timezone": "Europe/Paris", "most_per_hour": "8",
    "same_after_min": "5", "repeat_after_s": "2",
    "opening-0-days": ["1", "2", "3"], "opening-0-start": "11:30", "opening-0-end": "15h",
    "quiet-0-days": list("0123456"), "quiet-0-start": "22:00", "quiet-0-end": "08:00",
    "volumes-0-days": ["4"], "volumes-0-start": "19:00", "volumes-0-end": "23:00", "volumes-0-gain": "3",
    "words-0-written": "Quinoa", "words-0-said": " kinoa ", "words-0-language": "fr",
    "words-1-written": "", "words-1-said": "",
}  # fmt: skip


def _told(console: Any) -> Venue:
    return decode(console.retained()["venue"], Venue)


def test_what_the_owner_decides_reaches_the_announcer(console: Any) -> None:
    assert console.owner().post("/venue", FORM).status_code == 303
    assert _told(console) == Venue(
        name="Chez Odile",
        languages=("fr", "en"),
        manners=Manners(
            opening=(Window(days=(1, 2, 3), start="11:30", end="15:00"),),
            quiet=(Window(days=EVERY_DAY, start="22:00", end="08:00"),),
            most_per_hour=8,
            same_after_min=5.0,
            repeat_after_s=2.0,
            volumes=(Volume(during=Window(days=(4,), start="19:00", end="23:00"), gain_db=3.0),),
        ),
        pronunciations=(Pronunciation(written="Quinoa", said="kinoa", language="fr"),),
        version=1,
    )


def test_what_was_kept_is_what_the_page_shows_and_saving_it_again_changes_nothing(console: Any) -> None:
    owner = console.owner()
    owner.post("/venue", FORM)
    before = _told(console)
    page = owner.get("/venue").text
    fields = _fields_of(page)
    assert owner.post("/venue", fields).status_code == 303
    assert replace(_told(console), version=1) == before


def test_the_sliders_last_step_is_no_limit(console: Any) -> None:
    owner = console.owner("fr")
    owner.post("/venue", {**FORM, "most_per_hour": "31"})
    assert _told(console).manners.most_per_hour == 0
    assert "autant qu'on en demande</output>" in html.unescape(owner.get("/venue").text)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quiet-0-days": []}, "Choisissez au moins un jour."),
        ({"quiet-0-start": "25:00"}, "Donnez une heure de début et une heure de fin"),
        ({"opening-0-end": ""}, "Donnez une heure de début et une heure de fin"),
        ({"words-0-said": ""}, "Écrivez comment il se dit"),
        ({"words-0-said": "{}"}, "Écrivez comment il se dit"),
        ({"words-0-written": "!"}, "Écrivez le mot tel qu'il est"),
        ({"words-0-said": "x" * 61}, "Ce mot est trop long"),
        ({"words-1-written": "QUINOA", "words-1-said": "ki", "words-1-language": "fr"}, "déjà dans la liste"),
        ({f"quiet-{n}-start": "22:00" for n in range(15)}, "14 au plus"),
        ({f"words-{n}-written": f"mot {n}" for n in range(61)}, "60 au plus"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(
    console: Any, changes: dict[str, Any], words: str
) -> None:
    answer = console.owner("fr").post("/venue", {**FORM, **changes})
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    assert words in page and "Rien n'est encore enregistré" in page
    assert 'value="Chez Odile"' in page and 'value="11:30"' in page
    assert console.store.configuration.venue() == Venue()


@pytest.mark.parametrize("part", ["opening", "quiet", "volumes", "words"])
def test_a_row_comes_and_goes_without_a_script_and_without_saving(console: Any, part: str) -> None:
    owner = console.owner()
    more = owner.post("/venue", {**FORM, "words-1-written": "Léa", "words-1-said": "lé a", "add": part})
    rows = {"opening": 1, "quiet": 1, "volumes": 1, "words": 2}
    for name, number in rows.items():
        assert (f'name="{name}-{number}-' in more.text) == (name == part)
    assert 'value="Chez Odile"' in more.text and "Not saved yet" in more.text
    less = owner.post("/venue", {**_fields_of(more.text), "remove": f"{part}-0"})
    for name, number in rows.items():
        assert (f'value="{name}-{number - 1}"' in less.text) and f'value="{name}-{number}"' not in less.text
    assert console.store.configuration.venue() == Venue()


def test_two_owners_do_not_overwrite_each_other_unseen(console: Any) -> None:
    first, second = console.owner(), console.owner()
    first.post("/venue", FORM)
    late = second.post("/venue", {**FORM, "name": "Chez Odette"})
    assert late.status_code == 409
    assert "Somebody has changed the house meanwhile" in late.text and "Chez Odette" in late.text
    assert second.post("/venue", _fields_of(late.text)).status_code == 303
    assert _told(console).name == "Chez Odette"


def test_a_word_is_heard_before_it_is_kept(console: Any) -> None:
    owner = console.owner()
    answer = owner.send("/venue/hear", {"said": "kinoa", "language": "fr"})
    with wave.open(io.BytesIO(answer.data)) as heard:
        assert heard.getnframes() > 1000
    assert owner.send("/venue/hear", {"said": " ", "language": "fr"}).status_code == 422
    for nonsense in (None, {}, {"said": "a", "language": "de"}, {"said": "a" * 61, "language": "fr"}, {"said": 1}):
        assert owner.send("/venue/hear", nonsense).status_code == 400


# -- in force ----------------------------------------------------------------------------------------------------------

BISTRO = Venue(
    manners=Manners(
        opening=(Window(days=(1, 2), start="11:30", end="15:00"), Window(days=(1, 2), start="18:30", end="23:30")),
        quiet=(Window(days=EVERY_DAY, start="22:00", end="08:00"),),
    )
)


@pytest.mark.parametrize(
    ("later_h", "allowance", "tone", "fr"),
    [
        (
            0,
            Allowance(left=7),
            "open",
            "La maison est ouverte jusqu'à 15:00. Encore 7 annonces possibles cette heure-ci.",
        ),
        (
            0,
            Allowance(left=1),
            "open",
            "La maison est ouverte jusqu'à 15:00. Encore 1 annonce possible cette heure-ci.",
        ),
        (
            0,
            Allowance(left=0, free_at=NOON + timedelta(minutes=40)),
            "few",
            "La maison est ouverte jusqu'à 15:00. Assez d'annonces pour cette heure-ci : la prochaine à 12:40.",
        ),
        (0, None, "open", "La maison est ouverte jusqu'à 15:00."),
        (4, None, "held", "La maison est fermée jusqu'à 18:30 : seule une urgence est annoncée."),
        (10, None, "held", "Heures calmes jusqu'à 23:30 : seule une urgence est annoncée."),
        (36, None, "held", "La maison est fermée jusqu'à mardi 11:30 : seule une urgence est annoncée."),
        (
            0,
            Allowance(refuses="muted", until=NOON + timedelta(minutes=10)),
            "held",
            "Silence jusqu'à 12:10 : seule une urgence est annoncée.",
        ),
    ],
)
def test_an_owner_sees_what_is_in_force(later_h: float, allowance: Allowance | None, tone: str, fr: str) -> None:
    seen = in_force(BISTRO, allowance, NOON + timedelta(hours=later_h), "fr")
    assert (seen.tone, seen.words) == (tone, fr)


@pytest.mark.parametrize(
    ("allowance", "tone", "en"),
    [
        (Allowance(left=7), "open", "7 more announcements possible this hour."),
        (Allowance(left=2), "few", "2 more announcements possible this hour."),
        (Allowance(refuses="silence-budget"), "held", "Enough announcements for this hour."),
        (
            Allowance(refuses="quiet-hours", until=NOON),
            "held",
            "Quiet hours until 12:00: only an emergency is announced.",
        ),
        (Allowance(refuses="closed"), "held", "The house is closed: only an emergency is announced."),
        (Allowance(refuses="of {until} tomorrow's version"), "held", "of  tomorrow's version"),
    ],
)
def test_staff_see_before_they_tap_what_would_be_refused(allowance: Allowance, tone: str, en: str) -> None:
    seen = allowed(allowance, NOON, "Europe/Paris", "en")
    assert seen is not None
    assert (seen.tone, seen.words) == (tone, en)


def test_where_nothing_is_limited_nothing_is_said() -> None:
    assert allowed(None, NOON, "Europe/Paris", "fr") is None
    assert allowed(Allowance(), NOON, "Europe/Paris", "fr") is None


class _Form(HTMLParser):
    """Collects what a browser would send of the form with the id `house`."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Any] = {}
        self._inside, self._select = False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = self._inside or given.get("id") == "house"
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.fields[self._select] = given.get("value", "Europe/Paris")  # one list's values are its words
        elif self._inside and tag == "input" and given.get("type") == "checkbox":
            self.fields.setdefault(name, []).extend([value] if "checked" in given else [])
        elif self._inside and tag == "input" and (given.get("type") != "radio" or "checked" in given):
            self.fields[name] = value


def _fields_of(page: str) -> dict[str, Any]:
    form = _Form()
    form.feed(page)
    return form.fields
