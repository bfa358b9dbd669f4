"""The broker that venues run, on a free loopback port, with the settings and access rules that we ship."""

import getpass
import os
import random
import secrets
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import kiosk
from kiosk.errors import KioskError

SERVICES = ("watcher", "announcer", "console")
TILL_RULES = "topic write kiosk/v1/+/announcements/request\ntopic write kiosk/v1/+/announcements/cancel\n"
"""What firmware_config/acl suggests for a till."""
_FIRMWARE = Path(kiosk.__file__).resolve().parent.parent / "firmware_config"
_READY_S = 60.0  # a busy machine is slow, not wrong
_DEBIANS_OWN = """
persistence true
persistence_location /var/lib/mosquitto/
log_dest file /var/log/mosquitto/mosquitto.log
"""
"""What /etc/mosquitto/mosquitto.conf of the Debian package says before it includes conf.d."""


class Mosquitto:
    """One broker; `accounts` are user -> password: the three services and `others` (user -> its rules)."""

    def __init__(self, folder: Path, others: dict[str, str], *, optional: tuple[str, ...] = ()) -> None:
        """Writes its files into `folder`; `optional` users have rules in the access list that are comments until then.

        Raises:
            KioskError: it is not installed, or this is not the project's own folder.
        """
        self.folder, self.host, self.port = folder, "127.0.0.1", free_port()
        self.accounts = {name: secrets.token_urlsafe(12) for name in (*SERVICES, *optional, *others)}
        self._program = _found("mosquitto")
        self._process: subprocess.Popen[bytes] | None = None
        self._configure(others, with_comments=bool(optional))

    def start(self) -> None:
        """Starts it and waits until it listens; what it kept on disk is there again.

        Raises:
            KioskError: it does not listen.
        """
        log = self.folder / "mosquitto.out"
        with log.open("ab") as out:
            self._process = subprocess.Popen([self._program, "-c", str(self.folder / "mosquitto.conf")], stderr=out)
        until = time.monotonic() + _READY_S
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection((self.host, self.port), timeout=1.0):
                return
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.01)
                break
        raise KioskError(f"Mosquitto did not start: {log.read_text(encoding='utf-8', errors='replace')[-500:]}")

    def stop(self) -> None:
        """Stops it as systemd would: it saves what it keeps."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            process.wait(_READY_S)

    def restart(self) -> None:
        """Stops and starts it."""
        self.stop()
        self.start()

    def kill(self) -> None:
        """Pulls its plug: SIGKILL."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait(_READY_S)

    def password_file(self, user: str) -> Path:
        """A file that holds the password of `user`, readable by its owner only."""
        path = self.folder / f"password-{user}"
        path.touch(mode=0o600)
        path.write_text(self.accounts[user] + "\n", encoding="utf-8")
        return path

    def _configure(self, others: dict[str, str], *, with_comments: bool) -> None:
        """Debian's main file and then the shipped one, with this folder for their places, this port and this user."""
        text = _DEBIANS_OWN + _shipped("mosquitto.conf")
        for place in ("/etc/mosquitto/kiosk", "/var/lib/mosquitto", "/var/log/mosquitto"):
            text = text.replace(place, str(self.folder))
        text = text.replace("listener 1883 127.0.0.1", f"listener {self.port} {self.host}")
        text += f"\nuser {getpass.getuser()}\n"
        (self.folder / "mosquitto.conf").write_text(text, encoding="utf-8")
        acl = _shipped("acl")
        if with_comments:
            acl = acl.replace("\n#user ", "\nuser ").replace("\n#topic ", "\ntopic ")
        rules = [acl, *(f"\nuser {user}\n{rule}" for user, rule in others.items())]
        (self.folder / "acl").write_text("".join(rules), encoding="utf-8")
        passwords = self.folder / "passwords"
        passwords.write_text("".join(f"{u}:{p}\n" for u, p in self.accounts.items()), encoding="utf-8")
        subprocess.run([_found("mosquitto_passwd"), "-U", str(passwords)], check=True, timeout=_READY_S)


def installed() -> bool:
    """Whether this machine has Mosquitto, and this folder the rules it is given."""
    return _which("mosquitto") is not None and _which("mosquitto_passwd") is not None and _FIRMWARE.is_dir()


def free_port() -> int:
    """Below the ports that the kernel gives to clients: while a broker is down, none of them takes its port."""
    while True:
        port = random.randrange(10_000, 30_000)  # noqa: S311 - not a secret
        with suppress(OSError), socket.socket() as s:
            s.bind(("127.0.0.1", port))
            return port


def _shipped(name: str) -> str:
    try:
        return (_FIRMWARE / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KioskError(
            "The broker's rules lie in firmware_config, which is not here: run the bench in the project's folder."
        ) from None


def _found(program: str) -> str:
    path = _which(program)
    if path is None:
        raise KioskError(f"The program {program} is missing: apt install mosquitto.")
    return path


def _which(program: str) -> str | None:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
