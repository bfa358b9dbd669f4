"""The French words that stand for signs, units and abbreviations: tables only, one line to add one."""

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip

SHORT_MONTHS = {
    "janv": "janvier", "févr": "février", "fév": "février", "avr": "avril", "juil": "juillet", "sept": "septembre",
    "oct": "octobre", "nov": "novembre", "déc": "décembre",
}  # fmt: skip
"""Read so after a day: "25 déc."."""
SHORT_DAYS = {
    "lun": "lundi", "mar": "mardi", "mer": "mercredi", "jeu": "jeudi", "ven": "vendredi", "sam": "samedi",
    "dim": "dimanche",
}  # fmt: skip
"""Read so before another day or a number: "mer." alone may be the sea at the end of a sentence."""

FRACTIONS = {"1/2": "un demi", "1/3": "un tiers", "2/3": "deux tiers", "1/4": "un quart", "3/4": "trois quarts"}

UNITS: dict[str, tuple[str, str]] = {
    "km/h": ("kilomètre-heure", "kilomètres-heure"), "km": ("kilomètre", "kilomètres"),
    "m2": ("mètre carré", "mètres carrés"), "m": ("mètre", "mètres"), "cm": ("centimètre", "centimètres"),
    "mm": ("millimètre", "millimètres"), "kg": ("kilo", "kilos"), "g": ("gramme", "grammes"),
    "L": ("litre", "litres"), "l": ("litre", "litres"), "cl": ("centilitre", "centilitres"),
    "ml": ("millilitre", "millilitres"), "min": ("minute", "minutes"), "mn": ("minute", "minutes"),
    "pl.": ("place", "places"),
    "sec": ("seconde", "secondes"), "s": ("seconde", "secondes"), "pers.": ("personne", "personnes"),
    "°C": ("degré", "degrés"), "°": ("degré", "degrés"), "%": ("pour cent", "pour cent"),
    "€": ("euro", "euros"), "$": ("dollar", "dollars"), "£": ("livre", "livres"),
}  # fmt: skip
"""Written after a number: singular, and plural from two on."""

FEMININE = (
    "additions?|assiettes?|bières?|boissons?|bouteilles?|camionnettes?|chaises?|chambres?|clés?|commandes?|crêpes?|"
    "dames?|entrées?|filles?|fois|formules?|heures?|livres?|minutes?|motos?|nuits?|parts?|personnes?|pizzas?|places?|"
    "portes?|portions?|poussettes?|salades?|secondes?|semaines?|tables?|tartes?|tasses?|valises?|voitures?"
)
"""Nouns before which one says "une" and "vingt et une"."""

# A capital alone is kept as it is: only forms that cannot be another word are here.
ABBREVIATIONS = {
    r"MM\.": "messieurs", r"(?:M\.|Mr\b\.?)(?=\s?[A-ZÀ-Ý]|\s(?:et|ou)\sM|\sle\s)": "monsieur",
    r"M(?<=^M)(?=\s[A-ZÀ-Ý][a-zà-ÿ])": "monsieur", r"M(?<=(?:our|ell) M)(?=\s[A-ZÀ-Ý][a-zà-ÿ])": "monsieur",
    r"(?i:mmes)\b\.?": "mesdames", r"(?i:mme)\b\.?": "madame",
    r"(?i:mlles)\b\.?": "mesdemoiselles", r"(?i:mlle)\b\.?": "mademoiselle", r"Dr\b\.?": "docteur",
    r"(?i:av)\.": "avenue", r"(?i:bd|bld)\b\.?": "boulevard", r"(?i:pl)\.": "place", r"(?i:imp)\.": "impasse",
    r"St\b[ -](?=[A-ZÀ-Ý])": "Saint ", r"Ste\b[ -](?=[A-ZÀ-Ý])": "Sainte ", r"(?i:tél)\b\.?": "téléphone",
    r"(?i:svp|stp)\b": "s'il vous plaît", r"(?i:s\.v\.p)\.?": "s'il vous plaît", r"(?i:rdv)\b": "rendez-vous",
    r"(?i:rdc)\b": "rez-de-chaussée", r"(?i:c\.-?à-?d)\.": "c'est-à-dire", r"(?i:env)\.": "environ",
    r"(?i:max)\.": "maximum", r"(?i:qqn)\b": "quelqu'un", r"(?i:bcp)\b": "beaucoup", r"(?i:bjr)\b": "bonjour",
    r"(?i:ttc)\b": "toutes taxes comprises", r"(?i:pmr)\b": "personnes à mobilité réduite",
    r"(?i:wc)\b": "toilettes",
    r"VIP\b": "V I P", r"XL\b": "X L", r"TPE\b": "T P E", r"RER\b": "R E R", r"SAV\b": "S A V", r"AOC\b": "A O C",
    r"IGP\b": "I G P", r"A/C\b": "climatisation", r"Pr\b\.?(?=\s[A-Z])": "professeur",
    r"(?i:bât)\.": "bâtiment", r"(?i:esc)\.": "escalier", r"(?i:rés)\.": "résidence", r"(?i:réf)\.": "référence",
    r"p\.(?=\s?[0-9])": "page", r"(?i:cf)\.": "voir", r"(?i:ex)\.": "exemple", r"(?i:qté)\b\.?": "quantité",
    r"nb\b\.?": "nombre", r"HT\b": "hors taxes", r"càd\b": "c'est-à-dire",
    r"Sté\b\.?": "société", r"Gal\b\.?(?=\s(?:de\s)?[A-Z])": "général",
    r"[ée]t\.(?=\s|$)": "étage", r"(?i:apr)\.": "après", r"(?i:etc)\b": "et cetera", r"(?i:pers)\.": "personnes",
}  # fmt: skip

IN_ADDRESSES = {".": "point", "@": "arobase", "-": "tiret", "_": "tiret bas", "/": "barre"}

SIGNS = {
    "&": "et", "+": "plus", "@": "arobase", "%": "pour cent", "€": "euros", "$": "dollars", "£": "livres",
    "°": "degrés",
}  # fmt: skip
"""What is left of them after every other rule."""
