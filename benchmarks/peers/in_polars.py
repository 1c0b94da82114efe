"""The files as frames of Polars, as its users read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.peers.rules import MOMENTS


def read(folder: str) -> tuple[Any, list[str]]:
    """Complaints with their ``row``, and the sites that there are."""
    types = dict.fromkeys(MOMENTS, pl.Datetime("us")) | {"contacts_needed": pl.Int64}

    def one(name: str) -> Any:
        parquet = Path(folder) / f"{name}.parquet"
        if parquet.is_file():
            return pl.read_parquet(parquet)
        return pl.read_csv(
            Path(folder) / f"{name}.csv", schema_overrides=types if name == "complaints" else None
        )

    return one("complaints").with_row_index("row"), one("sites")["site_id"].to_list()
