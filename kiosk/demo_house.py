"""A house for the demo and the benches: people who can sign in, and each service with settings of its own."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.demo_services import Service
from kiosk.domain.venue import Venue, Zones
from kiosk.settings import Settings
from kiosk.settings_file import write_settings
from web_console.store import open_store
from web_console.store.secrets import weakness_of_pin

STAFF, OWNER = "Léa", "Hélène"


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """The house's secrets, made new each time: the owner's password and the waiter's PIN."""

    password: str
    pin: str


def furnish(house: Settings, zones: Zones, venue: Callable[[Venue], Venue]) -> SignIn:
    """Gives a new house an owner, a waiter, its zones, and what `venue` makes of a plain one."""
    password = "-".join(secrets.token_hex(2) for _ in range(3))
    store = open_store(house.state_folder)
    try:
        store.people.add(name=OWNER, role="owner", secret=password)
        pin = _pin()
        store.people.add(name=STAFF, role="staff", secret=pin)
        store.configuration.change(Zones, lambda now: replace(now, zones=zones.zones), by="demo")
        store.configuration.change(Venue, venue, by="demo")
    finally:
        store.close()
    return SignIn(password=password, pin=pin)


def service(
    name: str, house: Settings, password: str, folder: Path, environment: dict[str, str] | None = None
) -> Service:
    """The service `name` (watcher, announcer, console) of this house, not started; its files go into `folder`."""
    secret = folder / f"{name}.password"
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="utf-8")
    file = folder / f"{name}.toml"
    write_settings(replace(house, bus=replace(house.bus, user=name, password_file=str(secret))), file)
    return Service(name=name, settings_file=file, log_file=folder / f"{name}.log", environment=environment or {})


def _pin() -> str:
    """Four digits that are not a pattern people try first."""
    while weakness_of_pin(pin := f"{secrets.randbelow(10_000):04d}") is not None:
        continue
    return pin
