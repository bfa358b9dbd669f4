"""When the camera's word changes, and when it does not."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.conditions import BLIND, HOLD_S, Condition, Suspicion, Verdict
from kiosk.domain.health import TROUBLES

LOOK_S = 0.5
SUSPICIONS: tuple[Suspicion, ...] = ("ok", *HOLD_S)


def words(*parts: tuple[Suspicion, float], look_s: float = LOOK_S) -> list[Condition]:
    """The words while each suspicion lasts for its seconds, repeats left out."""
    verdict, t_s, said = Verdict(), 0.0, list[Condition]()
    for suspicion, lasts_s in parts:
        for _ in range(round(lasts_s / look_s)):
            word = verdict.weigh(t_s, suspicion)
            said += [word] if not said or said[-1] != word else []
            t_s += look_s
    return said


@pytest.mark.parametrize("suspicion", HOLD_S)
def test_what_lasts_is_told_and_is_over_when_the_street_is_seen_again(suspicion: Suspicion) -> None:
    told = "moved" if suspicion == "elsewhere" else suspicion
    assert words(("ok", 5), (suspicion, HOLD_S[suspicion] + 5), ("ok", 5)) == ["ok", "unsure", told, "ok"]


@pytest.mark.parametrize("suspicion", [one for one in HOLD_S if HOLD_S[one] > 1])
def test_what_passes_is_never_told(suspicion: Suspicion) -> None:
    passing = [(suspicion, HOLD_S[suspicion] - LOOK_S), ("ok", LOOK_S)]
    assert set(words(("ok", 5), *passing * 5)) == {"ok", "unsure"}


def test_one_good_picture_does_not_bring_the_street_back() -> None:
    assert words(("covered", 5), *[("ok", 1.0), ("covered", 1.0)] * 5) == ["unsure", "covered"]


def test_a_lens_that_is_uncovered_but_wet_is_out_of_focus_in_the_end() -> None:
    assert words(("ok", 5), ("covered", 5), ("unfocused", 15)) == ["ok", "unsure", "covered", "unfocused"]


def test_where_pictures_are_rare_one_damaged_picture_says_nothing() -> None:
    assert words(("ok", 900), ("covered", 600), ("ok", 900), look_s=300) == ["ok", "unsure", "ok"]
    assert words(("ok", 900), ("covered", 900), ("ok", 900), look_s=300) == ["ok", "unsure", "covered", "ok"]


def test_every_word_has_a_cause_and_a_cure() -> None:
    for word in (*BLIND, "shifted"):
        assert f"camera-{word}" in TROUBLES


looks = st.lists(st.tuples(st.sampled_from(SUSPICIONS), st.floats(0.05, 400.0)), max_size=60)


@given(looks)
def test_a_blind_word_needs_three_wrong_pictures_and_ends_only_after_two_seconds_of_good_ones(
    given_looks: Sequence[tuple[Suspicion, float]],
) -> None:
    verdict, t_s, before = Verdict(), 0.0, "ok"
    history: list[tuple[float, Suspicion]] = []
    for suspicion, passed_s in given_looks:
        t_s += passed_s
        history.append((t_s, suspicion))
        word = verdict.weigh(t_s, suspicion)
        if word in BLIND and before not in BLIND:
            assert len(history) >= 3 and all(one != "ok" for _, one in history[-3:])
        if before in BLIND and word not in BLIND:
            good = [one for one in history if one[0] >= t_s - 2.0]
            assert word == "ok" and suspicion == "ok" and all(one == "ok" for _, one in good)
        assert word == "ok" or suspicion != "ok" or word in BLIND
        before = word
