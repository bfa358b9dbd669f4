"""Hold to speak: a real Chromium with a microphone, real Mosquitto, console, announcer and player; what is heard."""

from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

RATE_HZ = 22050
ENDED = ("spoken", "cancelled", "interrupted", "failed", "refused", "expired")


def _tablet(evening: Any, **changes: Any) -> Page:
    page: Page = evening.tablet(**changes)
    page.context.grant_permissions(["microphone"])
    page.goto(f"{evening.address}/speak")
    expect(page.locator("#hold")).to_be_enabled()
    page.wait_for_function("fetch('/desk/picture').then((a) => a.json()).then((picture) => !picture.blocked)")
    return page


def _press(page: Page) -> None:
    page.locator("#hold").hover()
    page.mouse.down()


def _story(evening: Any, number: int) -> list[str]:
    """All states of this announcement (0 for the first one), once it has come to its end; the last with its reason."""
    told: dict[str, list[Any]] = {}

    def ended(watcher: Any) -> bool:
        told.clear()
        for one in watcher.announcements():
            told.setdefault(one.id, []).append(one)
        return len(told) > number and list(told.values())[number][-1].state in ENDED

    evening.watcher.wait_for(ended)
    states = [one.state for one in list(told.values())[number]]
    return [state for state, before in zip(states, [None, *states], strict=False) if state != before]


def _parts_of(samples: Any, hz: float) -> Any:
    """For each 0.1 s, whether this tone is most of what is heard."""
    blocks = samples[: len(samples) // 2205 * 2205].astype(float).reshape(-1, 2205)
    power = np.abs(np.fft.rfft(blocks * np.hanning(2205))) ** 2
    at = np.fft.rfftfreq(2205, 1 / RATE_HZ)
    return (power[:, np.abs(at - hz) < 40].sum(axis=1) > 0.7 * power.sum(axis=1)) & (np.abs(blocks).max(axis=1) > 800)


def test_what_is_said_while_the_button_is_held_is_heard_after_the_chime_and_nothing_else(
    talking_evening: Any, voice_hz: float, tmp_path: Any
) -> None:
    evening, heard = talking_evening
    page = _tablet(evening)
    state = page.locator("#state")
    _press(page)
    expect(state).to_contain_text("Le carillon")
    page.mouse.up()  # before it was one's turn
    expect(state).to_have_text("Arrêté : on n'entend plus rien.")
    assert _story(evening, 0)[-2:] == ["chime", "cancelled"]
    assert not _parts_of(heard(), voice_hz).any()

    before = len(heard())
    _press(page)
    expect(state).to_have_text("Parlez")
    expect(page.locator("#left")).to_have_text("encore 18 s")  # of 20: two seconds were said
    page.mouse.up()
    expect(state).to_have_text("On vous a entendu.")
    assert _story(evening, 1) == ["queued", "rendering", "chime", "speaking", "spoken"]
    voice = _parts_of(heard()[before:], voice_hz)
    assert voice.sum() >= 4, "syllables, half of the time"
    assert np.argmax(voice) > 15, "the chime comes first"
    assert not list((tmp_path / "state").rglob("*.wav")), "nothing of it is kept"

    _press(page)
    expect(state).to_have_text("Parlez")
    page.evaluate(  # as a browser tells that another tab is in front, or the screen is locked
        """() => {
            Object.defineProperty(document, "hidden", {value: true});
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    expect(state).to_have_text("Personne ne parle.")
    assert _story(evening, 2)[-2:] == ["speaking", "spoken"]


def test_a_tablet_or_an_announcer_that_vanishes_leaves_nothing_on_the_air(talking_evening: Any) -> None:
    evening, heard = talking_evening
    page = _tablet(evening)
    state = page.locator("#state")
    _press(page)
    expect(state).to_have_text("Parlez")
    page.context.set_offline(True)
    expect(state).to_contain_text("La console ne répond pas")
    assert _story(evening, 0)[-2:] == ["speaking", "interrupted"]
    assert evening.watcher.announcements()[-1].reason == "live-lost"
    page.context.set_offline(False)
    page.mouse.up()

    _press(page)
    expect(state).to_have_text("Parlez")
    before = len(heard())
    evening.kill("announcer")
    evening.start("announcer")
    assert _story(evening, 1)[-2:] == ["speaking", "interrupted"]
    expect(state).to_contain_text("Interrompue")
    assert len(heard()) - before < 5 * RATE_HZ, "it is not begun anew"


def test_where_the_microphone_is_not_allowed_the_page_says_how(office: Any, microphones: Any) -> None:
    office._browser = microphones
    page = office.page("/speak", locale="en-GB")
    page.goto(page.url.replace("127.0.0.1", "kiosk.test"))
    page.click('[data-name="Hélène"]')  # another address, another cookie
    page.fill('[name="secret"]', "cheval agrafe pile juste")
    page.keyboard.press("Enter")
    expect(page.locator("#insecure")).to_contain_text("addresses that begin with https")
    expect(page.locator("#hold")).to_be_disabled()
    expect(page.locator("#allow")).to_be_hidden()


@pytest.mark.parametrize(("size", "scheme", "locale"), [((1280, 800), "light", "fr-FR"), ((390, 844), "dark", "en-GB")])
def test_the_page_fits_tablet_and_phone_and_axe_finds_nothing(
    office: Any, size: tuple[int, int], scheme: str, locale: str
) -> None:
    page = office.page("/speak", size=size, scheme=scheme, locale=locale)
    expect(page.locator("#before")).to_be_visible()  # there is no announcer in an office
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    bottom = page.locator("#hold").evaluate("(hold) => hold.getBoundingClientRect().bottom")
    assert bottom <= size[1], "the button is in reach"
    page.evaluate("document.getElementById('insecure').hidden = false")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert office.complaints == []
