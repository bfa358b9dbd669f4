"""What the owner changes - sentences, zones, the house - is checked, kept, and told to every service."""

import html
import io
import wave
from dataclasses import replace
from typing import Any

import pytest

from kiosk.docs import FOLDER
from kiosk.domain.manners import Window
from kiosk.domain.placeholders import PLACEHOLDERS
from kiosk.domain.starter import STARTER
from kiosk.domain.trace_words import duration
from kiosk.domain.venue import Templates, Venue, Zone, Zones
from kiosk.domain.zone_kinds import ZONE_KINDS
from kiosk.messages.codec import decode
from web_console.examples import EXAMPLE_PARTS
from web_console.zone_form import mistakes_of_zones

SQUARE = ((0.1, 0.5), (0.5, 0.5), (0.5, 0.9), (0.1, 0.9))
ENTRANCE = {
    "id": "", "place": {"fr": "devant l'entrée", "en": "in front of the entrance"},
    "polygon": [list(corner) for corner in SQUARE], "dwell_s": 120,
}  # fmt: skip
BIRTHDAY = {
    "name_fr": "Anniversaire", "name_en": "Birthday", "priority": "routine", "version": "0",
    "fr": ["Joyeux anniversaire, {name} !"], "en": ["Happy birthday, {name}!"],
}  # fmt: skip


def _templates(console: Any) -> Templates:
    return decode(console.retained()["templates"], Templates)


def _template(console: Any, name: str) -> Any:
    return next(one for one in _templates(console).templates if one.id == name)


# -- when the console starts ------------------------------------------------------------------------------------------


def test_a_console_that_starts_tells_every_service_what_was_kept(console: Any) -> None:
    console.owner().send("/zones", {"version": 0, "zones": [ENTRANCE]})
    console.restart()
    told = console.retained()
    assert decode(told["zones"], Zones) == console.store.configuration.zones()
    assert decode(told["templates"], Templates) == STARTER
    assert decode(told["venue"], Venue) == console.store.configuration.venue()


# -- sentences --------------------------------------------------------------------------------------------------------


def test_a_changed_sentence_reaches_the_announcer_with_the_next_version(console: Any) -> None:
    assert console.owner().post("/templates/birthday", BIRTHDAY).status_code == 303
    told = _templates(console)
    assert told.version == STARTER.version + 1
    changed = _template(console, "birthday")
    assert (changed.fr, changed.version) == (("Joyeux anniversaire, {name} !",), 1)
    assert len(told.templates) == len(STARTER.templates)


def test_wordings_keep_the_order_in_which_they_stand_on_the_page_and_empty_ones_are_left_out(console: Any) -> None:
    form = {**BIRTHDAY, "fr": ["Deux.", "  ", "Un\n  seul.", "\u200b"]}
    console.owner().post("/templates/birthday", form)
    assert _template(console, "birthday").fr == ("Deux.", "Un seul.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fr": ["Bonjour {nom} !"]}, "There is no {nom}: did you mean {name}?"),
        ({"fr": ["Bonjour {"]}, "A brace"),
        ({"fr": ["x" * 401]}, "401 characters"),
        ({"fr": [], "en": []}, "There is nothing to say"),
        ({"fr": ["Bonjour."] * 13}, "too many wordings"),
        ({"name_fr": "", "name_en": " "}, "Give this sentence a name"),
        ({"name_fr": "x" * 51}, "The name is too long"),
        ({"priority": "whenever"}, "Choose an urgency"),
    ],
)
def test_a_sentence_that_cannot_be_said_is_refused_in_words_and_what_was_typed_stays(
    console: Any, changes: dict[str, Any], words: str
) -> None:
    answer = console.owner().post("/templates/birthday", {**BIRTHDAY, "en": ["Cheers, {name}!"], **changes})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Cheers, {name}!" in answer.text or "en" in changes
    assert _templates(console) == STARTER


def test_two_owners_who_edit_at_once_do_not_overwrite_each_other_unseen(console: Any) -> None:
    first, second = console.owner(), console.owner()
    first.post("/templates/birthday", {**BIRTHDAY, "fr": ["La première."]})
    late = second.post("/templates/birthday", {**BIRTHDAY, "fr": ["La seconde."]})
    assert late.status_code == 409
    assert "La première." in late.text and "La seconde." in late.text
    assert _template(console, "birthday").fr == ("La première.",)
    again = second.post("/templates/birthday", {**BIRTHDAY, "fr": ["La seconde."], "version": "1"})
    assert again.status_code == 303
    assert _template(console, "birthday").fr == ("La seconde.",)


