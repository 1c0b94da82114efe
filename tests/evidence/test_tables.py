"""What each table of the full catalogue takes, and what it says of a row that contradicts itself."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tests.evidence.conftest import TakeIn, told

Row = dict[str, str]
Said = tuple[str, str | None, int, str | None, str | None, str]

GOOD: dict[str, Row] = {
    "sites": {
        "site_id": "S1", "name": "东门店", "type": "门店", "front_line_fte": "4.5", "central_function": "否",
        "opened_on": "2020-05-01", "last_audited_on": "2025-05-01",
    },
    "double_coding": {"failure_id": "F1", "scheme": "src", "coder_a": "late", "coder_b": "rude"},
    "survey_managers": {
        "manager_id": "M1", "level": "中层", "contact_days_month": "31", "ant1_research": "1",
        "ant1_upcom": "7", "ant1_levels": "2.5", "ant2_commit": "5", "ant2_goals": "5", "ant2_std": "5",
        "ant2_feas": "5", "ant4_horiz": "5", "ant4_overprom": "5",
    },
    "survey_contact_staff": {
        "staff_resp_id": "R1", "ant3_team": "1", "ant3_fit": "7", "ant3_tech": "4", "ant3_control": "4",
        "ant3_superv": "4", "ant3_conflict": "4", "ant3_ambig": "4", "ant4_horiz": "4", "ant4_overprom": "4",
        "awareness": "4", "support": "4", "nopun_belief": "4",
    },
    "promises": {
        "promise_id": "P1", "text": "次日送达", "channel": "广告", "target_value": "1", "unit": "d",
        "operator": "不超过", "is_guarantee": "是", "published_from": "2026-01-01",
        "published_to": "2026-01-01", "grain": "day", "required_share": "1", "volume_weight": "10",
    },
    "promise_checks": {
        "check_id": "K1", "promise_id": "P1", "checked_ts": "2026-02-01", "drawn": "随机", "kept": "是",
    },
    "failures": {
        "failure_id": "F1", "occurred_ts": "2026-02-01 09:00", "detected_ts": "2026-02-01 09:00",
        "detected_by": "顾客投诉", "src_class": "延误", "bbt_class": "system", "khd_class": "缺货",
        "nak_class": "goods", "cause_locus": "不可抗力", "severity": "5", "loss_amount": "0",
        "affected_count": "1",
    },
    "recovery_actions": {
        "action_id": "A1", "complaint_id": "C1", "action_ts": "2026-02-01", "type": "道歉",
        "amount": "0", "approval_wait_h": "0", "strategy": "主动补救",
    },
    "survey_recovery": {
        "resp_id": "R1", "survey_ts": "2026-02-01", "dj1": "1", "pj4": "7", "ij2": "4", "sat_recovery": "7",
        "effort": "1", "told_others_n": "0", "nps": "10",
    },
    "followups": {
        "followup_id": "U1", "complaint_id": "C1", "channel": "上门", "attempts": "0", "q_relief": "5",
    },
    "corrective_actions": {
        "ca_id": "A1", "failure_ids": "F1；F2", "rca_method": "鱼骨图", "type": "纠正措施",
        "opened_ts": "2026-02-01", "closed_ts": "2026-02-01", "effectiveness_checked_ts": "2026-03-01",
    },
    "early_warnings": {
        "ew_id": "W1", "source": "热线", "signal_ts": "2026-02-01", "action_ts": "2026-02-01",
        "first_customer_failure_ts": "2026-01-31", "target_h": "0.5",
    },
    "guarantees": {
        "guarantee_id": "G1", "claim_id": "Z1", "claimed_ts": "2026-02-01", "pay_due_ts": "2026-02-08",
        "paid_ts": "2026-02-01", "invoked_by": "主动赔付", "amount": "0", "refused_reason": "",
    },
    "staff_register": {
        "staff_id": "E1", "role": "店员", "front_line": "是", "hired_on": "2025-01-01", "left_on": "2025-01-01",
    },
    "training": {
        "training_id": "T1", "staff_id": "E1", "topic": "投诉处理", "held_on": "2024-05-01", "hours": "0",
        "planned_valid_to": "2024-05-01",
    },
    "empowerment": {
        "role": "店员", "limit_amount": "0", "actions_allowed": "道歉；refund", "valid_from": "2025-01-01",
    },
    "staff_events": {
        "event_id": "V1", "staff_id": "E1", "type": "表彰", "reason": "权限内补救", "event_on": "2026-02-01",
    },
    "research_activities": {
        "activity_id": "X1", "kind": "座谈会", "started_on": "2024-02-01", "completed_on": "2024-02-01",
        "n": "0", "services_covered": "retail;repair",
    },
    "customers": {
        "customer_id": "K1", "first_ts": "2020-01-01", "last_ts": "2020-01-01", "value_band": "高价值",
    },
}  # fmt: skip

BAD: dict[str, tuple[Row, list[Said]]] = {
    "sites": (
        {"last_audited_on": "2019-05-01", "front_line_fte": "-1"},
        [
            ("E-RANGE", "front_line_fte", 1, "2", "-1", "outside ≥ 0"),
            ("W-ORDER", "last_audited_on", 1, "2", "2019-05-01", "before opened_on (2020-05-01)"),
        ],
    ),
    "double_coding": (
        {"coder_b": ""},
        [("E-NULL", "coder_b", 1, "2", None, "must not be empty")],
    ),
    "survey_managers": (
        {"contact_days_month": "32", "ant1_levels": "0"},
        [
            ("E-RANGE", "contact_days_month", 1, "2", "32", "outside 0..31"),
            ("E-RANGE", "ant1_levels", 1, "2", "0", "outside 1..7"),
        ],
    ),
    "survey_contact_staff": (
        {"nopun_belief": "8"},
        [("E-RANGE", "nopun_belief", 1, "2", "8", "outside 1..7")],
    ),
    "promises": (
        {"published_to": "2025-12-31", "unit": "", "required_share": "95", "volume_weight": "0"},
        [
            ("E-RANGE", "required_share", 1, "2", "95", "outside 0..1"),
            ("E-RANGE", "volume_weight", 1, "2", "0", "outside > 0"),
            ("E-ORDER", "published_to", 1, "2", "2025-12-31", "before published_from (2026-01-01)"),
            ("W-CONTRADICTION", "target_value", 1, "2", "1", "a target without a unit"),
        ],
    ),
    "promise_checks": (
        {"kept": "也许"},
        [("E-BOOL", "kept", 1, "2", "也许", "neither yes nor no; known are yes/no, true/false, 1/0, √/×")],
    ),
    "failures": (
        {"detected_ts": "2026-02-01 08:59", "severity": "6", "affected_count": "0"},
        [
            ("E-RANGE", "severity", 1, "2", "6", "outside 1..5"),
            ("E-RANGE", "affected_count", 1, "2", "0", "outside ≥ 1"),
            (
                "E-ORDER", "detected_ts", 1, "2", "2026-02-01 08:59:00",
                "before occurred_ts (2026-02-01 09:00:00)",
            ),
        ],
    ),
    "recovery_actions": (
        {"complaint_id": "", "approval_wait_h": "-1"},
        [
            ("E-RANGE", "approval_wait_h", 1, "2", "-1", "outside ≥ 0"),
            (
                "E-CONTRADICTION", "failure_id", 1, "2", None,
                "neither a failure nor a complaint that the action is for",
            ),
        ],
    ),
    "survey_recovery": (
        {"dj1": "0", "sat_recovery": "8", "nps": "11"},
        [
            ("E-RANGE", "dj1", 1, "2", "0", "outside 1..7"),
            ("E-RANGE", "sat_recovery", 1, "2", "8", "outside 1..7"),
            ("E-RANGE", "nps", 1, "2", "11", "outside 0..10"),
        ],
    ),
    "followups": (
        {"q_relief": "0"},
        [("E-RANGE", "q_relief", 1, "2", "0", "outside 1..5")],
    ),
    "corrective_actions": (
        {"closed_ts": "2026-01-31", "effectiveness_checked_ts": "2026-01-31"},
        [
            (
                "E-ORDER", "closed_ts", 1, "2", "2026-01-31 00:00:00",
                "before opened_ts (2026-02-01 00:00:00)",
            ),
            (
                "E-ORDER", "effectiveness_checked_ts", 1, "2", "2026-01-31 00:00:00",
                "before opened_ts (2026-02-01 00:00:00)",
            ),
        ],
    ),
    "early_warnings": (
        {"action_ts": "2026-01-31", "target_h": "0"},
        [
            ("E-RANGE", "target_h", 1, "2", "0", "outside > 0"),
            (
                "E-ORDER", "action_ts", 1, "2", "2026-01-31 00:00:00",
                "before signal_ts (2026-02-01 00:00:00)",
            ),
        ],
    ),
    "guarantees": (
        {"paid_ts": "2026-01-31", "pay_due_ts": "2026-01-30"},
        [
            (
                "E-ORDER", "paid_ts", 1, "2", "2026-01-31 00:00:00",
                "before claimed_ts (2026-02-01 00:00:00)",
            ),
            (
                "E-ORDER", "pay_due_ts", 1, "2", "2026-01-30 00:00:00",
                "before claimed_ts (2026-02-01 00:00:00)",
            ),
        ],
    ),
    "staff_register": (
        {"left_on": "2024-12-31"},
        [("E-ORDER", "left_on", 1, "2", "2024-12-31", "before hired_on (2025-01-01)")],
    ),
    "training": (
        {"planned_valid_to": "2024-04-30", "hours": "-1"},
        [
            ("E-RANGE", "hours", 1, "2", "-1", "outside ≥ 0"),
            ("E-ORDER", "planned_valid_to", 1, "2", "2024-04-30", "before held_on (2024-05-01)"),
        ],
    ),
    "empowerment": (
        {"actions_allowed": "apology;apologgy", "limit_amount": "-5"},
        [
            (
                "W-LABEL", "actions_allowed", 1, "2", "apology;apologgy",
                "“apologgy” is not a value of this column; the nearest is apology",
            ),
            ("E-RANGE", "limit_amount", 1, "2", "-5", "outside ≥ 0"),
        ],
    ),
    "staff_events": (
        {"staff_id": ""},
        [("E-NULL", "staff_id", 1, "2", None, "must not be empty")],
    ),
    "research_activities": (
        {"completed_on": "2024-01-31", "n": "-1"},
        [
            ("E-RANGE", "n", 1, "2", "-1", "outside ≥ 0"),
            ("E-ORDER", "completed_on", 1, "2", "2024-01-31", "before started_on (2024-02-01)"),
        ],
    ),
    "customers": (
        {"last_ts": "2019-12-31"},
        [
            (
                "E-ORDER", "last_ts", 1, "2", "2019-12-31 00:00:00",
                "before first_ts (2020-01-01 00:00:00)",
            ),
        ],
    ),
}  # fmt: skip


def as_csv(*rows: Row) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def handed_over(taken_in: TakeIn, **tables: str) -> Any:
    sources = {name: {"files": [f"{name}.csv"]} for name in tables}
    return taken_in(sources, {f"{name}.csv": text for name, text in tables.items()})


def complained_of(intake: Any) -> list[Said]:
    """What is said above a note; a reference to a table that was not handed over is but a note."""
    return [one for one in told(intake) if one[0][0] != "N"]


@pytest.mark.parametrize("name", GOOD)
def test_a_row_at_the_edges_of_what_is_allowed_is_used(name: str, taken_in: TakeIn) -> None:
    intake = handed_over(taken_in, **{name: as_csv(GOOD[name])})
    assert (complained_of(intake), intake.manifest.tables[0].used) == ([], 1)


@pytest.mark.parametrize("name", BAD)
def test_a_row_that_contradicts_itself_is_told(name: str, taken_in: TakeIn) -> None:
    wrong, said = BAD[name]
    intake = handed_over(taken_in, **{name: as_csv(GOOD[name] | wrong)})
    assert complained_of(intake) == said
    errors = [one for one in said if one[0].startswith("E-")]
    assert intake.manifest.tables[0].used == (0 if errors else 1)


def test_the_key_of_a_claim_may_have_an_empty_part_once(taken_in: TakeIn) -> None:
    itself = {"guarantee_id": "G1", "claim_id": "", "claimed_ts": "", "trigger_text": "迟到 30 分钟"}
    other = itself | {"guarantee_id": "G2"}
    claim = itself | {"claim_id": "Z1", "claimed_ts": "2026-02-01"}
    intake = handed_over(taken_in, guarantees=as_csv(itself, itself, other, claim))
    assert complained_of(intake) == [
        ("E-KEY", "guarantee_id", 2, "2", "G1", "the key guarantee_id + claim_id occurs again")
    ]


def test_a_guarantee_itself_counts_in_every_period_a_claim_in_its_own(taken_in: TakeIn) -> None:
    itself = {"guarantee_id": "G1", "claim_id": "", "claimed_ts": ""}
    earlier = {"guarantee_id": "G1", "claim_id": "Z1", "claimed_ts": "2025-02-01"}
    undated = {"guarantee_id": "G1", "claim_id": "Z2", "claimed_ts": ""}
    intake = handed_over(taken_in, guarantees=as_csv(itself, earlier, undated))
    assert [row.claim_id for row in intake.evidence.rows("guarantees")] == [None, "Z2"]
    assert complained_of(intake) == [
        ("W-CONTRADICTION", "claim_id", 1, "4", "Z2", "a claim without the time at which it was made"),
        (
            "W-OUTSIDE-PERIOD",
            "claimed_ts",
            1,
            None,
            None,
            (
                "outside the period (2026-01-01 to 2026-12-31): 1 of 3 records, 1 before it (2025-02-01); measures of "
                "the period do not count them"
            ),
        ),
    ]


def test_every_word_of_a_list_must_lead_somewhere(taken_in: TakeIn) -> None:
    action = GOOD["corrective_actions"]
    actions = as_csv(
        action | {"ca_id": "A1", "failure_ids": "F1"},
        action | {"ca_id": "A2", "failure_ids": "F1;F9;F8"},
        action | {"ca_id": "A3", "failure_ids": ""},
    )
    intake = handed_over(taken_in, failures=as_csv(GOOD["failures"]), corrective_actions=actions)
    assert complained_of(intake) == [
        ("W-REF", "failure_ids", 1, "3", "F8", "not found in failure_id of Failure log")
    ]
    assert [row.ca_id for row in intake.evidence.rows("corrective_actions")] == ["A1", "A2", "A3"]


def test_a_list_that_leads_nowhere_is_told_for_each_of_several_files(taken_in: TakeIn) -> None:
    action = GOOD["corrective_actions"]
    files = {
        "failures.csv": as_csv(GOOD["failures"]),
        "ca1.csv": as_csv(action | {"ca_id": "A1", "failure_ids": "F1"}),
        "ca2.csv": as_csv(action | {"ca_id": "A2", "failure_ids": "F9"}),
    }
    sources = {"failures": {"files": ["failures.csv"]}, "corrective_actions": {"files": ["ca?.csv"]}}
    intake = taken_in(sources, files)
    assert [(group.code, group.file, group.count) for group in intake.groups if group.code == "W-REF"] == [
        ("W-REF", "ca2.csv", 1)
    ]


COMPLAINT: Row = {
    "complaint_id": "C1", "failure_id": "F1", "channel": "phone", "received_ts": "2026-02-01 09:00",
    "resolved_ts": "2026-02-03", "outcome": "upheld",
}  # fmt: skip


def test_what_tables_say_against_each_other_is_told(taken_in: TakeIn) -> None:
    failure, action = GOOD["failures"], GOOD["recovery_actions"]
    failures = as_csv(
        failure | {"failure_id": "F1", "detected_ts": "2026-02-01 09:01"},
        failure | {"failure_id": "F2", "detected_ts": "2026-02-05 09:00"},
    )
    complaints = as_csv(
        COMPLAINT,  # received before its failure was known; its failure was acted on
        COMPLAINT | {"complaint_id": "C2", "failure_id": ""},  # acted on by its own number
        COMPLAINT | {"complaint_id": "C3", "failure_id": ""},  # nothing was done
        COMPLAINT | {"complaint_id": "C4", "failure_id": "", "resolved_ts": ""},  # not closed yet
        COMPLAINT | {"complaint_id": "C5", "failure_id": "", "outcome": "rejected"},
    )
    actions = as_csv(
        {"failure_id": "F1"} | action | {"action_id": "A1", "complaint_id": "", "action_ts": "2026-02-02"},
        {"failure_id": ""} | action | {"action_id": "A2", "complaint_id": "C2"},
        {"failure_id": "F2"} | action | {"action_id": "A3", "complaint_id": ""},  # early
        {"failure_id": "F2"} | action | {"action_id": "A4", "complaint_id": "", "strategy": ""},
        {"failure_id": "F2"} | action | {"action_id": "A5", "complaint_id": "", "strategy": "case"},
    )
    intake = handed_over(taken_in, failures=failures, complaints=complaints, recovery_actions=actions)
    assert complained_of(intake) == [
        (
            "W-ORDER", "received_ts", 1, "2", "2026-02-01 09:00:00",
            "before failures.detected_ts (2026-02-01 09:01:00)",
        ),
        (
            "W-CONTRADICTION", "outcome", 1, "4", "upheld",
            "the complaint was upheld and closed, yet nothing was done",
        ),
        (
            "E-ORDER", "action_ts", 1, "6", "2026-02-01 00:00:00",
            "before failures.detected_ts (2026-02-05 09:00:00)",
        ),
        (
            "W-ORDER", "action_ts", 1, "5", "2026-02-01 00:00:00",
            "before failures.detected_ts (2026-02-05 09:00:00)",
        ),
    ]  # fmt: skip
    assert [row.action_id for row in intake.evidence.rows("recovery_actions")] == ["A1", "A2", "A3", "A4"]


def test_a_row_that_is_set_aside_causes_no_problem_elsewhere(taken_in: TakeIn) -> None:
    failure, action = GOOD["failures"], GOOD["recovery_actions"]
    standard = {"standard_id": "N1", "title": "送达", "dim_id": "rel", "unit": "h", "formal": "是"}
    delivery = {
        "delivery_id": "D1", "episode_id": "E1", "standard_id": "N1", "start_ts": "2026-02-01",
        "measured_value": "5", "unit": "pct",
    }  # fmt: skip
    frame = {"wave": "1", "method": "random", "invited": "9", "completed": "1"}
    intake = handed_over(
        taken_in,
        complaints=as_csv(COMPLAINT),
        failures=as_csv(failure),
        recovery_actions=as_csv(action | {"failure_id": "F1", "action_ts": "soon"}),
        service_standards=as_csv(standard, standard),
        service_delivery=as_csv(delivery),
        survey_frame=as_csv(frame, frame | {"wave": "2", "method": "dice"}),
        survey_customers=as_csv({"respondent_id": "R1", "survey_ts": "2026-02-01"}),
    )
    assert complained_of(intake) == [
        (
            "E-DATE",
            "action_ts",
            1,
            "2",
            "soon",
            "not a date: expected something like 2026-03-04 15:05 or 4-Mar-2026",
        ),
        ("E-KEY", "standard_id", 2, "2", "N1", "the key standard_id occurs again"),
        (
            "E-LABEL",
            "method",
            1,
            "3",
            "dice",
            "“dice” is not a value of this column; known are census, random, quota, convenience",
        ),
        (
            "W-UNIT",
            "unit",
            1,
            "2",
            "pct",
            "the unit pct cannot be converted to h, the unit of the standard N1",
        ),
    ]


def test_parents_that_disagree_are_compared_with_nothing(taken_in: TakeIn) -> None:
    standard = {"standard_id": "N1", "title": "送达", "dim_id": "rel", "unit": "h", "formal": "是"}
    delivery = {
        "delivery_id": "D1", "episode_id": "E1", "standard_id": "N1", "start_ts": "2026-02-01",
        "measured_value": "5", "unit": "pct",
    }  # fmt: skip
    standards = as_csv(standard, standard | {"unit": "pct"})
    intake = handed_over(taken_in, service_standards=standards, service_delivery=as_csv(delivery))
    assert [code for code, *_ in complained_of(intake)] == ["E-KEY"]


def answered(site: str, count: int) -> list[Row]:
    return [
        {"respondent_id": f"{site}-{n}", "survey_ts": "2026-02-01", "site_id": site} for n in range(count)
    ]


@pytest.mark.parametrize(
    ("stores", "told_sites"),
    [
        ((20, 20), [("A", "50%", "40%"), ("B", "50%", "60%")]),
        ((18, 22), []),
        ((10, 2), []),
    ],
    ids=["more than ten points", "five points", "too few answers"],
)
def test_sites_whose_answers_are_out_of_proportion_are_told(
    taken_in: TakeIn, stores: tuple[int, int], told_sites: list[tuple[str, str, str]]
) -> None:
    volume = [
        {"period_month": "2026-02", "site_id": "A", "episodes": "399"},
        {"period_month": "2026-02", "site_id": "B", "episodes": "601"},
        {"period_month": "2026-02", "site_id": "", "episodes": "5000"},  # central work counts for no site
        {"period_month": "2025-02", "site_id": "A", "episodes": "9000"},  # and other years for nothing
    ]
    answers = [*answered("A", stores[0]), *answered("B", stores[1])]
    intake = handed_over(taken_in, contacts_volume=as_csv(*volume), survey_customers=as_csv(*answers))
    found = [one for group in intake.groups if group.code == "W-SITE-SHARE" for one in group.examples]
    assert [(one.shown, one.message.in_("en")) for one in found] == [
        (
            site,
            (
                f"this site gives {given} of the answers, but {served} of the service episodes: more than 10 points apart"
            ),
        )
        for site, given, served in told_sites
    ]


def test_a_promise_is_compared_with_its_standard(taken_in: TakeIn) -> None:
    promise = GOOD["promises"] | {"standard_id": "N1"}
    standard = {
        "standard_id": "N1", "title": "送达", "dim_id": "rel", "target_value": "24", "unit": "h",
        "operator": "<=", "formal": "是",
    }  # fmt: skip
    promises = as_csv(
        promise,
        promise | {"promise_id": "P2", "unit": "date"},
        promise | {"promise_id": "P3", "unit": "pct"},
        promise | {"promise_id": "P4", "operator": ">="},
        promise | {"promise_id": "P5", "operator": "="},
    )
    intake = handed_over(taken_in, promises=promises, service_standards=as_csv(standard))
    assert complained_of(intake) == [
        ("W-UNIT", "unit", 1, "4", "pct", "the unit pct cannot be converted to h, the unit of the standard N1"),
        (
            "W-CONTRADICTION", "operator", 1, "5", ">=",
            "the promise and its standard limit in opposite directions",
        ),
    ]  # fmt: skip
