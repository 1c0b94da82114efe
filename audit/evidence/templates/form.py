"""A table as a form to fill in: headers and choices in one language, and an example that contradicts nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.example_rows import MARK
from audit.evidence.limits import limits
from audit.evidence.spelling import normalised
from audit.evidence.templates.wording import choices
from audit.text import Language, Text

REQUIRED_MARK = "*"
"""Ends the header of a column that must be filled; readers of headers pass over punctuation."""

Value = str | int | float | dt.date | dt.datetime | None

_EXAMPLE = Text(zh="示例", en="example")
_FIRST_DAY = dt.date(2026, 3, 1)
_OPENING = dt.time(9, 30)


@dataclass(frozen=True, slots=True)
class FormField:
    """A column of a form. ``choices`` are the words of a drop-down; none where anything may be written."""

    column: ColumnDefinition
    header: str
    choices: tuple[str, ...]
    example: Value


@dataclass(frozen=True, slots=True)
class Form:
    """A table to fill in."""

    definition: TableDefinition
    language: Language
    fields: tuple[FormField, ...]

    @property
    def title(self) -> str:
        """The name of the table, which is that of its sheet."""
        return self.definition.title.in_(self.language)


def form(definition: TableDefinition, language: Language) -> Form:
    """The form of a table; its headers are read back without any mapping."""
    titles = [normalised(column.title.in_(language)) for column in definition.columns]
    later = _ranks(definition, "ORDER", reverse=False)
    larger = _ranks(definition, "AT-MOST", reverse=True)
    fields = []
    for column, title in zip(definition.columns, titles, strict=True):
        unique = titles.count(title) == 1 and not _other_goes_by(definition, column, title)
        words = column.title.in_(language) if unique else column.name
        fields.append(
            FormField(
                column=column,
                header=f"{words} {REQUIRED_MARK}" if column.required else words,
                choices=choices(column, language) if column.type in ("enum", "bool") else (),
                example=MARK.in_(language)
                if _refers_to_example(definition, column)
                else _example(column, language, later.get(column.name), larger.get(column.name, 0)),
            )
        )
    return Form(definition, language, tuple(fields))


def _refers_to_example(definition: TableDefinition, column: ColumnDefinition) -> bool:
    """The identifier, and references that a row cannot do without: to the example row of the other table."""
    needed = {name for rule in definition.rules if rule.code[2:] == "CONTRADICTION" for name in rule.columns}
    return column == definition.identifier or (
        column.refers is not None and (column.required or column.name in needed)
    )


def _other_goes_by(definition: TableDefinition, column: ColumnDefinition, title: str) -> bool:
    return any(title in map(normalised, other.headers) for other in definition.columns if other is not column)


def _ranks(definition: TableDefinition, kind: str, *, reverse: bool) -> dict[str, int]:
    """Of the columns that rules compare, how many each must come after.

    ``ORDER`` says which is later, ``AT-MOST`` reversed which is larger.
    """
    pairs = [rule.columns[:2] for rule in definition.rules if rule.code[2:] == kind]
    before = [(two, one) if reverse else (one, two) for one, two in pairs]

    def rank(name: str) -> int:
        return max((1 + rank(earlier) for later, earlier in before if later == name), default=0)

    return {name: rank(name) for pair in pairs for name in pair}


def _example(column: ColumnDefinition, language: Language, later: int | None, larger: int) -> Value:
    """A value; none where the column is optional and nothing says how it goes with the others."""
    match column.type:
        case "date" | "datetime":
            return None if later is None and not column.required else _day(column, later or 0)
        case "enum" | "bool":
            return choices(column, language)[0]
        case "list":
            return ";".join(choices(column, language)[:2]) or None
        case "string":
            return _EXAMPLE.in_(language) if column.required else None
    return _number(column, larger)


def _day(column: ColumnDefinition, later: int) -> dt.date:
    if column.unit == "month":
        return _FIRST_DAY
    day = _FIRST_DAY + dt.timedelta(days=3 + later)
    return dt.datetime.combine(day, _OPENING) if column.type == "datetime" else day


def _number(column: ColumnDefinition, larger: int) -> Value:
    bounds = limits(column)
    if bounds.low is not None and bounds.high is not None:
        middle = (bounds.low + bounds.high) / 2
        return int(middle) if column.type == "integer" or middle.is_integer() else middle
    return 1 + larger


def forms(definitions: Iterable[TableDefinition], language: Language) -> tuple[Form, ...]:
    """The forms of several tables."""
    return tuple(form(one, language) for one in definitions)