def test_a_new_sentence_gets_an_id_that_nobody_has(console: Any) -> None:
    owner = console.owner()
    for _ in range(2):
        assert owner.post("/templates/new", {**BIRTHDAY, "name_fr": "Café offert !"}).status_code == 303
    assert [one.id for one in _templates(console).templates[-2:]] == ["cafe-offert", "cafe-offert-2"]
    owner.post("/templates/new", {**BIRTHDAY, "name_fr": "New"})
    assert _templates(console).templates[-1].id == "new-2"


def test_a_house_cannot_have_endless_sentences(console: Any) -> None:
    many = tuple(replace(STARTER.templates[0], id=f"t{n}") for n in range(59))
    console.store.configuration.change(Templates, lambda before: replace(before, templates=many), by="test")
    owner = console.owner()
    assert [owner.post("/templates/new", BIRTHDAY).status_code for _ in range(2)] == [303, 422]


def test_a_deleted_sentence_can_be_brought_back(console: Any) -> None:
    owner = console.owner()
    assert owner.post("/templates/birthday/delete").status_code == 303
    assert "birthday" not in [one.id for one in _templates(console).templates]
    assert "Bring back “Birthday”" in owner.get("/templates").text
    assert owner.post("/templates/birthday/restore").status_code == 303
    assert _template(console, "birthday").fr == STARTER.templates[-2].fr


def test_the_sentences_of_the_cards_cannot_be_deleted(console: Any) -> None:
    answer = console.owner().post("/templates/car-badly-parked/delete")
    assert answer.status_code == 422
    assert "The cards of cars need this sentence" in answer.text
    assert _template(console, "car-badly-parked")


def test_restoring_puts_the_first_wordings_back(console: Any) -> None:
    owner = console.owner()
    owner.post("/templates/birthday", BIRTHDAY)
    owner.post("/templates/birthday/restore")
    restored = _template(console, "birthday")
    assert restored.fr == STARTER.templates[-2].fr
    assert restored.version == 2


def test_owners_see_chips_and_no_braces(console: Any) -> None:
    for language, label in (("fr", "endroit"), ("en", "place")):
        page = console.owner(language).get("/templates").text
        assert f'<span class="slot">{label}</span>' in page
        assert "{place}" not in page


def test_a_hostile_sentence_is_shown_as_text(console: Any) -> None:
    hostile = "</textarea><script>alert(1)</script>"
    owner = console.owner()
    form = {**BIRTHDAY, "fr": [hostile], "name_fr": "<b onmouseover=alert(1)>"}
    assert owner.post("/templates/birthday", form).status_code == 303
    for path in ("/templates", "/templates/birthday"):
        page = owner.get(path).text
        assert "<script>alert" not in page and "<b on" not in page


def test_the_preview_says_the_sentence_with_examples_or_what_is_wrong(console: Any) -> None:
    owner = console.owner()
    good = owner.send("/templates/preview", {"language": "fr", "sentence": "{vehicle} garé(e) {place}."}).json
    assert good["shown"] == "Une voiture grise garée devant l'entrée."
    assert good["mistakes"] == []
    assert good["takes"] == "About 2 s to say"
    bad = owner.send("/templates/preview", {"language": "fr", "sentence": "{plaque}"}).json
    assert bad["shown"] == "" and bad["mistakes"]
    hint = owner.send("/templates/preview", {"language": "fr", "sentence": "{vehicle} garé {place}."}).json
    assert "garé(e)" in hint["hints"][0]


def test_every_placeholder_has_an_example_for_the_preview(console: Any) -> None:
    owner = console.owner()
    made = {row.name for row in PLACEHOLDERS.values() if row.type == "made"}
    assert made == set(EXAMPLE_PARTS)
    for language in ("fr", "en"):
        for name in PLACEHOLDERS:
            told = owner.send("/templates/preview", {"language": language, "sentence": f"Ah, {{{name}}}."}).json
            assert told["mistakes"] == [] and told["shown"], name


def test_a_sentence_is_heard_on_the_tablet_but_not_without_end(console: Any) -> None:
    owner = console.owner()
    asked = {"language": "fr", "sentence": "Bonjour, {name}."}
    heard = owner.send("/templates/hear", asked)
    with wave.open(io.BytesIO(heard.data)) as sound:
        assert sound.getnframes() > sound.getframerate() / 2
    codes = {owner.send("/templates/hear", asked).status_code for _ in range(30)}
    assert codes == {200, 429}


