"""What if: an owner tries other dwells on last week's stops, on a tablet and on a phone, and keeps them."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from kiosk.adapters.bus import open_bus
from kiosk.domain.rehearsal import Rehearsal, RehearsalGet, Stop
from kiosk.domain.venue import Zone, Zones
from kiosk.domain.words import Words
from kiosk.messages.codec import decode, encode
from kiosk.messages.status import Status
from kiosk.messages.topics import REHEARSAL, REHEARSAL_GET, WATCHER_STATUS
from kiosk.ports import BusEvent, MessageArrived, Outgoing

LIMIT_S = 40.0
SQUARE = ((0.1, 0.5), (0.5, 0.5), (0.5, 0.9), (0.1, 0.9))
ENTRANCE = Zone(id="entrance", place=Words(fr="devant l'entrée", en="by the entrance"), polygon=SQUARE, dwell_s=60.0)
BAY = Zone(id="bay", place=Words(fr="sur la place de livraison", en="in the bay"), polygon=SQUARE, dwell_s=300.0)


class Watcher:
    """Remembers `stops`, and says so when asked."""

    def __init__(self, office: Any, stops: dict[str, tuple[Stop, ...]]) -> None:
        self.stops, self.kept_days = stops, 7
        self.asked: list[RehearsalGet] = []
        self._heard = threading.Event()
        self.bus = open_bus(office.settings, client="watcher", subscriptions=(REHEARSAL_GET,), will=None, put=self._put)
        self.bus.start()
        status = Status(state="online", since=datetime.now(UTC), version="1")
        self.bus.publish(Outgoing(topic=WATCHER_STATUS.pattern, payload=encode(status), retain=True))
        picture = office.live.picture
        while "watcher" not in picture.services:
            picture = office.live.wait_for_news(picture.version, LIMIT_S)

    def _put(self, event: BusEvent) -> None:
        if isinstance(event, MessageArrived):
            get = decode(event.payload, RehearsalGet)
            self.asked.append(get)
            answer = Rehearsal(
                id=get.id, at=get.issued_at, since=get.issued_at - timedelta(days=7), kept_days=self.kept_days,
                zones=self.stops,
            )  # fmt: skip
            self.bus.publish(Outgoing(topic=REHEARSAL.pattern, payload=encode(answer)))
            self.bus.acknowledge(event)


@pytest.fixture
def watched(office: Any) -> Iterator[Callable[..., Watcher]]:
    """Two zones are drawn; makes a watcher that remembers these stops."""
    office.store.configuration.change(Zones, lambda _: Zones(zones=(ENTRANCE, BAY)), by="test")
    watchers: list[Watcher] = []

    def start(**stops: tuple[Stop, ...]) -> Watcher:
        watchers.append(Watcher(office, stops))
        return watchers[-1]

    yield start
    for watcher in watchers:
        watcher.bus.close(wait_s=0.5)


def a_week() -> dict[str, tuple[Stop, ...]]:
    """23 stops over six days: 15 are raised with the present dwells."""
    noon = datetime.now(UTC).timestamp()
    entrance = [(int(noon - (n % 6) * 86400), stood) for n, stood in enumerate([40] * 4 + [70] * 5 + [200] * 9)]
    bay = [(int(noon - n * 86400), 400 if n == 0 else 90) for n in range(5)]
    return {"entrance": tuple(entrance), "bay": tuple(bay)}


@pytest.mark.parametrize(("size", "scheme", "locale"), [((1280, 800), "light", "fr-FR"), ((390, 844), "dark", "en-GB")])
def test_the_page_fits_tablet_and_phone_and_axe_finds_nothing(
    office: Any, watched: Callable[..., Watcher], size: tuple[int, int], scheme: str, locale: str
) -> None:
    watched(**a_week())
    page = office.page("/zones/what-if", size=size, scheme=scheme, locale=locale)
    expect(page.locator("#week-words")).to_contain_text("23")
    page.locator("summary").first.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert office.complaints == []


def test_another_dwell_is_counted_at_once_and_can_be_kept(office: Any, watched: Callable[..., Watcher]) -> None:
    watcher = watched(**a_week())
    page = office.page("/zones/what-if")
    expect(page.locator("#week-words")).to_contain_text("23 véhicules se sont arrêtés")
    expect(page.locator("#week-words")).to_contain_text("15 auraient été proposés")
    keep = page.get_by_role("button", name="Utiliser désormais ces durées")
    expect(keep).to_be_hidden()
    entrance = page.get_by_role("group", name="devant l'entrée")
    entrance.get_by_text("Lesquels").click()
    expect(entrance.get_by_text("ne serait plus proposé")).to_have_count(0)
    entrance.get_by_text("1 min 30 s").click()
    expect(entrance.get_by_text("ne serait plus proposé")).to_have_count(5)
    expect(entrance.get_by_text("ne serait plus proposé").first).to_be_visible()
    week = page.locator("#week-words")
    expect(week).to_contain_text("10 auraient été proposés (avec les durées actuelles\u00a0: 15).")
    expect(page.locator("#trial-0")).to_contain_text("9 auraient été proposés")
    assert len(watcher.asked) == 1, "one question is enough for every dwell"
    keep.click()
    expect(page.locator(".good-news")).to_be_visible()
    assert [zone.dwell_s for zone in office.store.configuration.zones().zones] == [90.0, 300.0]
    expect(page.locator("#week-words")).to_contain_text("(avec les durées actuelles\u00a0: 10).")
    assert office.complaints == []


def test_whoever_has_nothing_to_show_says_why(office: Any, watched: Callable[..., Watcher]) -> None:
    picture = office.live.picture
    while not picture.settled:
        picture = office.live.wait_for_news(picture.version, LIMIT_S)
    page = office.page("/zones/what-if")
    expect(page.get_by_role("alert")).to_contain_text("Le guetteur (caméra) ne répond pas")
    watched().kept_days = 0
    page.get_by_role("link", name="Réessayer").click()
    expect(page.locator(".nothing")).to_contain_text("watching.trace_days")
