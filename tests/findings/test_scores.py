"""Weighted scores, coverage and bounds."""

from __future__ import annotations

from typing import Any

import pytest

from audit.criteria.scheme import Scheme
from audit.findings.scores import all_scores, placed, score_of, shares
from audit.result import ItemFinding, Score
from tests.findings.factory import SCHEME, checklist, item


def finding(name: str, score: float | None = None, **changes: Any) -> ItemFinding:
    state = "not_evidenced" if score is None else "scored"
    verdict = None if score is None else "conform" if score >= 60 else "partial"
    given = {"item": name, "state": state, "score": score, "verdict": verdict, "counts": score is not None}
    return ItemFinding.model_validate({**given, **changes})


ONE = checklist(
    "one",
    A=[item("XX-A01", weight=5), item("XX-A02", weight=3), item("XX-A03", weight=2, kind="management")],
    B=[item("XX-B01", weight=4, kind="management")],
)
TWO = checklist("two", A=[item("YY-A01", weight=2)])

FINDINGS = [
    finding("XX-A01", 80.0),
    finding("XX-A02", 50.0),
    finding("XX-A03"),
    finding("XX-B01", state="not_applicable"),
    # Shown, and not counted: an indicative figure or oral evidence.
    finding("YY-A01", 90.0, counts=False),
]


def test_scores_stand_in_the_order_of_the_report() -> None:
    scores = all_scores(placed([ONE, TWO], FINDINGS), SCHEME)
    assert [(one.scope, one.id) for one in scores] == [
        ("overall", "overall"),
        ("kind", "characteristic"),
        ("kind", "management"),
        ("checklist", "one"),
        ("section", "one/A"),
        ("section", "one/B"),
        ("checklist", "two"),
        ("section", "two/A"),
    ]


def test_where_nothing_counts_nothing_is_graded_however_little_is_asked() -> None:
    nothing = score_of("overall", "overall", placed([TWO], FINDINGS), 0.0)
    assert (nothing.graded, nothing.score, nothing.lower, nothing.upper) == (False, None, 0.0, 100.0)


def test_a_checklist_that_the_index_does_not_cover_weighs_nothing() -> None:
    scheme = SCHEME.model_copy(update={"index": {"two": 1.0}})
    found = [*FINDINGS[:-1], finding("YY-A01", 90.0)]
    assert shares(placed([ONE, TWO], found), scheme) == {"YY-A01": 1.0}


def test_a_checklist_is_scored_by_weight_over_what_counts() -> None:
    scores = {one.id: one for one in all_scores(placed([ONE, TWO], FINDINGS), SCHEME)}
    # (5 x 80 + 3 x 50) / 8 = 68.75; of 10 points of weight 8 are covered; not evidenced: 2.
    one = scores["one"]
    assert [step.message.in_("en") for step in one.steps] == [
        "one/A: 8 × 68.75 = 550.0",
        "sum 550.0 ÷ weight that counts 8.0 = 68.75",
        (
            "lower bound: 550.0 ÷ applicable weight 10.0 = 55.0; upper bound, with 100 for the weight 2.0 "
            "that does not count: (550.0 + 2.0 × 100) ÷ 10.0 = 75.0"
        ),
    ]
    assert one.model_copy(update={"steps": ()}) == Score(
        scope="checklist",
        id="one",
        score=68.75,
        lower=55.0,
        upper=75.0,
        coverage=0.8,
        # 10 of the 12 points of weight that apply.
        share=0.833333333,
        graded=True,
        weight_scored=8,
        weight_applicable=10,
        states={"not_applicable": 1, "not_evidenced": 1, "scored": 2},
        verdicts={"conform": 1, "partial": 1},
    )


def steps(scores: tuple[Score, ...], name: str) -> list[str]:
    (one,) = (one for one in scores if one.id == name)
    return [step.message.in_("en") for step in one.steps]


