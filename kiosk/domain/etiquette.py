"""Good manners: say something else than last time, and do not say the same thing twice because two people asked."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import get_args

from kiosk.domain.announcements import Entry, Utterance
from kiosk.domain.manners import Pronunciation
from kiosk.domain.requests import Priority, Request
from kiosk.domain.venue import Template, Templates
from kiosk.domain.wording import LastVariants, Unspeakable, Wording, worded
from kiosk.domain.words import Language


class Phrases:
    """The sentences of the house and which of them were heard last."""

    def __init__(self, templates: Templates) -> None:
        self._heard: dict[tuple[str, Language], Entry] = {}
        self._pronunciations: tuple[Pronunciation, ...] = ()
        self._templates = {template.id: template for template in templates.templates}
        self._told = False

    def replace(self, templates: Templates) -> list[Template]:
        """The owner has other sentences now; returns those that are new or changed, all of them the first time."""
        before, self._templates = self._templates, {template.id: template for template in templates.templates}
        known = before if self._told else {}
        self._told = True
        return [template for template in self._templates.values() if known.get(template.id) != template]

    def priority(self, template: str) -> Priority:
        """What announcements of this template get; routine where it says nothing that is known."""
        given = self._templates[template].priority if template in self._templates else ""
        return next((one for one in get_args(Priority) if one == given), "routine")

    @property
    def templates(self) -> Iterable[Template]:
        """All of them."""
        return self._templates.values()

    def pronounce(self, pronunciations: tuple[Pronunciation, ...]) -> None:
        """From now on these words are said so."""
        self._pronunciations = pronunciations

    def worded(self, request: Request, queue: Iterable[Entry]) -> Wording:
        """The request in words that differ from what will have been heard once `queue` is empty.

        Raises:
            Unspeakable: it cannot be put into words.
        """
        queued = {(e.request.template or "", lang): variant for e in queue for lang, variant in e.variants.items()}
        return worded(request, self._templates, {**self._last(), **queued}, self._pronunciations)

    def without_values(self, templates: Iterable[Template], languages: Iterable[Language]) -> tuple[Utterance, ...]:
        """How the sentences without a placeholder are given to the voice: said so whoever asks, and whenever."""
        found: dict[Utterance, None] = {}
        for template, language in product(templates, languages):
            for variant in range(len(template.fr if language == "fr" else template.en)):
                with suppress(Unspeakable):
                    wording = worded(_bare(template.id, variant, language), {template.id: template}, {},
                                     self._pronunciations)  # fmt: skip
                    found.update(dict.fromkeys(wording.speech))
        return tuple(found)

    def reworded(self, entry: Entry) -> Entry:
        """Another variant, where what was heard since the acceptance had the same."""
        if not any(self._just_heard(entry, language) for language in entry.variants):
            return entry
        try:
            wording = worded(entry.request, self._templates, self._last(), self._pronunciations)
        except Unspeakable:  # the owner deleted the template meanwhile: what was accepted is said
            return entry
        announcement = replace(entry.announcement, text=wording.text)
        return replace(entry, announcement=announcement, speech=wording.speech, variants=wording.variants)

    def heard(self, entry: Entry) -> None:
        """Remembers what is said now."""
        for language in entry.variants:
            self._heard[entry.request.template or "", language] = entry

    def _last(self) -> LastVariants:
        return {key: entry.variants[key[1]] for key, entry in self._heard.items()}

    def _just_heard(self, entry: Entry, language: Language) -> bool:
        """Whether another announcement said this variant last; one that starts again after an emergency may."""
        before = self._heard.get((entry.request.template or "", language))
        if before is None or before.id == entry.id:
            return False
        return before.variants[language] == entry.variants[language]


def waits_already(request: Request, live: Iterable[Entry]) -> bool:
    """Whether the same wish is still to be heard, or is being heard."""
    return any(wish_of(e.request) == wish_of(request) for e in live)


def wish_of(request: Request) -> tuple[object, ...]:
    """What a request is about: a car, or else a sentence with its values; a live voice is like no other."""
    if request.live:
        return ("live", request.id)
    if request.incident is not None:
        return ("incident", request.incident)
    return (request.template, request.text, sorted((k, repr(v)) for k, v in request.values.items()))


def _bare(template: str, variant: int, language: Language) -> Request:
    """A request that gives no value; nobody sends it, so its times do not matter."""
    never = datetime.min.replace(tzinfo=UTC)
    return Request(
        id="prepared", issued_at=never, expires_at=never, by="", template=template, variant=variant,
        languages=(language,),
    )  # fmt: skip
