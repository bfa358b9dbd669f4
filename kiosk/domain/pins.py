"""Which pins of a Raspberry Pi the panel may use: not twice the same, and none that the Pi or a sound board needs.

Pins are BCM numbers (GPIO4, not the fourth pin of the header). What the boards use: https://pinout.xyz for HiFiBerry,
IQaudIO and JustBoom (its rotary encoder and infrared eye are options and are not counted), the Raspberry Pi audio
boards' own "GPIO usage", the device-tree overlay of the HiFiBerry AMP100 (mute 4, reset 17), and Pimoroni's page on
Pirate Audio (buttons 5, 6, 16, and 20 or 24 by its revision).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FIRST, LAST = 2, 27
"""What the 40-pin header offers. GPIO0 and GPIO1 belong to the identity chip of a board on top."""
_I2S = {18: "sound clock", 19: "sound frame", 20: "sound in", 21: "sound out"}
_I2C = {2: "its control", 3: "its control"}


@dataclass(frozen=True, kw_only=True)
class SoundBoard:
    """A sound board on the header: how it is recognised, and what it does with which pin."""

    name: str
    signs: tuple[str, ...]
    """Any of these words, in lower case, in the names of the sound card, of the cards there are or of the board."""
    pins: Mapping[int, str]


SOUND_BOARDS: dict[str, SoundBoard] = {
    "pirate-audio": SoundBoard(
        name="Pirate Audio",
        signs=("pirate",),
        pins={
            **_I2S, 5: "button A", 6: "button B", 16: "button X", 24: "button Y", 25: "its amplifier's switch",
            7: "its display", 8: "its display", 9: "its display", 10: "its display", 11: "its display",
            13: "its display's light",
        },
    ),
    "hifiberry": SoundBoard(
        name="HiFiBerry",
        signs=("hifiberry",),
        # One card name for all their boards: what any of them uses is left to it. 16 and 26: MiniAmp; 17: AMP100.
        pins={**_I2S, **_I2C, 4: "its mute", 16: "its mute", 17: "its reset", 26: "its shutdown"},
    ),
    "iqaudio": SoundBoard(
        name="IQaudIO", signs=("iqaudio", "digiamp", "iq-audio"), pins={**_I2S, **_I2C, 22: "its mute"}
    ),
    "justboom": SoundBoard(name="JustBoom", signs=("justboom",), pins={**_I2S, **_I2C, 22: "its mute"}),
    "i2s": SoundBoard(name="a sound board", signs=("sndrpi", "snd_rpi", "i2s", "max98357", "wm8960"), pins=_I2S),
}  # fmt: skip
"""By the word of the setting `panel.sound_board`; the first one that is recognised counts."""


def sound_board_in(names: str) -> SoundBoard | None:
    """The board that `names` (of cards and boards, as the machine tells them) speak of; None when there is none."""
    lower = names.lower()
    return next((b for b in SOUND_BOARDS.values() if any(sign in lower for sign in b.signs)), None)


def clashes(wanted: Mapping[str, int], board: SoundBoard | None) -> Iterator[str]:
    """For each setting (its name -> its pin; below 0 is not fitted) that cannot be: one sentence with the reason."""
    taken: dict[int, str] = {}
    for name, pin in wanted.items():
        if pin < 0:
            continue
        if pin in taken:
            yield f"{name} and {taken[pin]} are both GPIO{pin}: give one of them another pin."
        taken.setdefault(pin, name)
        if not FIRST <= pin <= LAST:
            yield f"{name} is GPIO{pin}, which belongs to the Pi itself: choose between {FIRST} and {LAST}."
        elif board is not None and pin in board.pins:
            free = ", ".join(str(p) for p in range(FIRST, LAST + 1) if p not in board.pins and p not in wanted.values())
            yield f"{name} is GPIO{pin}, which {board.name} uses ({board.pins[pin]}): choose one of {free}."
