"""A house that was muted at its panel: the desk says until when, and anybody of the house can lift it."""

from datetime import timedelta

import pytest

from kiosk.domain.allowance import Allowance
from kiosk.domain.hush import MuteWish
from kiosk.messages.codec import decode
from kiosk.messages.status import Status
from kiosk.messages.topics import ANNOUNCER_STATUS, MUTE


def _tells(venue, live, allowance: Allowance) -> None:
    venue.announcer.say(ANNOUNCER_STATUS, Status(state="online", since=venue.clock(), version="1", allowance=allowance))
    venue.seen(live, lambda picture: picture.services["announcer"].allowance == allowance)


def test_a_muted_house_says_until_when_and_offers_to_announce_again(tablet, venue, live) -> None:
    _tells(venue, live, Allowance(refuses="muted", until=venue.clock() + timedelta(minutes=20)))
    page = tablet.client.get("/").text
    assert "Silence jusqu&#39;à" in page
    assert 'data-act="unmute"' in page


@pytest.mark.parametrize("refuses", ["fire-alarm", "quiet-hours", None])
def test_nobody_is_offered_to_lift_what_is_no_persons_wish(tablet, venue, live, refuses: str | None) -> None:
    _tells(venue, live, Allowance(refuses=refuses, left=3))
    assert 'data-act="unmute"' not in tablet.client.get("/").text


def test_lifting_it_reaches_the_announcer(tablet, venue) -> None:
    assert tablet.post("/mute", {"minutes": 0}).status_code == 202
    (told,) = venue.announcer.wait_for(1)
    wish = decode(told.payload, MuteWish)
    assert told.topic == MUTE.pattern
    assert (wish.minutes, wish.by) == (0, "Léa")
    assert venue.clock() < wish.expires_at


@pytest.mark.parametrize("body", [{"minutes": 31}, {"minutes": -1}, {"minutes": "long"}, {}, "x"])
def test_what_makes_no_sense_reaches_nobody(tablet, venue, body: object) -> None:
    assert tablet.post("/mute", body).status_code == 422
    assert venue.announcer.messages == []


def test_without_the_announcer_it_is_refused(tablet, venue, live) -> None:
    venue.announcer.bus.cut()
    venue.clock.pass_s(3)
    venue.seen(live, lambda p: p.settled and p.services["announcer"].state == "lost")
    assert tablet.post("/mute", {"minutes": 0}).status_code == 409
