"""Gap 5: items, dimensions, the overall gap unweighted and weighted, the share clearly negative."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from audit.criteria.instrument import Instrument
from audit.measures.statistics.reliability import cronbach_alpha_of
from tests.measures.answers import ITEMS, respondent, with_gaps
from tests.measures.evidence import (
    evidence_of,
    facts,
    instrument,
    measured,
    stated,
    student,
    the,
    times,
    wilson,
)

TINY = instrument()
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}
COMPLETE = {"not_answered": 0}


def survey(rows: list[dict[str, Any]], of: Instrument = TINY, **options: Any) -> Any:
    return evidence_of(of=of, survey_customers=rows, **options)


def test_an_item_gap_is_the_mean_of_the_differences_of_those_who_answered_both() -> None:
    gaps = [0.0, -1.0] * 15 + [-2.0] * 5
    rows = [with_gaps(gap, 0, 0, 0, 0, 0) for gap in gaps]
    rows += [with_gaps(None, 0, 0, 0, 0, 0)] * 2 + [respondent(perceived=(5,) * 6)]
    found = the(measured("M-G5-ITEM", survey(rows)), "gap", item="01")
    assert facts(found) == stated(-25 / 35, 35, **student(gaps), excluded={"not_answered": 3})


def test_a_reversed_item_is_turned_in_both_facets() -> None:
    rows = times(30, respondent(perceived=(3, 3, 5, 3, 3, 3), expected=(3, 3, 2, 3, 3, 3)))
    found = measured("M-G5-ITEM", survey(rows))
    assert [the(found, "gap", item=item).value for item in ITEMS] == [0, 0, -3, 0, 0, 0]


def test_few_or_skewed_gaps_get_a_bootstrap_interval_beside() -> None:
    even, skewed = [-1.0, 0.0, 1.0] * 12, [0.0] * 35 + [-2.0]
    rows = [with_gaps(a, b, 0, 0, 0, None) for a, b in zip(even, skewed, strict=True)]
    rows += [with_gaps(None, None, None, None, None, -1)] * 12
    found = measured("M-G5-ITEM", survey(rows))
    beside = [one.key["item"] for one in found.estimates if one.result == "gap_bootstrap"]
    assert beside == ["02", "06"]
    few = the(found, "gap_bootstrap", item="06")
    assert facts(few) == stated(
        -1, 12, low=-1, high=-1, method="bootstrap", excluded={"not_answered": 36}, **FEW
    )


def test_p_values_are_adjusted_over_all_items_of_the_instrument() -> None:
    generator = np.random.default_rng(7)
    gaps = generator.integers(-2, 2, size=(40, 6))
    found = measured("M-G5-ITEM", survey([with_gaps(*map(float, row)) for row in gaps]))
    raw = [stats.ttest_1samp(gaps[:, i], 0).pvalue for i in range(6)]
    adjusted, largest = [0.0] * 6, 0.0
    for rank, i in enumerate(np.argsort(raw)):
        largest = max(largest, min(1.0, (6 - rank) * raw[i]))
        adjusted[i] = largest
    assert [the(found, "p_holm", item=item).value for item in ITEMS] == pytest.approx(adjusted, rel=1e-9)


def test_fewer_than_ten_answers_print_neither_gap_nor_p_value() -> None:
    found = measured("M-G5-ITEM", survey(times(9, with_gaps(-1, 0, 0, 0, 0, 0))))
    assert {(one.value, one.interval, one.sufficiency) for one in found.estimates} == {
        (None, None, "insufficient")
    }


def test_a_dimension_counts_from_three_quarters_of_its_required_pairs() -> None:
    """Two of the three required items of `tan` are too few, both of the two required of `emp` are needed."""
    rows = [
        *times(15, with_gaps(-1, -1, -1, -1, -1, -1)),
        *times(5, with_gaps(-2, -2, None, 0, 0, None)),
        *times(3, with_gaps(0, 0, 0, 0, None, 0)),
    ]
    found = measured("M-G5-DIM", survey(rows))
    tan, emp = (the(found, "gap", dimension=name) for name in ("tan", "emp"))
    assert facts(tan) == stated(
        -15 / 18, 18, **student([-1.0] * 15 + [0.0] * 3), excluded={"not_answered": 5}, **FEW
    )
    assert facts(emp) == stated(
        -15 / 20, 20, **student([-1.0] * 15 + [0.0] * 5), excluded={"not_answered": 3}, **FEW
    )


def test_three_of_four_required_items_are_enough() -> None:
    four = TINY.model_copy(
        update={
            "items": tuple(
                item.model_copy(update={"dimension": "tan", "required": True, "reversed": False})
                if item.position <= 4
                else item
                for item in TINY.items
            )
        }
    )
    rows = times(12, respondent((2, 2, 4, None, 3, 3), (3,) * 6))
    assert the(measured("M-G5-DIM", survey(rows, four)), "gap", dimension="tan").value == pytest.approx(
        -1 / 3
    )


def test_a_dimension_is_scored_from_a_hundred_respondents_and_within_a_site_from_thirty() -> None:
    answers = with_gaps(0, 0, 0, 0, 0, 0)
    rows = [*times(70, answers | {"site_id": "A"}), *times(29, answers | {"site_id": "B"})]
    found = measured("M-G5-DIM", survey(rows))
    told = {
        tuple(one.key.values()): one.sufficiency for one in found.estimates if one.key["dimension"] == "tan"
    }
    assert told == {("tan",): "indicative", ("tan", "A"): "enough", ("tan", "B"): "indicative"}


def test_dimensions_carry_the_mean_weight_that_customers_give_them() -> None:
    rows = [
        *times(2, with_gaps(0, 0, 0, 0, 0, 0, w_tan=60.0, w_emp=40.0)),
        *times(1, with_gaps(0, 0, 0, 0, 0, 0, w_tan=55.0, w_emp=55.0)),
        *times(4, with_gaps(0, 0, 0, 0, 0, 0, w_tan=50.0, w_emp=61.0)),
        *times(4, with_gaps(0, 0, 0, 0, 0, 0, w_tan=None, w_emp=None)),
    ]
    found = measured("M-G5-DIM", survey(rows))
    weights = [the(found, "gap", dimension=name).weight for name in ("tan", "emp")]
    assert weights == pytest.approx([(60 + 60 + 50) / 3, (40 + 40 + 50) / 3])


def test_the_overall_gap_weighs_dimensions_alike_not_items() -> None:
    rows = times(30, with_gaps(-1, -1, -1, 1, 0, None)) + times(3, with_gaps(-1, -1, -1, None, None, None))
    found = the(measured("M-G5-UNW", survey(rows)), "gap")
    assert facts(found) == stated(-0.25, 30, low=-0.25, high=-0.25, method="t", excluded={"not_answered": 3})


def test_weights_are_rescaled_to_their_sum_and_kept_within_ten_points_of_a_hundred() -> None:
    def weighing(tan: float | None, emp: float | None, *gaps: float | None) -> dict[str, Any]:
        return with_gaps(*(gaps or (-1, -1, -1, 0, 0, 0)), w_tan=tan, w_emp=emp)

    rows = [
        *times(10, weighing(45.0, 45.0)),
        *times(10, weighing(110.0, None)),
        *times(4, weighing(100.0, 0.0, -1, -1, -1, None, None, None)),
        *times(3, weighing(None, None)),
        *times(2, weighing(45.0, 44.0)),
        *times(1, weighing(60.0, 51.0)),
        *times(5, weighing(50.0, 50.0, -1, -1, -1, 0, None, None)),
    ]
    found = measured("M-G5-WTD", survey(rows))
    left_out = {"weights_missing": 3, "weights_off": 3, "not_answered": 5}
    expected = student([-0.5] * 10 + [-1.0] * 14)
    assert facts(the(found, "gap")) == stated(-19 / 24, 24, **expected, excluded=left_out, **FEW)
    assert facts(the(found, "gap_mean_weights")) == stated(-19 / 24, 24, excluded=left_out, **FEW)


def test_without_weights_there_is_no_weighted_gap() -> None:
    unasked = survey([with_gaps(0, 0, 0, 0, 0, 0)], instrument(weights_asked=False))
    absent = survey([with_gaps(0, 0, 0, 0, 0, 0)])
    for ev in (unasked, absent):
        found = measured("M-G5-WTD", ev)
        assert found.estimates == ()
        assert found.reason is not None and found.reason.code == "M-NO-WEIGHTS"


def test_half_a_point_of_a_seven_point_scale_is_not_yet_clearly_negative() -> None:
    """On 1-5, u is 4/6 and the limit -1/3: met exactly by one item in three a point short."""
    rows = [
        *times(10, with_gaps(-1, 0, 0, -1, 0, 0)),
        *times(15, with_gaps(-1, -1, 0, -1, 0, 0)),
        *times(10, with_gaps(0, 0, 0, 0, 0, 0)),
        *times(2, with_gaps(-2, -2, -2, None, None, None)),
    ]
    found = the(measured("M-G5-NEG", survey(rows)), "negative")
    assert facts(found) == stated(15 / 35, 35, **wilson(15, 35), excluded={"not_answered": 2})


def test_without_expectations_there_is_no_gap() -> None:
    row = {f"p{item}": 3.0 for item in ITEMS}
    for measure in ("M-G5-ITEM", "M-G5-DIM", "M-G5-UNW", "M-G5-WTD", "M-G5-NEG"):
        found = measured(measure, survey([row]))
        assert found.estimates == ()
        assert found.reason is not None and found.reason.code == "M-FACET"


def test_answers_cannot_be_read_without_an_instrument() -> None:
    ev = evidence_of(
        survey_customers=[{"survey_ts": dt.datetime(2025, 1, 1)}],
        service_standards=[
            dict.fromkeys(("item_id", "formal", "target_value", "unit", "approved_on")),
        ],
    )
    for measure in ("M-G5-ITEM", "M-MISS", "M-IPA", "M-G2-COV", "M-ALPHA"):
        found = measured(measure, ev)
        assert found.reason is not None and found.reason.code == "M-NO-INSTRUMENT"


answer = st.none() | st.integers(1, 5).map(float)


@settings(max_examples=15)
@given(st.lists(st.lists(answer, min_size=12, max_size=12), min_size=10, max_size=30))
def test_gaps_equal_numpy_on_any_survey(matrix: list[list[float | None]]) -> None:
    rows = [respondent(perceived=line[:6], expected=line[6:]) for line in matrix]
    table = np.array(matrix, dtype=float)
    turned = np.where(np.arange(12) % 6 == 2, 6 - table, table)
    gaps = turned[:, :6] - turned[:, 6:]
    ev = survey(rows)

    items = measured("M-G5-ITEM", ev)
    for i, item in enumerate(ITEMS):
        known = gaps[~np.isnan(gaps[:, i]), i]
        found = the(items, "gap", item=item)
        assert found.n == len(known)
        assert found.value == (pytest.approx(known.mean(), abs=1e-9) if len(known) >= 10 else None)

    by_dimension = []
    for columns, required in (([0, 1, 2], [0, 1, 2]), ([3, 4, 5], [3, 4])):
        there = ~np.isnan(gaps[:, columns])
        enough = (~np.isnan(gaps[:, required])).sum(axis=1) >= 0.75 * len(required)
        sums = np.nansum(gaps[:, columns], axis=1)
        by_dimension.append(np.where(enough, sums / np.maximum(there.sum(axis=1), 1), np.nan))
    overall = np.mean(by_dimension, axis=0)
    known = overall[~np.isnan(overall)]
    found = the(measured("M-G5-UNW", ev), "gap")
    assert (found.n, found.excluded) == (len(known), {"not_answered": len(rows) - len(known)})
    assert found.value == (pytest.approx(known.mean(), abs=1e-9) if len(known) >= 10 else None)


@pytest.mark.parametrize(
    ("n", "sufficiency"), [(49, "indicative"), (50, "insufficient"), (120, "insufficient")]
)
def test_a_dimension_whose_items_do_not_make_one_score_is_shown_and_not_scored(
    n: int, sufficiency: str
) -> None:
    """Items of the first dimension are answered independently, those of the second alike."""
    drawn = np.random.default_rng(5).integers(-2, 2, (n, 4))
    rows = [
        with_gaps(*map(float, (*own[:3], *(own[3],) * 3)), site_id=None, channel=None, segment=None)
        for own in drawn
    ]
    found = measured("M-G5-DIM", evidence_of(of=instrument(), survey_customers=rows))
    first, second = (one.id for one in instrument().dimensions)
    loose, firm = the(found, "gap", dimension=first), the(found, "gap", dimension=second)
    alpha = cronbach_alpha_of(drawn[:, :3])
    assert alpha is not None
    assert alpha < 0.6
    assert loose.value == pytest.approx(drawn[:, :3].mean())
    assert (loose.sufficiency, firm.sufficiency) == (sufficiency, "enough" if n >= 100 else "indicative")
    assert loose.reason is not None
    if n < 50:
        assert loose.reason.code == "M-TOO-FEW"
    else:
        assert loose.reason.code == "M-G5-NOT-ONE-SCORE"
        assert loose.reason.params == {"alpha": f"{alpha:.2f}", "least": "0.6"}
