"""The announcer's decisions: from a request to exactly one final state, one announcement at a time."""

from collections import deque
from dataclasses import dataclass, replace

from kiosk.domain import announce_events as e
from kiosk.domain.announcements import Entry
from kiosk.domain.clock import Now, Tick
from kiosk.domain.etiquette import Unspeakable, Wording, same_again, worded
from kiosk.domain.ledger import RETRY_S, Ledger
from kiosk.domain.proposals import proposal_for, values_for
from kiosk.domain.requests import Announcement, AnnouncementState, Request
from kiosk.domain.venue import Template, Templates, Venue
from kiosk.domain.words import Language

BROKER_WAIT_S = 10.0
BROKER_SETTLE_S = 1.0
"""After a restart, what was queued waits for the broker and then this long: a cancel or a car that left comes first."""
_REMEMBERED = 200


@dataclass(kw_only=True)
class _Turn:
    """The announcement that has the loudspeaker, or is being rendered for it."""

    id: str
    sounding: bool = False
    spoke: bool = False
    ending: tuple[AnnouncementState, str | None] | None = None
    """Why it is being silenced."""


class AnnounceCore:
    """Events in, effects out; see `announce_events`."""

    def __init__(self, templates: Templates, venue: Venue) -> None:
        self._templates = _by_id(templates)
        self._venue = venue
        self._ledger = Ledger()
        self._book = self._ledger.book
        self._turn: _Turn | None = None
        self._heard: dict[tuple[str, Language], Entry] = {}
        self._incidents_left: deque[str] = deque(maxlen=_REMEMBERED)
        self._incidents_prepared: deque[tuple[str, int]] = deque(maxlen=_REMEMBERED)
        self._cancels: deque[str] = deque(maxlen=_REMEMBERED)
        self._journal_read = False
        self._journal_due_s = 0.0
        self._broker_reached = False
        self._held_until_s = 0.0
        self._speaking: bool | None = None
        self._stopping = False

    def handle(self, event: object, now: Now) -> list[e.Effect]:
        """What must be done because `event` happened at `now`, in order."""
        return [*self._react(event, now), *self._settle(now)]

    def _react(self, event: object, now: Now) -> list[e.Effect]:
        match event:
            case e.RequestArrived():
                return self._request(event, now)
            case e.CancelArrived():
                return self._cancel(event, now)
            case e.PrepareArrived():
                return self._prepare(event.request)
            case e.IncidentChanged():
                return self._incident(event, now)
            case e.SpeechReady():
                return self._speech_ready(event, now)
            case e.SpeechFailed():
                return self._speech_failed(event, now)
            case e.SpeechStarted():
                return self._speech_started(event, now)
            case e.SoundEnded():
                return self._sound_ended(event, now)
            case e.SoundFailed():
                return self._sound_failed(event, now)
            case e.RecordFailed():
                return self._record_failed(event.record, now)
            case e.JournalRead():
                return self._journal(event, now)
            case e.BrokerReached():
                return self._broker(now)
            case e.Stopping():
                return self._stop(now)
            case e.JournalStartedAnew():
                self._ledger.begin_anew()
            case e.TemplatesChanged():
                self._templates = _by_id(event.templates)
            case e.VenueChanged():
                self._venue = event.venue
            case Tick() if not self._journal_read and now.mono_s >= self._journal_due_s:
                self._journal_due_s = now.mono_s + RETRY_S
                return [e.ReadJournal()]
        return []

    # -- what people ask ----------------------------------------------------------------------------------------

    def _request(self, event: e.RequestArrived, now: Now) -> list[e.Effect]:
        acknowledge = e.Acknowledge(token=event.token)
        known = self._book.get(event.request.id)
        if known is not None:
            return self._ledger.told_again(known, acknowledge, now)
        entry = self._answered(event, now)
        if entry.final:
            entry = self._ledger.ended(entry, entry.announcement.state, entry.announcement.reason, now)
        else:
            self._book.put(entry)
        if not self._journal_read:
            return self._ledger.not_accepted(entry, acknowledge, now)
        accepted = self._ledger.told([entry], acknowledge, first=True)
        if entry.final or self._turn is None:
            return [accepted]
        return [accepted, e.Prepare(speech=entry.speech)]

    def _answered(self, event: e.RequestArrived, now: Now) -> Entry:
        request = event.request
        try:
            wording, mistake = worded(request, self._templates, self._variants_in_use()), None
        except Unspeakable as error:
            wording, mistake = Wording(text=error.text, speech=(), variants={}), error.reason
        state, reason = self._verdict(event, mistake, now)
        announcement = Announcement(
            id=request.id, state=state, reason=reason, text=wording.text, by=request.by, incident=request.incident,
            position=self._book.place_for(request) if state == "queued" else None, at=now.utc,
        )  # fmt: skip
        return Entry(
            request=request, announcement=announcement, order=self._book.next_order, accepted_at=now.utc,
            speech=wording.speech, variants=wording.variants,
        )  # fmt: skip

    def _verdict(self, event: e.RequestArrived, mistake: str | None, now: Now) -> tuple[AnnouncementState, str | None]:
        request = event.request
        if event.retained:
            return "refused", "retained"
        if now.utc >= request.expires_at:
            return "expired", "expired"
        if mistake is not None:
            return "refused", mistake
        if request.incident in self._incidents_left:
            return "withdrawn", "car-left"
        if same_again(request, self._book.published(), now.utc):
            return "refused", "duplicate"
        if not self._book.room_for(request):
            return "refused", "queue-full"
        return "queued", None

    def _cancel(self, event: e.CancelArrived, now: Now) -> list[e.Effect]:
        cancel, acknowledge = event.cancel, e.Acknowledge(token=event.token)
        if event.retained or now.utc >= cancel.expires_at or cancel.id in self._cancels:
            return [acknowledge]
        self._cancels.append(cancel.id)
        if cancel.announcement == "all":
            return self._end_all(self._book.live(), "cancelled", "by-person", now, acknowledge)
        entry = self._book.get(cancel.announcement)
        if entry is None:
            return [acknowledge]
        if entry.final:
            return self._ledger.told_again(entry, acknowledge, now)
        return self._end_all([entry], "cancelled", "by-person", now, acknowledge)

    def _prepare(self, request: Request) -> list[e.Effect]:
        try:
            return [e.Prepare(speech=worded(request, self._templates, self._variants_in_use()).speech)]
        except Unspeakable:
            return []

    def _incident(self, event: e.IncidentChanged, now: Now) -> list[e.Effect]:
        incident = event.incident
        if incident.state == "left" and incident.id not in self._incidents_left:
            self._incidents_left.append(incident.id)
            silent = [x for x in self._book.live() if x.request.incident == incident.id and not self._heard_now(x)]
            return self._end_all(silent, "withdrawn", "car-left", now)
        key = (incident.id, incident.announced)
        if incident.state == "raised" and key not in self._incidents_prepared:
            self._incidents_prepared.append(key)
            return self._prepare(
                Request(
                    id="proposed",
                    issued_at=now.utc,
                    expires_at=now.utc,
                    by="",
                    languages=self._venue.languages,
                    template=proposal_for(incident.announced),
                    values=values_for(incident),
                )  # fmt: skip
            )
        return []

    def _heard_now(self, entry: Entry) -> bool:
        return self._turn is not None and self._turn.id == entry.id and self._turn.spoke

    def _end_all(
        self, entries: list[Entry], state: AnnouncementState, reason: str, now: Now, *then: e.Effect
    ) -> list[e.Effect]:
        """Ends what is silent at once, and silences the one that sounds: it ends when the loudspeaker says so."""
        stops: list[e.Effect] = []
        ended = []
        for entry in entries:
            if self._turn is not None and self._turn.id == entry.id:
                if self._turn.sounding:
                    self._turn.ending = (state, reason)
                    stops.append(e.StopSound(announcement=entry.id))
                    continue
                self._turn = None
            ended.append(self._ledger.ended(entry, state, reason, now))
        return [*stops, self._ledger.told(ended, *then)] if ended else [*stops, *then]

    # -- the one that has its turn ------------------------------------------------------------------------------

    def _settle(self, now: Now) -> list[e.Effect]:
        """What follows from any event: expiry, whose turn it is, places in the queue, the music."""
        effects: list[e.Effect] = []
        late = [x for x in self._book.waiting() if now.utc >= x.request.expires_at]
        if late:
            effects += self._end_all(late, "expired", "expired", now)
        if self._journal_read:
            effects += self._ledger.due(now)
            if self._ledger.sound(now) and not self._stopping:
                effects += self._next_turn(now)
        for position, entry in enumerate(self._book.waiting(), 1):
            if entry.announcement.position != position:
                self._book.put(entry.placed(position))
                effects.append(e.PublishAnnouncement(announcement=entry.placed(position).announcement))
        speaking = self._turn is not None and (self._turn.sounding or self._speaking is True)
        if speaking != self._speaking:
            self._speaking = speaking
            effects.append(e.PublishSpeaking(on=speaking))
        return effects

    def _next_turn(self, now: Now) -> list[e.Effect]:
        entry = next(iter(self._book.waiting()), None)
        if entry is None or (now.mono_s < self._held_until_s and entry.rank > 0):
            return []
        if self._turn is None:
            return self._begin(entry, now)
        current = self._book.get(self._turn.id)
        if entry.rank > 0 or current is None or current.rank == 0:
            return []
        if not self._turn.sounding:
            self._back_in_queue(self._turn, now)
            return self._begin(entry, now)
        if self._turn.ending is None:
            self._turn.ending = ("queued", None)
            return [e.StopSound(announcement=current.id)]
        return []

    def _begin(self, entry: Entry, now: Now) -> list[e.Effect]:
        entry = self._in_other_words(entry).moved("rendering", now.utc)
        self._book.put(entry)
        self._turn = _Turn(id=entry.id)
        request = entry.request
        return [
            e.Render(announcement=entry.id, speech=entry.speech, chime=request.chime, repeat=request.repeat),
            e.PublishAnnouncement(announcement=entry.announcement),
        ]

    def _in_other_words(self, entry: Entry) -> Entry:
        """Another variant, where what was heard since the acceptance had the same."""
        before = [self._heard.get((entry.request.template or "", x)) for x in entry.variants]
        if not any(
            b is not None and b.id != entry.id and b.variants[x] == entry.variants[x]
            for b, x in zip(before, entry.variants, strict=True)
        ):
            return entry
        try:
            wording = worded(entry.request, self._templates, self._variants_heard())
        except Unspeakable:  # the owner deleted the template meanwhile: what was accepted is said
            return entry
        announcement = replace(entry.announcement, text=wording.text)
        return replace(entry, announcement=announcement, speech=wording.speech, variants=wording.variants)

    def _variants_heard(self) -> dict[tuple[str, Language], int]:
        return {key: entry.variants[key[1]] for key, entry in self._heard.items()}

    def _variants_in_use(self) -> dict[tuple[str, Language], int]:
        """The variant of each template that will be the last heard once the queue is empty."""
        queued = {(x.request.template or "", lang): v for x in self._book.live() for lang, v in x.variants.items()}
        return {**self._variants_heard(), **queued}

    def _speech_ready(self, event: e.SpeechReady, now: Now) -> list[e.Effect]:
        ready: list[e.Effect] = [e.PublishHealth(part="speech", code="ok")]
        turn, entry = self._turn, self._book.get(event.announcement)
        if turn is None or entry is None or turn.id != entry.id or turn.sounding:
            return ready
        if now.utc >= entry.request.expires_at:
            return [*ready, *self._end_all([entry], "expired", "expired", now)]
        state: AnnouncementState = "chime" if entry.request.chime else "speaking"
        entry = entry.moved(state, now.utc).timed(now.utc, event.duration_s)
        self._book.put(entry)
        self._remember_heard(entry)
        turn.sounding = True
        play = e.Play(announcement=entry.id, stream=event.stream)
        shown = e.PublishAnnouncement(announcement=entry.announcement)
        return [e.Record(entries=(entry,), then=(play, shown)), *ready]

    def _remember_heard(self, entry: Entry) -> None:
        for language in entry.variants:
            self._heard[entry.request.template or "", language] = entry

    def _speech_failed(self, event: e.SpeechFailed, now: Now) -> list[e.Effect]:
        health = e.PublishHealth(part="speech", code="no-voice", detail=event.detail)
        turn, entry = self._turn, self._book.get(event.announcement)
        if turn is None or entry is None or turn.id != entry.id or turn.sounding:
            return [health]
        return [health, *self._end_all([entry], "failed", "no-voice", now)]

    def _speech_started(self, event: e.SpeechStarted, now: Now) -> list[e.Effect]:
        turn, entry = self._turn, self._book.get(event.announcement)
        if turn is None or entry is None or turn.id != entry.id or turn.spoke:
            return []
        turn.spoke = True
        entry = entry.moved("speaking", now.utc)
        self._book.put(entry)
        return [e.PublishAnnouncement(announcement=entry.announcement)]

    def _sound_ended(self, event: e.SoundEnded, now: Now) -> list[e.Effect]:
        health: list[e.Effect] = [e.PublishHealth(part="sound", code="ok")] if event.whole else []
        state, reason = ("spoken", None) if event.whole else self._why_silenced(("interrupted", "power-cut"))
        return [*health, *self._leave(event.announcement, state, reason, now)]

    def _sound_failed(self, event: e.SoundFailed, now: Now) -> list[e.Effect]:
        health = e.PublishHealth(part="sound", code="no-sound", detail=event.detail)
        state, reason = self._why_silenced(("failed", "no-sound"))
        if state == "queued":
            state, reason = "failed", "no-sound"
        return [health, *self._leave(event.announcement, state, reason, now)]

    def _why_silenced(self, otherwise: tuple[AnnouncementState, str | None]) -> tuple[AnnouncementState, str | None]:
        return self._turn.ending if self._turn is not None and self._turn.ending is not None else otherwise

    def _leave(self, announcement: str, state: AnnouncementState, reason: str | None, now: Now) -> list[e.Effect]:
        """The loudspeaker is free again."""
        entry = self._book.get(announcement)
        if self._turn is None or entry is None or self._turn.id != announcement:
            return []
        self._turn = None
        if state != "queued":
            return [self._ledger.told([self._ledger.ended(entry, state, reason, now)])]
        again = entry.moved("queued", now.utc).timed(None, None)
        self._book.put(again)
        return [self._ledger.told([again])]

    # -- the disk and the broker --------------------------------------------------------------------------------

    def _record_failed(self, record: e.Record, now: Now) -> list[e.Effect]:
        self._ledger.wait(now)
        if not record.first:
            return self._not_recorded(record, now)
        entry = self._book.get(record.entries[0].id)
        acknowledge = next(x for x in record.then if isinstance(x, e.Acknowledge))
        if entry is None:
            return [acknowledge]
        if self._turn is not None and self._turn.id == entry.id:
            self._turn = None
        return self._ledger.not_accepted(entry, acknowledge, now)

    def _not_recorded(self, record: e.Record, now: Now) -> list[e.Effect]:
        """Without a committed intention nothing sounds: the announcement waits, or ends as somebody wished."""
        play = next((x for x in record.then if isinstance(x, e.Play)), None)
        if play is not None:
            state, reason = self._why_silenced(("queued", None))
            return self._leave(play.announcement, state, reason, now)
        self._ledger.missed(record)
        return []

    def _journal(self, event: e.JournalRead, now: Now) -> list[e.Effect]:
        if self._journal_read:
            return []
        self._journal_read = True
        cut = self._ledger.restored(event.entries, now)
        begun = [x for x in event.entries if x.announcement.starts_at is not None]
        for entry in sorted(begun, key=lambda x: x.announcement.starts_at or x.accepted_at):
            self._remember_heard(entry)
        if self._book.waiting():
            self._held_until_s = now.mono_s + (BROKER_SETTLE_S if self._broker_reached else BROKER_WAIT_S)
        return [self._ledger.told(cut)] if cut else []

    def _stop(self, now: Now) -> list[e.Effect]:
        """What sounds is cut off; what is being rendered is queued again, as the journal has it."""
        self._stopping = True
        turn = self._turn
        if turn is None:
            return []
        if not turn.sounding:
            self._back_in_queue(turn, now)
            return []
        turn.ending = turn.ending or ("interrupted", "power-cut")
        return [e.StopSound(announcement=turn.id)]

    def _back_in_queue(self, turn: _Turn, now: Now) -> None:
        self._turn = None
        entry = self._book.get(turn.id)
        if entry is not None:
            self._book.put(entry.moved("queued", now.utc))

    def _broker(self, now: Now) -> list[e.Effect]:
        if not self._broker_reached:
            self._broker_reached = True
            self._held_until_s = min(self._held_until_s, now.mono_s + BROKER_SETTLE_S)
        return [e.PublishSpeaking(on=self._speaking is True), *self._ledger.all_again()]


def _by_id(templates: Templates) -> dict[str, Template]:
    return {template.id: template for template in templates.templates}
