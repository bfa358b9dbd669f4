"""What the house's panel asks of the announcer, what the fire alarm forbids, and what the lamp shows."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from kiosk.domain import announce_events as e
from kiosk.domain.announcements import Entry
from kiosk.domain.clock import Now, Tick
from kiosk.domain.floor import Floor
from kiosk.domain.hush import MUTE, Hush, Mute
from kiosk.domain.incidents import Incident
from kiosk.domain.ledger import Ledger
from kiosk.domain.panel import Button, LampState, lamp_for
from kiosk.domain.proposals import proposal_for, values_for
from kiosk.domain.requests import Priority, Request
from kiosk.domain.venue import Venue
from kiosk.domain.words import Words

LIFE = timedelta(minutes=5)
"""As for a tap on a tablet: what could not be said for so long is not worth saying any more."""
_BY = Words(fr="bouton", en="button")
_REMEMBERED = 50
"""Wishes to be muted that are known when the broker sends them once more."""
_WITH_A_SOUND = ("chime", "speaking", "spoken")


class PanelCore:
    """Requests of buttons go the way of all requests; `ask` is that way, `priority_of` the priority of a template."""

    def __init__(
        self,
        ledger: Ledger,
        floor: Floor,
        hush: Hush,
        ask: Callable[[Request, Now], list[e.Effect]],
        priority_of: Callable[[str], Priority],
    ) -> None:
        self._ledger, self._book, self._floor = ledger, ledger.book, floor
        self._hush, self._ask, self._priority_of = hush, ask, priority_of
        self._wishes: deque[str] = deque(maxlen=_REMEMBERED)
        self._raised: dict[str, Incident] = {}
        self._broken: set[str] = {"broker"}
        self._lamp: LampState | None = None

    def handle(self, event: object, venue: Venue, now: Now) -> list[e.Effect]:
        """What a button, the fire alarm or the passing of time asks for."""
        match event:
            case e.ButtonPressed():
                return self._pressed(event.button, venue, now)
            case e.ButtonHeld(button="stop"):
                return self._mute(None if self._hush.muted_until else Mute(until=now.utc + MUTE), now)
            case e.MuteAsked() if now.utc < event.wish.expires_at and event.wish.id not in self._wishes:
                self._wishes.append(event.wish.id)
                return self._mute(Mute(until=now.utc + timedelta(minutes=event.wish.minutes)), now)
            case e.MuteRestored():
                return self._mute(event.mute, now)
            case e.FireAlarmChanged() if self._hush.alarm_changed(event.on, now):
                return [
                    e.BlockSound(on=True),
                    e.PublishHealth(part="fire-alarm", code="fire-alarm"),
                    *self._silence(now),
                ]
            case e.IncidentChanged():
                self._told(event.incident)
            case e.BrokerReached():
                self._raised = {}  # the broker tells all that stand there now, next
                self._broken.discard("broker")
            case e.BrokerLost():
                self._broken.add("broker")
            case Tick():
                return self._time_passes(now)
        return []

    def shown(self, effects: Iterable[e.Effect], *, ready: bool, speaking: bool, now: Now) -> list[e.Effect]:
        """The lamp after these `effects`; without a journal that was read (`ready`) nothing is announced."""
        told = [effect for effect in effects if isinstance(effect, e.PublishHealth)]
        self._broken |= {one.part for one in told if one.code != "ok"}
        self._broken -= {one.part for one in told if one.code == "ok"}
        lamp = lamp_for(
            faulty=bool(self._broken) or not (ready and self._ledger.complete(now)),
            speaking=speaking,
            muted=self._hush.muted_until is not None,
            waiting=self._oldest() is not None,
        )
        before, self._lamp = self._lamp, lamp
        return [e.ShowLamp(lamp=lamp)] if lamp != before else []

    # -- buttons ------------------------------------------------------------------------------------------------

    def _pressed(self, button: Button, venue: Venue, now: Now) -> list[e.Effect]:
        if button == "stop":
            return self._floor.end(self._book.live(), "cancelled", "by-person", now)
        request = self._proposal(venue, now) if button == "announce" else self._last_heard(now)
        if request is None:
            return []
        # Who presses twice in one microsecond presses once; anything else has a name of its own.
        name = str(uuid5(NAMESPACE_OID, f"{button} {now.utc.isoformat()} {now.mono_s}"))
        by = _BY.in_language(venue.languages[0])
        return self._ask(replace(request, id=name, issued_at=now.utc, expires_at=now.utc + LIFE, by=by), now)

    def _proposal(self, venue: Venue, now: Now) -> Request | None:
        """The desk's first proposal for the car that has been waiting longest."""
        incident = self._oldest()
        if incident is None:
            return None
        template = proposal_for(incident.announced)
        return Request(
            id="proposed", issued_at=now.utc, expires_at=now.utc, by="", languages=venue.languages, template=template,
            values=values_for(incident), priority=self._priority_of(template), incident=incident.id,
        )  # fmt: skip

    def _last_heard(self, now: Now) -> Request | None:
        """What sounded last and is still remembered at the desk; pressing the button means that it was not enough."""
        heard = [x for x in self._book.published() if x.announcement.state in _WITH_A_SOUND and not x.request.live]
        last = max(heard, key=lambda x: x.announcement.starts_at or x.accepted_at, default=None)
        return replace(last.request, insist=True, variant=None) if last is not None else None

    def _oldest(self) -> Incident | None:
        unanswered = [one for one in self._raised.values() if not any(self._answers(x, one) for x in self._announced())]
        return min(unanswered, key=lambda one: one.stopped_at, default=None)

    def _announced(self) -> list[Entry]:
        return [x for x in self._book.published() if not x.final or x.announcement.state == "spoken"]

    @staticmethod
    def _answers(entry: Entry, incident: Incident) -> bool:
        """Whether it is about this car and newer than what the watcher says of it: the watcher may be away."""
        if entry.request.incident != incident.id:
            return False
        return not entry.final or entry.announcement.at >= incident.at

    def _told(self, incident: Incident) -> None:
        self._raised.pop(incident.id, None)
        if incident.state == "raised":
            self._raised[incident.id] = incident

    # -- silence ------------------------------------------------------------------------------------------------

    def _mute(self, mute: Mute | None, now: Now) -> list[e.Effect]:
        self._hush.mute(mute.until if mute is not None else None, now)
        until = self._hush.muted_until
        return [e.KeepMute(mute=Mute(until=until)), *(self._silence(now) if until is not None else [])]

    def _silence(self, now: Now) -> list[e.Effect]:
        """What sounds and must not is cut off and does not begin again; what did not sound yet is refused."""
        effects: list[e.Effect] = []
        for entry in self._book.live():
            reason = self._hush.why_not(entry.request)
            if reason is not None:
                sounds = self._floor.sounding and not entry.waiting
                effects += self._floor.end([entry], "interrupted" if sounds else "refused", reason, now)
        return effects

    def _time_passes(self, now: Now) -> list[e.Effect]:
        effects: list[e.Effect] = []
        if self._hush.mute_is_over(now):
            effects.append(e.KeepMute(mute=Mute()))
        if self._hush.alarm_is_over(now):
            effects += [e.BlockSound(on=False), e.PublishHealth(part="fire-alarm", code="ok")]
        return effects
