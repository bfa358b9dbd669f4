"""The console's end of the house's own voice: what is recorded is kept, named in its sentence, sent, and forgotten."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from kiosk.domain.recorded import same_words, segments_of
from kiosk.domain.venue import Recording, Template, Templates
from kiosk.domain.words import Language, Words
from kiosk.messages.codec import decode
from kiosk.messages.recording import RecordingsWanted, name_of, seconds_of
from kiosk.messages.topics import RECORDING, RECORDINGS_WANTED, TEMPLATES
from web_console.live import Live
from web_console.store import Store
from web_console.store.configuration import ConfigurationError
from web_console.store.recordings import Recorded
from web_console.template_changes import find

MOST_BYTES = 64 * 1024 * 1024
"""25 minutes of speech: ten times what the sentences of a house need, and small beside a memory card."""

_CHANGED = Words(
    fr="Cette phrase a changé entre-temps : rechargez la page, puis enregistrez les nouveaux mots.",
    en="This sentence has changed meanwhile: load the page again, then record the new words.",
)
_FULL = Words(
    fr="Il y a déjà 25 minutes d'enregistrements : supprimez ceux qui ne servent plus.",
    en="There are 25 minutes of recordings already: delete those that are not needed any more.",
)


class OwnVoice:
    """Every change goes through here, one at a time; a recording that no sentence names is deleted at once."""

    def __init__(self, store: Store, live: Live) -> None:
        self._store, self._live = store, live
        self._one_at_a_time = threading.Lock()
        live.act_on(RECORDINGS_WANTED, self._send)
        self._tidy()  # what a pulled plug left between a sound and its sentence

    def keep(self, template_id: str, recording: Recording, content: bytes, *, voice: str, by: str) -> None:
        """Keeps `content` as `recording` of a sentence, instead of what said these words before.

        Raises:
            UnfitRecording: it would not sound well; its words say what to do.
            ConfigurationError: the sentence does not have these words, or there is no room.
        """
        seconds = seconds_of(content)
        recorded = Recorded(sound=recording.sound, seconds=seconds, voice=voice, by=by, at=datetime.now(UTC))
        key = _key(recording)

        def with_it(template: Template) -> Template:
            sentences = template.fr if recording.language == "fr" else template.en
            if key not in {(recording.language, same_words(w, recording.language)) for s in sentences
                           for w in segments_of(s, recording.language)}:  # fmt: skip
                raise ConfigurationError(_CHANGED)
            others = tuple(one for one in template.recorded if _key(one) != key)
            return replace(template, recorded=(*others, recording))

        with self._one_at_a_time:
            if self._store.recordings.bytes_kept() + len(content) > MOST_BYTES:
                raise ConfigurationError(_FULL)
            self._store.recordings.keep(recorded, content)
            try:
                self._change(lambda before: _with(before, template_id, with_it), by)
            finally:
                self._tidy()

    def forget(self, template_id: str, language: Language, words: str, *, by: str) -> None:
        """Deletes what says `words` in a sentence, everywhere."""
        key = (language, same_words(words, language))
        self._without(lambda template, one: template.id == template_id and _key(one) == key, by)

    def forget_voice(self, voice: str, *, by: str) -> None:
        """Deletes all that was recorded in somebody's voice, everywhere."""
        theirs = {one.sound for one in self._store.recordings.all().values() if one.voice == voice}
        self._without(lambda _, one: one.sound in theirs, by)

    def tidy(self) -> None:
        """Deletes what no sentence names any more."""
        with self._one_at_a_time:
            self._tidy()

    def _without(self, unwanted: Callable[[Template, Recording], bool], by: str) -> None:
        def without(before: Templates) -> Templates:
            return replace(before, templates=tuple(
                replace(template, recorded=tuple(one for one in template.recorded if not unwanted(template, one)))
                for template in before.templates
            ))  # fmt: skip

        with self._one_at_a_time:
            self._change(without, by)
            self._tidy()

    def _change(self, make: Callable[[Templates], Templates], by: str) -> None:
        """The announcer is told with the templates: it asks for what it lacks, and deletes what they do not name."""
        self._live.publish(TEMPLATES, self._store.configuration.change(Templates, make, by=by))

    def _tidy(self) -> None:
        templates = self._store.configuration.templates().templates
        self._store.recordings.forget_all_but({one.sound for template in templates for one in template.recorded})

    def _send(self, payload: bytes) -> None:
        for sound in decode(payload, RecordingsWanted).sounds:
            self._live.send(RECORDING, self._store.recordings.content(sound) or b"", sound)


def recording_of(language: Language, words: str, content: bytes) -> Recording:
    """What stands with the sentence for `content`."""
    return Recording(language=language, words=words, sound=name_of(content))


def _key(recording: Recording) -> tuple[Language, str]:
    return recording.language, same_words(recording.words, recording.language)


def _with(before: Templates, template_id: str, make: Callable[[Template], Template]) -> Templates:
    if find(before, template_id) is None:
        raise ConfigurationError(_CHANGED)
    return replace(before, templates=tuple(make(t) if t.id == template_id else t for t in before.templates))
