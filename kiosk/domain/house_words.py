"""Words a good house does not say: those that accuse, and those of the other language."""

from kiosk.domain.words import Language

ACCUSING: dict[Language, tuple[str, ...]] = {
    "fr": (
        "infractions?", "amendes?", "ill[ée]ga(?:l|le|les|ux|lement)", "ill[ée]galit[ée]", "contraventions?",
        "interdite?s?", "interdiction", "fourri[èe]re", "police(?! d['’])", "policiers?", "flics?", "gendarmes?",
        "verbalis\\w+", "proc[èe]s-verba(?:l|ux)", "p\\.?v\\.?", "sanctions?", "d[ée]lits?", "incivilit[ée]s?",
        "inadmissible", "inacceptable", "honteux", "scandaleux", "irrespectueu(?:x|se)", "abusi(?:f|ve|vement)",
        "mal (?:gar|stationn)[ée](?:\\(e\\)|e)?s?", "sans[- ]gêne", "fautifs?", "contrevenante?s?", "d[ée]nonc\\w+",
        "plainte", "imm[ée]diatement", "(?:voiture|v[ée]hicule) tout de suite", "d[ée]gage[rz]?", "pas le droit",
        "sous peine", "(?:sera|seront|ser(?:ez)) enlev[ée]e?s?", "enl[èe]vement", "remorqu\\w+",
        "(?:vid[ée]o)?surveill\\w+", "film[ée]e?s?",
    ),
    "en": (
        "infringements?", "fined", "(?:a|parking) fine", "fines", "illegal(?:ly)?", "offen[cs]es?", "forbidden",
        "prohibited", "tow(?:ed|ing)?", "clamp(?:ed|ing|s)?", "police", "penalt(?:y|ies)", "violat\\w+",
        "(?:badly|wrongly|inconsiderately) parked", "parked (?:badly|wrongly|inconsiderately)", "parking tickets?",
        "unacceptable", "shameful", "selfish", "offenders?", "culprits?", "against the law",
        "br(?:oke|eak|eaking) the law",
        "not allowed", "trespass\\w*", "immediately", "reported", "your (?:car|vehicle|van) now",
        "filmed", "cctv", "surveillance",
    ),
}  # fmt: skip
"""Words that accuse, threaten or watch people: regular expressions for whole words, read without case."""

SPELLED_BY_ALL = frozenset((
    "BBQ", "CB", "CD", "CV", "DJ", "DVD", "FC", "GPS", "HD", "HS", "JT", "KO", "LP", "MC", "MP", "NB", "NHS", "BBC",
    "PC", "PDF", "PM", "PS", "PSG", "QR", "RH", "RTT", "SMS", "SNCF", "TGV", "TV", "VTC", "VTT", "XL", "XXL", "pst",
    "pfft", "psst", "brr", "grr", "hm", "hmm", "mmm", "shh",
))  # fmt: skip
"""Short forms that everybody says letter by letter, and sounds without a vowel: no hint about them."""

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
