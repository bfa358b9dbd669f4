"""Do the broker and the console answer?"""

import http.client
import queue
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kiosk.adapters.bus import open_bus
from kiosk.errors import BusError
from kiosk.messages.status import PartHealth
from kiosk.ports import BusConnected, BusEvent, BusLost
from kiosk.settings import BusSettings, Settings

_WAIT_S = 10.0  # a busy Pi takes seconds to answer
_SERVICES = ("watcher", "announcer", "console")


def check_broker(settings: Settings) -> Sequence[PartHealth]:
    """Connects as every service whose password is here."""
    return [_connected(replace(settings, bus=replace(settings.bus, user=user))) for user in _users(settings.bus)]


def check_console(settings: Settings) -> Sequence[PartHealth]:
    """Asks for the console's first page."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.console.host, settings.console.host)  # noqa: S104 - compared
    connection = http.client.HTTPConnection(host, settings.console.port, timeout=_WAIT_S)
    try:
        connection.request("GET", "/")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return (_console("failed", f"{host}:{settings.console.port}: {error}"),)
    finally:
        connection.close()
    return (_console("ok" if status < 500 else "failed", f"{host}:{settings.console.port}, HTTP {status}"),)


def _users(bus: BusSettings) -> Sequence[str]:
    """A password file that is a folder holds one file a service."""
    if bus.user or not bus.password_file or not Path(bus.password_file).is_dir():
        return (bus.user,)
    return [name for name in _SERVICES if (Path(bus.password_file) / name).exists()] or [bus.user]


def _connected(settings: Settings) -> PartHealth:
    events = queue.SimpleQueue[BusEvent]()
    bus = open_bus(settings, client="doctor", subscriptions=(), will=None, put=events.put)
    where = f"{settings.bus.host}:{settings.bus.port} {settings.bus.user}".strip()
    bus.start()
    try:
        event = events.get(timeout=_WAIT_S)
    except queue.Empty:
        raise BusError(
            f"The broker at {where} did not answer within {_WAIT_S:g} s: check bus.host and bus.port."
        ) from None
    finally:
        bus.close(wait_s=1.0)
    if isinstance(event, BusConnected):
        return PartHealth(part="broker", state="ok", detail=where)
    lost = event if isinstance(event, BusLost) else BusLost(reason=str(event))
    code = "broker-refused" if lost.refused else "broker-away"
    return PartHealth(part="broker", state="failed", code=code, detail=lost.reason)


def _console(state: str, detail: str) -> PartHealth:
    if state == "ok":
        return PartHealth(part="console", state="ok", detail=detail)
    return PartHealth(part="console", state="failed", code="console-away", detail=detail)
