"""What everybody is told of the announcer as a whole: the music, what the etiquette allows, and the clock."""

from kiosk.domain.allowance import Allowance
from kiosk.domain.announce_events import Effect, PublishAllowance, PublishHealth, PublishSpeaking
from kiosk.domain.announcements import Book
from kiosk.domain.clock import Now
from kiosk.domain.floor import Floor
from kiosk.domain.verdict import Verdict


class Told:
    """Remembers what was told last: each is told when it changes."""

    def __init__(self, floor: Floor, verdict: Verdict, book: Book) -> None:
        self._floor, self._verdict, self._book = floor, verdict, book
        self.speaking: bool | None = None
        """Whether the music must be low; None before it was told."""
        self._allowance: Allowance | None = None
        self._clock_code = "ok"

    def changes(self, now: Now, *, ready: bool, stopping: bool) -> list[Effect]:
        """What is news now; nothing is allowed before the journal was read (`ready`)."""
        return [*self._music(now, stopping=stopping), *(self._etiquette(now) if ready else []), *self._clock()]

    def _music(self, now: Now, *, stopping: bool) -> list[Effect]:
        """It stays low from one announcement to the next."""
        resting = self._floor.rests(now) and bool(self._book.waiting()) and not stopping
        speaking = self._floor.sounding or (self.speaking is True and (self._floor.taken or resting))
        if speaking == self.speaking:
            return []
        self.speaking = speaking
        return [PublishSpeaking(on=speaking)]

    def _etiquette(self, now: Now) -> list[Effect]:
        allowance = self._verdict.allowance(now)
        if allowance == self._allowance:
            return []
        self._allowance = allowance
        return [PublishAllowance(allowance=allowance)]

    def _clock(self) -> list[Effect]:
        """A clock that was not set is a trouble only for a house that does something by the hour."""
        code = "clock-wrong" if self._verdict.clock_doubted and self._verdict.needs_clock else "ok"
        if code == self._clock_code:
            return []
        self._clock_code = code
        return [PublishHealth(part="clock", code=code)]
