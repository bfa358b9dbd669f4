"""What the etiquette allows now, in words: for staff before they tap, for owners who wonder what is in force; pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_day_names

from kiosk.domain.allowance import Allowance
from kiosk.domain.house_hours import HouseState, house_hours
from kiosk.domain.reasons import REASONS
from kiosk.domain.venue import Venue
from kiosk.domain.words import Language, Words
from web_console.picture import Picture

FEW = 2
"""So few announcements left are worth a second thought before the tap."""

_NEAR = timedelta(hours=18)
"""In the evening, "until 11:30" is tomorrow's and everybody knows it."""
_BUT = Words(fr=" : seule une urgence est annoncée.", en=": only an emergency is announced.")
_HELD: dict[str, Words] = {
    "closed": Words(fr="La maison est fermée{until}" + _BUT.fr, en="The house is closed{until}" + _BUT.en),
    "quiet-hours": Words(fr="Heures calmes{until}" + _BUT.fr, en="Quiet hours{until}" + _BUT.en),
    "muted": Words(fr="Silence{until}" + _BUT.fr, en="Muted{until}" + _BUT.en),
    "fire-alarm": Words(fr="Alarme incendie : rien n'est annoncé.", en="Fire alarm: nothing is announced."),
    "clock-unset": Words(
        fr="L'horloge n'est pas encore à l'heure : une annonce n'est faite que si vous insistez.",
        en="The clock is not set yet: an announcement is made only if you insist.",
    ),
}
_NOT_OF_THE_HOUSE = ("muted", "fire-alarm", "clock-unset")
_ENOUGH = Words(fr="Assez d'annonces pour cette heure-ci", en="Enough announcements for this hour")
_NEXT = Words(fr="{enough} : la prochaine à {at}.", en="{enough}: the next one at {at}.")
_LEFT = Words(fr="Encore {n} annonce{s} possible{s} cette heure-ci.", en="{n} more announcement{s} possible this hour.")
_OPEN = Words(fr="La maison est ouverte{until}.", en="The house is open{until}.")
_UNTIL = Words(fr=" jusqu'à {at}", en=" until {at}")
_REASONS: dict[HouseState, str] = {"closed": "closed", "quiet": "quiet-hours"}


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """One sentence, and how much it matters."""

    words: str
    tone: str
    """`held`: nothing but an emergency is announced now; `few`: think twice; `open`: all is well."""


def allowance_of(picture: Picture) -> Allowance | None:
    """What the announcer last told; None where it is away, or too old to tell."""
    status = picture.services.get("announcer")
    return status.allowance if status is not None and status.state == "online" else None


def muted(allowance: Allowance | None) -> bool:
    """Whether a person wanted peace, and a person can lift it."""
    return allowance is not None and allowance.refuses == "muted"


def allowed(allowance: Allowance | None, now: datetime, timezone: str, reader: Language) -> Allowed | None:
    """What staff should know before they tap, as the announcer told it; None when there is nothing to tell."""
    if allowance is None:
        return None
    clock = _clock(now, timezone, reader)
    if allowance.refuses == "silence-budget" or (allowance.refuses is None and allowance.left == 0):
        return Allowed(words=_enough(allowance, clock, reader), tone="held")
    if allowance.refuses:
        return Allowed(words=_held(allowance.refuses, allowance.until, clock, reader), tone="held")
    if allowance.left is None:
        return None
    return Allowed(words=_left(allowance.left, reader), tone="few" if allowance.left <= FEW else "open")


def in_force(venue: Venue, allowance: Allowance | None, now: datetime, reader: Language) -> Allowed:
    """What holds in the house at this moment, by its own hours; `allowance` tells how many may still be heard."""
    clock = _clock(now, venue.timezone, reader)
    if allowance is not None and allowance.refuses in _NOT_OF_THE_HOUSE:
        return Allowed(words=_held(allowance.refuses, allowance.until, clock, reader), tone="held")
    minute = now.replace(second=0, microsecond=0)
    hours = house_hours(venue.manners, ZoneInfo(venue.timezone), minute)
    if hours.state != "open":
        return Allowed(words=_held(_REASONS[hours.state], hours.until, clock, reader), tone="held")
    words = _OPEN.in_language(reader).format(until=_until(hours.until, clock, reader))
    if allowance is None or allowance.left is None or venue.manners.most_per_hour == 0:
        return Allowed(words=words, tone="open")
    if allowance.left == 0:
        return Allowed(words=f"{words} {_enough(allowance, clock, reader)}", tone="few")
    return Allowed(words=f"{words} {_left(allowance.left, reader)}", tone="open")


def _clock(now: datetime, timezone: str, reader: Language) -> Callable[[datetime], str]:
    """Writes a time by the clock of the house: "22:30", and where that could be taken for today "mercredi 11:30"."""
    zone = ZoneInfo(timezone)

    def written(at: datetime) -> str:
        local = at.astimezone(zone)
        if at - now < _NEAR:
            return f"{local:%H:%M}"
        return f"{get_day_names(locale=reader)[local.weekday()]} {local:%H:%M}"

    return written


def _held(reason: str, until: datetime | None, clock: Callable[[datetime], str], reader: Language) -> str:
    words = _HELD.get(reason) or REASONS.get(reason, Words(en=reason))
    return words.in_language(reader).replace("{until}", _until(until, clock, reader))


def _until(at: datetime | None, clock: Callable[[datetime], str], reader: Language) -> str:
    return _UNTIL.in_language(reader).format(at=clock(at)) if at else ""


def _enough(allowance: Allowance, clock: Callable[[datetime], str], reader: Language) -> str:
    enough = _ENOUGH.in_language(reader)
    if allowance.free_at is None:
        return f"{enough}."
    return _NEXT.in_language(reader).format(enough=enough, at=clock(allowance.free_at))


def _left(left: int, reader: Language) -> str:
    return _LEFT.in_language(reader).format(n=left, s="s" if left > 1 else "")
