"""The rules for frictionless. Of rows with the same number it names all but the first."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from frictionless import Checklist, Resource, Schema, checks, fields, validate

from benchmarks.peers import rules

_WHEN = "%Y-%m-%d %H:%M:%S"


def check(folder: str) -> rules.Found:
    form = "parquet" if (Path(folder) / "complaints.parquet").is_file() else "csv"

    def resource(name: str, schema: Schema | None) -> Resource:
        return Resource(path=f"{name}.{form}", scheme="file", format=form, basepath=folder, schema=schema)

    sites = [row["site_id"] for row in resource("sites", None).read_rows()]
    asked = [
        checks.row_constraint(formula=f"{column} is None or received_ts is None or {column} >= received_ts")
        for column in rules.NOT_BEFORE_RECEIVED.values()
    ]
    asked.append(checks.row_constraint(formula="outcome != 'open' or resolved_ts is None"))
    complaints = resource("complaints", _schema(sites))
    report = validate(complaints, checklist=Checklist(checks=asked), limit_errors=1_000_000_000)
    counts, first = Counter[str](), dict[str, int]()
    for error in report.tasks[0].errors:
        name = _name(error.type, getattr(error, "field_name", None), error.note)
        counts[name] += 1
        first.setdefault(name, error.row_number - rules.FIRST_ROW)
    return rules.found({name: (count, first[name]) for name, count in counts.items()})


def _schema(sites: list[str]) -> Schema:
    return Schema(
        fields=[
            fields.StringField(name="complaint_id", constraints={"unique": True}),
            fields.StringField(name="site_id", constraints={"enum": sites}),
            fields.StringField(name="channel", constraints={"required": True, "enum": rules.CHANNELS}),
            fields.DatetimeField(name="received_ts", format=_WHEN, constraints={"required": True}),
            *(fields.DatetimeField(name=name, format=_WHEN) for name in rules.NOT_BEFORE_RECEIVED.values()),
            fields.StringField(name="outcome", constraints={"enum": rules.OUTCOMES}),
            fields.IntegerField(name="contacts_needed", constraints={"minimum": 1}),
        ],
    )


def _name(kind: str, field: str | None, note: str) -> str:
    if kind == "constraint-error":
        if "required" in note:
            return {"channel": "channel_filled", "received_ts": "received_filled"}[str(field)]
        return {
            "channel": "channel_known", "outcome": "outcome_known", "contacts_needed": "contacts_positive",
            "site_id": rules.KNOWN,
        }[str(field)]  # fmt: skip
    if kind == "row-constraint":
        broken = [name for name, column in rules.NOT_BEFORE_RECEIVED.items() if column in note]
        return broken[0] if "outcome" not in note else "open_is_not_resolved"
    return {"unique-error": rules.UNIQUE}[kind]
