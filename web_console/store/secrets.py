"""Passwords and PINs: which are good enough, and how they are kept."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kiosk.domain.words import Words

MIN_PASSWORD_CHARS = 10
_MAX_CHARS = 200
_COMMON = ("password", "motdepasse", "azerty", "qwerty", "123456", "restaurant", "bonjour", "kiosk", "abcdef", "soleil")

# One of OWASP's choices for argon2id, 9 MiB and 4 passes; one at a time, for the allocator keeps what each thread took.
_hasher = PasswordHasher(time_cost=4, memory_cost=9 * 1024, parallelism=1)
_turn = threading.Lock()


def hashed(secret: str) -> str:
    """What is stored instead of `secret`."""
    with _turn:
        return _hasher.hash(secret)


def matches(secret: str, stored: str) -> bool:
    """Whether `stored` was made from `secret`."""
    if len(secret) > _MAX_CHARS:
        return False
    with _turn:
        try:
            return _hasher.verify(stored, secret)
        except (VerificationError, InvalidHashError):
            return False


def weakness_of_password(password: str, name: str) -> Words | None:
    """Why this password of the owner `name` is refused; None when it is good enough."""
    if len(password) < MIN_PASSWORD_CHARS:
        return Words(fr=f"Le mot de passe est trop court : {MIN_PASSWORD_CHARS} caractères au moins.",
                     en=f"The password is too short: at least {MIN_PASSWORD_CHARS} characters.")  # fmt: skip
    if len(password) > _MAX_CHARS:
        return Words(fr=f"Le mot de passe est trop long : {_MAX_CHARS} caractères au plus.",
                     en=f"The password is too long: at most {_MAX_CHARS} characters.")  # fmt: skip
    rest = password.lower().replace(" ", "")
    for word in (*_COMMON, name.lower().replace(" ", "")):
        rest = rest.replace(word, "") if word else rest
    if len(set(rest)) < 5:
        return Words(fr="Ce mot de passe se devine trop facilement : essayez quatre mots sans rapport entre eux.",
                     en="This password is too easy to guess: try four words that have nothing to do with each other.",
                     )  # fmt: skip
    return None


def weakness_of_pin(pin: str) -> Words | None:
    """Why this PIN is refused; None when it is good enough."""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 6):
        return Words(fr="Le code doit avoir de 4 à 6 chiffres.", en="The PIN must have 4 to 6 digits.")
    steps = {(int(b) - int(a)) % 10 for a, b in zip(pin, pin[1:], strict=False)}
    halves = pin[: len(pin) // 2] == pin[len(pin) // 2 :]
    looks_like_year = len(pin) == 4 and pin[:2] in ("19", "20")
    if steps in ({0}, {1}, {9}) or halves or looks_like_year or len(set(pin)) < 3:
        return Words(fr="Ce code se devine trop facilement (suite, répétition ou année) : choisissez-en un autre.",
                     en="This PIN is too easy to guess (a run, a repetition, a year): choose another one.")  # fmt: skip
    return None