def test_a_sum_is_told_by_items_in_a_section_by_sections_in_a_kind_and_by_checklists_in_the_whole() -> None:
    scores = all_scores(placed([ONE, TWO], COUNTED), SCHEME)
    bounds_of_one = (
        "lower bound: 550.0 ÷ applicable weight 10.0 = 55.0; upper bound, with 100 for the weight 2.0 "
        "that does not count: (550.0 + 2.0 × 100) ÷ 10.0 = 75.0"
    )
    assert steps(scores, "one/A") == [
        "XX-A01: 5 × 80 = 400.0",
        "XX-A02: 3 × 50 = 150.0",
        "sum 550.0 ÷ weight that counts 8.0 = 68.75",
        bounds_of_one,
    ]
    assert steps(scores, "characteristic") == [
        "one/A: 8 × 68.75 = 550.0",
        "two/A: 2 × 90 = 180.0",
        "sum 730.0 ÷ weight that counts 10.0 = 73.0",
        (
            "lower bound: 730.0 ÷ applicable weight 10.0 = 73.0; upper bound, with 100 for the weight 0.0 "
            "that does not count: (730.0 + 0.0 × 100) ÷ 10.0 = 73.0"
        ),
    ]
    assert steps(scores, "overall")[:3] == [
        "one: 8 × 68.75 = 550.0",
        "two: 2 × 90 = 180.0",
        "sum 730.0 ÷ weight that counts 10.0 = 73.0",
    ]
    # Without a score only the bounds are told, and where nothing applies not even these.
    (bounds,) = steps(scores, "management")
    assert bounds == (
        "lower bound: 0 ÷ applicable weight 2.0 = 0.0; upper bound, with 100 for the weight 2.0 "
        "that does not count: (0 + 2.0 × 100) ÷ 2.0 = 100.0"
    )
    assert steps(scores, "one/B") == []


def test_under_the_minimum_coverage_there_is_no_score_but_there_are_bounds() -> None:
    scores = {one.id: one for one in all_scores(placed([ONE, TWO], FINDINGS), SCHEME)}
    # 8 of 12 points of weight: enough for a section (0.6), too few for the whole (0.8).
    overall = scores["overall"]
    assert (overall.coverage, overall.graded, overall.score) == (0.666666667, False, None)
    assert (overall.lower, overall.upper) == (45.8333333330, 79.1666666670)
    alike = score_of("section", "all", placed([ONE, TWO], FINDINGS), SCHEME.coverage.section)
    assert (alike.graded, alike.score) == (True, 68.75)


def test_what_is_shown_and_does_not_count_is_not_covered() -> None:
    scores = {one.id: one for one in all_scores(placed([ONE, TWO], FINDINGS), SCHEME)}
    two = scores["two"]
    assert (two.score, two.coverage, two.lower, two.upper) == (None, 0.0, 0.0, 100.0)
    assert (two.states, two.verdicts) == ({"scored": 1}, {"conform": 1})


def test_where_nothing_is_applicable_nothing_is_said() -> None:
    scores = {one.id: one for one in all_scores(placed([ONE, TWO], FINDINGS), SCHEME)}
    section = scores["one/B"]
    assert (section.score, section.lower, section.upper, section.coverage) == (None, None, None, None)
    assert (section.graded, section.weight_applicable, section.share) == (False, 0, None)


def test_the_two_kinds_are_scored_apart() -> None:
    scores = {one.id: one for one in all_scores(placed([ONE, TWO], FINDINGS), SCHEME)}
    assert (scores["characteristic"].score, scores["characteristic"].coverage) == (68.75, 0.8)
    assert (scores["management"].score, scores["management"].coverage) == (None, 0.0)


def by_index(**index: float) -> Scheme:
    return SCHEME.model_copy(update={"index": {name.replace("_", "-"): one for name, one in index.items()}})


COUNTED = [finding(name, score) for name, score in {"XX-A01": 80, "XX-A02": 50, "YY-A01": 90}.items()]
COUNTED += [finding("XX-A03"), finding("XX-B01", state="not_applicable")]


