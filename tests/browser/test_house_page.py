"""The House page in a real browser, and insisting: an owner's rules are kept, and a person can overrule one of them."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kiosk.domain.manners import Pronunciation, Window
from kiosk.domain.venue import Venue

PHONE, TABLET = (390, 844), (1280, 800)


def test_an_owner_sets_the_manners_of_the_house_on_a_phone(office: Any) -> None:
    page = office.page("/venue", size=PHONE, touch=True)
    page.locator("#most_per_hour").fill("6")
    expect(page.locator(".slider output")).to_have_text("6 par heure")
    page.get_by_role("button", name="Horaire calme").tap()
    quiet = page.locator("#quiet .time-row")
    quiet.get_by_label("de", exact=True).fill("15:00")
    quiet.get_by_label("à", exact=True).fill("17:30")
    quiet.locator(".day").first.tap()  # not on Mondays
    page.get_by_role("button", name="Autre mot").tap()
    word = page.locator(".word-row")
    word.get_by_label("Écrit").fill("Quinoa")
    word.get_by_label("se dit").fill("kinoa")
    word.get_by_role("button", name="Écouter").tap()
    page.wait_for_selector(".word-row[data-heard]")
    expect(page.locator(".slider output")).to_have_text("6 par heure")
    _is_readable(page, PHONE)
    page.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})
    _is_readable(page, TABLET)
    page.get_by_label("Nom").press("Enter")  # saves, as the large button does
    expect(page.locator(".good-news")).to_be_visible()
    kept = office.store.configuration.venue()
    assert kept.manners.most_per_hour == 6
    assert kept.manners.quiet == (Window(days=(1, 2, 3, 4, 5, 6), start="15:00", end="17:30"),)
    assert kept.pronunciations == (Pronunciation(written="Quinoa", said="kinoa"),)
    assert kept.languages == Venue().languages
    assert office.complaints == []


def test_what_was_said_a_moment_ago_is_said_again_only_if_somebody_insists(evening: Any) -> None:
    page = evening.tablet()
    expect(page.locator(".trouble:visible")).to_have_count(0)
    _asks_for(page, "Oui.")
    expect(page.locator("#verdict")).to_have_text("Entendue")
    _asks_for(page, "Oui.")
    expect(page.locator("#verdict")).to_contain_text("Pas dite")
    _is_readable(page, TABLET)
    page.get_by_role("button", name="Dire quand même").click()
    expect(page.locator("#verdict")).to_have_text("Entendue")
    ends = [one.state for one in evening.watcher.announcements() if one.state in ("spoken", "refused")]
    assert ends == ["spoken", "refused", "spoken"]


def _asks_for(page: Page, words: str) -> None:
    page.get_by_role("button", name="Autre chose…").click()
    page.locator("#sheet textarea").fill(words)
    page.locator("#sheet").get_by_role("button", name="Annoncer").click()
    expect(page.locator("#sheet")).not_to_be_visible()


def _is_readable(page: Page, size: tuple[int, int]) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
