"""Why an announcement was not made, in words: the one table of reason codes, French and English."""

from kiosk.domain.words import Words

REASONS: dict[str, Words] = {
    "quiet-hours": Words(fr="heures calmes, seule une urgence passe", en="quiet hours, only an emergency passes"),
    "closed": Words(
        fr="la maison est fermée, seule une urgence passe", en="the house is closed, only an emergency passes"
    ),
    "clock-unset": Words(fr="l'horloge du boîtier n'est pas à l'heure", en="the clock of the box is not set"),
    "silence-budget": Words(
        fr="assez d'annonces pour cette heure-ci, attendez un peu",
        en="enough announcements for this hour, wait a little",
    ),
    "duplicate": Words(fr="déjà demandée ou dite à l'instant", en="already asked for, or said a moment ago"),
    "reminded": Words(fr="déjà rappelée autant qu'il convient", en="reminded as often as is polite"),
    "unknown-template": Words(fr="phrase inconnue : rechargez la page", en="unknown sentence: reload the page"),
    "missing-value": Words(fr="il manque une valeur", en="a value is missing"),
    "bad-value": Words(fr="une valeur ne convient pas", en="a value is not right"),
    "text-too-long": Words(fr="texte trop long (400 caractères au plus)", en="text too long (400 characters at most)"),
    "empty-text": Words(fr="rien à dire", en="nothing to say"),
    "retained": Words(fr="commande mémorisée par la messagerie, ignorée", en="retained command, ignored"),
    "queue-full": Words(
        fr="trop d'annonces en attente, réessayez dans un moment", en="too many announcements waiting, try again later"
    ),
    "no-journal": Words(fr="carte mémoire pleine", en="memory card full"),
    "car-left": Words(fr="la voiture est partie", en="the car has left"),
    "dismissed": Words(fr="la carte a été fermée", en="the card was closed"),
    "snoozed": Words(fr="remise à plus tard", en="put off for a while"),
    "expired": Words(fr="elle a attendu trop longtemps", en="it waited for too long"),
    "no-voice": Words(fr="la voix ne fonctionne pas", en="the voice does not work"),
    "no-sound": Words(fr="la sortie son ne fonctionne pas", en="the sound output does not work"),
    "power-cut": Words(fr="coupée en pleine phrase", en="cut off in mid-sentence"),
    "live-lost": Words(fr="la tablette ne répondait plus", en="the tablet fell silent"),
    "muted": Words(fr="annonces coupées pour un moment", en="announcements are off for a while"),
    "fire-alarm": Words(fr="alarme incendie", en="fire alarm"),
    "by-person": Words(fr="annulée", en="cancelled"),
}

INSISTING_PASSES: frozenset[str] = frozenset({"duplicate", "reminded", "clock-unset"})
"""What a person who insists (`insist`) is not refused for; `duplicate` only where nothing of the kind still waits."""
