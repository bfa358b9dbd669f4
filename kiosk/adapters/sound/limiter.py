"""Louder without distortion: what would pass full scale is turned down smoothly for the few milliseconds it lasts."""

from collections.abc import Iterable

import numpy as np

from kiosk.adapters.peaks import MOST_LIMITED_DB, turned_down
from kiosk.adapters.samples import FULL_SCALE, amplified, peak_dbfs
from kiosk.ports import Sound

CEILING_DBFS = -1.0
"""A converter that rebuilds the curve between samples may pass the highest of them by as much."""


def fitting_gain_db(parts: Iterable[Sound], wanted_db: float, further_db: float) -> float:
    """The part of `wanted_db` that can be had, when `further_db` are added afterwards."""
    peak = max((peak_dbfs(part) for part in parts), default=-np.inf)
    return min(wanted_db, max(0.0, _ceiling_dbfs(further_db) - peak + MOST_LIMITED_DB))


def louder(sound: Sound, gain_db: float, further_db: float) -> Sound:
    """`sound` with `gain_db` more, no sample of it above CEILING_DBFS when `further_db` are added afterwards."""
    ceiling_dbfs = _ceiling_dbfs(further_db)
    if peak_dbfs(sound) + gain_db <= ceiling_dbfs:
        return amplified(sound, gain_db)
    loud = sound.samples * 10 ** (gain_db / 20)
    turned = loud * turned_down(np.abs(loud), 10 ** (ceiling_dbfs / 20) * FULL_SCALE, sound.rate_hz)
    return Sound(samples=np.clip(np.round(turned), -FULL_SCALE, FULL_SCALE).astype(np.int16), rate_hz=sound.rate_hz)


def _ceiling_dbfs(further_db: float) -> float:
    return CEILING_DBFS - max(0.0, further_db)


__all__ = ["CEILING_DBFS", "MOST_LIMITED_DB", "fitting_gain_db", "louder"]
