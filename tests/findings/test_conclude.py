"""A small audit from end to end; every number in the comments is worked out by hand."""

from __future__ import annotations

from audit.engagement import NotApplicable
from audit.findings.conclude import Conclusion, judge
from audit.findings.ratings import Ratings
from audit.result import Measurement
from audit.text import Text
from tests.findings.factory import (
    AS_OF,
    BY_MEASURE,
    BY_RATING,
    GATE,
    SCHEME,
    by_both,
    checklist,
    codes,
    figure,
    item,
    manifest,
    measured,
    override,
    rating,
)


def by(measure: str, **changes: object) -> dict[str, object]:
    return {**BY_MEASURE, "measure": {"id": measure, "result": "x"}, **changes}


GAP = {"measure": {"id": "M-GAP", "result": "x", "pool": "weighted"}, "score": {"gap": True, "origin": "D"}}
TARGET = {"target": {"from": "service_standards.required_share", "else": 0.9}, "origin": "S"}
OPEN = {"measure": {"id": "M-OPEN", "result": "x"}, "score": {"down": [0, 0.025], "origin": "D"}}
CAP = {"cap": 59, "unless_rating": 3}
MANAGEMENT = {"kind": "management"}

CRITERIA = [
    checklist(
        "gaps",
        A=[
            item("GA-A01", weight=2, judge=by_both(CAP), **MANAGEMENT),
            item("GA-A02", weight=3, severity="minor", judge=BY_RATING, **MANAGEMENT),
        ],
        F=[
            item("GA-F01", weight=5, judge={**BY_MEASURE, **GAP}),
            item("GA-F02", weight=3, judge=by("M-CONF", score=TARGET)),
        ],
    ),
    checklist(
        "recovery",
        D=[
            item("RE-D01", weight=4, judge={**BY_MEASURE, **OPEN}),
            item("RE-D02", weight=2, severity="minor", judge=by_both("lower", **OPEN), **MANAGEMENT),
            item("RE-D03", weight=2, judge=by("M-GATED")),
            item("RE-D04", weight=2, judge=BY_RATING, **MANAGEMENT),
            item("RE-D05", weight=1, tier="extended", severity="critical", judge=by("M-SURE")),
        ],
    ),
]


def gap(name: str, value: float, weight: float) -> object:
    return figure(
        value, value - 0.2, value + 0.2, kind="mean", key={"dimension": name}, weight=weight, unit="points"
    )


MEASURED: dict[str, Measurement] = {
    "M-X": measured(figure(1.0, n=3), census=True),
    # -0.4 and -1.2 of 6 points: 80 and 40; by weight 60 and 40: 64. Bounds 10 points either way.
    "M-GAP": measured(gap("d1", -0.4, 60), gap("d2", -1.2, 40), measure="M-GAP"),  # type: ignore[arg-type]
    # Declared 0.80, found 0.84: 60 + 40 x 0.04 / 0.20 = 68; 0.76 gives 54 and 0.90 gives 80.
    "M-CONF": measured(
        figure(0.84, 0.76, 0.90, declared={"service_standards.required_share": 0.80}), measure="M-CONF"
    ),
    # 0.02 of 0.025: 20; 0.016 gives 36 and 0.0225 gives 10.
    "M-OPEN": measured(figure(0.02, 0.016, 0.0225), measure="M-OPEN"),
    "M-GATED": measured(figure(0.95, 0.9, 0.99), measure="M-GATED", notes=(GATE,)),
    "M-SURE": measured(figure(0.97, 0.92, 0.99), measure="M-SURE"),
}
RATINGS = Ratings(
    ratings=(rating(4, "GA-A01"), rating(3, "GA-A02"), rating(4, "RE-D02")),
    overrides=(override(75, "GA-A02"),),
)
EXCUSED = NotApplicable(item="RE-D04", reason=Text(zh="未提供", en="not offered"), approved_by="r-lee")


def conclusion() -> Conclusion:
    return judge(
        CRITERIA,
        SCHEME,
        MEASURED,
        manifest(),
        as_of=AS_OF,
        ratings=RATINGS,
        not_applicable=[EXCUSED],
        scale=(1.0, 7.0),
    )