def test_a_console_without_a_voice_says_what_to_do(console: Any) -> None:
    console.app.extensions["house"] = _without_voice(console.app.extensions["house"])
    answer = console.owner().send("/templates/hear", {"language": "fr", "sentence": "Bonjour."})
    assert answer.status_code == 503
    assert "kiosk doctor" in answer.json["words"]


def _without_voice(house: Any) -> Any:
    return replace(house, voice=None)


# -- zones ------------------------------------------------------------------------------------------------------------


def test_drawn_zones_reach_the_watcher_with_an_id_and_the_next_version(console: Any) -> None:
    answer = console.owner().send("/zones", {"version": 0, "zones": [ENTRANCE, ENTRANCE]})
    assert answer.json == {"version": 1, "ids": ["devant-l-entree", "devant-l-entree-2"]}
    told = decode(console.retained()["zones"], Zones)
    assert told == console.store.configuration.zones()
    assert told.zones[0].polygon[1] == (0.5, 0.5)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"polygon": [[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]]}, "crosses itself"),
        ({"polygon": [[0.1, 0.1], [0.9, 0.9]]}, "three corners"),
        ({"polygon": [[0.1, 0.1], [0.101, 0.1], [0.1, 0.101]]}, "too small"),
        ({"polygon": [[0.1, 0.1], [1.5, 0.1], [0.5, 0.9]]}, "outside the picture"),
        ({"place": {"fr": " ", "en": ""}}, "Say where it is"),
        ({"place": {"fr": "x" * 61, "en": ""}}, "too long"),
        ({"dwell_s": 1}, "between 5 seconds and 60 minutes"),
        ({"dwell_s": -60}, "between 5 seconds and 60 minutes"),
        ({"dwell_s": "soon"}, "not a Zones"),
        ({"polygon": "here"}, "not a Zones"),
        ({"polygon": [[n / 70, n % 2 / 2] for n in range(65)]}, "Too many corners"),
        ({"kind": "taxi-rank"}, "not a Zones"),
        ({"hours": [{"days": [], "start": "08:00", "end": "20:00"}]}, "at least one day"),
        ({"hours": [{"days": [7], "start": "08:00", "end": "20:00"}]}, "0 for Monday"),
        ({"hours": [{"days": [0], "start": "", "end": "20:00"}]}, "a time to begin"),
        ({"hours": [{"days": [0], "start": "25:00", "end": "20:00"}]}, "write it as 08:30"),
        ({"hours": [{"days": [0], "start": "08:00", "end": "20:00"}] * 29}, "28 at most"),
        ({"vehicles": ["tank"]}, "not a Zones"),
        ({"vehicles": ["car", "car"]}, "twice"),
        ({"min_size": 1.5}, "one of the sizes"),
        ({"same_vehicle_s": 4000}, "one of the times"),
        ({"lanes": [[[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]]]}, "Lane 1: The edge crosses itself"),
        ({"lanes": [[]]}, "Lane 1: It needs at least three corners"),
        ({"lanes": [ENTRANCE["polygon"]] * 5}, "4 at most"),
    ],
)
def test_a_zone_that_cannot_be_watched_is_refused_in_words(console: Any, changes: dict[str, Any], words: str) -> None:
    answer = console.owner().send("/zones", {"version": 0, "zones": [ENTRANCE, {**ENTRANCE, **changes}]})
    assert answer.status_code == 422
    assert words in answer.json["words"]
    assert all(one["zone"] == 1 for one in answer.json.get("mistakes", []))
    assert decode(console.retained()["zones"], Zones).zones == ()


def test_every_rule_of_a_zone_and_what_is_hidden_reach_the_watcher(console: Any) -> None:
    rules = {
        "kind": "delivery", "hours": [{"days": [4, 5], "start": "22:00", "end": "06:00"}], "vehicles": ["car", "van"],
        "min_size": 0.25, "same_vehicle_s": 300, "lanes": [[[0.1, 0.1], [0.9, 0.1], [0.9, 0.3]]],
    }  # fmt: skip
    mask = [[0.0, 0.0], [0.2, 0.0], [0.2, 0.2]]
    sent = {"version": 0, "zones": [{**ENTRANCE, **rules}], "masks": [mask]}
    assert console.owner().send("/zones", sent).status_code == 200
    told = decode(console.retained()["zones"], Zones)
    zone = told.zones[0]
    assert (zone.kind, zone.vehicles, zone.min_size, zone.same_vehicle_s) == ("delivery", ("car", "van"), 0.25, 300)
    assert zone.hours == (Window(days=(4, 5), start="22:00", end="06:00"),)
    assert zone.lanes == (((0.1, 0.1), (0.9, 0.1), (0.9, 0.3)),)
    assert told.masks == (((0.0, 0.0), (0.2, 0.0), (0.2, 0.2)),)


