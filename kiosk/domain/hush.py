"""Whether the loudspeaker must be silent: for the fire alarm, or because a person wants half an hour of peace."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.clock import Now
from kiosk.domain.requests import Request

MUTE = timedelta(minutes=30)
"""A speech, a birthday: long enough for either, short enough that nobody has to remember to lift it."""
ALARM_SETTLE_S = 1.0
"""The alarm is over when its contact has been quiet for so long: a relay chatters, and a siren's contact may beat."""


@dataclass(frozen=True, kw_only=True)
class Mute:
    """A person's wish that nothing but emergencies be announced, as it is kept for a restart."""

    until: datetime | None = None
    """None when nobody wishes it."""


@dataclass(frozen=True, kw_only=True)
class MuteWish:
    """Somebody at the desk wants peace for a while, or no longer, on `announcer/mute`."""

    id: str
    minutes: int
    """For how long nothing but emergencies is announced, at most 30; 0 lifts a mute, the panel's too."""
    by: str
    issued_at: datetime
    expires_at: datetime

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None or self.expires_at.tzinfo is None:
            raise ValueError("issued_at and expires_at need a time zone")
        if not 0 <= self.minutes <= MUTE.total_seconds() / 60:
            raise ValueError("minutes must be between 0 and 30")


class Hush:
    """Both reasons for silence, and how long each lasts."""

    def __init__(self) -> None:
        self.muted_until: datetime | None = None
        self._muted_until_s = 0.0  # by the monotonic clock: a clock that is set meanwhile changes nothing
        self._alarm = False
        self._quiet_since_s: float | None = None

    @property
    def alarm(self) -> bool:
        """Whether the fire alarm is on, or was on a moment ago."""
        return self._alarm

    @property
    def reason(self) -> str | None:
        """The reason code that holds for all but emergencies; None while there is no need for silence."""
        if self._alarm:
            return "fire-alarm"
        return "muted" if self.muted_until is not None else None

    def why_not(self, request: Request) -> str | None:
        """The reason code for which `request` must not be heard now; None when it may."""
        return None if request.priority == "emergency" and not self._alarm else self.reason

    @property
    def until(self) -> datetime | None:
        """When the silence is over, where that is known: nobody knows it of a fire alarm."""
        return None if self._alarm else self.muted_until

    def mute(self, until: datetime | None, now: Now) -> None:
        """Silence for MUTE at most, whatever the clock was when `until` was written; None lifts it."""
        left = min(until - now.utc, MUTE) if until is not None else timedelta()
        self.muted_until = now.utc + left if left > timedelta() else None
        self._muted_until_s = now.mono_s + left.total_seconds()

    def mute_is_over(self, now: Now) -> bool:
        """Whether a mute has just come to its end; it is lifted."""
        if self.muted_until is None or now.mono_s < self._muted_until_s:
            return False
        self.muted_until = None
        return True

    def alarm_changed(self, on: bool, now: Now) -> bool:
        """The contact changed; whether the silence begins with that."""
        begins = on and not self._alarm
        self._alarm = self._alarm or on
        self._quiet_since_s = None if on else now.mono_s
        return begins

    def alarm_is_over(self, now: Now) -> bool:
        """Whether the alarm has just come to its end; it is lifted."""
        since_s = self._quiet_since_s
        if not self._alarm or since_s is None or now.mono_s - since_s < ALARM_SETTLE_S:
            return False
        self._alarm = False
        return True