def test_every_item_is_judged_in_the_order_of_the_checklists() -> None:
    told = [
        (one.item, one.state, one.score, one.low, one.high, one.verdict, one.proposed)
        for one in conclusion().items
    ]
    assert told == [
        ("GA-A01", "scored", 100.0, 100.0, 100.0, "conform", None),
        ("GA-A02", "scored", 75.0, 75.0, 75.0, "conform", None),
        ("GA-F01", "scored", 64.0, 54.0, 74.0, "conform", None),
        ("GA-F02", "scored", 68.0, 54.0, 80.0, "conform", None),
        ("RE-D01", "scored", 20.0, 10.0, 36.0, "nonconform", "major"),
        ("RE-D02", "scored", 20.0, 10.0, 36.0, "nonconform", "minor"),
        ("RE-D03", "not_evidenced", None, None, None, None, None),
        ("RE-D04", "not_applicable", None, None, None, None, None),
        ("RE-D05", "scored", 97.0, 92.0, 99.0, "conform", None),
    ]


def test_the_scores_add_up() -> None:
    told = {
        one.id: (one.score, one.lower, one.upper, one.coverage, one.weight_scored, one.weight_applicable)
        for one in conclusion().scores
    }
    # gaps: 2x100 + 3x75 + 5x64 + 3x68 = 949 of weight 13.
    # recovery: 4x20 + 2x20 + 1x97 = 217 of weight 7; 2 more are not evidenced, RE-D04 does not apply.
    assert told == {
        "overall": (58.3, 53.0, 62.090909091, 0.909090909, 20, 22),
        # 320 + 204 + 80 + 97 = 701 of weight 13, of 15.
        "characteristic": (53.923076923, 46.733333333, 60.066666667, 0.866666667, 13, 15),
        # 200 + 225 + 40 = 465 of weight 7.
        "management": (66.428571429, 66.428571429, 66.428571429, 1.0, 7, 7),
        "gaps": (73.0, 73.0, 73.0, 1.0, 13, 13),
        "gaps/A": (85.0, 85.0, 85.0, 1.0, 5, 5),
        "gaps/F": (65.5, 65.5, 65.5, 1.0, 8, 8),
        # 7 of 9 is under 0.80, so the checklist has no score; its section has one from 0.60 on.
        "recovery": (None, 24.111111111, 46.333333333, 0.777777778, 7, 9),
        "recovery/D": (31.0, 24.111111111, 46.333333333, 0.777777778, 7, 9),
    }


def test_the_unanswered_complaints_are_raised_once() -> None:
    (only,) = conclusion().findings
    assert (only.id, only.item, only.grade, only.also_at) == ("NC-01", "RE-D01", "major", ("RE-D02",))
    raised_at = {one.item: one.raised_at for one in conclusion().items if one.raised_at}
    assert raised_at == {"RE-D02": "RE-D01"}


def test_the_recommendation_is_deferred_with_its_reasons() -> None:
    recommendation = conclusion().recommendation
    assert recommendation.outcome == "deferred"
    assert codes(recommendation.reasons) == ["F-GATE-MAJOR", "F-GATE-CHARACTERISTIC"]
    assert [one.in_("zh") for one in recommendation.reasons] == [
        "严重不符合 1 项，要求为 0；关键和严重级检查项 6 项，已判定 5 项",
        "服务特性测评得分：53.923076923，要求不低于 60.0",
    ]


def test_without_any_evidence_nothing_is_scored_and_nothing_is_concluded() -> None:
    empty = judge(CRITERIA, SCHEME, {}, manifest(), as_of=AS_OF)
    assert {one.state for one in empty.items} == {"not_evidenced"}
    assert {(one.score, one.lower, one.upper, one.coverage) for one in empty.scores} == {
        (None, 0.0, 100.0, 0.0)
    }
    assert (empty.findings, empty.recommendation.outcome) == ((), "not_concluded")


def test_judging_twice_gives_the_same_result() -> None:
    assert conclusion() == conclusion()
