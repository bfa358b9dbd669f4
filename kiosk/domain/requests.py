"""What is asked of the announcer, and what it answers."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from kiosk.domain.words import Language, Words

Priority = Literal["routine", "service", "urgent", "emergency"]
AnnouncementState = Literal[
    "queued", "rendering", "chime", "speaking", "spoken",
    "cancelled", "expired", "refused", "withdrawn", "failed", "interrupted",
]  # fmt: skip
FINAL_STATES: frozenset[AnnouncementState] = frozenset(
    {"spoken", "cancelled", "expired", "refused", "withdrawn", "failed", "interrupted"}
)
Value = str | int | Words

MAX_TEXT_CHARS = 400
MAX_LIFE = timedelta(minutes=30)
MAX_REPEAT = 5
MAX_ID_CHARS = 64
_TAKEN_IDS = frozenset({"request", "cancel", "prepare"})


@dataclass(frozen=True, kw_only=True)
class Request:
    """One announcement asked for, on `announcements/request`: a template with values, a text, or a live voice."""

    id: str
    """A ULID or UUID chosen by the sender; the same one again is not announced twice."""
    issued_at: datetime
    expires_at: datetime
    """Not announced after this; at most 30 minutes after `issued_at`."""
    by: str
    """Who asked, as the history shows it."""
    template: str | None = None
    values: dict[str, Value] = field(default_factory=dict)
    """What the template's placeholders stand for, by name."""
    variant: int | None = None
    """The variant the person saw; followed unless it was the last one spoken."""
    text: Words | None = None
    """Said as it is, at most 400 characters a language; instead of a template."""
    languages: tuple[Language, ...] = ("fr",)
    """Spoken one after the other, in this order."""
    priority: Priority = "routine"
    """`emergency` interrupts what is being spoken; `urgent`, `service` and `routine` wait, in that order."""
    chime: bool = True
    repeat: int = 1
    """How often it is said, 1 to 5 times."""
    incident: str | None = None
    """The incident it is about: withdrawn when that car leaves."""
    insist: bool = False
    """A person was told why it would not be said now (said a moment ago, clock not set) and wants it all the same."""
    live: bool = False
    """A person speaks: what comes on `live/<id>` is heard. No template, no text, said once."""

    def __post_init__(self) -> None:
        """Checks the form only; whether the text is too long or the template known is the announcer's answer."""
        plain = self.id.replace("-", "")
        if not 0 < len(self.id) <= MAX_ID_CHARS or not (plain.isascii() and plain.isalnum()):
            raise ValueError("id must be a ULID or UUID")
        if self.id in _TAKEN_IDS:
            raise ValueError(f"id must not be {self.id}: it is the name of a topic")
        if self.issued_at.tzinfo is None or self.expires_at.tzinfo is None:
            raise ValueError("issued_at and expires_at need a time zone")
        if self.expires_at - self.issued_at > MAX_LIFE:
            raise ValueError("expires_at is more than 30 minutes after issued_at")
        if self.live and (self.template is not None or self.text is not None or self.repeat != 1):
            raise ValueError("a live request has no template and no text, and is said once")
        if not self.live and (self.template is None) == (self.text is None):
            raise ValueError("give either template or text")
        if not self.languages:
            raise ValueError("languages is empty")
        if not 1 <= self.repeat <= MAX_REPEAT:
            raise ValueError(f"repeat must be between 1 and {MAX_REPEAT}")


@dataclass(frozen=True, kw_only=True)
class Cancel:
    """A wish to stop one announcement, or all of them, on `announcements/cancel`."""

    id: str
    announcement: str
    """The id of an announcement, or `all`."""
    by: str
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """Where one request stands, as published on `announcements/<id>`."""

    id: str
    """The id of the request."""
    state: AnnouncementState
    reason: str | None = None
    """Why not, as a code: see `kiosk.domain.reasons`."""
    position: int | None = None
    """Place in the queue, 1 for the next one."""
    starts_at: datetime | None = None
    """When it is expected to start."""
    duration_s: float | None = None
    """How long it takes, chime included."""
    text: Words
    """What is said."""
    by: str
    incident: str | None = None
    at: datetime
