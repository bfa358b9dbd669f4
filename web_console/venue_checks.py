"""What a house must be like to be published, and the words for whoever typed something else; pure."""

from zoneinfo import available_timezones

from kiosk.domain.manners import Pronunciation, Window
from kiosk.domain.spoken import is_heard, spoken_text
from kiosk.domain.venue import Venue
from kiosk.domain.words import Language, Words

MAX_NAME_CHARS = 60
MAX_WORD_CHARS = 60
MOST = {"opening": 14, "quiet": 14, "volumes": 8, "words": 60}
"""How many rows each list of the page may have: two times a day, and more words than a house ever needed."""
ORDERS: tuple[tuple[Language, ...], ...] = (("fr",), ("fr", "en"), ("en", "fr"), ("en",))

Mistakes = dict[str, Words]
"""What must be put right, by the part of the page beside which it is said: `name`, `opening`, `opening-0`."""

_TWICE = Words(fr="Ce mot est déjà dans la liste.", en="This word is in the list already.")


def mistakes_of_venue(venue: Venue) -> Mistakes:
    """Everything that must be put right before the venue can be kept; empty when it can."""
    found: Mistakes = {}
    if len(venue.name) > MAX_NAME_CHARS or not venue.name.isprintable():
        found["name"] = _too_long("Le nom", "The name", MAX_NAME_CHARS)
    if venue.languages not in ORDERS:
        found["languages"] = Words(
            fr="Choisissez dans quelles langues la maison annonce.",
            en="Choose in which languages the house announces.",
        )
    if venue.timezone not in available_timezones():
        found["timezone"] = Words(
            fr="Ce fuseau horaire n'existe pas : choisissez-en un de la liste.",
            en="There is no such time zone: choose one of the list.",
        )
    manners = venue.manners
    during = tuple(volume.during for volume in manners.volumes)
    for part, windows in (("opening", manners.opening), ("quiet", manners.quiet), ("volumes", during)):
        found |= _of_windows(part, windows)
    return found | _of_words(venue.pronunciations)


def _of_windows(part: str, windows: tuple[Window, ...]) -> Mistakes:
    found: Mistakes = {}
    if len(windows) > MOST[part]:
        found[part] = Words(
            fr=f"Il y a trop d'horaires : {MOST[part]} au plus.", en=f"Too many times: {MOST[part]} at most."
        )
    for index, window in enumerate(windows):
        if not window.days:
            found[f"{part}-{index}"] = Words(fr="Choisissez au moins un jour.", en="Choose at least one day.")
        elif not window.start or not window.end:
            found[f"{part}-{index}"] = Words(
                fr="Donnez une heure de début et une heure de fin, comme 22:00.",
                en="Give a time to begin and a time to end, such as 22:00.",
            )
    return found


def _of_words(words: tuple[Pronunciation, ...]) -> Mistakes:
    found: Mistakes = {}
    if len(words) > MOST["words"]:
        most = MOST["words"]
        found["words"] = Words(fr=f"Il y a trop de mots : {most} au plus.", en=f"Too many words: {most} at most.")
    seen: set[tuple[str, Language | None]] = set()
    for index, word in enumerate(words):
        key = (word.written.casefold(), word.language)
        mistake = _of_word(word) or (_TWICE if key in seen else None)
        seen.add(key)
        if mistake:
            found[f"words-{index}"] = mistake
    return found


def _of_word(word: Pronunciation) -> Words | None:
    if max(len(word.written), len(word.said)) > MAX_WORD_CHARS:
        return _too_long("Ce mot", "This word", MAX_WORD_CHARS)
    if not _can_be_said(word.written):
        return Words(
            fr="Écrivez le mot tel qu'il est dans vos phrases.", en="Write the word as it is in your sentences."
        )
    if not _can_be_said(word.said):
        return Words(
            fr="Écrivez comment il se dit, avec des lettres ordinaires.",
            en="Write how it is said, in ordinary letters.",
        )
    return None


def _can_be_said(text: str) -> bool:
    return is_heard(spoken_text(text, "fr"))


def _too_long(fr: str, en: str, most: int) -> Words:
    return Words(
        fr=f"{fr} est trop long : {most} caractères au plus.", en=f"{en} is too long: at most {most} characters."
    )
