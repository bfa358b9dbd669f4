"""What the desk shows of a picture, in one language: cards, announcements and troubles; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.health import TROUBLES
from kiosk.domain.incidents import Incident
from kiosk.domain.proposals import proposal_for, values_for
from kiosk.domain.reasons import INSISTING_PASSES
from kiosk.domain.requests import FINAL_STATES, Announcement
from kiosk.domain.vehicles import described, kind_of
from kiosk.domain.venue import Template
from kiosk.domain.words import Language
from kiosk.errors import KioskError
from web_console.picture import Asked, Picture, open_for, times_announced
from web_console.proposals import Proposal, propose
from web_console.state_words import state_words
from web_console.taps import cannot_reach, troubles

_ORDER = ("raised", "announced", "noticed", "lost_sight", "snoozed", "left", "dismissed")


@dataclass(frozen=True, kw_only=True)
class Card:
    """One stopped vehicle, as the desk shows it."""

    incident: Incident
    vehicle: str
    place: str
    announced: int
    by: str | None
    """Who is announcing it right now."""
    proposal: Proposal | None
    """None when the house has no sentence for it."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One announcement, under way or ended, as the desk shows it."""

    id: str
    state: str
    """A state of the contract, or `asked`, or `unheard` when the announcer has not answered."""
    final: bool
    words: str
    """The state in words, with the reason."""
    text: str
    by: str
    at: datetime
    incident: str | None = None
    insist: bool = False
    """Whether it was refused for a reason that a person may overrule."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something that is wrong: its cause and what to do about it."""

    code: str
    cause: str
    cure: str


def cards(
    picture: Picture,
    templates: Mapping[str, Template],
    languages: tuple[Language, ...],
    reader: Language,
) -> list[Card]:
    """The cards, the most pressing first, each with the sentence that would be said."""
    shown = [i for i in picture.incidents.values() if i.state != "dismissed"]
    shown.sort(key=lambda i: (_ORDER.index(i.state), i.stopped_at))
    return [_card(picture, incident, templates, languages, reader) for incident in shown]


def lines(picture: Picture, reader: Language) -> list[Line]:
    """Every announcement that is known: under way first (in the order they will be heard), then the newest ended."""
    asked = [_asked(one, reader) for one in picture.asked.values()]
    told = sorted(picture.announcements.values(), key=lambda one: (one.position or 0, one.at))
    under_way = [line(one, reader) for one in told if one.state not in FINAL_STATES]
    ended = [line(one, reader) for one in told if one.state in FINAL_STATES]
    ended.sort(key=lambda one: one.at, reverse=True)
    return [*under_way, *asked, *ended]


def notices(picture: Picture, reader: Language) -> list[Notice]:
    """What is wrong now, in words."""
    return [
        Notice(
            code=code,
            cause=TROUBLES[code].cause.in_language(reader),
            cure=TROUBLES[code].cure.in_language(reader),
        )
        for code in troubles(picture)
    ]


def blocked(picture: Picture, service: str, reader: Language) -> str:
    """Why a tap for `service` would be refused now; empty when it would be carried out."""
    words = cannot_reach(picture, service)
    return words.in_language(reader) if words else ""


def line(announcement: Announcement, reader: Language) -> Line:
    """One announcement as the announcer told it."""
    return Line(
        id=announcement.id,
        state=announcement.state,
        final=announcement.state in FINAL_STATES,
        words=state_words(announcement.state, reader, position=announcement.position, reason=announcement.reason),
        text=announcement.text.in_language(reader),
        by=announcement.by,
        at=announcement.at,
        incident=announcement.incident,
        insist=announcement.state == "refused" and announcement.reason in INSISTING_PASSES,
    )


def _card(
    picture: Picture,
    incident: Incident,
    templates: Mapping[str, Template],
    languages: tuple[Language, ...],
    reader: Language,
) -> Card:
    announced = times_announced(picture, incident)
    template = templates.get(proposal_for(announced))
    return Card(
        incident=incident,
        vehicle=described(kind_of(incident.kind), incident.colour, reader),
        place=incident.place.in_language(reader),
        announced=announced,
        by=open_for(picture, incident.id),
        proposal=_proposal(template, incident, languages, picture.last_variants) if template else None,
    )


def _proposal(
    template: Template, incident: Incident, languages: tuple[Language, ...], last: Mapping[str, int]
) -> Proposal | None:
    try:
        return propose(template, values_for(incident), languages, last=last.get(template.id))
    except KioskError:
        return None


def _asked(one: Asked, reader: Language) -> Line:
    state = "unheard" if one.unheard else "asked"
    return Line(
        id=one.request.id,
        state=state,
        final=False,
        words=state_words(state, reader),
        text=one.shown.in_language(reader),
        by=one.request.by,
        at=one.at,
        incident=one.request.incident,
    )
