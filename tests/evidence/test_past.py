"""What has happened cannot lie after the day of the extract; what is planned may."""

from __future__ import annotations

import datetime as dt

import pytest

from audit.evidence.catalogue import TABLES
from tests.evidence.conftest import TakeIn, told

COMPLAINTS = {"complaints": {"files": ["c.csv"]}}
HEADER = "complaint_id,channel,received_ts,resolved_ts,target_due_ts\n"


def after(taken_in: TakeIn, rows: str, as_of: dt.date) -> list[tuple[str | None, int, str | None]]:
    """The columns with dates after the day of the extract: how many rows, and the first line."""
    intake = taken_in(COMPLAINTS, {"c.csv": HEADER + rows}, as_of=as_of)
    return [(column, count, at) for code, column, count, at, *_ in told(intake) if code == "W-AFTER-AS-OF"]


def test_a_complaint_resolved_after_the_extract_is_told_and_its_row_stays(taken_in: TakeIn) -> None:
    rows = "C1,web,2026-03-01,2026-03-02,\nC2,web,2026-12-30,2027-03-01 09:30,\n"
    intake = taken_in(COMPLAINTS, {"c.csv": HEADER + rows}, as_of=dt.date(2027, 1, 15))
    assert told(intake) == [
        (
            "W-AFTER-AS-OF",
            "resolved_ts",
            1,
            "3",
            "2027-03-01 09:30:00",
            "after 2027-01-15, the day of the extract (as_of), when it had not happened yet",
        )
    ]
    assert told(intake, "zh")[0][-1] == "晚于证据截止日 2027-01-15（as_of），当时尚未发生"
    assert intake.manifest.tables[0].used == 2


@pytest.mark.parametrize("as_of", [dt.date(2027, 1, 15), dt.datetime(2027, 1, 15, 8)])
def test_the_day_of_the_extract_is_not_over_before_its_end(taken_in: TakeIn, as_of: dt.date) -> None:
    assert after(taken_in, "C1,web,2026-12-30,2027-01-15 23:59:59.999,\n", as_of) == []
    assert after(taken_in, "C1,web,2026-12-30,2027-01-16,\n", as_of) == [("resolved_ts", 1, "2")]


def test_every_column_is_told_for_itself_and_what_is_due_may_lie_ahead(taken_in: TakeIn) -> None:
    rows = "C1,web,2027-02-01,2027-02-02,2027-06-01\nC2,web,2026-05-01,,2027-06-01\nC3,web,2027-02-03,,\n"
    assert after(taken_in, rows, dt.date(2027, 1, 15)) == [("received_ts", 2, "2"), ("resolved_ts", 1, "2")]


def test_days_without_a_time_are_compared_alike(taken_in: TakeIn) -> None:
    text = "training_id,staff_id,topic,held_on,planned_valid_to\nT1,P1,recovery,2027-01-15,2029-01-15\nT2,P1,recovery,2027-01-16,\n"
    intake = taken_in({"training": {"files": ["t.csv"]}}, {"t.csv": text}, as_of=dt.date(2027, 1, 15))
    assert [(code, column, at) for code, column, _, at, *_ in told(intake) if code[0] == "W"] == [
        ("W-AFTER-AS-OF", "held_on", "3")
    ]


def test_what_may_lie_ahead_stands_in_the_catalogue() -> None:
    planned = {
        f"{name}.{column.name}"
        for name, table in TABLES.items()
        for column in table.columns
        if column.planned
    }
    assert planned == {
        "complaints.target_due_ts",
        "corrective_actions.due_ts",
        "documents.review_due",
        "empowerment.valid_from",
        "followups.due_ts",
        "guarantees.pay_due_ts",
        "promise_checks.promised_ts",
        "promises.published_from",
        "promises.published_to",
        "service_delivery.due_ts",
        "service_standards.review_due",
        "sites.opened_on",
        "staff_register.hired_on",
        "staff_register.left_on",
        "training.planned_valid_to",
    }
