"""The result as CSV files, one a table, and the data package that describes them (Frictionless, version 2)."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Sequence
from typing import Any

from audit.report.formulas import disarmed
from audit.report.harmless import legible
from audit.report.markup import titles
from audit.report.options import FINAL, Options
from audit.report.sections.scope import as_of
from audit.report.tables import Cell, Column, Kind, Table, audit_tables
from audit.report.telling import Teller
from audit.report.wording import TAGS
from audit.result import AuditResult
from audit.text import Language

PROFILE = "https://datapackage.org/profiles/2.0/"
PACKAGE = "datapackage.json"

_TYPES: dict[Kind, str] = {
    "text": "string",
    "id": "string",
    "number": "number",
    "share": "number",
    "date": "date",
    "flag": "boolean",
}


def render_csv(result: AuditResult, language: Language, options: Options = FINAL) -> dict[str, bytes]:
    """Every table of a result as a CSV file, and ``datapackage.json``; file name -> content.

    UTF-8 with a byte order mark, by which spreadsheets know the encoding; CRLF; the header holds the ids of the
    columns, which no language changes. Numbers have a point and all their digits, days are ISO 8601, flags ``true``
    and ``false``; an empty cell is no value. Text that a spreadsheet would take for a formula bears an apostrophe.

    Args:
        result: of any audience.
        language: of the words; codes and numbers are the same in every language.
        options: a draft says so in ``about.csv``.
    """
    tables = audit_tables(result, language, options)
    files = {f"{table.id}.csv": _file(table) for table in tables}
    resources = [_resource(table, files[f"{table.id}.csv"]) for table in tables]
    package = _package(Teller(result, language, options.brand.words_in(language)), options, resources)
    described = json.dumps(package, ensure_ascii=False, indent=2, allow_nan=False)
    return {**files, PACKAGE: f"{described}\n".encode()}


def _file(table: Table) -> bytes:
    """A table as CSV: RFC 4180 with a byte order mark."""
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow([column.id for column in table.columns])
    lines.writerows([_cell(value) for value in row] for row in table.rows)
    return written.getvalue().encode("utf-8-sig")


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    return disarmed(legible(value)) if isinstance(value, str) else repr(value)


def _package(teller: Teller, options: Options, resources: list[dict[str, Any]]) -> dict[str, Any]:
    result, (title, _) = teller.result, titles(teller, options)
    return {
        "$schema": f"{PROFILE}datapackage.json",
        "name": "audit-result",
        "title": legible(title),
        "id": f"sha256:{teller.digest}",
        "created": as_of(result).isoformat(),
        "languages": [TAGS[teller.language]],
        "resources": resources,
    }


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    return {
        "name": table.id,
        "title": table.title,
        "description": table.note,
        "path": f"{table.id}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a table. A part of a key that no row has, such as a site, is no part of it."""
    fields = [
        _field(column, [row[place] for row in table.rows]) for place, column in enumerate(table.columns)
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    empty = {column.id for place, column in enumerate(table.columns) if _is_empty(table, place)}
    key = [name for name in table.key if name not in empty]
    if key and _is_filled(table, key):
        schema["primaryKey"] = key
    foreign = []
    for one in table.references:
        pairs = [pair for pair in zip(one.columns, one.others, strict=True) if pair[0] not in empty]
        if pairs and _is_filled(table, [mine for mine, _ in pairs]):
            reference = {"resource": one.table, "fields": [other for _, other in pairs]}
            foreign.append({"fields": [mine for mine, _ in pairs], "reference": reference})
    return {**schema, "foreignKeys": foreign} if foreign else schema


def _is_empty(table: Table, place: int) -> bool:
    return all(row[place] is None for row in table.rows)


def _field(column: Column, values: list[Cell]) -> dict[str, Any]:
    """A column as a field; a day that the result does not write as one makes its column words."""
    kind = "string" if any(isinstance(one, str) for one in values) else _TYPES[column.kind]
    unit = {} if column.unit is None else {"unit": column.unit}
    return {"name": column.id, "title": column.title, "type": kind, **unit}


def _is_filled(table: Table, names: Sequence[str]) -> bool:
    """Whether every row has all of some columns: a key may not be missing."""
    places = [place for place, column in enumerate(table.columns) if column.id in names]
    return all(row[place] is not None for row in table.rows for place in places)
