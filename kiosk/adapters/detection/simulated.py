"""A detector that says what its script says: for tests of everything that stands behind one."""

from collections.abc import Callable, Sequence

from kiosk.ports import Detection, Frame


class SimulatedDetector:
    """Answers each frame with `script(frame)`; without a script it never sees anything."""

    name = "simulated"
    whole = True

    def __init__(self, script: Callable[[Frame], Sequence[Detection]] | None = None) -> None:
        self._script = script

    def detect(self, frame: Frame) -> Sequence[Detection]:
        """What the script says of this frame."""
        return self._script(frame) if self._script else ()
