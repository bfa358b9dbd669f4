"""An owner rewords sentences with their thumbs: chips, wordings, hints, and the voice."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect


def _open(office: Any, path: str = "/templates/birthday", **how: Any) -> Page:
    page = office.page(path, **how)
    page.wait_for_selector('#sentences[data-ready="yes"]')
    return page


def _wording(page: Page, language: str, number: int = 0) -> Locator:
    return page.locator(f'[data-language="{language}"] [data-variant]').nth(number)


def _save(page: Page) -> None:
    page.locator("#sentences").get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".good-news")).to_be_visible()


def _kept(office: Any, name: str = "birthday") -> Any:
    return next(one for one in office.store.configuration.templates().templates if one.id == name)


def test_a_sentence_is_reworded_with_a_chip_and_kept(office: Any) -> None:
    page = _open(office)
    box = _wording(page, "fr").locator(".box")
    box.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Bon anniversaire à")
    page.locator('[data-language="fr"] .palette').get_by_role("button", name="nom", exact=True).click()
    page.keyboard.type(", de toute l'équipe et de")
    page.locator('[data-language="fr"] .palette').get_by_role("button", name="objet", exact=True).click()
    page.keyboard.type("aussi.")
    expect(_wording(page, "fr").locator("[data-preview]")).to_have_text(
        "Bon anniversaire à Mme Martin, de toute l'équipe et d'un trousseau de clés aussi."
    )
    assert "{" not in page.locator("main").inner_text()
    _save(page)
    assert _kept(office).fr[0] == "Bon anniversaire à {name}, de toute l'équipe et de {item} aussi."
    assert office.complaints == []


def test_chips_go_to_the_caret_with_the_spaces_that_people_expect(office: Any) -> None:
    page = _open(office, "/templates/new")
    box = _wording(page, "fr").locator(".box")
    box.click()
    page.keyboard.type("Voici l'avis : merci")
    for _ in "merci":
        page.keyboard.press("ArrowLeft")
    palette = page.locator('[data-language="fr"] .palette')
    palette.get_by_role("button", name="heure", exact=True).click()
    palette.get_by_role("button", name="objet", exact=True).click()
    assert _wording(page, "fr").locator("textarea").input_value() == "Voici l'avis : {time} {item} merci"


def test_a_chip_is_taken_out_by_its_cross_and_by_the_backspace_key(office: Any) -> None:
    page = _open(office)
    first = _wording(page, "fr")
    assert "{name}" in first.locator("textarea").input_value()
    first.locator(".slot-out").click()
    assert "{name}" not in first.locator("textarea").input_value()
    page.locator('[data-language="fr"] .palette').get_by_role("button", name="nom", exact=True).click()
    assert "{name}" in first.locator("textarea").input_value()
    page.keyboard.press("Backspace")
    assert "{name}" not in first.locator("textarea").input_value()


def test_pasted_text_is_only_text(office: Any) -> None:
    page = _open(office, "/templates/new")
    box = _wording(page, "fr").locator(".box")
    box.click()
    page.evaluate(
        """() => {
          const from = new DataTransfer();
          from.setData("text/plain", "deux\\nlignes");
          from.setData("text/html", "<img src=x onerror=alert(1)><b>deux</b>");
          const how = { clipboardData: from, bubbles: true, cancelable: true };
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
        }"""
    )
    assert _wording(page, "fr").locator("textarea").input_value() == "deux lignes"
    assert box.locator("img, b").count() == 0


def test_what_is_wrong_and_what_could_be_better_is_said_while_writing(office: Any) -> None:
    page = _open(office, "/templates/new")
    first = _wording(page, "fr")
    first.locator(".box").click()
    page.keyboard.type("Attention au {nom} !")
    expect(first.locator("[data-mistake]")).to_contain_text("vouliez-vous dire {name}")
    page.keyboard.press("Control+A")
    page.keyboard.type("ATTENTION à la marche.")
    expect(first.locator("[data-takes]")).to_contain_text("Environ 1 s")
    expect(first.locator("[data-hints]")).to_contain_text("capitales")
    expect(first.locator("[data-mistake]")).to_be_hidden()


def test_wordings_are_added_moved_and_removed(office: Any) -> None:
    page = _open(office)
    before = _kept(office).fr
    page.locator('[data-language="fr"]').get_by_role("button", name="Une autre formulation").click()
    page.keyboard.type("La quatrième.")
    _wording(page, "fr", 3).get_by_role("button", name="Monter cette formulation").click()
    _wording(page, "fr", 0).get_by_role("button", name="Retirer").click()
    _save(page)
    assert _kept(office).fr == (before[1], "La quatrième.", before[2])


def test_a_wording_is_heard_on_the_tablet(office: Any) -> None:
    page = _open(office)
    _wording(page, "en").get_by_role("button", name="Écouter").click()
    expect(page.locator("#sentences")).to_have_attribute("data-heard", "1")
    expect(page.locator("#answer")).to_be_empty()


def test_words_that_cannot_be_kept_come_back_beside_their_mistake(office: Any) -> None:
    page = _open(office, "/templates/new", locale="en-GB")
    page.locator("#sentences").get_by_role("button", name="Save").click()
    expect(page.locator("#sentences-mistake")).to_contain_text("nothing to say")
    expect(page.locator("#name_en-mistake")).to_contain_text("Give this sentence a name")


def test_a_sentence_is_deleted_and_brought_back(office: Any) -> None:
    page = _open(office)
    page.get_by_text("Recommencer ou supprimer").click()
    page.get_by_role("button", name="Supprimer cette phrase").click()
    expect(page.locator(".good-news")).to_contain_text("supprimée")
    page.get_by_role("button", name=re.compile("Reprendre")).click()
    expect(page.locator(".good-news")).to_contain_text("enregistrée")
    assert _kept(office)


def test_a_thumb_can_do_it_too(office: Any) -> None:
    page = _open(office, "/templates/new", size=(390, 844), touch=True)
    page.locator('[data-language="fr"] .palette').get_by_role("button", name="heure", exact=True).tap()
    assert _wording(page, "fr").locator("textarea").input_value() == "{time}"
    for button in page.locator("#sentences button:visible:not(.slot-out)").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 48, button.inner_text()
