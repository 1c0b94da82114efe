"""The rules for pointblank, on Polars."""

from __future__ import annotations

import pointblank as pb
import polars as pl

from benchmarks.peers import rules
from benchmarks.peers.in_polars import read


def check(folder: str) -> rules.Found:
    complaints, sites = read(folder)
    names = ["channel_filled", "received_filled", "channel_known", "outcome_known", "contacts_positive"]
    asked = (
        pb.Validate(complaints)
        .col_vals_not_null("channel")
        .col_vals_not_null("received_ts")
        .col_vals_in_set("channel", [*rules.CHANNELS, None])
        .col_vals_in_set("outcome", [*rules.OUTCOMES, None])
        .col_vals_ge("contacts_needed", 1, na_pass=True)
    )
    for name, column in rules.NOT_BEFORE_RECEIVED.items():
        names.append(name)
        asked = asked.col_vals_expr((pl.col(column) >= pl.col("received_ts")).fill_null(True))
    opened = (pl.col("outcome") == "open") & pl.col("resolved_ts").is_not_null()
    names += ["open_is_not_resolved", rules.KNOWN, rules.UNIQUE]
    asked = (
        asked.col_vals_expr((~opened).fill_null(True))
        .col_vals_in_set("site_id", [*sites, None])
        .rows_distinct("complaint_id")
        .interrogate(get_first_n=rules.EXAMPLES)
    )
    counted: dict[str, tuple[int, int | None]] = {}
    for step, name in enumerate(names, start=1):
        count = asked.n_failed(i=step, scalar=True)
        rows = asked.get_data_extracts(i=step, frame=True) if count else None
        counted[name] = (count, None if rows is None else int(rows["_row_num_"].min() - 1))
    return rules.found(counted)
