"""Nonconformities raised once, gates, and the recommendation that they allow."""

from __future__ import annotations

from typing import Any

import pytest

from audit.criteria.item import Item
from audit.findings.conclusion import raised, recommend
from audit.findings.messages import FIGURES_MISS, level_found
from audit.findings.scores import Judged, all_scores, placed
from audit.result import ItemFinding, Recommendation
from audit.text import Text
from tests.findings.factory import (
    BY_MEASURE,
    BY_RATING,
    SCHEME,
    by_both,
    checklist,
    codes,
    figure,
    item,
    judged,
    measured,
    override,
    rating,
)

LOW, GOOD, HALF = (measured(figure(value)) for value in (0.2, 0.9, 0.5))


def concluded(*pairs: tuple[Item, ItemFinding]) -> list[Judged]:
    return placed([checklist("trial", A=[one for one, _ in pairs])], [finding for _, finding in pairs])


def with_figure(name: str, measurement: Any, **changes: Any) -> tuple[Item, ItemFinding]:
    one = item(name, **changes)
    return one, judged(one, measurement=measurement)


def with_rating(name: str, level: int, **changes: Any) -> tuple[Item, ItemFinding]:
    one = item(name, judge=BY_RATING, kind="management", **changes)
    return one, judged(one, ratings=(rating(level, name),))


def recommended(*pairs: tuple[Item, ItemFinding]) -> Recommendation:
    found = concluded(*pairs)
    _, nonconformities = raised(found)
    return recommend(found, nonconformities, all_scores(found, SCHEME), SCHEME)


def test_a_fact_is_raised_once_where_it_is_gravest() -> None:
    findings, nonconformities = raised(
        concluded(
            with_figure("XX-A01", LOW, severity="minor"),
            with_figure("XX-A02", LOW, severity="major"),
            with_figure("XX-A03", LOW, severity="major"),
        )
    )
    (only,) = nonconformities
    assert (only.id, only.item, only.grade, only.also_at) == (
        "NC-01",
        "XX-A02",
        "major",
        ("XX-A01", "XX-A03"),
    )
    assert only.status == "proposed"
    assert [one.raised_at for one in findings] == ["XX-A02", None, "XX-A02"]


def test_the_same_measure_on_other_rows_is_another_fact() -> None:
    rows = measured(figure(0.1, key={"standard": "s1"}), figure(0.2, key={"standard": "s2"}))
    judges = [
        {**BY_MEASURE, "measure": {"id": "M-X", "result": "x", "where": {"standard": [name]}}}
        for name in ("s1", "s2")
    ]
    found = concluded(*(with_figure(f"XX-A0{n}", rows, judge=judge) for n, judge in enumerate(judges, 1)))
    assert [one.item for one in raised(found)[1]] == ["XX-A01", "XX-A02"]


def test_what_a_reviewer_found_wanting_is_a_fact_of_its_own() -> None:
    first, second = item("XX-A01"), item("XX-A02")
    found = concluded(
        (first, judged(first, measurement=LOW)),
        (second, judged(second, measurement=LOW, override=override(30, "XX-A02"))),
        with_rating("XX-A03", 1),
    )
    assert [one.item for one in raised(found)[1]] == ["XX-A01", "XX-A02", "XX-A03"]


def test_numbers_follow_the_grade_and_then_the_order_of_the_checklists() -> None:
    found = concluded(
        with_rating("XX-A01", 1, severity="minor"),
        with_rating("XX-A02", 1),
        with_rating("XX-A03", 0, severity="critical"),
        with_rating("XX-A04", 2, severity="minor"),
        with_rating("XX-A05", 1),
        with_rating("XX-A06", 5),
    )
    assert [(one.id, one.item, one.grade) for one in raised(found)[1]] == [
        ("NC-01", "XX-A03", "critical"),
        ("NC-02", "XX-A02", "major"),
        ("NC-03", "XX-A05", "major"),
        ("NC-04", "XX-A01", "minor"),
        ("OBS-01", "XX-A04", "observation"),
    ]


