"""How a house wants its announcements: when, how often, how loud, and how words are pronounced."""

from dataclasses import dataclass

from kiosk.domain.words import Language


@dataclass(frozen=True, kw_only=True)
class Window:
    """A time of the week, in the venue's own time; one that ends before it starts ends on the next day."""

    days: tuple[int, ...]
    """The days on which it begins: 0 is Monday."""
    start: str
    """`22:00`."""
    end: str
    """`06:00`; the same as `start` means the whole day."""


@dataclass(frozen=True, kw_only=True)
class Volume:
    """Louder or softer at a time of the week."""

    during: Window
    gain_db: float
    """Added to the installer's gain; 10 dB less sounds about half as loud."""


@dataclass(frozen=True, kw_only=True)
class Pronunciation:
    """A word as it is written and as it should be said."""

    written: str
    said: str
    """Ordinary letters that the voice reads rightly: `kinoa` for `Quinoa`."""
    language: Language | None = None
    """The language in which it is said so; null in all of them."""


@dataclass(frozen=True, kw_only=True)
class Manners:
    """The etiquette of a house; an emergency passes all of it."""

    opening: tuple[Window, ...] = ()
    """When guests are there; outside of it nothing is announced. Empty means always."""
    quiet: tuple[Window, ...] = ()
    """When nothing but an emergency is announced."""
    most_per_hour: int = 30
    """How many announcements may be heard in any sixty minutes; 0 sets no limit. One every two minutes is what a
    counter that calls out orders needs on a busy evening; a quiet dining room will want fewer."""
    same_after_min: float = 1.0
    """For so many minutes after it was heard the same message is not said again, unless a person insists."""
    repeat_after_s: float = 1.2
    """Pause before an announcement that is said several times is said again."""
    pause_s: float = 0.6
    """Pause between two announcements of which one waited for the other; with the lead-in it is about a second."""
    volumes: tuple[Volume, ...] = ()
    """The first one whose time it is counts; none means the installer's gain."""
