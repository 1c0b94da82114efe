"""What holds of every audit, whatever its items, figures and ratings: checklists drawn by Hypothesis."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from audit.criteria.scheme import Scheme
from audit.engagement import NotApplicable
from audit.findings.conclude import Conclusion, judge
from audit.findings.ratings import Rating, Ratings
from audit.result import Measurement, Score
from audit.text import Text
from tests.findings.factory import (
    AS_OF,
    BY_MEASURE,
    BY_RATING,
    SCHEME,
    by_both,
    checklist,
    figure,
    item,
    manifest,
    measured,
    rating,
)

ROUNDING = 1e-6
"""Bounds are rounded to 9 decimals, and their sums to 9 again."""

INDEXED = SCHEME.model_copy(update={"index": {"one": 0.4, "two": 0.4, "others": 0.2}})
JUDGES = {
    "measure": BY_MEASURE,
    "rating": BY_RATING,
    "lower": by_both("lower"),
    "mean": by_both({"mean": [0.6, 0.4]}),
    "cap": by_both({"cap": 59, "unless_rating": 3}),
    "else": by_both("measure_else_rating"),
}


@dataclass(frozen=True)
class Drawn:
    """One item with the evidence that there is for it.

    ``share`` is low, value and high of its figure, ``level`` the reviewer's rating; both null where there is none.
    """

    judge: str
    place: str
    weight: int
    severity: str
    kind: str
    binary: bool
    share: tuple[float, float, float] | None
    sufficiency: str
    level: int | None
    oral: bool


shares = st.lists(st.integers(0, 100), min_size=3, max_size=3).map(
    lambda three: tuple(one / 100 for one in sorted(three))
)
drawn = st.builds(
    Drawn,
    judge=st.sampled_from(sorted(JUDGES)),
    place=st.sampled_from(["one/A", "one/B", "two/A", "three/A"]),
    weight=st.integers(1, 5),
    severity=st.sampled_from(["critical", "major", "minor", "observation"]),
    kind=st.sampled_from(["characteristic", "management"]),
    binary=st.booleans(),
    share=st.none() | shares,
    sufficiency=st.sampled_from(["enough", "enough", "indicative"]),
    level=st.none() | st.integers(0, 5),
    oral=st.booleans(),
)
audits = st.lists(drawn, min_size=1, max_size=5)
schemes = st.sampled_from([SCHEME, INDEXED])
FIRM = {"share": (0.8, 0.9, 1.0), "sufficiency": "enough", "level": 5, "oral": False}
NONE = {"share": None, "level": None}


def name(number: int) -> str:
    return f"XX-A{number:02d}"


def concluded(audit: list[Drawn], scheme: Scheme = SCHEME, *, excused: int | None = None) -> Conclusion:
    """The conclusion on drawn items; each has a measure of its own, M-0 for the first."""
    sections: dict[str, dict[str, list[object]]] = {}
    for number, one in enumerate(audit):
        judge_of = dict(JUDGES[one.judge])
        if "measure" in judge_of:
            judge_of["measure"] = {"id": f"M-{number}", "result": "x"}
        built = item(
            name(number),
            judge=judge_of,
            weight=one.weight,
            severity=one.severity,
            kind=one.kind,
            binary=one.binary,
        )
        where, section = one.place.split("/")
        sections.setdefault(where, {}).setdefault(section, []).append(built)
    nobody = Text(zh="不提供", en="not offered")
    return judge(
        [checklist(where, **inside) for where, inside in sections.items()],  # type: ignore[arg-type]
        scheme,
        dict(_measurement(number, one) for number, one in enumerate(audit) if one.share is not None),
        manifest(),
        as_of=AS_OF,
        ratings=Ratings(ratings=tuple(_ratings(audit))),
        not_applicable=[]
        if excused is None
        else [NotApplicable(item=name(excused), reason=nobody, approved_by="r-lee")],
    )


def _measurement(number: int, one: Drawn) -> tuple[str, Measurement]:
    assert one.share is not None
    low, value, high = one.share
    few = {"n": 12} if one.sufficiency == "indicative" else {}
    found = figure(value, low, high, sufficiency=one.sufficiency, **few)
    return f"M-{number}", measured(found, measure=f"M-{number}")


def _ratings(audit: list[Drawn]) -> list[Rating]:
    oral = {"method": "interview", "evidence": []}
    return [
        rating(one.level, name(number), **(oral if one.oral else {}))
        for number, one in enumerate(audit)
        if one.level is not None
    ]


def by_id(conclusion: Conclusion) -> dict[str, Score]:
    return {one.id: one for one in conclusion.scores}


@settings(max_examples=60, deadline=None)
@given(audit=audits, scheme=schemes)
def test_every_score_lies_from_0_to_100_and_within_its_bounds(audit: list[Drawn], scheme: Scheme) -> None:
    conclusion = concluded(audit, scheme)
    for found in conclusion.items:
        if found.score is not None and found.low is not None and found.high is not None:
            assert 0 <= found.low <= found.score <= found.high <= 100
    for score in conclusion.scores:
        if score.lower is None or score.upper is None:
            assert (score.weight_applicable, score.score) == (0, None)
        else:
            assert 0 <= score.lower <= score.upper <= 100
            assert score.score is None or score.lower - ROUNDING <= score.score <= score.upper + ROUNDING


@settings(max_examples=60, deadline=None)
@given(audit=audits, more=drawn, scheme=schemes)
def test_evidence_for_an_item_that_had_none_narrows_every_bound(
    audit: list[Drawn], more: Drawn, scheme: Scheme
) -> None:
    without = by_id(concluded([*audit, replace(more, **NONE)], scheme))
    for name_, score in by_id(concluded([*audit, more], scheme)).items():
        before = without[name_]
        if score.lower is not None and score.upper is not None:
            assert before.lower is not None
            assert before.upper is not None
            assert before.lower - ROUNDING <= score.lower
            assert score.upper <= before.upper + ROUNDING


@settings(max_examples=80, deadline=None)
@given(audit=audits, level=st.integers(0, 5), oral=st.booleans(), scheme=schemes)
def test_a_rating_more_never_widens_the_bounds_and_never_hides_a_breach(
    audit: list[Drawn], level: int, oral: bool, scheme: Scheme
) -> None:
    unrated = [replace(audit[0], level=None), *audit[1:]]
    rated = [replace(audit[0], level=level, oral=oral), *audit[1:]]
    before, after = concluded(unrated, scheme), concluded(rated, scheme)
    for one, other in zip(before.scores, after.scores, strict=True):
        if one.lower is not None and one.upper is not None:
            assert other.lower is not None
            assert other.upper is not None
            assert other.upper - other.lower <= one.upper - one.lower + ROUNDING
    (proposed, still), first = ([c.items for c in (before, after)]), name(0)
    case = next(one for one in proposed if one.item == first)
    if audit[0].binary and case.proposed is not None:
        assert next(one for one in still if one.item == first).proposed == case.proposed


@settings(max_examples=60, deadline=None)
@given(audit=audits, scheme=schemes, data=st.data())
def test_what_does_not_apply_changes_no_other_item(
    audit: list[Drawn], scheme: Scheme, data: st.DataObject
) -> None:
    excused = data.draw(st.integers(0, len(audit) - 1))
    others = [one for one in concluded(audit, scheme).items if one.item != name(excused)]
    assert [
        one for one in concluded(audit, scheme, excused=excused).items if one.item != name(excused)
    ] == others


@settings(max_examples=60, deadline=None)
@given(audit=st.lists(drawn, min_size=2, max_size=5), more=st.integers(1, 4), scheme=schemes)
def test_more_weight_moves_a_score_towards_the_item(audit: list[Drawn], more: int, scheme: Scheme) -> None:
    first = replace(audit[0], weight=1)
    light, heavy = (
        concluded([replace(first, weight=weight), *audit[1:]], scheme) for weight in (1, 1 + more)
    )
    found = next(one for one in light.items if one.item == name(0))
    if not found.counts or found.score is None:
        return
    for one, other in zip(light.scores, heavy.scores, strict=True):
        if one.id not in ("overall", first.kind, first.place, first.place.split("/")[0]):
            # A part without the item keeps its score; its share of the whole is what shrinks.
            assert other.model_copy(update={"share": one.share}) == one
        # Under an index a heavier item moves its group, which may be on the other side of the whole.
        elif (
            one.score is not None
            and other.score is not None
            and (one.id != "overall" or scheme.index is None)
        ):
            assert abs(other.score - found.score) <= abs(one.score - found.score) + ROUNDING


@settings(max_examples=60, deadline=None)
@given(audit=audits, scheme=schemes)
def test_a_critical_finding_wins_over_any_average(audit: list[Drawn], scheme: Scheme) -> None:
    best = [replace(one, **FIRM) for one in audit]
    breach = replace(audit[0], judge="rating", severity="critical", share=None, level=0, weight=1, oral=False)
    assert concluded([*best, breach], scheme).recommendation.outcome == "not_recommended"
    conclusion = concluded(audit, scheme)
    if any(one.grade == "critical" for one in conclusion.findings):
        assert conclusion.recommendation.outcome == "not_recommended"


@settings(max_examples=30, deadline=None)
@given(audit=audits, scheme=schemes)
def test_where_nothing_was_assessed_every_score_is_null(audit: list[Drawn], scheme: Scheme) -> None:
    conclusion = concluded([replace(one, **NONE) for one in audit], scheme)
    assert {one.score for one in conclusion.items} | {one.score for one in conclusion.scores} == {None}
    assert {(one.lower, one.upper) for one in conclusion.scores if one.weight_applicable} == {(0.0, 100.0)}
    assert (conclusion.findings, conclusion.recommendation.outcome) == ((), "not_concluded")


@settings(max_examples=60, deadline=None)
@given(audit=audits)
def test_the_overall_score_of_an_index_lies_between_the_checklists(audit: list[Drawn]) -> None:
    firm = [
        replace(one, level=5 if one.level is None else one.level, share=one.share or (0.2, 0.3, 0.4))
        for one in audit
    ]
    scores = by_id(concluded([replace(one, sufficiency="enough", oral=False) for one in firm], INDEXED))
    parts = [
        score.score for score in scores.values() if score.scope == "checklist" and score.score is not None
    ]
    overall = scores["overall"].score
    assert overall is not None
    assert min(parts) - ROUNDING <= overall <= max(parts) + ROUNDING


@settings(max_examples=60, deadline=None)
@given(audit=audits, scheme=schemes)
def test_meeting_the_first_priority_raises_the_lower_bound_by_the_gain_that_is_stated(
    audit: list[Drawn], scheme: Scheme
) -> None:
    before = concluded(audit, scheme)
    if not before.priorities:
        return
    first = before.priorities[0]
    now = next(one for one in before.items if one.item == first.item)
    if now.counts and now.score is not None and now.score >= 60:
        # It holds a gate shut by its interval and has no points to gain.
        assert first.gain == 0
        return
    number = int(first.item[-2:])
    met = replace(audit[number], judge="rating", level=3, oral=False, binary=False)
    after = concluded([*audit[:number], met, *audit[number + 1 :]], scheme)
    lower = [by_id(one)["overall"].lower for one in (before, after)]
    assert lower[0] is not None
    assert lower[1] is not None
    assert abs(lower[1] - lower[0] - first.gain) <= ROUNDING
