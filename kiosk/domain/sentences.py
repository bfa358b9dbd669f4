"""An owner's sentence taken apart: its words, its placeholders, and what is wrong with it."""

import difflib
import re
import unicodedata

from kiosk.domain.placeholders import PLACEHOLDERS
from kiosk.domain.requests import MAX_TEXT_CHARS
from kiosk.domain.words import Words

_SLOT = re.compile(r"\{([^{}]*)\}")


def pieces_of(sentence: str) -> list[str]:
    """The sentence cut at its placeholders: words at even indices, placeholder names at odd ones."""
    return _SLOT.split(sentence)


def names_in(sentence: str) -> tuple[str, ...]:
    """The placeholder names in `sentence`, in their order, known or not."""
    return tuple(_SLOT.findall(sentence))


def mistakes_of(sentence: str) -> tuple[Words, ...]:
    """Every reason why `sentence` cannot be used; empty when it can."""
    found = []
    if not sentence.strip():
        found.append(Words(fr="La phrase est vide : écrivez ce qu'il faut dire.",
                           en="The sentence is empty: write what to say."))  # fmt: skip
    if len(sentence) > MAX_TEXT_CHARS:
        found.append(Words(fr=f"La phrase a {len(sentence)} caractères : {MAX_TEXT_CHARS} au plus.",
                           en=f"The sentence has {len(sentence)} characters: {MAX_TEXT_CHARS} at most."))  # fmt: skip
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in sentence):
        found.append(Words(fr="La phrase contient un retour à la ligne ou un caractère invisible : retirez-le.",
                           en="The sentence has a line break or an invisible character: remove it."))  # fmt: skip
    pieces = pieces_of(sentence)
    if any("{" in words or "}" in words for words in pieces[::2]):
        found.append(Words(fr="Une accolade { ou } est seule : retirez-la, ou écrivez {place} en entier.",
                           en="A brace { or } stands alone: remove it, or write {place} in full."))  # fmt: skip
    found.extend(_unknown(name) for name in dict.fromkeys(pieces[1::2]) if name not in PLACEHOLDERS)
    return tuple(found)


def _unknown(name: str) -> Words:
    near = difflib.get_close_matches(name.strip().lower(), PLACEHOLDERS, n=1)
    near = near or [row.name for row in PLACEHOLDERS.values() if name.strip().lower() in (row.label.fr, row.label.en)]
    if near:
        return Words(fr=f"{{{name}}} n'existe pas : vouliez-vous dire {{{near[0]}}} ?",
                     en=f"There is no {{{name}}}: did you mean {{{near[0]}}}?")  # fmt: skip
    known = ", ".join(PLACEHOLDERS)
    return Words(fr=f"{{{name}}} n'existe pas : choisissez parmi {known}.",
                 en=f"There is no {{{name}}}: choose one of {known}.")  # fmt: skip
