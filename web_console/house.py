"""What the desk needs of the house: its settings, sentences, zones and languages, the bus and the voice."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import current_app
from flask_babel import get_locale

from kiosk.domain.venue import Template, Templates, Venue, Zone, Zones
from kiosk.domain.words import Language
from kiosk.ports import SpeechEngine
from kiosk.settings import Settings
from web_console.live import Live
from web_console.own_voice import OwnVoice
from web_console.streams import Streams


@dataclass(frozen=True, kw_only=True)
class House:
    """Given to the application once, under `extensions["house"]`."""

    settings: Settings
    live: Live
    streams: Streams
    voice: SpeechEngine | None
    heard_folder: Path
    """Where the virtual loudspeaker of this machine writes what it plays."""
    read_templates: Callable[[], Templates]
    read_zones: Callable[[], Zones]
    read_venue: Callable[[], Venue]
    own_voice: OwnVoice
    """What people of the house recorded."""
    still_signed_in: Callable[[str], bool]
    """Whether the person with this session id is (still) signed in."""

    def templates(self) -> dict[str, Template]:
        """The sentences of the house by their ids, in the owner's order."""
        return {template.id: template for template in self.read_templates().templates}

    def zones(self) -> tuple[Zone, ...]:
        """Where a stopped vehicle matters."""
        return self.read_zones().zones

    def languages(self) -> tuple[Language, ...]:
        """The languages the house announces in, the first one first."""
        return self.read_venue().languages

    @property
    def page_version(self) -> str:
        """Changes when the owner changed something that open pages must load again."""
        return f"{self.read_templates().version}.{self.read_zones().version}.{self.read_venue().version}"


def house() -> House:
    """The house of the application that is answering."""
    return cast(House, current_app.extensions["house"])


def reader() -> Language:
    """The language of the person who reads the page."""
    return "en" if str(get_locale()).startswith("en") else "fr"
