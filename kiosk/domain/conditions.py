"""What can be known from the camera's pictures: one word, that does not change with every passing bus."""

from typing import Literal

Condition = Literal["ok", "shifted", "unsure", "covered", "black", "unfocused", "frozen", "moved"]
"""`shifted`: turned a little, and moved back before anything reads it. `unsure`: something is wrong with the last
pictures, for too short a time to say what. The others: nothing is known of the street."""

Suspicion = Literal["ok", "covered", "black", "unfocused", "frozen", "moved", "elsewhere"]
"""What one picture looks like; `moved` is a view known from before, turned by a known amount, `elsewhere` any other."""

BLIND: frozenset[Condition] = frozenset({"covered", "black", "unfocused", "frozen", "moved"})
"""With these nothing is known of the street, for how long nobody can say."""

HOLD_S: dict[Suspicion, float] = {
    "covered": 2.0,  # the infrared filter is switched within a second, a white lorry drives through in two
    "black": 2.0,
    "unfocused": 10.0,  # a gust of rain, the lens's own search for focus
    "frozen": 0.0,  # has been watched for long enough before it is suspected
    "moved": 2.0,  # somebody cleans the pane and touches the camera
    "elsewhere": 60.0,  # a lorry that fills the picture, a firework
}
"""How long a suspicion must last before it is told."""
_LOOKS = 3
"""How many pictures in a row must be wrong: where they are rare, one or two may be damaged."""
_BACK_S, _BACK_LOOKS = 2.0, 2
"""How long the street must be seen well again."""


class Verdict:
    """The word so far, and what would change it."""

    def __init__(self) -> None:
        self.word: Condition = "ok"
        self._wrong = False
        self._since_s = 0.0
        self._looks = 0

    def weigh(self, t_s: float, suspicion: Suspicion) -> Condition:
        """Takes the suspicion of one picture in; while a new one is held back it is `unsure`."""
        wrong = suspicion != "ok"
        if wrong != self._wrong or t_s < self._since_s:
            self._wrong, self._since_s, self._looks = wrong, t_s, 0
        self._looks += 1
        lasted_s = t_s - self._since_s
        if not wrong and (self.word == "ok" or (lasted_s >= _BACK_S and self._looks >= _BACK_LOOKS)):
            self.word = "ok"
        if suspicion != "ok" and lasted_s >= HOLD_S[suspicion] and self._looks >= _LOOKS:
            self.word = "moved" if suspicion == "elsewhere" else suspicion
        return "unsure" if wrong and self.word == "ok" else self.word
