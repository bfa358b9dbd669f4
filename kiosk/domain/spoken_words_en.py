"""The English words that stand for signs, units and abbreviations: tables only, one line to add one."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

FRACTIONS = {
    "1/2": "half", "1/3": "one third", "2/3": "two thirds", "1/4": "a quarter", "3/4": "three quarters",
}  # fmt: skip

UNITS: dict[str, tuple[str, str]] = {
    "km/h": ("kilometre an hour", "kilometres an hour"), "mph": ("mile an hour", "miles an hour"),
    "km": ("kilometre", "kilometres"), "m2": ("square metre", "square metres"), "m": ("metre", "metres"),
    "cm": ("centimetre", "centimetres"), "mm": ("millimetre", "millimetres"), "kg": ("kilo", "kilos"),
    "g": ("gram", "grams"), "L": ("litre", "litres"), "l": ("litre", "litres"), "cl": ("centilitre", "centilitres"),
    "ml": ("millilitre", "millilitres"), "min": ("minute", "minutes"),
    "mins": ("minutes", "minutes"), "hrs": ("hours", "hours"), "hr": ("hour", "hours"), "sec": ("second", "seconds"),
    "secs": ("seconds", "seconds"), "°C": ("degree", "degrees"), "°": ("degree", "degrees"),
    "%": ("percent", "percent"), "€": ("euro", "euros"), "$": ("dollar", "dollars"), "£": ("pound", "pounds"),
}  # fmt: skip
"""Written after a number: singular, and plural for all but one."""

ABBREVIATIONS = {
    r"Mr\b\.?": "Mister", r"Mrs\b\.?": "Missis", r"Ms\b\.?": "Miz", r"Dr\b\.?": "Doctor",
    r"St\b\.?(?=\s[A-Z])": "Saint", r"(?<=[a-z] )St\b\.?": "Street", r"Ave\b\.?": "Avenue", r"Rd\b\.?": "Road",
    r"Blvd\b\.?": "Boulevard", r"Sq\b\.?(?!\s?[A-Za-z])": "Square", r"(?i:tel)\b\.?": "telephone",
    r"(?i:approx)\b\.?": "approximately", r"(?i:e\.g)\.": "for example", r"(?i:i\.e)\.": "that is",
    r"(?i:etc)\b": "et cetera", r"(?i:vs)\b\.?": "versus", r"(?i:asap)\b": "as soon as possible",
    r"(?i:pls|plz)\b": "please", r"(?i:max)\.": "maximum", r"(?i:mins)\b\.?": "minutes", r"(?i:hrs)\b\.?": "hours",
    r"(?i:incl)\.": "including", r"(?i:dept)\b\.?": "department", r"(?i:wc)\b": "toilets",
    r"Jr\b\.?": "Junior", r"Sr\b\.?": "Senior", r"(?i:no)\.(?=\s?[0-9])": "number",
}  # fmt: skip

IN_ADDRESSES = {".": "dot", "@": "at", "-": "hyphen", "_": "underscore", "/": "slash"}

SIGNS = {
    "&": "and", "+": "plus", "@": "at", "%": "percent", "€": "euros", "$": "dollars", "£": "pounds", "°": "degrees",
}  # fmt: skip
"""What is left of them after every other rule."""
