"""Where an announcement stands, in words: the one table of states, French and English."""

from kiosk.domain.reasons import REASONS
from kiosk.domain.words import Language, Words

STATES: dict[str, Words] = {
    "asked": Words(fr="Envoyée à l'annonceur…", en="Sent to the announcer…"),
    "unheard": Words(fr="L'annonceur n'a pas répondu", en="The announcer has not answered"),
    "queued": Words(fr="En attente", en="Waiting"),
    "rendering": Words(fr="La voix se prépare", en="Preparing the voice"),
    "chime": Words(fr="Carillon", en="Chime"),
    "speaking": Words(fr="Annonce en cours", en="Speaking"),
    "spoken": Words(fr="Entendue", en="Heard"),
    "cancelled": Words(fr="Arrêtée", en="Stopped"),
    "expired": Words(fr="Pas dite", en="Not said"),
    "refused": Words(fr="Pas dite", en="Not said"),
    "withdrawn": Words(fr="Plus nécessaire", en="Not needed any more"),
    "failed": Words(fr="Échec", en="Failed"),
    "interrupted": Words(fr="Interrompue", en="Cut off"),
}
_POSITION = Words(fr="En attente, n° {n}", en="Waiting, number {n}")
_NEEDS_NO_REASON = ("spoken", "cancelled")


def state_words(state: str, reader: Language, *, position: int | None = None, reason: str | None = None) -> str:
    """A state with its place in the queue or its reason; codes this console does not know are shown as they are."""
    if state == "queued" and position:
        return _POSITION.in_language(reader).format(n=position)
    words = STATES.get(state, Words(fr=state, en=state)).in_language(reader)
    if not reason or state in _NEEDS_NO_REASON:
        return words
    why = REASONS.get(reason, Words(fr=reason, en=reason)).in_language(reader)
    return f"{words} : {why}" if reader == "fr" else f"{words}: {why}"
