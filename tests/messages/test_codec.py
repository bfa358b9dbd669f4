"""Every form goes over the wire and back, and no bytes at all can do worse than be refused."""

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.incidents import Decision, Incident
from kiosk.domain.requests import Announcement, Cancel, Request
from kiosk.domain.venue import Zones
from kiosk.domain.words import Words
from kiosk.errors import InputError
from kiosk.messages.codec import MAX_BYTES, decode, encode
from kiosk.messages.status import Status
from kiosk.messages.topics import TOPICS

FORMS = sorted({topic.form for topic in TOPICS if topic.form is not None}, key=lambda form: form.__name__)
every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def _refused_or_understood(payload: bytes, form: type[Any]) -> None:
    """What was understood must also be sayable again: it goes into journals and status messages."""
    try:
        value = decode(payload, form)
    except InputError as refusal:
        assert "\n" not in str(refusal)
    else:
        assert decode(encode(value), form) == value


@every_form
@settings(max_examples=40)
@given(drawn=st.data())
def test_a_value_comes_back_as_it_was(form: type[Any], drawn: st.DataObject) -> None:
    value = drawn.draw(st.from_type(form))
    assert decode(encode(value), form) == value


@every_form
@settings(max_examples=40)
@given(drawn=st.data())
def test_unknown_fields_are_ignored(form: type[Any], drawn: st.DataObject) -> None:
    value = drawn.draw(st.from_type(form))
    table = json.loads(encode(value)) | {"a field of the next version": drawn.draw(_json.filter(_is_json))}
    assert decode(json.dumps(table).encode(), form) == value


@every_form
@settings(max_examples=40)
@given(payload=st.binary())
def test_any_bytes_are_refused_or_understood(form: type[Any], payload: bytes) -> None:
    _refused_or_understood(payload, form)


@every_form
@settings(max_examples=40)
@given(drawn=st.data())
def test_any_json_in_the_right_fields_is_refused_or_understood(form: type[Any], drawn: st.DataObject) -> None:
    names = st.sampled_from([field.name for field in fields(form)])
    table = json.loads(encode(drawn.draw(st.from_type(form)))) | drawn.draw(st.dictionaries(names, _json, max_size=3))
    _refused_or_understood(json.dumps(table).encode(), form)


@every_form
@settings(max_examples=40)
@given(drawn=st.data())
def test_a_damaged_message_is_refused_or_understood(form: type[Any], drawn: st.DataObject) -> None:
    payload = bytearray(encode(drawn.draw(st.from_type(form))))
    for at in drawn.draw(st.lists(st.integers(0, len(payload) - 1), min_size=1, max_size=4)):
        payload[at] = drawn.draw(st.integers(0, 255))
    _refused_or_understood(bytes(payload), form)


@pytest.mark.parametrize("payload", [b"[" * 30_000, b'{"a":' * 10_000, b"\xef\xbb\xbf{}", b"null", b"{}", b""])
@every_form
def test_what_parsers_stumble_over_is_refused(form: type[Any], payload: bytes) -> None:
    if form.__name__ == "Venue" and payload == b"{}":
        return  # everything of a venue has a default
    with pytest.raises(InputError):
        decode(payload, form)


def test_a_message_over_64_kib_is_refused_before_it_is_read() -> None:
    with pytest.raises(InputError, match="65537 bytes; at most 65536"):
        decode(b" " * (MAX_BYTES + 1), Zones)


# -- the contract's own examples -------------------------------------------------------------------------------------

ID, AT, SOON = "01JDAAAAAAAAAAAAAAAAAAAAAA", "2026-11-24T11:00:00Z", "2026-11-24T11:05:00.5+00:00"
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


