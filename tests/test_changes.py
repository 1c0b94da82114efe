"""What became of every item from one audit to the next, and when nothing may be said of it."""

from __future__ import annotations

from typing import Any

import pytest

from audit.changes import ItemChange, changes
from audit.result import AuditResult, ParamValue
from audit.text import Text
from tests.report.results import survey_result

NOW = survey_result()
ALPHA = NOW.finding("FG-A04")


def earlier(**changed: Any) -> AuditResult:
    """The same audit a year before."""
    engagement = NOW.engagement.model_copy(
        update={"period_start": "2025-01-01", "period_end": "2025-07-01", **changed.pop("engagement", {})}
    )
    return NOW.model_copy(update={"engagement": engagement, "as_of": "2025-07-01T00:00:00", **changed})


def with_finding(result: AuditResult, **changed: Any) -> AuditResult:
    """The result with another finding on FG-A04."""
    items = tuple(one.model_copy(update=changed) if one.item == "FG-A04" else one for one in result.items)
    return result.model_copy(update={"items": items})


def with_criterion(result: AuditResult, **changed: Any) -> AuditResult:
    """The result under a checklist in which FG-A04 stands otherwise."""
    (checklist,) = result.criteria
    items = tuple(one.model_copy(update=changed) if one.id == "FG-A04" else one for one in checklist.items)
    return result.model_copy(
        update={"criteria": (checklist.model_copy(update={"items": items, "sha256": "0" * 64}),)}
    )


def change(then: AuditResult, now: AuditResult = NOW) -> ItemChange:
    (found,) = (one for one in changes(then, now).items if one.id == "FG-A04")
    return found


def why(one: ItemChange) -> list[str]:
    return [reason.in_("en") for reason in one.reasons]


def stood(verdict: str, score: float, low: float, high: float) -> dict[str, Any]:
    return {"verdict": verdict, "score": score, "low": low, "high": high}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (("nonconform", 30, 20, 39), ("partial", 45, 35, 55), "improved"),
        (("conform", 61, 55, 66), ("partial", 58, 50, 59), "worse"),
        # The same verdict: better only where the bounds do not touch.
        (("conform", 62, 60, 64), ("conform", 70, 65, 75), "improved"),
        (("conform", 62, 60, 65), ("conform", 70, 65, 75), "unchanged"),
        (("conform", 70, 65, 75), ("conform", 62, 60, 64), "worse"),
        (("partial", 50, 50, 50), ("partial", 50, 50, 50), "unchanged"),
        # An inconclusive verdict is neither better nor worse than another.
        (("nonconform", 30, 20, 39), ("inconclusive", 39, 30, 61), "unchanged"),
        (("inconclusive", 50, 45, 61), ("conform", 80, 75, 85), "improved"),
    ],
)
def test_an_item_is_better_by_its_verdict_or_beyond_its_bounds(
    before: tuple[Any, ...], after: tuple[Any, ...], expected: str
) -> None:
    found = change(with_finding(earlier(), **stood(*before)), with_finding(NOW, **stood(*after)))
    assert (found.change, found.reasons) == (expected, ())
    assert found.then is not None
    assert found.now is not None
    assert (found.then.score, found.now.score) == (before[1], after[1])


def test_the_same_audit_again_leaves_every_item_unchanged() -> None:
    found = changes(earlier(), NOW)
    assert [one.id for one in found.of("unchanged")] == [one.item for one in NOW.items]
    assert (found.then.result, found.now.result) == (earlier().sha256(), NOW.sha256())
    assert (found.then.period_end, found.now.period_end) == ("2025-07-01", NOW.engagement.period_end)
    assert (found.differences, found.remarks) == ((), ())


def test_items_of_one_audit_alone_are_new_or_gone() -> None:
    first = NOW.items[0].item
    less = NOW.model_copy(update={"items": NOW.items[1:]})
    gone = changes(earlier(), less)
    assert [(one.id, one.now) for one in gone.of("gone")] == [(first, None)]
    assert gone.items[-1].id == first
    new = changes(earlier(items=NOW.items[1:]), NOW)
    assert [(one.id, one.then) for one in new.of("new")] == [(first, None)]


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("text", Text(zh="另", en="other"), "requirement"),
        ("rule", Text(zh="另", en="other"), "rule that judges it"),
        ("severity", "critical", "severity"),
    ],
)
def test_an_item_that_was_changed_itself_is_not_compared(field: str, value: Any, named: str) -> None:
    found = change(with_criterion(earlier(), **{field: value}))
    assert (found.change, why(found)) == ("not_comparable", [f"the item was changed: {named}"])


def test_a_checklist_that_changed_elsewhere_leaves_an_item_comparable_and_its_score_not() -> None:
    found = changes(with_criterion(earlier(), weight=9.0), NOW)
    assert len(found.of("unchanged")) == len(NOW.items)
    assert [one.kind for one in found.differences] == ["checklist"]
    assert not any(one.comparable for one in found.scores)


def test_another_organisation_or_scheme_keeps_every_item_from_being_compared() -> None:
    other = NOW.engagement.organisation.model_copy(update={"id": "other"})
    for then in (
        earlier(engagement={"organisation": other}),
        earlier(scheme=NOW.scheme.model_copy(update={"sha256": "0" * 64})),
    ):
        assert len(changes(then, NOW).of("not_comparable")) == len(NOW.items)


def test_a_constant_or_a_questionnaire_that_changed_keeps_items_on_it_from_being_compared() -> None:
    target = {"target": ParamValue(value=12, unit="h", origin="S")}
    measurements = tuple(
        one.model_copy(update={"params": target}) if one.measure == "M-ALPHA" else one
        for one in NOW.measurements
    )
    found = changes(earlier(measurements=measurements), NOW)
    assert [(one.id, why(one)) for one in found.of("not_comparable")] == [
        ("FG-A04", ["constants of measures differ: M-ALPHA"])
    ]
    instrument = NOW.instruments[0].model_copy(update={"version": "0"})
    found = changes(earlier(instruments=(instrument,)), NOW)
    assert why(next(one for one in found.items if one.id == "FG-A04")) == [
        "the questionnaire “trial” went from version 0 to 1"
    ]
    assert "FG-A01" in {one.id for one in found.of("unchanged")}


@pytest.mark.parametrize(
    "then",
    [
        {"counts": False},
        {"state": "not_evidenced", "verdict": None, "score": None, "low": None, "high": None},
    ],
)
def test_what_did_not_count_then_is_not_compared(then: dict[str, Any]) -> None:
    found = change(with_finding(earlier(), **then))
    assert (found.change, why(found)) == (
        "not_comparable",
        ["in one of the two audits it has no score that counts"],
    )


def test_scores_stand_with_their_titles() -> None:
    found = {one.id: one for one in changes(earlier(), NOW).scores}
    assert list(found) == [one.id for one in NOW.scores]
    assert found["overall"].title is None
    assert found["five-gap"].title == NOW.criteria[0].title
    assert found["five-gap/A"].title == NOW.criteria[0].sections[0].title
    own = next(one for one in NOW.scores if one.id == "five-gap/A")
    assert (found["five-gap/A"].then, found["five-gap/A"].now, found["five-gap/A"].comparable) == (
        own.score,
        own.score,
        True,
    )
