"""A standard that law or safety sets, missed or left open, raises the severity of its item; nothing else does."""

from __future__ import annotations

from typing import Any

import pytest

from audit.result import Estimate, ItemFinding, Measurement
from audit.text import message
from tests.findings.factory import (
    BY_MEASURE,
    BY_RATING,
    GATE,
    SCHEME,
    by_both,
    codes,
    figure,
    item,
    judged,
    manifest,
    measured,
    override,
    rating,
)

LAW = message("M-LAW", zh="由法律规定", en="set by law")()
OTHER = message("M-OTHER", zh="另一说明", en="another remark")()
ESCALATE = {"when": "M-LAW", "to": "critical"}
ROWS = {**BY_MEASURE, "measure": {"id": "M-X", "result": "x", "pool": "mean"}}


def by_law(value: float, low: float, high: float, **changes: Any) -> Estimate:
    return figure(value, low, high, key={"s": "law"}, flags=(OTHER, LAW), **changes)


def own(value: float, low: float, high: float, **changes: Any) -> Estimate:
    return figure(value, low, high, key={"s": "own"}, flags=(OTHER,), **changes)


def found(*rows: Estimate, census: bool = False, judge: Any = ROWS, **evidence: Any) -> ItemFinding:
    one = item(judge=judge, escalate=ESCALATE)
    return judged(one, measurement=measured(*rows, census=census), **evidence)


def told(one: ItemFinding) -> tuple[Any, ...]:
    return one.verdict, one.severity, one.proposed, codes(one.reasons)


def unescalated(*rows: Estimate, judge: Any = ROWS, **evidence: Any) -> ItemFinding:
    return judged(item(judge=judge), measurement=measured(*rows), **evidence)


def test_a_legal_row_that_is_missed_decides_by_itself_with_its_arithmetic() -> None:
    one = found(by_law(0.3, 0.2, 0.4), own(0.9, 0.85, 0.95))
    assert told(one) == ("nonconform", "critical", "critical", ["J-ESCALATED"])
    # The score stays that of all rows; only the verdict is that of the legal one.
    assert (one.score, one.low, one.high) == (60.0, 52.5, 67.5)
    plain = unescalated(by_law(0.3, 0.2, 0.4), own(0.9, 0.85, 0.95))
    assert one.steps[:-2] == plain.steps[:-1]
    assert [step.message.in_("en") for step in one.steps[-2:]] == [
        "the worst of the rows that law or safety sets: 30.0, bounds 20.0 to 40.0",
        "verdict: nonconform. The score is under 40",
    ]
    assert [step.value for step in one.steps[-2:]] == [30.0, None]


@pytest.mark.parametrize(
    ("row", "census", "expected"),
    [
        (by_law(0.5, 0.42, 0.55), False, ("partial", "critical", "critical", ["J-ESCALATED"])),
        (by_law(0.5, 0.42, 0.65), False, ("inconclusive", "critical", None, ["J-ESCALATED"])),
        # A complete file decides where a sample does not.
        (by_law(0.5, 0.42, 0.65), True, ("partial", "critical", "critical", ["J-ESCALATED"])),
        # Guarded: the unfavourable end must conform too.
        (by_law(0.7, 0.59, 0.8), False, ("inconclusive", "critical", None, ["J-ESCALATED"])),
        (by_law(0.7, 0.60, 0.8), False, ("conform", None, None, [])),
    ],
)
def test_a_legal_row_is_judged_guarded(row: Estimate, census: bool, expected: tuple[Any, ...]) -> None:
    assert told(found(row, own(1.0, 0.99, 1.0), census=census)) == expected


def test_a_legal_row_left_open_stands_back_behind_own_rows_that_are_missed() -> None:
    rows = by_law(0.5, 0.3, 0.65), own(0.1, 0.05, 0.15)
    assert found(*rows) == unescalated(*rows)
    assert told(found(*rows)) == ("nonconform", None, "major", [])


def test_of_several_legal_rows_the_worst_counts_from_the_schemes_minimum_n_on() -> None:
    least = SCHEME.minimums.share.scored
    small, large = (figure(0.1, 0.0, 0.2, key={"s": "small"}, flags=(LAW,), n=n) for n in (least - 1, least))
    assert told(found(by_law(0.95, 0.9, 1.0), own(0.9, 0.8, 1.0), small))[1] is None
    assert told(found(by_law(0.95, 0.9, 1.0), own(0.9, 0.8, 1.0), large))[:2] == ("nonconform", "critical")


