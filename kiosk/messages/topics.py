"""The one table of topics: who says what to whom, how surely, and in which form."""

from dataclasses import dataclass

from kiosk.domain.hush import MuteWish
from kiosk.domain.incidents import Decision, Incident
from kiosk.domain.picture import PictureGet
from kiosk.domain.rehearsal import Rehearsal, RehearsalGet
from kiosk.domain.requests import Announcement, Cancel, Request
from kiosk.domain.venue import Templates, Venue, Zones
from kiosk.messages.at_home import LastSpoken, ZoneState
from kiosk.messages.recording import RecordingsWanted
from kiosk.messages.speaking import Speaking
from kiosk.messages.status import Status


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One row of the contract. `pattern` is below the venue's root; `+` stands for an id."""

    pattern: str
    writers: tuple[str, ...]
    readers: tuple[str, ...]
    qos: int
    retain: bool
    form: type | None
    what: str

    def at(self, *names: str) -> str:
        """The topic below the root with its `+` filled in, in order."""
        filled = self.pattern
        for name in names:
            filled = filled.replace("+", name, 1)
        return filled


WATCHER_STATUS = Topic(
    pattern="watcher/status", writers=("watcher",), readers=("console",), qos=1, retain=True, form=Status,
    what="The watcher's state and health; `lost` is its last will.")  # fmt: skip
ANNOUNCER_STATUS = Topic(
    pattern="announcer/status", writers=("announcer",), readers=("console",), qos=1, retain=True, form=Status,
    what="The announcer's state and health; `lost` is its last will.")  # fmt: skip
CONSOLE_STATUS = Topic(
    pattern="console/status", writers=("console",), readers=(), qos=1, retain=True, form=Status,
    what="The console's state and health; `lost` is its last will.")  # fmt: skip
INCIDENT = Topic(
    pattern="incidents/+", writers=("watcher",), readers=("console", "announcer", "watcher"), qos=1, retain=True,
    form=Incident, what="The whole incident; cleared 10 minutes after its end.")  # fmt: skip
DECIDE = Topic(
    pattern="incidents/+/decide", writers=("console", "announcer"), readers=("watcher",), qos=1, retain=False,
    form=Decision, what="A person's answer: dismiss, snooze or handled.")  # fmt: skip
REQUEST = Topic(
    pattern="announcements/request", writers=("console", "anyone allowed"), readers=("announcer",), qos=1,
    retain=False, form=Request, what="Say this: a template with values, or a text.")  # fmt: skip
CANCEL = Topic(
    pattern="announcements/cancel", writers=("console", "anyone allowed"), readers=("announcer",), qos=1,
    retain=False, form=Cancel, what="Stop one announcement, or all.")  # fmt: skip
PREPARE = Topic(
    pattern="announcements/prepare", writers=("console",), readers=("announcer",), qos=0, retain=False, form=Request,
    what="Render this into the cache; play nothing.")  # fmt: skip
MUTE = Topic(
    pattern="announcer/mute", writers=("console",), readers=("announcer",), qos=1, retain=False, form=MuteWish,
    what="Announce nothing but emergencies for some minutes; 0 lifts it.")  # fmt: skip
ANNOUNCEMENT = Topic(
    pattern="announcements/+", writers=("announcer",), readers=("console", "watcher"), qos=1, retain=True,
    form=Announcement, what="Where a request stands; cleared 10 minutes after the end.")  # fmt: skip
LIVE_SOUND = Topic(
    pattern="live/+", writers=("console",), readers=("announcer",), qos=0, retain=False, form=None,
    what="What a person says, a tenth of a second at a time, for the live announcement of that id: four bytes with its "
    "number (big-endian), one byte that is 1 for the last piece, else 0; then 16 bit PCM, little-endian, mono, 16 kHz, "
    "at most a second. An empty piece says that the person is still there.")  # fmt: skip
SPEAKING = Topic(
    pattern="speaking", writers=("announcer",), readers=("console", "music systems"), qos=1, retain=True,
    form=Speaking, what="Whether the loudspeaker is in use: for whoever must lower the music.")  # fmt: skip
VENUE = Topic(
    pattern="venue", writers=("console",), readers=("announcer", "watcher"), qos=1, retain=True, form=Venue,
    what="How the house wants to be.")  # fmt: skip
ZONES = Topic(
    pattern="zones", writers=("console",), readers=("watcher",), qos=1, retain=True, form=Zones,
    what="Where a stopped vehicle matters.")  # fmt: skip
TEMPLATES = Topic(
    pattern="templates", writers=("console",), readers=("announcer",), qos=1, retain=True, form=Templates,
    what="The sentences of the house.")  # fmt: skip
RECORDINGS_WANTED = Topic(
    pattern="announcer/recordings", writers=("announcer",), readers=("console",), qos=1, retain=False,
    form=RecordingsWanted, what="Send these recordings, which the templates name.")  # fmt: skip
RECORDING = Topic(
    pattern="recordings/+", writers=("console",), readers=("announcer",), qos=1, retain=False, form=None,
    what="A person's recorded words as WAV (22,050 Hz, one channel, 16 bit, at most 20 s), by their hash; empty when "
    "there is no such recording any more.")  # fmt: skip
PICTURE_GET = Topic(
    pattern="camera/picture/get", writers=("console",), readers=("watcher",), qos=1, retain=False,
    form=PictureGet, what="Ask for an empty-street picture; opens the installation mode for 15 minutes.")  # fmt: skip
PICTURE = Topic(
    pattern="camera/picture", writers=("watcher",), readers=("console",), qos=1, retain=False, form=None,
    what="The empty-street picture as JPEG, at most 1 MiB; people and moving vehicles removed.")  # fmt: skip
REHEARSAL_GET = Topic(
    pattern="watcher/rehearsal/get", writers=("console",), readers=("watcher",), qos=1, retain=False,
    form=RehearsalGet, what="Ask for the stops of the last days, to try other dwells on them.")  # fmt: skip
REHEARSAL = Topic(
    pattern="watcher/rehearsal", writers=("watcher",), readers=("console",), qos=1, retain=False, form=Rehearsal,
    what="The answer: for each stop when it was, and the longest dwell that would still have raised it.")  # fmt: skip

ZONE_STATE = Topic(
    pattern="watcher/zones/+", writers=("watcher",), readers=("Home Assistant",), qos=1, retain=True, form=ZoneState,
    what="Whether a vehicle stands in a zone; only with `bus.home_assistant`.")  # fmt: skip
ANNOUNCER_LAST = Topic(
    pattern="announcer/last", writers=("announcer",), readers=("Home Assistant",), qos=1, retain=True,
    form=LastSpoken, what="The last announcement that was heard; only with `bus.home_assistant`.")  # fmt: skip

TOPICS: tuple[Topic, ...] = (
    WATCHER_STATUS, ANNOUNCER_STATUS, CONSOLE_STATUS, INCIDENT, DECIDE, REQUEST, CANCEL, PREPARE, MUTE,
    ANNOUNCEMENT,
    LIVE_SOUND, SPEAKING, VENUE, ZONES, TEMPLATES, RECORDINGS_WANTED, RECORDING, PICTURE_GET, PICTURE, REHEARSAL_GET,
    REHEARSAL, ZONE_STATE, ANNOUNCER_LAST,
)  # fmt: skip


def root(venue: str) -> str:
    """The prefix of every topic of `venue`, ending in a slash."""
    return f"kiosk/v1/{venue}/"
