"""What every page is held to: who may open it, forged requests, headers, hostile input, errors in words."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ANYONE, STAFF, OWNER = "anyone", "staff", "owner"
WHO_MAY = {
    "static": ANYONE,
    "sign_in.people": ANYONE, "sign_in.secret": ANYONE, "sign_in.enter": ANYONE, "sign_in.setup": ANYONE,
    "sign_in.set_up": ANYONE, "sign_in.language": ANYONE, "sign_in.leave": STAFF,
    "desk.page": STAFF, "desk.live": STAFF, "desk.picture": STAFF, "desk.sheet": STAFF, "desk.sentence": STAFF,
    "desk.listen": STAFF, "desk.announce": STAFF, "desk.cancel": STAFF, "desk.decide": STAFF, "desk.heard": STAFF,
    "desk.street": STAFF, "desk.mute": STAFF,
    "speak.page": STAFF, "speak.hold": STAFF, "speak.piece": STAFF, "speak.stands": STAFF,
    "history.page": STAFF,
    "people.page": OWNER, "people.add": OWNER, "people.one": OWNER, "people.change_secret": OWNER,
    "people.remove": OWNER,
    "venue.page": OWNER, "venue.save": OWNER, "venue.hear": OWNER,
    "templates.page": OWNER, "templates.new": OWNER, "templates.add": OWNER, "templates.edit": OWNER,
    "templates.save": OWNER, "templates.delete": OWNER, "templates.restore": OWNER, "rehearsal.preview": OWNER,
    "rehearsal.hear": OWNER,
    "recordings.page": OWNER, "recordings.one": OWNER, "recordings.keep": OWNER, "recordings.delete": OWNER,
    "recordings.delete_voice": OWNER, "recordings.sound": OWNER, "recordings.hear": OWNER,
    "zones.page": OWNER, "zones.save": OWNER, "zones.vehicles": OWNER, "zones.plan": OWNER,
    "what_if.page": OWNER, "what_if.save": OWNER,
    "zones.street": OWNER, "zones.show_street": OWNER, "zones.street_picture": OWNER,
}  # fmt: skip
PAGES = (
    "/sign-in", "/", "/speak", "/history", "/people", "/venue", "/templates", "/templates/new",
    "/templates/car-badly-parked", "/zones", "/zones/what-if", "/no-such-page",
)  # fmt: skip


def _calls(console: Any) -> list[tuple[str, str, str]]:
    """Endpoint, method and a path for every way to call the console."""
    found = []
    for rule in console.app.url_map.iter_rules():
        path = re.sub(r"<[^>]*>", "car-badly-parked", rule.rule)
        if "person_id" in rule.arguments:
            path = rule.rule.replace("<person_id>", console.id_of("Léa"))
        found += [(rule.endpoint, method, path) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return found


def test_every_route_says_who_may_use_it(console: Any) -> None:
    assert {endpoint for endpoint, _, _ in _calls(console)} == set(WHO_MAY)


def test_a_stranger_gets_nothing_but_the_way_in(console: Any) -> None:
    visitor = console.visitor()
    token = visitor.token()
    for endpoint, method, path in _calls(console):
        if WHO_MAY[endpoint] == ANYONE:
            continue
        answer = visitor.client.open(
            path, method=method, data={"csrf_token": token}, headers={"Accept": "text/html"}, buffered=True
        )
        assert answer.status_code == 302, f"{method} {path} let a stranger in"
        assert answer.location.startswith("/sign-in"), path


def test_staff_get_no_page_of_the_owner_and_change_nothing(console: Any) -> None:
    waiter = console.waiter()
    before = (console.store.configuration.templates(), console.store.configuration.zones(), console.store.people.all())
    token = waiter.token()
    for endpoint, method, path in _calls(console):
        if WHO_MAY[endpoint] == OWNER:
            answer = waiter.client.open(path, method=method, data={"csrf_token": token})
            assert answer.status_code == 403, f"{method} {path} let staff in"
    after = (console.store.configuration.templates(), console.store.configuration.zones(), console.store.people.all())
    assert after == before


def test_no_post_is_carried_out_without_the_token_of_the_page(console: Any) -> None:
    owner = console.owner()
    posts = [(endpoint, path) for endpoint, method, path in _calls(console) if method == "POST"]
    assert len(posts) > 15
    for endpoint, path in posts:
        for token in ({}, {"csrf_token": "forged"}):
            answer = owner.client.post(path, data=token)
            assert answer.status_code == 400, f"{endpoint} believed a forged request"
    assert owner.get("/people").status_code == 200


def test_every_answer_carries_the_headers_that_protect_it(console: Any) -> None:
    owner = console.owner()
    for path in (*PAGES, "/static/house.css", "/desk/picture"):
        headers = owner.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "*" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert path.startswith("/static") or headers["Cache-Control"] == "no-store"


class _Inline(HTMLParser):
    """Collects what the policy would forbid, and what a page needs."""

    def __init__(self) -> None:
        super().__init__()
        self.forbidden: list[str] = []
        self.lang = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.lang = given.get("lang") or ""
        if tag == "style" or (tag == "script" and "src" not in given):
            self.forbidden.append(tag)
        self.forbidden += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        for name in ("src", "href", "action"):
            if (given.get(name) or "/").split(":")[0] in ("http", "https", "javascript", "data"):
                self.forbidden.append(f"{tag} {name}={given[name]}")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_have_nothing_inline_nothing_from_elsewhere_and_their_language(console: Any, language: str) -> None:
    owner = console.owner(language)
    for path in PAGES:
        page = owner.get(path).text
        seen = _Inline()
        seen.feed(page)
        assert not seen.forbidden, path
        assert seen.lang == language
        assert len(page.encode()) < 100_000, path


@pytest.mark.parametrize(("language", "words"), [("fr", "Il n'y a rien ici"), ("en", "There is nothing here")])
def test_a_page_that_does_not_exist_says_so_in_the_language_of_its_reader(
    console: Any, language: str, words: str
) -> None:
    answer = console.waiter(language).get("/no-such-page")
    assert answer.status_code == 404
    assert words in answer.text.replace("&#39;", "'")


def test_a_body_that_is_too_large_is_refused_in_words(console: Any) -> None:
    owner = console.owner()
    answer = owner.client.post("/people", data={"csrf_token": "x" * 400_000}, headers={"Accept": "text/html"})
    assert answer.status_code == 413
    assert "C'est trop" in answer.text.replace("&#39;", "'")


def test_a_mistake_of_ours_is_no_traceback(new_console: Any, caplog: pytest.LogCaptureFixture) -> None:
    console = new_console()

    @console.app.get("/broken")
    def broken() -> str:
        raise RuntimeError("the secret of the house")

    answer = console.visitor().get("/broken")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "secret of the house" not in answer.text and "Traceback" not in answer.text
    assert "the secret of the house" in caplog.text


def test_a_memory_that_cannot_be_read_is_said_in_words(console: Any) -> None:
    waiter = console.waiter()
    console.store.close()
    (console.folder / "console.sqlite").write_bytes(b"not a database" * 1000)
    answer = waiter.get("/")
    assert answer.status_code == 503
    assert "memory" in answer.text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    call=st.integers(min_value=0, max_value=1000),
    fields=st.dictionaries(
        st.sampled_from(
            ["name", "secret", "secret-staff", "role", "next", "language", "languages", "timezone", "version", "fr",
             "en", "name_fr", "name_en", "priority", "code", "password", "again", "most_per_hour", "opening-0-start",
             "quiet-999-start", "words-0-written", "words-0-said", "volumes-0-start", "add", "remove"]),
        st.text(max_size=60), max_size=6),
)  # fmt: skip
def test_no_form_brings_the_console_down(console: Any, call: int, fields: dict[str, str]) -> None:
    console.app.config["WTF_CSRF_ENABLED"] = False
    owner = _owner_for_all(console)
    posts = [path for endpoint, method, path in _calls(console) if method == "POST" and endpoint not in _ENDS]
    answer = owner.client.post(posts[call % len(posts)], data=fields, buffered=True)
    assert answer.status_code < 500 or answer.status_code == 503, answer.text
    assert "Traceback" not in answer.text


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["/zones", "/templates/preview", "/templates/hear", "/announce", "/desk/sentence"]),
    body=st.one_of(
        st.binary(max_size=60),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(max_size=10),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["zones", "version", "language", "sentence", "id", "place", "fr"]), inner
                )
            ),
            max_leaves=8,
        ),
    ),
)
def test_no_json_brings_the_console_down(console: Any, path: str, body: Any) -> None:
    console.app.config["WTF_CSRF_ENABLED"] = False
    owner = _owner_for_all(console)
    kind = "application/json"
    if isinstance(body, bytes):
        answer = owner.client.post(path, data=body, content_type=kind, buffered=True)
    else:
        answer = owner.client.post(path, json=body, buffered=True)
    assert answer.status_code < 500 or answer.status_code == 503, answer.text
    assert "Traceback" not in answer.text


_ENDS = ("sign_in.leave", "people.remove", "people.change_secret")


def _owner_for_all(console: Any) -> Any:
    """Signed in once a test, not once an example."""
    if not hasattr(console, "owner_for_all"):
        console.owner_for_all = console.owner()
    return console.owner_for_all