def test_an_index_weighs_the_checklists_whatever_the_number_of_their_items() -> None:
    overall = all_scores(placed([ONE, TWO], COUNTED), by_index(one=0.4, others=0.2))[0]
    # Checklist one: 68.75 of [55, 75] by weight; checklist two, one of the others: 90.
    assert (overall.score, overall.lower, overall.upper) == (
        pytest.approx((0.4 * 68.75 + 0.2 * 90) / 0.6),
        pytest.approx((0.4 * 55 + 0.2 * 90) / 0.6),
        pytest.approx((0.4 * 75 + 0.2 * 90) / 0.6),
    )
    assert overall.coverage == pytest.approx(10 / 12)
    assert overall.steps[-1].message.in_("zh") == (
        "得分：0.666667 × 68.75 + 0.333333 × 90 = 75.8333；"
        "下限：0.666667 × 55 + 0.333333 × 90 = 66.6667；上限：0.666667 × 75 + 0.333333 × 90 = 80"
    )
    assert overall.share == 1.0


def test_a_group_of_the_index_in_which_nothing_is_scored_leaves_the_whole_without_a_score() -> None:
    lenient = by_index(one=0.5, two=0.5).model_copy(
        update={"coverage": SCHEME.coverage.model_copy(update={"overall": 0.5})}
    )
    overall = all_scores(placed([ONE, TWO], FINDINGS), lenient)[0]
    assert (overall.graded, overall.score, overall.lower, overall.upper) == (True, None, 27.5, 87.5)
    assert [step.message.in_("en") for step in overall.steps] == [
        "one: share of the overall score 0.5, score 68.75, bounds 55.0 to 75.0",
        "two: share of the overall score 0.5, score not scored, bounds 0.0 to 100.0",
        (
            "score: not scored; lower bound: 0.5 × 55 + 0.5 × 0 = 27.5; "
            "upper bound: 0.5 × 75 + 0.5 × 100 = 87.5"
        ),
    ]


def test_under_the_minimum_coverage_an_index_gives_no_score_though_each_of_its_parts_has_one() -> None:
    found = [
        finding("XX-A01"),
        finding("XX-A02", 50.0),
        finding("XX-A03"),
        finding("XX-B01"),
        finding("YY-A01", 90.0),
    ]
    overall = all_scores(placed([ONE, TWO], found), by_index(one=0.5, two=0.5))[0]
    assert (overall.coverage, overall.graded, overall.score) == (0.3125, False, None)
    assert overall.steps[-1].message.in_("en") == (
        "score: not scored; lower bound: 0.5 × 10.7143 + 0.5 × 90 = 50.3571; "
        "upper bound: 0.5 × 89.2857 + 0.5 × 90 = 89.6429"
    )


def test_where_nothing_applies_an_index_has_no_parts_and_the_whole_no_share() -> None:
    found = [finding(one.finding.item, state="not_applicable") for one in placed([ONE, TWO], FINDINGS)]
    overall = all_scores(placed([ONE, TWO], found), by_index(one=0.5, two=0.5))[0]
    assert (overall.score, overall.lower, overall.upper) == (None, None, None)
    assert (overall.share, overall.graded, overall.steps) == (None, False, ())


def test_the_share_of_an_item_is_that_of_its_group_by_weight() -> None:
    judged = placed([ONE, TWO], COUNTED)
    assert shares(judged, by_index(one=0.4, others=0.2)) == pytest.approx(
        {"XX-A01": 1 / 3, "XX-A02": 0.2, "XX-A03": 2 / 15, "YY-A01": 1 / 3}
    )
    assert shares(judged, SCHEME) == pytest.approx(
        {"XX-A01": 5 / 12, "XX-A02": 3 / 12, "XX-A03": 2 / 12, "YY-A01": 2 / 12}
    )
