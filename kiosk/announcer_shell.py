"""Between the announcer's core and its parts: messages become events, effects become acts."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeVar, cast

from kiosk.announcer_wire import KEPT, event_of
from kiosk.clock_watch import ClockWatch
from kiosk.domain import announce_events as e
from kiosk.domain.announce_core import AnnounceCore
from kiosk.domain.announcements import Utterance
from kiosk.domain.clock import Now, Tick
from kiosk.domain.starter import STARTER
from kiosk.domain.venue import Venue
from kiosk.domain.verdict import timezone_of
from kiosk.domain.words import Language
from kiosk.errors import InputError, JournalError, JournalInUse, KioskError
from kiosk.live_sound import Air, LiveStream
from kiosk.messages.codec import decode, encode
from kiosk.messages.live_piece import unpack
from kiosk.messages.status import PartHealth
from kiosk.messages.topics import ANNOUNCEMENT, LIVE_SOUND, TEMPLATES, VENUE
from kiosk.own_voice import OwnVoice, RecordingArrived, RecordingsLacked
from kiosk.panel_link import PanelLink
from kiosk.ports import Bus, BusConnected, BusLost, Journal, LastGoodCopy, MessageArrived, Outgoing
from kiosk.runtime import Inbox, clock, notify_systemd
from kiosk.service_status import ServiceStatus
from kiosk.sound_worker import PartTold, SoundWorker
from kiosk.speaking_line import SpeakingLine, SpeakingLineBack
from kiosk.speech_worker import SpeechWorker, VoiceStandsIn
from kiosk.streams import Stream
from kiosk.workers import WorkerFailed

_log = logging.getLogger(__name__)

HealthState = Literal["ok", "degraded", "failed"]
_MILD: dict[str, HealthState] = {"clock-wrong": "degraded"}
"""Codes of what still works, only not as well; all others say that it does not."""
_LIVE = LIVE_SOUND.at("")
_GREETING: dict[Language, str] = {"fr": "Bonjour.", "en": "Hello."}
T = TypeVar("T")


class AnnouncerShell:
    """A `kiosk.runtime.Core` around the pure one, and the one place where its effects are performed."""

    def __init__(
        self,
        journal: Journal,
        bus: Bus,
        speaking: SpeakingLine,
        speech: SpeechWorker,
        sound: SoundWorker,
        status: ServiceStatus,
        copies: LastGoodCopy,
        inbox: Inbox,
        air: Air,
        own_voice: OwnVoice,
        clock_watch: ClockWatch,
        panel: PanelLink,
    ) -> None:
        self._journal, self._bus, self._speech, self._sound = journal, bus, speech, sound
        self._status, self._copies, self._inbox, self._air = status, copies, inbox, air
        self._venue = _copy(copies, VENUE.pattern, Venue())
        self._own_voice, self._clock_watch, self._panel = own_voice, clock_watch, panel
        templates = _copy(copies, TEMPLATES.pattern, STARTER)
        self._core = AnnounceCore(templates, self._venue)
        self._own_voice.named(templates)
        self._set_aside: Path | None = None
        self._speaking = speaking

    def start(self) -> None:
        """Takes up what the last run left, then connects.

        Raises:
            JournalInUse: another announcer runs already.
        """
        self._panel.start(clock().mono_s)  # first: whether the fire alarm is on is known before anything could sound
        self._do(Tick())  # reads the journal
        self._bus.start()
        self._speaking.start()
        greeting = tuple(Utterance(language=language, text=_GREETING[language]) for language in self._venue.languages)
        self._speech.prepare(e.Prepare(speech=greeting))  # a voice that does not work is told now, not at the first tap

    def stop(self, *, clean: bool) -> None:
        """What sounds is silenced and ends as interrupted; what is queued waits for the next start."""
        self._do(e.Stopping())
        self._sound.stop()
        try:
            for _ in range(self._inbox.qsize()):  # not what comes meanwhile: a busy broker would never let it end
                event = self._inbox.get_nowait()
                if not isinstance(event, MessageArrived):  # not acknowledged: the broker sends it again
                    self._do(event)
        finally:
            self._status.end("stopped" if clean else "lost")

    def handle(self, event: object, now: Now) -> Sequence[object]:
        """See `kiosk.runtime.Core`."""
        match event:
            case MessageArrived():
                return self._message(event, now)
            case BusConnected():
                notify_systemd("STATUS=The broker is reached.")
                self._status.tell()
                return self._core.handle(e.BrokerReached(), now)
            case BusLost():
                _log.warning("%s", event.reason)
                notify_systemd(f"STATUS={event.reason}")
                return self._core.handle(e.BrokerLost(), now)
            case e.ButtonMoved():
                self._panel.moved(event)
                return ()
            case PartTold():
                self._status.report(event.health)
                return ()
            case SpeakingLineBack():
                self._speaking.again()
                return ()
            case WorkerFailed():
                raise KioskError(f"The {event.worker} part stopped ({event.error}): start the announcer again.")
            case RecordingsLacked():
                self._own_voice.lacked(event)
                return ()
            case VoiceStandsIn():
                self._status.report(_voice_health(event.why))
                return ()
            case Tick():
                self._panel.tick(now.mono_s)
                self._status.tell_counts()
                judged = self._clock_watch.look(now)
                if judged is not None:
                    return [*self._core.handle(judged, now), *self._core.handle(event, now)]
        return self._core.handle(event, now)

    def perform(self, effect: object) -> None:
        """Does what the core decided."""
        match effect:
            case e.Record():
                self._record(effect)
            case e.Play():
                self._sound.play(effect.announcement, cast(Stream | LiveStream, effect.stream), effect.gain_db)
            case e.Render() if effect.live:
                live = self._air.open(effect)
                self._inbox.put(
                    e.SpeechReady(announcement=effect.announcement, stream=live, duration_s=live.duration_s)
                )
            case e.Render():
                self._speech.render(effect)
            case e.StopSound():
                self._sound.silence(effect.announcement)
            case e.PublishAnnouncement():
                self._retain(ANNOUNCEMENT.at(effect.announcement.id), encode(effect.announcement))
            case e.ClearAnnouncement():
                self._retain(ANNOUNCEMENT.at(effect.announcement), b"")
            case e.PublishSpeaking():
                self._speaking.tell(on=effect.on)
            case e.ShowLamp() | e.KeepMute() | e.BlockSound():
                self._panel.perform(effect)
            case e.Acknowledge() if effect.token is not None:  # a button asks without a message
                self._bus.acknowledge(cast(MessageArrived, effect.token))
            case e.Prepare():
                self._speech.prepare(effect)
            case e.PublishHealth():
                health: HealthState = "ok" if effect.code == "ok" else _MILD.get(effect.code, "failed")
                self._status.report(PartHealth(part=effect.part, state=health, code=effect.code, detail=effect.detail))
            case e.PublishAllowance():
                self._status.allow(effect.allowance)
            case e.ReadJournal():
                self._read_journal()

    def _do(self, event: object) -> None:
        for effect in self.handle(event, clock()):
            self.perform(effect)

    def _retain(self, topic: str, payload: bytes) -> None:
        self._bus.publish(Outgoing(topic=topic, payload=payload, qos=1, retain=True))

    # -- messages -----------------------------------------------------------------------------------------------

    def _message(self, arrival: MessageArrived, now: Now) -> Sequence[object]:
        """Whatever is wrong with a message is logged and counted; it never stops the service."""
        try:
            if arrival.topic.startswith(_LIVE):
                self._air.hear(arrival.topic.partition("/")[2], unpack(arrival.payload))
                return ()
            event = event_of(arrival)
            effects = self._core.handle(event, now) if event is not None else []
            if isinstance(event, RecordingArrived):
                self._own_voice.arrived(event)
            elif isinstance(event, e.TemplatesChanged):
                self._own_voice.named(event.templates)
        except InputError as error:
            return self._refused(arrival, str(error))
        except Exception as error:  # noqa: BLE001 - else the broker would send it again at each start, for ever
            _log.exception("a message on %s cannot be understood", arrival.topic)
            return self._refused(arrival, f"{type(error).__name__}: {error}")
        if any(arrival.topic == topic.pattern for topic in KEPT) and event is not None:
            self._keep_copy(arrival)
        if isinstance(event, e.RequestArrived | e.CancelArrived):
            return effects
        return [*effects, e.Acknowledge(token=arrival)]

    def _refused(self, arrival: MessageArrived, why: str) -> Sequence[object]:
        _log.warning("a message on %s is refused: %s", arrival.topic, why)
        self._status.count("messages_refused")
        return [e.Acknowledge(token=arrival)]

    def _keep_copy(self, arrival: MessageArrived) -> None:
        try:
            self._copies.save(arrival.topic, arrival.payload)
        except OSError as error:
            _log.warning("the last good copy of %s cannot be kept: %s", arrival.topic, error.strerror)

    # -- the journal --------------------------------------------------------------------------------------------

    def _record(self, record: e.Record) -> None:
        try:
            self._journal.write(record.entries)
        except JournalError as error:
            self._journal_fails(error)
            self._inbox.put(e.RecordFailed(record=record))
            return
        self._journal_works()
        for effect in record.then:
            self.perform(effect)

    def _read_journal(self) -> None:
        try:
            entries = tuple(self._journal.read())
        except JournalInUse:
            raise
        except JournalError as error:
            self._journal_fails(error)
            return
        self._journal_works()
        self._inbox.put(e.JournalRead(entries=entries))

    def _journal_fails(self, error: JournalError) -> None:
        _log.error("%s", error)
        self._status.report(PartHealth(part="journal", state="failed", code="disk-full", detail=str(error)))

    def _journal_works(self) -> None:
        aside = self._journal.set_aside
        if aside is None:
            self._status.report(PartHealth(part="journal", state="ok"))
            return
        if aside != self._set_aside:
            self._set_aside = aside
            self._inbox.put(e.JournalStartedAnew())
        self._status.report(PartHealth(part="journal", state="degraded", code="journal-damaged", detail=aside.name))


def _copy(copies: LastGoodCopy, name: str, otherwise: T) -> T:
    """The last good copy called `name`, or `otherwise` where there is none that can be read."""
    try:
        payload = copies.load(name)
        found = otherwise if payload is None else decode(payload, type(otherwise))
        if isinstance(found, Venue):
            timezone_of(found)
        return found
    except (OSError, InputError) as error:
        _log.warning("the last good copy of %s cannot be used: %s", name, error)
        return otherwise


def _voice_health(stands_in_why: str) -> PartHealth:
    """A better voice that does not speak is no failure: another one speaks."""
    if not stands_in_why:
        return PartHealth(part="voice", state="ok")
    return PartHealth(part="voice", state="degraded", code="voice-stand-in", detail=stands_in_why)
