"""One small organisation with every table, so that each measure has something to describe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from audit.criteria.item import RequiredDocument
from audit.evidence.catalogue import TABLES, table_definition
from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.dataset import Evidence
from tests.measures.answers import respondent
from tests.measures.evidence import evidence_of, instrument

START = dt.datetime(2025, 1, 6, 9)
DAY = dt.date(2025, 1, 1)
APRIL = dt.datetime(2024, 4, 6)
Tables = dict[str, list[dict[str, Any]]]
MONTHS = [dt.date(2024 + month // 12, month % 12 + 1, 1) for month in range(15)]


def organisation() -> Evidence:
    """Twelve rows in every table, on a business clock in a zone with summer time."""
    return handing_over(tables(), _before_the_period())


def tables() -> Tables:
    """The rows of every table; one that is not written out is filled from its definition: a new measure
    finds its evidence.
    """
    return {name: _filled(name) for name in TABLES} | _written_out()


def handing_over(
    rows: Tables, history: Tables | None = None, columns: Mapping[str, Iterable[str]] | None = None
) -> Evidence:
    """The organisation with these rows; ``columns`` stand in the files also where no row has them."""
    return evidence_of(
        of=instrument(),
        services=("repair", "delivery"),
        declared={"people.managers": 20, "people.front_line": 40},
        period=(dt.date(2024, 4, 1), dt.date(2025, 4, 1)),
        timezone="Europe/Vienna",
        business_hours={"mon-fri": "09:00-17:00"},
        holidays=[DAY],
        history=history,
        columns=columns,
        required_documents={"FG-A01": (RequiredDocument(type="policy", zh="政策", en="policy"),)},
        **rows,
    )


def _written_out() -> Tables:
    return {
        "survey_customers": [row | _respondent(i) for i, row in enumerate(_filled("survey_customers", 60))],
        "survey_frame": [
            {
                "instrument_id": "tiny",
                "site_id": "A",
                "method": "random",
                "frame_size": 100,
                "invited": 50,
                "undeliverable": 2,
                "completed": 12,
            }
        ],
        "complaints": [row | _complaint(i) for i, row in enumerate(_filled("complaints"))],
        "contacts_volume": [
            {"period_month": month, "site_id": "A", "episodes": 500, "contacts": 90, "abandoned": 4}
            for month in MONTHS[3:]
        ],
        "failures": [
            row | {"detected_ts": APRIL + 6 * i * dt.timedelta(days=1), "affected_count": 1 + i}
            for i, row in enumerate(_filled("failures", 60))
        ],
        "service_standards": [
            _standard("S1", target_value=10.0, unit="min", operator="<=", clock="business")
            | {"adequacy_ref": "expected_wait_adequate"},
            _standard("S2", target_value=0.5, unit="score", operator="="),
            _standard("S3"),
        ],
        "promises": [
            row
            | {"standard_id": f"S{1 + i % 3}", "target_value": 0.5, "unit": ("min", "score", "d")[i % 3]}
            | {"operator": "<=", "required_share": 0.9}
            for i, row in enumerate(_filled("promises"))
        ],
        "guarantees": [{**row, "guarantee_id": "guarantee_id-0"} for row in _filled("guarantees")],
        "staff_register": [{**row, "left_on": None} for row in _filled("staff_register")],
        "service_delivery": [_delivery(i) for i in range(12)],
        "documents": [
            dict.fromkeys(("approved_on", "owner", "file"))
            | {"type": "policy", "supports_items": ["FG-A01"]}
            | {"covers_classes": ["late"]}
        ],
    }


def _before_the_period() -> Tables:
    """A cause that was acted on in the summer before: often before that, once after."""
    spring, closed = dt.datetime(2024, 3, 1), dt.datetime(2024, 7, 1)
    cause = {"cause_class": "habit"}
    failures = [{"detected_ts": spring + dt.timedelta(days=i)} | cause for i in range(11)]
    return {
        "failures": [*failures, {"detected_ts": closed + dt.timedelta(days=9)} | cause],
        "corrective_actions": [{"closed_ts": closed, "type": "corrective"} | cause],
        "contacts_volume": [{"period_month": month, "episodes": 500} for month in MONTHS[:3]],
    }


def _filled(table: str, rows: int = 12) -> list[dict[str, Any]]:
    columns = table_definition(table, instrument()).columns
    return [{column.name: _value(table, column, i) for column in columns} for i in range(rows)]


def _value(table: str, column: ColumnDefinition, i: int) -> Any:
    """A value that the column may hold; keys are unique, and references find their row."""
    if column.labels:
        return list(column.labels)[i % len(column.labels)]
    limits = {name: value for _, check in column.checks for name, value in check.items()}
    low = limits.get("min_value") or 0
    by_type: dict[str, Any] = {
        "bool": i % 2 == 0,
        "integer": int(low) + i % 4,
        "number": float(low) + i % 4,
        "date": DAY + dt.timedelta(days=i),
        "datetime": START + dt.timedelta(hours=i),
        "list": [f"{column.name}-{i}"],
    }
    if column.type in by_type:
        return by_type[column.type]
    return f"{(column.refers or f'{table}.{column.name}').rpartition('.')[2]}-{i}"


def _respondent(i: int) -> dict[str, Any]:
    answers = [float(1 + (i + j) % 5) for j in range(6)]
    shares = {"w_tan": 60.0, "w_emp": 40.0}
    where = {"site_id": "AB"[i % 2], "channel": "web", "segment": "new", "overall_sat": float(1 + i % 7)}
    others = {"knows_guarantee": i % 2 == 0}
    return respondent(answers, answers[::-1], answers, **shares, **where, **others)


def _complaint(i: int) -> dict[str, Any]:
    end = None if i % 3 == 0 else START + dt.timedelta(hours=i)
    times = dict.fromkeys(
        ("acknowledged_ts", "first_response_ts", "target_due_ts", "resolved_ts", "closed_ts"), end
    )
    return {"received_ts": START, "outcome": "upheld", "channel": "web", "site_id": "AB"[i % 2], **times}


def _delivery(i: int) -> dict[str, Any]:
    return {
        "episode_id": str(i),
        "standard_id": f"S{1 + i % 3}",
        "site_id": "AB"[i % 2],
        "start_ts": START,
        "due_ts": None,
        "end_ts": START + dt.timedelta(minutes=i),
        "service_end_ts": None,
        "measured_value": 0.5,
        "unit": None,
        "first_time_right": i % 4 != 0,
        "met": True,
    }


def _standard(name: str, **columns: Any) -> dict[str, Any]:
    complete = {"standard_id": name, "item_id": "01", "formal": True, "approved_on": DAY}
    review = {"review_due": DAY, "reviewed_on": DAY, "customer_based": True, "research_id": "activity_id-0"}
    empty = dict.fromkeys(("target_value", "unit", "adequacy_ref"))
    return complete | empty | review | columns
