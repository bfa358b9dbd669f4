"""One real check for every part; `kiosk doctor` runs them."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kiosk.checks.announcing import check_sound, check_sound_aloud, check_voice
from kiosk.checks.machine import check_disk, check_machine
from kiosk.checks.panel import check_panel
from kiosk.checks.services import check_broker, check_console
from kiosk.checks.watching import check_camera, check_model
from kiosk.domain.words import Words
from kiosk.errors import KioskError
from kiosk.messages.status import PartHealth
from kiosk.settings import Settings

TIME_LIMIT_S = 40.0


@dataclass(frozen=True, kw_only=True)
class Check:
    """How a part is called, what makes sure of it, and the usual code when that raises one of our errors."""

    part: str
    name: Words
    look: Callable[[Settings], Sequence[PartHealth]]
    usual: str


CHECKS: tuple[Check, ...] = (
    Check(part="machine", name=Words(fr="boîtier", en="machine"), look=check_machine, usual="check-failed"),
    Check(part="disk", name=Words(fr="disque", en="disk"), look=check_disk, usual="state-folder-locked"),
    Check(part="voice", name=Words(fr="voix", en="voice"), look=check_voice, usual="no-voice"),
    Check(part="sound", name=Words(fr="son", en="sound"), look=check_sound, usual="no-sound"),
    Check(part="panel", name=Words(fr="boutons", en="panel"), look=check_panel, usual="panel-away"),
    Check(part="camera", name=Words(fr="caméra", en="camera"), look=check_camera, usual="camera-away"),
    Check(part="model", name=Words(fr="modèle", en="model"), look=check_model, usual="model-missing"),
    Check(part="broker", name=Words(fr="messagerie", en="broker"), look=check_broker, usual="broker-away"),
    Check(part="console", name=Words(fr="console", en="console"), look=check_console, usual="console-away"),
)
ALOUD = replace(CHECKS[3], look=check_sound_aloud)
"""The check of the sound, for somebody who listens."""


def checked(check: Check, settings: Settings, *, time_limit_s: float = TIME_LIMIT_S) -> Sequence[PartHealth]:
    """How a part is doing; a check that fails in a way nobody foresaw, or hangs, is a finding too."""
    found = list[PartHealth]()

    def failed(code: str, detail: str) -> PartHealth:
        return PartHealth(part=check.part, state="failed", code=code, detail=detail)

    def look() -> None:
        try:
            found.extend(check.look(settings))
        except KioskError as error:
            found.append(failed(check.usual, str(error)))
        except Exception as error:  # noqa: BLE001 - one part's accident must not hide how the others are doing
            found.append(failed("check-failed", f"{type(error).__name__}: {error}"))

    thread = threading.Thread(target=look, name=f"check-{check.part}", daemon=True)  # a driver may hang for ever
    thread.start()
    thread.join(time_limit_s)
    return (failed(check.usual, f"no answer within {time_limit_s:g} s"),) if thread.is_alive() else tuple(found)
