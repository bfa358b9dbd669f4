"""Where announcements are heard: ALSA, WAV files that the console plays, or memory."""

from pathlib import Path

from kiosk.adapters.sound.aplay import AplayLoudspeaker
from kiosk.adapters.sound.simulated import SimulatedLoudspeaker
from kiosk.adapters.sound.virtual import VirtualLoudspeaker
from kiosk.errors import SoundError
from kiosk.ports import Loudspeaker
from kiosk.settings import SoundSettings


def open_loudspeaker(settings: SoundSettings, heard_folder: Path) -> Loudspeaker:
    """The loudspeaker of `settings.kind`; `heard_folder` takes the WAV files of the virtual one.

    Raises:
        SoundError: a setting is out of its range, or the virtual one's folder cannot be made. A missing sound card
            shows when something is played.
    """
    _check(settings)
    if settings.kind == "aplay":
        return AplayLoudspeaker(card=settings.card, rate_hz=settings.rate_hz, gain_db=settings.gain_db)
    if settings.kind == "virtual":
        return VirtualLoudspeaker(folder=heard_folder, rate_hz=settings.rate_hz, gain_db=settings.gain_db)
    return SimulatedLoudspeaker(rate_hz=settings.rate_hz, gain_db=settings.gain_db)


def _check(settings: SoundSettings) -> None:
    """What no card can do; the ranges are wide on purpose."""
    for name, value, least, most in (
        ("rate_hz", settings.rate_hz, 8000, 192000),
        ("lead_in_s", settings.lead_in_s, 0, 10),
        ("gain_db", settings.gain_db, -60, 40),
    ):
        if not least <= value <= most:
            raise SoundError(f"sound.{name} is {value}; it can be {least} to {most}.")
