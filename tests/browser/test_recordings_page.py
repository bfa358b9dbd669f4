"""The house's own voice: a real Chromium records from its microphone, or brings a file; what is kept is heard."""

import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kiosk.messages.recording import RATE_HZ, samples_of

WELCOME = "Mesdames, messieurs, soyez les bienvenus. Toute l'équipe est à votre service."
ENDINGS = {"wav": [], "mp3": [], "m4a": ["-c:a", "aac"], "ogg": ["-c:a", "libvorbis"]}


def _open(office: Any, path: str = "/recordings/welcome", **how: Any) -> Page:
    page: Page = office.page(path, **how)
    page.context.grant_permissions(["microphone"])
    page.wait_for_selector('#wordings[data-ready="yes"]')
    return page


def _kept(office: Any) -> list[bytes]:
    recordings = office.store.recordings
    return [recordings.content(name) for name in recordings.all()]


def _share_of(content: bytes, hz: float) -> float:
    """How much of what is heard is this tone."""
    samples = samples_of(content).astype(np.float64)
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    at = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    return float(power[np.abs(at - hz) < 60].sum() / power.sum())


def _record(page: Page) -> None:
    """From the button beside the words to a take that can be kept."""
    page.locator('[data-act="record"]').first.click()
    studio = page.locator("#studio")
    expect(studio.locator("#studio-words")).to_have_text(WELCOME)
    studio.get_by_role("button", name="Enregistrer").click()
    expect(studio).to_have_attribute("data-state", "recording")
    expect(studio.locator("#studio-time")).to_have_text(re.compile(r"^2,[0-9] s / 20 s"))
    assert page.locator("#studio-level span").evaluate("bar => new DOMMatrix(getComputedStyle(bar).transform).a") > 0
    studio.get_by_role("button", name="Stop").click()
    expect(page.locator("#studio-state")).to_have_text("C'est bien. Écoutez, puis gardez.")


def test_words_are_recorded_heard_and_kept_and_what_is_kept_is_what_was_said(
    recording_office: Any, voice_hz: float
) -> None:
    page = _open(recording_office)
    page.get_by_label("De qui est cette voix ?").fill("Léa")
    _record(page)
    assert Axe().run(page).violations_count == 0
    page.locator("#studio").get_by_role("button", name="Écouter").click()
    expect(page.locator("#wordings")).to_have_attribute("data-heard", "1")
    assert _kept(recording_office) == []
    page.locator("#studio").get_by_role("button", name="Garder").click()
    expect(page.locator("#studio")).to_be_hidden()
    expect(page.locator(".wording.is-whole")).to_have_count(1)
    expect(page.locator(".segment.is-recorded")).to_contain_text("Léa")
    (content,) = _kept(recording_office)
    assert 1.5 < len(samples_of(content)) / RATE_HZ < 20
    assert _share_of(content, voice_hz) > 0.8
    assert Axe().run(page).violations_count == 0
    page.locator(".deleting summary").click()
    page.get_by_role("button", name="Oui, supprimer partout").click()
    expect(page.locator(".good-news")).to_contain_text("supprimé")
    assert _kept(recording_office) == []
    assert recording_office.complaints == []


def test_a_microphone_that_is_not_allowed_is_said(recording_office: Any) -> None:
    page = _open(recording_office)
    page.context.clear_permissions()
    page.locator('[data-act="record"]').first.click()
    page.locator("#studio").get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#studio-state")).to_contain_text("Le micro n'a pas été autorisé")
    assert _kept(recording_office) == []


def test_without_https_it_is_said_and_files_of_every_kind_are_the_way(
    recording_office: Any, voice_hz: float, tmp_path: Path
) -> None:
    page = _open(recording_office)
    host = page.url.split("/recordings")[0].replace("127.0.0.1", "kiosk.test")
    page.goto(f"{host}/sign-in")
    page.click('[data-name="Hélène"]')
    page.fill('[name="secret"]', "cheval agrafe pile juste")
    page.keyboard.press("Enter")
    page.wait_for_selector("#desk")
    page.goto(f"{host}/recordings/welcome")
    expect(page.locator("#insecure")).to_contain_text("connexion sécurisée")
    expect(page.locator('[data-act="record"]').first).to_be_hidden()
    for number, (ending, codec) in enumerate(ENDINGS.items(), 1):
        file = tmp_path / f"brought.{ending}"
        tone = f"sine=frequency={voice_hz}:duration=2:sample_rate=44100"
        subprocess.run(
            ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", tone, "-ac", "2", *codec, str(file)], check=True
        )
        page.locator('input[type="file"]').first.set_input_files(file)
        expect(page.locator("#studio-state")).to_have_text("C'est bien. Écoutez, puis gardez.")
        page.locator("#studio").get_by_role("button", name="Garder").click()
        expect(page.locator("#wordings")).to_have_attribute("data-kept", str(number))
        (content,) = _kept(recording_office)
        assert len(samples_of(content)) / RATE_HZ == pytest.approx(2.0, abs=0.15)
        assert _share_of(content, voice_hz) > 0.95
    (tmp_path / "note.mp3").write_text("pas un son")
    page.locator('input[type="file"]').first.set_input_files(tmp_path / "note.mp3")
    expect(page.locator("#studio-state")).to_contain_text("n'a pas de son lisible")


def test_on_a_phone_at_night_everything_fits_and_is_large_enough_for_wet_hands(office: Any) -> None:
    page = _open(office, "/recordings/car-badly-parked", size=(390, 844), scheme="dark", locale="en-GB", touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert Axe().run(page).violations_count == 0
    page.locator('[data-act="record"]').nth(4).tap()
    expect(page.locator("#studio-context")).to_contain_text("place")
    assert Axe().run(page).violations_count == 0
    for button in page.locator("#studio button:visible, #wordings .button-record").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 48, button.inner_text()
