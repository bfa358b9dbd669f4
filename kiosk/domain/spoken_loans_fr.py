"""English words that French people say in French: written so that a French voice does not change its accent for them.

espeak-ng says each of these with its English voice in the middle of a French sentence: heard with `espeak-ng -v fr -x`.
"""

LOANS = {
    "after[- ]?works?": "afteur-ouorque", "blind[- ]?tests?": "bla-ïnnd-test", "brownies?": "braouni",
    "brunch(?:e?s)?": "breunche", "cakes?": "quèque", "camping[- ]?cars?": "campigne-car", "campings?": "campigne",
    "check[- ]?in": "tchèque-ine", "cheese[- ]?cakes?": "tchizkèque", "cookies?": "couki", "djs?": "di-djé",
    "e-?mails?": "i-mèle", "fast[- ]?foods?": "fast-foude", "happy[- ]hours?": "appi aoueur",
    "hot[- ]?dogs?": "ot-dogue", "juke[- ]?box": "djouqueboxe", "lives?": "laïve", "lobby": "lobi",
    "looks?": "louque", "mails?": "mèle", "milk[- ]?shakes?": "milque-chèque", "open[- ]mic": "oppène-maïque",
    "parkings?": "parkigne", "pick[- ]?ups?": "piqueupe", "room[- ]service": "roume-service", "scooters?": "scouteur",
    "shows?": "cho", "smoothies?": "smouzi", "toasts?": "toste", "web": "ouèbe", "week[- ]?ends?": "ouik-ènde",
    "wi-?fi": "ouifi",
}  # fmt: skip
"""Regular expressions for whole words, read without case, and what the voice is given."""
