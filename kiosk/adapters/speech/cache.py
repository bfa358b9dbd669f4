"""A voice that renders each text once."""

import hashlib
import threading

from kiosk.adapters.speech.store import SoundStore
from kiosk.domain.words import Language
from kiosk.ports import Sound, SpeechEngine


class CachedSpeech:
    """`engine`, with its sounds in `store`; `voice` says everything that changes how a text sounds.

    What is at hand is given at once, whatever the engine is busy with.
    """

    def __init__(self, engine: SpeechEngine, store: SoundStore, *, voice: str) -> None:
        self._engine, self._store, self._voice = engine, store, voice
        self._one_at_a_time = threading.Lock()

    @property
    def name(self) -> str:
        """The engine's own name."""
        return self._engine.name

    def at_hand(self, text: str, language: Language) -> Sound | None:
        """The text, if it was rendered before."""
        return self._store.get(self._key(text, language))

    def render(self, text: str, language: Language) -> Sound:
        """See `kiosk.ports.SpeechEngine`."""
        sound = self.at_hand(text, language)
        if sound is not None:
            return sound
        with self._one_at_a_time:  # a tap on what is being prepared waits for it and does not render it once more
            return self.at_hand(text, language) or self.anew(text, language)

    def anew(self, text: str, language: Language) -> Sound:
        """The text rendered now, even if it is at hand: it shows whether the engine works.

        Raises:
            SpeechError: it does not.
        """
        sound = self._engine.render(text, language)
        self._store.keep(self._key(text, language), sound)
        return sound

    def close(self) -> None:
        """Closes the engine; the sounds stay."""
        self._engine.close()

    def _key(self, text: str, language: Language) -> str:
        return hashlib.sha256("\0".join((self._voice, language, text)).encode(errors="replace")).hexdigest()
