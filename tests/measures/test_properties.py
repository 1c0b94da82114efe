"""What every family of measures promises, whatever the evidence: one perfect case more never harms, cases that
do not apply change nothing, the order of rows changes nothing, and an interval contains its estimate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.evidence.dataset import Evidence
from audit.measures.catalogue import MEASURES
from audit.result import Estimate, Measurement
from tests.measures.answers import ITEMS, NOTHING, respondent, with_gaps
from tests.measures.evidence import Row, evidence_of, instrument, measured, the
from tests.measures.organisation import handing_over, tables

MONDAY, CUT = dt.datetime(2025, 1, 6, 9), dt.datetime(2025, 4, 1)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
CLOSE = 1e-9

Case = Callable[[int], Row]


@dataclass(frozen=True)
class Family:
    """A measure with its perfect case, its worst, and one that does not apply; ``others`` are further tables."""

    measure: str
    table: str
    perfect: Case
    worst: Case
    outside: Case | None = None
    key: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, list[Row]] = field(default_factory=dict)
    survey: bool = False

    def evidence(self, rows: list[Row]) -> Evidence:
        of = instrument() if self.survey else None
        return evidence_of(of=of, **{**self.others, self.table: rows})

    def headline(self, rows: list[Row]) -> Estimate:
        return the(measured(self.measure, self.evidence(rows)), MEASURES[self.measure].headline, **self.key)


def complaint(received: dt.datetime = MONDAY, **columns: Any) -> Case:
    ends = dict.fromkeys(("acknowledged_ts", "first_response_ts", "resolved_ts"))
    return lambda i: {"complaint_id": f"c{i}", "received_ts": received} | ends | columns


def delivered(minutes: float | None, start: dt.datetime = MONDAY, right: bool = True) -> Case:
    end = None if minutes is None else start + dt.timedelta(minutes=minutes)
    return lambda i: {
        "episode_id": f"e{i}",
        "standard_id": "S1",
        "start_ts": start,
        "end_ts": end,
        "first_time_right": right,
    }


def of(**columns: Any) -> Case:
    """The same row for every case."""
    return lambda i: columns


def numbered(name: str, **columns: Any) -> Case:
    """The same row for every case, but for its number."""
    return lambda i: {name: f"{name}-{i}"} | columns


def levels(perceived: float | None, adequate: float, expected: float) -> Case:
    """A respondent who gives every item the same answer as meant; item 03 is asked the other way round."""

    def told(level: float | None) -> list[float | None]:
        return [6 - level if level is not None and item == "03" else level for item in ITEMS]

    lower = {f"a{item}": one for item, one in zip(ITEMS, told(adequate), strict=True)}
    answers = respondent(told(perceived), told(expected)) | lower
    return lambda i: answers


STANDARD = {"standard_id": "S1", "target_value": 10.0, "unit": "min", "operator": "<="}
SILENT: Case = lambda i: respondent(NOTHING, NOTHING)  # noqa: E731  a case like the others


def gap(size: float) -> Case:
    return lambda i: with_gaps(*[size] * 6)


FAMILIES = [
    Family(
        "M-ACK",
        "complaints",
        complaint(acknowledged_ts=MONDAY + HOUR),
        complaint(),
        complaint(CUT - HOUR, acknowledged_ts=CUT - HOUR),
    ),
    Family(
        "M-FRT",
        "complaints",
        complaint(first_response_ts=MONDAY + HOUR),
        complaint(),
        complaint(CUT - HOUR),
    ),
    Family("M-TTR", "complaints", complaint(resolved_ts=MONDAY + HOUR), complaint(), complaint(CUT - HOUR)),
    Family("M-TRANS", "complaints", complaint(transfers=0), complaint(transfers=9)),
    Family(
        "M-G3-CONF",
        "service_delivery",
        delivered(5),
        delivered(15),
        delivered(None, CUT - DAY / 1440),
        key={"standard": "S1"},
        others={"service_standards": [STANDARD]},
    ),
    Family(
        "M-G3-RFT",
        "service_delivery",
        delivered(5),
        delivered(5, right=False),
        delivered(None),
    ),
    Family(
        "M-CA-CLOSE",
        "corrective_actions",
        of(opened_ts=MONDAY, due_ts=MONDAY + DAY, closed_ts=MONDAY),
        of(opened_ts=MONDAY, due_ts=MONDAY + DAY, closed_ts=None),
        of(opened_ts=MONDAY, due_ts=CUT + DAY, closed_ts=MONDAY),
    ),
    Family(
        "M-GUAR-PAY",
        "guarantees",
        numbered("claim_id", claimed_ts=MONDAY, pay_due_ts=MONDAY + DAY, paid_ts=MONDAY, valid=True),
        numbered("claim_id", claimed_ts=MONDAY, pay_due_ts=MONDAY + DAY, paid_ts=None, valid=True),
        numbered("claim_id", claimed_ts=MONDAY, pay_due_ts=MONDAY + DAY, paid_ts=MONDAY, valid=False),
    ),
    Family(
        "M-G1-UP",
        "research_activities",
        of(kind="upward_meeting", completed_on=MONDAY.date(), decision_recorded=True),
        of(kind="upward_meeting", completed_on=MONDAY.date(), decision_recorded=False),
        of(kind="upward_meeting", completed_on=None, decision_recorded=True),
    ),
    Family(
        "M-FAIL-CLASS",
        "failures",
        numbered("failure_id", detected_ts=MONDAY, src_class="late"),
        numbered("failure_id", detected_ts=MONDAY, src_class="other"),
    ),
    Family(
        "M-TRAIN-EFF",
        "training",
        of(staff_id="s", topic="recovery", held_on=MONDAY.date(), assessed=True, passed=True),
        of(staff_id="s", topic="recovery", held_on=MONDAY.date(), assessed=True, passed=False),
    ),
    Family("M-G5-UNW", "survey_customers", gap(1), gap(-2), SILENT, survey=True),
    Family("M-G5-NEG", "survey_customers", gap(1), gap(-2), SILENT, survey=True),
    Family("M-G5-DIM", "survey_customers", gap(1), gap(-2), SILENT, key={"dimension": "tan"}, survey=True),
    Family("M-G5-PERF", "survey_customers", gap(2), gap(-2), SILENT, survey=True),
    Family(
        "M-ZOT-POS", "survey_customers", levels(5, 2, 4), levels(1, 2, 4), levels(None, 2, 4), survey=True
    ),
    Family(
        "M-ZOT-MSA",
        "survey_customers",
        levels(5, 2, 4),
        levels(1, 2, 4),
        levels(None, 2, 4),
        key={"dimension": "emp"},
        survey=True,
    ),
    Family(
        "M-GUAR-KNOW",
        "survey_customers",
        of(knows_guarantee=True),
        of(knows_guarantee=False),
        of(knows_guarantee=None),
        survey=True,
    ),
    Family(
        "M-G1-ANT",
        "survey_managers",
        of(ant1_research=7, ant1_upcom=7, ant1_levels=1),
        of(ant1_research=1, ant1_upcom=1, ant1_levels=7),
        of(ant1_research=None, ant1_upcom=7, ant1_levels=1),
    ),
    Family("M-RECSAT", "survey_recovery", of(sat_recovery=7), of(sat_recovery=1), of(sat_recovery=None)),
    Family(
        "M-DJ",
        "survey_recovery",
        of(dj1=7, dj2=7, dj3=7, dj4=7),
        of(dj1=1, dj2=1, dj3=1, dj4=1),
        of(dj1=None, dj2=None, dj3=None, dj4=None),
    ),
    Family("M-INTREC", "survey_contact_staff", of(support=7), of(support=1), of(support=None)),
]


def rows_of(family: Family, perfect: int, worst: int) -> list[Row]:
    good, bad = perfect, worst
    return [family.perfect(i) for i in range(good)] + [family.worst(good + i) for i in range(bad)]


EVERY = pytest.mark.parametrize("family", FAMILIES, ids=[one.measure for one in FAMILIES])


@EVERY
@settings(max_examples=2)
@given(st.integers(5, 30), st.integers(5, 30), st.integers(1, 4))
def test_a_perfect_case_more_never_harms_and_what_does_not_apply_changes_nothing(
    family: Family, perfect: int, worst: int, outside: int
) -> None:
    rows = rows_of(family, perfect, worst)
    before, after = family.headline(rows), family.headline([*rows, family.perfect(len(rows))])
    assert before.value is not None and after.value is not None
    change = after.value - before.value
    assert (change if MEASURES[family.measure].better == "higher" else -change) > 0
    assert after.n == before.n + 1
    for one in (before, after):
        assert contained(one)
    if family.outside is None:
        outside = 0
    mixed = [*rows, *(family.outside(len(rows) + i) for i in range(outside) if family.outside)]
    np.random.default_rng(perfect).shuffle(mixed)  # type: ignore[arg-type]  # a list of rows
    besides = family.headline(mixed)
    assert sum(besides.excluded.values()) == sum(before.excluded.values()) + outside
    assert (besides.n, besides.unknown) == (before.n, before.unknown)
    assert besides.value == pytest.approx(before.value, abs=CLOSE)
    assert ends(besides) == pytest.approx(ends(before), abs=CLOSE)


LEVELS = {"importance", "performance", "centre", "belief", "expected", "perceived"}
"""Results that say where on the scale the answers lie, and therefore move with it."""
SURVEYS = [one.id for one in MEASURES.values() if one.facets or one.id.startswith(("M-G1-", "M-G2-MGMT"))]


def surveyed(shift: float) -> Evidence:
    """Customers and managers on a scale of 1-5, or on the same scale with other numbers at its marks."""
    rng = np.random.default_rng(5)

    def answers(prefixes: tuple[str, ...], n: int) -> list[Row]:
        names = [f"{prefix}{item}" for prefix in prefixes for item in ITEMS]
        drawn = rng.integers(1, 6, (n, len(names))) + shift
        return [dict(zip(names, row, strict=True)) for row in drawn.tolist()]

    asked = instrument((1 + shift, 5 + shift))
    weights = {"w_tan": 60.0, "w_emp": 40.0, "duration_s": 300.0, "overall_sat": 5.0, "channel": "web"}
    customers = [
        row | weights | {"overall_sat": float(1 + i % 7), "site_id": "AB"[i % 2]}
        for i, row in enumerate(answers(("e", "a", "p", "imp"), 120))
    ]
    managers = [
        row | {"w_tan": 50.0, "w_emp": 50.0, "level": ("top", "middle", "front")[i % 3], "std_tan": 4.0}
        for i, row in enumerate(answers(("m",), 12))
    ]
    return evidence_of(of=asked, survey_customers=customers, survey_managers=managers)


def test_the_numbers_at_the_marks_of_a_scale_change_nothing() -> None:
    plain, moved = surveyed(0), surveyed(10)
    compared = 0
    for name in SURVEYS:
        one, other = measured(name, plain), measured(name, moved)
        assert (one.reason, one.notes) == (other.reason, other.notes)
        for before, after in zip(one.estimates, other.estimates, strict=True):
            assert (after.result, after.key, after.n, after.sufficiency) == (
                before.result, before.key, before.n, before.sufficiency,
            )  # fmt: skip
            by = 10 if before.result in LEVELS and before.kind == "mean" else 0
            if before.value is not None:
                compared += 1
                assert after.value == pytest.approx(before.value + by, abs=CLOSE), (name, before.result)
                assert ends(after) == pytest.approx([end + by for end in ends(before)], abs=CLOSE)
    assert compared > 100


OF_COMPLAINTS = [one.id for one in MEASURES.values() if one.scored and next(iter(one.needs)) == "complaints"]


@pytest.mark.slow
def test_twice_the_complaints_handled_alike_improve_and_worsen_nothing() -> None:
    whole = tables()
    log = whole["complaints"] * 3
    once = handing_over(whole | {"complaints": numbered_anew(log)})
    twice = handing_over(whole | {"complaints": numbered_anew(log * 2)})
    for name in OF_COMPLAINTS:
        for before, after in zip(
            measured(name, once).estimates, measured(name, twice).estimates, strict=True
        ):
            assert (after.result, after.key) == (before.result, before.key)
            if before.value is not None:
                assert after.value == pytest.approx(before.value, abs=CLOSE), (
                    name,
                    before.result,
                    before.key,
                )


def numbered_anew(log: list[Row]) -> list[Row]:
    return [{**row, "complaint_id": f"complaint_id-{i}"} for i, row in enumerate(log)]


def test_a_number_of_complaints_failures_or_claims_is_never_scored_by_itself() -> None:
    assert {
        name: MEASURES[name].scored for name in ("M-COMPL-RATE", "M-FAIL-RATE", "M-COST", "M-STAFFLOY")
    } == (dict.fromkeys(("M-COMPL-RATE", "M-FAIL-RATE", "M-COST", "M-STAFFLOY"), False))


@pytest.mark.slow
def test_the_order_of_the_rows_of_any_table_changes_no_measure() -> None:
    rng = np.random.default_rng(8)
    whole = tables()
    mixed = {name: [given[i] for i in rng.permutation(len(given))] for name, given in whole.items()}
    one, other = handing_over(whole), handing_over(mixed)
    for name in MEASURES:
        before, after = told(measured(name, one)), told(measured(name, other))
        assert after.keys() == before.keys()
        for key, estimate in before.items():
            again = after[key]
            assert (again.n, again.category, again.sufficiency) == (
                estimate.n, estimate.category, estimate.sufficiency,
            ), (name, key)  # fmt: skip
            if estimate.value is not None and estimate.kind != "category":
                assert again.value == pytest.approx(estimate.value, rel=CLOSE, abs=CLOSE), (name, key)


def told(found: Measurement) -> dict[tuple[str, ...], Estimate]:
    """The estimates by result and key: rows of a register come in the order of the file."""
    return {(one.result, *map("=".join, sorted(one.key.items()))): one for one in found.estimates}


def contained(one: Estimate) -> bool:
    low, high = ends(one)
    return one.value is not None and low - CLOSE <= one.value <= high + CLOSE


def ends(one: Estimate) -> tuple[float, float]:
    """Both ends of the interval; open ones lie infinitely far away."""
    if one.interval is None:
        return (-np.inf, np.inf)
    low, high = one.interval.low, one.interval.high
    return (-np.inf if low is None else low, np.inf if high is None else high)
