"""The rules for Great Expectations, on pandas."""

from __future__ import annotations

from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe

from benchmarks.peers import rules
from benchmarks.peers.in_pandas import read


def _expectations(sites: list[str]) -> dict[str, Any]:
    return {
        "channel_filled": gxe.ExpectColumnValuesToNotBeNull(column="channel"),
        "received_filled": gxe.ExpectColumnValuesToNotBeNull(column="received_ts"),
        "channel_known": gxe.ExpectColumnValuesToBeInSet(column="channel", value_set=rules.CHANNELS),
        "outcome_known": gxe.ExpectColumnValuesToBeInSet(column="outcome", value_set=rules.OUTCOMES),
        "contacts_positive": gxe.ExpectColumnValuesToBeBetween(column="contacts_needed", min_value=1),
        **{
            name: gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A=column,
                column_B="received_ts",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            )
            for name, column in rules.NOT_BEFORE_RECEIVED.items()
        },
        "open_is_not_resolved": gxe.ExpectColumnValuesToBeNull(
            column="resolved_ts", row_condition='outcome=="open"', condition_parser="pandas"
        ),
        rules.KNOWN: gxe.ExpectColumnValuesToBeInSet(column="site_id", value_set=sites),
        rules.UNIQUE: gxe.ExpectColumnValuesToBeUnique(column="complaint_id"),
    }


def check(folder: str) -> rules.Found:
    complaints, sites = read(folder)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("memory").add_dataframe_asset("complaints")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": complaints})
    expectations = _expectations(sites)
    suite = gx.ExpectationSuite("complaints", expectations=list(expectations.values()))
    result_format = {
        "result_format": "COMPLETE",
        "unexpected_index_column_names": ["row"],
        "partial_unexpected_count": rules.EXAMPLES,
    }
    answers = batch.validate(suite, result_format=result_format).results
    counted: dict[str, tuple[int, int | None]] = {}
    for one in answers:
        name = next(name for name, asked in expectations.items() if _same(asked, one.expectation_config))
        rows = one.result.get("unexpected_index_list") or []
        counted[name] = (one.result["unexpected_count"], min((int(row["row"]) for row in rows), default=None))
    return rules.found(counted)


def _same(asked: Any, answered: Any) -> bool:
    keys = ("column", "column_A", "value_set")
    return asked.expectation_type == answered.type and all(
        getattr(asked, key, None) == answered.kwargs.get(key) for key in keys
    )
