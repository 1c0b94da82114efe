"""The rules for pandera on pandas."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from benchmarks.peers import rules
from benchmarks.peers.in_pandas import read


def _schema(sites: list[str]) -> pa.DataFrameSchema:
    def not_before(column: str, name: str) -> pa.Check:
        def keeps(frame: pd.DataFrame) -> pd.Series:
            return (
                (frame[column] >= frame["received_ts"]) | frame[column].isna() | frame["received_ts"].isna()
            )

        return pa.Check(keeps, name=name)

    def open_is_not_resolved(frame: pd.DataFrame) -> pd.Series:
        return ~((frame["outcome"] == "open") & frame["resolved_ts"].notna())

    return pa.DataFrameSchema(
        {
            "complaint_id": pa.Column(unique=True, nullable=True),
            "channel": pa.Column(checks=pa.Check.isin(rules.CHANNELS, name="channel_known")),
            "received_ts": pa.Column(),
            "outcome": pa.Column(checks=pa.Check.isin(rules.OUTCOMES, name="outcome_known"), nullable=True),
            "contacts_needed": pa.Column(checks=pa.Check.ge(1, name="contacts_positive"), nullable=True),
            "site_id": pa.Column(checks=pa.Check.isin(sites, name=rules.KNOWN), nullable=True),
        },
        checks=[
            *(not_before(column, name) for name, column in rules.NOT_BEFORE_RECEIVED.items()),
            pa.Check(open_is_not_resolved, name="open_is_not_resolved"),
        ],
    )


def check(folder: str) -> rules.Found:
    complaints, sites = read(folder)
    try:
        _schema(sites).validate(complaints, lazy=True)
    except pa.errors.SchemaErrors as errors:
        counted: dict[str, tuple[int, int | None]] = {}
        for one in errors.schema_errors:
            rows = set(one.failure_cases["index"])
            counted[_name(one)] = (len(rows), int(min(rows)))
        return rules.found(counted)
    return {}


def _name(error: pa.errors.SchemaError) -> str:
    """What pandera calls nulls and duplicates, by our names."""
    reason = error.reason_code.name
    if reason == "SERIES_CONTAINS_DUPLICATES":
        return rules.UNIQUE
    if reason == "SERIES_CONTAINS_NULLS":
        return {"channel": "channel_filled", "received_ts": "received_filled"}[error.schema.name]
    return str(error.check.name)
