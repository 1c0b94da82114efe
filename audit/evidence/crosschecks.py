"""What the rows of one table say about those of another.

All staged rows are compared, those with errors too: a complaint is not one for which nothing was done because
the row of its action has an error of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from audit.engines import Engine
from audit.evidence import problems
from audit.evidence.example_rows import MARK
from audit.evidence.problems import Place, at_level, at_place, group
from audit.evidence.row_problems import place_in, told_rows
from audit.evidence.staging import Staged
from audit.result.problem import Problem, ProblemGroup
from audit.text import Template, Text

_CONTRADICTION = at_level(problems.CONTRADICTION, "warning")
_MAYBE_ORDER = at_level(problems.ORDER, "warning")
_TIMES = ("s", "min", "h", "d")
_MOST_LISTED = 12

NO_ACTION = Text(
    zh="投诉认定成立并已办结，却没有任何补救措施",
    en="the complaint was upheld and closed, yet nothing was done",
)
OPERATORS_APART = Text(
    zh="承诺与其对应标准的比较方式相反", en="the promise and its standard limit in opposite directions"
)


@dataclass(frozen=True, slots=True)
class CrossChecked:
    """Contradictions between tables, and the rows that are set aside for one, by table: ``_file``, ``_row``."""

    groups: tuple[ProblemGroup, ...]
    aside: Mapping[str, ir.Table]


def cross_check(
    engine: Engine, staged: Mapping[str, Staged], period: tuple[dt.date, dt.date], examples: int
) -> CrossChecked:
    """Compare the tables as they are staged, before rows with errors are taken out of them."""
    groups, aside = [*_contradictions(engine, staged, period, examples)], dict[str, ir.Table]()
    if {"failures", "recovery_actions"} <= staged.keys():
        actions = staged["recovery_actions"]
        early = _acted_before_known(actions, staged["failures"])
        certain = early.filter(early.strategy.notnull())
        groups += _before(engine, actions, "action_ts", certain, examples, problems.ORDER)
        groups += _before(
            engine, actions, "action_ts", early.filter(early.strategy.isnull()), examples, _MAYBE_ORDER
        )
        aside["recovery_actions"] = engine.store(
            "recovery_actions__too_early", certain.select("_file", "_row"), temporary=True
        )
    return CrossChecked(tuple(groups), aside)


def _contradictions(
    engine: Engine, staged: Mapping[str, Staged], period: tuple[dt.date, dt.date], examples: int
) -> Iterator[ProblemGroup]:
    if "contacts_volume" in staged:
        yield from _months(engine, staged["contacts_volume"], period)
    if {"service_delivery", "service_standards"} <= staged.keys():
        delivery, standards = staged["service_delivery"], staged["service_standards"]
        yield from _units(engine, delivery, "measured_value", standards, examples)
    if {"promises", "service_standards"} <= staged.keys():
        promises, standards = staged["promises"], staged["service_standards"]
        yield from _units(engine, promises, "target_value", standards, examples)
        yield from _operators(engine, promises, standards, examples)
    if {"failures", "complaints"} <= staged.keys():
        yield from _known_after_complaint(engine, staged["complaints"], staged["failures"], examples)
    if {"complaints", "recovery_actions"} <= staged.keys():
        yield from _upheld_without_action(engine, staged["complaints"], staged["recovery_actions"], examples)


def _months(engine: Engine, volume: Staged, period: tuple[dt.date, dt.date]) -> Iterator[ProblemGroup]:
    """The volumes cover every month of the period."""
    found = engine.con.to_pyarrow(volume.table.select("period_month").distinct())["period_month"].to_pylist()
    missing = [month for month in _months_of(period) if month not in found]
    if missing:
        listed = [f"{month:%Y-%m}" for month in missing[:_MOST_LISTED]]
        more = ["…"] if len(missing) > _MOST_LISTED else []
        words = Text(zh="、".join(listed + more), en=", ".join(listed + more))
        yield group(len(missing), [at_place(problems.MONTHS, place_in(volume, "period_month"), months=words)])


def _months_of(period: tuple[dt.date, dt.date]) -> Iterator[dt.date]:
    month = period[0].replace(day=1)
    while month < period[1]:
        yield month
        month = (month + dt.timedelta(days=32)).replace(day=1)


def _units(
    engine: Engine, one: Staged, value: str, standards: Staged, examples: int
) -> Iterator[ProblemGroup]:
    """A value is in the unit of its standard, or both are units of time; a promised date has no such unit."""
    joined = _beside(one, "standard_id", standards, "unit")
    both_times = joined.unit.isin(_TIMES) & joined.other.isin(_TIMES)
    apart = joined.filter(
        joined.unit.notnull()
        & (joined.unit != "date")
        & joined[value].notnull()
        & (joined.unit != joined.other)
        & ~both_times
    )

    def say(place: Place, row: Mapping[str, Any]) -> Problem:
        words = {"unit": row["unit"], "standard": row["standard_id"], "other": row["other"]}
        return at_place(problems.UNIT, place, row["unit"], **words)

    yield from told_rows(engine, one, "unit", apart, examples, say)


def _operators(engine: Engine, promises: Staged, standards: Staged, examples: int) -> Iterator[ProblemGroup]:
    """A promise and its standard limit in the same direction."""
    joined = _beside(promises, "standard_id", standards, "operator")
    limits = ("<=", ">=")
    apart = joined.filter(
        joined.operator.isin(limits) & joined.other.isin(limits) & (joined.operator != joined.other)
    )

    def say(place: Place, row: Mapping[str, Any]) -> Problem:
        return at_place(_CONTRADICTION, place, row["operator"], why=OPERATORS_APART)

    yield from told_rows(engine, promises, "operator", apart, examples, say)


def _known_after_complaint(
    engine: Engine, complaints: Staged, failures: Staged, examples: int
) -> Iterator[ProblemGroup]:
    """With the complaint at the latest, the organisation knows of the failure."""
    joined = _beside(complaints, "failure_id", failures, "detected_ts")
    late = joined.filter(joined.received_ts < joined.other)
    yield from _before(engine, complaints, "received_ts", late, examples, _MAYBE_ORDER)


def _acted_before_known(actions: Staged, failures: Staged) -> ir.Table:
    """What was done about a failure before it was known; early intervention may be, and is left out.

    Where no strategy is recorded, the action may have been an early one: that is doubtful, not wrong.
    """
    joined = _beside(actions, "failure_id", failures, "detected_ts")
    no_example = joined.failure_id.notin([MARK.zh, MARK.en])
    early = joined.filter((joined.action_ts < joined.other) & no_example)
    return early.filter(early.strategy.isnull() | (early.strategy != "early"))


def _upheld_without_action(
    engine: Engine, complaints: Staged, actions: Staged, examples: int
) -> Iterator[ProblemGroup]:
    """Something was done for a complaint that was upheld and closed, or for its failure."""
    table, done = complaints.table, actions.table
    closed = table.closed_ts.notnull() | table.resolved_ts.notnull()
    upheld = table.filter((table.outcome == "upheld") & closed)
    alone = upheld.anti_join(done.select("complaint_id"), "complaint_id")
    alone = alone.anti_join(done.select("failure_id"), "failure_id")

    def say(place: Place, row: Mapping[str, Any]) -> Problem:
        return at_place(_CONTRADICTION, place, row["outcome"], why=NO_ACTION)

    yield from told_rows(engine, complaints, "outcome", alone, examples, say)


def _before(
    engine: Engine, one: Staged, column: str, rows: ir.Table, examples: int, template: Template
) -> Iterator[ProblemGroup]:
    """Rows whose time lies before the detection of their failure, which stands beside them."""

    def say(place: Place, row: Mapping[str, Any]) -> Problem:
        detected = row["other"].isoformat(sep=" ")
        return at_place(template, place, row[column], other="failures.detected_ts", other_value=detected)

    yield from told_rows(engine, one, column, rows, examples, say)


def _beside(one: Staged, key: str, parent: Staged, column: str) -> ir.Table:
    """The rows of a table with a column of their parent as ``other``, each once.

    Of a parent that stands several times, nothing is known where its rows disagree.
    """
    given = parent.table.filter(parent.table[column].notnull())
    known = given.group_by(_parent=given[key]).aggregate(other=given[column].min(), last=given[column].max())
    known = known.filter(known.other == known.last).drop("last")
    return one.table.inner_join(known, one.table[key] == known._parent)
