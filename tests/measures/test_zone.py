"""Perception alone, adequacy, superiority and the position in the zone of tolerance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from audit.measures.statistics.proportions import goodman
from tests.measures.answers import ITEMS, respondent
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
    wilson,
)


def levels(
    perceived: Sequence[float | None], adequate: Sequence[float | None], expected: Sequence[float | None]
) -> dict[str, Any]:
    """A respondent's answers as meant; item 03 is ticked the other way round on a scale of 1-5."""

    def ticked(answers: Sequence[float | None]) -> list[float | None]:
        return [
            6 - one if item == "03" and one is not None else one
            for item, one in zip(ITEMS, answers, strict=True)
        ]

    lower: dict[str, Any] = {f"a{item}": one for item, one in zip(ITEMS, ticked(adequate), strict=True)}
    return respondent(ticked(perceived), ticked(expected), **lower, site_id=None, channel=None, segment=None)


def alike(perceived: float, adequate: float = 3, expected: float = 5) -> dict[str, Any]:
    return levels((perceived,) * 6, (adequate,) * 6, (expected,) * 6)


def test_perception_weighs_dimensions_alike_and_runs_from_nought_to_a_hundred() -> None:
    answers: list[tuple[float | None, ...]] = [(1, 1, 5, 5, 5, 5)] * 10
    answers += [(5, 5, 1, 1, 1, None), (5, 5, 1, 1, None, None)]
    rows = [{f"p{item}": one for item, one in zip(ITEMS, given, strict=True)} for given in answers]
    found = measured("M-G5-PERF", evidence_of(of=instrument(), survey_customers=rows))
    # Item 03 is turned: 1 1 1 | 5 5 5 gives 0 and 100, the others 100 and 0; the last lacks a dimension.
    assert facts(the(found, "score")) == stated(
        50,
        11,
        low=50,
        high=50,
        method="t",
        excluded={"not_answered": 1},
        sufficiency="indicative",
        reason="M-TOO-FEW",
    )
    assert the(found, "dimension", dimension="tan").value == pytest.approx((10 * 0 + 2 * 100) / 12)
    assert said(found) == ["M-PERCEPTION-ONLY"]


def test_adequacy_is_told_in_sixths_of_the_scale() -> None:
    perceived = [4.0] * 60 + [2.0] * 40
    rows = [alike(one) for one in perceived]
    found = measured("M-ZOT-MSA", evidence_of(of=instrument(), survey_customers=rows))
    u = 4 / 6
    differences = [(one - 3) / u for one in perceived]
    assert facts(the(found, "adequacy", dimension="emp")) == stated(
        sum(differences) / 100, 100, **student(differences), excluded={"not_answered": 0, "violation": 0}
    )
    assert the(found, "adequacy", dimension="emp").unit == "u"


@pytest.mark.parametrize(("violations", "sufficiency"), [(11, "enough"), (12, "insufficient")])
def test_respondents_who_contradict_themselves_are_left_out_up_to_a_tenth(
    violations: int, sufficiency: str
) -> None:
    rows = [*times(100, alike(4)), *times(violations, alike(4, adequate=5, expected=4))]
    ev = evidence_of(of=instrument(), survey_customers=rows)
    for id_, result in (("M-ZOT-MSA", "adequacy"), ("M-ZOT-MSS", "superiority"), ("M-ZOT-POS", "not_below")):
        found = the(measured(id_, ev), result, dimension="tan")
        assert (found.n, found.excluded["violation"], found.sufficiency) == (100, violations, sufficiency)


def test_superiority_is_defined_only_against_what_is_desired() -> None:
    rows = times(100, alike(4))
    found = measured("M-ZOT-MSS", evidence_of(of=instrument(), survey_customers=rows))
    assert the(found, "superiority", dimension="tan").value == -1
    predicted = instrument().model_copy(update={"expectation_type": "predicted"})
    reason = measured("M-ZOT-MSS", evidence_of(of=predicted, survey_customers=rows)).reason
    assert reason is not None
    assert reason.code == "M-NOT-DESIRED"


def test_the_zone_has_a_floor_and_a_ceiling_that_belong_to_it() -> None:
    rows = [
        *times(20, alike(2.9)),
        *times(10, alike(3)),
        *times(15, alike(4)),
        *times(5, alike(5, expected=4)),
    ]
    found = measured("M-ZOT-POS", evidence_of(of=instrument(), survey_customers=rows))
    for name, count, ends in zip(
        ("below", "inside", "above"), (20, 25, 5), goodman([20, 25, 5]), strict=True
    ):
        assert facts(the(found, "position", dimension="emp", position=name)) == stated(
            count / 50,
            50,
            low=ends.low,
            high=ends.high,
            method="goodman",
            excluded={"not_answered": 0, "violation": 0},
        )
    share = stated(30 / 50, 50, **wilson(30, 50), excluded={"not_answered": 0, "violation": 0})
    assert facts(the(found, "not_below", dimension="emp")) == share
    assert facts(the(found, "not_below")) == share


def test_a_dimension_weighs_what_customers_give_it_and_a_position_nothing() -> None:
    rows = [alike(4) | {"w_tan": 70.0, "w_emp": 30.0}, *times(2, alike(2) | {"w_tan": 40.0, "w_emp": 60.0})]
    found = measured("M-ZOT-POS", evidence_of(of=instrument(), survey_customers=rows))
    weights = [the(found, "not_below", dimension=name).weight for name in ("tan", "emp")]
    assert weights == pytest.approx([(70 + 40 + 40) / 3, (30 + 60 + 60) / 3])
    assert the(found, "position", dimension="tan", position="below").weight is None
    unasked = evidence_of(of=instrument(weights_asked=False), survey_customers=[alike(4)])
    assert the(measured("M-ZOT-POS", unasked), "not_below", dimension="tan").weight is None


def test_one_dimension_below_is_enough_and_only_items_answered_in_all_facets_count() -> None:
    low_empathy = levels((4, 4, 4, 2, 2, 2), (3,) * 6, (5,) * 6)
    gap_in_answers = levels((4, 4, 4, 1, 4, 4), (3, 3, 3, None, 3, 3), (5,) * 6)
    # Of the two required items of empathy only one is answered in all facets: under 75 %.
    rows = [*times(10, alike(4)), *times(20, low_empathy), gap_in_answers]
    found = measured("M-ZOT-POS", evidence_of(of=instrument(), survey_customers=rows))
    assert the(found, "not_below", dimension="tan").value == 1
    assert facts(the(found, "not_below")) == stated(
        10 / 30, 30, **wilson(10, 30), excluded={"not_answered": 1, "violation": 0}
    )
