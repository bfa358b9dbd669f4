"""The house's panel: which movement of a button counts as what, and how one lamp says how things are."""

from dataclasses import dataclass
from typing import Literal, get_args

Button = Literal["announce", "repeat", "stop"]
BUTTONS: tuple[Button, ...] = get_args(Button)
LampState = Literal["well", "waiting", "speaking", "muted", "fault"]


@dataclass(frozen=True, kw_only=True)
class Blink:
    """How a lamp is lit: `on_s` seconds on, `off_s` seconds off, for ever; without `off_s` it stays on."""

    on_s: float
    off_s: float = 0.0


LAMP: dict[LampState, Blink] = {
    "well": Blink(on_s=0.05, off_s=4.95),  # a wink: a lamp that is always off could be a box without power
    "waiting": Blink(on_s=0.8, off_s=0.8),  # slow enough not to catch the eyes of guests
    "speaking": Blink(on_s=1.0),
    "muted": Blink(on_s=0.05, off_s=0.95),
    "fault": Blink(on_s=0.15, off_s=0.15),  # about 3 Hz: not to be mistaken for any of the others
}
"""Who stands before the panel tells them apart without counting: winks, slow, steady, fast."""


def lamp_for(*, faulty: bool, speaking: bool, muted: bool, waiting: bool) -> LampState:
    """What the lamp says first: what is wrong, then what is heard, then why nothing is, then what there is to do."""
    if faulty:
        return "fault"
    if speaking:
        return "speaking"
    if muted:
        return "muted"
    return "waiting" if waiting else "well"


@dataclass(kw_only=True)
class _Moves:
    """When a button went down and up; monotonic seconds."""

    down_s: float = float("-inf")
    """The last press that counted."""
    moved_s: float = float("-inf")
    is_down: bool = False
    held: bool = False
    """Whether it was said to be held since."""


class Presses:
    """Tells a press from the bouncing of a contact and from a nervous second one, and a long one from a short one.

    A press acts when the button goes down. One that comes less than `bounce_s` after the button last moved does not
    count. A button that stays down for `hold_s` is held: that is told once, while it is still down.
    """

    def __init__(self, *, bounce_s: float, hold_s: float) -> None:
        self._bounce_s, self._hold_s = bounce_s, hold_s
        self._moves = {button: _Moves() for button in BUTTONS}

    def moved(self, button: Button, *, down: bool, at_s: float) -> bool:
        """Takes in that `button` went down or up at `at_s`; whether that counts as a press."""
        moves = self._moves[button]
        counts = down and not moves.is_down and at_s - moves.moved_s >= self._bounce_s
        moves.is_down, moves.moved_s = down, at_s
        if counts:
            moves.down_s, moves.held = at_s, False
        return counts

    def held(self, now_s: float) -> list[Button]:
        """The buttons that have now been down for `hold_s`, each told once a press."""
        found = [
            button
            for button, moves in self._moves.items()
            if moves.is_down and not moves.held and now_s - moves.down_s >= self._hold_s
        ]
        for button in found:
            self._moves[button].held = True
        return found
