"""A live voice made fit for the room: silence between words, an even level, and never too loud."""

import math

import numpy as np
from numpy.typing import NDArray

from kiosk.adapters.samples import FULL_SCALE, SPEECH_PEAK_DBFS
from kiosk.ports import Samples

BLOCK_S = 0.02
_VOICE_DBFS = -20.5
"""Mean power of a block of voice: what makes a sentence SPEECH_LUFS loud, measured on espeak-ng."""
_GATE_DBFS = -50.0
"""What is softer is the room, not a voice: a tablet's own levelling brings speech to -20 to -35 dBFS. Between the words
the way from microphone to loudspeaker is closed, so that the room's noise does not build up in it."""
_GATE_STAYS_BLOCKS = 15  # 0.3 s: the end of a word and a breath
_MOST_DB, _LEAST_DB = 9.0, -15.0  # more would lift the room with the voice
_LOUDER, _SOFTER = 0.5, 0.03  # of the difference a block: 0.06 s to notice somebody who shouts, 0.7 s to help a whisper
_FIRST_DBFS = -24.0  # what tablets give: nearly right from the first word
_DOWN = 32  # samples in which it gets softer: 2 ms, before a loud beginning hurts and without a click


class LiveLevel:
    """Block by block; what comes out never passes SPEECH_PEAK_DBFS."""

    def __init__(self) -> None:
        self._voice_dbfs, self._gain, self._open_blocks = _FIRST_DBFS, 0.0, 0
        self.silent = True
        """Whether the last block was no voice."""

    def levelled(self, block: Samples) -> Samples:
        """The block at the house's level of speech, or silence; same shape, fading from the block before."""
        values = block.astype(np.float64) / FULL_SCALE
        power = float((values**2).mean()) if len(values) else 0.0
        dbfs = 10 * math.log10(power) if power > 0 else -math.inf
        heard = dbfs > _GATE_DBFS
        self._open_blocks = _GATE_STAYS_BLOCKS if heard else max(0, self._open_blocks - 1)
        self.silent = self._open_blocks == 0
        if heard:
            self._voice_dbfs += (_LOUDER if dbfs > self._voice_dbfs else _SOFTER) * (dbfs - self._voice_dbfs)
        loud = values * self._ramp(self._wanted(float(np.abs(values).max(initial=0.0))), len(values))
        ceiling = 10 ** (SPEECH_PEAK_DBFS / 20)
        made: Samples = np.round(np.clip(loud, -ceiling, ceiling) * FULL_SCALE).astype(np.int16)
        return made

    def _wanted(self, peak: float) -> float:
        """The gain for a block with this peak."""
        if self.silent:
            return 0.0
        gain_db = min(_MOST_DB, max(_LEAST_DB, _VOICE_DBFS - self._voice_dbfs))
        if peak > 0:
            gain_db = min(gain_db, SPEECH_PEAK_DBFS - 20 * math.log10(peak))
        return float(10 ** (gain_db / 20))

    def _ramp(self, wanted: float, count: int) -> NDArray[np.float64]:
        """From the gain before to the one that is wanted: softer at once, louder over the block; opening at once."""
        length = count if 0 < self._gain < wanted else min(_DOWN, count)
        ramp = np.full(count, wanted)
        ramp[:length] = np.linspace(self._gain, wanted, length)
        self._gain = wanted
        return ramp
