"""``--previous``: earlier audits beside the one at hand, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from audit.cli.exit_codes import Exit
from audit.result import AuditResult
from tests.cli.conftest import AUDIT, HEADER, Run

EARLIER = (
    AUDIT.replace("2026-01-01", "2025-01-01")
    .replace("2026-04-01", "2025-04-01")
    .replace("as_of: 2026", "as_of: 2025")
)
OTHER = (
    EARLIER.replace("id: acme", "id: other").replace("en: Acme", "en: Another").replace("某公司", "另一家")
)


@pytest.fixture
def old(run: Run, engagement: Callable[..., Path]) -> Callable[[str], Path]:
    """The result of an audit.yaml over an empty log, and after it the engagement of 2026 in the same folder."""

    def assessed(audit: str) -> Path:
        folder = engagement(HEADER, audit)
        run("assess", folder, "-o", folder / "old.json", "-q")
        engagement(HEADER, AUDIT)
        return folder / "old.json"

    return assessed


def assess(run: Run, old: Path, *more: str) -> tuple[int, list[str], AuditResult | None]:
    saved = old.parent / "now.json"
    ended = run("assess", old.parent, "-o", saved, "--previous", old, *more)
    return ended.code, ended.err, AuditResult.from_json(saved.read_bytes()) if saved.exists() else None


def test_the_earlier_audit_stands_in_the_result(run: Run, old: Callable[[str], Path]) -> None:
    _, err, result = assess(run, old(EARLIER))
    assert result is not None and result.comparison is not None
    (audit,) = result.comparison.audits
    assert (audit.period_start, audit.period_end, audit.differences) == ("2025-01-01", "2025-04-01", ())
    assert not any("comparable" in line for line in err)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-CN", "本次不可比，或只部分可比：受审查组织不同：当时为“另一家”，现为“某公司”"),
        ("en", "is not comparable, or in part only: another organisation: “Another” then, “Acme” now"),
    ],
)
def test_another_organisation_is_kept_and_warned_of(
    run: Run, old: Callable[[str], Path], language: str, said: str
) -> None:
    code, err, result = assess(run, old(OTHER), "--lang", language)
    assert code == Exit.INCOMPLETE  # as it is without an earlier audit: the log is empty
    assert result is not None and result.comparison is not None
    assert [line for line in err if said in line and "2025-01-01" in line] != []


def test_an_audit_of_the_same_period_is_refused_before_anything_is_measured(
    run: Run, old: Callable[[str], Path]
) -> None:
    code, err, result = assess(run, old(AUDIT))
    assert (code, result) == (Exit.USAGE, None)
    assert "this audit is not earlier" in err[0] and "2026-01-01 – 2026-04-01" in err[0].replace("‑", "-")


def test_a_file_that_is_no_result_is_refused(run: Run, engagement: Callable[..., Path]) -> None:
    folder = engagement(HEADER, AUDIT)
    (folder / "old.json").write_text('{"schema": "service-gap-audit/result/2"}', encoding="utf-8")
    code, err, result = assess(run, folder / "old.json")
    assert (code, result) == (Exit.USAGE, None)
    assert "not an audit result of version 1" in err[0]
    missing = run("assess", folder, "--previous", folder / "none.json")
    assert missing.code == Exit.USAGE
