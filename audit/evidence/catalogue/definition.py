"""A table as the rest of the toolkit sees it: plain facts read off its Pandera schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import ibis.expr.datatypes as dt
import pandera.ibis as pa

from audit.evidence.catalogue.columns import Labels, Level
from audit.evidence.privacy import PERSONAL, Pii
from audit.text import Text

Type = Literal["string", "enum", "bool", "integer", "number", "date", "datetime", "list"]

_STORED: Mapping[Type, dt.DataType] = {
    "string": dt.string,
    "enum": dt.string,
    "bool": dt.boolean,
    "integer": dt.int64,
    "number": dt.float64,
    "date": dt.date,
    "datetime": dt.Timestamp(scale=6),
    "list": dt.Array(dt.string),
}


@dataclass(frozen=True, slots=True)
class ColumnDefinition:
    """One column: words, type, unit, class of personal data, labels, and what it must keep."""

    name: str
    type: Type
    title: Text
    note: Text | None
    unit: str | None
    aliases: tuple[str, ...]
    pii: Pii
    level: Level
    labels: Labels | None
    refers: str | None
    ends_day: bool
    required: bool
    checks: tuple[tuple[str, Mapping[str, Any]], ...]
    planned: bool = False

    @property
    def happened(self) -> bool:
        """Whether the column says when something happened, which cannot lie ahead."""
        return self.type in ("date", "datetime") and not self.planned

    @property
    def stored(self) -> dt.DataType:
        """The type of the column in the engine."""
        return _STORED[self.type]

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header that the column goes by: its name, its words and its aliases."""
        return (self.name, self.title.zh, self.title.en, *self.aliases)

    def view(self) -> dict[str, Any]:
        """The column for ``audit evidence show``: plain values with stable keys."""
        return {
            "id": self.name,
            "title": self.title.model_dump(),
            "type": self.type,
            "required": self.required,
            "unit": self.unit,
            "note": self.note.model_dump() if self.note else None,
            "personal_data": self.pii,
            "aliases": list(self.aliases),
            "labels": {code: list(words) for code, words in self.labels.items()} if self.labels else None,
            "refers": self.refers,
            "level": self.level,
            "planned": self.planned,
            "checks": [{"check": name, **statistics} for name, statistics in self.checks if name != "isin"],
        }


@dataclass(frozen=True, slots=True)
class RuleDefinition:
    """A rule over several columns; ``code`` is that of the problem which it raises, ``why`` its words where it has own."""

    name: str
    code: str
    title: str
    columns: tuple[str, ...]
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """One table of the catalogue, with the Pandera schema that checks it."""

    name: str
    title: Text
    grain: Text
    anchor: str | None
    aliases: tuple[str, ...]
    key: tuple[str, ...]
    columns: tuple[ColumnDefinition, ...]
    rules: tuple[RuleDefinition, ...]
    schema: pa.DataFrameSchema
    fresh_days: int | None = None
    until_cut: bool = False

    @property
    def identifier(self) -> ColumnDefinition:
        """The column that an example row is known by: the first text that must be given, or that there is."""
        texts = [column for column in self.columns if column.type == "string"]
        return next((column for column in texts if column.required), texts[0])

    @property
    def personal(self) -> bool:
        """Whether a column holds personal data."""
        return any(column.pii in PERSONAL for column in self.columns)

    def column(self, name: str) -> ColumnDefinition:
        """One column; raises KeyError for one that the table does not have."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    def view(self) -> dict[str, Any]:
        """The table for ``audit evidence show``, without what ``integrity`` adds: plain values with stable keys."""
        return {
            "id": self.name,
            "title": self.title.model_dump(),
            "grain": self.grain.model_dump(),
            "anchor": self.anchor,
            "key": list(self.key),
            "personal_data": self.personal,
            "columns": [column.view() for column in self.columns],
        }


def define(schema: pa.DataFrameSchema, metadata: Mapping[str, Any]) -> TableDefinition:
    """Read the facts of a table off its schema and the metadata of its model."""
    return TableDefinition(
        name=str(schema.name),
        title=metadata["title"],
        grain=metadata["grain"],
        anchor=metadata["anchor"],
        aliases=metadata["aliases"],
        key=_key(schema),
        columns=tuple(_column(column) for column in schema.columns.values()),
        rules=tuple(
            RuleDefinition(
                str(check.name),
                check.statistics["code"],
                check.title or "",
                check.statistics["columns"],
                check.statistics["why"],
            )
            for check in schema.checks
        ),
        schema=schema,
        fresh_days=metadata["fresh_days"],
        until_cut=metadata["until_cut"],
    )


def _key(schema: pa.DataFrameSchema) -> tuple[str, ...]:
    alone = [str(column.name) for column in schema.columns.values() if column.unique]
    return tuple(alone[:1] or schema.unique or ())


def define_model(model: type[pa.DataFrameModel]) -> TableDefinition:
    """The definition of a model; pandera keeps the metadata of a table on the model alone."""
    schema = model.to_schema()
    return define(schema, model_metadata(model))


def model_metadata(model: type[pa.DataFrameModel]) -> Mapping[str, Any]:
    """What ``Config.metadata`` of a model says."""
    found = model.get_metadata()
    if not found:
        raise TypeError(f"{model.__name__} has no Config.metadata")
    metadata: Mapping[str, Any] = next(iter(found.values()))["dataframe"]
    return metadata


def _column(column: pa.Column) -> ColumnDefinition:
    facts = column.metadata or {}
    labels: Labels | None = facts["labels"]
    return ColumnDefinition(
        name=str(column.name),
        type=_type(column.dtype.type, labels),
        title=facts["title"],
        note=facts["note"],
        unit=facts["unit"],
        aliases=facts["aliases"],
        pii=facts["pii"],
        level=facts["level"],
        labels=labels,
        refers=facts["refers"],
        ends_day=facts["ends_day"],
        required=not column.nullable,
        checks=tuple((str(check.name), dict(check.statistics)) for check in column.checks),
        planned=facts["planned"],
    )


def _type(stored: dt.DataType, labels: Labels | None) -> Type:
    if stored.is_array():
        return "list"
    if stored.is_string():
        return "string" if labels is None else "enum"
    for name, family in _STORED.items():
        if type(family) is type(stored):
            return name
    raise TypeError(f"no column type for {stored}")
