"""The French of the pages: `python -m web_console.catalogue` finds new texts, keeps the translations, compiles them.

Pages are written in English; `translations/fr/LC_MESSAGES/messages.po` holds the French. What it prints still has none.
"""

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
PO = HERE / "translations/fr/LC_MESSAGES/messages.po"
MO = PO.with_suffix(".mo")
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # else the compiled file would change every day
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext.babel_extract")]
_OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}


def texts() -> Catalog:
    """Every text of the pages and of the code, untranslated."""
    catalogue = Catalog()
    for name, _line, message, comments, context in extract_from_dir(HERE, _METHODS, _OPTIONS):
        catalogue.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalogue


def french() -> Catalog:
    """What is translated."""
    with PO.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """The form that the pages read."""
    held = io.BytesIO()
    write_mo(held, catalogue)
    return held.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """Texts that have no French, or French that nobody has checked."""
    return [m for m in catalogue if m.id and (m.fuzzy or not m.string or not all(m.string))]


def main() -> None:
    """Brings both files up to date."""
    catalogue = french() if PO.exists() else Catalog(locale="fr")
    catalogue.update(texts(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with PO.open("wb") as file:
        write_po(file, catalogue, sort_output=True, omit_header=True, no_location=True, width=1000)
    MO.write_bytes(compiled(french()))
    for message in untranslated(french()):
        print("no French yet:", message.id)


if __name__ == "__main__":
    main()
