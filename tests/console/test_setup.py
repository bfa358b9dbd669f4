"""The very first page: whoever reads the code at the machine makes the first owner."""

from collections.abc import Callable
from typing import Any

import pytest

from web_console.first_run import new_code

PASSWORD = "vert cheval lampe nuage"
Build = Callable[..., Any]


def _form(code: str, **changes: str) -> dict[str, str]:
    return {"code": code, "name": "Odile", "password": PASSWORD, "again": PASSWORD, **changes}


def test_a_new_house_leads_everybody_to_its_first_page(new_console: Build) -> None:
    assert new_console().visitor().get("/sign-in").location == "/setup"


def test_the_code_makes_the_first_owner_who_is_then_signed_in(new_console: Build) -> None:
    console = new_console()
    visitor = console.visitor()
    code = new_code(console.store)
    answer = visitor.post("/setup", _form(f" {code.lower().replace('-', ' ')} "))
    assert (answer.status_code, answer.location) == (303, "/")
    assert visitor.get("/people").status_code == 200
    assert new_code(console.store) is None


def test_a_code_serves_once(new_console: Build) -> None:
    console = new_console()
    code = new_code(console.store)
    console.visitor().post("/setup", _form(code))
    console.visitor().post("/setup", _form(code, name="Voleur"))
    assert [person.name for person in console.store.people.all()] == ["Odile"]


def test_the_code_of_the_last_start_is_void(new_console: Build) -> None:
    console = new_console()
    old = new_code(console.store)
    new_code(console.store)
    assert console.visitor().post("/setup", _form(old)).status_code == 422
    assert not console.store.people.all()


def test_guessing_the_code_is_slowed_down(new_console: Build) -> None:
    console = new_console()
    code = new_code(console.store)
    visitor = console.visitor()
    tries = [visitor.post("/setup", _form("AAAA-AAAA")).status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]
    assert visitor.post("/setup", _form(code)).status_code == 429
    assert not console.store.people.all()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "password123", "again": "password123"}, "too easy to guess"),
        ({"password": "odile odile odile", "again": "odile odile odile"}, "too easy to guess"),
        ({"password": "aaaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaaa"}, "too easy to guess"),
        ({"again": "something else"}, "differ"),
        ({"name": "  "}, "1 to 40 characters"),
        ({"name": "x" * 41}, "1 to 40 characters"),
        ({"name": "a\u202eb"}, "1 to 40 characters"),
    ],
)
def test_what_is_wrong_with_the_first_owner_is_said_in_words(
    new_console: Build, changes: dict[str, str], words: str
) -> None:
    console = new_console()
    answer = console.visitor().post("/setup", _form(new_code(console.store), **changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert not console.store.people.all()


def test_neither_the_code_nor_any_secret_is_on_the_disk(new_console: Build) -> None:
    console = new_console()
    code = new_code(console.store)
    console.visitor().post("/setup", _form(code))
    console.store.people.add(name="Léa", role="staff", secret="483159")
    console.close()
    kept = b"".join(path.read_bytes() for path in console.folder.iterdir())
    for secret in (code, code.replace("-", ""), PASSWORD, "483159"):
        assert secret.encode() not in kept
    console.restart()
