"""From what a tablet sends to a request: the sentence is composed here, never on the tablet; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast, get_args

from kiosk.domain.manners import Pronunciation
from kiosk.domain.proposals import proposal_for, values_for
from kiosk.domain.recorded import Part
from kiosk.domain.requests import MAX_ID_CHARS, Priority, Request, Value
from kiosk.domain.spoken import spoken_text
from kiosk.domain.venue import Template
from kiosk.domain.words import LANGUAGES, Language, Words
from kiosk.errors import InputError
from web_console.picture import Picture, times_announced
from web_console.proposals import check_text, propose
from web_console.taps import GONE, TapError

LIFE = timedelta(minutes=5)
"""What could not be said for so long is not worth saying any more."""
UNKNOWN = Words(fr="Cette phrase n'existe plus : rechargez la page.", en="This sentence is gone: reload the page.")


@dataclass(frozen=True, kw_only=True)
class Tap:
    """What a tablet sends: a template with values, or a text, or just a card."""

    id: str = ""
    """Made anew by the tablet for each sheet or card it opens: the same id again is never said twice."""
    template: str | None = None
    values: dict[str, Value] = field(default_factory=dict)
    variant: int | None = None
    text: Words | None = None
    languages: tuple[Language, ...] = ()
    """Empty for all languages of the house."""
    incident: str | None = None
    """The card; without a template the card's own sentence is meant."""
    announced: int | None = None
    """How often the card said that it had been announced."""
    insist: bool = False
    """The person was told why it was not said, and wants it said all the same."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A tap that makes sense: what will be said, as it is shown and as it is given to the voice."""

    template: Template | None
    values: Mapping[str, Value]
    variant: int | None
    shown: dict[Language, str]
    spoken: dict[Language, str]
    parts: dict[Language, tuple[Part, ...]] = field(default_factory=dict)
    """The same in the house's own voice, where it is recorded."""

    @property
    def words(self) -> Words:
        """What is shown, as one value."""
        return Words(fr=self.shown.get("fr", ""), en=self.shown.get("en", ""))


def wish(
    tap: Tap,
    templates: Mapping[str, Template],
    languages: tuple[Language, ...],
    picture: Picture,
    pronunciations: Sequence[Pronunciation] = (),
) -> Wish:
    """What `tap` asks for, in its languages or those of the house.

    Raises:
        TapError: the template or the card is gone.
        MissingValue, BadValue, TextError: what the sentence lacks, in words.
    """
    if tap.text is not None:
        return _free(tap.text, pronunciations)
    name, values = _named(tap, picture)
    if name not in templates:
        raise TapError(UNKNOWN)
    template = templates[name]
    said = tuple(one for one in LANGUAGES if one in (tap.languages or languages))
    last = picture.last_variants.get(name)
    found = propose(template, values, said, variant=tap.variant, last=last, pronunciations=pronunciations)
    return Wish(template=template, values=values, variant=found.variant, shown=found.shown, spoken=found.spoken,
                parts=found.parts)  # fmt: skip


def request_of(tap: Tap, wished: Wish, *, by: str, now: datetime) -> Request:
    """The request for the announcer.

    Raises:
        InputError: the tap has no usable id.
    """
    if not 0 < len(tap.id) <= MAX_ID_CHARS or not tap.id.replace("-", "").isalnum():
        raise InputError("A tap needs an `id`: a ULID or UUID made for it.")
    template = wished.template
    return Request(
        id=tap.id,
        issued_at=now,
        expires_at=now + LIFE,
        by=by,
        template=template.id if template else None,
        values=dict(wished.values),
        variant=wished.variant,
        text=None if template else wished.words,
        languages=tuple(wished.shown),
        priority=_priority(template),
        incident=tap.incident,
        insist=tap.insist,
    )


def _free(text: Words, pronunciations: Sequence[Pronunciation]) -> Wish:
    """A text is said in the languages it was written in."""
    written = tuple(one for one in LANGUAGES if getattr(text, one).strip()) or LANGUAGES[:1]
    check_text(text, written)
    shown = {one: " ".join(text.in_language(one).split()) for one in written}
    spoken = {one: spoken_text(said, one, pronunciations) for one, said in shown.items()}
    return Wish(template=None, values={}, variant=None, shown=shown, spoken=spoken)


def _named(tap: Tap, picture: Picture) -> tuple[str, Mapping[str, Value]]:
    """The template and its values; a card brings its own."""
    if tap.template is not None:
        return tap.template, tap.values
    incident = picture.incidents.get(tap.incident or "")
    if incident is None:
        raise TapError(GONE) if tap.incident else InputError("A tap needs a `template`, a `text` or an `incident`.")
    return proposal_for(times_announced(picture, incident)), values_for(incident)


def _priority(template: Template | None) -> Priority:
    given = template.priority if template else "service"
    return cast(Priority, given) if given in get_args(Priority) else "routine"
