"""Where announcements are heard: ALSA, WAV files that the console plays, or memory."""

from pathlib import Path

from kiosk.adapters.sound.aplay import AplayLoudspeaker
from kiosk.adapters.sound.simulated import SimulatedLoudspeaker
from kiosk.adapters.sound.virtual import VirtualLoudspeaker
from kiosk.ports import Loudspeaker
from kiosk.settings import SoundSettings


def open_loudspeaker(settings: SoundSettings, heard_folder: Path) -> Loudspeaker:
    """The loudspeaker of `settings.kind`; `heard_folder` takes the WAV files of the virtual one.

    Raises:
        SoundError: the virtual one's folder cannot be made. A missing sound card shows when something is played.
    """
    if settings.kind == "aplay":
        return AplayLoudspeaker(card=settings.card, rate_hz=settings.rate_hz, gain_db=settings.gain_db)
    if settings.kind == "virtual":
        return VirtualLoudspeaker(folder=heard_folder, rate_hz=settings.rate_hz, gain_db=settings.gain_db)
    return SimulatedLoudspeaker(rate_hz=settings.rate_hz, gain_db=settings.gain_db)