def test_a_nonconformity_states_requirement_finding_and_evidence() -> None:
    (by_figure,) = raised(concluded(with_figure("XX-A01", LOW)))[1]
    (by_rating,) = raised(concluded(with_rating("XX-A01", 1)))[1]
    assert by_figure.statement.in_("en") == (
        "Required: Requirement XX-A01. Found: the figures given as evidence miss the requirement. "
        "Judged: nonconform (score 20.0; 60 conforms)."
    )
    assert by_rating.statement.in_("zh") == (
        "要求：要求 XX-A01。不符合事实：审查员评为 1 级，未达到 3 级（一贯执行），理由见证据。"
        "判定：不符合（得分 20.0，60 分为符合）。"
    )
    assert [one.in_("en") for one in by_figure.evidence] == ["M-X · x = 0.2, n = 100"]
    assert [one.in_("zh") for one in by_rating.evidence] == ["审查员 r-lee：见文件。"]


def both(name: str, value: float, level: int | None, combine: Any) -> tuple[Item, ItemFinding]:
    one = item(name, judge=by_both(combine))
    ratings = () if level is None else (rating(level, name),)
    return one, judged(one, measurement=measured(figure(value)), ratings=ratings)


def test_a_score_that_is_held_for_want_of_a_rating_does_not_blame_the_figures() -> None:
    cap = {"cap": 59, "unless_rating": 3}
    cases = [("XX-A01", 1.0, None), ("XX-A02", 0.5, None), ("XX-A03", 0.9, 2)]
    pairs = [both(name, value, level, cap) for name, value, level in cases]
    found = {one.item: one.statement.params["fact"] for one in raised(concluded(*pairs))[1]}
    assert found == {
        "XX-A01": Text(
            zh="数值达到要求，但审查员尚未就内容和执行作出评级，得分以 59 分为限",
            en="the figures meet the requirement; no reviewer has rated content and application, "
            "so the score is held at 59",
        ),
        "XX-A02": FIGURES_MISS,
        "XX-A03": level_found(2),
    }


@pytest.mark.parametrize(
    ("combine", "level", "said"),
    [
        (
            "lower",
            3,
            [
                (
                    "the reviewer's rating (3 of 5) and the figures (score 20.0) disagree; by the rule the lower counts; "
                    "please review"
                )
            ],
        ),
        ("lower", 2, []),
        (
            {"mean": [0.6, 0.4]},
            4,
            [
                "the reviewer's rating (4 of 5) and the figures (score 20.0) disagree; by the rule both weigh; please review"
            ],
        ),
        ({"cap": 59, "unless_rating": 3}, 4, []),
        (
            "measure_else_rating",
            4,
            [
                (
                    "the reviewer's rating (4 of 5) and the figures (score 20.0) disagree; by the rule the figures count and the "
                    "rating is shown only; please review"
                )
            ],
        ),
    ],
)
def test_a_rating_that_contradicts_the_figures_is_pointed_out_before_its_reason(
    combine: Any, level: int, said: list[str]
) -> None:
    (only,) = raised(concluded(both("XX-A01", 0.2, level, combine)))[1]
    assert [one.in_("en") for one in only.evidence] == [
        "M-X · x = 0.2, n = 100",
        *said,
        "r-lee: See the documents.",
    ]


def test_a_rating_on_talk_alone_contradicts_nothing() -> None:
    one = item("XX-A01", judge=by_both("lower", method=["interview"]))
    oral = rating(4, method="interview", evidence=[])
    (only,) = raised(concluded((one, judged(one, measurement=LOW, ratings=(oral,)))))[1]
    assert codes(only.evidence) == ["J-FIGURE", "F-REVIEWER"]


@pytest.mark.parametrize(
    ("value", "low", "high", "level", "disagree"),
    [
        (0.7, 0.65, 0.8, 2, True),
        (0.7, 0.65, 0.8, 3, False),
        # An interval that reaches 60 leaves open what the figure says.
        (0.5, 0.3, 0.7, 4, False),
        (0.5, 0.45, 0.55, 4, True),
    ],
)
def test_figures_and_rating_disagree_where_one_is_met_and_the_other_missed(
    value: float, low: float, high: float, level: int, disagree: bool
) -> None:
    found = judged(
        item(judge=by_both("lower")), measurement=measured(figure(value, low, high)), ratings=(rating(level),)
    )
    assert ("F-DISAGREE" in codes(found.reasons)) is disagree


def test_a_gate_that_counts_findings_says_of_how_many_items_and_where_none_was_judged() -> None:
    nothing = recommended(with_figure("XX-A01", None), with_figure("XX-A02", None, severity="critical"))
    assert [(one.id, one.passed, one.judged) for one in nothing.gates][:5] == [
        ("coverage", False, True),
        ("critical", True, False),
        ("critical_settled", False, True),
        ("major", True, False),
        ("majors_in_section", True, False),
    ]
    some = recommended(*CLEAN, with_figure("XX-A03", None))
    told = {one.id: (one.judged, one.message.in_("zh")) for one in some.gates}
    assert told["critical"] == (True, "关键不符合 0 项，要求为 0；关键检查项 0 项，已判定 0 项")
    assert told["major"] == (True, "严重不符合 0 项，要求为 0；关键和严重级检查项 3 项，已判定 2 项")


