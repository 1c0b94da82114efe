"""``audit validate`` as pipelines call it: formats, output files and the comparison with an earlier run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from audit.cli.validate import FORMS
from tests.cli.conftest import HEADER, ROW, Run

BAD = "A2,2026-13-04,phone,,\n"
LATER = "A3,2026-13-05,phone,,\n"


def test_paths_begin_where_the_command_was_run(
    run: Run, engagement: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = engagement(HEADER + ROW + BAD)
    monkeypatch.chdir(folder.parent)
    ended = run("validate", folder.name, "--format", "github")
    command, message = ended.out[0].removeprefix("::").split("::")
    assert (ended.code, command) == (3, f"error file={folder.name}/c.csv,line=3,title=E-DATE")
    assert message.startswith('received_ts  "2026-13-04"  not a date')
    monkeypatch.chdir(folder)
    assert run("validate", "audit.yaml", "--format", "github").out[0].startswith("::error file=c.csv,")


@pytest.mark.parametrize("form", FORMS)
def test_output_writes_what_would_be_printed(
    run: Run, engagement: Callable[..., Path], tmp_path: Path, form: str
) -> None:
    folder = engagement(HEADER + ROW + BAD)
    printed = run("validate", folder, "--format", form, "--lang", "zh-CN")
    written = run("validate", folder, "--format", form, "--lang", "zh-CN", "--output", tmp_path / "out")
    assert (printed.code, written.code, written.out) == (3, 3, [])
    assert (tmp_path / "out").read_text(encoding="utf-8").splitlines() == printed.out


def test_good_evidence_passes_in_every_form(run: Run, engagement: Callable[..., Path]) -> None:
    folder = engagement()
    assert {form: run("validate", folder, "--format", form).code for form in FORMS} == dict.fromkeys(FORMS, 0)
    assert run("validate", folder, "--format", "github").out == []


def test_a_table_that_was_not_asked_for_does_not_pass(run: Run, engagement: Callable[..., Path]) -> None:
    folder = engagement(HEADER + BAD)
    ended = run("validate", folder, "--format", "junit", "--tables", "documents")
    root = ET.fromstring("\n".join(ended.out[1:]))  # noqa: S314  written by ourselves a moment ago
    assert (ended.code, root.get("tests"), list(root)) == (3, "0", [])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["en", "zh-CN", "both"])
def test_personal_values_appear_in_no_form(
    run: Run, engagement: Callable[..., Path], form: str, lang: str
) -> None:
    marker = "customer-4711-marker"
    header = HEADER.strip() + ",customer_id,text\n"
    row = f"A1,2026-01-05 10:00,phone,,2026-01-04 10:00,{marker},{marker}\n"
    folder = engagement(header + row + row)
    ended = run("validate", folder, "--format", form, "--lang", lang, "-v")
    assert ended.code == 3
    assert "E-KEY" in "\n".join(ended.out)
    assert marker not in "\n".join([*ended.out, *ended.err])


def test_only_new_problems_are_shown_and_decide_the_exit_code(
    run: Run, engagement: Callable[..., Path], tmp_path: Path
) -> None:
    old = tmp_path / "old.json"
    run("validate", engagement(HEADER + ROW + BAD), "--format", "json", "--output", old)
    same = run("validate", engagement(HEADER + ROW + BAD), "--new-only", old)
    assert (same.code, same.out) == (0, ["No problem found in 1 file, 2 rows."])
    more = run("validate", engagement(HEADER + ROW + BAD + LATER), "--new-only", old, "--format", "json")
    group = json.loads("\n".join(more.out))["groups"][0]
    assert (more.code, group["code"], group["count"], [one["at"] for one in group["examples"]]) == (
        3,
        "E-DATE",
        1,
        ["4"],
    )


def test_a_file_that_is_no_earlier_validation_is_refused(
    run: Run, engagement: Callable[..., Path], tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}", encoding="utf-8")
    ended = run("validate", engagement(), "--new-only", wrong)
    assert (ended.code, ended.err) == (
        2,
        [
            (
                f"{wrong}  not a validation of version 1 (manifest: Field required) — make it anew with audit "
                "validate --format json   [A-VALIDATION]"
            )
        ],
    )
    assert run("validate", engagement(), "--new-only", tmp_path / "none.json").code == 2


def test_verbose_tells_what_each_table_is_worth_and_how_far_it_reaches(
    run: Run, engagement: Callable[..., Path]
) -> None:
    ended = run("validate", engagement(), "-v", "--lang", "zh-CN")
    assert ended.out[1:3] == [
        "complaints：证据等级 B（系统导出，未经现场追溯）",
        "complaints：2026-01-05 至 2026-01-05，3 个月中 1 个月有记录，最后一条距数据截止 100 天",
    ]
