"""Small cells are withheld, and none can be computed from the others."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from audit.measures.suppression import SMALL_CELL, WITH_SMALL_CELLS, suppressed
from audit.result import Estimate


def cells(counts: Mapping[str, int], **key: str) -> list[Estimate]:
    return [
        Estimate(
            result="x", kind="share", key={"site_id": site, **key}, value=0.5, n=n, excluded={"early": 1}
        )
        for site, n in counts.items()
    ]


def withheld(estimates: list[Estimate]) -> set[str]:
    return {one.key["site_id"] for one in estimates if one.sufficiency == "suppressed"}


def test_a_withheld_cell_tells_nothing_but_its_key() -> None:
    hidden = suppressed(cells({"A": 4, "B": 4, "C": 5}), "site_id", 5)[0]
    assert hidden.reason is not None and hidden.reason.code == "M-SUPPRESSED"
    expected = Estimate(
        result="x", kind="share", key={"site_id": "A"}, sufficiency="suppressed", reason=hidden.reason
    )
    assert hidden == expected


def test_a_cell_that_is_withheld_with_a_small_one_says_so() -> None:
    mean = {"result": "x", "kind": "mean", "value": 3.5, "unit": "h"}
    rows = [
        Estimate.model_validate({**mean, "key": {"site_id": site}, "n": n})
        for site, n in (("A", 4), ("B", 5))
    ]
    small, other = suppressed(rows, "site_id", 5)
    assert (small.unit, small.reason) == ("h", SMALL_CELL(minimum=5))
    assert (other.unit, other.reason) == ("h", WITH_SMALL_CELLS(minimum=5))


def test_cells_of_five_are_shown() -> None:
    assert withheld(suppressed(cells({"A": 5, "B": 6}), "site_id", 5)) == set()


def test_one_small_cell_takes_the_next_smallest_with_it() -> None:
    assert withheld(suppressed(cells({"A": 50, "B": 2, "C": 7, "D": 0}), "site_id", 5)) == {"B", "C"}


def test_two_small_cells_hide_each_other() -> None:
    assert withheld(suppressed(cells({"A": 50, "B": 2, "C": 3}), "site_id", 5)) == {"B", "C"}


def test_the_only_cell_is_withheld_when_small() -> None:
    assert withheld(suppressed(cells({"A": 2}), "site_id", 5)) == {"A"}


def test_rows_that_differ_in_another_key_are_breakdowns_of_their_own() -> None:
    both = cells({"A": 2, "B": 9, "C": 20}, dimension="tan") + cells(
        {"A": 8, "B": 9, "C": 20}, dimension="emp"
    )
    told = suppressed(both, "site_id", 5)
    assert [one.key["dimension"] for one in told if one.sufficiency == "suppressed"] == ["tan", "tan"]


@given(st.lists(st.integers(0, 30), min_size=2, max_size=8))
def test_no_small_cell_is_shown_and_never_is_exactly_one_missing(counts: list[int]) -> None:
    told = suppressed(cells({str(i): n for i, n in enumerate(counts)}), "site_id", 5)
    hidden = {int(site) for site in withheld(told)}
    assert all(n >= 5 or n == 0 or i in hidden for i, n in enumerate(counts))
    assert len(hidden) != 1 or sum(n > 0 for n in counts) == 1
    assert [one.key["site_id"] for one in told] == [str(i) for i in range(len(counts))]
