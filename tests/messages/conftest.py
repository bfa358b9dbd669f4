"""Values of every form on the wire, built from their types."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from kiosk.domain.hush import MuteWish
from kiosk.domain.requests import MAX_LIFE, Request
from kiosk.domain.venue import Recording
from kiosk.domain.words import LANGUAGES, Words

_ids = st.from_regex(r"[A-Za-z0-9-]{0,30}[A-Za-z0-9]", fullmatch=True)
_times = st.datetimes(datetime(1971, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC))
_words = st.builds(Words, fr=st.text(), en=st.text())


@st.composite
def _requests(draw: st.DrawFn) -> Request:
    """A request as anybody may send it: a template with values, or a text."""
    issued_at = draw(_times)
    life = draw(st.timedeltas(timedelta(0), MAX_LIFE))
    by_text = draw(st.booleans())
    values = st.dictionaries(st.text(), st.one_of(st.text(), st.integers(-(2**63) + 1, 2**63 - 1), _words))
    return Request(
        id=draw(_ids),
        issued_at=issued_at,
        expires_at=issued_at + life,
        by=draw(st.text()),
        template=None if by_text else draw(st.text()),
        values={} if by_text else draw(values),
        text=draw(_words) if by_text else None,
        languages=tuple(draw(st.lists(st.sampled_from(LANGUAGES), min_size=1))),
        priority=draw(st.sampled_from(("routine", "service", "urgent", "emergency"))),
        chime=draw(st.booleans()),
        repeat=draw(st.integers(1, 5)),
        incident=draw(st.none() | _ids),
    )


st.register_type_strategy(datetime, _times)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(int, st.integers(1, 240))
st.register_type_strategy(Request, _requests())
st.register_type_strategy(
    Recording,
    st.builds(
        Recording,
        language=st.sampled_from(LANGUAGES),
        words=st.text(),
        sound=st.text("0123456789abcdef", min_size=32, max_size=32),
    ),
)
st.register_type_strategy(
    MuteWish,
    st.builds(MuteWish, id=_ids, minutes=st.integers(0, 30), by=st.text(), issued_at=_times, expires_at=_times),
)


def values_of(form: type[Any]) -> st.SearchStrategy[Any]:
    """Any value of `form`."""
    return st.from_type(form)
