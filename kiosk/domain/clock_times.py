"""Times of day: read as people type them, written and said as each language does."""

import re

from kiosk.domain.numbers import cardinal
from kiosk.domain.words import Language

_TYPED = re.compile(r"(?i)([01]?[0-9]|2[0-4])(?:\s*(?:[:h.]|heures?)\s*([0-5][0-9])?)?\s*(?:([ap])\.?\s*m\.?)?")
Time = tuple[int, int]


def read_time(text: str) -> Time | None:
    """The hour (0 to 23) and minute in "19:30", "19h30", "19 h", "7.30 pm" or "19"; None when it is not a time."""
    typed = _TYPED.fullmatch(text.strip())
    if typed is None:
        return None
    hour, minute, half = int(typed[1]), int(typed[2] or 0), (typed[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return None if hour == 24 and minute else (hour % 24, minute)


def shown_time(time: Time, language: Language) -> str:
    """The time as it is written: "19 h 30" with no-break spaces, "7:30 pm"."""
    hour, minute = time
    if language == "fr":
        return f"{hour}\u00a0h" + (f"\u00a0{minute:02}" if minute else "")
    clock = f"{hour % 12 or 12}" + (f":{minute:02}" if minute else "")
    return f"{clock}\u00a0{'pm' if hour >= 12 else 'am'}"


def spoken_time(time: Time, language: Language, *, half_known: bool = True) -> str:
    """The time as it is said; without `half_known` nobody said that an English time is before noon.

    "a-m" is joined because a voice takes a lone "a" for the article.
    """
    hour, minute = time
    if (hour, minute) in ((0, 0), (12, 0)):
        return {"fr": ("minuit", "midi"), "en": ("midnight", "midday")}[language][hour // 12]
    if language == "fr":
        hours = f"{cardinal(hour, 'fr', feminine=True)} heure{'s' if hour > 1 else ''}"
        return hours + (f" {cardinal(minute, 'fr')}" if minute else "")
    clock = cardinal(hour % 12 or 12, "en")
    if minute:
        clock += (" oh " if minute < 10 else " ") + cardinal(minute, "en")
    if hour > 12 or half_known:
        return clock + (" p-m" if hour >= 12 else " a-m")
    return clock if minute else clock + " o'clock"
