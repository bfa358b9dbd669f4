"""Signing in: who gets in, who does not, and what they are told."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

OWNER, PASSWORD = "Odile", "vert cheval lampe nuage"
WAITER, PIN = "Léa", "4831"


def test_a_stranger_is_asked_who_they_are_and_comes_back_to_the_page_they_wanted(console: Any) -> None:
    visitor = console.visitor()
    asked = visitor.get("/history?day=2026-11-24")
    assert asked.status_code == 302
    assert asked.location == "/sign-in?next=/history?day%3D2026-11-24"
    assert visitor.try_to_enter(WAITER, PIN, next="/history").location == "/history"


def test_a_program_that_is_not_signed_in_is_told_so_in_words(console: Any) -> None:
    answer = console.visitor().client.get("/desk/picture", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert "connecté" in answer.json["words"]


def test_the_sign_in_page_shows_everybody_by_name(console: Any) -> None:
    page = console.visitor().get("/sign-in").text
    assert f'data-name="{OWNER}"' in page
    assert f'data-name="{WAITER}"' in page


def test_a_waiter_enters_with_a_pin_and_the_owner_with_a_password(console: Any) -> None:
    assert console.waiter().get("/").status_code == 200
    assert console.owner().get("/people").status_code == 200


@pytest.mark.parametrize(
    ("name", "secret"),
    [(WAITER, ""), (WAITER, "4832"), (WAITER, "48310"), (OWNER, PASSWORD.upper()), (OWNER, PIN), (WAITER, "x" * 5000)],
)
def test_a_wrong_secret_is_refused_in_words(console: Any, name: str, secret: str) -> None:
    visitor = console.visitor()
    answer = visitor.try_to_enter(name, secret)
    assert answer.status_code == 422
    assert "This is not the right" in answer.text
    assert visitor.get("/").status_code == 302


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/x\ny", ""]
)
def test_signing_in_never_leads_to_another_site(console: Any, elsewhere: str) -> None:
    assert console.visitor().try_to_enter(WAITER, PIN, next=elsewhere).location == "/"


def test_five_wrong_pins_close_the_door_for_a_while_also_after_a_restart(console: Any) -> None:
    visitor = console.visitor()
    codes = [visitor.try_to_enter(WAITER, "0000").status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]
    console.restart()
    refused = console.visitor().try_to_enter(WAITER, PIN)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 30
    assert "Try again in" in refused.text
    assert console.visitor().try_to_enter(OWNER, PASSWORD).status_code == 303


def test_one_address_that_tries_everybody_is_stopped_too(console: Any) -> None:
    store, now = console.store, datetime.now(UTC)
    waits = [store.attempts.take(now, f"person:{n}", "address:10.0.0.9") for n in range(25)]
    assert not any(waits[:20])
    assert all(waits[20:])


def test_waits_grow_but_never_beyond_a_quarter_of_an_hour_and_a_day_forgives(console: Any) -> None:
    attempts, now, waits = console.store.attempts, datetime.now(UTC), []
    for _ in range(30):
        wait = attempts.take(now, "person:somebody")
        waits.append(wait)
        now += wait
    grown = [wait for wait in waits if wait]
    assert grown[0] == timedelta(seconds=30)
    assert grown == sorted(grown)
    assert grown[-1] == timedelta(minutes=15)
    assert not any(attempts.take(now + timedelta(days=2), "person:somebody") for _ in range(5))


def test_a_right_secret_forgives_the_person_but_leaves_the_address_its_other_tries(console: Any) -> None:
    attempts, now = console.store.attempts, datetime.now(UTC)
    for _ in range(19):
        attempts.take(now, "address:10.0.0.9")
    assert not attempts.take(now, "person:a", "address:10.0.0.9")
    attempts.succeeded("person:a", "address:10.0.0.9")
    assert not attempts.take(now, "address:10.0.0.9")
    assert attempts.take(now, "address:10.0.0.9")


def test_people_who_sign_in_at_the_same_moment_do_not_stop_one_another(console: Any) -> None:
    attempts, now = console.store.attempts, datetime.now(UTC)
    assert not attempts.take(now + timedelta(milliseconds=5), "person:a", "address:10.0.0.9")
    assert not attempts.take(now + timedelta(milliseconds=9), "person:b", "address:10.0.0.9")
    assert not attempts.take(now, "person:c", "address:10.0.0.9")
    attempts.succeeded("person:c", "address:10.0.0.9")
    assert not attempts.take(now, "person:d", "address:10.0.0.9")


def test_signing_out_ends_the_session_even_for_a_copied_cookie(console: Any) -> None:
    waiter = console.waiter()
    copied = waiter.client.get_cookie("kiosk").value
    assert waiter.post("/sign-out").status_code == 303
    thief = console.visitor()
    thief.client.set_cookie("kiosk", copied)
    assert thief.get("/").status_code == 302


def test_a_session_ends_after_the_hours_of_the_settings(console: Any) -> None:
    people, now = console.store.people, datetime.now(UTC)
    token = people.open_session(people.get(console.id_of(WAITER)), now, hours=12)
    assert people.of_session(token, now + timedelta(hours=11, minutes=59)).name == WAITER
    assert people.of_session(token, now + timedelta(hours=12)) is None


def test_a_session_survives_a_restart(console: Any) -> None:
    cookie = console.waiter().client.get_cookie("kiosk").value
    console.restart()
    visitor = console.visitor()
    visitor.client.set_cookie("kiosk", cookie)
    assert visitor.get("/").status_code == 200


def test_signing_in_does_not_keep_what_was_in_the_session_before(console: Any) -> None:
    visitor = console.visitor()
    planted = visitor.token()
    visitor.enter(WAITER, PIN)
    assert visitor.client.post("/sign-out", data={"csrf_token": planted}).status_code == 400


def test_the_cookie_is_out_of_reach_of_scripts_and_needs_https_where_there_is_https(
    console: Any, new_console: Callable[..., Any]
) -> None:
    cookies = console.waiter().client.post("/language", data={}).headers.getlist("Set-Cookie")
    assert all("Secure" not in one for one in cookies)
    safe = new_console(https=True)
    told = safe.visitor().get("/setup").headers.getlist("Set-Cookie")
    assert told
    for cookie in told:
        assert {"HttpOnly", "Secure", "SameSite=Lax"} <= set(cookie.split("; "))


def test_the_language_is_kept_on_the_tablet(console: Any) -> None:
    visitor = console.visitor(language="de")
    assert "Qui êtes-vous" in visitor.get("/sign-in").text
    assert visitor.post("/language", {"language": "en", "next": "/sign-in"}).location == "/sign-in"
    assert "Who are you" in visitor.get("/sign-in").text
    assert visitor.post("/language", {"language": "tlh"}).status_code == 400
