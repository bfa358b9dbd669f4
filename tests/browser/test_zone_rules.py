"""An owner says what a place is for, draws lanes and hidden parts, and chooses hours, vehicles and sizes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kiosk.domain.manners import Window
from kiosk.domain.venue import Zone, Zones
from kiosk.domain.words import Words
from kiosk.domain.zone_kinds import ZONE_KINDS

SQUARE = ((0.2, 0.5), (0.6, 0.5), (0.6, 0.9), (0.2, 0.9))
LANE = ((0.1, 0.2), (0.9, 0.2), (0.9, 0.4), (0.1, 0.4))
KEPT = Zone(id="entree", place=Words(fr="devant chez nous"), polygon=SQUARE, dwell_s=70.0)
FULL = replace(
    KEPT, kind="entrance", lanes=(LANE,), vehicles=("car", "van"), min_size=0.5, same_vehicle_s=40.0,
    hours=(Window(days=(0, 1, 2, 3, 4), start="22:00", end="06:00"), Window(days=(6,), start="08:00", end="08:00")),
)  # fmt: skip

Open = Callable[..., Page]


@pytest.fixture
def zones_page(office: Any) -> Open:
    """`zones_page(*zones, masks=..., **how)`: the page of a house that keeps these."""

    def open_page(*kept: Zone, masks: tuple[Any, ...] = (), **how: Any) -> Page:
        wanted = Zones(zones=kept, masks=masks)
        office.store.configuration.change(Zones, lambda before: replace(wanted, version=before.version), by="test")
        page: Page = office.page("/zones", **how)
        page.wait_for_selector('#zones[data-ready="yes"]')
        return page

    return open_page


def _tap(page: Page, corners: Sequence[tuple[float, float]], *, finger: bool = False) -> None:
    page.locator("#board").scroll_into_view_if_needed()
    box = page.locator("#board").bounding_box()
    assert box
    for x, y in corners:
        at = (box["x"] + x * box["width"], box["y"] + y * box["height"])
        (page.touchscreen.tap if finger else page.mouse.click)(*at)


def _saved(page: Page, office: Any) -> Zones:
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#saved")).to_be_visible()
    kept: Zones = office.store.configuration.zones()
    return kept


def _unfold(page: Page, title: str) -> None:
    page.locator(".is-chosen summary", has_text=title).click()


@pytest.mark.parametrize("finger", [False, True], ids=["mouse on a tablet", "finger on a phone"])
def test_a_lane_and_a_hidden_part_are_drawn(office: Any, zones_page: Open, finger: bool) -> None:
    page = zones_page(KEPT, touch=finger, size=(390, 844) if finger else (1280, 800))
    _unfold(page, "File d'attente")
    page.get_by_role("button", name="Dessiner une voie de circulation").click()
    expect(page.get_by_text("aussi loin qu'on la voit")).to_be_in_viewport()
    expect(page.locator("#board")).to_be_in_viewport(ratio=0.9)
    expect(page.get_by_role("button", name="Annuler")).to_be_in_viewport()
    _tap(page, [*LANE[:2], (0.5, 0.5)], finger=finger)
    page.get_by_role("button", name="Annuler").click()  # the last corner
    _tap(page, LANE[2:], finger=finger)
    page.get_by_role("button", name="Fermer la voie").click()
    expect(page.get_by_role("button", name="Voie 1", exact=True)).to_be_in_viewport()
    page.locator("#masks-part summary").click()
    page.get_by_role("button", name="Cacher une partie").click()
    _tap(page, [(0.7, 0.1), (0.95, 0.1), (0.95, 0.4)], finger=finger)
    page.get_by_role("button", name="Fermer la partie").click()
    kept = _saved(page, office)
    assert [len(lane) for lane in kept.zones[0].lanes] == [4]
    for drawn, wanted in zip(kept.zones[0].lanes[0], LANE, strict=True):
        assert drawn == pytest.approx(wanted, abs=0.015)
    assert [len(mask) for mask in kept.masks] == [3]
    assert kept.masks[0][0] == pytest.approx((0.7, 0.1), abs=0.015)
    assert office.complaints == []


def test_a_kind_proposes_its_time_and_words_and_leaves_alone_what_was_typed(office: Any, zones_page: Open) -> None:
    page = zones_page()
    page.get_by_role("button", name="Nouvelle zone").click()
    page.get_by_role("button", name="Poser un rectangle").click()
    kinds = page.locator(".is-chosen .kind")
    kinds.filter(has_text="Passage piéton").click()
    kinds.filter(has_text="Place de livraison").click()
    expect(page.get_by_label("L'endroit, en français")).to_have_value("sur la place de livraison")
    page.get_by_label("L'endroit, en français").fill("devant le quai")
    kinds.filter(has_text="Arrêt de bus").click()
    expect(page.get_by_label("L'endroit, en français")).to_have_value("devant le quai")
    zone = _saved(page, office).zones[0]
    assert (zone.kind, zone.place.fr, zone.dwell_s) == ("bus-stop", "devant le quai", 90.0)
    page.get_by_role("button", name="Prendre l'habituel").click()
    zone = _saved(page, office).zones[0]
    assert (zone.place, zone.dwell_s) == (ZONE_KINDS["bus-stop"].place, 90.0)


def test_hours_vehicles_size_and_same_vehicle_are_chosen_in_words(office: Any, zones_page: Open) -> None:
    page = zones_page(KEPT)
    _unfold(page, "Horaires")
    page.get_by_text("À certaines heures").click()
    for day in ("samedi", "dimanche"):
        page.get_by_text(day, exact=True).locator("..").click()
    page.get_by_label("de", exact=True).fill("22:00")
    page.locator('[data-field="end"]').fill("06:00")
    expect(page.locator("[data-until]")).to_have_text("Jusqu'à 06:00 le lendemain.")
    expect(page.locator('[data-rule="hours"] [data-value]')).to_have_text("lun–ven 22:00–06:00")
    _unfold(page, "Véhicules concernés")
    page.locator(".is-chosen label", has_text="camion").click()
    page.locator(".is-chosen label", has_text="bus").last.click()
    _unfold(page, "Plus petite taille")
    page.get_by_text("La moitié de la zone").click()
    expect(page.locator(".size-box")).to_have_count(1)
    _unfold(page, "Même véhicule")
    page.get_by_label("C'est le même véhicule").select_option(label="5 min")
    zone = _saved(page, office).zones[0]
    assert zone.hours == (Window(days=(0, 1, 2, 3, 4), start="22:00", end="06:00"),)
    assert (zone.vehicles, zone.min_size, zone.same_vehicle_s) == (("truck", "bus"), 0.5, 300.0)
    page.locator(".is-chosen label", has_text="Tous").click()
    page.get_by_text("Toujours", exact=True).click()
    zone = _saved(page, office).zones[0]
    assert (zone.hours, zone.vehicles) == ((), ())


def test_what_was_kept_is_shown_and_saved_unchanged(office: Any, zones_page: Open) -> None:
    other = replace(KEPT, id="autre")
    page = zones_page(FULL, other, masks=(LANE,))
    shown = {rule: page.locator(f'.is-chosen [data-rule="{rule}"] [data-value]') for rule in ("lanes", "hours", "same")}
    expect(shown["lanes"]).to_have_text("1")
    expect(shown["hours"]).to_have_text("lun–ven 22:00–06:00, dim 08:00–08:00")
    expect(shown["same"]).to_have_text("40 s")
    expect(page.get_by_role("button", name="Enregistrer")).to_be_disabled()
    page.locator('.is-chosen [data-field="seconds"]').fill("11")
    kept = _saved(page, office)
    assert kept.zones == (replace(FULL, dwell_s=71.0), other)
    assert kept.masks == (LANE,)


def test_a_mistake_stands_beside_its_field_and_nothing_is_lost(office: Any, zones_page: Open) -> None:
    page = zones_page(FULL)
    page.locator('[data-field="fr"]').fill("")
    page.locator('[data-field="minutes"]').fill("99")
    _unfold(page, "Horaires")
    for day in page.locator(".time-row").last.locator(".day:has(input:checked)").all():
        day.click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator('[data-mistake="hours"]')).to_have_text("Choisissez au moins un jour.")
    expect(page.locator('[data-mistake="dwell"]')).to_contain_text("5 secondes à 60 minutes")
    expect(page.locator('[data-mistake="place"]')).to_contain_text("Dites où c'est")
    minutes = page.locator('[data-field="minutes"]')
    expect(minutes).to_have_value("99")
    expect(minutes).to_have_attribute("aria-invalid", "true")
    assert office.store.configuration.zones().zones == (FULL,)


def test_a_hidden_part_over_a_zone_warns_and_can_be_removed(office: Any, zones_page: Open) -> None:
    page = zones_page(KEPT, masks=(((0.0, 0.0), (0.3, 0.0), (0.3, 0.6)),))
    page.locator("#masks-part summary").click()
    expect(page.locator("#masks-warning")).to_contain_text("«\u00a0devant chez nous\u00a0» : rien n'y est vu")
    page.get_by_role("button", name="Supprimer la partie cachée 1").click()
    expect(page.locator("#masks-warning")).to_be_empty()
    assert _saved(page, office) == Zones(zones=(KEPT,), version=2)


@pytest.mark.parametrize(
    ("size", "scheme", "locale"),
    [((1280, 800), "light", "fr-FR"), ((390, 844), "dark", "en-GB")],
    ids=["tablet", "phone at night"],
)
def test_with_everything_unfolded_the_page_fits_and_axe_finds_nothing(
    zones_page: Open, size: tuple[int, int], scheme: str, locale: str
) -> None:
    long = replace(
        FULL, id="long", place=Words(fr="x" * 60, en="devant la grande porte cochère du 12 bis, côté jardin")
    )
    page = zones_page(FULL, long, masks=(LANE,), size=size, scheme=scheme, locale=locale)
    for fold in page.locator(".is-chosen details, #masks-part").all():
        fold.locator("summary").click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
