"""The announcer's side of the contract: which messages it reads, and what happened when one arrives."""

from kiosk.domain import announce_events as e
from kiosk.domain.hush import MuteWish
from kiosk.domain.incidents import Incident
from kiosk.domain.requests import Cancel, Request
from kiosk.domain.venue import Templates, Venue
from kiosk.messages.codec import decode
from kiosk.messages.topics import (
    CANCEL,
    INCIDENT,
    LIVE_SOUND,
    MUTE,
    PREPARE,
    RECORDING,
    REQUEST,
    TEMPLATES,
    VENUE,
    Topic,
)
from kiosk.own_voice import RecordingArrived
from kiosk.ports import MessageArrived

READ: tuple[Topic, ...] = (INCIDENT, TEMPLATES, VENUE, CANCEL, REQUEST, PREPARE, MUTE, RECORDING, LIVE_SOUND)
"""In the order of subscription: what a car did, and how the house wants it, is known before the first request."""
KEPT: tuple[Topic, ...] = (TEMPLATES, VENUE)
"""The last good copy of these is kept for a start without the console."""
_RECORDINGS = RECORDING.at("")


def event_of(arrival: MessageArrived) -> object | None:
    """What the message means to the announcer, unless it is a live voice; None when it means nothing (a cleared topic).

    A request or cancel is acknowledged by the core; the shell does it for all others.

    Raises:
        InputError: the payload is not of its topic's form.
    """
    retained, topic = arrival.retained, arrival.topic
    if topic == REQUEST.pattern:
        return e.RequestArrived(request=decode(arrival.payload, Request), retained=retained, token=arrival)
    if topic == CANCEL.pattern:
        return e.CancelArrived(cancel=decode(arrival.payload, Cancel), retained=retained, token=arrival)
    if topic == MUTE.pattern:
        return None if retained else e.MuteAsked(wish=decode(arrival.payload, MuteWish))
    if topic == PREPARE.pattern:
        return None if retained else e.PrepareArrived(request=decode(arrival.payload, Request))
    if topic.startswith(_RECORDINGS):
        return RecordingArrived(sound=topic.removeprefix(_RECORDINGS), content=arrival.payload)
    if not arrival.payload:
        return None
    if topic == TEMPLATES.pattern:
        return e.TemplatesChanged(templates=decode(arrival.payload, Templates))
    if topic == VENUE.pattern:
        return e.VenueChanged(venue=decode(arrival.payload, Venue))
    return e.IncidentChanged(incident=decode(arrival.payload, Incident))
