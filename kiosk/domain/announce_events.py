"""What happens to the announcer (events, past tense) and what it must do about it (effects, commands)."""

from dataclasses import dataclass

from kiosk.domain.allowance import Allowance
from kiosk.domain.announcements import Entry, Utterance
from kiosk.domain.hush import Mute, MuteWish
from kiosk.domain.incidents import Incident
from kiosk.domain.panel import Button, LampState
from kiosk.domain.requests import Announcement, Cancel, Priority, Request
from kiosk.domain.venue import Templates, Venue

# -- events -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class RequestArrived:
    """Someone asks for an announcement; `token` is what the broker wants back once the request is safe."""

    request: Request
    retained: bool = False
    token: object = None


@dataclass(frozen=True, kw_only=True)
class CancelArrived:
    """Someone wishes that one announcement, or all, be stopped."""

    cancel: Cancel
    retained: bool = False
    token: object = None


@dataclass(frozen=True, kw_only=True)
class PrepareArrived:
    """A request like this one may come soon."""

    request: Request


@dataclass(frozen=True, kw_only=True)
class IncidentChanged:
    """The watcher told about an incident."""

    incident: Incident


@dataclass(frozen=True, kw_only=True)
class TemplatesChanged:
    """The owner's sentences."""

    templates: Templates


@dataclass(frozen=True, kw_only=True)
class VenueChanged:
    """How the house wants to be."""

    venue: Venue


@dataclass(frozen=True, kw_only=True)
class ClockJudged:
    """Whether the time of day can be believed: see `kiosk.domain.board.clock_believed`."""

    believed: bool


@dataclass(frozen=True, kw_only=True)
class BrokerReached:
    """The broker accepted us: what it held for us comes next."""


@dataclass(frozen=True, kw_only=True)
class Stopping:
    """The service was asked to stop: nothing new begins."""


@dataclass(frozen=True, kw_only=True)
class JournalRead:
    """What was known before this start, oldest first."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class JournalStartedAnew:
    """The journal was damaged and set aside; the new one is empty."""


@dataclass(frozen=True, kw_only=True)
class SpeechReady:
    """All languages of an announcement are rendered; `stream` is the whole sound, opaque here."""

    announcement: str
    stream: object
    duration_s: float


@dataclass(frozen=True, kw_only=True)
class SpeechPrepared:
    """A text was rendered ahead of its announcement."""


@dataclass(frozen=True, kw_only=True)
class SpeechFailed:
    """No voice could speak an announcement; empty when it was only to be prepared."""

    announcement: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class SoundStarted:
    """The loudspeaker is open and took the first samples."""

    announcement: str


@dataclass(frozen=True, kw_only=True)
class SpeechStarted:
    """The first sample of the words was given to the loudspeaker."""

    announcement: str


@dataclass(frozen=True, kw_only=True)
class SoundEnded:
    """The loudspeaker is silent again; `whole` when everything was played."""

    announcement: str
    whole: bool
    lost: bool = False
    """A live announcement whose tablet fell silent before it said that it had ended."""


@dataclass(frozen=True, kw_only=True)
class SoundFailed:
    """The sound device did not take the sound, or not all of it."""

    announcement: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class BrokerLost:
    """The connection is gone: tablets are not heard until it is back."""


@dataclass(frozen=True, kw_only=True)
class ButtonMoved:
    """A button of the panel went down or up at `at_s`, monotonic seconds; whether it counts is not known yet."""

    button: Button
    down: bool
    at_s: float


@dataclass(frozen=True, kw_only=True)
class ButtonPressed:
    """A button was pressed, for whatever it means."""

    button: Button


@dataclass(frozen=True, kw_only=True)
class ButtonHeld:
    """A button that was pressed is still down after a while."""

    button: Button


@dataclass(frozen=True, kw_only=True)
class FireAlarmChanged:
    """The fire alarm's contact says fire, or says it no longer."""

    on: bool


@dataclass(frozen=True, kw_only=True)
class MuteAsked:
    """Somebody at the desk wants the house muted, or no longer."""

    wish: MuteWish


@dataclass(frozen=True, kw_only=True)
class MuteRestored:
    """Somebody muted the house before this start."""

    mute: Mute


# -- effects ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PublishAnnouncement:
    """Tell everyone where a request stands."""

    announcement: Announcement


@dataclass(frozen=True, kw_only=True)
class ClearAnnouncement:
    """Take a request that ended long ago off the broker."""

    announcement: str


@dataclass(frozen=True, kw_only=True)
class PublishSpeaking:
    """Tell whoever must lower the music."""

    on: bool


@dataclass(frozen=True, kw_only=True)
class Acknowledge:
    """Tell the broker that a message is safe with us."""

    token: object


@dataclass(frozen=True, kw_only=True)
class Render:
    """Make the whole sound of an announcement, now."""

    announcement: str
    speech: tuple[Utterance, ...]
    chime: bool
    repeat: int
    priority: Priority = "routine"
    """Which chime it gets."""
    repeat_after_s: float = 1.2
    """Pause before it is said again."""
    live: bool = False
    """Nothing to render: a person speaks."""


@dataclass(frozen=True, kw_only=True)
class Prepare:
    """Render these texts into the cache when there is time."""

    speech: tuple[Utterance, ...]


@dataclass(frozen=True, kw_only=True)
class Play:
    """Make this stream heard."""

    announcement: str
    stream: object
    gain_db: float = 0.0
    """Louder or softer than the installer's gain, for the time of day."""


@dataclass(frozen=True, kw_only=True)
class StopSound:
    """Silence an announcement within 200 ms."""

    announcement: str


@dataclass(frozen=True, kw_only=True)
class PublishHealth:
    """A part works again (`code` is ok) or does not: see `kiosk.domain.health`."""

    part: str
    code: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class PublishAllowance:
    """Tell what the etiquette allows now."""

    allowance: Allowance


@dataclass(frozen=True, kw_only=True)
class ShowLamp:
    """Light the panel's lamp."""

    lamp: LampState


@dataclass(frozen=True, kw_only=True)
class KeepMute:
    """Keep for a restart until when the house is muted."""

    mute: Mute


@dataclass(frozen=True, kw_only=True)
class BlockSound:
    """Let no sound out at all, whatever is asked; or let it out again."""

    on: bool


@dataclass(frozen=True, kw_only=True)
class ReadJournal:
    """Read the journal; `JournalRead` comes back, or nothing when it cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """Commit `entries` in one transaction; only then do what follows. Else `RecordFailed` comes back."""

    entries: tuple[Entry, ...]
    then: tuple["Effect", ...] = ()
    first: bool = False
    """Whether this is the acceptance of a new request."""


@dataclass(frozen=True, kw_only=True)
class RecordFailed:
    """The journal did not take `record` (a full card, say); nothing that should follow was done."""

    record: Record


Effect = (
    PublishAnnouncement | ClearAnnouncement | PublishSpeaking | Acknowledge | Render | Prepare | Play | StopSound
    | PublishHealth | PublishAllowance | ReadJournal | ShowLamp | KeepMute | BlockSound | Record
)  # fmt: skip
