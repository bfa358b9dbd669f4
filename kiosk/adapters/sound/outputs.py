"""The other outputs of this machine, for a sound that leaves by the wrong one."""

import re
import subprocess

from kiosk.adapters.sound.child import start_child
from kiosk.errors import SoundError

_LIMIT_S = 10.0
_NO_SOCKET = re.compile(
    r"null|default|sysdefault|pulse|pipewire|jack|oss|samplerate|speexrate.*|lavrate|speex|upmix|vdownmix|usbstream"
)
"""Names that `aplay -L` lists on every machine, and that are not a socket of their own."""


def other_outputs(card: str) -> list[str]:
    """The names of `aplay -L` that are a socket (`plughw:...`) or that an installer has given, without `card`.

    Raises:
        SoundError: aplay is not installed.
    """
    listing = start_child(["aplay", "-L"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        names = listing.communicate(timeout=_LIMIT_S)[0].decode(errors="replace").splitlines()
    except subprocess.TimeoutExpired:
        listing.kill()
        listing.communicate()
        raise SoundError("aplay -L does not answer: restart the box.") from None
    sockets = [name for name in names if name and not name[0].isspace() and name != card]
    return [name for name in sockets if name.startswith("plughw:") or not (":" in name or _NO_SOCKET.fullmatch(name))]
