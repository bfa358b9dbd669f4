"""A recording and its name: what is kept is what the name says."""

from kiosk.errors import InputError
from kiosk.messages.recording import RATE_HZ, name_of, samples_of
from kiosk.ports import Sound


def checked(sound: str, content: bytes) -> Sound:
    """The recording in `content`.

    Raises:
        InputError: it is no recording, or not the one called `sound`.
    """
    if name_of(content) != sound:
        raise InputError(f"The recording {sound} is damaged or not the one it is called: it is asked for again.")
    return Sound(samples=samples_of(content), rate_hz=RATE_HZ)
