"""The installation mode: closed at the start, opened by an owner for 15 minutes, one picture a minute at most."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.clock import Now, Tick
from kiosk.domain.picture import (
    GATHER_S,
    OPEN_S,
    REST_S,
    GatherFrames,
    InstallationMode,
    PictureGet,
    PublishPicture,
    StreetGathered,
)
from kiosk.domain.watch_core import SightLost

UTC_NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ASKED = PictureGet(id="01JD", by="Odile", issued_at=UTC_NOW, expires_at=UTC_NOW + timedelta(seconds=30))
GATHERED = StreetGathered(jpeg=b"a picture")
BEGIN, FORGET, PUBLISH = GatherFrames(on=True), GatherFrames(on=False), PublishPicture(jpeg=b"a picture")


def at(mono_s: float) -> Now:
    return Now(mono_s=mono_s, utc=UTC_NOW + timedelta(seconds=mono_s))


def opened() -> InstallationMode:
    mode = InstallationMode()
    assert list(mode.handle(ASKED, at(0))) == [BEGIN]
    return mode


def test_nothing_is_gathered_before_an_owner_asks() -> None:
    mode = InstallationMode()
    assert [*mode.handle(Tick(), at(0)), *mode.handle(GATHERED, at(5)), *mode.handle(Tick(), at(9000))] == []


def test_an_owner_gets_one_picture() -> None:
    mode = opened()
    assert list(mode.handle(Tick(), at(GATHER_S / 2))) == []
    assert list(mode.handle(GATHERED, at(GATHER_S))) == [PUBLISH]
    assert list(mode.handle(GATHERED, at(GATHER_S + 1))) == []
    assert list(mode.handle(Tick(), at(OPEN_S - 1))) == []


def test_whoever_asks_while_a_picture_is_made_waits_for_that_one() -> None:
    mode = opened()
    assert list(mode.handle(ASKED, at(5))) == []
    assert list(mode.handle(GATHERED, at(GATHER_S))) == [PUBLISH]
    assert list(mode.handle(Tick(), at(GATHER_S + REST_S))) == []


def test_the_next_picture_is_begun_a_minute_after_the_last_one() -> None:
    mode = opened()
    mode.handle(GATHERED, at(GATHER_S))
    assert list(mode.handle(ASKED, at(GATHER_S + 1))) == []
    assert list(mode.handle(Tick(), at(GATHER_S + REST_S - 0.1))) == []
    assert list(mode.handle(Tick(), at(GATHER_S + REST_S))) == [BEGIN]


def test_closing_and_asking_again_does_not_shorten_the_rest() -> None:
    mode = opened()
    mode.handle(GATHERED, at(GATHER_S))
    assert list(mode.close()) == [FORGET]
    assert list(mode.handle(ASKED, at(GATHER_S + 1))) == []


def test_after_fifteen_minutes_frames_are_forgotten_and_a_late_picture_is_not_told() -> None:
    mode = opened()
    assert list(mode.handle(Tick(), at(OPEN_S - 0.1))) == []
    assert list(mode.handle(GATHERED, at(OPEN_S))) == [FORGET]
    assert list(mode.handle(Tick(), at(OPEN_S + 1))) == []


def test_a_wish_that_waits_for_the_rest_ends_with_the_mode() -> None:
    mode = opened()
    mode.handle(GATHERED, at(OPEN_S - 10))
    mode.handle(ASKED, at(OPEN_S - 9))
    assert list(mode.handle(Tick(), at(OPEN_S))) == [FORGET]
    assert list(mode.handle(Tick(), at(OPEN_S + REST_S))) == []


def test_later_the_owner_opens_it_again() -> None:
    mode = opened()
    mode.handle(GATHERED, at(GATHER_S))
    assert list(mode.handle(ASKED, at(OPEN_S + 5))) == [FORGET, BEGIN]
    assert list(mode.handle(GATHERED, at(OPEN_S + 25))) == [PUBLISH]


def test_asking_again_does_not_keep_it_open_longer() -> None:
    mode = opened()
    mode.handle(GATHERED, at(GATHER_S))
    mode.handle(ASKED, at(OPEN_S - 1))
    assert list(mode.handle(Tick(), at(OPEN_S))) == [FORGET]


def test_a_camera_that_was_away_begins_from_none() -> None:
    mode = opened()
    assert list(mode.handle(SightLost(reason="camera-away"), at(10))) == [BEGIN]


def test_a_wish_without_a_time_zone_is_none() -> None:
    with pytest.raises(ValueError, match="time zone"):
        PictureGet(id="01JD", by="Odile", issued_at=UTC_NOW.replace(tzinfo=None), expires_at=UTC_NOW)


@given(st.lists(st.tuples(st.sampled_from([ASKED, GATHERED, Tick(), SightLost(reason="x")]), st.floats(0, 300))))
def test_whatever_happens_a_picture_follows_a_wish_of_the_last_fifteen_minutes(
    story: list[tuple[object, float]],
) -> None:
    mode, now_s = InstallationMode(), 0.0
    asked_s = told_s = float("-inf")
    gathering = False
    for event, passed_s in story:
        now_s += passed_s
        asked_s = now_s if event is ASKED else asked_s
        for effect in mode.handle(event, at(now_s)):
            if isinstance(effect, PublishPicture):
                assert gathering and now_s - asked_s < OPEN_S and now_s - told_s >= REST_S
                gathering, told_s = False, now_s
            elif isinstance(effect, GatherFrames):
                assert not effect.on or now_s - asked_s < OPEN_S
                gathering = effect.on
