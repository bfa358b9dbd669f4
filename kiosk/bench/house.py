"""A whole house for a bench: its services as real processes, a waiter who is signed in, somebody who listens."""

import secrets
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.adapters.bus.embedded import EmbeddedBroker
from kiosk.bench.mosquitto import SERVICES, Mosquitto, free_port, installed
from kiosk.bench.witness import WITNESS, Witness
from kiosk.demo_house import STAFF, furnish, service
from kiosk.demo_visit import Visit
from kiosk.domain.manners import Manners
from kiosk.domain.venue import Venue, Zones
from kiosk.errors import KioskError
from kiosk.settings import BusSettings, ConsoleSettings, Settings, VenueSettings

PATIENCE_S = 60.0  # a busy machine is slow, not wrong
READ_ALL = "topic read #\n"
_BENCH_LASTS_S = 4 * 3600.0
_LOOK_S = 0.5


@dataclass(frozen=True, kw_only=True)
class Broker:
    """A broker that runs: `name` says which."""

    name: str
    host: str
    port: int
    accounts: dict[str, str]


class House:
    """One venue at `broker`, its files in `folder`; started by `start`, ended by `stop`.

    Its etiquette sets no limit, so that a bench may ask as often as it likes; sentences must differ all the same.
    """

    def __init__(
        self,
        settings: Settings,
        broker: Broker,
        *,
        zones: Zones | None = None,
        environment: dict[str, str] | None = None,
        services: tuple[str, ...] = ("announcer", "console"),
    ) -> None:
        self.folder = settings.state_folder
        self.folder.mkdir(parents=True, exist_ok=True)
        bus = BusSettings(host=broker.host, port=broker.port)
        console = ConsoleSettings(host="127.0.0.1", port=free_port())
        self.settings = replace(settings, bus=bus, console=console)
        self._pin = furnish(self.settings, zones or Zones(zones=()), _easy_going).pin
        self.services = {
            name: service(name, self.settings, broker.accounts[name], self.folder, environment) for name in services
        }
        self.witness = Witness(self._as_witness(broker))
        self.waiter = Visit(
            f"http://127.0.0.1:{console.port}", threading.Event(), until_s=time.monotonic() + _BENCH_LASTS_S
        )

    def start(self) -> None:
        """Starts all services and signs the waiter in.

        Raises:
            KioskError: a service does not come up.
        """
        for one in self.services.values():
            one.start()
        self._until_here()
        self.waiter.wait_until_open()
        self.waiter.sign_in(STAFF, self._pin)
        self.waiter.wait_until_ready()

    def stop(self) -> None:
        """Ends all of it."""
        for one in self.services.values():
            one.stop()
        self.witness.close()

    def _until_here(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while not self.witness.wait_for(lambda: self.witness.status == "online", _LOOK_S):
            for one in self.services.values():
                if one.process is not None and one.process.poll() is not None:
                    raise KioskError(f"The {one.name} stopped: {one.last_words()}")
            if time.monotonic() > until:
                raise KioskError(f"The announcer did not come up within {PATIENCE_S:g} s: the machine is too busy.")

    def _as_witness(self, broker: Broker) -> Settings:
        secret = self.folder / "witness.password"
        secret.touch(mode=0o600)
        secret.write_text(broker.accounts[WITNESS], encoding="utf-8")
        bus = replace(self.settings.bus, user=WITNESS, password_file=str(secret))
        return replace(self.settings, bus=bus)


def open_broker(stack: ExitStack, folder: Path) -> Broker:
    """Mosquitto with our rules where it is installed, else the demo's broker; closed with `stack`."""
    if installed():
        mosquitto = Mosquitto(folder, {WITNESS: READ_ALL})
        stack.callback(mosquitto.stop)
        mosquitto.start()
        return Broker(name="mosquitto", host=mosquitto.host, port=mosquitto.port, accounts=mosquitto.accounts)
    accounts = {name: secrets.token_urlsafe(12) for name in (*SERVICES, WITNESS)}
    embedded = stack.enter_context(EmbeddedBroker("127.0.0.1", 0, accounts))
    return Broker(name="embedded (amqtt)", host=embedded.host, port=embedded.port, accounts=accounts)


def bench_settings(folder: Path, venue: str) -> Settings:
    """Settings of a house called `venue` whose state is in `folder`."""
    return Settings(state_folder=folder / venue, venue=VenueSettings(slug=venue))


def _easy_going(venue: Venue) -> Venue:
    return replace(venue, languages=("en",), manners=Manners(most_per_hour=0, same_after_min=0.0))