@pytest.mark.parametrize(
    "rows",
    [
        (own(0.3, 0.2, 0.4),),
        (own(0.3, 0.2, 0.4), figure(0.1, 0.0, 0.2, result="y", key={"s": "law"}, flags=(LAW,))),
    ],
)
def test_without_a_legal_row_of_its_own_the_item_keeps_its_severity(rows: tuple[Estimate, ...]) -> None:
    assert found(*rows) == unescalated(*rows)


def test_only_the_legal_rows_of_the_item_itself_count_where_rows_bear_the_names_of_items() -> None:
    judge = {
        **BY_MEASURE,
        "measure": {"id": "M-X", "result": "x", "pool": "worst", "where": {"item_id": "this_item"}},
    }
    mine, other = (figure(0.3, 0.2, 0.4, key={"item_id": one}, flags=(LAW,)) for one in ("XX-A01", "XX-A02"))
    met = figure(0.9, 0.8, 1.0, key={"item_id": "XX-A01"})
    assert told(found(mine, met, judge=judge))[:2] == ("nonconform", "critical")
    assert told(found(other, met, judge=judge))[:2] == ("conform", None)


def test_a_legal_row_is_scored_on_the_scale_of_the_questionnaire() -> None:
    judge = {**ROWS, "score": {"scale": True, "origin": "D"}}
    rows = by_law(2.0, 1.6, 2.4), own(5.0, 4.8, 5.0)
    one = found(*rows, judge=judge, scale=(1.0, 5.0))
    assert told(one) == ("nonconform", "critical", "critical", ["J-ESCALATED"])
    assert (one.score, one.low, one.high) == (62.5, 55.0, 67.5)
    assert one.steps[-2].message.in_("en") == (
        "the worst of the rows that law or safety sets: 25.0, bounds 15.0 to 35.0"
    )


def test_what_a_reviewer_has_decided_stands() -> None:
    one = found(by_law(0.3, 0.2, 0.4), override=override(45))
    assert told(one) == ("partial", None, "minor", [])
    assert one.override is not None


def test_what_is_not_scored_is_not_escalated() -> None:
    gated = measured(by_law(0.3, 0.2, 0.4), notes=(GATE,))
    one = judged(item(judge=ROWS, escalate=ESCALATE), measurement=gated)
    assert (one.state, *told(one)) == ("not_evidenced", None, None, None, ["G-TRIAL"])


def test_reasons_that_were_there_follow_that_of_the_escalation() -> None:
    one = found(by_law(0.3, 0.2, 0.4), ratings=(rating(5),))
    assert codes(one.reasons) == ["J-ESCALATED", "J-RATING-BESIDE", "F-DISAGREE"]


def test_a_legal_row_raises_an_item_of_metric_and_rating_too_and_one_of_rating_alone_has_none() -> None:
    both = by_both("lower", measure={"id": "M-X", "result": "x", "pool": "mean"})
    one = found(by_law(0.3, 0.2, 0.4), judge=both, ratings=(rating(5),))
    assert told(one) == ("nonconform", "critical", "critical", ["J-ESCALATED", "F-DISAGREE"])
    legal = by_law(0.3, 0.2, 0.4)
    alone = found(legal, judge=BY_RATING, ratings=(rating(4),))
    assert alone == unescalated(legal, judge=BY_RATING, ratings=(rating(4),))


def test_without_a_measurement_nothing_is_escalated() -> None:
    measurement: Measurement | None = None
    one = judged(
        item(judge=by_both("measure_else_rating"), escalate=ESCALATE),
        measurement=measurement,
        ratings=(rating(1),),
    )
    assert told(one) == ("nonconform", None, "major", ["J-NOT-MEASURED", "J-STANDS-IN"])


def test_a_legal_row_on_evidence_of_grade_d_is_judged_and_proposes_nothing() -> None:
    one = found(by_law(0.3, 0.2, 0.4), own(0.9, 0.85, 0.95), manifest=manifest(complaints="D"))
    assert (told(one)[:3], one.evidence_grade, one.counts) == (("nonconform", "critical", None), "D", False)


def test_a_figure_behind_a_gate_raises_no_severity_of_the_rating_that_stands_in() -> None:
    gated = measured(by_law(0.3, 0.2, 0.4), notes=(GATE,))
    one = judged(item(judge=ROWS, escalate=ESCALATE), measurement=gated, ratings=(rating(4),))
    assert (one.verdict, one.severity, one.proposed) == ("conform", None, None)
