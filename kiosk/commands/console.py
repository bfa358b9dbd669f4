"""Serves the web console: the desk where staff tap, and the pages where owners set up the house.

Open the address it prints on a tablet. At the very first start it also prints a one-time code; whoever has it makes the
first owner. Stop it with Ctrl-C or SIGTERM.
"""

import argparse
import logging
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from functools import cache, partial

from kiosk.adapters.bus import open_bus
from kiosk.adapters.copies import FileCopies
from kiosk.adapters.speech import open_speech
from kiosk.adapters.speech.piper_voices import voice_folder
from kiosk.adapters.speech.recorded import assembled_from
from kiosk.domain.recorded import Part
from kiosk.domain.words import Language
from kiosk.empty_street import empty_street_jpeg
from kiosk.errors import SpeechError
from kiosk.frugal import give_memory_back
from kiosk.home_assistant import HomeAssistant, OverheardBus
from kiosk.ports import BusEvent, BusLost, Sound, SpeechEngine
from kiosk.runtime import notify_systemd, stopping_on_signals
from kiosk.settings import Settings
from kiosk.street_view import StreetView
from web_console import create_app
from web_console.door import address, door, serve
from web_console.first_run import new_code
from web_console.listening import OWN_VOICE
from web_console.live import SUBSCRIPTIONS, Live
from web_console.pages.desk import STREET_VIEW
from web_console.pages.zones import PLAN
from web_console.store import Store, open_store
from web_console.unanswered import Unanswered

_log = logging.getLogger(__name__)

_LISTENING_S = 300.0
"""An owner who listens to a sentence listens to more; after that the voice's 200 MB are needed elsewhere."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `kiosk console`; all else is in the settings file."""
    parser.add_argument("--port", type=int, help="port to listen on, instead of console.port of the settings")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Serves until it is told to stop.

    Raises:
        KioskError: the port is in use, or the database or the broker's password file cannot be used.
    """
    give_memory_back()
    stop = threading.Event()
    console = settings.console
    with ExitStack() as stack:
        stack.enter_context(stopping_on_signals(stop))
        at = stack.enter_context(door(console.host, console.port if given.port is None else given.port))
        store = open_store(settings.state_folder)
        stack.callback(store.close)
        live = Live(record=store.history.record, unanswered=Unanswered(settings.state_folder / "asked"))
        bus = open_bus(
            settings, client="console", subscriptions=SUBSCRIPTIONS, will=live.will, put=partial(_hear, live)
        )
        home = HomeAssistant(settings, "console", FileCopies(settings.state_folder / "console"), bus.publish)
        voice = _voice(settings, stack)
        app = create_app(settings, store, live, voice)
        if voice is not None:
            app.config[OWN_VOICE] = partial(_own_voice, store, voice)
        if settings.camera.source == "simulated":
            app.config[PLAN] = cache(empty_street_jpeg)
            view = StreetView(settings.camera)
            stack.callback(view.close)
            app.config[STREET_VIEW] = view.jpeg
        live.start(OverheardBus(bus, home))
        _tell(f"The console is at {'https' if console.https else 'http'}://{address(at)}/")
        code = new_code(store)
        if code is not None:
            _tell(f"First start: open /setup there and type this one-time code: {code}")
        notify_systemd("READY=1")
        serve(
            app, at, threads=console.threads, behind_proxy=console.https, stop=stop,
            alive=lambda: _still_alive(live), leaving=live.close,
        )  # fmt: skip
    return 0


def _hear(live: Live, event: BusEvent) -> None:
    """What goes wrong with the broker is said in the journal too, not only on the desk."""
    if isinstance(event, BusLost):
        _log.warning("%s", event.reason)
    live.put(event)


def _still_alive(live: Live) -> None:
    """A console whose live end died would show an old picture for ever: systemd starts it again."""
    if live.alive:
        notify_systemd("WATCHDOG=1")


def _voice(settings: Settings, stack: ExitStack) -> SpeechEngine | None:
    """A console without a voice still works: only "Listen" says that it cannot."""
    try:
        voice = open_speech(
            settings.speech,
            settings.state_folder / "listening",
            voices=voice_folder(settings),
            idle_s=_LISTENING_S,
        )
    except SpeechError as error:
        _log.error("the console has no voice: %s", error)
        return None
    stack.callback(voice.close)
    return voice


def _own_voice(store: Store, voice: SpeechEngine, parts: Sequence[Part], language: Language) -> Sound:
    return assembled_from(parts, store.recordings.content, lambda text: voice.render(text, language))


def _tell(line: str) -> None:
    """Standard output may be a pipe to the journal: said at once, not when the buffer is full."""
    print(line, flush=True)
