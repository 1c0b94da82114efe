"""Early warnings: lead time, action, recall and precision, prevention, and prepared responses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.measures.evidence import evidence_of, facts, measured, said, stated, the, times, wilson

CUT = dt.datetime(2025, 4, 1)
SIGNAL = dt.datetime(2025, 1, 6, 9)
OLD = CUT - dt.timedelta(days=90, hours=1)


def hours(count: float) -> dt.timedelta:
    return dt.timedelta(hours=count)


def warning(signal: dt.datetime = SIGNAL, **columns: Any) -> dict[str, Any]:
    empty = dict.fromkeys(
        (
            "first_customer_failure_ts",
            "action_ts",
            "target_h",
            "prevented",
            "evidence_note",
            "failure_class",
            "source",
        )
    )
    return {"ew_id": "w", "signal_ts": signal, **empty, **columns}


def hit(after: float) -> dict[str, Any]:
    return warning(first_customer_failure_ts=SIGNAL + hours(after))


def test_the_lead_is_the_median_of_a_curve_in_which_customers_never_hit_are_censored() -> None:
    rows = [hit(10), hit(20), hit(30), *times(3, hit(50)), *times(2, warning()), hit(-5), hit(40)]
    lead = the(measured("M-EW-LEAD", evidence_of(early_warnings=rows)), "lead", quantile="p50")
    # Ten warnings: 0 (the signal came too late), 10, 20, 30, 40: at 40 h half are hit.
    assert (lead.value, lead.n, lead.sufficiency) == (40, 10, "enough")
    nobody = the(
        measured("M-EW-LEAD", evidence_of(early_warnings=times(10, warning()))), "lead", quantile="p50"
    )
    assert (nobody.value, nobody.reason and nobody.reason.code) == (None, "M-NOT-REACHED")


@pytest.mark.parametrize(
    ("signals", "justified", "gates"),
    [
        (OLD, 0, ["G-PRECISION"]),
        (OLD, 1, []),
        (CUT - dt.timedelta(days=90), 10, ["G-PRECISION-UNKNOWN"]),
    ],
)
def test_the_lead_is_scored_only_when_warnings_are_not_empty(
    signals: dt.datetime, justified: int, gates: list[str]
) -> None:
    rows = [*times(10 - justified, warning(signals)), *times(justified, warning(signals, prevented=True))]
    assert said(measured("M-EW-LEAD", evidence_of(early_warnings=rows))) == gates


def acted(after: float | None, **columns: Any) -> dict[str, Any]:
    return warning(action_ts=None if after is None else SIGNAL + hours(after), **columns)


def test_a_warning_is_acted_on_within_its_own_time_or_a_day() -> None:
    young = CUT - hours(23)
    rows = [
        *times(20, acted(24)),
        *times(4, acted(24.01)),
        *times(3, acted(30, target_h=30.0)),
        *times(3, acted(2, target_h=1.0)),
        acted(None),
        warning(young, action_ts=young + hours(1)),
    ]
    share = the(measured("M-EW-ACT", evidence_of(early_warnings=rows)), "acted")
    assert facts(share) == stated(23 / 31, 31, **wilson(23, 31), excluded={"not_yet_due": 1})


def failure(severity: int | None, ew: str | None = None, detected: dt.datetime = CUT) -> dict[str, Any]:
    return {"failure_id": "f", "severity": severity, "ew_id": ew, "detected_ts": detected, "src_class": None}


def test_recall_counts_serious_failures_that_an_earlier_signal_pointed_to() -> None:
    warnings = [warning(SIGNAL) | {"ew_id": "before"}, warning(CUT) | {"ew_id": "same"}]
    failures = [
        *times(6, failure(3, "before")),
        *times(2, failure(5, "same")),
        *times(10, failure(4)),
        *times(2, failure(3, "lost")),
        *times(4, failure(2, "before")),
        *times(3, failure(None, "before")),
    ]
    found = measured("M-EW-HIT", evidence_of(early_warnings=warnings, failures=failures))
    assert facts(the(found, "recall")) == stated(
        6 / 20, 20, **wilson(6, 20), unknown=3, excluded={"not_serious": 4}
    )


def test_recall_finds_the_warning_of_before_the_period() -> None:
    earlier = {"early_warnings": [warning(SIGNAL) | {"ew_id": "before"}]}
    ev = evidence_of(early_warnings=[warning()], failures=times(20, failure(3, "before")), history=earlier)
    assert the(measured("M-EW-HIT", ev), "recall").value == 1


def test_precision_counts_old_warnings_with_a_failure_or_one_prevented() -> None:
    rows = [
        *times(2, warning(OLD) | {"ew_id": "linked"}),
        *times(3, warning(OLD, first_customer_failure_ts=CUT)),
        *times(1, warning(OLD, prevented=True)),
        *times(30, warning(OLD, prevented=False)),
        *times(4, warning(CUT, prevented=True)),
    ]
    found = measured("M-EW-HIT", evidence_of(early_warnings=rows, failures=[failure(1, "linked")]))
    assert facts(the(found, "precision")) == stated(6 / 36, 36, **wilson(6, 36), excluded={"too_young": 4})


def test_prevention_is_held_against_the_failures_of_the_classes_warned_of() -> None:
    warnings = [
        *times(8, warning(prevented=True, evidence_note="stopped", failure_class="延误")),
        *times(3, warning(prevented=True, failure_class="late")),
        warning(prevented=False, evidence_note="no", failure_class="rude"),
    ]
    failures = [{"src_class": one} for one in ("late",) * 10 + ("rude",) * 2 + ("incorrect",) * 9]
    found = measured("M-PREV", evidence_of(early_warnings=warnings, failures=failures))
    assert facts(the(found, "prevented")) == stated(8 / 20, 20, **wilson(8, 20))
    assert said(found) == ["B-COUNTERFACTUAL"]


def document(kind: str, *classes: str, approved: dt.date | None = dt.date(2025, 4, 1)) -> dict[str, Any]:
    return {"type": kind, "covers_classes": list(classes), "approved_on": approved}


def test_the_heaviest_classes_have_a_prepared_response() -> None:
    failures = [
        {"khd_class": kind, "severity": severity}
        for kind, severity in [
            ("pricing", 5),
            ("pricing", 1),
            ("defect", None),
            ("defect", 3),
            ("hold", 2),
            (None, 5),
        ]
    ]
    documents = [
        document("contingency", "Pricing failure", "hold"),
        document("fmea", "defect", approved=dt.date(2025, 4, 2)),
        document("policy", "defect"),
    ]
    ev = evidence_of(failures=failures, documents=documents, failure_scheme="khd")
    assert facts(the(measured("M-FMEA", ev), "prepared")) == stated(2 / 3, 3)
    # Both weigh 6 and count 2: the code decides which of them is the first.
    assert the(measured("M-FMEA", ev, most=1), "prepared").value == 0
    assert the(measured("M-FMEA", ev, most=2), "prepared").value == 0.5


def test_without_a_classified_failure_nothing_can_be_prepared_for() -> None:
    ev = evidence_of(failures=[{"src_class": None}], documents=[document("fmea", "late")])
    reason = measured("M-FMEA", ev).reason
    assert reason is not None
    assert reason.code == "M-NO-CLASSES"
