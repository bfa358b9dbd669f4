"""The English words that stand for signs, units and abbreviations: tables only, one line to add one."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

SHORT_MONTHS = {
    "Jan": "January", "Feb": "February", "Mar": "March", "Apr": "April", "Jun": "June", "Jul": "July", "Aug": "August",
    "Sept": "September", "Sep": "September", "Oct": "October", "Nov": "November", "Dec": "December",
}  # fmt: skip
"""Read so beside a day: "25 Dec", "Dec. 25"."""
SHORT_DAYS = {
    "Mon": "Monday", "Tues": "Tuesday", "Tue": "Tuesday", "Weds": "Wednesday", "Wed": "Wednesday",
    "Thurs": "Thursday", "Thur": "Thursday", "Thu": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip
"""Read so with a point, before a number or beside another day: "Sat" and "Sun" are words too."""

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
    "secs": ("seconds", "seconds"), "lbs": ("pounds", "pounds"), "lb": ("pound", "pounds"),
    "oz": ("ounce", "ounces"), "ft": ("foot", "feet"),
    "°C": ("degree", "degrees"), "°F": ("degree", "degrees"), "°": ("degree", "degrees"),
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
    r"(?i:incl?)\.(?=\s*(?:$|[.,;)]))": "included", r"(?i:incl?)\.": "including",
    r"(?i:dept)\b\.?": "department", r"(?i:wc)\b": "toilets",
    r"Rm\b\.?(?=\s?[0-9A-Z])": "room", r"Prof\b\.?": "Professor", r"Rev\b\.?": "Reverend", r"Capt\b\.?": "Captain",
    r"Sgt\b\.?": "Sergeant",
    r"Mx\b\.?(?=\s[A-Z])": "Mix", r"w/o\b": "without", r"w/(?=\s)": "with", r"c/o\b": "care of",
    r"A/C\b": "air conditioning", r"(?i:ext)\.(?=\s?[0-9])": "extension", r"p\.(?=\s?[0-9])": "page",
    r"VIPs\b": "V-I-Peas", r"VIP\b": "V-I-P", r"VAT\b": "V-A-T", r"BYOB\b": "B-Y-O-B", r"NYE\b": "New Year's Eve",
    r"NYD\b": "New Year's Day", r"(?i:rsvp)\b": "R-S-V-P",
    r"Jr\b\.?": "Junior", r"Sr\b\.?": "Senior", r"(?i:no)\.(?=\s?[0-9])": "number",
}  # fmt: skip

IN_ADDRESSES = {".": "dot", "@": "at", "-": "hyphen", "_": "underscore", "/": "slash"}

SIGNS = {
    "&": "and", "+": "plus", "@": "at", "%": "percent", "€": "euros", "$": "dollars", "£": "pounds", "°": "degrees",
}  # fmt: skip
"""What is left of them after every other rule."""
