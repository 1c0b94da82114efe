"""Earlier audits beside this one: what keeps scores from being compared, and what only has to be known."""

from __future__ import annotations

from typing import Any

import pytest

from audit.compare import compared
from audit.result import AuditResult, Comparison, EarlierAudit, EarlierGap, EarlierScore, ParamValue
from audit.text import Text
from tests.report.results import survey_result

NOW = survey_result()


def then(years: int = 1, **changed: Any) -> AuditResult:
    """The same audit, so many years before."""
    engagement = NOW.engagement.model_copy(
        update={
            "period_start": f"{2026 - years}-01-01",
            "period_end": f"{2026 - years}-07-01",
            **changed.pop("engagement", {}),
        }
    )
    facts = {"engagement": engagement, "as_of": f"{2026 - years}-07-01T00:00:00", **changed}
    return NOW.model_copy(update=facts)


def beside(one: AuditResult, now: AuditResult = NOW) -> EarlierAudit:
    found = compared(now, [one])
    assert found is not None
    (audit,) = found.audits
    return audit


def reasons(one: AuditResult) -> list[tuple[str, str | None, str]]:
    return [(each.kind, each.checklist, each.message.in_("en")) for each in beside(one).differences]


def overall(audit: EarlierAudit) -> EarlierScore:
    return next(one for one in audit.scores if one.scope == "overall")


def test_the_same_audit_a_year_before_may_be_compared() -> None:
    audit = beside(then())
    whole = next(one for one in NOW.scores if one.scope == "overall")
    assert overall(audit) == EarlierScore(
        scope="overall", id="overall", score=whole.score, lower=whole.lower, upper=whole.upper
    )
    assert audit.gaps == (
        EarlierGap(dimension="rel", value=-0.9, low=-1.2, high=-0.6, n=120),
        EarlierGap(dimension="tan", value=0.02, low=-0.1, high=0.14, n=120),
    )
    assert (audit.differences, audit.remarks) == ((), ())
    assert audit.comparable(overall(audit)) and audit.gaps_comparable and audit.same_organisation


def test_another_organisation_is_never_comparable_and_that_is_not_called_a_change_of_criteria() -> None:
    other = NOW.engagement.organisation.model_copy(
        update={"id": "other", "name": Text(zh="另一家", en="Another")}
    )
    audit = beside(then(engagement={"organisation": other}))
    assert [(one.kind, one.message.in_("zh")) for one in audit.differences] == [
        ("organisation", "受审查组织不同：当时为“另一家”，现为“某某服务公司”")
    ]
    assert not any(map(audit.comparable, audit.scores))
    assert not (audit.gaps_comparable or audit.same_organisation)


def test_a_changed_checklist_hinders_its_own_scores_alone() -> None:
    """The whole spans the checklist, and so do the two kinds; gaps of the dimensions do not stand on it."""
    (checklist,) = NOW.criteria
    edited = checklist.model_copy(update={"sha256": "0" * 64})
    extra = checklist.model_copy(update={"id": "own", "items": ()})
    assert reasons(then(criteria=(edited,))) == [
        (
            "checklist",
            "five-gap",
            f"the checklist “five-gap” was changed, still as version {checklist.version}",
        )
    ]
    assert reasons(then(criteria=(checklist.model_copy(update={"version": "0.9"}),))) == [
        ("checklist", "five-gap", f"the checklist “five-gap” went from version 0.9 to {checklist.version}")
    ]
    audit = beside(then(criteria=(checklist, extra)))
    assert [(one.checklist, one.message.in_("en")) for one in audit.differences] == [
        ("own", "the checklist “own” was used in one of the two audits only")
    ]
    able = {one.id: audit.comparable(one) for one in audit.scores}
    assert (able["overall"], able["characteristic"], able["five-gap"], able["five-gap/A"]) == (
        False,
        False,
        True,
        True,
    )
    assert audit.gaps_comparable


def test_another_scheme_hinders_every_score() -> None:
    scheme = NOW.scheme.model_copy(update={"sha256": "0" * 64})
    audit = beside(then(scheme=scheme))
    assert [(one.kind, one.checklist) for one in audit.differences] == [("scheme", None)]
    assert not any(map(audit.comparable, audit.scores)) and audit.gaps_comparable


def test_another_questionnaire_hinders_the_gaps_and_the_checklists_with_an_item_on_the_survey() -> None:
    instrument = NOW.instruments[0].model_copy(update={"version": "0"})
    audit = beside(then(instruments=(instrument,)))
    assert [(one.kind, one.checklist, one.message.in_("en")) for one in audit.differences] == [
        ("instrument", "five-gap", "the questionnaire “trial” went from version 0 to 1")
    ]
    assert not audit.gaps_comparable


def test_a_constant_that_changed_names_its_measures_and_hinders_their_checklist() -> None:
    measurements = tuple(
        one.model_copy(update={"params": {"target": ParamValue(value=12, unit="h", origin="S")}})
        if one.measure in ("M-ALPHA", "M-G5-ITEM")
        else one
        for one in NOW.measurements
    )
    # No item stands on the gap of single questions, so that its constants hinder nothing.
    assert reasons(then(measurements=measurements)) == [
        ("threshold", "five-gap", "constants of measures differ: M-ALPHA")
    ]


def test_another_version_of_the_tool_and_periods_that_overlap_are_remarks() -> None:
    tool = NOW.tool.model_copy(update={"version": "0.0.9"})
    measurements = (NOW.measurements[0].model_copy(update={"definition": "e" * 64}), *NOW.measurements[1:])
    audit = beside(then(tool=tool, measurements=measurements, engagement={"period_end": "2026-02-01"}))
    assert audit.differences == ()
    assert [one.in_("en") for one in audit.remarks] == [
        "the periods of the two audits overlap: some records may count in both",
        "computed by version 0.0.9 then and 0 now; measures whose definition changed: M-G5-ITEM",
    ]


def test_audits_stand_in_the_order_of_their_periods_and_each_once() -> None:
    found = compared(NOW, [then(1), then(3), then(2), then(1)])
    assert isinstance(found, Comparison)
    assert [one.period_end for one in found.audits] == ["2023-07-01", "2024-07-01", "2025-07-01"]
    assert [one.result for one in found.audits] == [then(years).sha256() for years in (3, 2, 1)]
    assert compared(NOW, []) is None


@pytest.mark.parametrize("years", [0, -1])
def test_an_audit_that_is_not_earlier_is_refused(years: int) -> None:
    with pytest.raises(ValueError, match="earlier ones"):
        compared(NOW, [then(years)])


def test_a_comparison_reads_as_it_was_written() -> None:
    result = NOW.model_copy(update={"comparison": compared(NOW, [then(2), then(1)])})
    assert AuditResult.from_json(result.to_json()) == result
