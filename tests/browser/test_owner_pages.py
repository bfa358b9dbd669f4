"""Every page of the owner and the way in: readable, reachable, nothing outside the screen; checked with axe."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from web_console.first_run import new_code

PAGES = (
    "/sign-in", "/people", "/venue", "/templates", "/templates/car-badly-parked", "/templates/new", "/zones",
    "/recordings", "/zones/what-if", "/no-such-page",
)  # fmt: skip
SEEN = {"tablet": ((1280, 800), "light", "fr-FR"), "phone at night": ((390, 844), "dark", "en-GB")}


@pytest.mark.parametrize("seen", SEEN)
def test_pages_fit_the_screen_and_axe_finds_nothing(office: Any, seen: str) -> None:
    size, scheme, locale = SEEN[seen]
    page = office.page("/sign-in", size=size, scheme=scheme, locale=locale)
    for path in PAGES:
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
        expect(page.locator("h1")).to_be_visible()
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path


def test_a_waiter_enters_by_the_keys_on_the_screen(office: Any) -> None:
    page = office.page("/sign-in", signed_in=False, touch=True)
    page.get_by_role("link", name="Jean-Baptiste").tap()
    for key in "47149":
        page.get_by_role("button", name=key, exact=True).tap()
    page.get_by_role("button", name="Effacer le dernier chiffre").tap()
    page.get_by_role("button", name="Se connecter").tap()
    expect(page.locator("#desk")).to_be_visible()


def test_the_language_is_switched_with_one_tap_and_stays(office: Any) -> None:
    page = office.page("/people")
    expect(page.locator("h1")).to_have_text("Équipe")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("People")
    page.get_by_role("link", name="Zones").click()
    expect(page.locator("h1")).to_have_text("Where a stopped vehicle is in the way")


def test_staff_get_a_pin_and_owners_a_password(office: Any) -> None:
    page = office.page("/people")
    expect(page.get_by_label("Code", exact=True)).to_be_visible()
    page.get_by_text("Gérant : annoncer et régler la maison").click()
    expect(page.get_by_label("Mot de passe")).to_be_visible()
    expect(page.get_by_label("Code", exact=True)).to_be_hidden()


def test_the_first_owner_opens_the_house_with_the_printed_code(new_office: Any) -> None:
    code = new_code(new_office.store)
    page = new_office.page("/", signed_in=False, size=(390, 844))
    page.get_by_label("Code à usage unique").fill(code)
    page.get_by_label("Votre nom").fill("Hélène")
    page.get_by_label("Mot de passe", exact=True).fill("cheval")
    expect(page.locator("#strength")).to_have_text("Encore trop court")
    page.get_by_label("Mot de passe", exact=True).fill("cheval agrafe pile juste")
    expect(page.locator("#strength")).to_have_text("Solide")
    page.get_by_label("Encore le même mot de passe").fill("cheval agrafe pile juste")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Ouvrir la maison").click()
    expect(page.locator("#desk")).to_be_visible()
