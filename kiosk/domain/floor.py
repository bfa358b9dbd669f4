"""Whose turn it is: one announcement has the loudspeaker, from its rendering to its last sample."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.domain import announce_events as e
from kiosk.domain.announcements import Entry
from kiosk.domain.clock import Now
from kiosk.domain.etiquette import Phrases
from kiosk.domain.ledger import Ledger
from kiosk.domain.requests import AnnouncementState
from kiosk.domain.venue import Venue
from kiosk.domain.verdict import Verdict
from kiosk.domain.volume import gain_db_at

LONGEST_S = 30.0
"""No pause that a house asks for is longer: it would not be taken for one."""
_Ending = tuple[AnnouncementState, str | None]


@dataclass(kw_only=True)
class _Turn:
    """The announcement that has the loudspeaker, or is being rendered for it."""

    id: str
    sounding: bool = False
    heard: bool = False
    """Whether the loudspeaker took any of it."""
    spoke: bool = False
    ending: _Ending | None = None
    """Why it is being silenced."""


class Floor:
    """Gives the floor to one announcement after the other; what sounds leaves it only when the sound has ended."""

    def __init__(self, ledger: Ledger, phrases: Phrases, verdict: Verdict, venue: Venue) -> None:
        self.venue = venue
        """How the house wants to be; replaced when the owner changes it."""
        self._ledger, self._book, self._phrases, self._verdict = ledger, ledger.book, phrases, verdict
        self._turn: _Turn | None = None
        self._rests_until_s = 0.0

    @property
    def taken(self) -> bool:
        """Whether an announcement is being rendered or sounds."""
        return self._turn is not None

    @property
    def sounding(self) -> bool:
        """Whether the loudspeaker is in use."""
        return self._turn is not None and self._turn.sounding

    def speaks(self, entry: Entry) -> bool:
        """Whether the words of `entry` have begun."""
        return self._turn is not None and self._turn.id == entry.id and self._turn.spoke

    def rests(self, now: Now) -> bool:
        """Whether this is the short pause between two announcements."""
        return now.mono_s < self._rests_until_s

    def is_open_to(self, entry: Entry, now: Now) -> bool:
        """Whether `entry` could begin now: an emergency always can, though it may first have to interrupt."""
        return entry.rank == 0 or not (self.taken or self.rests(now))

    def offer(self, entry: Entry, now: Now) -> list[e.Effect]:
        """Lets `entry` begin if the floor is free; an emergency takes it from anything else."""
        turn = self._turn
        if turn is None:
            return self._begin(entry, now)
        current = self._book.get(turn.id)
        if entry.rank > 0 or current is None or current.rank == 0:
            return []
        if not turn.sounding:
            self.yield_unheard(now)
            return self._begin(entry, now)
        if turn.ending is None:
            turn.ending = ("queued", None)
            return [e.StopSound(announcement=turn.id)]
        return []

    def yield_unheard(self, now: Now) -> None:
        """What is being rendered is queued again, as the journal has it."""
        turn, self._turn = self._turn, None
        entry = self._book.get(turn.id) if turn is not None else None
        if entry is not None:
            self._book.put(entry.moved("queued", now.utc))

    def refuse(self, announcement: str) -> None:
        """Takes the floor from an announcement that is not heard."""
        if self._turn is not None and self._turn.id == announcement:
            self._turn = None

    def end(
        self, entries: Iterable[Entry], state: AnnouncementState, reason: str, now: Now, *then: e.Effect
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

    def stop(self, now: Now) -> list[e.Effect]:
        """The service stops: what sounds is cut off, what is being rendered waits for the next start."""
        # Not finished: a restart would wait half a minute. Not begun again later: guests would hear it twice.
        turn = self._turn
        if turn is None:
            return []
        if not turn.sounding:
            self.yield_unheard(now)
            return []
        turn.ending = turn.ending or ("interrupted", "power-cut")
        return [e.StopSound(announcement=turn.id)]

    # -- what became of it --------------------------------------------------------------------------------------

    def speech_ready(self, event: e.SpeechReady, now: Now) -> list[e.Effect]:
        """The sound is there: its intention is committed, then it is played."""
        healthy = e.PublishHealth(part="speech", code="ok")
        entry = self._rendering(event.announcement)
        if entry is None:
            return [healthy]
        if self._ledger.late(entry, now):
            return [*self.end([entry], "expired", "expired", now), healthy]
        ending = self._verdict.still(entry, now)
        if ending is not None:
            return [*self.end([entry], *ending, now), healthy]
        entry = entry.moved("chime" if entry.request.chime else "speaking", now.utc)
        entry = entry.timed(now.utc, event.duration_s)
        self._book.put(entry)
        self._turn = _Turn(id=entry.id, sounding=True)
        # Committed before it is played, but told only when the loudspeaker takes it: until then nothing is heard.
        gain_db = gain_db_at(self.venue, now.utc, entry.request.priority)
        play = e.Play(announcement=entry.id, stream=event.stream, gain_db=gain_db)
        return [e.Record(entries=(entry,), then=(play,)), healthy]

    def speech_failed(self, event: e.SpeechFailed, now: Now) -> list[e.Effect]:
        """No voice: nothing can be heard."""
        broken = e.PublishHealth(part="speech", code="no-voice", detail=event.detail)
        entry = self._rendering(event.announcement)
        return [broken] if entry is None else [broken, *self.end([entry], "failed", "no-voice", now)]

    def sound_started(self, announcement: str) -> list[e.Effect]:
        """The loudspeaker takes samples: the chime is told; without one, speaking is when the words begin."""
        entry = self._sounding(announcement)
        if entry is None or self._turn is None:
            return []
        self._turn.heard = True
        if entry.announcement.state != "chime":
            return []
        return [e.PublishAnnouncement(announcement=entry.announcement)]

    def speech_started(self, announcement: str, now: Now) -> list[e.Effect]:
        """The chime is over: from here on the sentence is finished even if the car leaves."""
        entry = self._sounding(announcement)
        if entry is None or self._turn is None:
            return []
        self._turn.heard = self._turn.spoke = True
        entry = entry.moved("speaking", now.utc)
        self._book.put(entry)
        return [e.PublishAnnouncement(announcement=entry.announcement)]

    def sound_ended(self, event: e.SoundEnded, now: Now) -> list[e.Effect]:
        """Heard to its end, or silenced on somebody's wish."""
        if not event.whole or event.lost:
            reason = "live-lost" if event.lost else "power-cut"
            return self.leave(event.announcement, ("interrupted", reason), now)
        healthy = e.PublishHealth(part="sound", code="ok")
        if self._turn is not None:
            self._turn.ending = None  # the wish came too late
        return [*self.leave(event.announcement, ("spoken", None), now), healthy]

    def sound_failed(self, event: e.SoundFailed, now: Now) -> list[e.Effect]:
        """The device failed; what an emergency had interrupted is not tried again on it."""
        if self._turn is not None and self._turn.ending == ("queued", None):
            self._turn.ending = None
        broken = e.PublishHealth(part="sound", code="no-sound", detail=event.detail)
        return [broken, *self.leave(event.announcement, ("failed", "no-sound"), now)]

    def leave(self, announcement: str, otherwise: _Ending, now: Now) -> list[e.Effect]:
        """The floor is free again; the announcement ends as somebody wished, or as `otherwise` says."""
        entry, turn = self._book.get(announcement), self._turn
        if entry is None or turn is None or turn.id != announcement:
            return []
        self._turn = None
        state, reason = turn.ending or otherwise
        if self._book.waiting():
            self._rests_until_s = now.mono_s + min(self.venue.manners.pause_s, LONGEST_S)
        if turn.heard or state == "spoken":
            entry = entry.heard(now.utc)
            self._phrases.heard(entry)
            self._verdict.heard.add(entry.moved(state, now.utc), now)
        if state != "queued":
            return [self._ledger.told([self._ledger.ended(entry, state, reason, now)])]
        again = entry.moved("queued", now.utc).timed(None, None)
        self._book.put(again)
        return [self._ledger.told([again])]

    def _begin(self, entry: Entry, now: Now) -> list[e.Effect]:
        entry = self._phrases.reworded(entry).moved("rendering", now.utc)
        self._book.put(entry)
        self._turn = _Turn(id=entry.id)
        request = entry.request
        return [
            e.Render(
                announcement=entry.id, speech=entry.speech, chime=request.chime, repeat=request.repeat,
                priority=request.priority, repeat_after_s=min(max(0.0, self.venue.manners.repeat_after_s), LONGEST_S),
                live=request.live,
            ),
            e.PublishAnnouncement(announcement=entry.announcement),
        ]  # fmt: skip

    def _rendering(self, announcement: str) -> Entry | None:
        """The announcement, if it has the floor and is not heard yet."""
        if self._turn is None or self._turn.id != announcement or self._turn.sounding:
            return None
        return self._book.get(announcement)

    def _sounding(self, announcement: str) -> Entry | None:
        """The announcement, if it has the loudspeaker."""
        if self._turn is None or self._turn.id != announcement or not self._turn.sounding:
            return None
        return self._book.get(announcement)
