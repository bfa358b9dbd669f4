"""A sentence in a person's own voice for the bench: recorded around a number that the voice says."""

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime

from kiosk.adapters.samples import resampled
from kiosk.adapters.speech import open_speech
from kiosk.bench.house import PATIENCE_S, House
from kiosk.domain.recorded import segments_of
from kiosk.domain.venue import Template, Templates
from kiosk.domain.words import Words
from kiosk.errors import KioskError
from kiosk.messages.recording import RATE_HZ, content_of, name_of, seconds_of
from kiosk.settings import SpeechSettings
from web_console.own_voice import recording_of
from web_console.store import open_store
from web_console.store.recordings import Recorded

TEMPLATE = "bench-recorded"
_SENTENCE = "Thank you for your patience: {order} is ready, and it is waiting for you at the counter. Enjoy your meal."


def record(house: House) -> None:
    """Gives a house that has not started the sentence and its recordings; espeak-ng stands for the person."""
    voice = open_speech(SpeechSettings(kind="pyttsx3", time_limit_s=PATIENCE_S))
    store = open_store(house.settings.state_folder)
    try:
        recordings = []
        for words in segments_of(_SENTENCE, "en"):
            content = content_of(resampled(voice.render(words, "en"), RATE_HZ).samples)
            recordings.append(recording_of("en", words, content))
            kept = Recorded(
                sound=name_of(content), seconds=seconds_of(content), voice="Léa", by="bench", at=datetime.now(UTC)
            )
            store.recordings.keep(kept, content)
        sentence = Template(
            id=TEMPLATE, name=Words(en="Ready"), en=(_SENTENCE,), priority="service", recorded=tuple(recordings)
        )
        store.configuration.change(
            Templates, lambda now: replace(now, templates=(*now.templates, sentence)), by="bench"
        )
    finally:
        store.close()
        voice.close()


def wait_until_fetched(house: House) -> None:
    """Waits until the announcer of a house that runs has the recordings.

    Raises:
        KioskError: they do not come.
    """
    folder, needed = house.settings.state_folder / "announcer" / "recordings", len(segments_of(_SENTENCE, "en"))
    until = time.monotonic() + PATIENCE_S
    while not folder.is_dir() or len(list(folder.glob("*.wav"))) < needed:
        if time.monotonic() > until:
            raise KioskError("The announcer did not fetch the recordings: the bench cannot measure them.")
        threading.Event().wait(0.05)
