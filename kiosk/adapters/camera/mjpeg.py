"""Motion JPEG over HTTP (`multipart/x-mixed-replace`): each picture stands alone, so only the wanted ones are decoded.

FFmpeg would decode all 25 pictures of a second; of 5 that costs a quarter.
"""

import ssl
import time
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import (
    BaseHandler,
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithPriorAuth,
    ProxyHandler,
    build_opener,
)

import numpy as np

from kiosk.adapters.camera.opencv import as_pixels, cv2
from kiosk.adapters.camera.shown import source_shown
from kiosk.errors import CameraError
from kiosk.ports import Frame

_MAX_BYTES = 20_000_000
"""Of one picture: a camera's largest have 8 million pixels and a tenth of that in bytes."""
_MAX_LINE, _MAX_LINES = 8192, 64
"""Of a part's head: four short lines as a rule. An end of the stream reads as empty lines."""


class MjpegCapture:
    """The pictures of an answer that has begun; `t_s` is the monotonic second of arrival."""

    live = True

    def __init__(self, answer: HTTPResponse, first_bytes: int, name: str) -> None:
        """`first_bytes` is the length of the first picture, whose head has been read."""
        self._answer, self._length, self._name = answer, first_bytes, name

    def read(self, *, not_before_s: float = float("-inf")) -> Frame:
        """The next picture at or after `not_before_s`; those passed over, and damaged ones, are not decoded.

        Raises:
            CameraError: the stream has ended or nothing came for the time limit.
        """
        skipped = 0
        while True:
            jpeg, t_s = self._next(), time.monotonic()
            pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if t_s >= not_before_s else None
            if pixels is not None:
                return Frame(t_s=t_s, pixels=as_pixels(pixels), skipped=skipped)
            skipped += 1

    def close(self) -> None:
        """Disconnects."""
        self._answer.close()

    def _next(self) -> bytes:
        try:
            length = self._length or _length_of_next(self._answer)
            self._length = 0
            jpeg = self._answer.read(length) if length else b""
        except (OSError, HTTPException, ValueError) as error:  # ValueError: it was closed meanwhile
            raise CameraError(self._stopped()) from error
        if len(jpeg) < max(1, length):
            raise CameraError(self._stopped())
        return jpeg

    def _stopped(self) -> str:
        return f"{self._name} stopped giving pictures: check the camera and the network."


def open_mjpeg(url: str, *, limit_s: float) -> MjpegCapture | None:
    """The motion JPEG at `url`; None when something else is there, or it is told in a way that FFmpeg must sort out.

    Raises:
        CameraError: nobody answers within `limit_s`, or the answer is no.
    """
    name = source_shown(url)
    try:
        answer = _asked(url, limit_s)
        if answer.headers.get_content_type() == "multipart/x-mixed-replace" and (length := _length_of_next(answer)):
            return MjpegCapture(answer, length, name)
        answer.close()
    except ValueError:
        return None  # a way of asking for passwords that the standard library does not know
    except HTTPError as error:
        error.close()
        raise CameraError(
            f"{name} gives no pictures (HTTP {error.code}): check the address and the camera's password."
        ) from error
    except (OSError, HTTPException) as error:
        if isinstance(error, URLError) and isinstance(error.reason, ssl.SSLError):
            return None  # cameras sign their own certificates
        raise CameraError(
            f"{name} gives no pictures: check the address, the camera's password, and that it is switched on."
        ) from error
    return None


def _asked(url: str, limit_s: float) -> HTTPResponse:
    """The answer to a GET without what the address holds of a password; that is given when it is asked for."""
    parts = urlsplit(url)
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    passwords = HTTPPasswordMgrWithPriorAuth()
    passwords.add_password(None, bare, unquote(parts.username or ""), unquote(parts.password or ""))
    signs = (HTTPBasicAuthHandler(passwords), HTTPDigestAuthHandler(passwords)) if parts.username else ()
    opener = build_opener(ProxyHandler({}), _Refusal(), *signs)  # a camera is in the house: no proxy
    answer: HTTPResponse = opener.open(bare, timeout=limit_s)
    return answer


class _Refusal(BaseHandler):
    """Closes the answer that asked for a password, before the next one is asked for: a camera has few connections."""

    handler_order = 100

    def http_error_401(self, _request: object, answer: HTTPResponse, *_: object) -> None:
        answer.close()


def _length_of_next(answer: HTTPResponse) -> int:
    """Reads the head of the next part; the length it states, 0 when it states none that can be used."""
    length, begun = 0, False
    for _ in range(_MAX_LINES):
        word = answer.readline(_MAX_LINE).strip()
        begun = begun or word.startswith(b"--")
        if begun and not word:
            return length
        key, _, value = word.partition(b":")
        if begun and key.strip().lower() == b"content-length":
            length = int(value) if value.strip().isdigit() and int(value) <= _MAX_BYTES else 0
    return 0
