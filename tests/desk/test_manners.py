"""What staff see of the house's manners before they tap, and how a person insists."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.allowance import Allowance
from kiosk.domain.manners import Pronunciation
from kiosk.domain.starter import STARTER
from kiosk.domain.venue import Templates, Venue
from kiosk.messages.status import Status
from kiosk.messages.topics import ANNOUNCER_STATUS


def _tells(venue, live, allowance: Allowance | None) -> None:
    """The announcer tells what its etiquette allows, and the console has heard it."""
    status = Status(state="online", since=venue.clock(), version="1", allowance=allowance)
    venue.announcer.say(ANNOUNCER_STATUS, status)

    venue.seen(live, lambda picture: picture.services["announcer"].allowance == allowance)


@pytest.mark.parametrize(
    ("allowance", "tone", "words"),
    [
        (Allowance(left=7), "open", "Encore 7 annonces possibles cette heure-ci."),
        (Allowance(left=1), "few", "Encore 1 annonce possible cette heure-ci."),
        (Allowance(refuses="quiet-hours"), "held", "Heures calmes : seule une urgence est annoncée."),
        (Allowance(refuses="silence-budget", left=0), "held", "Assez d'annonces pour cette heure-ci."),
    ],
)
def test_the_desk_tells_what_is_left_before_the_tap(tablet, venue, live, allowance, tone: str, words: str) -> None:
    _tells(venue, live, allowance)
    assert tablet.client.get("/desk/picture").json["allowed"] == {"tone": tone, "words": words}
    sheet = tablet.client.get("/desk/sheet?template=welcome").text.replace("&#39;", "'")
    assert (words in sheet) == (tone == "held")
    assert words in tablet.client.get("/").text.replace("&#39;", "'")


def test_an_emergency_is_never_said_to_be_held_back(console, tablet, venue, live) -> None:
    fire = replace(STARTER.templates[-1], id="evacuation", priority="emergency")
    console.store.configuration.change(Templates, lambda before: replace(before, templates=(fire,)), by="test")
    _tells(venue, live, Allowance(refuses="closed", until=venue.clock() + timedelta(hours=1)))
    held = "La maison est fermée jusqu'à 21:00"
    assert held in tablet.client.get("/desk/sheet?text=1").text.replace("&#39;", "'")
    assert held not in tablet.client.get("/desk/sheet?template=evacuation").text.replace("&#39;", "'")


def test_a_person_who_insists_sends_the_same_once_more(tablet, venue, live) -> None:
    first = tablet.say(template="welcome", variant=0).json["id"]
    venue.told(first, "refused", reason="duplicate")
    venue.seen(live, lambda picture: first in picture.announcements)
    (line,) = tablet.client.get("/desk/picture").json["announcements"]
    assert (line["insist"], line["words"]) == (True, "Pas dite : déjà demandée ou dite à l'instant")
    tablet.say(template="welcome", variant=0, insist=True)
    venue.announcer.wait_for(2)
    before, after = venue.announcer.requests()
    assert (before.insist, after.insist) == (False, True)
    assert replace(after, id=first, insist=False, variant=0) == before


def test_what_quiet_hours_refuse_cannot_be_insisted_on(tablet, venue, live) -> None:
    venue.told("01A", "refused", reason="quiet-hours")
    venue.seen(live, lambda picture: "01A" in picture.announcements)
    assert tablet.client.get("/desk/picture").json["announcements"][0]["insist"] is False


def test_a_sentence_is_heard_on_the_tablet_as_the_house_says_its_words(console, tablet) -> None:
    tap = {"text": {"fr": "Un bol."}}
    length = len(tablet.post("/desk/listen", tap).data)
    longer = Pronunciation(written="bol", said="bol de quinoa aux herbes et au citron")
    console.store.configuration.change(Venue, lambda v: replace(v, pronunciations=(longer,)), by="test")
    assert len(tablet.post("/desk/listen", tap).data) > 1.5 * length
