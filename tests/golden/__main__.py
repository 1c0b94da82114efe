"""Writes the golden result anew: ``python -m tests.golden``. Look at the difference before it is committed."""

from __future__ import annotations

from pathlib import Path

from audit.api import assess
from audit.result import AuditResult, Tool

FOLDER = Path(__file__).parent
RESULT = FOLDER / "result.json"


def golden() -> bytes:
    """The result of the synthetic engagement, without the versions that computed it."""
    result: AuditResult = assess(FOLDER / "engagement")
    return result.model_copy(update={"tool": Tool(name="service-gap-audit", version="", engine="")}).to_json()


if __name__ == "__main__":
    RESULT.write_bytes(golden())
