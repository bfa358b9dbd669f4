"""An owner draws zones with a finger, a mouse or the keyboard."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kiosk.adapters.bus import open_bus
from kiosk.domain.picture import OPEN_S
from kiosk.domain.venue import Zone, Zones
from kiosk.domain.words import Words
from kiosk.empty_street import empty_street_jpeg
from kiosk.messages.codec import encode
from kiosk.messages.status import Status
from kiosk.messages.topics import PICTURE, PICTURE_GET, WATCHER_STATUS
from kiosk.ports import BusEvent, MessageArrived, Outgoing

SQUARE = ((0.2, 0.5), (0.6, 0.5), (0.6, 0.9), (0.2, 0.9))
KEPT = Zone(id="entree", place=Words(fr="devant l'entrée"), polygon=SQUARE, dwell_s=60.0)


def _open(office: Any, *kept: Zone, **how: Any) -> Page:
    if kept:
        office.store.configuration.change(Zones, lambda before: Zones(zones=kept, version=before.version), by="test")
    page = office.page("/zones", **how)
    page.wait_for_selector('#zones[data-ready="yes"]')
    return page


def _at(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a point of the plan is on the screen."""
    page.locator("#board").scroll_into_view_if_needed()
    left, top, width, height = page.evaluate(
        """() => {
          const board = document.getElementById("board");
          const at = (x, y) => new DOMPoint(x, y).matrixTransform(board.getScreenCTM());
          const [a, b] = [at(0, 0), at(1600, 900)];
          return [a.x, a.y, b.x - a.x, b.y - a.y];
        }"""
    )
    return left + x * width, top + y * height


def _drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*_at(page, *start))
    page.mouse.down()
    page.mouse.move(*_at(page, *end), steps=4)
    page.mouse.up()


def _kept(office: Any) -> tuple[Zone, ...]:
    return office.store.configuration.zones().zones


def _save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#saved")).to_be_visible()


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "finger"])
def test_a_zone_is_drawn_named_and_kept(office: Any, touch: bool) -> None:
    page = _open(office, touch=touch, size=(390, 844) if touch else (1280, 800))
    expect(page.locator("#no-zones")).to_be_visible()
    page.get_by_role("button", name="Nouvelle zone").click()
    for corner in SQUARE:
        (page.touchscreen.tap if touch else page.mouse.click)(*_at(page, *corner))
    page.get_by_role("button", name="Fermer la zone").click()
    page.get_by_label("L'endroit, en français").fill("devant l'entrée")
    expect(page.locator('[data-as-in="fr"]')).to_have_text("« une voiture garée devant l'entrée »")
    page.locator('[data-field="minutes"]').fill("3")
    page.locator('[data-field="seconds"]').fill("30")
    _save(page)
    (zone,) = _kept(office)
    assert (zone.id, zone.place.fr, zone.dwell_s) == ("devant-l-entree", "devant l'entrée", 210)
    for drawn, wanted in zip(zone.polygon, SQUARE, strict=True):
        assert drawn == pytest.approx(wanted, abs=0.01)
    assert office.complaints == []


def test_a_place_can_be_chosen_in_both_languages_at_once(office: Any) -> None:
    page = _open(office, KEPT)
    page.get_by_text("Exemples à choisir").click()
    page.get_by_role("button", name="sur la piste cyclable").click()
    _save(page)
    assert _kept(office)[0].place == Words(fr="sur la piste cyclable", en="on the cycle lane")


def test_a_corner_is_dragged_and_the_drag_undone(office: Any) -> None:
    page = _open(office, KEPT)
    _drag(page, SQUARE[1], (0.8, 0.4))
    _drag(page, SQUARE[3], (0.1, 0.8))
    page.get_by_role("button", name="Annuler").click()
    _save(page)
    assert _kept(office)[0].polygon[1] == pytest.approx((0.8, 0.4), abs=0.01)
    assert _kept(office)[0].polygon[3] == SQUARE[3]


def test_a_corner_is_added_on_an_edge_and_removed_again(office: Any) -> None:
    page = _open(office, KEPT)
    _drag(page, (0.4, 0.5), (0.4, 0.3))
    _save(page)
    assert len(_kept(office)[0].polygon) == 5
    assert _kept(office)[0].polygon[1] == pytest.approx((0.4, 0.3), abs=0.01)
    page.get_by_role("button", name="Retirer ce coin").click()
    _save(page)
    assert _kept(office)[0].polygon == SQUARE


