"""Which generator makes up which table, and how its columns become those of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pyarrow as pa

from audit.errors import DefinitionError
from audit.evidence.catalogue import table_definition
from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.synthesis import (
    complaints,
    learning,
    people,
    promises,
    records,
    recovery,
    surveys,
    volume,
)  # fmt: skip
from audit.evidence.synthesis.drawing import Columns
from audit.evidence.synthesis.organisation import Organisation

Generator = Callable[[Organisation], Iterator[Columns]]

GENERATORS: Mapping[str, Generator] = {
    "sites": people.sites,
    "contacts_volume": volume.contacts_volume,
    "failures": complaints.failures,
    "complaints": complaints.complaints,
    "recovery_actions": recovery.recovery_actions,
    "followups": recovery.followups,
    "survey_recovery": recovery.survey_recovery,
    "guarantees": recovery.guarantees,
    "corrective_actions": learning.corrective_actions,
    "early_warnings": learning.early_warnings,
    "double_coding": learning.double_coding,
    "customers": complaints.customers,
    "survey_frame": surveys.survey_frame,
    "survey_customers": surveys.survey_customers,
    "survey_managers": surveys.survey_managers,
    "survey_contact_staff": surveys.survey_contact_staff,
    "service_standards": promises.service_standards,
    "service_delivery": promises.service_delivery,
    "promises": promises.promises,
    "promise_checks": promises.promise_checks,
    "staff_register": people.staff_register,
    "training": people.training,
    "empowerment": people.empowerment,
    "staff_events": people.staff_events,
    "documents": records.documents,
    "research_activities": records.research_activities,
    "fieldwork": records.fieldwork,
}
"""Every table of the catalogue, in the order in which an organisation would explain itself."""

_STORED: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "bool": pa.bool_(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "datetime": pa.timestamp("s"),
    "list": pa.list_(pa.string()),
}


def definition_of(name: str, of: Organisation) -> TableDefinition:
    """A table as this organisation's engagement needs it."""
    return table_definition(name, of.instrument)


def batches(name: str, of: Organisation) -> Iterator[pa.RecordBatch]:
    """A table in parts: every column of the catalogue in its order, typed as there; enums are dictionaries."""
    definition = definition_of(name, of)
    for columns in GENERATORS[name](of):
        yield _conformed(definition, columns)


def _conformed(definition: TableDefinition, columns: Columns) -> pa.RecordBatch:
    """Held against the catalogue, so that a column which is renamed there fails here at once."""
    unknown = columns.keys() - {column.name for column in definition.columns}
    if unknown:
        raise DefinitionError(f"{definition.name} has no columns {sorted(unknown)}")
    rows = len(next(iter(columns.values())))
    arrays = [_column(definition.name, column, columns, rows) for column in definition.columns]
    return pa.RecordBatch.from_arrays(arrays, names=[column.name for column in definition.columns])


def _column(table: str, column: ColumnDefinition, columns: Columns, rows: int) -> pa.Array:
    if column.name not in columns:
        if column.required:
            raise DefinitionError(f"nothing makes up {table}.{column.name}")
        return pa.nulls(rows, stored(column))
    given = columns[column.name]
    array = given if isinstance(given, pa.Array) else pa.array(given)
    if column.type == "enum":
        return _enum(table, column, array)
    return array if array.type == stored(column) else array.cast(stored(column))


def stored(column: ColumnDefinition) -> pa.DataType:
    """The arrow type that a column is made up in."""
    return pa.dictionary(pa.int16(), pa.string()) if column.type == "enum" else _STORED[column.type]


def _enum(table: str, column: ColumnDefinition, array: pa.Array) -> pa.DictionaryArray:
    coded = array if isinstance(array, pa.DictionaryArray) else array.dictionary_encode()
    strange = set(coded.dictionary.to_pylist()) - set(column.labels or ())
    if strange:
        raise DefinitionError(f"{table}.{column.name} has no labels {sorted(strange)}")
    return pa.DictionaryArray.from_arrays(coded.indices.cast(pa.int16()), coded.dictionary)
