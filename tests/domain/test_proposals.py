"""What the desk proposes for a car: the right reminder, with what the machine is sure of."""

from datetime import UTC, datetime

import pytest

from kiosk.domain.incidents import Incident
from kiosk.domain.proposals import proposal_for, values_for
from kiosk.domain.starter import STARTER
from kiosk.domain.templates import compose
from kiosk.domain.words import Words

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def incident(colour: str | None) -> Incident:
    return Incident(
        id="01", zone="z", place=Words(fr="devant l'entrée", en="outside the entrance"), state="raised", kind="van",
        colour=colour, outline=(0, 0, 1, 1), stopped_at=NOW, stopped_s=60, dwell_s=60, confidence=0.9, at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("announced", "template"),
    [
        (0, "car-badly-parked"), (1, "car-badly-parked-second"), (2, "car-badly-parked-last"),
        (7, "car-badly-parked-last"),
    ],
)  # fmt: skip
def test_a_reminder_follows_the_one_before(announced: int, template: str) -> None:
    assert proposal_for(announced) == template
    assert template in {known.id for known in STARTER.templates}


def test_the_values_of_an_incident_make_a_sentence_in_both_languages() -> None:
    values = values_for(incident("white"))
    assert compose(STARTER.templates[0], values, "fr", 0).shown.startswith(
        "Mesdames, messieurs, un utilitaire blanc garé devant l'entrée gêne"
    )
    assert compose(STARTER.templates[0], values, "en", 0).shown.startswith(
        "Ladies and gentlemen, a white van parked outside the entrance is"
    )


def test_an_unsure_colour_is_left_out() -> None:
    assert "colour" not in values_for(incident(None))