def test_an_edge_that_crosses_itself_is_refused_in_words(office: Any) -> None:
    page = _open(office, KEPT)
    _drag(page, SQUARE[0], (0.8, 0.7))
    expect(page.locator('.zone-card [data-mistake="polygon"]')).to_contain_text("Le bord se croise")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#answer")).to_contain_text("Le bord se croise")
    assert _kept(office) == (KEPT,)


def test_a_zone_without_a_name_is_not_kept(office: Any) -> None:
    page = _open(office, KEPT)
    page.get_by_label("L'endroit, en français").fill("  ")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#answer")).to_contain_text("Dites où c'est")
    assert _kept(office) == (KEPT,)


def test_the_keyboard_moves_corners(office: Any) -> None:
    page = _open(office, KEPT)
    page.get_by_role("button", name="Coin 1").focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    _save(page)
    assert _kept(office)[0].polygon[0] == pytest.approx((0.18, 0.49))


def test_a_zone_is_deleted(office: Any) -> None:
    page = _open(office, KEPT)
    page.get_by_role("button", name="Supprimer cette zone").click()
    _save(page)
    assert _kept(office) == ()


def test_what_somebody_else_saved_is_not_overwritten(office: Any) -> None:
    page = _open(office, KEPT)
    other = Zone(id="autre", place=Words(fr="ailleurs"), polygon=SQUARE, dwell_s=30.0)
    office.store.configuration.change(Zones, lambda before: Zones(zones=(other,), version=before.version), by="test")
    page.locator('[data-field="minutes"]').fill("9")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#answer")).to_contain_text("entre-temps")
    assert _kept(office) == (other,)


def test_a_picture_to_draw_over_stays_on_the_tablet(office: Any) -> None:
    page = _open(office, KEPT)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method != "GET" else None)
    # A white picture of 40 x 30, drawn here.
    picture = page.evaluate(
        """async () => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 30 });
          const blob = await new Promise((done) => canvas.toBlob(done));
          return [...new Uint8Array(await blob.arrayBuffer())];
        }"""
    )
    file = {"name": "rue.png", "mimeType": "image/png", "buffer": bytes(picture)}
    page.locator("#picture").set_input_files([file])  # type: ignore[list-item]
    expect(page.locator("#plan")).to_have_attribute("href", re.compile("^blob:"))
    expect(page.locator("#board")).to_have_attribute("viewBox", "0 0 1600 1200")
    assert sent == []
    assert office.complaints == []


@pytest.fixture
def watcher_that_answers(office: Any) -> Iterator[None]:
    """Sends a picture of the empty street to whoever asks for one."""

    def answer(event: BusEvent) -> None:
        if isinstance(event, MessageArrived):
            bus.publish(Outgoing(topic=PICTURE.pattern, payload=jpeg))

    jpeg = empty_street_jpeg()
    bus = open_bus(office.settings, client="watcher", subscriptions=(PICTURE_GET,), will=None, put=answer)
    bus.start()
    online = Status(state="online", since=datetime.now(UTC), version="1")
    bus.publish(Outgoing(topic=WATCHER_STATUS.pattern, payload=encode(online), retain=True))
    yield
    bus.close()


def test_the_empty_street_is_shown_under_the_zones_for_fifteen_minutes(office: Any, watcher_that_answers: None) -> None:
    page = _open(office, KEPT)
    words = page.locator("#street-words")
    expect(words).to_contain_text("La vue de la caméra, sans passants")
    page.get_by_role("button", name="Montrer la rue vide").click()
    expect(page.locator("#plan")).to_have_attribute("href", re.compile("^blob:"))
    expect(page.locator("#board")).to_have_attribute("viewBox", "0 0 1600 900")
    expect(words).to_contain_text("L'image disparaît dans 15 min et n'est pas enregistrée")
    office.later = timedelta(seconds=OPEN_S)
    expect(page.locator("#plan")).not_to_have_attribute("href", re.compile(".*"))
    expect(words).to_contain_text("La vue de la caméra, sans passants")
    expect(page.get_by_role("button", name="Montrer la rue vide")).to_be_enabled()
    assert office.complaints == []


def test_without_a_watcher_the_page_says_why_there_is_no_street(office: Any) -> None:
    page = _open(office, KEPT)
    office.later = timedelta(seconds=5)  # until then the console may be still connecting
    while not office.live.picture.settled:
        office.live.wait_for_news(office.live.picture.version, 5.0)
    page.get_by_role("button", name="Montrer la rue vide").click()
    expect(page.locator("#street-words")).to_contain_text("Le guetteur (caméra) ne répond pas")
    expect(page.get_by_role("button", name="Montrer la rue vide")).to_be_enabled()
