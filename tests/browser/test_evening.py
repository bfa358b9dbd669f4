"""An evening at the desk, in a real browser: tap, chime, heard; who is away; two tablets; Stop; French and English."""

import re
import wave

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

SIZES = {(1280, 800): "light", (800, 1280): "dark", (390, 844): "light", (390, 845): "dark"}
"""A tablet, the same upright, a phone by day and by night."""


def test_a_car_is_tapped_and_heard(evening) -> None:
    page = evening.tablet()
    evening.watcher.car()
    card = page.locator('[data-incident="01CAR"]')
    expect(card.locator("h3")).to_have_text("Voiture grise")
    sentence = card.locator('.sentence[lang="fr"]').inner_text()
    expect(page.locator(".trouble:visible")).to_have_count(0)
    card.get_by_role("button", name=re.compile("^Annoncer")).click()
    expect(page.locator("#verdict")).to_have_text("Entendue")

    evening.watcher.wait_for(lambda w: w.announcements()[-1].state == "spoken")
    states = [a.state for a in evening.watcher.announcements()]
    assert states == sorted(states, key=["queued", "rendering", "chime", "speaking", "spoken"].index)
    heard = evening.watcher.announcements()[-1]
    assert (heard.by, heard.text.fr, heard.incident) == ("Léa", sentence, "01CAR")
    with wave.open(str(evening.heard(heard.id))) as sound:
        assert sound.getnframes() / sound.getframerate() > 3.0
    expect(card.get_by_role("button", name=re.compile("^Rappeler"))).to_be_enabled()
    page.goto(f"{evening.address}/history")
    expect(page.locator(".ended")).to_contain_text(["Entendue"])


def test_a_table_is_called_with_two_taps_and_a_name_and_stop_stops_it(long_evening) -> None:
    page = long_evening.tablet()
    expect(page.locator(".trouble:visible")).to_have_count(0)
    page.get_by_role("button", name="Table prête").click()
    page.fill('[name="name"]', "Martin")
    expect(page.locator("#preview")).to_contain_text("Martin")
    shown = page.locator('#preview [lang="fr"]').inner_text()
    page.locator("#sheet").get_by_role("button", name="Annoncer").click()
    expect(page.locator("#sheet")).not_to_be_visible()
    long_evening.watcher.wait_for(lambda w: any(a.state == "chime" for a in w.announcements()))
    assert long_evening.watcher.announcements()[-1].text.fr == shown
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator("#verdict")).to_have_text("Arrêtée")
    long_evening.watcher.wait_for(lambda w: w.announcements()[-1].state == "cancelled")


def test_each_of_several_announcements_can_be_stopped_on_a_phone(long_evening) -> None:
    page = long_evening.tablet(size=(390, 844))
    expect(page.locator(".trouble:visible")).to_have_count(0)
    for number in ("12", "14"):
        page.get_by_role("button", name="Table prête").click()
        page.fill('[name="table"]', number)
        expect(page.locator("#preview")).to_contain_text(number)
        page.locator("#sheet").get_by_role("button", name="Annoncer").click()
        expect(page.locator("#sheet")).not_to_be_visible()
    stops = page.get_by_role("button", name="Arrêter celle-ci")
    expect(stops).to_have_count(2)
    for stop in stops.all():
        expect(stop).to_be_in_viewport(ratio=1)
    stops.nth(1).click()
    long_evening.watcher.wait_for(lambda w: any(a.state == "cancelled" for a in w.announcements()))
    (cancelled,) = (a for a in long_evening.watcher.announcements() if a.state == "cancelled")
    assert "14" in cancelled.text.fr


def test_two_tablets_at_once_announce_once(evening) -> None:
    lea, karim = evening.tablet("Léa"), evening.tablet("Karim")
    evening.watcher.car()
    for page in (lea, karim):
        expect(page.locator(".trouble:visible")).to_have_count(0)
        page.locator(".announce").wait_for()
    # Both fingers are on the glass before either answer is there.
    for page in (lea, karim):
        page.evaluate("setTimeout(() => document.querySelector('.announce').click(), 0)")
    evening.watcher.wait_for(lambda w: any(a.state == "speaking" for a in w.announcements()))
    assert len({a.id for a in evening.watcher.announcements()}) == 1
    for page in (lea, karim):
        expect(page.locator(".card-live")).to_be_visible()


