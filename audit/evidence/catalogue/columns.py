"""How a table is written: ``column`` and ``rule`` are Pandera fields and checks with their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar, cast

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.backends.ibis.builtin_checks  # noqa: F401  a model built before has checks that know no Ibis table
import pandera.ibis as pa
from pandera.api.ibis.types import IbisData
from pandera.dtypes import immutable
from pandera.engines import ibis_engine

from audit.evidence.privacy import Pii
from audit.evidence.problems import PROBLEMS, at_level
from audit.text import Text

Labels = Mapping[str, tuple[str, ...]]
"""Code -> the Chinese word, the English word, and further spellings that files use."""

Level = Literal["error", "warning"]
Model = TypeVar("Model", bound=pa.DataFrameModel)


@ibis_engine.Engine.register_dtype(equivalents=[dt.Array(dt.string)])
@immutable
class TextList(ibis_engine.DataType):
    """A list of words, separated by semicolons in the file."""

    type = dt.Array(dt.string)


def column(
    *,
    zh: str,
    en: str,
    note: Text | None = None,
    unit: str | None = None,
    aliases: tuple[str, ...] = (),
    pii: Pii = "none",
    level: Level = "error",
    labels: Labels | None = None,
    many: bool = False,
    refers: str | None = None,
    between: tuple[float, float] | None = None,
    nullable: bool = False,
    ends_day: bool = False,
    planned: bool = False,
    **checks: Any,
) -> Any:
    """A column: its words, the headers that it goes by, its class of personal data, and what it must keep.

    A column that is not ``nullable`` must exist and be filled. ``refers`` is ``table.column``; it warns
    where the column may be empty and is an error where it may not. ``many`` labels stand in a list, which
    no built-in check looks into: reading them is what checks them. ``level`` is that of the column's own
    checks; with ``warning`` a cell that cannot be read becomes empty and its row stays. ``ends_day`` is for
    times until which something is due: a date without a time then lasts until the end of that day. ``planned`` is
    for days that may lie ahead: when something is due or promised, or holds from or until; every other date is of
    what has happened.
    """
    if labels is not None and not many:
        checks["isin"] = sorted(labels)
    if between is not None:
        checks["in_range"] = {"min_value": between[0], "max_value": between[1]}
    metadata = {
        "title": Text(zh=zh, en=en),
        "note": note,
        "unit": unit,
        "aliases": aliases,
        "pii": pii,
        "level": level,
        "labels": labels,
        "refers": refers,
        "ends_day": ends_day,
        "planned": planned,
    }
    return pa.Field(nullable=nullable, metadata=metadata, **checks)


def rule(
    code: str, *columns: str, level: Level = "error", why: Text | None = None
) -> Callable[[Callable[[ir.Table], ir.BooleanValue]], Any]:
    """A rule over several columns: true where the row keeps it, null where it cannot be asked.

    ``code`` names the words of the problem, which speak of the first column and compare it with the
    second; ``why`` fills them where they are free. The docstring of the function is the rule's title.
    """
    template = at_level(PROBLEMS[code], level)

    def declare(keeps: Callable[[ir.Table], ir.BooleanValue]) -> Any:
        def check(cls: type, data: IbisData) -> ir.BooleanValue:
            return keeps(cast("ir.Table", data.table))

        check.__name__ = keeps.__name__
        statistics = {"columns": columns, "code": template.code, "why": why}
        return pa.dataframe_check(name=keeps.__name__, title=keeps.__doc__, statistics=statistics)(check)

    return declare


def table(
    *,
    zh: str,
    en: str,
    grain: Text,
    anchor: str | None = None,
    aliases: tuple[str, ...] = (),
    fresh_days: int | None = 7,
    until_cut: bool = False,
) -> dict[str, object]:
    """The metadata of a table; rows belong to the period by the column ``anchor``.

    ``fresh_days`` is the freshness window of a log: so close to the end of the period its newest row should
    lie. None for what is written on occasion, such as fieldwork; without an anchor it means nothing.
    ``until_cut`` is for records that are made after the period ended: they belong to the audit up to its cut-off.
    """
    return {
        "title": Text(zh=zh, en=en),
        "grain": grain,
        "anchor": anchor,
        "aliases": aliases,
        "fresh_days": fresh_days,
        "until_cut": until_cut,
    }
