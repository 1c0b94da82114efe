"""An organisation whose evidence is full of gaps and ties: what engines may take differently."""

from __future__ import annotations

import datetime as dt
import random
import zlib
from typing import Any

from audit.evidence.catalogue import TABLES, table_definition
from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.dataset import Evidence
from tests.measures.evidence import evidence_of, instrument

ROWS = 80
REGISTERS = {"service_standards": 4, "guarantees": 3, "promises": 8, "personas": 3}
SITES = [f"S{i:02d}" for i in range(12)]
GAPS = 0.06
FIRST = dt.datetime(2024, 4, 8)
OLDER = ("failures", "contacts_volume", "corrective_actions", "survey_customers")
"""Tables with a history that reaches back before the period."""


def scattered() -> Evidence:
    """Eighty rows in every table but registers, drawn with a fixed seed: few distinct values, so that many
    tie; a gap in every sixteenth cell that may be empty; more sites than make clusters; a calendar clock
    without summer time.
    """
    return evidence_of(
        of=instrument(),
        services=("repair", "delivery"),
        period=(dt.date(2024, 4, 1), dt.date(2025, 4, 1)),
        declared={"people.managers": 200, "people.front_line": 400, "targets.acknowledge_h": 30},
        census=("complaints",),
        seed=11,
        failure_scheme="bbt",
        history={name: _drawn(name, "before") for name in OLDER},
        **{name: _drawn(name) for name in TABLES},
    )


def _drawn(table: str, part: str = "") -> list[dict[str, Any]]:
    chance = random.Random(zlib.crc32(f"{table} {part}".encode()))  # noqa: S311 - data for tests, no secret
    definition = table_definition(table, instrument())
    return [
        {
            one.name: None
            if not one.required and chance.random() < GAPS
            else _value(one, f"{part}{i}" if one.name in definition.key else None, chance)
            for one in definition.columns
        }
        for i in range(REGISTERS.get(table, ROWS))
    ]


def _value(column: ColumnDefinition, unique: str | None, chance: random.Random) -> Any:
    """A value of few; keys are unique unless they are dates, and half of all references find their row."""
    if column.labels:
        return (
            [chance.choice(list(column.labels))]
            if column.type == "list"
            else chance.choice(list(column.labels))
        )
    limits = {name: value for _, check in column.checks for name, value in check.items()}
    low = float(limits.get("min_value") or 0)
    high = min(float(limits.get("max_value") or low + 6), low + 6)
    number = low + (high - low) * chance.randrange(5) / 4
    if column.name == "site_id":
        return chance.choice(SITES)
    if column.name.startswith("w_"):
        return 50.0
    by_type = {
        "bool": chance.random() < 0.6,
        "integer": int(number),
        "number": number,
        "date": (FIRST + dt.timedelta(days=chance.randrange(0, 350, 4))).date(),
        "datetime": FIRST
        + dt.timedelta(hours=chance.randrange(0, 8400, 7), milliseconds=chance.choice((0, 1))),
        "list": [f"L{chance.randrange(3)}" for _ in range(chance.randrange(3))],
    }
    if column.type in by_type:
        return by_type[column.type]
    there = REGISTERS.get((column.refers or "").partition(".")[0], ROWS)
    return f"k{unique if unique is not None else chance.randrange(there + there // 4)}"
