"""What one table says about another; nothing here sets rows aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from audit.engines import Engine
from audit.evidence import problems
from audit.evidence.problems import Place, at_place, group
from audit.evidence.staging import Staged
from audit.result.manifest import TableEntry
from audit.result.problem import ProblemGroup
from audit.text import Text

_TIMES = ("s", "min", "h", "d")
_MOST_LISTED = 12


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
        yield from _units(engine, staged["service_delivery"], staged["service_standards"], examples)


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


def _units(engine: Engine, delivery: Staged, standards: Staged, examples: int) -> Iterator[ProblemGroup]:
    """A measured value is in the unit of its standard, or both are units of time."""
    known = standards.table.filter(standards.table.unit.notnull()).select(
        standard="standard_id", other="unit"
    )
    joined = delivery.table.inner_join(known, delivery.table.standard_id == known.standard)
    both_times = joined.unit.isin(_TIMES) & joined.other.isin(_TIMES)
    apart = joined.filter(
        joined.unit.notnull() & joined.measured_value.notnull() & (joined.unit != joined.other) & ~both_times
    )
    counts = engine.con.to_pyarrow(apart.group_by("_file").aggregate(rows=apart.count())).to_pylist()
    for row in sorted(counts, key=lambda row: str(row["_file"])):
        first = apart.filter(apart._file == row["_file"]).order_by("_row").limit(examples)
        shown = engine.con.to_pyarrow(first.select("_row", "unit", "standard", "other")).to_pylist()
        yield group(
            row["rows"],
            [
                at_place(
                    problems.UNIT,
                    _place(delivery, "unit", file=row["_file"], at=one["_row"]),
                    one["unit"],
                    unit=one["unit"],
                    standard=one["standard"],
                    other=one["other"],
                )
                for one in shown
            ],
        )


def _place(staged: Staged, column: str, file: str | None = None, at: int | None = None) -> Place:
    one = next((one for one in staged.mapped.files if one.file.shown == file), staged.mapped.files[0])
    return Place(
        table=staged.mapped.definition.name,
        file=one.file.shown,
        sheet=one.file.sheet,
        at=None if at is None else str(at),
        their_column=one.headers.get(column),
        column=column,
    )
