"""What a voice is given to read: words only, and not too many."""

from kiosk.errors import SpeechError

MAX_CHARS = 2000
"""More than any announcement: 400 characters grow when numbers are written out."""


def readable(text: str) -> str:
    """`text` with control characters taken out: espeak-ng would obey them.

    Raises:
        SpeechError: nothing in it can be read aloud, or it is too long.
    """
    if len(text) > MAX_CHARS:
        raise SpeechError(f"The text has {len(text)} characters; a voice reads at most {MAX_CHARS}: shorten it.")
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not any(c.isalnum() for c in words):
        raise SpeechError("There is nothing to read aloud in the text: write some words.")
    return words
