"""How the house says words that a voice reads wrongly: "Quinoa" is given to the voice as "kinoa"."""

import re
from collections.abc import Sequence
from functools import lru_cache

from kiosk.domain.manners import Pronunciation
from kiosk.domain.words import Language


def pronounced(text: str, pronunciations: Sequence[Pronunciation], language: Language) -> str:
    """`text` with every word of the list as it should be said; what was put in is never looked up again.

    Whole words only, in capitals or not; accents count. Where two of the list begin at one place, the longer is taken.
    """
    ours = tuple(one for one in pronunciations if one.written and one.language in (None, language))
    if not ours:
        return text
    ours = tuple(sorted(ours, key=lambda one: len(one.written), reverse=True))
    # One pass over the text: "Quinoa" said "bol de quinoa" is said so once.
    return _pattern(ours).sub(lambda found: ours[(found.lastindex or 1) - 1].said, text)


@lru_cache(maxsize=8)
def _pattern(pronunciations: tuple[Pronunciation, ...]) -> re.Pattern[str]:
    """One group for each of them: which one was found is its number."""
    words = "|".join(f"({re.escape(one.written)})" for one in pronunciations)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
