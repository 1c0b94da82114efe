"""Where many cases were left out by rule, the figure with all of them as failures stands beside it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from audit.evidence.dataset import Evidence
from audit.measures.catalogue import MEASURES
from audit.measures.definition import Described, Params
from audit.measures.figures import Rows, Share
from audit.measures.runner import run
from audit.measures.sensitivity import MIGHT_HAVE_FAILED, might_have_failed
from audit.result import Estimate
from audit.text import Text
from tests.measures.evidence import RULES, evidence_of, the, times
from tests.measures.evidence import Row as Line

CONCERNS_ANOTHER = frozenset(
    {
        "above_limit",
        "channel",
        "correction",
        "few_affected",
        "few_answers",
        "found_after",
        "no_cell",
        "no_failure",
        "no_loss",
        "no_queue",
        "no_volume",
        "not_called_for",
        "not_computable",
        "not_done",
        "not_eligible",
        "not_paid",
        "not_possible",
        "not_resolved",
        "not_serious",
        "not_valid",
        "other_cause",
        "outside",
        "small_cell",
    }
)
"""Reasons for which a case cannot fail, because what is measured does not concern it."""

WORD = Text(zh="试", en="trial")


def share(
    hits: int, misses: int, left_out: int, reason: str = "not_yet_due", better: str = "higher"
) -> Estimate:
    def describe(ev: Evidence, p: Params) -> Iterator[Described]:
        d = ev.service_delivery
        yield Share("x", Rows(d, excluded={reason: d.first_time_right}), d.met, by=("site_id",))

    def line(met: bool | None, out: bool) -> Line:
        return {"episode_id": "e", "met": met, "first_time_right": out, "site_id": "A"}

    rows = [
        *times(hits, line(True, False)),
        *times(misses, line(False, False)),
        *times(left_out, line(True, True)),
    ]
    measure = dataclasses.replace(
        MEASURES["M-G3-RFT"],
        id="M-TRIAL",
        needs={"service_delivery": ("met",)},
        results={"x": WORD},
        excludes={reason: WORD},
        headline="x",
        better=better,
        describe=describe,
    )
    found = run(measure, evidence_of(service_delivery=rows), {}, RULES)
    assert [one.flags for one in found.estimates if one.key] == [()]
    return the(found, "x")


@pytest.mark.parametrize(
    ("left_out", "better", "value"),
    [(4, "higher", None), (5, "higher", "73.2%"), (5, "lower", "85.4%"), (5, "none", None)],
)
def test_more_than_a_tenth_left_out_is_counted_as_failures(
    left_out: int, better: str, value: str | None
) -> None:
    # 30 of 36 met; 4 of 40 left out are a tenth, 5 of 41 more than that: 30/41, or 35/41 where a hit is the failure.
    found = share(30, 6, left_out, better=better)
    assert found.value == pytest.approx(30 / 36)
    assert [(one.code, dict(one.params)) for one in found.flags] == (
        [] if value is None else [("M-IF-FAILED", {"count": 5, "total": 41, "value": value})]
    )


def test_a_case_that_the_question_does_not_concern_is_no_failure() -> None:
    assert share(30, 6, 30, reason="no_failure").flags == ()


def test_a_figure_that_is_not_scored_has_no_unfavourable_reading() -> None:
    assert share(10, 6, 10).flags == ()


def test_unknown_cases_count_among_all() -> None:
    assert might_have_failed({"not_yet_due": 11, "outside": 500}, 99) is None
    assert might_have_failed({"not_yet_due": 6, "due_moved": 6, "outside": 500}, 99) == 12
    assert might_have_failed({}, 0) is None


def test_every_reason_for_leaving_out_a_case_says_whether_it_might_have_failed() -> None:
    assert not MIGHT_HAVE_FAILED & CONCERNS_ANOTHER
    assert {
        reason for one in MEASURES.values() for reason in one.excludes
    } == MIGHT_HAVE_FAILED | CONCERNS_ANOTHER
