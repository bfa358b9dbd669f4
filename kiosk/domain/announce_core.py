"""The announcer's decisions: from a request to exactly one final state, one announcement at a time."""

from collections import deque

from kiosk.domain import announce_events as e
from kiosk.domain.ahead import Ahead
from kiosk.domain.announcements import Entry
from kiosk.domain.clock import Now, Tick
from kiosk.domain.etiquette import Phrases
from kiosk.domain.floor import Floor
from kiosk.domain.ledger import RETRY_S, Ledger
from kiosk.domain.panel_core import PanelCore
from kiosk.domain.requests import Announcement
from kiosk.domain.told import Told
from kiosk.domain.venue import Templates, Venue
from kiosk.domain.verdict import Ending, Verdict
from kiosk.domain.wording import Unspeakable, Wording

BROKER_WAIT_S = 10.0
BROKER_SETTLE_S = 1.0
"""After a restart, what was queued waits for the broker and then this long: a cancel or a car that left comes first."""
_REMEMBERED = 200


class AnnounceCore:
    """Events in, effects out; see `announce_events`."""

    def __init__(self, templates: Templates, venue: Venue) -> None:
        self._phrases = Phrases(templates)
        self._venue = venue
        self._phrases.pronounce(venue.pronunciations)
        self._ledger = Ledger()
        self._book = self._ledger.book
        self._verdict = Verdict(self._book, venue)
        self._floor = Floor(self._ledger, self._phrases, self._verdict, venue)
        self._told = Told(self._floor, self._verdict, self._book)
        self._ahead = Ahead(self._phrases, self._book)
        self._panel = PanelCore(
            self._ledger, self._floor, self._verdict.hush,
            lambda request, now: self._request(e.RequestArrived(request=request), now), self._phrases.priority,
        )  # fmt: skip
        self._cancels: deque[str] = deque(maxlen=_REMEMBERED)
        self._journal_read = False
        self._journal_due_s = 0.0
        self._broker_reached = False
        self._held_until_s = 0.0
        self._stopping = False

    def handle(self, event: object, now: Now) -> list[e.Effect]:
        """What must be done because `event` happened at `now`, in order."""
        asked = self._panel.handle(event, self._venue, now)
        effects = [*asked, *self._react(event, now), *self._settle(now)]
        speaking = self._told.speaking is True
        return [*effects, *self._panel.shown(effects, ready=self._journal_read, speaking=speaking, now=now)]

    def _react(self, event: object, now: Now) -> list[e.Effect]:
        match event:
            case e.RequestArrived():
                return self._request(event, now)
            case e.CancelArrived():
                return self._cancel(event, now)
            case e.PrepareArrived():
                return self._ahead.of_request(event.request)
            case e.IncidentChanged():
                return self._incident(event, now)
            case e.SpeechReady():
                return self._floor.speech_ready(event, now)
            case e.SpeechPrepared():
                return [e.PublishHealth(part="speech", code="ok")]
            case e.SpeechFailed():
                return self._floor.speech_failed(event, now)
            case e.SoundStarted():
                return self._floor.sound_started(event.announcement)
            case e.SpeechStarted():
                return self._floor.speech_started(event.announcement, now)
            case e.SoundEnded():
                return self._floor.sound_ended(event, now)
            case e.SoundFailed():
                return self._floor.sound_failed(event, now)
            case e.RecordFailed():
                return self._record_failed(event.record, now)
            case e.JournalRead():
                return self._journal(event, now)
            case e.BrokerReached():
                return self._broker(now)
            case e.ClockJudged():
                if event.believed and self._verdict.clock_doubted:
                    self._ledger.dated_anew(now)
                self._verdict.judge_clock(event.believed, now)
            case e.Stopping():
                self._stopping = True
                return self._floor.stop(now)
            case e.JournalStartedAnew():
                self._ledger.begin_anew()
            case e.TemplatesChanged():
                return self._ahead.of_templates(self._phrases.replace(event.templates), self._venue.languages)
            case e.VenueChanged():
                return self._venue_changed(event.venue)
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
            self._ledger.accepted(entry, now)
        if not self._journal_read:
            return self._ledger.not_accepted(entry, acknowledge, now)
        accepted = self._ledger.told([entry], acknowledge, first=True)
        if entry.final or not self._floor.taken:
            return [accepted]
        return [accepted, e.Prepare(speech=entry.speech)]

    def _answered(self, event: e.RequestArrived, now: Now) -> Entry:
        request = event.request
        try:
            wording, mistake = self._phrases.worded(request, self._book.live()), None
        except Unspeakable as error:
            wording, mistake = Wording(text=error.text, speech=(), variants={}), error.reason
        ending = self._ends_at_once(event, mistake, now)
        state, reason = ending or ("queued", None)
        announcement = Announcement(
            id=request.id, state=state, reason=reason, text=wording.text, by=request.by, incident=request.incident,
            position=self._book.place_for(request) if ending is None else None, at=now.utc,
        )  # fmt: skip
        return Entry(
            request=request, announcement=announcement, order=self._book.next_order, accepted_at=now.utc,
            speech=wording.speech, variants=wording.variants,
        )  # fmt: skip

    def _ends_at_once(self, event: e.RequestArrived, mistake: str | None, now: Now) -> Ending | None:
        if event.retained:
            return "refused", "retained"
        if now.utc >= event.request.expires_at:
            return "expired", "expired"
        return ("refused", mistake) if mistake is not None else self._verdict.of(event.request, now)

    def _cancel(self, event: e.CancelArrived, now: Now) -> list[e.Effect]:
        cancel, acknowledge = event.cancel, e.Acknowledge(token=event.token)
        if event.retained or now.utc >= cancel.expires_at or cancel.id in self._cancels:
            return [acknowledge]
        self._cancels.append(cancel.id)
        if cancel.announcement == "all":
            return self._floor.end(self._book.live(), "cancelled", "by-person", now, acknowledge)
        entry = self._book.get(cancel.announcement)
        if entry is None:
            return [acknowledge]
        if entry.final:
            return self._ledger.told_again(entry, acknowledge, now)
        return self._floor.end([entry], "cancelled", "by-person", now, acknowledge)

    def _incident(self, event: e.IncidentChanged, now: Now) -> list[e.Effect]:
        incident, cars = event.incident, self._verdict.cars
        news = cars.tell(incident)
        reason = cars.over(incident.id) or ("snoozed" if incident.state == "snoozed" else None)
        if reason == "snoozed" and not news:
            return []  # the broker tells of it again: who asked after it was snoozed means it
        if reason is not None:
            silent = [x for x in self._book.live() if x.request.incident == incident.id and not self._floor.speaks(x)]
            if reason == "snoozed":
                silent = [x for x in silent if not self._ledger.is_of_earlier_run(x) or x.accepted_at <= incident.at]
            return self._floor.end(silent, "withdrawn", reason, now)
        return self._ahead.of_incident(incident, self._venue.languages, now) if cars.due_to_prepare(incident) else []

    def _venue_changed(self, venue: Venue) -> list[e.Effect]:
        before = self._venue
        self._verdict.use(venue)  # first: it refuses what makes no sense
        self._venue = self._floor.venue = venue
        self._phrases.pronounce(venue.pronunciations)
        if (venue.languages, venue.pronunciations) == (before.languages, before.pronunciations):
            return []
        return self._ahead.of_templates(self._phrases.templates, venue.languages)

    # -- what follows from anything -------------------------------------------------------------------------------

    def _settle(self, now: Now) -> list[e.Effect]:
        """What follows from any event: expiry, whose turn it is, places in the queue, the music."""
        effects: list[e.Effect] = []
        late = [x for x in self._book.waiting() if self._ledger.late(x, now)]
        if late:
            effects += self._floor.end(late, "expired", "expired", now)
        if self._journal_read:
            effects += self._ledger.due(now)
            if self._ledger.complete(now) and not self._stopping:
                effects += self._next_turn(now)
        for position, entry in enumerate(self._book.waiting(), 1):
            if entry.announcement.position != position:
                self._book.put(entry.placed(position))
                effects.append(e.PublishAnnouncement(announcement=entry.placed(position).announcement))
        return [*effects, *self._told.changes(now, ready=self._journal_read, stopping=self._stopping)]

    def _next_turn(self, now: Now) -> list[e.Effect]:
        """Who waits is looked at once more: what is not right any more ends, the first that is gets the floor."""
        effects: list[e.Effect] = []
        for entry in self._book.waiting():
            if self._held(entry, now) or not self._floor.is_open_to(entry, now):
                continue
            ending = self._verdict.still(entry, now)
            if ending is None:
                return effects + self._floor.offer(entry, now)
            effects += self._floor.end([entry], *ending, now)
        return effects

    def _held(self, entry: Entry, now: Now) -> bool:
        """Whether its turn must wait: for the broker after a start, or until it is known how long it lay there."""
        if self._verdict.clock_doubted and self._ledger.is_of_earlier_run(entry):
            return True
        return now.mono_s < self._held_until_s and entry.rank > 0

    # -- the disk and the broker --------------------------------------------------------------------------------

    def _record_failed(self, record: e.Record, now: Now) -> list[e.Effect]:
        self._ledger.wait(now)
        if not record.first:
            return self._not_recorded(record, now)
        entry = self._book.get(record.entries[0].id)
        acknowledge = next(x for x in record.then if isinstance(x, e.Acknowledge))
        if entry is None:
            return [acknowledge]
        self._floor.refuse(entry.id)
        return self._ledger.not_accepted(entry, acknowledge, now)

    def _not_recorded(self, record: e.Record, now: Now) -> list[e.Effect]:
        """Without a committed intention nothing sounds: the announcement waits, or ends as somebody wished."""
        play = next((x for x in record.then if isinstance(x, e.Play)), None)
        if play is not None:
            return self._floor.leave(play.announcement, ("queued", None), now)
        self._ledger.missed(record)
        return []

    def _journal(self, event: e.JournalRead, now: Now) -> list[e.Effect]:
        if self._journal_read:
            return []
        self._journal_read = True
        cut = self._ledger.restored(event.entries, now)
        known = {entry.id: entry for entry in (*event.entries, *cut)}.values()
        for entry in sorted((x for x in known if x.heard_until), key=lambda x: x.heard_until or x.accepted_at):
            self._phrases.heard(entry)
        self._verdict.recall(known, now)
        if self._book.waiting():
            self._held_until_s = now.mono_s + (BROKER_SETTLE_S if self._broker_reached else BROKER_WAIT_S)
        return [self._ledger.told(cut)] if cut else []

    def _broker(self, now: Now) -> list[e.Effect]:
        if not self._broker_reached:
            self._broker_reached = True
            self._held_until_s = min(self._held_until_s, now.mono_s + BROKER_SETTLE_S)
        return [e.PublishSpeaking(on=self._told.speaking is True), *self._ledger.all_again()]
