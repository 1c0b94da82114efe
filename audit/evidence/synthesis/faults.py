"""The ways in which a cell or row of a table can be wrong, read off the catalogue: one for each problem code.

A fault must break its own rule and no other, or the list of what was made dirty would not be what validation
finds. So nothing touches what other tables count or refer to, and what must is written out below.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from audit.evidence.catalogue import TABLES
from audit.evidence.catalogue.definition import ColumnDefinition, RuleDefinition, TableDefinition
from audit.evidence.synthesis.clock import START
from audit.evidence.synthesis.style import label
from audit.evidence.synthesis.writing import FORMULA_ERROR
from audit.text import Language

Typed = Mapping[str, pa.Array]
"""Our columns as they are dressed, before anything is made dirty."""

UNREADABLE = {
    "date": "2026-13-04",
    "datetime": "2026-02-30 10:00",
    "number": "见备注",
    "integer": "见备注",
    "bool": "也许",
}
AMBIGUOUS = "04-03-2026"
FRACTION = "2.5"
STRANGE_LABEL = "飞鸽"
NOWHERE = "Z-99999999"
NO_PATTERN = "deadbeef"

_TOUCHY = frozenset({
    ("promises", "unit"), ("service_standards", "unit"),    # a target without a unit is a contradiction
    ("guarantees", "claimed_ts"),          # a claim without its time is one as well
    ("recovery_actions", "failure_id"), ("recovery_actions", "complaint_id"),    # an action must have a case
    ("failures", "detected_ts"),           # actions are compared with it
})  # fmt: skip

_ONE_DAY = np.timedelta64(86_400, "s")
_FAR = 7


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to make a row wrong.

    ``column`` is changed and ``told`` is the column at which the problem will be told. ``value`` gives the
    new cells of all rows from the columns; ``where`` the rows in which the change breaks the rule, all that
    are filled by default. ``text`` marks what only a form without types can hold.
    """

    code: str
    column: str
    told: str
    value: Callable[[Typed], pa.Array]
    where: Callable[[Typed], pa.Array] | None = None
    text: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What the kinds of a table depend on: the language of its labels, its form, the tables beside it."""

    language: Language | None
    suffix: str
    written: Collection[str]


def kinds_of(definition: TableDefinition, context: Context) -> tuple[Kind, ...]:
    """Every way in which one cell of a table can be wrong, without repeated keys."""
    found = [*_of_cells(definition, context), *_of_rows(definition), *_contradictions(definition, context)]
    return tuple(kind for kind in found if not (kind.text and context.suffix == ".parquet"))


def keys_of(definition: TableDefinition) -> tuple[tuple[str, ...], ...]:
    """The sets of columns that must not repeat."""
    schema = definition.schema
    single = [(str(column.name),) for column in schema.columns.values() if column.unique]
    joint = [tuple(schema.unique)] if schema.unique else []
    ruled = [rule.columns for rule in definition.rules if rule.code == "E-KEY"]
    return tuple(dict.fromkeys([*single, *joint, *ruled]))


def _of_cells(definition: TableDefinition, context: Context) -> Iterator[Kind]:
    still = _referred_to(definition.name) | {name for key in keys_of(definition) for name in key}
    still |= {name for rule in definition.rules if rule.code == "E-KEY" for name in rule.columns}
    ruled = {name for rule in definition.rules for name in rule.columns}
    for column in definition.columns:
        if column.name in still or (definition.name, column.name) in _TOUCHY:
            continue
        yield from _unreadable(column, context)
        yield from _not_there(column, context)
        if column.name not in ruled:
            yield from _outside(column)


def _referred_to(table: str) -> set[str]:
    """The columns of a table that other columns lead to."""
    targets = [column.refers for name in TABLES for column in TABLES[name].columns if column.refers]
    return {target.partition(".")[2] for target in targets if target.partition(".")[0] == table}


def _unreadable(column: ColumnDefinition, context: Context) -> Iterator[Kind]:
    """Cells whose text is not what the column needs, at the level of the column."""
    level = column.level[0].upper()
    if column.type in UNREADABLE:
        code = {"date": "DATE", "datetime": "DATE", "bool": "BOOL"}.get(column.type, "NUMBER")
        yield _cell(f"{level}-{code}", column, UNREADABLE[column.type])
    if column.type in ("date", "datetime"):
        yield _cell(f"{level}-DATE-AMBIGUOUS", column, AMBIGUOUS)
    if column.type == "integer":
        yield _cell(f"{level}-WHOLE-NUMBER", column, FRACTION)
    if column.labels is not None:
        yield _cell(f"{level}-LABEL", column, STRANGE_LABEL)
    if context.suffix == ".xlsx" and column.type in ("number", "integer"):
        yield _cell(f"{level}-CELL-ERROR", column, FORMULA_ERROR)


def _not_there(column: ColumnDefinition, context: Context) -> Iterator[Kind]:
    """Empty cells where something is needed, and references that lead nowhere."""
    if column.required:
        yield Kind("E-NULL", column.name, column.name, _emptied(column.name))
    parent = column.refers.partition(".")[0] if column.refers else None
    if parent is not None and parent in {*context.written, "instrument"}:
        yield _cell("E-REF" if column.required else "W-REF", column, NOWHERE, text=False)


def _outside(column: ColumnDefinition) -> Iterator[Kind]:
    """Values that the column's own checks refuse."""
    level = column.level[0].upper()
    for check, facts in column.checks:
        if check == "str_matches":
            yield _cell(f"{level}-PATTERN", column, NO_PATTERN, text=False)
        elif check != "isin":
            wrong = facts["max_value"] + _FAR if "max_value" in facts else facts["min_value"] - 1
            yield Kind(f"{level}-RANGE", column.name, column.name, _number(column.name, wrong))


