"""Writes the golden result anew: ``python -m tests.golden``. Look at the difference before it is committed."""

from __future__ import annotations

from pathlib import Path

from audit.api import assess
from audit.cli.explanation import lines
from audit.result import AuditResult, Tool

FOLDER = Path(__file__).parent
RESULT = FOLDER / "result.json"
EXPLAINED = FOLDER / "explained"
KINDS = {
    "measured": "FG-A04",
    "hybrid": "FG-C02",
    "critical": "FG-C08",
    "binary": "FG-A06",
    "not-evidenced": "FG-B01",
    "overridden": "FG-F07",
    "set-by-law": "FG-D01",
}
"""An item of every kind, to be explained in full."""


def golden() -> bytes:
    """The result of the synthetic engagement, without the versions that computed it."""
    result: AuditResult = assess(FOLDER / "engagement")
    return result.model_copy(update={"tool": Tool(name="service-gap-audit", version="", engine="")}).to_json()


def explained(result: AuditResult, item: str) -> str:
    """What ``audit explain`` says of an item, in English and in Chinese."""
    found = result.finding(item)
    return "\n\n".join("\n".join(lines(result, found, language)) for language in ("en", "zh")) + "\n"


if __name__ == "__main__":
    RESULT.write_bytes(golden())
    made = AuditResult.from_json(RESULT.read_bytes())
    for kind, item in KINDS.items():
        (EXPLAINED / f"{kind}.txt").write_text(explained(made, item), encoding="utf-8")
