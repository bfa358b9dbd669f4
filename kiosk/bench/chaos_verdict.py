"""What became of each request: by what was told of it, and by what was heard."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kiosk.bench.chaos_ear import Stream, digits_of
from kiosk.domain.requests import FINAL_STATES

_MAY_BE_CUT = frozenset({"interrupted", "cancelled", "failed"})
"""Ends at which the beginning of a sound may have been heard."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One request; `acknowledged` when the broker (PUBACK) or the console (2xx) said that it has it."""

    id: str
    number: int
    acknowledged: bool


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Ids by what is wrong with them; all empty when the promise was kept."""

    lost: tuple[str, ...]
    """Acknowledged and never told of again, or told as spoken and not heard to the end."""
    without_final_state: tuple[str, ...]
    """Acknowledged, and not in exactly one final state at the end."""
    doubled: tuple[str, ...]
    """Heard again, wholly or its beginning; a sound that belongs to no request is here as `unknown`."""
    outcomes: Mapping[str, int]
    heard_whole: int
    heard_begun: int


def verdict(sent: Sequence[Sent], told: Mapping[str, Iterable[str]], streams: Sequence[Stream]) -> Verdict:
    """Compares `sent` with the states `told` by id and with the sounds that were heard."""
    finals = {one.id: frozenset(told.get(one.id, ())) & FINAL_STATES for one in sent}
    by_digits = {digits_of(one.number): one.id for one in sent}
    whole = Counter(by_digits.get(stream.digits, "unknown") for stream in streams if stream.whole)
    begun = [stream.digits for stream in streams if stream.audible and not stream.whole]
    cut = {digits: i for digits, i in by_digits.items() if i not in whole and finals[i] & _MAY_BE_CUT}
    acknowledged = [one.id for one in sent if one.acknowledged]
    return Verdict(
        lost=tuple(i for i in acknowledged if not set(told.get(i, ())) or ("spoken" in finals[i] and not whole[i])),
        without_final_state=tuple(i for i in acknowledged if set(told.get(i, ())) and len(finals[i]) != 1),
        doubled=(*(i for i, times in whole.items() if times > 1 or i == "unknown"), *_unexplained(begun, cut)),
        outcomes=Counter(state for states in finals.values() for state in states),
        heard_whole=sum(whole.values()),
        heard_begun=len(begun),
    )  # fmt: skip


def _unexplained(begun: Sequence[tuple[int, ...]], cut: Mapping[tuple[int, ...], str]) -> list[str]:
    """Beginnings for which there is no announcement left that was cut: each cut one explains one beginning.

    A matching of beginnings to announcements, by augmenting paths: H. W. Kuhn, The Hungarian method, 1955.
    """
    explained: dict[tuple[int, ...], int] = {}

    def explain(which: int, tried: set[tuple[int, ...]]) -> bool:
        for digits in cut:
            if digits in tried or digits[: len(begun[which])] != begun[which]:
                continue
            tried.add(digits)
            if digits not in explained or explain(explained[digits], tried):
                explained[digits] = which
                return True
        return False

    return [f"beginning {begun[which]}" for which in range(len(begun)) if not explain(which, set())]
