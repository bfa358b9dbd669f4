"""What a trace says, in plain words, French and English."""

from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.domain.traces import Trace, Verdict
from kiosk.domain.words import Words

WHY: dict[str, Words] = {
    # of a step
    "stopped": Words(fr="elle s'est arrêtée", en="it stopped"),
    "dwell-over": Words(fr="elle y est restée trop longtemps", en="it stayed for too long"),
    "seen-again": Words(fr="elle a été revue", en="it was seen again"),
    "snooze-over": Words(fr="le délai demandé est passé", en="the delay that was asked for is over"),
    "announced": Words(fr="l'annonce a été entendue", en="the announcement was heard"),
    "person": Words(fr="quelqu'un a répondu", en="somebody answered"),
    "settled": Words(fr="quelqu'un a répondu, ou les horaires sont passés", en="somebody answered, or the hours ended"),
    "no-sight": Words(fr="la caméra ne voyait plus la rue", en="the camera no longer saw the street"),
    "gone": Words(fr="sa place a été vue vide", en="its place was seen empty"),
    "drove-on": Words(fr="elle est repartie", en="it drove off"),
    "merged": Words(fr="c'était une partie d'un autre véhicule", en="it was a part of another vehicle"),
    "zones-changed": Words(fr="la zone a été redessinée", en="the zone was drawn anew"),
    "watcher-stopped": Words(fr="le guetteur a été arrêté", en="the watcher was stopped"),
    "": Words(fr="elle y était encore", en="it was still there"),
    # why not raised
    "too-short": Words(fr="elle n'est pas restée assez longtemps", en="it did not stay long enough"),
    "not-sure": Words(fr="il n'était pas sûr que ce soit un véhicule", en="it was not surely a vehicle"),
    "hidden": Words(fr="elle était cachée à ce moment-là", en="it was hidden by then"),
    # what held it back
    "hours": Words(fr="hors des horaires de la zone", en="outside the zone's hours"),
    "vehicles": Words(fr="ce genre de véhicule n'y gêne pas", en="this kind of vehicle is not minded there"),
    "at-start": Words(fr="elle était là avant le guetteur", en="it was there before the watcher"),
    "lanes": Words(fr="la circulation était à l'arrêt à côté", en="traffic stood beside it"),
    "outside": Words(fr="elle n'est pas dans la zone ainsi dessinée", en="it is not in the zone as it is drawn"),
    "size": Words(fr="elle était trop petite pour compter", en="it was too small to count"),
}  # fmt: skip
"""The one table of reasons in traces: of steps, of endings, of what was not raised, and of what held it back."""


def story(trace: Trace, clock: Callable[[datetime], str]) -> Words:
    """The stop in one sentence; `clock` writes a time of day."""
    fr = f"Arrêtée depuis {clock(trace.stopped_at)} pendant {duration(trace.stood_s).fr}, vue {trace.looks} fois"
    looks = "once" if trace.looks == 1 else f"{trace.looks} times"
    en = f"Stopped at {clock(trace.stopped_at)} for {duration(trace.stood_s).en}, seen {looks}"
    if trace.hidden_s >= 1.0:
        fr += f", cachée {duration(trace.hidden_s).fr}"
        en += f", hidden for {duration(trace.hidden_s).en}"
    for step in trace.steps:
        at = clock(trace.began_at + timedelta(seconds=step.t_s))
        fr += f" ; {at} : {_STATES[step.state].fr}, {_why(step.why).fr}"
        en += f"; {at}: {_STATES[step.state].en}, {_why(step.why).en}"
    return Words(fr=f"{fr}.", en=f"{en}.")


def why_not(verdict: Verdict) -> Words:
    """Why it would not have been raised; empty when it would."""
    if verdict.raised_at is not None:
        return Words()
    return _why(verdict.held or verdict.why_not)


def duration(seconds: float) -> Words:
    """`45 s`, `2 min 10 s`, `1 h 05`."""
    whole = round(seconds)
    if whole < 60:
        return Words(fr=f"{whole} s", en=f"{whole} s")
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        text = f"{minutes} min {rest} s" if rest else f"{minutes} min"
        return Words(fr=text, en=text)
    hours, minutes = divmod(minutes, 60)
    return Words(fr=f"{hours} h {minutes:02}", en=f"{hours} h {minutes:02} min")


def _why(code: str) -> Words:
    return WHY.get(code, Words(fr=code, en=code))


_STATES: dict[str, Words] = {
    "noticed": Words(fr="remarquée", en="noticed"),
    "raised": Words(fr="proposée", en="proposed"),
    "announced": Words(fr="annoncée", en="announced"),
    "dismissed": Words(fr="classée", en="dismissed"),
    "snoozed": Words(fr="remise à plus tard", en="snoozed"),
    "left": Words(fr="partie", en="left"),
    "lost_sight": Words(fr="perdue de vue", en="lost from sight"),
}
