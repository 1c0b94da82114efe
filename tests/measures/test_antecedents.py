"""What managers and contact staff say of the conditions that they work under."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from audit.criteria.checklist import load_shipped
from audit.criteria.item import ByBoth, ByMeasure
from audit.findings.pooling import choose, pool
from audit.measures.antecedents import ANT2, ANT3, PARTS
from tests.measures.evidence import (
    evidence_of,
    facts,
    instrument,
    measured,
    said,
    stated,
    student,
    the,
    times,
)

TINY = instrument()
FEW = {"sufficiency": "insufficient", "reason": "M-TOO-FEW"}


def answers(prefix: str, columns: tuple[str, ...], *values: float | None, **others: Any) -> dict[str, Any]:
    return {f"{prefix}{name}": value for name, value in zip(columns, values, strict=True)} | others


def manager(research: float | None, upcom: float | None, levels: float | None) -> dict[str, Any]:
    return answers("ant1_", ("research", "upcom", "levels"), research, upcom, levels) | {"level": "top"}


def test_many_levels_of_management_count_against_the_index_and_all_three_answers_are_needed() -> None:
    rows = [manager(7, 7, 1), manager(1, 1, 7), manager(4, 5, 3), manager(4, 4, 1), manager(4, 4, 4)]
    rows += [manager(7, 7, None)]
    found = measured("M-G1-ANT", evidence_of(survey_managers=rows))
    means = [7, 1, 14 / 3, 5, 4]
    own = [(one - 1) / 6 * 100 for one in means]
    left_out = {"excluded": {"not_answered": 1}}
    assert facts(the(found, "index")) == stated(np.mean(own), 5, **student(own), **left_out)
    assert facts(the(found, "alpha")) == stated(None, 5, **FEW, **left_out)
    assert facts(the(measured("M-G1-ANT", evidence_of(survey_managers=rows[:4])), "index"))["value"] is None


def test_alpha_stands_beside_from_thirty_managers_on() -> None:
    generator = np.random.default_rng(1)
    truth = generator.integers(2, 6, 30)
    items = [np.clip(truth + generator.integers(-1, 2, 30), 1, 7) for _ in range(3)]
    rows = [manager(float(a), float(b), 8.0 - float(c)) for a, b, c in zip(*items, strict=True)]
    found = the(measured("M-G1-ANT", evidence_of(survey_managers=rows)), "alpha")
    variances, total = sum(np.var(one, ddof=1) for one in items), np.var(sum(items), ddof=1)
    assert found.value == pytest.approx(1.5 * (1 - variances / total))
    assert found.sufficiency == "enough"


def test_when_half_of_the_managers_answered_the_interval_shrinks_by_the_root_of_a_half() -> None:
    rows = [manager(4, 4, 1 + i % 7) for i in range(6)]
    whole, half = (
        the(measured("M-G1-ANT", evidence_of(survey_managers=rows, declared=declared)), "index")
        for declared in ({}, {"people.managers": 12.0})
    )
    assert whole.interval is not None
    assert half.interval is not None
    widths = [one.high - one.low for one in (whole.interval, half.interval)]  # type: ignore[operator]
    assert widths[1] / widths[0] == pytest.approx(np.sqrt(0.5))


def test_three_of_the_four_conditions_of_setting_standards_are_enough() -> None:
    columns = tuple(name.removeprefix("ant2_") for name in ANT2)
    rows = [
        *times(4, answers("ant2_", columns, 7, 7, 7, 7)),
        answers("ant2_", columns, 1, None, 3, 5),
        answers("ant2_", columns, 1, None, None, 5),
    ]
    found = the(measured("M-G2-ANT", evidence_of(survey_managers=rows)), "index")
    own = [100.0] * 4 + [200 / 6]
    assert facts(found) == stated(np.mean(own), 5, **student(own), excluded={"not_answered": 1})


def employee(*values: float | None, **others: Any) -> dict[str, Any]:
    return answers("ant3_", ANT3, *values, **others)


def test_the_index_is_the_mean_of_the_seven_aspects_and_conflict_and_ambiguity_are_turned() -> None:
    generator = np.random.default_rng(2)
    given = generator.integers(1, 8, (12, 7)).astype(float)
    found = measured("M-G3-ANT", evidence_of(survey_contact_staff=[employee(*row) for row in given]))
    turned = given.copy()
    turned[:, 5:] = 8 - turned[:, 5:]
    scores = (turned - 1) / 6 * 100
    nobody = {"excluded": {"not_answered": 0}}
    # Where everyone answers everything the index is the mean over staff of their own mean.
    own = scores.mean(axis=1)
    assert facts(the(found, "index")) == stated(own.mean(), 12, **student(own), **nobody)
    for i, aspect in enumerate(ANT3):
        assert facts(the(found, "aspect", antecedent=aspect)) == stated(
            scores[:, i].mean(), 12, **student(scores[:, i]), **nobody
        )
    assert said(found) == ["M-ANT-LOWEST"]


def test_a_part_is_the_mean_of_its_aspects_means() -> None:
    given = np.random.default_rng(3).integers(1, 8, (12, 7)).astype(float)
    rows = [employee(*row) for row in given] + [employee(*[None] * 5, 2.0, 4.0)]
    found = measured("M-G3-ANT", evidence_of(survey_contact_staff=rows))
    scores = (np.hstack([given[:, :5], 8 - given[:, 5:]]) - 1) / 6 * 100
    own = {
        "teamwork_and_fit": scores[:, :3].mean(axis=1),
        "control_and_supervision": scores[:, 3:5].mean(axis=1),
        "role_stress": np.append(scores[:, 5:].mean(axis=1), (5 / 6 + 3 / 6) / 2 * 100),
    }
    assert own.keys() == PARTS.keys()
    for part, values in own.items():
        left_out = {"not_answered": 13 - len(values)}
        assert facts(the(found, "part", antecedent=part)) == stated(
            values.mean(), len(values), **student(values), excluded=left_out
        )


@pytest.mark.parametrize(
    ("item", "part"),
    [("FG-D06", "teamwork_and_fit"), ("FG-D07", "control_and_supervision"), ("FG-D08", "role_stress")],
)
def test_an_item_scores_the_mean_of_its_part_and_not_every_aspect_for_itself(item: str, part: str) -> None:
    """Aspects at 100 and 0 earn the points of their mean: what lies beyond 85 is not cut off before."""
    staff = {"team": 7, "fit": 7, "tech": 1, "control": 7, "superv": 2, "conflict": 1, "ambig": 6}
    rows = [employee(*(staff[one] for one in ANT3))] * 12
    measurement = measured("M-G3-ANT", evidence_of(survey_contact_staff=rows))
    (judge,) = (one.judge for _, one in load_shipped("five-gap").items() if one.id == item)
    assert isinstance(judge, ByMeasure | ByBoth)
    pooled = pool(choose(measurement, judge.measure, item), judge.measure, judge.score, minimum=30)
    scores = {
        one: (8 - value if one in ("conflict", "ambig") else value) / 6 * 100 - 100 / 6
        for one, value in staff.items()
    }
    mean = np.mean([scores[one] for one in PARTS[part]])
    assert pooled.score is not None
    assert pooled.score.score == pytest.approx((mean - 30) / 55 * 100)


def test_an_aspect_that_few_answered_weighs_as_much_in_the_index_as_the_others() -> None:
    """Mean of means, with the variance of a sum of ratios worked out person by person."""
    generator = np.random.default_rng(4)
    given = generator.integers(1, 8, (15, 7)).astype(float)
    given[3:, 0] = np.nan
    given[:2, 6] = np.nan
    given = np.vstack([given, np.full(7, np.nan)])
    rows = [employee(*(None if np.isnan(one) else float(one) for one in row)) for row in given]
    found = the(measured("M-G3-ANT", evidence_of(survey_contact_staff=rows)), "index")
    turned = given.copy()
    turned[:, 5:] = 8 - turned[:, 5:]
    scores = (turned - 1) / 6 * 100
    means, counts = np.nanmean(scores, axis=0), (~np.isnan(scores)).sum(axis=0)
    influence = np.nansum((scores - means) / counts / 7, axis=1)[:15]
    error = np.sqrt(15 / 14 * (influence**2).sum())
    assert found.value == pytest.approx(means.mean())
    assert (found.n, found.excluded) == (15, {"not_answered": 1})
    assert found.interval is not None
    half = (found.interval.high - found.interval.low) / 2  # type: ignore[operator]
    assert half == pytest.approx(2.144786688 * error)  # t(.975, 14)


def test_without_any_answer_on_an_aspect_there_is_no_index_and_groups_under_five_are_withheld() -> None:
    rows = [employee(4, 4, 4, 4, 4, 4, None, site_id="A" if i < 8 else "B") for i in range(12)]
    found = measured("M-G3-ANT", evidence_of(survey_contact_staff=rows))
    assert [one for one in found.estimates if one.result == "index"] == []
    assert the(found, "aspect", antecedent="ambig").sufficiency == "insufficient"
    sites = [the(found, "aspect", antecedent="team", site_id=site).sufficiency for site in "AB"]
    assert sites == ["suppressed", "suppressed"]


@pytest.mark.parametrize(("count", "sufficiency"), [(4, "insufficient"), (9, "indicative"), (10, "enough")])
def test_ten_contact_staff_are_needed(count: int, sufficiency: str) -> None:
    rows = [employee(*[1 + i % 7] * 7) for i in range(count)]
    found = the(measured("M-G3-ANT", evidence_of(survey_contact_staff=rows)), "aspect", antecedent="fit")
    assert found.sufficiency == sufficiency


def test_the_ability_to_meet_standards_is_averaged_per_person_first() -> None:
    rows = [*times(10, {"perf_tan": 7.0, "perf_emp": 1.0}), {"perf_tan": 7.0, "perf_emp": None}]
    rows += [{"perf_tan": None, "perf_emp": None}]
    found = measured("M-G3-STAFFREP", evidence_of(of=TINY, survey_contact_staff=rows))
    own = [50.0] * 10 + [100.0]
    assert facts(the(found, "ability")) == stated(
        np.mean(own), 11, **student(own), excluded={"not_answered": 1}
    )
    assert the(found, "dimension_ability", dimension="tan").value == 100
    assert the(found, "dimension_ability", dimension="emp").value == 0


def test_ability_that_was_not_asked_is_not_measured() -> None:
    reason = measured("M-G3-STAFFREP", evidence_of(of=TINY, survey_contact_staff=[{"role": "x"}])).reason
    assert reason is not None
    assert reason.code == "M-NOT-ASKED"


def promising(horiz: float | None, overprom: float | None) -> dict[str, Any]:
    return answers("ant4_", ("horiz", "overprom"), horiz, overprom)


def gap4(managers: list[dict[str, Any]], staff: list[dict[str, Any]]) -> Any:
    tables = {"survey_contact_staff": staff} | ({"survey_managers": managers} if managers else {})
    return measured("M-G4-ANT", evidence_of(**tables))


def test_the_lower_of_managers_and_contact_staff_is_the_index() -> None:
    managers = [promising(6, 2), promising(5, 3), promising(6, 2), promising(7, 1), promising(7, 1)]
    staff = [*times(9, promising(2, 6)), promising(3, 5), promising(4, None)]
    found = gap4(managers, staff)
    lower, higher = [100 / 6] * 9 + [200 / 6], [500 / 6, 400 / 6, 500 / 6, 100, 100]
    nobody, one = ({"excluded": {"not_answered": n}} for n in (0, 1))
    assert facts(the(found, "index")) == stated(np.mean(lower), 10, **student(lower), **one)
    assert facts(the(found, "group", group="contact_staff")) == facts(the(found, "index"))
    assert facts(the(found, "group", group="managers")) == stated(
        np.mean(higher), 5, **student(higher), **nobody
    )
    assert said(found) == []
    swapped = gap4([promising(1, 7)] * 5, [promising(6, 2)] * 10)
    assert the(swapped, "index").value == 0


def test_one_group_stands_for_both_where_the_other_is_missing_or_too_small() -> None:
    staff = [promising(1 + i % 7, 4) for i in range(10)]
    alone = gap4([], staff)
    assert the(alone, "index").value == the(alone, "group", group="contact_staff").value
    assert [note.params["group"].en for note in alone.notes] == ["contact staff"]
    few_managers = gap4([promising(1, 7)] * 4, staff)
    assert the(few_managers, "index").value == the(few_managers, "group", group="contact_staff").value
    assert said(few_managers) == ["M-ANT-ONE-GROUP"]


def test_where_neither_group_is_large_enough_the_lower_is_shown_as_far_as_it_may_be() -> None:
    found = gap4([promising(7, 1)] * 4, [promising(1 + i % 3, 4) for i in range(9)])
    assert the(found, "index").sufficiency == "indicative"
    assert the(found, "index").n == 9


def test_managers_alone_are_enough_and_their_headcount_narrows_their_interval_only() -> None:
    managers = [promising(6, 2), promising(5, 3), promising(6, 2), promising(7, 1), promising(7, 1)]
    staff = [*times(9, promising(2, 6)), promising(3, 5)]
    declared = {"people.managers": 20.0}
    alone = measured("M-G4-ANT", evidence_of(survey_managers=managers, declared=declared))
    both = measured(
        "M-G4-ANT", evidence_of(survey_managers=managers, survey_contact_staff=staff, declared=declared)
    )
    scores = [500 / 6, 400 / 6, 500 / 6, 100, 100]
    mean, whole = float(np.mean(scores)), student(scores)
    for found, result, key in ((alone, "index", {}), (both, "group", {"group": "managers"})):
        interval = the(found, result, **key).interval
        assert interval is not None
        assert interval.high - mean == pytest.approx((whole["high"] - mean) * 0.75**0.5)
        assert mean - interval.low == pytest.approx((mean - whole["low"]) * 0.75**0.5)
    assert [note.params["group"].en for note in alone.notes] == ["managers"]
    assert facts(the(both, "index")) == stated(
        np.mean([100 / 6] * 9 + [200 / 6]),
        10,
        **student([100 / 6] * 9 + [200 / 6]),
        excluded={"not_answered": 0},
    )
