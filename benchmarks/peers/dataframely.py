"""The rules for dataframely."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from benchmarks.peers import rules
from benchmarks.peers.in_polars import read


def _schema(sites: list[str]) -> type[dy.Schema]:
    asked = {
        "channel_filled": pl.col("channel").is_not_null(),
        "received_filled": pl.col("received_ts").is_not_null(),
        "channel_known": pl.col("channel").is_in(rules.CHANNELS),
        "outcome_known": pl.col("outcome").is_in(rules.OUTCOMES),
        "contacts_positive": pl.col("contacts_needed") >= 1,
        **{
            name: pl.col(column) >= pl.col("received_ts")
            for name, column in rules.NOT_BEFORE_RECEIVED.items()
        },
        "open_is_not_resolved": ~((pl.col("outcome") == "open") & pl.col("resolved_ts").is_not_null()),
        rules.KNOWN: pl.col("site_id").is_in(sites),
        rules.UNIQUE: pl.len().over("complaint_id") == 1,
    }
    columns: dict[str, object] = {"row": dy.UInt32(), "contacts_needed": dy.Int64(nullable=True)}
    columns |= {name: dy.Datetime(nullable=True) for name in rules.MOMENTS}
    columns |= {name: dy.String(nullable=True) for name in ("complaint_id", "site_id", "channel", "outcome")}
    return type("Complaints", (dy.Schema,), columns | {name: _rule(keeps) for name, keeps in asked.items()})


def _rule(keeps: pl.Expr) -> object:
    def rule(cls: type) -> pl.Expr:
        return keeps

    return dy.rule()(rule)


def check(folder: str) -> rules.Found:
    complaints, sites = read(folder)
    _, failure = _schema(sites).filter(complaints)
    details = failure.details()
    counted = {}
    for name, count in failure.counts().items():
        first = details.filter(pl.col(name) == "invalid").head(rules.EXAMPLES)["row"]
        counted[name] = (count, int(first.min()))
    return rules.found(counted)
