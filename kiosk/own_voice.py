"""The announcer's end of the house's own voice: asks the console for recordings, and says when one is missing."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.venue import Templates
from kiosk.errors import InputError, RecordingError
from kiosk.messages.codec import encode
from kiosk.messages.recording import RecordingsWanted
from kiosk.messages.status import PartHealth
from kiosk.messages.topics import RECORDINGS_WANTED
from kiosk.ports import Outgoing, RecordingStore
from kiosk.service_status import ServiceStatus

_log = logging.getLogger(__name__)

_ASKED_MOST = 4
"""So many are sent at once: 4 MB at most on their way, and an announcement asked for meanwhile comes soon."""


@dataclass(frozen=True, kw_only=True)
class RecordingArrived:
    """The console sent a recording; `content` is empty when it has none of that name."""

    sound: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class RecordingsLacked:
    """A sentence was said by the voice, for these recordings of it are not here."""

    sounds: tuple[str, ...]


class OwnVoice:
    """Keeps what the templates name and nothing else; all of it in the announcer's one thread."""

    def __init__(self, store: RecordingStore, publish: Callable[[Outgoing], None], status: ServiceStatus) -> None:
        self._store, self._publish, self._status = store, publish, status
        self._named: frozenset[str] = frozenset()
        self._asked: set[str] = set()
        self._gone: set[str] = set()
        """What could not be had; asked for again when the templates or a sentence name it again."""
        self._health = PartHealth(part="recordings", state="ok")

    def named(self, templates: Templates) -> None:
        """The sentences of the house have these recordings: what is missing is asked for, what is not named goes."""
        self._named = frozenset(one.sound for template in templates.templates for one in template.recorded)
        self._asked, self._gone = set(), set()
        try:
            self._store.forget_all_but(self._named)
        except RecordingError as error:
            self._tell("state-folder-locked", str(error))
        self._ask()

    def arrived(self, event: RecordingArrived) -> None:
        """Keeps it, if it is named, and asks for the next ones.

        Raises:
            InputError: it is not the recording it should be.
        """
        sound, content = event.sound, event.content
        if sound not in self._named:
            return
        self._asked.discard(sound)
        try:
            if content:
                self._store.keep(sound, content)
            else:
                self._gone.add(sound)
        except InputError:
            self._gone.add(sound)
            raise
        except RecordingError as error:
            self._gone.add(sound)
            self._tell("disk-full", str(error))
        finally:
            if not self._asked:
                self._ask()

    def lacked(self, event: RecordingsLacked) -> None:
        """A sentence was said by the voice instead."""
        self._tell("recording-missing", ", ".join(event.sounds))
        self._gone.difference_update(event.sounds)
        self._asked.difference_update(event.sounds)
        self._ask()

    def _ask(self) -> None:
        missing = self._named - self._store.kept()
        if not missing and (self._named or self._health.code != "ok"):  # a house without recordings has no such part
            self._tell("ok")
        wanted = tuple(sorted(missing - self._gone - self._asked))[:_ASKED_MOST]
        if wanted:
            self._asked.update(wanted)
            _log.info("%d recordings are asked for", len(wanted))
            message = RecordingsWanted(sounds=wanted)
            self._publish(Outgoing(topic=RECORDINGS_WANTED.pattern, payload=encode(message), qos=1))

    def _tell(self, code: str, detail: str = "") -> None:
        self._health = PartHealth(
            part="recordings", state="ok" if code == "ok" else "degraded", code=code, detail=detail
        )  # fmt: skip
        self._status.report(self._health)
