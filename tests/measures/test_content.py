"""Repair in kind and in mind, words, types, choice, substitutes, strategy and information of outages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from tests.measures.evidence import evidence_of, facts, measured, said, stated, the, times, wilson

CUT = dt.datetime(2025, 4, 1)
NOON = dt.datetime(2025, 1, 6, 12)
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}


def failure(name: str, **columns: Any) -> dict[str, Any]:
    return {"failure_id": name, "detected_ts": NOON, "cause_locus": "org", "loss_amount": None} | columns


def act(of: str | None, type_: str, hour: float = 1, **columns: Any) -> dict[str, Any]:
    empty = dict.fromkeys(
        ("complaint_id", "tangible", "psychological", "strategy", "customer_choice_offered")
    )
    common = {"failure_id": of, "type": type_, "action_ts": NOON + dt.timedelta(hours=hour)}
    return empty | common | columns


def kinds(*groups: tuple[int, dict[str, Any], list[tuple[str, dict[str, Any]]]]) -> dict[str, Any]:
    """So many failures with these columns, each with these acts."""
    failures, acts = [], []
    for place, (count, columns, done) in enumerate(groups):
        for i in range(count):
            name = f"f{place}-{i}"
            failures.append(failure(name, **columns))
            acts += [act(name, type_, **more) for type_, more in done]
    return {"failures": failures, "recovery_actions": acts}


def test_points_by_loss_and_by_what_was_repaired() -> None:
    both, kind, mind = [("refund", {}), ("apology", {})], [("refund", {})], [("apology", {})]
    loss, none, unknown = {"loss_amount": 9.0}, {"loss_amount": 0.0}, {"loss_amount": None}
    tables = kinds(
        (5, loss, both),  # 100
        (4, loss, kind),  # 50
        (3, loss, mind),  # 50
        (2, loss, [("nothing", {}), ("escalation", {})]),  # 0
        (4, none, mind),  # 100
        (3, none, kind),  # 50
        (1, none, []),  # 0
        (3, unknown, mind),  # 50
        (2, unknown | {"cause_locus": "unknown"}, [("correction_plus", {})]),  # 100
        (1, unknown | {"cause_locus": None}, [("apology", {"tangible": True})]),  # 100
        (1, loss, [("unsatisfactory", {"tangible": True, "psychological": True})]),  # no recovery act: 0
        (6, loss | {"cause_locus": "customer"}, both),
        (2, loss | {"cause_locus": "external"}, both),
    )
    tables["complaints"] = [{"complaint_id": "c", "failure_id": None, "received_ts": NOON}]  # 0
    found = measured("M-TANGPSY", evidence_of(**tables))
    points = np.repeat([100, 50, 0], [12, 13, 5])
    mean = the(found, "points")
    assert (mean.value, mean.n, mean.excluded) == (pytest.approx(points.mean()), 30, {"other_cause": 8})
    drawn = np.random.default_rng(1).choice(points, (4000, 30)).mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert mean.interval is not None and mean.interval.method == "bootstrap"
    assert mean.interval.low == pytest.approx(low, abs=0.08 * (high - low))
    assert mean.interval.high == pytest.approx(high, abs=0.08 * (high - low))
    shares = {"both": 8, "tangible": 7, "psychological": 10, "neither": 5}
    assert {one.key["repair"]: one.value for one in found.estimates if one.result == "share"} == {
        name: pytest.approx(count / 30) for name, count in shares.items()
    }
    assert [(note.code, note.params) for note in found.notes] == [("M-LOSS-UNKNOWN", {"cases": 7})]


def test_words_are_looked_for_where_the_cause_is_ones_own() -> None:
    tables = kinds(
        (6, {}, [("apology", {}), ("explanation", {}), ("refund", {})]),
        (3, {}, [("explanation", {})]),
        (2, {}, [("nothing", {})]),
        (1, {}, []),
        (4, {"cause_locus": "external"}, [("apology", {})]),
    )
    found = measured("M-APOL", evidence_of(**tables))
    assert facts(the(found, "recorded", type="apology")) == stated(6 / 12, 12, **wilson(6, 12), **FEW)
    assert facts(the(found, "recorded", type="explanation")) == stated(9 / 12, 12, **wilson(9, 12), **FEW)
    assert facts(the(found, "only_explained")) == stated(3 / 12, 12, **wilson(3, 12), **FEW)


def test_a_case_is_as_weak_as_its_last_action() -> None:
    tables = kinds(
        (10, {}, [("nothing", {"hour": 1}), ("refund", {"hour": 2})]),
        (4, {}, [("refund", {"hour": 1}), ("escalation", {"hour": 2})]),
        (3, {}, [("refund", {"hour": 2}), ("unsatisfactory", {"hour": 2})]),
        (9, {}, [("explanation", {})]),
        (2, {}, []),
    )
    tables["complaints"] = [
        {"complaint_id": "own", "failure_id": None, "received_ts": NOON},
        {"complaint_id": "lost", "failure_id": "elsewhere", "received_ts": NOON},
        {"complaint_id": "same", "failure_id": "f0-0", "received_ts": NOON},
    ]
    tables["recovery_actions"].append(act(None, "apology", complaint_id="own"))
    found = measured("M-KHD", evidence_of(**tables))
    assert facts(the(found, "weak")) == stated(10 / 30, 30, **wilson(10, 30))
    refund = the(found, "share", type="refund")
    assert (refund.value, refund.n, refund.excluded) == (pytest.approx(17 / 35), 35, {"outside": 9})
    assert {one.interval.method for one in found.estimates if one.interval} == {"wilson", "goodman"}


def test_without_the_logs_of_cases_only_what_was_done_is_known() -> None:
    acts = [
        *times(5, act("f", "refund")),
        act("g", "nothing"),
        act("h", "refund", (CUT - NOON).days * 24 + 99),
    ]
    found = measured("M-KHD", evidence_of(recovery_actions=acts))
    assert (the(found, "weak").n, the(found, "weak").unknown) == (2, 0)


def test_a_choice_offered_once_is_enough() -> None:
    offered, refused, silent = (("refund", {"customer_choice_offered": one}) for one in (True, False, None))
    tables = kinds(
        (7, {}, [offered, refused]),
        (4, {}, [refused]),
        (2, {}, [silent]),
        (3, {}, []),
        (1, {}, [silent, offered]),
    )
    share = the(measured("M-CHOICE", evidence_of(**tables)), "offered")
    assert facts(share) == stated(8 / 12, 12, **wilson(8, 12), unknown=2, **FEW)


def test_substitutes_count_where_one_was_possible() -> None:
    yes, no, unknown = ({"substitute_possible": one} for one in (True, False, None))
    tables = kinds(
        (4, yes, [("substitute", {})]),
        (3, yes, [("refund", {"strategy": "substitute"})]),
        (3, yes, [("refund", {})]),
        (1, yes, []),
        (5, no, [("substitute", {})]),
        (2, unknown, [("substitute", {})]),
    )
    share = the(measured("M-SUBST", evidence_of(**tables)), "used")
    assert facts(share) == stated(7 / 11, 11, **wilson(7, 11), unknown=2, excluded={"not_possible": 5})


def test_fewer_than_ten_substitutable_failures_give_no_share() -> None:
    tables = kinds((9, {"substitute_possible": True}, [("substitute", {})]))
    share = the(measured("M-SUBST", evidence_of(**tables)), "used")
    assert (share.value, share.sufficiency) == (None, "insufficient")


def test_the_strategy_of_the_first_recovery_act_decides() -> None:
    def first(strategy: str | None) -> list[tuple[str, dict[str, Any]]]:
        before = ("nothing", {"hour": 0, "strategy": "systematic"})
        return [
            before,
            ("refund", {"hour": 1, "strategy": strategy}),
            ("refund", {"hour": 2, "strategy": "early"}),
        ]

    tables = kinds(
        (4, {}, first("systematic")),
        (3, {}, first("early")),
        (2, {}, first("substitute")),
        (3, {}, first("case")),
        (3, {}, first(None)),
        (4, {}, [("nothing", {"strategy": "case"})]),
    )
    found = measured("M-STRAT", evidence_of(**tables))
    assert facts(the(found, "planned")) == stated(9 / 12, 12, **wilson(9, 12), unknown=3, **FEW)
    assert the(found, "case_by_case").value == 0.25
    tables["failures"].append(failure("more"))
    tables["recovery_actions"].append(act("more", "refund"))
    planned = the(measured("M-STRAT", evidence_of(**tables)), "planned")
    assert (planned.sufficiency, planned.unknown) == ("insufficient", 4)


def outage(after: float | None, affected: int | None = 10, **columns: Any) -> dict[str, Any]:
    told = None if after is None else NOON + dt.timedelta(minutes=after)
    common = {"customer_notice_ts": told, "affected_count": affected, "cause_locus": "external"}
    return failure("f", **common) | columns


def test_customers_are_told_of_an_outage_within_half_an_hour() -> None:
    rows = [
        *times(6, outage(30)),
        *times(2, outage(30.1)),
        *times(3, outage(None)),
        *times(2, outage(5, None)),
        *times(4, outage(5, 9)),
        *times(3, outage(5, cause_locus="org")),
        outage(None, detected_ts=CUT - dt.timedelta(minutes=29)),
    ]
    share = the(measured("M-EXTINFO", evidence_of(failures=rows)), "told")
    left_out = {"few_affected": 4, "not_yet_due": 1}
    assert facts(share) == stated(6 / 11, 11, **wilson(6, 11), unknown=2, excluded=left_out, **FEW)


def test_without_a_large_failure_from_outside_there_is_nothing_to_tell() -> None:
    found = measured("M-EXTINFO", evidence_of(failures=[outage(5, 9), outage(5, cause_locus="org")]))
    assert found.reason is not None and found.reason.code == "M-NO-OUTSIDE-FAILURE"
    assert said(found) == []
