"""What happened before the period counts where a measure looks back, from the file to result.json."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import AUDIT, HEADER, ROW, Run

FAILURES = "    files: [c.csv]\n  failures:\n    files: [f.csv]\n"


def test_a_failure_before_the_period_makes_a_later_one_a_repetition(
    run: Run, engagement: Callable[..., Path], tmp_path: Path
) -> None:
    """Of 40 customers with a failure in the first quarter of 2026, 12 had the same one in November before."""
    log = ["failure_id,customer_id,occurred_ts,detected_ts,detected_by,src_class"]
    log += [f"N{n},K{n},2026-02-01 09:00,2026-02-01 10:00,顾客投诉,延误" for n in range(40)]
    log += [f"B{n},K{n},2025-11-05 09:00,2025-11-05 10:00,顾客投诉,延误" for n in range(12)]
    log += [
        "B99,K99,2024-12-01 09:00,2024-12-01 10:00,顾客投诉,延误"
    ]  # so that the log reaches back far enough
    folder = engagement(
        HEADER + ROW, AUDIT.replace("    files: [c.csv]\n", FAILURES), {"f.csv": "\n".join(log) + "\n"}
    )
    run("assess", folder, "-o", tmp_path / "result.json")
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    (table,) = [one for one in result["manifest"]["tables"] if one["table"] == "failures"]
    assert (table["rows"], table["used"], table["outside_period"]) == (53, 40, 13)
    (repeated,) = [one for one in result["measurements"] if one["measure"] == "M-REPEAT"]
    assert [(one["value"], one["n"]) for one in repeated["estimates"]] == [(0.3, 40)]
