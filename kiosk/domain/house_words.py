"""Words a good house does not say: those that accuse, and those of the other language."""

from kiosk.domain.words import Language

ACCUSING: dict[Language, tuple[str, ...]] = {
    "fr": (
        "infractions?", "amendes?", "ill[ée]ga(?:l|le|les|ux|lement)", "contraventions?", "interdite?s?",
        "interdiction", "fourri[èe]re", "police", "policiers?", "gendarmes?", "verbalis\\w+", "proc[èe]s-verba(?:l|ux)",
        "p\\.?v\\.?", "sanctions?", "d[ée]lits?", "incivilit[ée]s?", "inadmissible", "inacceptable", "honteux",
        "scandaleux",
        "mal (?:gar|stationn)[ée](?:\\(e\\)|e)?s?", "sans[- ]gêne", "fautifs?", "contrevenante?s?", "d[ée]nonc\\w+",
        "imm[ée]diatement",
    ),
    "en": (
        "infringements?", "fined", "a fine", "fines", "illegal(?:ly)?", "offen[cs]es?", "forbidden", "prohibited",
        "towed", "tow(?:ing)?", "police", "penalt(?:y|ies)", "violat\\w+", "badly parked", "unacceptable", "shameful",
        "offenders?", "culprits?", "against the law", "immediately", "reported",
    ),
}  # fmt: skip
"""Regular expressions for whole words, read without case."""

FOREIGN: dict[Language, tuple[str, ...]] = {
    "fr": (
        "please", "sorry", "welcome", "thank(?: you|s)", "ready", "hello", "order", "happy birthday", "ladies", "the",
        "your", "is", "and", "lost", "closing",
    ),
    "en": (
        "merci", "bonjour", "bonsoir", "bienvenue", "mesdames", "messieurs", "voiture", "est", "votre", "vous", "nous",
        "une", "les", "et", "s'il vous pla[îi]t",
    ),
}  # fmt: skip
"""The commonest words of the other language, those that are also words of this one left out."""