def test_the_announcer_dies_the_desk_says_so_and_refuses_then_takes_taps_again(evening) -> None:
    page = evening.tablet()
    evening.watcher.car()
    button = page.locator(".announce")
    expect(button).to_be_enabled()
    evening.kill("announcer")
    expect(page.locator("#troubles")).to_contain_text("L'annonceur (haut-parleur) ne répond pas.")
    expect(button).to_be_disabled()
    page.get_by_role("button", name="Bienvenue").click()
    page.locator("#sheet").get_by_role("button", name="Annoncer").click()
    expect(page.locator("#sheet-answer")).to_contain_text("Vérifiez que son boîtier est allumé")
    page.locator("#sheet").get_by_role("button", name="Fermer").click()
    assert evening.watcher.announcements() == []

    evening.start("announcer")
    expect(page.locator(".trouble:visible")).to_have_count(0)
    expect(button).to_be_enabled()


def test_broker_and_console_die_the_tablet_says_so_and_finds_them_again(evening, mosquitto) -> None:
    page = evening.tablet()
    evening.watcher.car()
    expect(page.locator(".announce")).to_be_enabled()
    mosquitto.stop()
    expect(page.locator("#troubles")).to_contain_text("La messagerie interne ne répond pas.")
    expect(page.locator(".announce")).to_have_count(1)
    mosquitto.start()
    expect(page.locator(".trouble:visible")).to_have_count(0)
    expect(page.locator(".announce")).to_be_enabled()

    evening.kill("console")
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator(".announce")).to_be_disabled()
    evening.start("console")
    expect(page.locator("#offline")).not_to_be_visible()
    expect(page.locator(".announce")).to_be_enabled()


def test_an_english_reader_reads_english_and_tells_the_watcher_that_it_is_nothing(evening) -> None:
    page = evening.tablet(locale="en-GB")
    evening.watcher.car()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".card h3")).to_have_text("Grey car")
    expect(page.get_by_role("button", name=re.compile("^Announce"))).to_be_visible()
    page.get_by_role("button", name="It is nothing").click()
    evening.watcher.wait_for(lambda w: [(d.decision, d.by) for d in w.decisions()] == [("dismiss", "Léa")])
    evening.watcher.car(state="dismissed")
    expect(page.locator("#cards")).to_contain_text("Nobody is in the way.")


def test_nobody_is_left_out_and_nothing_is_cut_off(evening) -> None:
    evening.watcher.car()
    evening.watcher.car(id="01VAN", state="noticed", kind="van", colour="white")
    evening.watcher.car(id="01MOTO", state="lost_sight", kind="motorcycle", colour=None)
    page = evening.tablet()
    for (width, height), scheme in SIZES.items():
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        page.locator(".card").nth(2).wait_for()
        _check(page, "desk")
        page.get_by_role("button", name="Véhicule gênant", exact=True).click()
        page.locator("#preview .hint").wait_for()
        _check(page, "sheet")
        _fingers_fit(page)
        page.get_by_role("button", name="Fermer").click()
        _fingers_fit(page)
    page.goto(f"{evening.address}/history")
    _check(page, "history")


def _check(page: Page, what: str) -> None:
    """No violation that axe knows, nothing wider than the screen."""
    found = Axe().run(page)
    assert not found.response["violations"], f"{what}: {found.generate_report()}"
    too_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not too_wide, f"{what} is wider than {page.viewport_size}"


def _fingers_fit(page: Page) -> None:
    """Wet hands: every button of the desk is at least 56 pixels high."""
    small = page.evaluate(
        """[...document.querySelectorAll('.desk button, .sheet[open] button, .sheet[open] input:not([type=checkbox])')]
        .filter((b) => b.offsetParent && b.getBoundingClientRect().height < 55.5).map((b) => b.outerHTML)"""
    )
    assert not small, small
