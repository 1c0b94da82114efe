"""Every kind of item, judged: states, scores, verdicts, reasons and the arithmetic."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from audit.criteria.scheme import ItemChange
from audit.engagement import NotApplicable
from audit.findings import messages
from audit.result import ItemFinding, MetricPart
from audit.text import Message, Text, message
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


def english(messages: tuple[Message, ...]) -> list[str]:
    return [
        one.in_("en", show=lambda value: f"{value:g}" if isinstance(value, float) else str(value))
        for one in messages
    ]


def test_a_figure_decides_and_its_arithmetic_is_kept() -> None:
    found = judged(item(), measurement=measured(figure(0.7, 0.62, 0.77)))
    assert (found.state, found.verdict, found.counts) == ("scored", "conform", True)
    assert (found.score, found.low, found.high) == (70.0, 62.0, 77.0)
    assert (found.evidence_grade, found.proposed, found.reasons) == ("B", None, ())
    assert english(tuple(step.message for step in found.steps)) == [
        "M-X · x = 0.7, 95% interval 0.62 to 0.77 (wilson), n = 100",
        "function share: the share times 100; origin D",
        "100 × 0.7 = 70; ends of the interval: 0.62 → 62, 0.77 → 77",
        "score of the metric 70, bounds 62 to 77",
        "verdict: conform. The score is 60 or more",
    ]
    assert [step.value for step in found.steps] == [0.7, None, 70.0, 70.0, None]


def test_the_arithmetic_reads_in_chinese() -> None:
    found = judged(item(), measurement=measured(figure(0.5, 0.45, None)))
    assert [step.message.in_("zh") for step in found.steps] == [
        "M-X · x = 0.5，95% 置信区间 [0.45, 无法估计]（wilson），n = 100",
        "评分函数 share：占比乘以 100；来源 D",
        "100 × 0.5 = 50；区间两端：0.45 → 45, ∞ → 100",
        "测量得分 50.0，区间 [45.0, 100.0]",
        "判定：无法判定。得分低于 60 分，但区间有利端达到 60 分，样本不足以判定",
    ]


def test_a_missed_requirement_proposes_its_severity_and_a_partial_one_a_grade_lower() -> None:
    missed = judged(item(), measurement=measured(figure(0.2, 0.1, 0.3)))
    partial = judged(item(), measurement=measured(figure(0.5, 0.45, 0.55)))
    assert (missed.verdict, missed.proposed) == ("nonconform", "major")
    assert (partial.verdict, partial.proposed) == ("partial", "minor")


def test_a_sample_that_may_meet_the_threshold_decides_nothing_and_a_complete_file_does() -> None:
    estimate = figure(0.55, 0.45, 0.65)
    sample, census = (
        judged(item(), measurement=measured(estimate)),
        judged(item(), measurement=measured(estimate, census=True)),
    )
    assert (sample.verdict, sample.proposed) == ("inconclusive", None)
    assert (census.verdict, census.proposed) == ("partial", "minor")


def test_a_flag_of_the_figure_can_make_an_item_critical() -> None:
    flag = message("M-LAW", zh="由法律规定", en="set by law")()
    by_law = figure(0.7, 0.59, 0.8).model_copy(update={"flags": (flag,)})
    escalating = item(escalate={"when": "M-LAW", "to": "critical"})
    own = judged(escalating, measurement=measured(figure(0.7, 0.59, 0.8)))
    law = judged(escalating, measurement=measured(by_law))
    assert (own.verdict, own.severity, own.reasons) == ("conform", None, ())
    assert (law.verdict, law.severity) == ("inconclusive", "critical")
    assert english(law.reasons) == [
        "a standard that law or safety sets is missed or undecided, so the item counts as critical"
    ]
    missed = judged(
        escalating, measurement=measured(by_law.model_copy(update={"value": 0.2, "interval": None}))
    )
    assert (missed.verdict, missed.proposed) == ("nonconform", "critical")


def test_a_critical_item_needs_the_unfavourable_end_too() -> None:
    critical = item(severity="critical")
    assert judged(critical, measurement=measured(figure(0.7, 0.60, 0.8))).verdict == "conform"
    assert judged(critical, measurement=measured(figure(0.7, 0.59, 0.8))).verdict == "inconclusive"


def test_a_critical_item_is_decided_by_its_worst_row() -> None:
    judge = {**BY_MEASURE, "measure": {"id": "M-X", "result": "x", "pool": "mean"}}
    rows = [figure(0.9, 0.8, 1.0, key={"standard": "s1"}), figure(0.3, 0.2, 0.4, key={"standard": "s2"})]
    usual = judged(item(judge=judge), measurement=measured(*rows, census=True))
    critical = judged(item(judge=judge, severity="critical"), measurement=measured(*rows, census=True))
    assert (usual.score, usual.verdict) == (60.0, "conform")
    assert (critical.score, critical.verdict, critical.proposed) == (60.0, "nonconform", "critical")
    assert english(tuple(step.message for step in critical.steps))[3:] == [
        "standard=s1: 100 × 0.9 = 90; bounds 80 to 100",
        "standard=s2: 100 × 0.3 = 30; bounds 20 to 40",
        "2 rows together, the mean of the rows' scores: (90 + 30) ÷ 2",
        "score of the metric 60, bounds 50 to 70",
        "a critical item is decided by the worst row: 30, bounds 20 to 40",
        "verdict: nonconform. The score is under 40",
    ]


@pytest.mark.parametrize(
    ("weights", "score", "rows"),
    [
        (
            (60.0, 40.0),
            74.0,
            [
                "standard=s1: 100 × 0.9 = 90; bounds 90 to 90; weight 60",
                "standard=s2: 100 × 0.5 = 50; bounds 50 to 50; weight 40",
                "2 rows together, the weighted mean of the rows' scores: (60 × 90 + 40 × 50) ÷ 100",
            ],
        ),
        (
            (60.0, None),
            70.0,
            [
                "standard=s1: 100 × 0.9 = 90; bounds 90 to 90; weight 1",
                "standard=s2: 100 × 0.5 = 50; bounds 50 to 50; weight 1",
                "2 rows together, the weighted mean of the rows' scores: (90 + 50) ÷ 2",
                "not every row has a weight of its own: all weigh the same",
            ],
        ),
    ],
)
def test_the_weights_of_the_rows_are_told(
    weights: tuple[float, float | None], score: float, rows: list[str]
) -> None:
    judge = {**BY_MEASURE, "measure": {"id": "M-X", "result": "x", "pool": "weighted"}}
    names = {"s1": 0.9, "s2": 0.5}
    estimates = [
        figure(value, key={"standard": name}, weight=weight)
        for (name, value), weight in zip(names.items(), weights, strict=True)
    ]
    found = judged(item(judge=judge), measurement=measured(*estimates))
    assert found.score == score
    assert english(tuple(step.message for step in found.steps))[3:-2] == rows


def test_an_indicative_figure_is_shown_and_does_not_count() -> None:
    found = judged(item(), measurement=measured(figure(0.9, 0.8, 1.0, n=12, sufficiency="indicative")))
    assert (found.state, found.score, found.counts) == ("scored", 90.0, False)
    assert (found.verdict, found.proposed) == ("inconclusive", None)
    assert english(found.reasons) == ["M-X: few cases, indicative only"]


def test_a_rating_stands_in_for_a_figure_that_cannot_be_scored() -> None:
    indicative = measured(figure(0.9, 0.8, 1.0, n=12, sufficiency="indicative"))
    found = judged(item(), measurement=indicative, ratings=(rating(3),))
    assert (found.score, found.verdict, found.counts) == (60.0, "conform", True)
    assert codes(found.reasons) == ["J-NOT-ENOUGH", "J-STANDS-IN"]
    assert found.metric
    assert found.metric.sufficiency == "indicative"


def test_a_rating_beside_a_sufficient_figure_decides_nothing() -> None:
    found = judged(item(), measurement=measured(figure(0.7)), ratings=(rating(0),))
    assert (found.score, found.verdict) == (70.0, "conform")
    assert codes(found.reasons) == ["J-RATING-BESIDE", "F-DISAGREE"]


@pytest.mark.parametrize(
    ("measurement", "expected"),
    [
        (None, ["J-NOT-MEASURED"]),
        (measured(), ["J-NO-FIGURE"]),
        (measured(reason=GATE), ["G-TRIAL"]),
        (measured(figure(0.4, n=3, sufficiency="insufficient", reason=GATE)), ["G-TRIAL", "J-NOT-ENOUGH"]),
        (measured(figure(None, sufficiency="suppressed")), ["J-NOT-ENOUGH"]),
    ],
)
def test_what_cannot_be_measured_is_not_evidenced_and_never_zero(
    measurement: Any, expected: list[str]
) -> None:
    found = judged(item(), measurement=measurement)
    assert (found.state, found.score, found.verdict, found.counts) == ("not_evidenced", None, None, False)
    assert codes(found.reasons) == expected


def test_a_gated_figure_is_shown_and_not_scored() -> None:
    found = judged(item(), measurement=measured(figure(0.9, 0.8, 1.0), notes=(GATE,)))
    assert (found.state, found.score, found.reasons) == ("not_evidenced", None, (GATE,))
    assert found.metric
    assert (found.metric.gate, found.metric.score, found.metric.estimates[0].value) == (GATE, None, 0.9)
    assert codes(tuple(step.message for step in found.steps)) == ["J-FIGURE"]


def test_a_cap_keeps_the_score_under_the_threshold_and_says_why() -> None:
    cap = message("C-TRIAL", zh="试验用上限", en="a cap for trial")()
    found = judged(item(), measurement=measured(figure(0.9, 0.55, 1.0), notes=(cap,)))
    assert (found.state, found.score, found.low, found.high) == ("scored", 59.0, 55.0, 59.0)
    assert (found.verdict, found.reasons) == ("partial", (cap,))
    assert english(tuple(step.message for step in found.steps[3:6])) == [
        "score of the metric 90, bounds 55 to 100",
        "a cap for trial",
        "the score is therefore capped at 59: 59, bounds 55 to 59",
    ]
    low = judged(item(), measurement=measured(figure(0.3, 0.2, 0.4), notes=(cap,)))
    assert low.score == 30.0


@pytest.mark.parametrize(
    ("where", "score", "said"),
    [
        ({}, 59.0, ["XX-A01", "XX-A02"]),
        ({"item_id": ["XX-A02"]}, 59.0, ["XX-A02"]),
        ({"item_id": "this_item"}, 59.0, ["XX-A01"]),
        ({"item_id": ["XX-A03"]}, 90.0, []),
    ],
)
def test_a_cap_that_names_a_row_holds_for_the_items_that_pick_it(
    where: dict[str, Any], score: float, said: list[str]
) -> None:
    cap = message("C-TRIAL", zh="{item_id} 的试验用上限", en="a cap for trial of {item_id}")
    names = ("XX-A01", "XX-A02")
    rows = [figure(0.9), *(figure(0.9, key={"item_id": name}) for name in (*names, "XX-A03"))]
    judge = {**BY_MEASURE, "measure": {"id": "M-X", "result": "x", "where": where}}
    measurement = measured(*rows, notes=tuple(cap(item_id=name) for name in names))
    found = judged(item(judge=judge), measurement=measurement)
    assert (found.score, [one.params["item_id"] for one in found.reasons]) == (score, said)
    told = [step.message.params["item_id"] for step in found.steps if step.message.code == "C-TRIAL"]
    assert told == said


@pytest.mark.parametrize(
    ("function", "expected"), [({"up": [0, 72]}, (100, 50)), ({"down": [1, 73]}, (0, 0))]
)
def test_a_time_that_was_not_reached_counts_as_infinitely_long(
    function: dict[str, Any], expected: tuple[float, float]
) -> None:
    judge = {**BY_MEASURE, "score": {**function, "origin": "D"}}
    reached = figure(None, 36.0, None, kind="quantile", unit="h", beyond=True)
    found = judged(item(judge=judge), measurement=measured(reached))
    assert (found.state, found.score, found.low) == ("scored", *expected)
    assert english((found.steps[0].message,)) == [
        "M-X · x = not reached, 95% interval 36 to not estimable (wilson), n = 100"
    ]


def test_a_required_share_that_nobody_declared_is_a_default() -> None:
    target = {"target": {"from": "service_standards.required_share", "else": 0.9}, "origin": "S"}
    judge = {**BY_MEASURE, "score": target}
    own = figure(0.8, declared={"service_standards.required_share": 0.8})
    declared, default = (judged(item(judge=judge), measurement=measured(one)) for one in (own, figure(0.9)))
    assert declared.metric
    assert (declared.score, declared.metric.thresholds, declared.metric.origin) == (60.0, (0.8,), "S")
    assert default.metric
    assert (default.score, default.metric.thresholds, default.metric.origin) == (60.0, (0.9,), "D")


# Ratings.


def test_a_rating_gives_twenty_points_a_level() -> None:
    found = judged(item(judge=BY_RATING), ratings=(rating(2, self_level=4),))
    assert (found.score, found.low, found.high) == (40.0, 40.0, 40.0)
    assert (found.verdict, found.proposed, found.evidence_grade) == ("partial", "minor", None)
    assert found.rating
    assert (found.rating.level, found.rating.self_level, found.rating.at) == (2, 4, "2026-10-01")
    assert english(tuple(step.message for step in found.steps)) == [
        "rating 2 × 20 = 40 (r-lee, 2026-10-01, document review)",
        "verdict: partial. The score lies from 40 to under 60",
    ]


def test_without_a_rating_the_item_is_not_evidenced() -> None:
    found = judged(item(judge=BY_RATING))
    assert found.state == "not_evidenced"
    assert english(found.reasons) == ["no reviewer has rated it yet (document review, interview)"]


def test_a_figure_is_shown_beside_a_rating_and_not_scored() -> None:
    judge = {**BY_RATING, "shows": {"id": "M-X", "result": "x"}}
    rows = [
        figure(None, category="keep", key={"item": "i1"}),
        figure(None, category="low", key={"item": "i2"}),
    ]
    found = judged(item(judge=judge), measurement=measured(*rows), ratings=(rating(4),))
    assert (found.score, found.evidence_grade) == (80.0, None)
    assert found.metric
    assert (found.metric.estimates, found.metric.score, found.metric.function) == (tuple(rows), None, None)


def test_the_figure_beside_a_rating_is_shown_while_the_rating_is_missing() -> None:
    judge = {**BY_RATING, "shows": {"id": "M-X", "result": "x"}}
    estimate = figure(0.7, 0.62, 0.77)
    found = judged(item(judge=judge), measurement=measured(estimate))
    assert (found.state, found.score, found.evidence_grade) == ("not_evidenced", None, None)
    assert found.metric == MetricPart(
        measure="M-X",
        result="x",
        pool="headline",
        estimates=(estimate,),
        function=None,
        sufficiency="enough",
    )
    assert codes(found.reasons) == ["J-NO-RATING"]


def test_an_expired_rating_does_not_count_and_is_said() -> None:
    lasting = judged(item(judge=BY_RATING), ratings=(rating(3, expires=dt.date(2026, 10, 15)),))
    expired = judged(item(judge=BY_RATING), ratings=(rating(3, expires=dt.date(2026, 10, 14)),))
    assert lasting.state == "scored"
    assert (expired.state, expired.rating) == ("not_evidenced", None)
    assert codes(expired.reasons) == ["J-EXPIRED", "J-NO-RATING"]


def test_the_lowest_site_speaks_for_the_item() -> None:
    found = judged(
        item(judge=BY_RATING),
        ratings=(rating(4, site="north"), rating(1, site="south"), rating(3, site="west")),
    )
    assert (found.score, found.verdict) == (20.0, "nonconform")
    assert english(found.reasons) == [
        "rated site by site; the lowest counts: south, level 1 (sites rated: 3)"
    ]


def test_a_rating_of_the_whole_comes_before_those_of_sites() -> None:
    found = judged(item(judge=BY_RATING), ratings=(rating(1, site="north"), rating(3)))
    assert found.score == 60.0
    assert english(found.reasons) == [
        "the rating of the whole counts; ratings of single sites that are not used: 1"
    ]


def test_oral_evidence_is_shown_and_does_not_count() -> None:
    talk = rating(1, method="interview", evidence=())
    found = judged(item(judge=BY_RATING), ratings=(talk,))
    assert (found.state, found.score, found.verdict) == ("scored", 20.0, "nonconform")
    assert (found.evidence_grade, found.counts, found.proposed) == ("D", False, None)
    assert codes(found.reasons) == ["J-ORAL"]


@pytest.mark.parametrize(("grade", "shown"), [("A", "B"), ("B", "B"), ("C", "C")])
def test_what_cannot_be_observed_is_of_grade_b_at_best(grade: str, shown: str) -> None:
    unobserved = message("B-TRIAL", zh="试验：无从观察", en="not observed, for trial")()
    measurement = measured(figure(0.7, 0.6, 0.8), tables={"complaints": "0" * 64}, notes=(unobserved,))
    found = judged(item(), measurement=measurement, manifest=manifest(complaints=grade))
    assert found.evidence_grade == shown


def test_the_worst_table_gives_the_evidence_grade() -> None:
    tables = {"complaints": "0" * 64, "contacts_volume": "1" * 64, "not_in_the_manifest": "2" * 64}
    measurement = measured(figure(0.7), tables=tables)
    c = judged(item(), measurement=measurement, manifest=manifest(contacts_volume="C"))
    d = judged(item(), measurement=measurement, manifest=manifest(contacts_volume="D"))
    assert (c.evidence_grade, c.counts) == ("C", True)
    assert (d.evidence_grade, d.counts, d.score) == ("D", False, 70.0)


# Metric and rating together.

WIDE = measured(figure(0.8, 0.7, 0.9))


@pytest.mark.parametrize(
    ("combine", "level", "expected"),
    [
        ("lower", 3, (60.0, 60.0, 60.0)),
        ("lower", 4, (80.0, 70.0, 80.0)),
        ("lower", 5, (80.0, 70.0, 90.0)),
        ("measure_else_rating", 0, (80.0, 70.0, 90.0)),
        ({"mean": [0.6, 0.4]}, 2, (64.0, 58.0, 70.0)),
        ({"cap": 59, "unless_rating": 3}, 2, (59.0, 59.0, 59.0)),
        ({"cap": 59, "unless_rating": 3}, 3, (80.0, 70.0, 90.0)),
    ],
)
def test_a_combination_applies_to_the_score_and_its_bounds_alike(
    combine: Any, level: int, expected: tuple[float, float, float]
) -> None:
    found = judged(item(judge=by_both(combine)), measurement=WIDE, ratings=(rating(level),))
    assert (found.score, found.low, found.high) == expected


CAP = {"cap": 59, "unless_rating": 3}
UNTIL = "Until the rating reaches 3, the score is held at 59: "


@pytest.mark.parametrize(
    ("combine", "measurement", "level", "expected", "value"),
    [
        ("lower", WIDE, 2, "The lower of metric and rating counts: min(80, 40) = 40; bounds 40 to 40", 40.0),
        (
            {"mean": [0.6, 0.4]},
            WIDE,
            2,
            "The score is 0.6 of the metric's and 0.4 of the rating's: 0.6 × 80 + 0.4 × 40 = 64; bounds 58 to 70",
            64.0,
        ),
        (CAP, WIDE, None, f"{UNTIL}min(80, 59) = 59; bounds 59 to 59", 59.0),
        (CAP, WIDE, 2, f"{UNTIL}min(80, 59) = 59; bounds 59 to 59", 59.0),
        (CAP, WIDE, 3, f"{UNTIL}3 ≥ 3 → 80; bounds 70 to 90", 80.0),
        # The rating alone, where the metric may not be scored.
        (CAP, measured(), 2, f"{UNTIL}min(40, 59) = 40; bounds 40 to 40", 40.0),
        (CAP, measured(), 4, f"{UNTIL}4 ≥ 3 → 80; bounds 80 to 80", 80.0),
    ],
)
def test_a_combination_is_told_before_the_verdict(
    combine: Any, measurement: Any, level: int | None, expected: str, value: float
) -> None:
    ratings = () if level is None else (rating(level),)
    found = judged(item(judge=by_both(combine)), measurement=measurement, ratings=ratings)
    assert english((found.steps[-2].message,)) == [expected]
    assert (found.score, found.steps[-2].value) == (value, value)
    told = {"J-FIGURE": bool(measurement.estimates), "J-RATING": level is not None}
    assert {code: code in codes(tuple(one.message for one in found.steps)) for code in told} == told


def test_a_rating_that_stands_in_is_told_after_the_figure_that_it_replaces() -> None:
    few = measured(figure(0.9, 0.8, 1.0, n=12, sufficiency="indicative"))
    found = judged(item(), measurement=few, ratings=(rating(3),))
    assert english(tuple(step.message for step in found.steps)) == [
        "M-X · x = 0.9, 95% interval 0.8 to 1 (wilson), n = 12",
        "function share: the share times 100; origin D",
        "100 × 0.9 = 90; ends of the interval: 0.8 → 80, 1 → 100",
        "score of the metric 90, bounds 80 to 100",
        "rating 3 × 20 = 60 (r-lee, 2026-10-01, document review)",
        "verdict: conform. The score is 60 or more",
    ]


def test_the_grade_of_the_tables_stands_with_a_figure_that_could_not_be_scored() -> None:
    found = judged(item(), measurement=measured(figure(0.4, n=3, sufficiency="insufficient")))
    assert (found.state, found.evidence_grade) == ("not_evidenced", "B")


@pytest.mark.parametrize(
    ("combine", "state", "score"),
    [
        ("lower", "not_evidenced", None),
        ("measure_else_rating", "scored", 80.0),
        ({"mean": [0.6, 0.4]}, "not_evidenced", None),
        ({"cap": 59, "unless_rating": 3}, "scored", 59.0),
    ],
)
def test_without_a_rating(combine: Any, state: str, score: float | None) -> None:
    found = judged(item(judge=by_both(combine)), measurement=WIDE)
    assert (found.state, found.score) == (state, score)
    assert ("J-NO-RATING" in codes(found.reasons)) == (combine != "measure_else_rating")


@pytest.mark.parametrize("combine", ["lower", {"mean": [0.6, 0.4]}])
def test_a_metric_that_waits_for_its_rating_is_shown_with_the_grade_of_its_tables(combine: Any) -> None:
    # No score rests on it: tables of grade D do not make the item one of talk alone.
    found = judged(item(judge=by_both(combine)), measurement=WIDE, manifest=manifest(complaints="D"))
    assert (found.state, found.evidence_grade, codes(found.reasons)) == (
        "not_evidenced",
        "D",
        ["J-NO-RATING"],
    )
    assert found.metric
    assert (found.metric.score, found.metric.low, found.metric.high) == (80.0, 70.0, 90.0)


def test_a_clear_miss_is_not_hidden_by_leaving_the_rating_out() -> None:
    found = judged(item(judge=by_both("lower")), measurement=measured(figure(0.3, 0.2, 0.4)))
    assert (found.state, found.score, found.verdict, found.proposed) == (
        "scored",
        30.0,
        "nonconform",
        "major",
    )
    assert codes(found.reasons) == ["J-NO-RATING", "J-ONLY-LOWER"]


def test_what_a_sample_leaves_open_a_complete_file_misses_clearly() -> None:
    estimate = figure(0.5, 0.45, 0.65)
    sample = judged(item(judge=by_both("lower")), measurement=measured(estimate))
    census = judged(item(judge=by_both("lower")), measurement=measured(estimate, census=True))
    assert (sample.state, codes(sample.reasons)) == ("not_evidenced", ["J-NO-RATING"])
    assert (census.score, census.verdict, census.proposed) == (50.0, "partial", "minor")
    assert codes(census.reasons) == ["J-NO-RATING", "J-ONLY-LOWER"]


@pytest.mark.parametrize(
    ("combine", "score"),
    [
        ("lower", 40.0),
        ("measure_else_rating", 40.0),
        ({"mean": [0.6, 0.4]}, 40.0),
        ({"cap": 30, "unless_rating": 3}, 30.0),
    ],
)
def test_the_rating_stands_in_for_a_metric_that_cannot_be_scored(combine: Any, score: float) -> None:
    found = judged(item(judge=by_both(combine)), measurement=measured(), ratings=(rating(2),))
    assert (found.state, found.score, found.counts) == ("scored", score, True)
    assert codes(found.reasons) == ["J-NO-FIGURE", "J-STANDS-IN"]


@pytest.mark.parametrize(
    ("level", "score", "verdict", "proposed"),
    [
        (2, 40.0, "partial", "major"),
        (3, 60.0, "conform", None),
        (4, 80.0, "conform", None),
    ],
)
def test_a_rating_that_stands_in_and_reaches_its_level_is_judged_without_the_cap(
    level: int, score: float, verdict: str, proposed: str | None
) -> None:
    critical = item(severity="critical", judge=by_both(CAP))
    found = judged(critical, measurement=measured(), ratings=(rating(level),))
    assert (found.score, found.low, found.high) == (score, score, score)
    assert (found.verdict, found.proposed, found.counts) == (verdict, proposed, True)


def test_with_neither_part_the_item_is_not_evidenced() -> None:
    found = judged(item(judge=by_both("measure_else_rating")), measurement=measured())
    assert (found.state, codes(found.reasons)) == ("not_evidenced", ["J-NO-FIGURE", "J-NO-RATING"])


# Binary items, declarations and overrides.

BINARY = item(severity="critical", binary=True, judge=by_both({"cap": 59, "unless_rating": 3}))


def test_a_binary_item_conforms_when_all_is_there_and_its_content_was_read() -> None:
    found = judged(BINARY, measurement=measured(figure(1.0, n=3), census=True), ratings=(rating(3),))
    assert (found.score, found.verdict, found.proposed) == (100.0, "conform", None)


def test_one_missing_case_breaks_a_binary_item() -> None:
    found = judged(BINARY, measurement=measured(figure(2 / 3, n=3), census=True), ratings=(rating(4),))
    assert (found.score, found.verdict, found.proposed) == (66.666666667, "nonconform", "critical")


def test_a_binary_item_that_nobody_read_is_left_open() -> None:
    found = judged(BINARY, measurement=measured(figure(1.0, n=3), census=True))
    assert (found.score, found.verdict, found.proposed) == (59.0, "inconclusive", None)


@pytest.mark.parametrize(
    ("value", "level", "score", "verdict", "proposed"),
    [
        (0, 4, 59.0, "partial", "minor"),  # no case, but held under the threshold
        (0, 2, 40.0, "nonconform", "major"),
        (1, 4, 0.0, "nonconform", "major"),
        (0, None, 59.0, "inconclusive", None),
    ],
)
def test_a_cap_is_no_case_against_a_binary_item(
    value: float, level: int | None, score: float, verdict: str, proposed: str | None
) -> None:
    cap = message("C-TRIAL", zh="试验用上限", en="a cap for trial")()
    judge = by_both("lower") | {"score": {"steps": [[0, 100], [1, 0]], "origin": "D"}}
    ratings = () if level is None else (rating(level),)
    binary = item(binary=True, judge=judge)
    found = judged(binary, measurement=measured(figure(value, n=40), notes=(cap,)), ratings=ratings)
    assert (found.score, found.verdict, found.proposed) == (score, verdict, proposed)


def test_in_a_small_file_one_case_breaks_a_binary_item_and_none_proves_nothing() -> None:
    binary = item(binary=True)
    broken = judged(binary, measurement=measured(figure(0.9, n=10, sufficiency="indicative")))
    kept = judged(binary, measurement=measured(figure(1.0, n=10, sufficiency="indicative")))
    assert (broken.verdict, broken.proposed, broken.counts) == ("nonconform", "major", False)
    assert (kept.verdict, kept.proposed, kept.counts) == ("inconclusive", None, False)


@pytest.mark.parametrize(("level", "verdict", "proposed"), [(3, "conform", None), (2, "nonconform", "major")])
def test_a_binary_item_of_rating_alone_is_kept_from_level_three_on(
    level: int, verdict: str, proposed: str | None
) -> None:
    found = judged(item(binary=True, judge=BY_RATING), ratings=(rating(level),))
    assert (found.score, found.verdict, found.proposed) == (20.0 * level, verdict, proposed)


def test_what_the_scheme_leaves_out_is_not_assessed_and_says_why() -> None:
    reason = Text(zh="另行审查", en="audited elsewhere")
    scheme = SCHEME.model_copy(update={"items": {"XX-A01": ItemChange(out=reason)}})
    assert judged(item(), measurement=WIDE, scheme=scheme) == ItemFinding(
        item="XX-A01", state="not_assessed", reasons=(messages.LEFT_OUT_BY_SCHEME(reason=reason),)
    )
    assert judged(item("XX-A02"), measurement=WIDE, scheme=scheme).state == "scored"


def test_an_extended_item_is_not_assessed_where_the_scheme_takes_the_core_alone() -> None:
    core = SCHEME.model_copy(update={"tier": "core"})
    assert judged(item(tier="extended"), measurement=WIDE, scheme=core) == ItemFinding(
        item="XX-A01", state="not_assessed", reasons=(messages.OUT_OF_TIER(),)
    )
    assert judged(item(tier="extended"), measurement=WIDE).state == "scored"
    assert judged(item(), measurement=WIDE, scheme=core).state == "scored"


def test_what_does_not_apply_leaves_a_reason_and_a_name() -> None:
    declared = NotApplicable(item="XX-A01", reason=Text(zh="无担保", en="no guarantee"), approved_by="r-lee")
    found = judged(item(), measurement=WIDE, not_applicable=declared, override=override(10))
    assert (found.state, found.score, found.verdict, found.metric) == ("not_applicable", None, None, None)
    assert english(found.reasons) == [
        "not applicable: no guarantee (approved by r-lee)",
        "a rating or an override is on record and not used: the item does not apply",
    ]
    assert codes(judged(item(), not_applicable=declared).reasons) == ["J-NOT-APPLICABLE"]


def test_an_override_keeps_the_old_score() -> None:
    found = judged(item(), measurement=WIDE, override=override(60))
    assert (found.score, found.low, found.high, found.verdict) == (60.0, 60.0, 60.0, "conform")
    assert found.override
    assert (found.override.score_before, found.override.score, found.override.at) == (
        80.0,
        60.0,
        "2026-10-02",
    )
    assert found.reasons == ()
    assert english((found.steps[-2].message,)) == [
        "r-lee changed the score from 80 to 60 on 2026-10-02: Other evidence."
    ]


def test_a_large_override_needs_the_technical_reviewers_sight() -> None:
    found = judged(item(), measurement=WIDE, override=override(59.9))
    assert (found.verdict, found.proposed) == ("partial", "minor")
    assert english(found.reasons) == [
        (
            "a change by 20.1 points is more than 20 and has to be seen by the technical reviewer; the new score is counted, "
            "and gives way to 80 if the technical reviewer does not agree"
        )
    ]


def test_an_override_leaves_the_reasons_that_were_there() -> None:
    found = judged(item(), measurement=WIDE, ratings=(rating(0),), override=override(40))
    assert english(found.reasons) == [
        *english((messages.RATING_BESIDE(),)),
        *english((messages.DISAGREE(level=0, score=80.0, rule=messages.FIGURE_COUNTS),)),
        (
            "a change by 40 points is more than 20 and has to be seen by the technical reviewer; the new score is counted, "
            "and gives way to 80 if the technical reviewer does not agree"
        ),
    ]


def test_an_override_makes_no_evidence() -> None:
    found = judged(item(), override=override(70))
    assert (found.state, found.score, found.override) == ("not_evidenced", None, None)
    assert english(found.reasons)[-1] == (
        "there is no score to change: an item without evidence cannot be overridden, rate it first"
    )


def test_a_standard_of_law_that_is_met_does_not_make_an_own_one_that_is_missed_critical() -> None:
    flag = message("M-LAW", zh="由法律规定", en="set by law")()
    law = figure(0.99, 0.97, 1.0).model_copy(update={"key": {"s": "law"}, "flags": (flag,)})
    own = figure(0.2, 0.1, 0.3).model_copy(update={"key": {"s": "own"}})
    escalating = item(
        escalate={"when": "M-LAW", "to": "critical"},
        judge={**BY_MEASURE, "measure": {"id": "M-X", "result": "x", "pool": "worst"}},
    )
    found = judged(escalating, measurement=measured(law, own))
    assert (found.verdict, found.severity, found.proposed) == ("nonconform", None, "major")


def test_an_override_decides_a_binary_item_too() -> None:
    broken = measured(figure(2 / 3, n=3), census=True)
    assert judged(BINARY, measurement=broken, override=override(60)).verdict == "conform"
    assert judged(BINARY, measurement=broken, override=override(59)).verdict == "nonconform"


def test_a_rating_on_talk_alone_takes_nothing_away_from_a_metric_that_counts_without_it() -> None:
    talk = rating(5, method="interview", evidence=[])
    either = item(judge=by_both({"cap": 59, "unless_rating": 3}, method=["document", "interview"]))
    found = judged(either, measurement=measured(figure(0.9, 0.8, 1.0)), ratings=(talk,))
    assert (found.score, found.counts, found.evidence_grade) == (59.0, True, "B")
    assert codes(found.reasons) == ["J-ORAL-UNUSED"]
    assert found.rating is not None
    assert found.rating.level == 5


@pytest.mark.parametrize("judge", [BY_MEASURE, by_both("lower"), by_both({"cap": 59, "unless_rating": 3})])
def test_a_case_in_a_small_file_is_not_rated_away(judge: dict[str, Any]) -> None:
    few = figure(0.9, 0.6, 1.0, n=10, sufficiency="indicative")
    found = judged(item(binary=True, judge=judge), measurement=measured(few), ratings=(rating(5),))
    assert (found.verdict, found.proposed, found.counts) == ("nonconform", "major", False)
    assert codes(found.reasons)[-2:] == ["J-CASE-STANDS", "F-DISAGREE"]


@pytest.mark.parametrize("judge", [BY_MEASURE, by_both("lower"), by_both(CAP)])
@pytest.mark.parametrize(("level", "verdict", "proposed"), [(3, "conform", None), (2, "nonconform", "major")])
def test_a_small_file_without_a_case_leaves_a_binary_item_to_the_rating(
    judge: dict[str, Any], level: int, verdict: str, proposed: str | None
) -> None:
    few = figure(1.0, 0.7, 1.0, n=10, sufficiency="indicative")
    found = judged(item(binary=True, judge=judge), measurement=measured(few), ratings=(rating(level),))
    assert (found.score, found.low, found.high) == (20.0 * level, 20.0 * level, 20.0 * level)
    assert (found.verdict, found.proposed, found.counts) == (verdict, proposed, True)
    assert codes(found.reasons) == ["J-NOT-ENOUGH", "J-STANDS-IN"]
