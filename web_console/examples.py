"""A sentence filled with example values, for an owner who is still writing it; pure."""

from collections.abc import Sequence

from kiosk.domain.manners import Pronunciation
from kiosk.domain.placeholders import PLACEHOLDERS
from kiosk.domain.requests import Value
from kiosk.domain.sentences import names_in
from kiosk.domain.templates import Sentence, compose
from kiosk.domain.venue import Recording, Template
from kiosk.domain.words import Language, Words

EXAMPLE_PARTS: dict[str, tuple[str, ...]] = {"vehicle": ("kind", "colour"), "order": ("number",), "booking": ("name",)}
"""Which values stand for a placeholder that is made of several."""


def example_of(
    sentence: str,
    language: Language,
    pronunciations: Sequence[Pronunciation] = (),
    recorded: Sequence[Recording] = (),
) -> Sentence:
    """`sentence` as it will be shown and said with the examples of the one table of placeholders.

    Raises:
        BadValue: the sentence has a mistake.
    """
    values: dict[str, Value] = {}
    for name in names_in(sentence):
        for part in EXAMPLE_PARTS.get(name, (name,)):
            if part in PLACEHOLDERS:
                values[part] = PLACEHOLDERS[part].example
    template = Template(id="example", name=Words(), fr=(sentence,), en=(sentence,), recorded=tuple(recorded))
    return compose(template, values, language, 0, pronunciations)
