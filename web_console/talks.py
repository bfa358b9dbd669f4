"""Who holds the button to speak: a tablet's voice on its way to the announcer, and its end when the tablet is gone."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from ulid import ULID

from kiosk.domain.requests import FINAL_STATES, Announcement, Cancel, Priority, Request
from kiosk.domain.wording import LIVE
from kiosk.domain.words import Language, Words
from kiosk.errors import InputError
from kiosk.messages.live_piece import LIVE_RATE_HZ, MAX_PIECE_BYTES, LivePiece, pack
from kiosk.messages.topics import CANCEL, LIVE_SOUND
from web_console.live import Live
from web_console.taps import TapError

GONE_S = 1.5
"""A tablet that said nothing for so long is away: what waits for it is cancelled. The page writes often."""
_LOOK_S = 0.25
_LIFE = timedelta(minutes=5)
_CANCEL_LIFE = timedelta(minutes=1)
_AHEAD_S = 1.0
"""So much more than time has passed may come: a tablet's clock is not ours, and slow Wi-Fi brings pieces together."""
_OVER = Words(
    fr="C'est fini : relâchez le bouton, puis appuyez de nouveau.",
    en="It is over: let the button go, then press again.",
)


@dataclass(kw_only=True)
class _Talk:
    """One hold of the button."""

    id: str
    by: str
    session: str
    heard_s: float
    speaking_since_s: float | None = None
    sent: int = 0
    samples: int = 0
    last_number: int = -1


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a live announcement stands for the person who holds the button."""

    state: str
    """A state of the contract, or `asked` while the announcer has not answered."""
    reason: str | None = None
    before: int = 0
    """How many announcements are heard before it."""
    final: bool = False


class Talks:
    """Any thread may call it. A thread of its own looks after those whose tablet fell silent, while there are any."""

    def __init__(self, live: Live, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._live, self._clock = live, clock
        self._lock = threading.Lock()
        self._open: dict[str, _Talk] = {}
        self._watch: threading.Thread | None = None

    def begin(self, *, by: str, session: str, priority: Priority, languages: tuple[Language, ...]) -> str:
        """Asks for the loudspeaker; the id of the live announcement. What the same session held before ends.

        Raises:
            TapError: the announcer is away; the words name cause and cure.
        """
        now = self._live.now()
        asked = Request(
            id=str(ULID()), issued_at=now, expires_at=now + _LIFE, by=by, languages=languages, priority=priority,
            live=True,
            insist=True,  # nobody holds a button by accident
        )  # fmt: skip
        with self._lock:
            self._live.announce(asked, shown=LIVE)
            for before in [talk for talk in self._open.values() if talk.session == session]:
                self._end(before)
            self._open[asked.id] = _Talk(id=asked.id, by=by, session=session, heard_s=self._clock())
            if self._watch is None:
                self._watch = threading.Thread(target=self._look_after, name="talks", daemon=True)
                self._watch.start()
        return asked.id

    def take(self, announcement: str, *, session: str, number: int, samples: bytes, last: bool) -> Progress:
        """Passes on a piece of what is said (see LivePiece), an empty one for "still here", and says where it stands.

        A piece that comes before its turn is left out. `last` ends it: cancelled, when its turn had not come.

        Raises:
            InputError: the piece is too long, no samples, or more than time has passed.
            TapError: this session does not hold this button (any more).
        """
        progress = self._progress(announcement)
        with self._lock:
            talk = self._open.get(announcement)
            if talk is None or talk.session != session:
                if last and progress.final:
                    return progress
                raise TapError(_OVER)
            talk.heard_s = self._clock()
            if number > talk.last_number:
                talk.last_number = number
                self._pass_on(talk, progress, samples)
            if last:
                self._end(talk)
            elif progress.final:
                del self._open[announcement]
        return progress

    def stands(self, announcement: str) -> Progress:
        """Where a live announcement stands after the button was let go."""
        return self._progress(announcement)

    # -- with the lock held -----------------------------------------------------------------------------------------

    def _pass_on(self, talk: _Talk, progress: Progress, samples: bytes) -> None:
        if len(samples) % 2 or len(samples) > MAX_PIECE_BYTES:
            raise InputError(f"A piece of a live voice cannot have {len(samples)} bytes.")
        if progress.state == "speaking":
            talk.speaking_since_s = talk.speaking_since_s or self._clock()
            talk.samples += len(samples) // 2
            if talk.samples / LIVE_RATE_HZ > self._clock() - talk.speaking_since_s + _AHEAD_S:
                raise InputError("More of a live voice came than time has passed: one tablet sends one voice.")
        else:
            samples = b""
        self._send(talk, samples)

    def _end(self, talk: _Talk) -> None:
        """Lets the loudspeaker go: what was said is heard to its end, what was not begun is cancelled."""
        del self._open[talk.id]
        self._send(talk, b"", last=True)
        if self._progress(talk.id).state != "speaking":
            self._cancel(talk)

    def _send(self, talk: _Talk, samples: bytes, *, last: bool = False) -> None:
        if self._live.connected:  # what waits for a broker would be heard late
            self._live.send(LIVE_SOUND, pack(LivePiece(number=talk.sent, samples=samples, last=last)), talk.id)
        talk.sent += 1

    def _cancel(self, talk: _Talk) -> None:
        now = self._live.now()
        cancel = Cancel(id=str(ULID()), announcement=talk.id, by=talk.by, issued_at=now, expires_at=now + _CANCEL_LIFE)
        self._live.publish(CANCEL, cancel)  # even when the announcer is away: it must not begin when it is back

    def _give_up(self, talk: _Talk) -> None:
        """The tablet is gone; a voice that stopped coming is ended by the announcer, as interrupted."""
        del self._open[talk.id]
        if self._progress(talk.id).state != "speaking":
            self._cancel(talk)

    # -- the state --------------------------------------------------------------------------------------------------

    def _progress(self, announcement: str) -> Progress:
        known = self._live.picture.announcements
        told = known.get(announcement)
        if told is None:
            return Progress(state="asked")
        before = sum(one.id != told.id and _is_before(one, told) for one in known.values()) if told.position else 0
        return Progress(state=told.state, reason=told.reason, before=before, final=told.state in FINAL_STATES)

    def _look_after(self) -> None:
        """Ends what nobody holds any more; the announcer itself ends a voice that stopped coming."""
        pause = threading.Event()
        while not pause.wait(_LOOK_S):
            with self._lock:
                for talk in [t for t in self._open.values() if self._clock() - t.heard_s > GONE_S]:
                    self._give_up(talk)
                if not self._open:
                    self._watch = None
                    return


def _is_before(one: Announcement, mine: Announcement) -> bool:
    """Whether `one` is heard before `mine`, which waits: it is under way, or further up in the queue."""
    if one.state in FINAL_STATES:
        return False
    return one.position is None or (mine.position is not None and one.position < mine.position)
