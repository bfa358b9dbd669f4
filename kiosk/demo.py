"""The kiosk on a laptop: an embedded broker, the real services beside it, a simulated street, no sound card."""

import json
import secrets
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.adapters.bus.embedded import EmbeddedBroker
from kiosk.demo_house import OWNER, STAFF, SignIn, furnish, service
from kiosk.demo_services import COMMANDS, Service, keep_running
from kiosk.demo_visit import Visit
from kiosk.errors import KioskError
from kiosk.runtime import stopping_on_signals
from kiosk.settings import BusSettings, CameraSettings, ConsoleSettings, Settings, SoundSettings
from kiosk.street import demo_zones
from web_console.door import door

USUAL_PORT = 8080


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the person asked of `kiosk demo`."""

    port: int | None
    host: str
    seed: int
    headless: bool
    until_spoken: bool
    timeout_s: float
    as_json: bool


def run_demo(options: Options, settings: Settings) -> int:
    """Starts everything, tells where it is, and stops it in reverse order; 0 when all went well."""
    started_s = time.monotonic()
    stop = threading.Event()
    with ExitStack() as stack:
        stack.enter_context(stopping_on_signals(stop))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-demo-")))
        accounts = {name: secrets.token_urlsafe(16) for name in COMMANDS}
        broker = stack.enter_context(EmbeddedBroker("127.0.0.1", 0, accounts))
        house = _settings(settings, options, folder, broker.port)
        sign_in = furnish(house, demo_zones(), lambda now: replace(now, name="Chez Hélène"))
        services = [service(name, house, accounts[name], folder) for name in COMMANDS]
        _tell("Starting the broker, the watcher, the announcer and the console ...", options)
        for one in services:
            stack.callback(one.stop)
            one.start()
        guard = _Guard(services, stop, options)
        stack.callback(guard.stop)
        address = f"http://127.0.0.1:{house.console.port}"
        visit = Visit(address, stop, until_s=started_s + options.timeout_s)
        visit.wait_until_open()
        if options.headless:
            return _tap(visit, sign_in, house, options, started_s)
        _welcome(address, sign_in)
        stop.wait()
        return guard.exit_code


class _Guard:
    """Starts ended services again, and ends the demo when one will not stay."""

    def __init__(self, services: list[Service], stop: threading.Event, options: Options) -> None:
        self.exit_code = 0
        self._services, self._stop, self._options = services, stop, options
        self._thread = threading.Thread(target=self._watch, name="demo-guard", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Lets the services end."""
        self._stop.set()
        self._thread.join(5.0)

    def _watch(self) -> None:
        if not keep_running(self._services, self._stop, lambda line: _tell(line, self._options)):
            self.exit_code = 1
            self._stop.set()


# -- setting up -----------------------------------------------------------------------------------------------------


def _settings(settings: Settings, options: Options, folder: Path, broker_port: int) -> Settings:
    """What makes it a demo is said here: the simulated street and the virtual loudspeaker."""
    return replace(
        settings,
        state_folder=folder,
        bus=BusSettings(host="127.0.0.1", port=broker_port),
        camera=CameraSettings(source="simulated", simulated_seed=options.seed, simulated_start=time.time()),
        detection=replace(settings.detection, model_folder=_model_folder(settings)),
        sound=replace(SoundSettings(), kind="virtual"),
        console=ConsoleSettings(host=options.host, port=_port(options)),
    )


def _model_folder(settings: Settings) -> str:
    from kiosk.models import model_file

    return str(model_file(settings).parent)


def _port(options: Options) -> int:
    """The asked port, the usual one, or a free one when nobody asked and the usual one is taken."""
    try:
        with door(options.host, USUAL_PORT if options.port is None else options.port) as at:
            return int(at.getsockname()[1])
    except KioskError:
        if options.port is not None:
            raise
    with door(options.host, 0) as free:
        return int(free.getsockname()[1])


# -- telling --------------------------------------------------------------------------------------------------------


def _tap(visit: Visit, sign_in: SignIn, house: Settings, options: Options, started_s: float) -> int:
    """The headless evening: 0 when the announcement was heard."""
    visit.sign_in(STAFF, sign_in.pin)
    card = visit.wait_for_raised()
    raised_after_s = round(time.monotonic() - started_s, 2)
    heard = visit.announce(card)
    wav = house.state_folder / "heard" / f"{heard.announcement}.wav"
    result = {
        "raised_after_s": raised_after_s,
        "tap_to_sound_s": heard.tap_to_sound_s,
        "state": heard.state,
        "wav": str(_kept(wav)) if wav.exists() else None,
    }
    if options.as_json:
        print(json.dumps(result), flush=True)
    else:
        print(f"A car was raised after {raised_after_s} s; {heard.tap_to_sound_s} s from tap to sound; {heard.state}.")
    return 0 if heard.state == "spoken" and result["wav"] else 1


def _kept(wav: Path) -> Path:
    """The demo's folder goes when it ends; what was heard stays for whoever wants to listen."""
    kept = Path(tempfile.gettempdir()) / f"kiosk-demo-{wav.name}"
    kept.write_bytes(wav.read_bytes())
    return kept


def _welcome(address: str, sign_in: SignIn) -> None:
    print(
        f"""
  Open    {address}
  Staff   {STAFF}, PIN {sign_in.pin}
  Owner   {OWNER}, password {sign_in.password}

  The street is simulated: a car stops within seconds. Tap Announce and listen in the browser.
  Nothing is kept. Stop with Ctrl-C.
""",
        flush=True,
    )


def _tell(line: str, options: Options) -> None:
    print(line, file=sys.stderr if options.as_json else sys.stdout, flush=True)
