"""English phrases that a voice must get right: what houses say, with all kinds of numbers in it."""

from kiosk.domain.placeholders import PLACEHOLDERS
from kiosk.domain.requests import Value
from kiosk.domain.sentences import names_in
from kiosk.domain.spoken import spoken_text
from kiosk.domain.starter import STARTER
from kiosk.domain.templates import compose
from kiosk.domain.words import Words
from web_console.examples import EXAMPLE_PARTS

WRITTEN = (
    "Table 12 is ready.",
    "Table 30 is ready. Thank you for waiting.",
    "Order 42 is ready at the counter.",
    "Order 115 is ready at the bar.",
    "Room 6, your taxi is waiting.",
    "We close at 7:30 pm.",
    "We close at 9 pm. Thank you.",
    "The kitchen closes in 15 min.",
    "The kitchen opens at 12:00.",
    "Last orders in 10 minutes, please.",
    "Your table will be free in 10-15 minutes.",
    "The next boat leaves at 8:00.",
    "The show begins at 19h30.",
    "We open again on the 24 November.",
    "The house is here since 1905.",
    "Today's lunch costs €12.50.",
    "A glass of wine costs £5.",
    "Everything is 20% cheaper until 6 pm.",
    "The cloakroom is on the 2nd floor.",
    "You are our 100th guest this evening.",
    "The terrace is 30 m from the door.",
    "It is 18 °C outside, the terrace is open.",
    "Mr Smith is asked to come to the counter.",
    "Mrs Jones, your table is ready.",
    "Dr Watson is wanted on the telephone.",
    "A black car is parked in front of the entrance.",
    "The driver of the white van is asked to come to his vehicle.",
    "The car with the plate AB-123-CD is in the way.",
    "Please call 01 42 68 53 00.",
    "Please keep your children near you.",
    "A small child is waiting for her parents at the counter.",
    "A phone was found. It is at the counter.",
    "The fire exit must stay clear. Thank you.",
    "Ladies and gentlemen, we wish you a pleasant evening.",
    "Thank you for your visit, and good night.",
)


def phrases() -> list[str]:
    """Those above and our starter sentences with example values, in the words that a voice is given."""
    ours = [spoken_text(written, "en") for written in WRITTEN]
    for template in STARTER.templates:
        for variant, sentence in enumerate(template.en):
            ours.append(compose(template, _examples(sentence), "en", variant).spoken)
    return list(dict.fromkeys(ours))


def _examples(sentence: str) -> dict[str, Value]:
    """A value for each placeholder."""
    names = [part for name in names_in(sentence) for part in EXAMPLE_PARTS.get(name, (name,))]
    return {name: _in_english(PLACEHOLDERS[name].example) for name in names if name in PLACEHOLDERS}


def _in_english(value: Value) -> Value:
    return value.en if isinstance(value, Words) else value
