"""The files as frames of pandas, as its users read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.peers.rules import MOMENTS


def read(folder: str) -> tuple[Any, list[str]]:
    """Complaints with their ``row``, and the sites that there are."""

    def one(name: str) -> Any:
        parquet = Path(folder) / f"{name}.parquet"
        if parquet.is_file():
            return pd.read_parquet(parquet)
        moments = MOMENTS if name == "complaints" else None
        return pd.read_csv(Path(folder) / f"{name}.csv", parse_dates=moments, dtype_backend="numpy_nullable")

    complaints = one("complaints")
    complaints.insert(0, "row", range(len(complaints)))
    return complaints, one("sites")["site_id"].tolist()