def test_a_request_by_template_is_understood() -> None:
    values = '{"place": "devant l\'entrée", "colour": "grise", "kind": "voiture"}'
    request = decode(
        f'{{"id": "{ID}", "issued_at": "{AT}", "expires_at": "{SOON}", "by": "Léa", "template": "car-badly-parked",'
        f'"values": {values}, "languages": ["fr", "en"], "priority": "routine", "chime": true, "repeat": 1,'
        f'"incident": "{ID}"}}'.encode(),
        Request,
    )
    assert request.values == {"place": "devant l'entrée", "colour": "grise", "kind": "voiture"}
    assert request.expires_at - request.issued_at == timedelta(minutes=5, seconds=0.5)
    assert request.languages == ("fr", "en")


def test_a_request_by_text_is_understood() -> None:
    payload = f'{{"id":"{ID}","issued_at":"{AT}","expires_at":"{SOON}","by":"Léa","text":{{"fr":"…","en":"…"}}}}'
    assert decode(payload.encode(), Request).text == Words(fr="…", en="…")


@pytest.mark.parametrize(
    ("form", "payload"),
    [
        (
            Decision,
            f'{{"id":"{ID}","decision":"snooze","by":"Léa","issued_at":"{AT}","expires_at":"{SOON}","minutes":5}}',
        ),
        (Cancel, f'{{"id":"{ID}","announcement":"all","by":"Léa","issued_at":"{AT}","expires_at":"{SOON}"}}'),
        (Announcement, f'{{"id":"{ID}","state":"queued","position":1,"text":{{"fr":"a"}},"by":"Léa","at":"{AT}"}}'),
        (Status, f'{{"state":"lost","since":"{AT}","version":"0.1.0"}}'),
        (
            Incident,
            f'{{"id":"{ID}","zone":"door","place":{{"fr":"devant"}},"state":"noticed","kind":"car","colour":null,'
            f'"outline":[0,0.1,0.5,1],"stopped_at":"{AT}","stopped_s":3,"dwell_s":20,"confidence":0.7,"at":"{AT}"}}',
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_contracts_other_forms_are_understood(form: type[Any], payload: str) -> None:
    value = decode(payload.encode(), form)
    assert getattr(value, "since", getattr(value, "at", getattr(value, "issued_at", None))) == NOON


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"template": None, "text": None}, "give either template or text"),
        ({"template": "a", "text": {"fr": "b"}}, "give either template or text"),
        ({"expires_at": "2026-11-24T11:30:01Z"}, "more than 30 minutes"),
        ({"expires_at": "2026-11-24T11:05:00"}, "need a time zone"),
        ({"issued_at": "9999-12-31T23:59:59Z"}, "between 1971 and 2199 - at `$.issued_at`"),
        ({"values": {"minutes": 10**30}}, "a number is too large - at `$.values.minutes`"),
        ({"repeat": 6}, "repeat must be between 1 and 5"),
        ({"priority": "loud"}, "`$.priority`"),
        ({"languages": []}, "languages is empty"),
        ({"languages": ["de"]}, "`$.languages[0]`"),
        ({"id": "a/b"}, "id must be a ULID or UUID"),
        ({"id": "a" * 65}, "id must be a ULID or UUID"),
        ({"values": {"place": 1.5}}, "`$.values[...]`"),
    ],
)
def test_a_bad_field_is_named(change: dict[str, Any], words: str) -> None:
    good = {"id": ID, "issued_at": AT, "expires_at": SOON, "by": "Léa", "template": "welcome"}
    with pytest.raises(InputError) as refusal:
        decode(json.dumps(good | change).encode(), Request)
    assert words in str(refusal.value)


def test_a_time_without_a_zone_is_refused_in_every_command() -> None:
    payload = f'{{"id":"{ID}","announcement":"all","by":"Léa","issued_at":"2026-11-24T11:00:00","expires_at":"{SOON}"}}'
    with pytest.raises(InputError, match=r"a time needs a time zone - at `\$.issued_at`"):
        decode(payload.encode(), Cancel)


def _is_json(value: object) -> bool:
    return not any(word in json.dumps(value) for word in ("NaN", "Infinity"))
