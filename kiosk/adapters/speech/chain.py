"""Several voices, the best first: where one fails the next stands in, and it is told until the better one is back."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kiosk.adapters.speech.cache import CachedSpeech
from kiosk.adapters.speech.text import readable
from kiosk.domain.words import Language, Words
from kiosk.errors import SpeechError
from kiosk.ports import Sound

_log = logging.getLogger(__name__)

RETRY_FIRST_S, RETRY_MOST_S = 5.0, 300.0
"""A voice that failed is tried again in the background after so long, doubling: a hiccup passes, a broken one stays."""
_TRIAL = Words(fr="Un, deux, trois.", en="One, two, three.")
_LEAVE_S = 2.0

Told = Callable[[str], None]
"""Called with what is broken, in words for an installer, or with nothing when the best voices speak again."""


@dataclass(kw_only=True)
class _Broken:
    """Why a voice is not asked, and for how long it is left alone."""

    why: str
    pause_s: float


class ChainedSpeech:
    """`voices` of each language, best first. A broken one is never waited for, except by its first text.

    The last is always asked, however often it failed. `told` may be called from any thread.
    """

    def __init__(
        self,
        voices: Mapping[Language, Sequence[CachedSpeech]],
        told: Told,
        *,
        retry_first_s: float = RETRY_FIRST_S,
    ) -> None:
        self._voices, self._told, self._retry_first_s = voices, told, retry_first_s
        self._broken: dict[tuple[Language, int], _Broken] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._mender: threading.Thread | None = None

    @property
    def name(self) -> str:
        """The names of all voices, each once, best first."""
        return ", ".join(dict.fromkeys(voice.name for voices in self._voices.values() for voice in voices))

    def render(self, text: str, language: Language) -> Sound:
        """See `kiosk.ports.SpeechEngine`: the text by the best voice that can."""
        readable(text)  # what no voice can read is not the first one's fault
        for place, voice in enumerate(self._voices[language][:-1]):
            if (language, place) in self._broken:
                sound = voice.at_hand(text, language)
                if sound is not None:
                    return sound
                continue
            try:
                return voice.render(text, language)
            except SpeechError as error:
                self._broke(language, place, error)
        return self._voices[language][-1].render(text, language)

    def close(self) -> None:
        """Lets all voices go; a rendering that is under way fails."""
        self._closed.set()
        for voice in {id(one): one for voices in self._voices.values() for one in voices}.values():
            voice.close()
        if self._mender is not None:
            self._mender.join(_LEAVE_S)

    def _broke(self, language: Language, place: int, error: SpeechError) -> None:
        if self._closed.is_set():
            return
        _log.warning("%s does not speak %s: %s", self._voices[language][place].name, language, error)
        with self._lock:
            self._broken.setdefault((language, place), _Broken(why=str(error), pause_s=self._retry_first_s))
            if self._mender is None:
                self._mender = threading.Thread(target=self._mend, name="voice mender", daemon=True)
                self._mender.start()
            self._tell()

    def _mend(self) -> None:
        """Tries what is broken until nothing is: in a thread of its own, so that nobody waits for what hangs."""
        while not self._closed.wait(self._next_pause_s()):
            for language, place in tuple(self._broken):
                self._try_again(language, place)
            with self._lock:
                if not self._broken:
                    self._mender = None
                    return

    def _next_pause_s(self) -> float:
        return min(broken.pause_s for broken in tuple(self._broken.values()))

    def _try_again(self, language: Language, place: int) -> None:
        broken = self._broken[language, place]
        error: SpeechError | None = None
        try:
            self._voices[language][place].anew(_TRIAL.in_language(language), language)
        except SpeechError as failed:
            error = failed
        if self._closed.is_set():
            return
        with self._lock:
            if error is None:
                _log.warning("%s speaks %s again", self._voices[language][place].name, language)
                del self._broken[language, place]
            else:
                broken.why, broken.pause_s = str(error), min(2 * broken.pause_s, RETRY_MOST_S)
            self._tell()

    def _tell(self) -> None:
        """Called with the lock: nobody tells what is no longer so."""
        self._told("; ".join(f"{language}: {broken.why}" for (language, _), broken in self._broken.items()))
