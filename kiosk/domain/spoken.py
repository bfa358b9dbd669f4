"""From a written text to what people say: numbers, plates, times, prices and abbreviations in words."""

import re

from kiosk.domain.numbers import cardinal
from kiosk.domain.words import Language


def spoken_text(text: str, language: Language) -> str:
    """`text` in words that a speech engine cannot misread."""
    return re.sub(r"[0-9]+", lambda m: cardinal(int(m[0]), language), text)
