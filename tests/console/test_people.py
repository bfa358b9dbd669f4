"""The people of the house: added, changed, let go."""

from typing import Any

import pytest

WAITER, PIN = "Léa", "4831"


def _add(owner: Any, **form: str) -> Any:
    return owner.post("/people", {"name": "Tom", "role": "staff", "secret-staff": "5082", **form})


def test_an_owner_adds_somebody_who_can_then_sign_in(console: Any) -> None:
    assert _add(console.owner()).status_code == 303
    assert console.visitor().try_to_enter("Tom", "5082").status_code == 303


@pytest.mark.parametrize(
    "pin", ["", "123", "1234567", "12a4", "１２３５", "1111", "1234", "9876", "1212", "1984", "7777"]
)
def test_a_pin_that_is_easy_to_guess_or_none_is_refused(console: Any, pin: str) -> None:
    answer = _add(console.owner(), **{"secret-staff": pin})
    assert answer.status_code == 422
    assert "PIN" in answer.text
    assert len(console.store.people.all()) == 2


def test_a_pin_belongs_to_one_person(console: Any) -> None:
    answer = _add(console.owner(), **{"secret-staff": PIN})
    assert "somebody&#39;s already" in answer.text


@pytest.mark.parametrize("name", [WAITER, "léa", " LÉA  "])
def test_a_name_belongs_to_one_person(console: Any, name: str) -> None:
    answer = _add(console.owner(), name=name)
    assert answer.status_code == 422
    assert "already" in answer.text


def test_a_new_pin_ends_the_sessions_of_that_person_only(console: Any) -> None:
    owner, waiter = console.owner(), console.waiter()
    assert owner.post(f"/people/{console.id_of(WAITER)}/secret", {"secret": "6094"}).status_code == 303
    assert waiter.get("/").status_code == 302
    assert owner.get("/").status_code == 200
    assert console.visitor().try_to_enter(WAITER, PIN).status_code == 422
    assert console.visitor().try_to_enter(WAITER, "6094").status_code == 303


def test_an_owner_who_changes_their_password_stays_signed_in_here_only(console: Any) -> None:
    here, there = console.owner(), console.owner()
    new = {"secret": "quatre mots tout neufs"}
    assert here.post(f"/people/{console.id_of('Odile')}/secret", new).status_code == 303
    assert here.get("/people").status_code == 200
    assert there.get("/people").status_code == 302


def test_somebody_who_left_is_out_at_once(console: Any) -> None:
    owner, waiter = console.owner(), console.waiter()
    assert owner.post(f"/people/{console.id_of(WAITER)}/remove").status_code == 303
    assert waiter.get("/").status_code == 302


def test_the_last_owner_cannot_be_removed(console: Any) -> None:
    answer = console.owner().post(f"/people/{console.id_of('Odile')}/remove")
    assert answer.status_code == 422
    assert "only owner" in answer.text


def test_a_hostile_name_is_shown_as_text(console: Any) -> None:
    hostile = "<script>alert(1)</script>\"'"
    owner = console.owner()
    assert _add(owner, name=hostile).status_code == 303
    for path in ("/people", "/sign-in", f"/people/{console.id_of(hostile)}"):
        assert "<script>alert" not in owner.get(path).text
        assert "&lt;script&gt;alert" in owner.get(path).text
