"""The pages speak French: every text is translated, and what is compiled is what is written."""

import re

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from web_console import catalogue


def _texts(of: Catalog) -> set[tuple[str, ...]]:
    """Each text and its translation, singular and plural, in one row."""
    pairs = [(message.id, message.string) for message in of if message.id]
    return {tuple(part for text in pair for part in ([text] if isinstance(text, str) else text)) for pair in pairs}


def test_every_text_of_the_pages_has_its_french() -> None:
    french = catalogue.french()
    known = {message.id for message in french}
    missing = [message.id for message in catalogue.texts() if message.id and message.id not in known]
    assert not missing, "run `python -m web_console.catalogue`, then translate"
    assert not [message.id for message in catalogue.untranslated(french)]


def test_the_compiled_french_is_in_step_with_the_written_one() -> None:
    with catalogue.MO.open("rb") as file:
        compiled = _texts(read_mo(file))
    written = _texts(catalogue.french())
    assert compiled == written, "run `python -m web_console.catalogue`"


def test_a_translation_has_the_placeholders_of_its_text() -> None:
    for message in catalogue.french():
        texts = (message.string,) if isinstance(message.string, str) else message.string
        ids = (message.id,) if isinstance(message.id, str) else message.id
        wanted = {name for text in ids for name in re.findall(r"%\((\w+)\)", text)}
        for text in texts:
            assert set(re.findall(r"%\((\w+)\)", text)) <= wanted, message.id
        assert set(re.findall(r"%\((\w+)\)", texts[-1])) == wanted, message.id
