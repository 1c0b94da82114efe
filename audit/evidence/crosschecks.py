"""What one table says about another; nothing here sets rows aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import ibis.expr.types as ir

from audit.engines import Engine
from audit.evidence import problems
from audit.evidence.problems import Place, at_level, at_place, group
from audit.evidence.staging import Staged
from audit.result.manifest import TableEntry
from audit.result.problem import Problem, ProblemGroup
from audit.text import Text

_CONTRADICTION = at_level(problems.CONTRADICTION, "warning")
_ORDER = at_level(problems.ORDER, "warning")
_TIMES = ("s", "min", "h", "d")
_MOST_LISTED = 12

NO_ACTION = Text(
    zh="投诉认定成立并已办结，却没有任何补救措施",
    en="the complaint was upheld and closed, yet nothing was done",
)
OPERATORS_APART = Text(
    zh="承诺与其对应标准的比较方式相反", en="the promise and its standard limit in opposite directions"
)


def cross_check(
    engine: Engine,
    staged: Mapping[str, Staged],
    entries: Mapping[str, TableEntry],
    period: tuple[dt.date, dt.date],
    examples: int,
) -> Iterator[ProblemGroup]:
    """Contradictions between tables, as warnings."""
    if "survey_frame" in staged and "survey_customers" in entries:
        yield from _completed(engine, staged["survey_frame"], entries["survey_customers"])
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
    if {"failures", "recovery_actions"} <= staged.keys():
        yield from _acted_before_known(engine, staged["recovery_actions"], staged["failures"], examples)
    if {"complaints", "recovery_actions"} <= staged.keys():
        yield from _upheld_without_action(engine, staged["complaints"], staged["recovery_actions"], examples)


def _completed(engine: Engine, frame: Staged, survey: TableEntry) -> Iterator[ProblemGroup]:
    """The frame counts the respondents that the survey file holds, before or after exclusions."""
    total = engine.con.to_pyarrow(frame.table.completed.sum()).as_py()
    if total is not None and not survey.used <= total <= survey.rows:
        place = _place(frame, "completed")
        said = at_place(problems.COMPLETED, place, total, completed=total, rows=survey.rows, used=survey.used)
        yield group(1, [said])


def _months(engine: Engine, volume: Staged, period: tuple[dt.date, dt.date]) -> Iterator[ProblemGroup]:
    """The volumes cover every month of the period."""
    found = engine.con.to_pyarrow(volume.table.select("period_month").distinct())["period_month"].to_pylist()
    missing = [month for month in _months_of(period) if month not in found]
    if missing:
        listed = [f"{month:%Y-%m}" for month in missing[:_MOST_LISTED]]
        more = ["…"] if len(missing) > _MOST_LISTED else []
        words = Text(zh="、".join(listed + more), en=", ".join(listed + more))
        yield group(len(missing), [at_place(problems.MONTHS, _place(volume, "period_month"), months=words)])


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

    yield from _told(engine, one, "unit", apart, examples, say)


def _operators(engine: Engine, promises: Staged, standards: Staged, examples: int) -> Iterator[ProblemGroup]:
    """A promise and its standard limit in the same direction."""
    joined = _beside(promises, "standard_id", standards, "operator")
    limits = ("<=", ">=")
    apart = joined.filter(
        joined.operator.isin(limits) & joined.other.isin(limits) & (joined.operator != joined.other)
    )

    def say(place: Place, row: Mapping[str, Any]) -> Problem:
        return at_place(_CONTRADICTION, place, row["operator"], why=OPERATORS_APART)

    yield from _told(engine, promises, "operator", apart, examples, say)


def _known_after_complaint(
    engine: Engine, complaints: Staged, failures: Staged, examples: int
) -> Iterator[ProblemGroup]:
    """With the complaint at the latest, the organisation knows of the failure."""
    joined = _beside(complaints, "failure_id", failures, "detected_ts")
    yield from _before(engine, complaints, "received_ts", joined, examples)


def _acted_before_known(
    engine: Engine, actions: Staged, failures: Staged, examples: int
) -> Iterator[ProblemGroup]:
    """Nothing is done about a failure before it is known, unless in early intervention."""
    joined = _beside(actions, "failure_id", failures, "detected_ts")
    late = joined.filter(joined.strategy.isnull() | (joined.strategy != "early"))
    yield from _before(engine, actions, "action_ts", late, examples)


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

    yield from _told(engine, complaints, "outcome", alone, examples, say)


def _before(
    engine: Engine, one: Staged, column: str, joined: ir.Table, examples: int
) -> Iterator[ProblemGroup]:
    """The rows whose time lies before the detection of their failure."""

    def say(place: Place, row: Mapping[str, Any]) -> Problem:
        detected = row["other"].isoformat(sep=" ")
        return at_place(_ORDER, place, row[column], other="failures.detected_ts", other_value=detected)

    yield from _told(engine, one, column, joined.filter(joined[column] < joined.other), examples, say)


def _beside(one: Staged, key: str, parent: Staged, column: str) -> ir.Table:
    """The rows of a table with a column of their parent as ``other``."""
    known = parent.table.filter(parent.table[column].notnull()).select(_parent=key, other=column)
    return one.table.inner_join(known, one.table[key] == known._parent)


def _told(
    engine: Engine,
    staged: Staged,
    column: str,
    broken: ir.Table,
    examples: int,
    say: Callable[[Place, Mapping[str, Any]], Problem],
) -> Iterator[ProblemGroup]:
    """The broken rows of a table, by file: counted, the first ones as ``say`` puts it."""
    counts = engine.con.to_pyarrow(broken.group_by("_file").aggregate(rows=broken.count())).to_pylist()
    for row in sorted(counts, key=lambda row: str(row["_file"])):
        first = broken.filter(broken._file == row["_file"]).order_by("_row").limit(examples)
        shown = engine.con.to_pyarrow(first).to_pylist()
        places = [_place(staged, column, file=row["_file"], at=one["_row"]) for one in shown]
        yield group(row["rows"], [say(place, one) for place, one in zip(places, shown, strict=True)])


def _place(staged: Staged, column: str, file: str | None = None, at: int | None = None) -> Place:
    one = next((one for one in staged.mapped.files if one.file.mark == file), staged.mapped.files[0])
    header = one.headers.get(column)
    return Place(
        table=staged.mapped.definition.name,
        file=one.file.shown,
        sheet=one.file.sheet,
        at=None if at is None else one.file.at(at, header),
        their_column=header,
        column=column,
    )
