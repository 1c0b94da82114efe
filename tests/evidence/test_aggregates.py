"""Aggregates that can be added up."""

from __future__ import annotations

import ibis

from audit.evidence.aggregates import added_up, only_sums

T = ibis.table({"x": "float64", "k": "int64"}, name="t")


def test_sums_and_counts_alone_can_be_added_up() -> None:
    assert only_sums({"sum": T.x.sum(), "cases": T.count(), "given": T.x.count(), "hits": (T.k > 1).sum()})
    assert not only_sums({"sum": T.x.sum(), "mean": T.x.mean()})
    assert not only_sums({"largest": T.x.max()})


def test_groups_are_added_up_in_any_order_and_a_sum_over_nothing_is_null() -> None:
    groups = [
        {"by": "a", "sum": 0.1, "cases": 2, "none": None},
        {"by": "b", "sum": 1e16, "cases": 3, "none": None},
        {"by": None, "sum": None, "cases": 1, "none": None},
        {"by": "c", "sum": -1e16, "cases": 0, "none": None},
    ]
    expected = {"sum": 0.1, "cases": 6, "none": None}
    assert added_up(expected, groups) == added_up(expected, groups[::-1]) == expected
