"""Points after GB/T 27922-2011, worked out by hand from the text: what items earn, deductions, a bonus.

Points obtained / points of the items concerned x 100; excluded items are not counted; a qualitative item that is
not met loses all its points, a sampled one in proportion; 1 point off for each deduction, 1 bonus point at most.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from audit.criteria.scheme import Points, Scheme, load_scheme
from audit.engagement import NotApplicable
from audit.errors import UsageError
from audit.findings.conclude import Conclusion, judge
from audit.findings.ratings import Bonus, Deduction, Ratings, load_ratings
from audit.resources import shipped
from audit.text import Text
from tests.findings.factory import (
    AS_OF,
    BY_MEASURE,
    BY_RATING,
    SCHEME,
    checklist,
    figure,
    item,
    manifest,
    measured,
    override,
    rating,
)

PATH = shipped("checklists") / "schemes" / "gbt-27922.yaml"
GBT = load_scheme(PATH, PATH.name).scheme
REASON = Text(zh="有记录。", en="On record.")
SIGNED: dict[str, Any] = {"by": "r-lee", "at": dt.date(2026, 10, 1), "reason": REASON, "evidence": ("D-7",)}


def by(measure: str, pool: str = "headline", **score: Any) -> dict[str, Any]:
    rule = {**score, "origin": "D"}
    return {**BY_MEASURE, "measure": {"id": measure, "result": "x", "pool": pool}, "score": rule}


CRITERIA = [
    checklist(
        "service",
        A=[
            item("SE-A01", weight=5, judge=BY_RATING),
            item("SE-A02", weight=4, severity="minor", judge=BY_RATING),
            item("SE-A03", weight=3, severity="minor", judge=by("M-SAMPLED", "mean", target=0.95)),
            item("SE-A04", weight=2, severity="minor", judge=by("M-OPEN", down=[0, 0.1])),
            item("SE-A05", weight=5, judge=BY_RATING),
            item("SE-A06", weight=1, tier="extended", binary=True, judge=by("M-DOC", share=True)),
        ],
    )
]
MEASURED = {
    "M-SAMPLED": measured(  # 40 of 50 cases and 150 of 150: 190 of 200, or 95 %
        figure(0.8, n=50, key={"standard": "a"}),
        figure(1.0, n=150, key={"standard": "b"}),
        measure="M-SAMPLED",
    ),
    "M-OPEN": measured(figure(0.05), measure="M-OPEN"),  # 5 of 100 cases miss it, so 95 % meet it
    "M-DOC": measured(figure(0.5, n=100), measure="M-DOC"),  # one document missing: binary, all is lost
}
RATED = (rating(3, "SE-A01"), rating(2, "SE-A02"))
EXCUSED = [NotApplicable(item="SE-A05", reason=REASON, approved_by="r-lee")]
# Points obtained 5 + 0 + 3 x 0.95 + 2 x 0.95 + 0 = 9.75 of 5 + 4 + 3 + 2 + 1 = 15; SE-A05 is not concerned.


def concluded(scheme: Scheme = GBT, **judgements: Any) -> Conclusion:
    ratings = Ratings(ratings=RATED, **judgements)
    return judge(CRITERIA, scheme, MEASURED, manifest(), as_of=AS_OF, ratings=ratings, not_applicable=EXCUSED)


def test_items_earn_all_or_nothing_or_in_proportion() -> None:
    found = {one.item: (one.score, one.earned) for one in concluded().items}
    assert found == {
        "SE-A01": (60.0, 100.0),  # level 3 meets it
        "SE-A02": (40.0, 0.0),  # level 2 does not
        "SE-A03": (pytest.approx((60 * (2 * 0.8 / 0.95 - 1) + 100) / 2), 95.0),
        "SE-A04": (50.0, 95.0),
        "SE-A05": (None, None),
        "SE-A06": (50.0, 0.0),
    }


def test_the_overall_score_is_points_obtained_over_points_concerned() -> None:
    (overall,) = (one for one in concluded().scores if one.scope == "overall")
    assert (overall.score, overall.weight_scored, overall.coverage) == (65.0, 15, 1.0)
    assert [one.message.in_("en") for one in overall.steps] == [
        "points obtained 9.75 ÷ points of the items concerned 15.0 × 100 = 65.0",
        "overall score 65.0",
    ]


def test_deductions_and_a_bonus_settle_the_score_and_are_told_one_by_one() -> None:
    deductions = (Deduction(ground="law", **SIGNED), Deduction(ground="system", **SIGNED))
    (overall,) = (
        one
        for one in concluded(deductions=deductions, bonuses=(Bonus(**SIGNED),)).scores
        if one.scope == "overall"
    )
    assert (overall.score, overall.lower, overall.upper) == (64.0, 64.0, 64.0)
    assert [one.message.in_("zh") for one in overall.steps] == [
        "实得分值 9.75 ÷ 所涉检查项总分值 15.0 × 100 = 65.0",
        "减 1.0 分，违反法律法规：有记录。（r-lee，2026-10-01；证据：D-7）",
        "减 1.0 分，影响服务体系：有记录。（r-lee，2026-10-01；证据：D-7）",
        "加 1.0 分：有记录。（r-lee，2026-10-01；证据：D-7）",
        "总得分 64.0",
    ]
    assert [one.value for one in overall.steps] == [65.0, -1.0, -1.0, 1.0, 64.0]


def test_a_score_never_leaves_0_to_100() -> None:
    many = tuple(Deduction(ground="own_rules", **SIGNED) for _ in range(70))
    (overall,) = (one for one in concluded(deductions=many).scores if one.scope == "overall")
    assert (overall.score, overall.lower, overall.upper) == (0.0, 0.0, 0.0)


def test_the_pass_mark_is_a_gate() -> None:
    gates = {one.id: (one.passed, one.message.in_("en")) for one in concluded().recommendation.gates}
    assert gates["overall"] == (False, "overall score 65.0; at least 70.0 is required")


def test_what_a_reviewer_overrode_counts_as_decided() -> None:
    (found,) = (one for one in concluded(overrides=(override(50, "SE-A02"),)).items if one.item == "SE-A02")
    assert (found.score, found.earned) == (50.0, None)


def test_without_a_points_scheme_scores_count_and_nothing_is_settled() -> None:
    found = concluded(SCHEME)
    assert {one.earned for one in found.items} == {None}
    (overall,) = (one for one in found.scores if one.scope == "overall")
    # (5 x 60 + 4 x 40 + 3 x 70.526315789 + 2 x 50 + 1 x 50) / 15
    assert overall.score == pytest.approx(54.7719298)
    assert [one.message.code for one in overall.steps] == ["S-PART", "S-SCORE", "S-BOUNDS"]


def test_the_bands_are_those_of_the_standard() -> None:
    assert [(one.at_least, one.en) for one in GBT.bands] == [
        (95, "five stars"),
        (90, "four stars"),
        (80, "three stars"),
        (70, "meets the requirements"),
    ]


ENTRY = "  - {by: r-lee, at: 2026-10-01, reason: {zh: 有记录。, en: On record.}, evidence: [D-7]}\n"


@pytest.mark.parametrize(
    ("points", "text", "fault"),
    [
        (None, "bonuses:\n" + ENTRY, "ratings.yaml:1:1  本方案不计点数，不能登记 bonuses — "),
        (GBT.points, "bonuses:\n" + 2 * ENTRY, "ratings.yaml:3:5  加分最多 1 项，现有 2 项 — "),
        (
            GBT.points,
            "bonuses:\n" + ENTRY.replace("r-lee", "r-who"),
            "ratings.yaml:2:6  “r-who”不在审查组中 — ",
        ),
    ],
)
def test_points_that_the_scheme_does_not_know_are_refused(
    tmp_path: Path, points: Points | None, text: str, fault: str
) -> None:
    path = tmp_path / "ratings.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        load_ratings(path, path.name, CRITERIA, team=["r-lee"], points=points)
    (told,) = (one.in_("zh") for one in caught.value.located)
    assert told.startswith(fault)


def test_a_deduction_needs_evidence_and_a_known_ground(tmp_path: Path) -> None:
    path = tmp_path / "ratings.yaml"
    path.write_text("deductions:\n" + ENTRY.replace("[D-7]", "[], ground: taste"), "utf-8")
    with pytest.raises(UsageError) as caught:
        load_ratings(path, path.name, CRITERIA, points=GBT.points)
    assert sorted(one.in_("en").split(":")[3] for one in caught.value.located) == [
        " 'taste' is not allowed",
        " [] is not allowed",
    ]
