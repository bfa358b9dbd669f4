"""Buttons, lamp and pins as values: what counts as a press, what the lamp says, and which pins cannot be."""

import pytest

from kiosk.domain.panel import LAMP, Presses, lamp_for
from kiosk.domain.pins import SOUND_BOARDS, clashes, sound_board_in

BOUNCE_S, HOLD_S = 0.3, 2.0


@pytest.fixture
def presses() -> Presses:
    return Presses(bounce_s=BOUNCE_S, hold_s=HOLD_S)


def test_a_press_counts_when_the_button_goes_down(presses: Presses) -> None:
    assert presses.moved("stop", down=True, at_s=10.0)
    assert not presses.moved("stop", down=False, at_s=10.1)
    assert presses.moved("stop", down=True, at_s=11.0)


@pytest.mark.parametrize(
    ("later_s", "counts"),
    [
        (0.001, False),  # the contact bounces
        (0.29, False),  # a nervous second press
        (0.31, True),  # meant
    ],
)
def test_a_second_press_within_the_bounce_time_does_not_count(presses: Presses, later_s: float, counts: bool) -> None:
    presses.moved("repeat", down=True, at_s=10.0)
    presses.moved("repeat", down=False, at_s=10.1)
    assert presses.moved("repeat", down=True, at_s=10.1 + later_s) is counts


def test_a_contact_that_bounces_for_long_is_one_press(presses: Presses) -> None:
    counted = [presses.moved("announce", down=i % 2 == 0, at_s=10.0 + i * 0.005) for i in range(101)]
    assert counted.count(True) == 1
    assert counted[0]


def test_each_button_bounces_for_itself(presses: Presses) -> None:
    assert presses.moved("stop", down=True, at_s=10.0)
    assert presses.moved("repeat", down=True, at_s=10.001)


def test_a_button_is_held_once_after_the_hold_time_and_while_it_is_down(presses: Presses) -> None:
    presses.moved("stop", down=True, at_s=10.0)
    assert presses.held(11.9) == []
    assert presses.held(12.0) == ["stop"]
    assert presses.held(15.0) == []
    presses.moved("stop", down=False, at_s=15.0)
    assert presses.held(20.0) == []
    presses.moved("stop", down=True, at_s=20.0)
    assert presses.held(22.1) == ["stop"]


def test_a_button_whose_contact_bounced_can_still_be_held(presses: Presses) -> None:
    for i in range(5):
        presses.moved("stop", down=i % 2 == 0, at_s=10.0 + i * 0.002)
    assert presses.held(12.0) == ["stop"]


def test_a_short_press_is_never_held(presses: Presses) -> None:
    presses.moved("stop", down=True, at_s=10.0)
    presses.moved("stop", down=False, at_s=11.9)
    assert presses.held(13.0) == []


@pytest.mark.parametrize(
    ("faulty", "speaking", "muted", "waiting", "lamp"),
    [
        (False, False, False, False, "well"),
        (False, False, False, True, "waiting"),
        (False, True, False, True, "speaking"),
        (False, False, True, True, "muted"),  # pressing the button would not announce it now
        (False, True, True, False, "speaking"),  # an emergency
        (True, True, True, True, "fault"),
    ],
)
def test_the_lamp_says_what_matters_most(faulty: bool, speaking: bool, muted: bool, waiting: bool, lamp: str) -> None:
    assert lamp_for(faulty=faulty, speaking=speaking, muted=muted, waiting=waiting) == lamp


def test_no_two_states_look_alike_and_none_is_dark() -> None:
    assert len({(blink.on_s, blink.off_s) for blink in LAMP.values()}) == len(LAMP)
    assert all(blink.on_s > 0 for blink in LAMP.values())
    assert LAMP["speaking"].off_s == 0
    assert LAMP["fault"].on_s < LAMP["waiting"].on_s / 4


# -- pins -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "board"),
    [
        ("plughw:CARD=sndrpihifiberry", "HiFiBerry"),
        ("default HiFiBerry Amp2", "HiFiBerry"),
        (" 0 [IQaudIODAC     ]: IQaudIODAC", "IQaudIO"),
        ("plughw:CARD=sndrpijustboomd", "JustBoom"),
        ("Pimoroni Pirate Audio, sndrpihifiberry", "Pirate Audio"),  # its driver is HiFiBerry's
        ("plughw:CARD=sndrpigooglevoi", "a sound board"),
        ("plughw:CARD=Headphones 0 [Headphones     ]: bcm2835_headpho", None),
        ("plughw:CARD=Device", None),  # a USB card needs no pin
        ("", None),
    ],
)
def test_a_sound_board_is_known_by_its_names(names: str, board: str | None) -> None:
    found = sound_board_in(names)
    assert (found.name if found is not None else None) == board


@pytest.mark.parametrize(
    ("wanted", "board", "reason"),
    [
        ({"a": 23, "b": 24, "c": -1, "d": -1}, None, None),  # what is not fitted clashes with nothing
        ({"a": 23, "b": 23}, None, "b and a are both GPIO23"),
        ({"a": 1}, None, "a is GPIO1, which belongs to the Pi itself"),  # the identity chip of a board on top
        ({"a": 28}, None, "choose between 2 and 27"),
        ({"a": 18}, None, None),  # without a sound board it is a pin like others
        ({"a": 18}, "hifiberry", "a is GPIO18, which HiFiBerry uses (sound clock)"),
        ({"a": 4}, "hifiberry", "(its mute)"),
        ({"a": 22}, "iqaudio", "a is GPIO22, which IQaudIO uses (its mute)"),
        ({"a": 22}, "hifiberry", None),
        ({"a": 5}, "pirate-audio", "(button A)"),
        ({"a": 21}, "i2s", "(sound out)"),
    ],
)
def test_a_clash_of_pins_is_told_with_its_reason(wanted: dict[str, int], board: str | None, reason: str | None) -> None:
    told = list(clashes(wanted, SOUND_BOARDS[board] if board else None))
    assert (reason is None) == (not told)
    assert reason is None or reason in " ".join(told)


def test_the_pins_proposed_instead_are_free() -> None:
    (told,) = clashes({"a": 19, "b": 5}, SOUND_BOARDS["hifiberry"])
    proposed = {int(pin) for pin in told.split("choose one of ")[1].rstrip(".").split(", ")}
    assert proposed
    assert not list(clashes({"b": 5, **{str(pin): pin for pin in proposed}}, SOUND_BOARDS["hifiberry"]))
