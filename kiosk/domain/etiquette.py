"""Good manners: say something else than last time, and do not say the same thing twice because two people asked."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.domain.announcements import Entry
from kiosk.domain.manners import Pronunciation
from kiosk.domain.requests import Request
from kiosk.domain.venue import Template, Templates
from kiosk.domain.wording import LastVariants, Unspeakable, Wording, worded
from kiosk.domain.words import Language

DUPLICATE_WINDOW = timedelta(seconds=10)
"""Two tablets at once: the second tap comes within a few seconds; a minute later the same tap is meant."""


class Phrases:
    """The sentences of the house and which of them were heard last."""

    def __init__(self, templates: Templates) -> None:
        self._templates: dict[str, Template] = {}
        self._heard: dict[tuple[str, Language], Entry] = {}
        self._pronunciations: tuple[Pronunciation, ...] = ()
        self.replace(templates)

    def replace(self, templates: Templates) -> None:
        """The owner has other sentences now."""
        self._templates = {template.id: template for template in templates.templates}

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


def same_again(request: Request, entries: Iterable[Entry], now: datetime) -> bool:
    """Whether `entries` hold the same wish, still to be heard or heard within DUPLICATE_WINDOW of its acceptance."""
    return not request.live and any(  # what a person will say live is not known
        _wish(e.request) == _wish(request)
        and (not e.final or (e.announcement.state == "spoken" and abs(now - e.accepted_at) < DUPLICATE_WINDOW))
        for e in entries
    )


def _wish(request: Request) -> tuple[object, ...]:
    """What a request is about: a car, or else a sentence with its values."""
    if request.incident is not None:
        return ("incident", request.incident)
    return (request.template, request.text, sorted((k, repr(v)) for k, v in request.values.items()))
