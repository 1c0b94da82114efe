"""The rules for pandera on Polars."""

from __future__ import annotations

from typing import Any

import pandera.polars as pa
import polars as pl

from benchmarks.peers import rules
from benchmarks.peers.in_polars import read


def _check(name: str, keeps: pl.Expr) -> pa.Check:
    def asked(data: Any) -> Any:
        return data.lazyframe.select(keeps.fill_null(True))

    return pa.Check(asked, name=name)


def _schema(sites: list[str]) -> pa.DataFrameSchema:
    def isin(column: str, known: list[str]) -> pl.Expr:
        return pl.col(column).is_in(known)

    checks = [
        _check("channel_filled", pl.col("channel").is_not_null()),
        _check("received_filled", pl.col("received_ts").is_not_null()),
        _check("channel_known", isin("channel", rules.CHANNELS)),
        _check("outcome_known", isin("outcome", rules.OUTCOMES)),
        _check("contacts_positive", pl.col("contacts_needed") >= 1),
        *(
            _check(name, pl.col(column) >= pl.col("received_ts"))
            for name, column in rules.NOT_BEFORE_RECEIVED.items()
        ),
        _check(
            "open_is_not_resolved",
            ~((pl.col("outcome") == "open") & pl.col("resolved_ts").is_not_null()),
        ),
        _check(rules.KNOWN, isin("site_id", sites)),
    ]
    return pa.DataFrameSchema(checks=checks, unique=["complaint_id"])


def check(folder: str) -> rules.Found:
    complaints, sites = read(folder)
    try:
        _schema(sites).validate(complaints, lazy=True)
    except pa.errors.SchemaErrors as errors:
        counted: dict[str, tuple[int, int | None]] = {}
        for one in errors.schema_errors:
            name = rules.UNIQUE if one.reason_code.name == "DUPLICATES" else one.check.name
            rows = one.failure_cases["row"] if "row" in one.failure_cases.columns else None
            counted[name] = (len(one.failure_cases), None if rows is None else int(rows.min()))
        return rules.found(counted)
    return {}
