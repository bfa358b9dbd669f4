"""What is rendered before anybody asks for it, so that a tap plays at once."""

from collections.abc import Iterable

from kiosk.domain.announce_events import Effect, Prepare
from kiosk.domain.announcements import Book
from kiosk.domain.clock import Now
from kiosk.domain.etiquette import Phrases
from kiosk.domain.incidents import Incident
from kiosk.domain.proposals import proposal_for, values_for
from kiosk.domain.requests import Request
from kiosk.domain.venue import Template
from kiosk.domain.wording import Unspeakable
from kiosk.domain.words import Language


class Ahead:
    """Puts into words what may come soon; what cannot be put into words is not prepared."""

    def __init__(self, phrases: Phrases, book: Book) -> None:
        self._phrases, self._book = phrases, book

    def of_request(self, request: Request) -> list[Effect]:
        """A request like this one."""
        try:
            return [Prepare(speech=self._phrases.worded(request, self._book.live()).speech)]
        except Unspeakable:
            return []

    def of_incident(self, incident: Incident, languages: tuple[Language, ...], now: Now) -> list[Effect]:
        """What the desk proposes for this car."""
        return self.of_request(
            Request(
                id="proposed", issued_at=now.utc, expires_at=now.utc, by="", languages=languages,
                template=proposal_for(incident.announced), values=values_for(incident),
            )
        )  # fmt: skip

    def of_templates(self, templates: Iterable[Template], languages: tuple[Language, ...]) -> list[Effect]:
        """What can be said of these without a value."""
        speech = self._phrases.without_values(templates, languages)
        return [Prepare(speech=speech)] if speech else []
