"""Whether a tap may be carried out now, and if not, why, in words; pure."""

from kiosk.domain.health import TROUBLES
from kiosk.domain.requests import Request
from kiosk.domain.words import Words
from kiosk.errors import KioskError
from web_console.picture import Picture, open_for, times_announced

_CONNECTING = Words(fr="Connexion en cours : réessayez dans un instant.", en="Connecting: try again in a moment.")
GONE = Words(fr="Cette voiture est déjà partie.", en="This car has already left.")
_ALREADY = Words(fr="{by} l'annonce déjà.", en="{by} is already announcing it.")
_JUST = Words(fr="L'annonce vient d'être faite.", en="It has just been announced.")


class TapError(KioskError):
    """A tap that is not carried out; `words` says why, and what to do, in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def troubles(picture: Picture) -> tuple[str, ...]:
    """Codes of what is wrong now (see kiosk.domain.health), the worst first; empty when all is well."""
    if picture.broker != "connected":
        return ("broker-refused" if picture.broker == "refused" else "broker-away",)
    found = [f"{name}-away" for name in ("announcer", "watcher") if picture.settled and _away(picture, name)]
    for status in picture.services.values():
        if status.state == "online":
            found += [part.code for part in status.health if part.state != "ok" and part.code in TROUBLES]
    if picture.history_full:
        found.append("disk-full")
    return tuple(dict.fromkeys(found))


def refusal(picture: Picture, request: Request, announced: int | None) -> Words | None:
    """Why this request may not be sent now; None when it may.

    `announced` is how often the incident had been announced on the card the person tapped: a card that is out of
    date means that another tablet was quicker.
    """
    blocked = cannot_reach(picture, "announcer")
    if blocked or request.incident is None:
        return blocked
    incident = picture.incidents.get(request.incident)
    if cannot_reach(picture, "watcher"):
        return cannot_reach(picture, "watcher")
    if incident is None or incident.state in ("left", "dismissed"):
        return GONE
    by = open_for(picture, incident.id)
    if by is not None:
        return Words(fr=_ALREADY.fr.format(by=by), en=_ALREADY.en.format(by=by))
    if announced is not None and announced != times_announced(picture, incident):
        return _JUST
    return None


def cannot_reach(picture: Picture, service: str) -> Words | None:
    """Cause and cure when a command for `service` would not be heard; None when it would."""
    if picture.broker != "connected":
        return words_of("broker-refused" if picture.broker == "refused" else "broker-away")
    if _away(picture, service):
        return words_of(f"{service}-away") if picture.settled else _CONNECTING
    return None


def camera_trouble(picture: Picture) -> Words | None:
    """Cause and cure when the watcher says that its camera does not see the street; None when it does."""
    status = picture.services.get("watcher")
    parts = status.health if status is not None else ()
    codes = [part.code for part in parts if part.part == "camera" and part.state != "ok" and part.code in TROUBLES]
    return words_of(codes[0]) if codes else None


def words_of(code: str) -> Words:
    """Cause and cure of a health code, as one text."""
    trouble = TROUBLES[code]
    return Words(fr=f"{trouble.cause.fr} {trouble.cure.fr}", en=f"{trouble.cause.en} {trouble.cure.en}")


def _away(picture: Picture, service: str) -> bool:
    status = picture.services.get(service)
    return status is None or status.state != "online"
