"""Programs of alsa-utils as children that never outlive this process."""

import os
import shutil
import subprocess
from typing import IO

from kiosk.errors import SoundError


def start_child(
    command: list[str], *, stdin: int, stdout: int | IO[bytes], stderr: int | IO[bytes]
) -> subprocess.Popen[bytes]:
    """Starts `command`, which speaks English; the kernel kills it at once when this process is gone.

    It belongs to the thread that starts it: when that thread ends, the child is killed too (PR_SET_PDEATHSIG(2const)).

    Raises:
        SoundError: it is not installed, or cannot be started.
    """
    if shutil.which(command[0]) is None:
        raise SoundError(f"The program {command[0]} is not installed: install alsa-utils.")
    # From Debian's essential util-linux; Python code between fork and exec may hang a parent that has threads. Where it
    # is missing, the child notices by the end of its pipes, after what they and the card still hold.
    bound = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.Popen(
            [*bound, *command], stdin=stdin, stdout=stdout, stderr=stderr, bufsize=0, env=environment
        )
    except OSError as error:
        raise SoundError(f"The program {command[0]} cannot be started ({error.strerror}): restart the box.") from error
