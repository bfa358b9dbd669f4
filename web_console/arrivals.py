"""What a message from the bus changes in the picture."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.domain.incidents import Incident
from kiosk.domain.rehearsal import Rehearsal
from kiosk.domain.requests import Announcement
from kiosk.errors import InputError
from kiosk.messages.codec import decode
from kiosk.messages.speaking import Speaking
from kiosk.messages.status import Status
from kiosk.messages.topics import CANCEL, PICTURE, PREPARE, REHEARSAL, REQUEST
from kiosk.ports import MessageArrived
from web_console import picture as pictures
from web_console.picture import Picture
from web_console.street_picture import arrived, checked

_COMMANDS = frozenset({REQUEST.pattern, CANCEL.pattern, PREPARE.pattern})
"""Others' commands stand beside the announcements they lead to, and are not for us."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """How the picture changes, and the announcement the message tells of, if it does."""

    make: Callable[[Picture], Picture]
    announcement: Announcement | None = None


def understand(arrival: MessageArrived) -> Change:
    """The change in `arrival`; an empty payload means that what was kept is gone.

    Raises:
        InputError: the topic is not ours or the payload not of its form.
    """
    where, _, name = arrival.topic.partition("/")
    payload = arrival.payload
    if where in ("watcher", "announcer") and name == "status":
        status = decode(payload, Status) if payload else None
        return Change(make=lambda p: pictures.told_status(p, where, status))
    if where == "incidents" and name:
        incident = decode(payload, Incident) if payload else None
        return Change(make=lambda p: pictures.told_incident(p, name, incident))
    if arrival.topic in _COMMANDS:
        return Change(make=lambda p: p)
    if where == "announcements" and name:
        announcement = decode(payload, Announcement) if payload else None
        return Change(make=lambda p: pictures.told_announcement(p, name, announcement), announcement=announcement)
    if arrival.topic == PICTURE.pattern:
        jpeg = checked(payload)
        return Change(make=lambda p: replace(p, street=arrived(p.street, jpeg)))
    if arrival.topic == REHEARSAL.pattern:
        rehearsal = decode(payload, Rehearsal)
        return Change(make=lambda p: replace(p, rehearsal=rehearsal))
    if where == "speaking":
        on = decode(payload, Speaking).on if payload else False
        return Change(make=lambda p: replace(p, speaking=on))
    raise InputError(f"The console does not read {arrival.topic}.")
