"""An engagement to spoil, and a way to run commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from audit.cli import main

AUDIT = """\
audit: 1
organisation: {id: acme, name: {zh: 某公司, en: Acme}, sector: retail}
scope: {zh: 门店, en: stores}
type: self
period: {start: 2026-01-01, end: 2026-04-01}
as_of: 2026-04-15
timezone: Asia/Shanghai
criteria: [recovery]
evidence:
  complaints:
    files: [c.csv]
"""
HEADER = "complaint_id,received_ts,channel,acknowledged_ts,resolved_ts\n"
ROW = "A1,2026-01-05 10:00,phone,2026-01-05 11:00,2026-01-06 10:00\n"


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and the lines that it printed."""

    code: int
    out: list[str]
    err: list[str]


Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in this process."""
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")

    def _run(*args: str | Path) -> Ended:
        capsys.readouterr()
        code = main([str(one) for one in args])
        printed = capsys.readouterr()
        return Ended(code, printed.out.splitlines(), printed.err.splitlines())

    return _run


@pytest.fixture
def engagement(tmp_path: Path) -> Callable[..., Path]:
    """Write an engagement with one complaint file; returns its folder."""

    def write(
        complaints: str | bytes | None = HEADER + ROW,
        audit: str = AUDIT,
        others: Mapping[str, str] | None = None,
    ) -> Path:
        (tmp_path / "audit.yaml").write_text(audit, encoding="utf-8")
        if complaints is not None:
            data = complaints.encode() if isinstance(complaints, str) else complaints
            (tmp_path / "c.csv").write_bytes(data)
        for name, text in (others or {}).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write
