"""What a voice is given to read: words only, and not too many."""

from kiosk.domain.spoken import MAX_SPOKEN_CHARS, is_heard
from kiosk.errors import SpeechError


def readable(text: str) -> str:
    """`text` with control characters taken out: espeak-ng would obey them.

    Raises:
        SpeechError: nothing in it can be read aloud, or it is too long.
    """
    if len(text) > MAX_SPOKEN_CHARS:
        raise SpeechError(f"The text has {len(text)} characters; a voice reads at most {MAX_SPOKEN_CHARS}: shorten it.")
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not is_heard(words):
        raise SpeechError("There is nothing to read aloud in the text: write some words.")
    return words
