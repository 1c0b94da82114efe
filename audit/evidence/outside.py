"""Rows that the audit period does not hold: told, for no measure of the period counts them.

An export that is taken after the period ended brings some of the days since, and a register some of the years
before: as long as they are few, that is only noted. Where nothing lies in the period, the year is wrong in the
dates or in audit.yaml, and nothing can be measured.
"""

from __future__ import annotations

import datetime as dt

import ibis.expr.types as ir

from audit.engagement import Engagement
from audit.engines import Engine
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.functions import name, relation
from audit.evidence.problems import Place, at_level, at_place, problem
from audit.result.problem import Problem
from audit.text import Text

FEW = 0.10
"""Up to this share of the rows outside the period is what exports bring along."""

OUTSIDE = problem(
    "N-OUTSIDE-PERIOD",
    zh="{rows} 条记录中有 {outside} 条不在审查期间（{start} 至 {end}）内：{where}；期间内的指标不计入",
    en="outside the period ({start} to {end}): {outside} of {rows} records, {where}; measures of the period do not "
    "count them",
    mend=Text(
        zh="如日期有误，或 audit.yaml 的 period 有误，请改正；均无误的，无须处理",
        en="correct the dates, or period in audit.yaml; where both are right, nothing is to be done",
    ),
    or_warning=True,
)
NONE_IN_PERIOD = problem(
    "E-NONE-IN-PERIOD",
    zh="{rows} 条记录没有一条在审查期间（{start} 至 {end}）内：{where}；该表无从统计",
    en="none of {rows} records lies in the period ({start} to {end}): {where}; nothing can be measured from this table",
    mend=Text(
        zh="请核对日期的年份和 audit.yaml 的 period",
        en="see whether the year is right in the dates and under period in audit.yaml",
    ),
)


def of_period(definition: TableDefinition, engagement: Engagement) -> str | None:
    """What rows of the period meet, as SQL; None for all.

    Where the anchor may be empty, a row without one counts in every period.
    """
    if definition.anchor is None:
        return None
    day, period = name(definition.anchor), engagement.period
    inside = f"{day} >= DATE '{period.start}' AND {day} < DATE '{period.end}'"
    return f"coalesce({inside}, {not definition.column(definition.anchor).required})"


def outside(
    engine: Engine, definition: TableDefinition, rows: ir.Table, engagement: Engagement, place: Place
) -> tuple[int, Problem] | None:
    """How many of the valid rows of a table lie outside the period, and the words for it; None where none does.

    What an audit team sees itself, it sees after the period: such rows are within it up to the cut-off.
    """
    if definition.anchor is None:
        return None
    start, end = engagement.period.start, engagement.period.end
    latest = (
        f"TIMESTAMP '{engagement.cut}'" if definition.until_cut else f"DATE '{end}' - INTERVAL 1 MICROSECOND"
    )
    day = name(definition.anchor)
    before, after = f"{day} < DATE '{start}'", f"{day} > {latest}"
    ends = ", ".join(
        f"count(*) FILTER ({part}), CAST(min({day}) FILTER ({part}) AS DATE), CAST(max({day}) FILTER ({part}) AS DATE)"
        for part in (before, after)
    )
    found = engine.con.con.execute(f"SELECT count(*), {ends} FROM {relation(rows)}").fetchall()[0]  # noqa: S608 - our own names
    many, early, *first, late, newest, last = found
    if not early and not late:
        return None
    last_day = engagement.cut.date() if definition.until_cut else end - dt.timedelta(days=1)
    where = [_part(early, *first, zh="之前", en="before")] if early else []
    where += [_part(late, newest, last, zh="之后", en="after")] if late else []
    template = at_level(OUTSIDE, "warning") if early + late > FEW * many else OUTSIDE
    return early + late, at_place(
        NONE_IN_PERIOD if early + late == many else template,
        place,
        rows=many,
        outside=early + late,
        start=start.isoformat(),
        end=last_day.isoformat(),
        where=Text(zh="，".join(one.zh for one in where), en=", ".join(one.en for one in where)),
    )


def _part(rows: int, first: dt.date, last: dt.date, *, zh: str, en: str) -> Text:
    if first == last:
        return Text(zh=f"{zh} {rows} 条（{first}）", en=f"{rows} {en} it ({first})")
    return Text(zh=f"{zh} {rows} 条（{first} 至 {last}）", en=f"{rows} {en} it ({first} to {last})")
