"""From what the House page sent to a venue, right or not yet: times, numbers and words as an owner types them; pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Protocol

from kiosk.domain.clock_times import read_time
from kiosk.domain.manners import Pronunciation, Volume, Window
from kiosk.domain.venue import Venue
from kiosk.domain.words import LANGUAGES, Words

NO_LIMIT = 31
"""The slider's last step; the one before it is an announcement every two minutes."""
SAME_AFTER_MIN = (0.0, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0)
REPEAT_AFTER_S = (0.5, 1.2, 2.0, 3.0, 5.0, 10.0)
GAINS_DB: dict[float, Words] = {
    -10.0: Words(fr="deux fois moins fort", en="half as loud"),
    -5.0: Words(fr="moins fort", en="softer"),
    3.0: Words(fr="un peu plus fort", en="a little louder"),
    6.0: Words(fr="plus fort", en="louder"),
}
"""10 dB less are heard as half as loud."""

_EVERY_DAY = tuple(range(7))
_EVENING = Volume(during=Window(days=_EVERY_DAY, start="19:00", end="23:00"), gain_db=3.0)
_SERVICE = Window(days=_EVERY_DAY, start="11:30", end="23:00")
_NIGHT = Window(days=_EVERY_DAY, start="22:00", end="08:00")
_ROW = re.compile(r"(opening|quiet|volumes|words)-([0-9]{1,3})-(?:start|written)")


class Form(Protocol):
    """A form as a browser sent it."""

    def __iter__(self) -> Iterator[str]: ...
    def get(self, key: str, default: str) -> str: ...
    def getlist(self, key: str) -> list[str]: ...


def typed(form: Form, before: Venue) -> Venue:
    """The venue as it stands in the form; a row for which "add" or "remove" was tapped has come or gone."""
    rows = {part: _rows(form, part) for part in ("opening", "quiet", "volumes", "words")}
    kept = before.manners
    manners = replace(
        kept,
        opening=tuple(_window(form, row) for row in rows["opening"]),
        quiet=tuple(_window(form, row) for row in rows["quiet"]),
        most_per_hour=_most_per_hour(form, kept.most_per_hour),
        same_after_min=_chosen(form, "same_after_min", SAME_AFTER_MIN, kept.same_after_min),
        repeat_after_s=_chosen(form, "repeat_after_s", REPEAT_AFTER_S, kept.repeat_after_s),
        volumes=tuple(_volume(form, row) for row in rows["volumes"]),
    )
    venue = Venue(
        name=_clean(form.get("name", "")),
        languages=tuple(one for one in form.get("languages", "").split(",") if one in LANGUAGES),
        timezone=form.get("timezone", ""),
        manners=manners,
        pronunciations=tuple(_word(form, row) for row in rows["words"]),
        version=before.version,
    )
    return _with_another(venue, form.get("add", ""))


def without_empty_words(venue: Venue) -> Venue:
    """The same without the rows of the pronunciations in which nothing was written."""
    return replace(venue, pronunciations=tuple(one for one in venue.pronunciations if one.written or one.said))


def _rows(form: Form, part: str) -> list[str]:
    """The names of the rows of one list, in the order of the page, without the one that is to be removed."""
    rows = [found for found in map(_ROW.fullmatch, form) if found and found[1] == part]
    names = [f"{part}-{index}" for index in sorted(int(found[2]) for found in rows)]
    return [name for name in names if name != form.get("remove", "")]


def _with_another(venue: Venue, part: str) -> Venue:
    """One row more: a time like the last one of its list, or an empty word."""
    manners = venue.manners
    match part:
        case "opening":
            manners = replace(manners, opening=(*manners.opening, (_SERVICE, *manners.opening)[-1]))
        case "quiet":
            manners = replace(manners, quiet=(*manners.quiet, (_NIGHT, *manners.quiet)[-1]))
        case "volumes":
            manners = replace(manners, volumes=(*manners.volumes, (_EVENING, *manners.volumes)[-1]))
        case "words":
            return replace(venue, pronunciations=(*venue.pronunciations, Pronunciation(written="", said="")))
    return replace(venue, manners=manners)


def _window(form: Form, row: str) -> Window:
    days = {day for day in range(7) if str(day) in form.getlist(f"{row}-days")}
    start, end = (_time(form.get(f"{row}-{which}", "")) for which in ("start", "end"))
    return Window(days=tuple(sorted(days)), start=start, end=end)


def _volume(form: Form, row: str) -> Volume:
    return Volume(during=_window(form, row), gain_db=_chosen(form, f"{row}-gain", GAINS_DB, _EVENING.gain_db))


def _word(form: Form, row: str) -> Pronunciation:
    language = form.get(f"{row}-language", "")
    return Pronunciation(
        written=_clean(form.get(f"{row}-written", "")),
        said=_clean(form.get(f"{row}-said", "")),
        language=language if language in LANGUAGES else None,
    )


def _time(text: str) -> str:
    """`08:30`, also where somebody typed "8h30"; empty when it is no time."""
    time = read_time(text)
    return f"{time[0]:02}:{time[1]:02}" if time else ""


def _most_per_hour(form: Form, otherwise: int) -> int:
    steps = tuple(float(step) for step in range(1, NO_LIMIT + 1))
    most = _chosen(form, "most_per_hour", steps, float(otherwise))
    return 0 if most == NO_LIMIT else int(most)


def _chosen(form: Form, name: str, offered: Collection[float], otherwise: float) -> float:
    """What was chosen of `offered`; anything else leaves it as it was."""
    return next((value for value in offered if form.get(name, "") == f"{value:g}"), otherwise)


def _clean(text: str) -> str:
    return " ".join(text.split())