CLEAN = [with_figure("XX-A01", GOOD, weight=5), with_rating("XX-A02", 4, weight=5)]


def test_all_clear_is_recommended() -> None:
    given = recommended(*CLEAN)
    assert (given.outcome, codes(given.reasons)) == ("recommended", ["F-CLEAR"])
    assert [(gate.id, gate.passed) for gate in given.gates] == [
        ("coverage", True),
        ("critical", True),
        ("critical_settled", True),
        ("major", True),
        ("majors_in_section", True),
        ("characteristic", True),
        ("management", True),
    ]


@pytest.mark.parametrize(
    ("extra", "outcome", "reasons"),
    [
        ([with_rating("XX-A03", 2, severity="minor")], "recommended", ["F-CLEAR"]),
        ([with_rating("XX-A03", 2)], "conditional", ["F-MINORS"]),
        ([with_rating("XX-A03", 1)], "deferred", ["F-GATE-MAJOR"]),
        (
            [with_rating("XX-A03", 0, severity="critical")],
            "not_recommended",
            ["F-GATE-CRITICAL", "F-GATE-MANAGEMENT"],
        ),
        (
            [with_figure("XX-A03", measured(figure(0.7, 0.5, 0.9)), severity="critical")],
            "deferred",
            ["F-GATE-SETTLED"],
        ),
        ([with_figure("XX-A03", None, severity="critical")], "deferred", ["F-GATE-SETTLED"]),
        ([with_figure("XX-A03", None, weight=3)], "not_concluded", ["F-GATE-COVERAGE"]),
        (
            [with_rating("XX-A03", 0, severity="critical"), with_figure("XX-A04", None, weight=5)],
            "not_recommended",
            ["F-GATE-COVERAGE", "F-GATE-CRITICAL", "F-GATE-CHARACTERISTIC", "F-GATE-MANAGEMENT"],
        ),
        (
            [with_rating(f"XX-A0{n}", 1) for n in range(3, 7)],
            "deferred",
            ["F-GATE-MAJOR", "F-GATE-SECTION", "F-GATE-MANAGEMENT"],
        ),
    ],
)
def test_the_strictest_gate_gives_the_outcome(
    extra: list[tuple[Item, ItemFinding]], outcome: str, reasons: list[str]
) -> None:
    given = recommended(*CLEAN, *extra)
    assert (given.outcome, codes(given.reasons)) == (outcome, reasons)


def test_coverage_at_the_minimum_is_enough() -> None:
    just = recommended(*CLEAN, with_figure("XX-A03", None, weight=2))
    assert just.outcome == "recommended"
    assert just.gates[0].message.in_("en") == "coverage 83.3333333%; at least 80.0% is required"


def test_three_majors_in_a_section_are_within_the_limit() -> None:
    gates = {
        gate.id: gate for gate in recommended(*CLEAN, *(with_rating(f"XX-A0{n}", 1) for n in (3, 4, 5))).gates
    }
    assert gates["majors_in_section"].passed
    assert gates["majors_in_section"].message.params == {"count": 3, "limit": 3, "judged": 5, "of": 5}


def test_a_kind_without_items_asks_for_nothing_and_one_without_evidence_does_not_pass() -> None:
    figures_only = recommended(CLEAN[0])
    assert figures_only.outcome == "recommended"
    unrated = item("XX-A02", judge=BY_RATING, kind="management", weight=1, tier="extended")
    gates = {gate.id: gate for gate in recommended(CLEAN[0], (unrated, judged(unrated))).gates}
    assert gates["coverage"].passed
    assert not gates["management"].passed
    assert gates["management"].message.in_("zh") == "服务管理审核得分：未计分，要求不低于 60.0"


def test_a_critical_item_that_the_scheme_leaves_out_holds_no_gate_shut() -> None:
    one = item("XX-A01", severity="critical", tier="extended", weight=1)
    found = judged(one, measurement=GOOD, scheme=SCHEME.model_copy(update={"tier": "core"}))
    gates = {gate.id: gate.passed for gate in recommended((one, found), with_rating("XX-A02", 4)).gates}
    assert gates["critical_settled"] is True
