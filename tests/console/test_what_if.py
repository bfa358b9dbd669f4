"""What other dwells would have done: counted by the venue's own days, tried without harm, kept on purpose."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kiosk.domain.rehearsal import Rehearsal, Stop
from kiosk.domain.venue import Zone, Zones
from kiosk.domain.words import Words
from kiosk.messages.codec import encode
from kiosk.messages.topics import REHEARSAL
from kiosk.ports import MessageArrived
from web_console.what_if import DAYS, Counts, try_dwells

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
LIMIT_S = 60.0


def zone(id: str = "door", dwell_s: float = 60.0) -> Zone:
    square = ((0.1, 0.5), (0.5, 0.5), (0.5, 0.9), (0.1, 0.9))
    return Zone(id=id, place=Words(fr="devant l'entrée", en="by the door"), polygon=square, dwell_s=dwell_s)


def answer(at: datetime, *, kept_days: int = 7, since: datetime | None = None, **zones: tuple[Stop, ...]) -> Rehearsal:
    return Rehearsal(id="01JD", at=at, since=since or at - timedelta(days=DAYS), kept_days=kept_days, zones=zones)


def at(*when: int) -> int:
    """Unix time of this time on the clock in Paris."""
    return int(datetime(*when, tzinfo=PARIS).timestamp())  # type: ignore[arg-type, misc]


# -- counting ---------------------------------------------------------------------------------------------------------


def test_stops_are_counted_with_the_present_dwell_and_the_one_tried() -> None:
    told = answer(NOW, door=tuple((at(2026, 11, 24, 9), most_s) for most_s in (20, 60, 89, 90, 300)))
    trial = try_dwells((zone(),), {"door": 90.0}, told, NOW, PARIS)
    assert trial.counts == trial.zones[0].counts == Counts(stopped=5, now=4, then=2)
    assert trial.changed and not try_dwells((zone(),), {}, told, NOW, PARIS).changed
    assert trial.zones[0].choices[:5] == (15, 30, 45, 60, 90)


def test_a_day_ends_at_midnight_where_the_house_is() -> None:
    late, early = at(2026, 11, 22, 23, 59), at(2026, 11, 23, 0, 1)
    trial = try_dwells((zone(),), {}, answer(NOW, door=((late, 100), (early, 100))), NOW, PARIS)
    assert {one.day.day: one.counts.stopped for one in trial.days} == {n: int(n in (22, 23)) for n in range(18, 25)}


def test_the_day_on_which_the_clocks_change_is_one_day() -> None:
    now = datetime(2026, 10, 25, 22, 30, tzinfo=UTC)  # 23:30 of a day of 25 hours
    stops = tuple((at(2026, 10, 25, hour), 100) for hour in (0, 2, 3, 23))
    trial = try_dwells((zone(),), {}, answer(now, door=stops), now, PARIS)
    assert trial.days[-1].counts.stopped == 4 and trial.counts.stopped == 4


def test_zones_that_are_no_more_and_stops_of_last_month_do_not_count() -> None:
    told = answer(NOW, gone=((at(2026, 11, 24, 9), 100),), door=((at(2026, 10, 24, 9), 100),))
    assert try_dwells((zone(),), {}, told, NOW, PARIS).counts == Counts()


def test_it_is_said_when_not_all_of_the_week_is_known() -> None:
    assert try_dwells((zone(),), {}, answer(NOW), NOW, PARIS).complete_since is None
    since = NOW - timedelta(days=2)
    assert try_dwells((zone(),), {}, answer(NOW, since=since), NOW, PARIS).complete_since == since


# -- the page ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def told(console: Any) -> Callable[..., None]:
    """Zones are drawn, and the watcher has just answered."""

    def tell(*zones: Zone, **stops: tuple[Stop, ...]) -> None:
        console.store.configuration.change(Zones, lambda _: Zones(zones=zones or (zone(),)), by="test")
        payload = encode(answer(datetime.now(UTC), **stops))
        console.live.put(MessageArrived(topic=REHEARSAL.pattern, payload=payload, retained=False))
        picture = console.live.picture
        while picture.rehearsal is None:
            picture = console.live.wait_for_news(picture.version, LIMIT_S)

    return tell


def _words(page: str) -> str:
    """The sentence above the chart, as it is read."""
    part = page.split('id="week-words"')[1].split("</p>")[0].split(">", 1)[1]
    return " ".join(html.unescape(part.replace("<strong>", "").replace("</strong>", "")).split())


def test_one_and_many_are_said_properly(console: Any, told: Any) -> None:
    now = int(datetime.now(UTC).timestamp())
    told(door=((now, 70),))
    page = console.owner().get("/zones/what-if").text
    assert _words(page) == "1 vehicle stopped; 1 would have been proposed (with the present times: 1)."
    page = console.owner("fr").get("/zones/what-if?dwell-0=90").text
    assert _words(page) == "1 véhicule s'est arrêté ; 0 aurait été proposé (avec les durées actuelles : 1)."


def test_each_stop_is_listed_by_the_clock_of_the_house(console: Any, told: Any) -> None:
    yesterday = datetime.now(PARIS).replace(hour=23, minute=58, second=0) - timedelta(days=1)
    told(door=((int(yesterday.timestamp()), 75),))
    page = console.owner("fr").get("/zones/what-if?dwell-0=90").text
    listed = " ".join(re.sub("<[^>]*>", "", page.split('<ol class="stops">')[1].split("</ol>")[0]).split())
    days = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
    assert listed == f"{days[yesterday.weekday()]} {yesterday.day}, 23:58 1 min 15 s ne serait plus proposé"


def test_nothing_stopped_no_zone_and_no_watcher_are_explained(console: Any, told: Any) -> None:
    owner = console.owner()
    assert "No zone has been drawn yet." in owner.get("/zones/what-if").text
    console.store.configuration.change(Zones, lambda _: Zones(zones=(zone(),)), by="test")
    assert 'class="trouble"' in owner.get("/zones/what-if").text
    told()
    assert "No vehicle has stopped in a zone" in owner.get("/zones/what-if").text


@pytest.mark.parametrize("dwell", ["nan", "inf", "-5", "0", "99999999", "soon", ""])
def test_a_dwell_that_is_none_is_refused(console: Any, told: Any, dwell: str) -> None:
    told()
    assert console.owner().get(f"/zones/what-if?dwell-0={dwell}").status_code == 400


def test_what_was_tried_is_kept_and_published(console: Any, told: Any) -> None:
    told(zone(), zone("bay", 300.0))
    version = console.store.configuration.zones().version
    owner = console.owner()
    assert owner.post("/zones/what-if", {"version": version, "dwell-1": "120"}).status_code == 303
    assert [one.dwell_s for one in console.store.configuration.zones().zones] == [60.0, 120.0]
    assert b'"dwell_s":120.0' in console.retained()["zones"]
    assert "Saved. The watcher uses these times from now on." in owner.get("/zones/what-if").text


def test_zones_that_somebody_drew_anew_meanwhile_are_not_touched(console: Any, told: Any) -> None:
    told()
    version = console.store.configuration.zones().version
    console.store.configuration.change(Zones, lambda _: Zones(zones=(zone("bay", 300.0),)), by="another")
    owner = console.owner()
    answered = owner.post("/zones/what-if", {"version": version, "dwell-0": "15"})
    assert [one.dwell_s for one in console.store.configuration.zones().zones] == [300.0]
    assert answered.status_code == 409
    assert "Somebody has changed the zones meanwhile: nothing was saved." in answered.text


def test_with_as_many_zones_as_can_be_drawn_the_page_stays_small(console: Any, told: Any) -> None:
    now = int(datetime.now(UTC).timestamp())
    zones = tuple(zone(f"zone-{n}", 70.0 + n) for n in range(32))
    told(*zones, **{one.id: ((now, 3599),) * 60 for one in zones})
    page = console.owner().get("/zones/what-if")
    assert page.status_code == 200 and len(page.data) < 100_000
