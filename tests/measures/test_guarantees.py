"""Guarantees: invoked, paid in time, paid unasked, known, learnt from."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.measures.evidence import (
    Row,
    evidence_of,
    facts,
    instrument,
    measured,
    said,
    stated,
    the,
    times,
    wilson,
)

CUT = dt.datetime(2025, 4, 1)
CLAIMED = dt.datetime(2025, 2, 3, 9)
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}


def days(count: float) -> dt.timedelta:
    return dt.timedelta(days=count)


def claim(number: int = 0, **columns: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("failure_id", "invoked_by", "pay_due_ts", "paid_ts", "valid", "refused_reason"))
    return {"guarantee_id": "G1", "claim_id": f"c{number}", "claimed_ts": CLAIMED, **empty, **columns}


def eligible(number: int, guarantee: str | None = "G1") -> dict[str, Any]:
    return {"failure_id": f"f{number}", "trigger_guarantee_id": guarantee, "site_id": None}


def test_eligible_failures_are_invoked_when_any_claim_names_them() -> None:
    failures = [*map(eligible, range(12)), *(eligible(20 + i, None) for i in range(3))]
    claims = [claim(i, failure_id=f"f{i}") for i in range(4)]
    claims += [claim(9, failure_id="f0"), claim(10, failure_id="f20"), claim(11)]
    the_guarantee_itself = claim() | {"claim_id": None}
    found = measured("M-GUAR-INV", evidence_of(failures=failures, guarantees=[*claims, the_guarantee_itself]))
    assert facts(the(found, "invoked")) == stated(4 / 12, 12, **wilson(4, 12), excluded={"not_eligible": 3})
    # One claim names a failure that triggers nothing, one names none.
    assert facts(the(found, "unmatched")) == stated(2 / 7, 7, **wilson(2, 7))


def test_a_claim_of_after_the_period_counts_for_its_failure_and_is_no_claim_of_the_period() -> None:
    late = {"guarantees": [claim(1, failure_id="f0", claimed_ts=CUT + days(3))]}
    ev = evidence_of(failures=[eligible(0)] * 10, guarantees=[claim(0, failure_id="f0")], history=late)
    assert the(measured("M-GUAR-INV", ev), "unmatched").n == 1
    ev = evidence_of(
        failures=[eligible(i) for i in range(10)],
        guarantees=[],
        history=late,
        columns={"guarantees": ["guarantee_id", "claim_id", "failure_id"]},
    )
    assert the(measured("M-GUAR-INV", ev), "invoked").value == pytest.approx(0.1)


@pytest.mark.parametrize(("agreeing", "gates"), [(0, ["G-ELIGIBILITY"]), (8, ["G-ELIGIBILITY"]), (9, [])])
def test_invocation_is_scored_once_nine_of_ten_codings_agree(agreeing: int, gates: list[str]) -> None:
    ev = evidence_of(failures=[eligible(0)], guarantees=[claim(failure_id="f0")])
    assert said(measured("M-GUAR-INV", ev, agreeing=agreeing)) == gates


def paid(after: float, due: float = 5, **columns: Any) -> dict[str, Any]:
    return claim(paid_ts=CLAIMED + days(after), pay_due_ts=CLAIMED + days(due), valid=True, **columns)


def test_valid_claims_are_paid_by_the_time_they_fall_due() -> None:
    rows: list[Row] = [
        *times(6, paid(5)),
        *times(2, paid(5.01)),
        paid(1) | {"paid_ts": None},  # never paid
        paid(60, due=70),  # paid after the cut-off, and not yet due
        paid(2) | {"valid": False},
        paid(2) | {"valid": None},
        paid(2) | {"pay_due_ts": None},
    ]
    found = measured("M-GUAR-PAY", evidence_of(guarantees=rows))
    assert facts(the(found, "in_time")) == stated(
        6 / 9, 9, **wilson(6, 9), unknown=2, excluded={"not_valid": 1, "not_yet_due": 1}, **FEW
    )
    # Of 11 valid claims 9 were paid by the cut-off: one after 2 days, six after 5, two later.
    assert the(found, "days", quantile="p50").value == 5


def test_a_valid_claim_that_was_refused_counts_as_not_paid_whether_due_or_not() -> None:
    rows: list[Row] = [
        *times(7, paid(5)),
        paid(1) | {"paid_ts": None, "pay_due_ts": None, "refused_reason": "policy"},
        paid(60, due=70) | {"paid_ts": None, "refused_reason": "policy"},
        paid(1, refused_reason="policy"),  # paid all the same, after it had been refused
        paid(2) | {"valid": False, "refused_reason": "not covered"},
        paid(2) | {"valid": None, "refused_reason": "not covered"},
    ]
    found = measured("M-GUAR-PAY", evidence_of(guarantees=rows))
    assert facts(the(found, "in_time")) == stated(
        0.7, 10, **wilson(7, 10), unknown=1, excluded={"not_valid": 1, "not_yet_due": 0}, **FEW
    )


def test_a_valid_claim_that_was_refused_is_flagged() -> None:
    refused = [
        paid(1, refused_reason="late"),
        paid(1),
        paid(1) | {"valid": False, "refused_reason": "invalid"},
    ]
    share = the(measured("M-GUAR-PAY", evidence_of(guarantees=refused)), "refused")
    assert (share.value, share.n, [flag.code for flag in share.flags]) == (0.5, 2, ["M-REFUSED-VALID"])
    none = the(measured("M-GUAR-PAY", evidence_of(guarantees=[paid(1)])), "refused")
    assert (none.value, none.flags) == (0, ())


def test_paid_claims_that_the_provider_raised() -> None:
    rows = [
        *times(3, paid(1, invoked_by="provider")),
        *times(7, paid(1, invoked_by="customer")),
        paid(1),
        paid(1, invoked_by="provider") | {"paid_ts": None},
        paid(1, invoked_by="provider") | {"paid_ts": CUT + days(1)},
    ]
    share = the(measured("M-GUAR-PROACT", evidence_of(guarantees=rows)), "proactive")
    assert facts(share) == stated(0.3, 10, **wilson(3, 10), unknown=1, excluded={"not_paid": 2})


def test_customers_who_know_the_guarantee_of_those_who_were_asked() -> None:
    answers = [True] * 10 + [False] * 25 + [None] * 5
    rows = [{"respondent_id": str(i), "knows_guarantee": one} for i, one in enumerate(answers)]
    share = the(measured("M-GUAR-KNOW", evidence_of(of=instrument(), survey_customers=rows)), "know")
    assert facts(share) == stated(
        10 / 35, 35, **wilson(10, 35), excluded={"not_answered": 5}, flags=["M-IF-FAILED"]
    )


def test_guarantees_that_are_claimed_often_and_led_to_an_action() -> None:
    claims = [
        claim(i) | {"guarantee_id": name} for name, n in (("G1", 5), ("G2", 6), ("G3", 4)) for i in range(n)
    ]
    actions = [
        {"source": "guarantee", "guarantee_id": "G1"},
        {"source": "complaint", "guarantee_id": "G2"},
        {"source": "guarantee", "guarantee_id": "G3"},
    ]
    found = measured("M-GUAR-LEARN", evidence_of(guarantees=claims, corrective_actions=actions))
    assert facts(the(found, "used")) == stated(0.5, 2)


def test_without_a_guarantee_that_is_claimed_often_there_is_nothing_to_learn_from() -> None:
    ev = evidence_of(guarantees=[claim()], corrective_actions=[{"source": "guarantee", "guarantee_id": "G1"}])
    reason = measured("M-GUAR-LEARN", ev).reason
    assert reason is not None
    assert reason.code == "M-NO-GUARANTEE-CLAIMS"
