"""Choosing the figures of an item, and making one score of several rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.criteria.item import Pick, ScoreRule
from audit.findings import pooling
from audit.findings.pooling import Pooled, choose, most_sufficient
from audit.findings.scoring import Bounded
from audit.result import Estimate, Sufficiency
from tests.findings.factory import figure, measured, rule

SHARE = rule(share=True)


def pick(**changes: Any) -> Pick:
    return Pick.model_validate({"id": "M-X", "result": "x", **changes})


def pool(estimates: list[Estimate], how: Pick, function: ScoreRule, *, minimum: int = 30) -> Pooled:
    return pooling.pool(estimates, how, function, minimum=minimum)


def row(name: str, value: float, low: float, high: float, **changes: Any) -> Estimate:
    return figure(value, low, high, key={"standard": name}, **changes)


TOTAL = figure(0.8)
ONE, TWO = row("s1", 0.9, 0.8, 1.0, weight=3), row("s2", 0.5, 0.4, 0.6, weight=1)
BREAKDOWN = figure(0.1, key={"standard": "s1", "site_id": "north"})
OTHER_RESULT = figure(0.3, result="y")


def test_the_headline_is_the_row_without_a_key() -> None:
    assert choose(measured(TOTAL, ONE, TWO, OTHER_RESULT), pick(), "XX-A01") == (TOTAL,)


def test_a_pool_takes_the_measures_own_rows_and_not_their_breakdowns() -> None:
    assert choose(measured(TOTAL, ONE, BREAKDOWN, TWO), pick(pool="mean"), "XX-A01") == (ONE, TWO)


def test_the_measures_own_rows_are_those_with_the_fewest_parts_in_their_key() -> None:
    by_two, by_one = figure(0.4, key={"standard": "s1", "step": "a"}), figure(0.6, key={"dimension": "tan"})
    assert choose(measured(by_two, by_one), pick(pool="mean"), "XX-A01") == (by_one,)


def test_where_narrows_the_rows() -> None:
    chosen = choose(measured(ONE, TWO), pick(pool="mean", where={"standard": ["s2", "s3"]}), "XX-A01")
    assert chosen == (TWO,)


def test_this_item_stands_for_the_items_own_id() -> None:
    mine, other = figure(1.0, key={"item_id": "XX-A01"}), figure(0.0, key={"item_id": "XX-A02"})
    assert choose(measured(mine, other), pick(where={"item_id": "this_item"}), "XX-A01") == (mine,)


def test_nothing_is_chosen_where_no_row_fits() -> None:
    assert choose(measured(TOTAL), pick(pool="worst"), "XX-A01") == ()
    assert choose(measured(ONE), pick(), "XX-A01") == ()


def test_rows_are_scored_one_by_one_and_then_averaged() -> None:
    # up [0.4, 0.8]: the scores are 100 and 25; the score of the mean 0.7 would be 75.
    pooled = pool([ONE, TWO], pick(pool="mean"), rule(up=[0.4, 0.8]))
    assert pooled.score == Bounded(62.5, 50.0, 75.0)


def test_weights_count_where_they_are_asked_for() -> None:
    pooled = pool([ONE, TWO], pick(pool="weighted"), SHARE)
    assert pooled.score == Bounded(80.0, 70.0, 90.0)
    assert pool([ONE, TWO], pick(pool="mean"), SHARE).score == Bounded(70.0, 60.0, 80.0)


def test_weights_may_be_parts_of_one() -> None:
    parts = [one.model_copy(update={"weight": one.weight / 4}) for one in (ONE, TWO)]
    assert pool(parts, pick(pool="weighted"), SHARE).score == Bounded(80.0, 70.0, 90.0)


def test_weights_that_are_not_known_for_every_row_are_equal() -> None:
    unweighted = row("s3", 0.1, 0.0, 0.2)
    assert pool([ONE, unweighted], pick(pool="weighted"), SHARE).score == Bounded(50.0, 40.0, 60.0)


def test_rows_that_were_all_given_no_weight_weigh_the_same() -> None:
    rows = [row(name, value, 0.0, 1.0, weight=0) for name, value in (("s1", 0.2), ("s2", 0.6))]
    assert pool(rows, pick(pool="weighted"), SHARE).score == Bounded(40.0, 0.0, 100.0)


def test_rows_without_weight_stand_alone_where_the_others_fell_short() -> None:
    light = [row(name, value, 0.0, 1.0, weight=0) for name, value in (("s1", 0.2), ("s2", 0.6))]
    heavy = row("s3", 0.9, 0.8, 1.0, n=3, sufficiency="insufficient", weight=5)
    pooled = pool([*light, heavy], pick(pool="weighted"), SHARE)
    assert (pooled.score, pooled.left_out) == (Bounded(40.0, 0.0, 100.0), 1.0)


def test_the_worst_row_gives_the_score_and_each_bound_its_own_minimum() -> None:
    wide = row("s3", 0.55, 0.1, 0.9)
    assert pool([ONE, TWO, wide], pick(pool="worst"), SHARE).score == Bounded(50.0, 10.0, 60.0)


def test_rows_under_their_minimum_n_stay_out_and_their_weight_is_told() -> None:
    small = row("s3", 0.1, 0.0, 0.4, n=12, sufficiency="indicative", weight=1)
    missing = row("s4", 0.0, 0.0, 0.0, n=0, sufficiency="insufficient", weight=0)
    pooled = pool([ONE, small, missing], pick(pool="weighted"), SHARE)
    assert (pooled.score, pooled.sufficiency, pooled.left_out) == (Bounded(90.0, 80.0, 100.0), "enough", 0.25)
    assert [entered.estimate for entered in pooled.rows] == [ONE]
    assert pooled.estimates == (ONE, small, missing)


def test_indicative_rows_alone_make_an_indicative_pool() -> None:
    small = row("s3", 0.1, 0.0, 0.4, n=12, sufficiency="indicative")
    pooled = pool([small], pick(pool="mean"), SHARE)
    assert (pooled.score, pooled.sufficiency, pooled.worst) == (Bounded(10.0, 0.0, 40.0), "indicative", None)


def test_the_worst_row_of_a_critical_item_needs_the_minimum_n() -> None:
    small = row("s3", 0.1, 0.0, 0.2, n=29)
    assert pool([ONE, TWO, small], pick(pool="mean"), SHARE).worst == Bounded(50.0, 40.0, 60.0)
    assert pool([ONE, small], pick(pool="mean"), SHARE, minimum=29).worst == Bounded(10.0, 0.0, 20.0)


@pytest.mark.parametrize(
    ("levels", "best"),
    [
        (("indicative", "enough"), "enough"),
        (("insufficient", "indicative"), "indicative"),
        (("suppressed", "insufficient"), "insufficient"),
        (("not_measurable", "suppressed"), "suppressed"),
        (("not_measurable",), "not_measurable"),
        ((), "not_measurable"),
    ],
)
def test_the_figure_that_can_be_relied_on_most_gives_the_sufficiency(
    levels: tuple[Sufficiency, ...], best: Sufficiency
) -> None:
    assert most_sufficient(levels) == most_sufficient(reversed(levels)) == best


def test_rows_of_which_none_may_be_scored_are_kept_and_leave_nothing_out() -> None:
    few = row("s3", 0.9, 0.8, 1.0, n=3, sufficiency="insufficient")
    assert pool([few], pick(pool="mean"), SHARE) == Pooled(
        (few,), "insufficient", score=None, worst=None, rows=(), left_out=0.0
    )


def test_without_a_row_to_score_the_least_bad_reason_stands() -> None:
    rows = [figure(None, sufficiency="not_measurable"), figure(0.2, n=3, sufficiency="insufficient")]
    assert pool(rows, pick(), SHARE).sufficiency == "insufficient"
    assert pool([], pick(), SHARE).sufficiency == "not_measurable"
    assert pool([figure(None, sufficiency="suppressed")], pick(), SHARE).score is None


def test_a_category_has_no_value_and_is_not_scored() -> None:
    category = figure(None, category="keep", sufficiency="enough")
    assert pool([category], pick(), SHARE).score is None


shares = st.floats(0, 1)


@given(
    rows=st.lists(st.tuples(shares, shares, shares, st.floats(0, 10)), min_size=1, max_size=8),
    how=st.sampled_from(["mean", "weighted", "worst"]),
)
def test_a_pool_lies_between_its_rows_and_keeps_its_bounds_in_order(
    rows: list[tuple[float, float, float, float]], how: str
) -> None:
    estimates = []
    for index, (a, b, c, weight) in enumerate(rows):
        low, value, high = sorted((a, b, c))
        estimates.append(row(f"s{index}", value, low, high, weight=weight))
    pooled = pool(estimates, pick(pool=how), SHARE)
    assert pooled.score
    assert 0 <= pooled.score.low <= pooled.score.score <= pooled.score.high <= 100
    scores = [entered.score.score for entered in pooled.rows]
    assert min(scores) - 1e-9 <= pooled.score.score <= max(scores) + 1e-9
