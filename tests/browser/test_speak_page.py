"""Hold to speak: a real Chromium with a microphone, real Mosquitto, console, announcer and player; what is heard."""

from typing import Any

import numpy as np
from playwright.sync_api import Page, expect

RATE_HZ = 22050


def _tablet(evening: Any, **changes: Any) -> Page:
    page = evening.tablet(**changes)
    page.context.grant_permissions(["microphone"])
    page.goto(f"{evening.address}/speak")
    expect(page.locator("#hold")).to_be_enabled()
    return page


def _press(page: Page) -> None:
    page.locator("#hold").hover()
    page.mouse.down()


def _last(evening: Any) -> Any:
    evening.watcher.wait_for(lambda w: w.announcements())
    return evening.watcher.announcements()[-1]


def _states(evening: Any) -> list[str]:
    states: list[str] = []
    for one in evening.watcher.announcements():
        if states[-1:] != [one.state]:
            states.append(one.state)
    return states


def _share_of(samples: Any, hz: float) -> float:
    """How much of the sound is this tone."""
    spectrum = np.abs(np.fft.rfft(samples.astype(float) * np.hanning(len(samples)))) ** 2
    at = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    return float(spectrum[np.abs(at - hz) < 30].sum() / spectrum.sum())


def test_what_is_said_while_the_button_is_held_is_heard_after_the_chime(talking_evening: Any, voice_hz: float) -> None:
    evening, heard = talking_evening
    page = _tablet(evening)
    _press(page)
    expect(page.locator("#state")).to_have_text("Parlez")
    page.wait_for_timeout(2500)
    expect(page.locator("#left")).to_contain_text("encore")
    page.mouse.up()
    expect(page.locator("#state")).to_have_text("On vous a entendu.")
    assert _states(evening) == ["queued", "rendering", "chime", "speaking", "spoken"]
    stream = heard()
    spoken = stream[round(2.4 * RATE_HZ) : round(4.0 * RATE_HZ)]
    assert _share_of(spoken, voice_hz) > 0.5
