"""A small world around the announcer's core: a journal, a voice and a loudspeaker that do what a test says."""

import itertools
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.adapters.journal.simulated import SimulatedJournal
from kiosk.domain import announce_events as e
from kiosk.domain.allowance import Allowance
from kiosk.domain.announce_core import AnnounceCore
from kiosk.domain.announcements import Entry
from kiosk.domain.clock import Now, Tick
from kiosk.domain.hush import Mute
from kiosk.domain.incidents import Incident
from kiosk.domain.manners import Manners
from kiosk.domain.requests import FINAL_STATES, Announcement, Cancel, Request
from kiosk.domain.starter import STARTER
from kiosk.domain.venue import Templates, Venue
from kiosk.domain.words import Words
from kiosk.errors import JournalError

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BOUNDLESS = Venue(manners=Manners(most_per_hour=0, same_after_min=0))


class Killed(Exception):  # noqa: N818
    """The power went."""


class World:
    """Performs the core's effects as the shell does; `kill` loses all but the journal and what the broker holds."""

    def __init__(self, venue: Venue, templates: Templates) -> None:
        self.venue, self.templates = venue, templates
        self.clock_believed: bool | None = None
        self.allowances: list[Allowance] = []
        self.renders: list[e.Render] = []
        self.journal = SimulatedJournal()
        self.mono_s, self.utc = 1000.0, START
        self.published: dict[str, list[Announcement]] = defaultdict(list)
        self.cleared: list[str] = []
        self.speaking: list[bool] = []
        self.plays: list[str] = []
        self.played: list[tuple[Entry, Now]] = []
        self.heard: list[tuple[Entry, Now]] = []
        self.health: list[tuple[str, str]] = []
        self.prepared: list[tuple[str, ...]] = []
        self.lamps: list[str] = []
        self.mute: Mute | None = None
        self.blocked = False
        self.acknowledged: list[str] = []
        self.unacknowledged: dict[str, e.RequestArrived | e.CancelArrived] = {}
        self.violations: list[str] = []
        self.kill_after: int | None = None
        self._ids = itertools.count(1)
        self._power_on()

    # -- what a test does ---------------------------------------------------------------------------------------

    def do(self, event: object) -> None:
        """Gives the core an event, and whatever follows from it at once."""
        self._inbox.append(event)
        while self._inbox:
            for effect in self._core.handle(self._inbox.popleft(), self.now):
                self._count_down()
                self._perform(effect)

    def ask(self, **changes: object) -> str:
        """Sends a request, by default for a text; returns its id."""
        number = next(self._ids)
        plain = {
            "id": f"request-{number:04}", "issued_at": self.utc, "expires_at": self.utc + timedelta(minutes=5),
            "by": "Léa", "text": Words(fr=f"Phrase numéro {number}."), "languages": ("fr",),
        }  # fmt: skip
        if "template" in changes:
            plain["text"] = None
        return self.send(Request(**{**plain, **changes}))

    def send(self, request: Request, *, retained: bool = False) -> str:
        arrival = e.RequestArrived(request=request, retained=retained, token=request.id)
        self.unacknowledged[request.id] = arrival
        self.do(arrival)
        return request.id

    def cancel(self, announcement: str = "all") -> str:
        token = f"cancel-{next(self._ids):04}"
        late = self.utc + timedelta(minutes=1)
        cancel = Cancel(id=token, announcement=announcement, by="Tom", issued_at=self.utc, expires_at=late)
        arrival = e.CancelArrived(cancel=cancel, token=token)
        self.unacknowledged[token] = arrival
        self.do(arrival)
        return token

    def incident(self, incident: str, state: str, **changes: object) -> None:
        plain = {
            "id": incident, "zone": "z", "place": Words(fr="devant l'entrée", en="in front of the entrance"),
            "state": state, "kind": "car", "colour": "grey", "outline": (0.1, 0.1, 0.2, 0.2), "stopped_at": self.utc,
            "stopped_s": 30.0, "dwell_s": 20.0, "confidence": 0.9, "at": self.utc,
        }  # fmt: skip
        self.do(e.IncidentChanged(incident=Incident(**{**plain, **changes})))

    def speech_is_ready(self) -> None:
        if self.rendering:
            self.do(e.SpeechReady(announcement=self.rendering.popleft(), stream="stream", duration_s=3.0))

    def speech_fails(self) -> None:
        if self.rendering:
            self.do(e.SpeechFailed(announcement=self.rendering.popleft(), detail="no voice"))

    def sound_starts(self) -> None:
        """The card is open; before that an announcement is not told to be heard."""
        if self.sounding:
            self._is_heard()
            self.do(e.SoundStarted(announcement=self.sounding))

    def words_begin(self) -> None:
        self.sound_starts()
        if self.sounding:
            self.do(e.SpeechStarted(announcement=self.sounding))

    def sound_ends(self) -> None:
        """The sound comes to its end, or is silent where it was stopped."""
        if self.sounding:
            announcement, self.sounding = self.sounding, None
            self.do(e.SoundEnded(announcement=announcement, whole=not self.stopped))

    def sound_fails(self) -> None:
        if self.sounding:
            announcement, self.sounding = self.sounding, None
            self.do(e.SoundFailed(announcement=announcement, detail="no device"))

    def passes(self, seconds: float) -> None:
        self.mono_s += seconds
        self.utc += timedelta(seconds=seconds)
        self.do(Tick())

    def is_now(self, manners: Manners) -> None:
        """The owner wants this etiquette from now on."""
        self.venue = replace(self.venue, manners=manners)
        self.do(e.VenueChanged(venue=self.venue))

    def clock_is(self, *, believed: bool) -> None:
        """Whether the time of day can be right, from now on and after each restart."""
        self.clock_believed = believed
        self.do(e.ClockJudged(believed=believed))

    def kill(self) -> None:
        """Pulls the plug and starts again; the broker sends again what was not acknowledged."""
        if self.sounding:
            self._is_heard()  # whether its first sample was heard nobody knows: it counts as heard
        self._power_on()
        again = list(self.unacknowledged.values())
        self.do(e.BrokerReached())
        for arrival in again:
            self.do(arrival)

    def until_quiet(self) -> None:
        """Lets everything come to its end."""
        for _ in range(400):
            self.speech_is_ready()
            self.words_begin()
            self.sound_ends()
            self.passes(1.0)

    # -- what a test asks ---------------------------------------------------------------------------------------

    @property
    def now(self) -> Now:
        return Now(mono_s=self.mono_s, utc=self.utc)

    @property
    def has_read_its_journal(self) -> bool:
        return self._core._journal_read

    def states(self, announcement: str) -> list[str]:
        """All states told of an announcement, in order, repetitions taken out."""
        return [state for state, _ in itertools.groupby(a.state for a in self.published[announcement])]

    def last(self, announcement: str) -> Announcement:
        return self.published[announcement][-1]

    def finals(self, announcement: str) -> set[tuple[str, str | None]]:
        return {(a.state, a.reason) for a in self.published[announcement] if a.state in FINAL_STATES}

    def announce(self, **changes: object) -> str:
        """Asks and lets it be heard to the end."""
        announcement = self.ask(**changes)
        self.hear()
        return announcement

    def hear(self) -> None:
        """Lets the one whose turn it is be heard to the end, after the pause where there is one."""
        if not self.rendering and not self.sounding:
            self.passes(self.venue.manners.pause_s)
        self.speech_is_ready()
        self.words_begin()
        self.sound_ends()

    # -- inside -------------------------------------------------------------------------------------------------

    def _power_on(self) -> None:
        self._core = AnnounceCore(self.templates, self.venue)
        self._inbox: deque[object] = deque()
        self.rendering: deque[str] = deque()
        self.sounding: str | None = None
        self.stopped = False
        self.kill_after = None
        if self.clock_believed is not None:
            self.do(e.ClockJudged(believed=self.clock_believed))
        self.do(Tick())

    def _count_down(self) -> None:
        if self.kill_after is not None:
            self.kill_after -= 1
            if self.kill_after < 0:
                raise Killed

    def _perform(self, effect: object) -> None:
        match effect:
            case e.Record():
                self._record(effect)
            case e.PublishAnnouncement():
                self.published[effect.announcement.id].append(effect.announcement)
            case e.ClearAnnouncement():
                self.cleared.append(effect.announcement)
            case e.PublishSpeaking():
                self.speaking.append(effect.on)
            case e.Acknowledge():
                self.acknowledged.append(str(effect.token))
                self.unacknowledged.pop(str(effect.token), None)
            case e.Render():
                self.rendering.append(effect.announcement)
                self.renders.append(effect)
            case e.Prepare():
                self.prepared.append(tuple(utterance.text for utterance in effect.speech))
            case e.Play():
                self._play(effect.announcement)
            case e.StopSound():
                self.stopped = self.stopped or effect.announcement == self.sounding
            case e.PublishHealth():
                self.health.append((effect.part, effect.code))
            case e.PublishAllowance():
                self.allowances.append(effect.allowance)
            case e.ShowLamp():
                self.lamps.append(effect.lamp)
            case e.KeepMute():
                self.mute = effect.mute
            case e.BlockSound():
                self.blocked = effect.on
            case e.ReadJournal():
                self._read()

    def _is_heard(self) -> None:
        if not self.heard or self.heard[-1] is not self.played[-1]:
            self.heard.append(self.played[-1])

    def _record(self, record: e.Record) -> None:
        try:
            self.journal.write(record.entries)
        except JournalError:
            self._inbox.append(e.RecordFailed(record=record))
            return
        for effect in record.then:
            self._count_down()
            self._perform(effect)

    def _read(self) -> None:
        if not self.journal.full:
            self._inbox.append(e.JournalRead(entries=self.journal.read()))

    def _play(self, announcement: str) -> None:
        committed = {entry.id: entry for entry in self.journal.read()}
        if committed[announcement].announcement.state not in ("chime", "speaking"):
            self.violations.append(f"{announcement} sounds before that was committed")
        if self.sounding is not None:
            self.violations.append(f"{announcement} sounds over {self.sounding}")
        self.plays.append(announcement)
        self.played.append((committed[announcement], self.now))
        self.sounding, self.stopped = announcement, False


@pytest.fixture(scope="session")
def new_world() -> Callable[..., World]:
    """Makes a world whose broker is reached and whose journal is empty; by default its house sets no limit."""

    def make(venue: Venue = BOUNDLESS, templates: Templates = STARTER) -> World:
        world = World(venue, templates)
        world.do(e.BrokerReached())
        return world

    return make


@pytest.fixture
def world(new_world: Callable[..., World]) -> World:
    return new_world()


@pytest.fixture(scope="session")
def killed() -> type[Exception]:
    """What a world raises when its power goes in the middle of something."""
    return Killed
