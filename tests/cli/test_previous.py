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


def test_a_missing_file_is_said_in_both_languages(run: Run, engagement: Callable[..., Path]) -> None:
    folder = engagement(HEADER, AUDIT)
    missing = run("assess", folder, "--previous", folder / "none.json", "--lang", "both")
    assert (missing.code, missing.err) == (
        Exit.USAGE,
        [
            f"{folder / 'none.json'}  找不到文件 — 请检查路径   [A-RESULT-MISSING]",
            f"{folder / 'none.json'}  no such file — check the path   [A-RESULT-MISSING]",
        ],
    )
    assert run("assess", folder, "--previous", folder).code == Exit.USAGE


def test_audit_yaml_names_the_earlier_audit(run: Run, old: Callable[[str], Path]) -> None:
    folder = old(EARLIER).parent
    (folder / "audit.yaml").write_text(AUDIT + "previous: old.json\n", encoding="utf-8")
    run("assess", folder, "-o", folder / "now.json")
    result = AuditResult.from_json((folder / "now.json").read_bytes())
    assert result.comparison is not None
    assert [one.period_start for one in result.comparison.audits] == ["2025-01-01"]


def test_the_command_line_wins_over_audit_yaml(run: Run, old: Callable[[str], Path]) -> None:
    earlier = old(EARLIER)
    (earlier.parent / "audit.yaml").write_text(AUDIT + "previous: none.json\n", encoding="utf-8")
    _, _, result = assess(run, earlier)
    assert result is not None and result.comparison is not None
    assert [one.period_start for one in result.comparison.audits] == ["2025-01-01"]


def test_a_missing_file_in_audit_yaml_is_told_with_its_line(
    run: Run, engagement: Callable[..., Path]
) -> None:
    folder = engagement(HEADER, AUDIT + "previous: [../none.json]\n")
    ended = run("assess", folder, "--lang", "zh-CN")
    assert (ended.code, ended.err) == (
        Exit.USAGE,
        [
            (
                "audit.yaml:12:12  找不到以往审查的结果“../none.json” — 请检查路径（以本文件所在文件夹为起点）；"
                "本次不作比较时，删去 previous   [A-PREVIOUS]"
            )
        ],
    )
