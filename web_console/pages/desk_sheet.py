"""The sheet for values: one field a placeholder, with the answers a waiter most likely wants as chips."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.domain.placeholders import Placeholder
from kiosk.domain.proposals import proposal_for, values_for
from kiosk.domain.requests import MAX_TEXT_CHARS, Value
from kiosk.domain.templates import placeholders_of
from kiosk.domain.vehicles import COLOURS
from kiosk.domain.venue import Template
from kiosk.domain.words import Language, Words
from web_console.allowed import Allowed, allowance_of, allowed
from web_console.house import house, reader
from web_console.picture import Picture, times_announced
from web_console.taps import GONE, TapError
from web_console.wishes import UNKNOWN

_TABLES = tuple(str(n) for n in range(1, 21))
_COLOUR_CODES = frozenset(colour.code for colour in COLOURS)


@dataclass(frozen=True, kw_only=True)
class Chip:
    """An answer to tap: what is shown, and what the request will carry, as JSON."""

    label: str
    value: str
    chosen: bool = False
    tint: str = ""
    """A colour code, for chips that show a colour."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One value asked for."""

    name: str
    label: str
    optional: bool
    numeric: bool
    max_chars: int
    chips: tuple[Chip, ...] = ()
    typed: str = ""
    """What stands in the box already."""
    value: str = field(default="")
    """What the request carries for it, as JSON, while nobody types something else."""


def sheet_facts(asked: Mapping[str, str]) -> dict[str, Any]:
    """What the sheet shows for `?template=`, `?incident=` or `?text=1`.

    Raises:
        TapError: the template or the car is gone.
    """
    facts: dict[str, Any] = {
        "languages": house().languages(),
        "reader": reader(),
        "incident": None,
        "announced": None,
        "fields": (),
    }
    picture = house().live.picture
    if asked.get("text"):
        return {**facts, "template": None, "max_chars": MAX_TEXT_CHARS, "held": _held(picture)}
    name = asked.get("template", "")
    values: dict[str, Value] = {}
    if asked.get("incident"):
        incident = picture.incidents.get(asked["incident"])
        if incident is None:
            raise TapError(GONE)
        announced = times_announced(picture, incident)
        name, values = proposal_for(announced), values_for(incident)
        facts |= {"incident": incident.id, "announced": announced}
    template = house().templates().get(name)
    if template is None:
        raise TapError(UNKNOWN)
    held = None if template.priority == "emergency" else _held(picture)
    return {**facts, "template": template, "fields": _fields(template, values, picture, reader()), "held": held}


def _held(picture: Picture) -> Allowed | None:
    """Why it would not be announced now: told before it is asked for."""
    found = allowed(allowance_of(picture), house().live.now(), house().read_venue().timezone, reader())
    return found if found is not None and found.tone == "held" else None


def _fields(template: Template, values: Mapping[str, Value], picture: Picture, language: Language) -> list[Field]:
    return [_field(row, values.get(row.name, ""), picture, language) for row in placeholders_of(template)]


def _field(row: Placeholder, given: Value, picture: Picture, language: Language) -> Field:
    answers = _answers(row, picture)
    if given and given not in answers.values():
        mine: dict[str, Value] = {given.in_language(language): given} if isinstance(given, Words) else {}
        answers = {**mine, **answers}
    chips = tuple(
        Chip(
            label=label,
            value=_json(value),
            chosen=value == given,
            tint=str(value) if row.type == "colour" and value in _COLOUR_CODES else "",
        )
        for label, value in answers.items()
    )
    chosen = next((chip.label for chip in chips if chip.chosen), "")
    return Field(
        name=row.name,
        label=row.label.in_language(language),
        optional=row.optional,
        numeric=row.type == "count" or row.name == "table",
        max_chars=row.max_chars,
        chips=chips,
        typed=chosen or (given if isinstance(given, str) else ""),
        value=_json(given) if given else "",
    )


def _answers(row: Placeholder, picture: Picture) -> dict[str, Value]:
    """Label -> value: what was said lately, the zones' places, the house's choices, table numbers."""
    language = reader()
    recent: dict[str, Value] = {value: value for value in picture.recent_values.get(row.name, ())}
    places = house().zones() if row.name == "place" else ()
    zones: dict[str, Value] = {zone.place.in_language(language): zone.place for zone in places}
    codes: tuple[Value, ...] = row.codes or row.choices
    fixed = dict(zip((words.in_language(language) for words in row.choices), codes, strict=True))
    tables: dict[str, Value] = {number: number for number in _TABLES} if row.name == "table" else {}
    return {**recent, **zones, **fixed, **tables}


def _json(value: Value) -> str:
    return json.dumps({"fr": value.fr, "en": value.en} if isinstance(value, Words) else value, ensure_ascii=False)
