"""The tables as Table Schemas: what they say, and that another tool understands them as we do."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from audit.criteria.instrument import Instrument
from audit.evidence.catalogue import TABLES, table_definition
from audit.evidence.labels import spellings
from audit.evidence.spelling import normalised
from audit.evidence.tableschema import (
    FALSE_VALUES,
    TRUE_VALUES,
    data_package,
    in_one,
    schema_files,
    table_schema,
)
from tests.evidence.conftest import TakeIn

EVERY = [TABLES[name] for name in TABLES]


def field(table: str, column: str) -> dict[str, Any]:
    return next(one for one in table_schema(TABLES[table])["fields"] if one["name"] == column)


def test_a_column_says_its_type_its_words_and_what_it_must_keep() -> None:
    assert field("service_standards", "required_share") == {
        "name": "required_share",
        "type": "number",
        "title": "Required share",
        "title:zh": "要求达标率",
        "description": "a number, 0 to 1. 0 to 1, such as 0.90",
        "description:zh": "数字，0 至 1。0–1，例如 0.90",
        "constraints": {"minimum": 0, "maximum": 1},
    }
    assert field("service_standards", "importance")["constraints"] == {"exclusiveMinimum": 0}
    assert field("documents", "sha256")["constraints"] == {"pattern": "^[0-9a-fA-F]{64}$"}
    assert field("complaints", "received_ts")["constraints"] == {"required": True}


def test_labels_are_codes_with_their_words() -> None:
    clock = field("service_standards", "clock")
    assert clock["constraints"] == {"enum": ["calendar", "business"]}
    assert clock["categories"] == [
        {"value": "calendar", "label": "Calendar"},
        {"value": "business", "label": "Business hours"},
    ]
    assert {key: clock[key] for key in ("type", "title")} == {"type": "string", "title": "Clock"}


def test_yes_and_no_are_words_that_we_read_as_such() -> None:
    known = spellings(TABLES["service_standards"].column("formal")) or {}
    assert {known[normalised(word)] for word in TRUE_VALUES} == {True}
    assert {known[normalised(word)] for word in FALSE_VALUES} == {False}


def test_keys_lead_to_tables_that_are_there() -> None:
    delivery, standards = TABLES["service_delivery"], TABLES["service_standards"]
    assert "foreignKeys" not in table_schema(delivery)
    assert table_schema(delivery, [delivery, standards])["foreignKeys"] == [
        {
            "fields": ["standard_id"],
            "reference": {"resource": "service-standards", "fields": ["standard_id"]},
        }
    ]
    assert table_schema(standards)["primaryKey"] == ["standard_id"]


def test_the_survey_has_the_columns_of_its_instrument(instrument: Instrument) -> None:
    schema = table_schema(table_definition("survey_customers", instrument))
    answers = {one["name"]: one["constraints"] for one in schema["fields"] if one["name"].startswith("e0")}
    assert answers == {f"e{place:02d}": {"minimum": 1, "maximum": 7} for place in range(1, 7)}


def test_files_of_every_table_and_a_package_that_joins_them() -> None:
    files = schema_files(EVERY)
    assert set(files) == {f"{name}.schema.json" for name in TABLES} | {"datapackage.json"}
    package = json.loads(files["datapackage.json"])
    assert [one["schema"] for one in package["resources"]] == [f"{name}.schema.json" for name in TABLES]
    assert json.loads(in_one(EVERY))["resources"][0]["schema"]["name"] == "survey_customers"
    assert json.loads(in_one(EVERY[:1]))["name"] == "survey_customers"


@pytest.mark.slow
def test_another_tool_takes_every_schema_and_the_package() -> None:
    frictionless = pytest.importorskip("frictionless")
    for one in EVERY:
        schema = frictionless.Schema.from_descriptor(table_schema(one))
        assert [field.name for field in schema.fields] == [column.name for column in one.columns]
    package = frictionless.Package.from_descriptor(json.loads(in_one(EVERY)))
    assert [one.name for one in package.resources] == [
        one["name"] for one in data_package(EVERY)["resources"]
    ]


ROWS: dict[str, list[dict[str, str]]] = {
    "service_standards": [
        {"standard_id": "S1", "title": "接听", "dim_id": "res", "target_value": "20", "unit": "s",
         "operator": "<=", "required_share": "0.8", "formal": "是", "approved_on": "2025-05-01"},
        {"standard_id": "S2", "title": "Answer", "dim_id": "rel", "formal": "false"},
    ],
    "complaints": [
        {"complaint_id": "C1", "channel": "phone", "received_ts": "2026-02-01T09:00:00",
         "resolved_ts": "2026-02-02T09:00:00", "outcome": "upheld", "transfers": "0",
         "resolved_first_contact": "1"},
        {"complaint_id": "C2", "channel": "web", "received_ts": "2026-02-03T09:00:00", "outcome": "open"},
    ],
    "documents": [
        {"doc_id": "D1", "type": "policy", "title": "Complaints", "version": "2", "supports_items": "RC-A01;RC-A02",
         "sha256": "0" * 64},
        {"doc_id": "D2", "type": "form", "title": "Form", "version": "1"},
    ],
}  # fmt: skip

WRONG = [
    ("complaints", "channel", "telepathy"),
    ("complaints", "received_ts", "yesterday"),
    ("complaints", "transfers", "-1"),
    ("complaints", "transfers", "many"),
    ("complaints", "complaint_id", "C1"),
    ("complaints", "complaint_id", ""),
    ("complaints", "resolved_first_contact", "perhaps"),
    ("service_standards", "required_share", "95"),
    ("service_standards", "importance", "0"),
    ("service_standards", "approved_on", "2025-13-01"),
    ("documents", "sha256", "abc"),
]


def as_csv(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def theirs(table: str, text: str, folder: Path) -> bool:
    """Whether frictionless finds a package with the file valid."""
    import frictionless

    for name, content in schema_files([TABLES[table]]).items():
        (folder / name).write_bytes(content)
    (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    return bool(frictionless.validate(str(folder / "datapackage.json")).valid)


def ours(table: str, text: str, taken_in: TakeIn) -> bool:
    """Whether no cell and no row of the file has an error."""
    intake = taken_in({table: {"files": ["ours.csv"]}}, {"ours.csv": text})
    return not any(group.level == "error" for group in intake.groups)


@pytest.mark.slow
@pytest.mark.parametrize("table", ROWS)
def test_what_we_accept_another_tool_accepts(table: str, tmp_path: Path, taken_in: TakeIn) -> None:
    pytest.importorskip("frictionless")
    text = as_csv(ROWS[table])
    assert (ours(table, text, taken_in), theirs(table, text, tmp_path)) == (True, True)


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column", "value"), WRONG)
def test_what_we_refuse_another_tool_refuses(
    table: str, column: str, value: str, tmp_path: Path, taken_in: TakeIn
) -> None:
    pytest.importorskip("frictionless")
    first, second = ROWS[table]
    text = as_csv([first, second | {column: value}])
    assert (ours(table, text, taken_in), theirs(table, text, tmp_path)) == (False, False)