def _number(column: str, wrong: float) -> Callable[[Typed], pa.Array]:
    return lambda typed: pa.array([wrong] * _rows(typed)).cast(typed[column].type)


def _of_rows(definition: TableDefinition) -> Iterator[Kind]:
    """Times in the wrong order and parts larger than their whole, by the rules over two columns."""
    for rule in definition.rules:
        touched = (definition.name, rule.columns[0])
        if len(rule.columns) == 2 and touched not in _TOUCHY:
            if rule.code[2:] == "ORDER":
                yield _from_other(rule, lambda other: _shifted(other, -_ONE_DAY))
            elif rule.code[2:] == "AT-MOST":
                yield _from_other(rule, lambda other: pc.add(other, pa.scalar(_FAR, other.type)))


def _from_other(rule: RuleDefinition, wrong: Callable[[pa.Array], pa.Array]) -> Kind:
    first, second = rule.columns

    def value(typed: Typed) -> pa.Array:
        return wrong(typed[second]).cast(typed[first].type)

    def where(typed: Typed) -> pa.Array:
        return pc.and_(typed[first].is_valid(), typed[second].is_valid())

    return Kind(rule.code, first, first, value, where)


def _contradictions(definition: TableDefinition, context: Context) -> Iterator[Kind]:
    """What no check of a column says: written out for the rules and cross-checks that speak of one row."""

    def word(column: str, code: str) -> str:
        return label(definition.column(column), context.language)(code)

    match definition.name:
        case "complaints":
            is_open = _same(word("outcome", "open"))
            yield Kind("W-CONTRADICTION", "outcome", "outcome", is_open, _filled("resolved_ts"))
            if "failures" in context.written:
                yield Kind("W-ORDER", "received_ts", "received_ts", _long_ago, _filled("failure_id"))
        case "guarantees":
            timeless = _emptied("claimed_ts")
            yield Kind("W-CONTRADICTION", "claimed_ts", "claim_id", timeless, _filled("claim_id"))
        case "promises":
            bare = _emptied("unit")
            yield Kind("W-CONTRADICTION", "unit", "target_value", bare, _filled("target_value", "unit"))
        case "service_delivery" if "service_standards" in context.written:
            percent = _same(word("unit", "pct"))
            yield Kind("W-UNIT", "unit", "unit", percent, _filled("standard_id", "unit", "measured_value"))
        case "recovery_actions" if "failures" in context.written:
            usual = _other_than("strategy", word("strategy", "early"))
            yield Kind("E-ORDER", "action_ts", "action_ts", _long_ago, usual)


def _filled(*names: str) -> Callable[[Typed], pa.Array]:
    return lambda typed: functools.reduce(pc.and_, [typed[name].is_valid() for name in names])


def _emptied(name: str) -> Callable[[Typed], pa.Array]:
    return lambda typed: pa.nulls(_rows(typed), typed[name].type)


def _other_than(column: str, word: str) -> Callable[[Typed], pa.Array]:
    """Actions for a failure whose strategy is recorded and another one."""
    filled = _filled("failure_id", column)
    return lambda typed: pc.and_(filled(typed), pc.not_equal(typed[column], word))


def _long_ago(typed: Typed) -> pa.Array:
    return pa.array(np.full(_rows(typed), START - 400 * _ONE_DAY))


def _cell(code: str, column: ColumnDefinition, wrong: str, *, text: bool = True) -> Kind:
    return Kind(code, column.name, column.name, _same(wrong), text=text)


def _same(wrong: str) -> Callable[[Typed], pa.Array]:
    return lambda typed: pa.array([wrong] * _rows(typed), pa.string())


def _shifted(times: pa.Array, by: np.timedelta64) -> pa.Array:
    """Dates and moments so much later, as moments."""
    moments = times.cast(pa.timestamp("s"))
    return pc.add(moments, pa.scalar(by.item(), pa.duration("s")))


def _rows(typed: Typed) -> int:
    return len(next(iter(typed.values())))
