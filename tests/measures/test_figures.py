"""Each kind of figure on frequency tables and aggregates, without an engine."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.measures.delivery import NOT_REACHED
from audit.measures.figures import (
    Cell,
    Computed,
    Flag,
    Frequencies,
    Mean,
    MeanDifference,
    Quantiles,
    Rate,
    Ratio,
    Rows,
    Scale,
    Share,
    ShareDifference,
    Shares,
    TimeToEvent,
    flagged,
)
from audit.measures.statistics.bounds import Bounds
from audit.text import message
from tests.measures.evidence import evidence_of

D = evidence_of(service_delivery=[{"measured_value": 1.0, "met": True}]).service_delivery
ROWS = Rows(D)
NOTE = message("M-NOTE", zh="说明", en="a note")


def frequencies(values: list[float]) -> Frequencies:
    counted = Counter(values)
    return {"value": np.array(list(counted), float), "cases": np.array(list(counted.values()))}


def test_a_share_of_no_cases_has_no_value() -> None:
    assert list(Share("x", ROWS, D.met).cells({"n": 0, "hits": None}, {})) == [Cell(None, 0)]


def test_a_mean_of_one_case_has_no_interval() -> None:
    assert list(Mean("x", ROWS, D.measured_value).cells({"n": 1, "mean": 2.0, "sd": None}, {})) == [
        Cell(2.0, 1, None, "t")
    ]


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([-1.0, 1.0] * 14 + [0.0], True),
        ([-1.0, 1.0] * 15, False),
        ([0.0] * 35 + [5.0], True),
        ([1 / 3] * 40, False),
    ],
)
def test_a_bootstrap_stands_beside_a_mean_of_few_or_skewed_cases(values: list[float], wanted: bool) -> None:
    cases = np.array(values)
    row = {"n": len(cases), "sum": cases.sum(), "squares": (cases**2).sum(), "cubes": (cases**3).sum()}
    row |= {"mean": cases.mean(), "sd": cases.std(ddof=1)}
    for on_scale in (False, True):
        mean = Mean("x", ROWS, D.measured_value, bootstrap_seed=1, on_scale=on_scale)
        assert mean.wants_frequencies(row) is wanted
    assert Mean("x", ROWS, D.measured_value).wants_frequencies(row) is False


def test_a_ratio_that_is_no_part_of_a_whole_has_no_interval() -> None:
    ratio = Ratio("x", ROWS, D.measured_value, D.measured_value, part_of_whole=False)
    assert list(ratio.cells({"n": 2, "numerator": 6.0, "denominator": 4.0}, {})) == [Cell(1.5, 4)]
    assert list(ratio.cells({"n": 2, "numerator": 6.0, "denominator": None}, {})) == [Cell(None, 0)]


def test_a_rate_counts_per_unit_of_exposure() -> None:
    (cell,) = Rate("x", ROWS, 2000.0, 1000.0).cells({"n": 3}, {})
    assert (cell.value, cell.n) == (1.5, 3)
    assert cell.bounds == pytest.approx((0.618672 / 2, 8.767273 / 2), abs=1e-6)


def test_a_distribution_without_interval_at_its_ends() -> None:
    figure = Quantiles("x", ROWS, D.measured_value, (0.0, 0.5, 1.0))
    found = [(one.value, one.bounds) for one in figure.cells({"n": 6}, frequencies([1, 2, 3, 4, 5, 6]))]
    assert found == [(1.0, None), (3.5, Bounds(1.0, 6.0)), (6.0, None)]


def test_a_quantile_of_nothing_is_named_all_the_same() -> None:
    assert list(Quantiles("x", ROWS, D.measured_value, (0.5, 0.999)).cells({"n": 0}, {})) == [
        Cell(None, 0, key={"quantile": "p50"}),
        Cell(None, 0, key={"quantile": "p99.9"}),
    ]


@given(
    st.lists(st.integers(-20, 20).map(lambda value: value / 4), min_size=1, max_size=60),
    st.floats(0.01, 0.99),
)
def test_quantiles_of_a_frequency_table_equal_numpy(values: list[float], q: float) -> None:
    (cell,) = Quantiles("x", ROWS, D.measured_value, (q,)).cells({"n": len(values)}, frequencies(values))
    assert cell.value == pytest.approx(np.quantile(values, q), abs=1e-9)


def test_events_come_before_censorings_of_the_same_time() -> None:
    figure = TimeToEvent("x", ROWS, D.measured_value, censored=~D.met, q=(0.5,), not_reached=NOT_REACHED)
    table = {
        "duration": np.array([2.0, 2.0]),
        "censored": np.array([True, False]),
        "cases": np.array([2, 2]),
    }
    # At 2 all four are at risk and two end: S = 1/2, which is reached.
    (cell,) = figure.cells({"n": 4}, table)
    assert (cell.value, cell.n, cell.reason) == (2.0, 4, None)
    (never,) = figure.cells({"n": 2}, {name: column[:1] for name, column in table.items()})
    assert (never.value, never.reason) == (None, NOT_REACHED())


def test_alpha_of_a_published_example_is_zero() -> None:
    """Item variances 10, 12, 8, 11, 9 and a total of 50 give exactly 0, a valid figure."""
    scale = Scale("x", ROWS, [D.measured_value] * 5)
    # With every mean 0 the squares are 59 times the variances.
    sums = dict.fromkeys([f"sum{i}" for i in range(5)], 0.0)
    (cell,) = scale.cells({"n": 60, **sums, "squares": 59 * 50.0, "squares_of_total": 59 * 50.0}, {})
    assert (cell.value, cell.n, cell.method) == (0.0, 60, "feldt")
    alike = dict.fromkeys(sums, 180.0) | {"squares": 5 * 540.0, "squares_of_total": 60 * 225.0}
    assert list(scale.cells({"n": 60, **alike}, {})) == [Cell(None, 60)]
    assert list(scale.cells({"n": 1}, {})) == [Cell(None, 1)]


def test_alpha_of_one_answer_that_differs_among_a_million_is_not_lost_in_rounding() -> None:
    scale = Scale("x", ROWS, [D.measured_value] * 2)
    n = 1_000_000
    # Two items answered alike: 100 by all, 99 by one.
    row = {
        "sum0": 1e8 - 1,
        "sum1": 1e8 - 1,
        "squares": 2 * (1e10 - 199),
        "squares_of_total": 4 * (1e10 - 199),
    }
    (cell,) = scale.cells({"n": n, **row}, {})
    assert cell.value == pytest.approx(1.0, abs=1e-12)


def test_computed_cells_take_the_kind_of_their_figure_unless_they_have_their_own() -> None:
    figure = Computed(
        "x",
        ROWS,
        {},
        over=lambda t, known: {},
        compute=lambda row: [Cell(1.0, 1), Cell(2.0, 1, kind="category")],
        kind_of_cells="mean",
    )
    assert [one.kind for one in figure.cells({}, {})] == ["mean", "category"]


@pytest.mark.parametrize(
    ("flag", "value", "n", "raised"),
    [
        (Flag(NOTE, below=0.6), 0.6, 9, False),
        (Flag(NOTE, below=0.6), 0.59, 9, True),
        (Flag(NOTE, above=0.1), 0.1, 9, False),
        (Flag(NOTE, below=0.7, at_least=0.6), 0.6, 9, True),
        (Flag(NOTE, below=0.7, at_least=0.6), 0.59, 9, False),
        (Flag(NOTE, fewer_than=100), 0.5, 99, True),
        (Flag(NOTE, fewer_than=100), 0.5, 100, False),
        (Flag(NOTE), None, 0, False),
    ],
)
def test_the_limits_of_a_flag_have_a_side(flag: Flag, value: float | None, n: int, raised: bool) -> None:
    assert flagged(value, n, [flag]) == ((NOTE(),) if raised else ())


def test_shares_of_one_whole_keep_those_that_are_not_asked_for_in_the_whole() -> None:
    shares = Shares("x", ROWS, D.unit, among=("a", "b", "c"), name="cause")
    cells = list(shares.cells({"n": 100, "cases0": 20, "cases1": 50, "cases2": 30}, {}))
    assert [(cell.key, cell.value, cell.n) for cell in cells] == [
        ({"cause": "a"}, 0.2, 100),
        ({"cause": "b"}, 0.5, 100),
        ({"cause": "c"}, 0.3, 100),
    ]
    # Goodman (1965): 20, 50 and 30 of 100.
    assert cells[0].bounds == pytest.approx((0.121725, 0.310798), abs=1e-6)
    two = Shares("x", ROWS, D.unit, among=("a", "b"), name="cause")
    (first, _) = two.cells({"n": 100, "cases0": 20, "cases1": 50}, {})
    assert first == cells[0]


def test_a_difference_of_shares_stands_on_the_smaller_group() -> None:
    difference = ShareDifference("x", ROWS, D.met, D.first_time_right)
    (cell,) = difference.cells({"n": 150, "size": 70, "hits": 56, "all_hits": 104}, {})
    assert cell.value == pytest.approx(0.2)
    # Newcombe (1998), method 10: 56/70 - 48/80.
    assert cell.bounds == pytest.approx((0.052431, 0.333873), abs=1e-6)
    assert (cell.n, cell.judged_by) == (150, 70)
    (empty,) = difference.cells({"n": 70, "size": 70, "hits": 56, "all_hits": 56}, {})
    assert (empty.value, empty.judged_by) == (None, 0)


def test_a_difference_of_means_is_welchs_and_shrinks_with_the_part_of_the_group_that_was_asked() -> None:
    row = {"n": 200, "size": 80, "mean_in": 5.6, "sd_in": 1.1, "mean_out": 5.9, "sd_out": 0.9}
    (cell,) = MeanDifference("x", ROWS, D.measured_value, D.met).cells(row, {})
    assert cell.value == pytest.approx(-0.3)
    assert cell.bounds == pytest.approx((-0.592306, -0.007694), abs=1e-6)
    assert (cell.n, cell.judged_by) == (200, 80)
    (asked,) = MeanDifference("x", ROWS, D.measured_value, D.met, population=80).cells(row, {})
    half = 1.9800 * 0.9 / 120**0.5  # t with 119 degrees of freedom: the group itself adds nothing
    assert asked.bounds == pytest.approx((-0.3 - half, -0.3 + half), abs=1e-4)
