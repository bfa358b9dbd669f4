"""The parts of the desk that change, as facts for programs and as HTML for tablets."""

from dataclasses import dataclass
from typing import Any

from flask import render_template

from kiosk.domain.words import Language
from web_console import desk_view
from web_console.allowed import Allowed, allowance_of, allowed, muted
from web_console.desk_view import Card, Line, Notice
from web_console.house import House, house, reader
from web_console.picture import Picture

_PIECES = ("troubles", "allowed", "cards", "street", "bar", "recent")
_RECENT = 6


@dataclass(frozen=True, kw_only=True)
class Look:
    """A picture as one person sees it, in their language."""

    picture: Picture
    house: House
    reader: Language
    cards: list[Card]
    lines: list[Line]
    notices: list[Notice]
    allowed: Allowed | None
    """What the etiquette would answer to a tap."""


def look(picture: Picture) -> Look:
    """The picture for whoever is asking."""
    here, language = house(), reader()
    return Look(
        picture=picture,
        house=here,
        reader=language,
        cards=desk_view.cards(picture, here.templates(), here.languages(), language),
        lines=desk_view.lines(picture, language),
        notices=desk_view.notices(picture, language),
        allowed=allowed(allowance_of(picture), here.live.now(), here.read_venue().timezone, language),
    )


def told(seen: Look) -> dict[str, Any]:
    """What is known, as JSON can say it."""
    return {
        "version": seen.picture.version,
        "now": seen.house.live.now().isoformat(),
        "page": seen.house.page_version,
        "blocked": desk_view.blocked(seen.picture, "announcer", seen.reader),
        "allowed": {"tone": seen.allowed.tone, "words": seen.allowed.words} if seen.allowed else None,
        "troubles": [{"code": n.code, "cause": n.cause, "cure": n.cure} for n in seen.notices],
        "cards": [_card(card) for card in seen.cards],
        "announcements": [_line(line) for line in seen.lines],
    }


def pieces(seen: Look) -> dict[str, str]:
    """The HTML of each part of the page that changes."""
    under_way = [line for line in seen.lines if not line.final]
    facts = {
        "picture": seen.picture,
        "reader": seen.reader,
        "cards": seen.cards,
        "under_way": under_way,
        "ended": [line for line in seen.lines if line.final][:_RECENT],
        "under_way_for": {line.incident: line for line in under_way if line.incident},
        "notices": seen.notices,
        "allowed": seen.allowed,
        "muted": muted(allowance_of(seen.picture)),
        "cannot_announce": desk_view.blocked(seen.picture, "announcer", seen.reader),
        "cannot_decide": desk_view.blocked(seen.picture, "watcher", seen.reader),
        "zones": seen.house.zones(),
    }
    return {name: render_template(f"desk/_{name}.html", **facts) for name in _PIECES}


def page_facts(seen: Look) -> dict[str, Any]:
    """What the page shows as it is opened."""
    settings = seen.house.settings
    return {
        "pieces": pieces(seen),
        "reader": seen.reader,
        "page_version": seen.house.page_version,
        "tiles": list(seen.house.templates().values()),
        "simulated_sound": settings.sound.kind == "virtual",
        "simulated_street": settings.camera.source == "simulated",
    }


def _card(card: Card) -> dict[str, Any]:
    incident = card.incident
    proposal = card.proposal
    return {
        "incident": incident.id,
        "state": incident.state,
        "zone": incident.zone,
        "place": card.place,
        "vehicle": card.vehicle,
        "stopped_at": incident.stopped_at.isoformat(),
        "announced": card.announced,
        "being_announced_by": card.by,
        "variant": proposal.variant if proposal else None,
        "sentences": dict(proposal.shown) if proposal else {},
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "state": line.state,
        "final": line.final,
        "words": line.words,
        "text": line.text,
        "by": line.by,
        "at": line.at.isoformat(),
        "incident": line.incident,
        "insist": line.insist,
    }
