"""The tables of the catalogue as Table Schemas and a data package, for whoever checks files with other tools.

The form is that of Table Schema and Data Package, version 2 (datapackage.org); every word in it was already
one of version 1, except ``list``, ``categories`` and ``exclusiveMinimum``. Fields bear our names. What a Table Schema cannot say, the rules over
several columns, stands in the description of the table.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.limits import limits
from audit.evidence.templates.wording import PERSONAL_WORDS, what_to_fill_in
from audit.text import Language

PROFILE = "https://datapackage.org/profiles/2.0/"
TRUE_VALUES = ("true", "True", "TRUE", "1", "是", "yes", "Yes")
FALSE_VALUES = ("false", "False", "FALSE", "0", "否", "no", "No")
_TYPES = {"enum": "string", "bool": "boolean"}

Descriptor = dict[str, Any]


def schema_files(definitions: Sequence[TableDefinition]) -> dict[str, bytes]:
    """One Table Schema a table and a ``datapackage.json`` of all of them: file name -> content."""
    files = {f"{one.name}.schema.json": _json(table_schema(one, definitions)) for one in definitions}
    return files | {"datapackage.json": _json(data_package(definitions))}


def in_one(definitions: Sequence[TableDefinition]) -> bytes:
    """The schema of a single table, or the package with the schemas of several written into it."""
    if len(definitions) == 1:
        return _json(table_schema(definitions[0], definitions))
    package = data_package(definitions)
    for resource, one in zip(package["resources"], definitions, strict=True):
        resource["schema"] = table_schema(one, definitions)
    return _json(package)


def resource_name(table: str) -> str:
    """The name of a table's resource: the standard knows no underscores in it."""
    return table.replace("_", "-")


def data_package(definitions: Sequence[TableDefinition]) -> Descriptor:
    """A package with a resource for each table: a CSV file of its name, its schema in a file beside it."""
    return {
        "$schema": f"{PROFILE}datapackage.json",
        "name": "service-gap-audit-evidence",
        "title": "Evidence of a service-certification audit",
        "title:zh": "服务认证审查证据",
        "resources": [
            {
                "name": resource_name(one.name),
                "type": "table",
                "title": one.title.en,
                "title:zh": one.title.zh,
                "path": f"{one.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": f"{one.name}.schema.json",
            }
            for one in definitions
        ],
    }


def table_schema(definition: TableDefinition, among: Sequence[TableDefinition] = ()) -> Descriptor:
    """The schema of one table; foreign keys lead to the tables ``among`` which it stands."""
    rules = " ".join(rule.title for rule in definition.rules)
    schema: Descriptor = {
        "$schema": f"{PROFILE}tableschema.json",
        "name": definition.name,
        "title": definition.title.en,
        "title:zh": definition.title.zh,
        "description": f"{definition.grain.en.capitalize()}. {rules}".strip(),
        "description:zh": f"{definition.grain.zh}。",
        "fieldsMatch": "partial",
        "missingValues": [""],
        "fields": [_field(column) for column in definition.columns],
    }
    if definition.key:
        schema["primaryKey"] = list(definition.key)
    keys = [_foreign_key(column, definition, {one.name for one in among}) for column in definition.columns]
    return schema | ({"foreignKeys": found} if (found := [key for key in keys if key]) else {})


def _field(column: ColumnDefinition) -> Descriptor:
    field: Descriptor = {
        "name": column.name,
        "type": _TYPES.get(column.type, column.type),
        "title": column.title.en,
        "title:zh": column.title.zh,
        "description": _description(column, "en"),
        "description:zh": _description(column, "zh"),
    }
    if column.type == "bool":
        field |= {"trueValues": list(TRUE_VALUES), "falseValues": list(FALSE_VALUES)}
    if column.type == "list":
        field |= {"delimiter": ";", "itemType": "string"}
    if column.labels and column.type == "enum":
        field["categories"] = [{"value": code, "label": words[1]} for code, words in column.labels.items()]
    constraints = _constraints(column)
    return field | ({"constraints": constraints} if constraints else {})


def _description(column: ColumnDefinition, language: Language) -> str:
    """What to write, what it means, the unit and what is personal about it."""
    stop = "。" if language == "zh" else ". "
    parts = [what_to_fill_in(column, language) if column.type not in ("string", "enum", "bool") else ""]
    parts.append(column.note.in_(language) if column.note else "")
    personal = PERSONAL_WORDS[column.pii]
    parts.append(personal.in_(language) if personal else "")
    return stop.join(part for part in parts if part)


def _constraints(column: ColumnDefinition) -> Descriptor:
    bounds = limits(column)
    found: Descriptor = {"required": True} if column.required else {}
    if column.labels and column.type == "enum":
        found["enum"] = list(column.labels)
    if bounds.low is not None:
        found["exclusiveMinimum" if bounds.low_open else "minimum"] = _number(column, bounds.low)
    if bounds.high is not None:
        found["maximum"] = _number(column, bounds.high)
    if bounds.pattern is not None:
        found["pattern"] = bounds.pattern
    return found


def _number(column: ColumnDefinition, bound: float) -> float:
    return int(bound) if column.type == "integer" or bound.is_integer() else bound


def _foreign_key(column: ColumnDefinition, definition: TableDefinition, among: set[str]) -> Descriptor | None:
    """Where a column leads; none for a list of keys, and for what is not among the tables."""
    table, _, key = (column.refers or "").partition(".")
    if table not in among or column.type == "list":
        return None
    resource = "" if table == definition.name else resource_name(table)
    return {"fields": [column.name], "reference": {"resource": resource, "fields": [key]}}


def _json(descriptor: Descriptor) -> bytes:
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
