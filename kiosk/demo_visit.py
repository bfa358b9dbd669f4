"""A waiter without a browser: signs in to the console and taps over HTTP, as a tablet does."""

import http.cookiejar
import json
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ulid import ULID

from kiosk.domain.requests import FINAL_STATES
from kiosk.errors import KioskError

_LOOK_AGAIN_S = 0.02
_SOUNDING = frozenset({"chime", "speaking", *FINAL_STATES})


@dataclass(frozen=True, kw_only=True)
class Heard:
    """How one tap ended: `tap_to_sound_s` from the POST to the state that follows the first sample."""

    announcement: str
    state: str
    tap_to_sound_s: float


class Visit:
    """One waiter at one tablet."""

    def __init__(self, address: str, stop: threading.Event, *, until_s: float) -> None:
        """`until_s` is when patience ends, on the monotonic clock."""
        self._address, self._stop, self._until_s = address, stop, until_s
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._browser = urllib.request.build_opener(cookies)
        self._token = ""

    def wait_until_open(self) -> None:
        """Waits for the console to answer."""
        self._wait("the console", lambda: self._get("/sign-in"))

    def sign_in(self, name: str, pin: str) -> None:
        """Finds the name on the sign-in page and types the PIN."""
        page = self._get("/sign-in")
        person = re.search(rf'data-person="([^"]+)"[^>]*data-name="{re.escape(name)}"', page)
        if person is None:
            raise KioskError(f"{name} is not on the sign-in page.")
        form = self._get(f"/sign-in/{person[1]}")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        body = urlencode({"csrf_token": token[1] if token else "", "secret": pin}).encode()
        desk = self._open(f"/sign-in/{person[1]}", body)
        found = re.search(r'<meta name="csrf-token" content="([^"]+)"', desk)
        if found is None:
            raise KioskError("The sign-in did not lead to the desk.")
        self._token = found[1]

    def wait_until_ready(self) -> None:
        """Waits until the desk would take a tap."""
        self._wait("a desk that takes taps", lambda: not json.loads(self._get("/desk/picture"))["blocked"])

    def wait_for_raised(self) -> dict[str, Any]:
        """The first card whose vehicle has stood for the dwell."""
        card: dict[str, Any] = self._wait("a car to be raised", lambda: self._card("raised"))
        return card

    def announce(self, card: dict[str, Any]) -> Heard:
        """Taps Announce on the card and waits for the end of the announcement."""
        tapped_s = time.monotonic()
        announcement = self.tap({"id": str(ULID()), "incident": card["incident"], "announced": card["announced"]})
        self._wait("the first sound", lambda: self._state(announcement) in _SOUNDING)
        sounded_s = time.monotonic()
        self._wait("the end of the announcement", lambda: self._state(announcement) in FINAL_STATES)
        return Heard(
            announcement=announcement,
            state=self._state(announcement),
            tap_to_sound_s=round(sounded_s - tapped_s, 3),
        )

    def tap(self, tap: dict[str, Any]) -> str:
        """Sends one tap (`web_console.wishes.Tap`); returns the announcement's id once the console took it."""
        return str(json.loads(self._open("/announce", json.dumps(tap).encode(), json_body=True))["id"])

    def prepare(self, tap: dict[str, Any]) -> None:
        """Shows the sentence of a tap before it is sent, as the sheet does: the announcer may render it."""
        self._open("/desk/sentence", json.dumps(tap).encode(), json_body=True)

    def cancel(self, announcement: str) -> None:
        """Taps Stop."""
        self._open(f"/announcements/{announcement}/cancel", b"{}", json_body=True)

    def _card(self, state: str) -> dict[str, Any] | None:
        cards: list[dict[str, Any]] = json.loads(self._get("/desk/picture"))["cards"]
        return next((card for card in cards if card["state"] == state), None)

    def _state(self, announcement: str) -> str:
        lines: list[dict[str, Any]] = json.loads(self._get("/desk/picture"))["announcements"]
        return next((str(line["state"]) for line in lines if line["id"] == announcement), "")

    def _wait(self, what: str, true: Callable[[], Any]) -> Any:
        """The first thing that `true` gives; an unreachable console is waited for."""
        while time.monotonic() < self._until_s and not self._stop.is_set():
            try:
                if found := true():
                    return found
            except (urllib.error.URLError, TimeoutError):
                pass  # not open yet, or busy
            self._stop.wait(_LOOK_AGAIN_S)
        raise KioskError(f"Waited for {what} in vain: give it longer with --timeout.")

    def _get(self, path: str) -> str:
        return self._open(path)

    def _open(self, path: str, body: bytes | None = None, *, json_body: bool = False) -> str:
        request = urllib.request.Request(self._address + path, data=body)  # noqa: S310 - http, our own address
        if json_body:
            request.add_header("Content-Type", "application/json")
            request.add_header("X-CSRFToken", self._token)
        try:
            with self._browser.open(request, timeout=10.0) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            raise KioskError(f"The console answered {error.code} to {path}: {error.read().decode()[:200]}") from error
