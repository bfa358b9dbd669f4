"""The announcer: requests come in over MQTT, are safe in the journal, and are heard one at a time."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from kiosk.adapters.board import open_board
from kiosk.adapters.bus import open_bus
from kiosk.adapters.copies import FileCopies
from kiosk.adapters.journal import open_journal
from kiosk.adapters.panel import check_pins, open_panel
from kiosk.adapters.recordings import open_recordings
from kiosk.adapters.sound import open_loudspeaker
from kiosk.adapters.speech import open_speech
from kiosk.adapters.speech.piper_voices import voice_folder
from kiosk.amplifier import amplifier_of
from kiosk.announcer_shell import AnnouncerShell
from kiosk.announcer_wire import READ
from kiosk.clock_watch import ClockWatch
from kiosk.home_assistant import HomeAssistant, OverheardBus, OverheardCore
from kiosk.live_sound import Air
from kiosk.messages.topics import ANNOUNCER_STATUS
from kiosk.own_voice import OwnVoice
from kiosk.panel_link import PanelLink
from kiosk.ports import SpeechEngine
from kiosk.runtime import Inbox, notify_systemd, run
from kiosk.service_status import ServiceStatus, last_will
from kiosk.settings import Settings
from kiosk.sound_worker import SoundWorker
from kiosk.speaking_line import SpeakingLine
from kiosk.speech_worker import SpeechWorker, VoiceStandsIn


def run_announcer(settings: Settings, stop: threading.Event) -> None:
    """Announces until `stop` is set.

    Raises:
        BusError: the password or certificate file cannot be used.
        JournalInUse: another announcer runs already.
        SettingsError: two parts want the same pin.
    """
    check_pins(settings)
    folder = settings.state_folder
    with ExitStack() as stack:
        inbox = Inbox()
        journal = open_journal(settings.journal, folder / "announcer")
        stack.callback(journal.close)
        bus = open_bus(
            settings, client="announcer", subscriptions=READ, will=last_will(ANNOUNCER_STATUS), put=inbox.put
        )
        stack.callback(bus.close)
        copies = FileCopies(folder / "announcer")
        home = HomeAssistant(settings, "announcer", copies, bus.publish)
        bus = OverheardBus(bus, home)
        speaking = SpeakingLine(settings, inbox.put)
        stack.callback(speaking.close)
        recordings = open_recordings(settings)
        speech = SpeechWorker(lambda: _voice(settings, inbox), settings.sound, inbox.put, recordings)
        stack.callback(speech.stop)
        status = ServiceStatus(ANNOUNCER_STATUS, bus.publish)
        panel = PanelLink(settings.panel, open_panel, inbox.put, status, copies)
        stack.callback(panel.close)
        sound = stack.enter_context(_sound(settings, inbox, panel))
        shell = AnnouncerShell(
            journal, bus, speaking, speech, sound, status, copies, inbox, Air(settings.sound, settings.live),
            OwnVoice(recordings, bus.publish, status), ClockWatch(open_board(settings.board)), panel,
        )  # fmt: skip
        stack.push(lambda kind, *_: shell.stop(clean=kind is None))
        shell.start()
        notify_systemd("READY=1")
        run(OverheardCore(shell, home), inbox, shell.perform, stop=stop)
        notify_systemd("STOPPING=1")


@contextmanager
def _sound(settings: Settings, inbox: Inbox, panel: PanelLink) -> Iterator[SoundWorker]:
    """The loudspeaker behind its amplifier; the fire alarm reaches both without asking anybody."""
    amplifier = amplifier_of(settings.panel, panel.amplifier)
    heard = settings.state_folder / "heard"
    sound = SoundWorker(lambda: open_loudspeaker(settings.sound, heard), inbox.put, amplifier.awake, settings.sound)
    panel.on_fire_alarm(sound.block, amplifier.off)
    try:
        yield sound
    finally:
        sound.stop()
        amplifier.off()


def _voice(settings: Settings, inbox: Inbox) -> SpeechEngine:
    return open_speech(
        settings.speech,
        settings.state_folder / "announcer" / "spoken",
        voices=voice_folder(settings),
        told=lambda why: inbox.put(VoiceStandsIn(why=why)),
    )