@pytest.mark.parametrize(
    ("masks", "words"),
    [
        ([[[0.1, 0.1], [0.2, 0.2]]], "Partie cachée 1 : Il faut au moins trois coins"),
        ([ENTRANCE["polygon"]] * 17, "16 au plus"),
        (
            [ENTRANCE["polygon"], [[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]]],
            "Partie cachée 2 : Le bord se croise",
        ),
    ],
)
def test_a_hidden_part_that_hides_nothing_is_refused_in_words(console: Any, masks: Any, words: str) -> None:
    answer = console.owner("fr").send("/zones", {"version": 0, "zones": [ENTRANCE], "masks": masks})
    assert answer.status_code == 422
    (mistake,) = answer.json["mistakes"]
    assert (mistake["zone"], mistake["field"]) == (None, "masks")
    assert words in mistake["words"]
    assert console.store.configuration.zones() == Zones(zones=())


def test_all_mistakes_are_told_at_once_each_beside_its_field(console: Any) -> None:
    wrong = {**ENTRANCE, "place": {}, "dwell_s": 1, "hours": [{"days": [], "start": "08:00", "end": "20:00"}]}
    answer = console.owner().send("/zones", {"version": 0, "zones": [ENTRANCE, wrong]})
    assert [(one["zone"], one["field"]) for one in answer.json["mistakes"]] == [
        (1, "place"),
        (1, "dwell"),
        (1, "hours"),
    ]


def test_every_kind_of_zone_is_offered_and_documented_with_its_own_time_and_words(console: Any) -> None:
    documented = (FOLDER / "zones.md").read_text(encoding="utf-8")
    page = html.unescape(console.owner("fr").get("/zones").text)
    for code, kind in ZONE_KINDS.items():
        assert f'value="{code}" data-dwell="{kind.dwell_s}"' in page
        assert f'data-why="{kind.why.fr}"' in page
        assert f"| {kind.name.en} | {duration(kind.dwell_s).en} | {kind.place.en} |" in documented
    kept = [Zone(id=code, place=k.place, polygon=SQUARE, dwell_s=k.dwell_s) for code, k in ZONE_KINDS.items()]
    assert mistakes_of_zones(Zones(zones=tuple(kept))) == []


def test_zones_that_somebody_else_changed_meanwhile_are_not_overwritten(console: Any) -> None:
    owner = console.owner()
    owner.send("/zones", {"version": 0, "zones": [ENTRANCE]})
    late = owner.send("/zones", {"version": 0, "zones": []})
    assert late.status_code == 409
    assert "meanwhile" in late.json["words"]
    assert len(console.store.configuration.zones().zones) == 1


def test_a_real_street_is_never_shown_and_a_simulated_one_is(console: Any) -> None:
    owner = console.owner()
    assert owner.get("/zones/plan.jpg").status_code == 404
    console.app.config["PLAN"] = lambda: b"\xff\xd8jpeg"
    assert owner.get("/zones/plan.jpg").data == b"\xff\xd8jpeg"
    assert "Simulated street" in owner.get("/zones").text


# -- the house --------------------------------------------------------------------------------------------------------


def test_the_house_tells_its_languages_and_its_time_zone(console: Any) -> None:
    owner = console.owner()
    form = {"name": " Chez  Odile ", "languages": "en,fr", "timezone": "Indian/Reunion", "version": "0"}
    assert owner.post("/venue", form).status_code == 303
    told = decode(console.retained()["venue"], Venue)
    assert told == Venue(name="Chez Odile", languages=("en", "fr"), timezone="Indian/Reunion", version=1)
    assert "Chez Odile" in owner.get("/").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "x" * 61}, "at most 60 characters"),
        ({"languages": ""}, "Choose in which languages"),
        ({"languages": "fr,fr"}, "Choose in which languages"),
        ({"timezone": "Mars/Olympus"}, "no such time zone"),
        ({"timezone": "../../etc/passwd"}, "no such time zone"),
    ],
)
def test_a_house_that_cannot_be_is_refused_in_words(console: Any, changes: dict[str, str], words: str) -> None:
    form = {"name": "Chez Odile", "languages": "fr", "timezone": "Europe/Paris", "version": "0", **changes}
    answer = console.owner().post("/venue", form)
    assert answer.status_code == 422
    assert words in answer.text
    assert console.store.configuration.venue().version == 0
