"""``audit validate`` as pipelines call it: formats, output files and the comparison with an earlier run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from audit.cli.validate import FORMS
from tests.cli.conftest import AUDIT, HEADER, ROW, Run

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
    said = "Not every problem is shown (--level error,warning,note; --tables documents). "
    said += "Not shown: errors 1, warnings 0, notes 0."
    assert (ended.code, root.get("tests"), root.get("failures"), [one.get("name") for one in root]) == (
        3,
        "1",
        "1",
        ["filter"],
    )
    assert [one.get("message") for one in root.iter("failure")] == [said]


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
    assert (same.code, same.out) == (
        0,
        [
            "No problem to show in 1 file, 2 rows.",
            (
                "Only problems that the earlier file (--new-only) does not have are shown and count. Known from it and not "
                "shown: errors 1, warnings 0, notes 0."
            ),
        ],
    )
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


def test_a_wrong_value_that_changed_is_new_and_one_that_moved_is_not(
    run: Run, engagement: Callable[..., Path], tmp_path: Path
) -> None:
    old = tmp_path / "old.json"
    other = "A3,2026-13-05,web,,\n"
    run("validate", engagement(HEADER + ROW + BAD + other), "--format", "json", "--output", old)
    above = ROW.replace("A1", "A9").replace("2026-01-05", "2026-01-04")
    moved = run("validate", engagement(HEADER + above + ROW + BAD + other), "--new-only", old)
    assert moved.code == 0
    changed = BAD.replace("2026-13-04", "2026-14-04")
    ended = run("validate", engagement(HEADER + above + ROW + changed + other), "--new-only", old)
    assert (ended.code, ended.out[0][:34]) == (3, 'c.csv:4  received_ts  "2026-14-04"')
    another_rule = "A2,,phone,,\n"
    ended = run("validate", engagement(HEADER + ROW + another_rule + other), "--new-only", old)
    assert (ended.code, ended.out[0]) == (3, "c.csv:3  received_ts  must not be empty   [E-NULL]")


def test_a_filter_never_makes_a_failing_check_look_good(run: Run, engagement: Callable[..., Path]) -> None:
    folder = engagement(HEADER + ROW + BAD)
    filtered = ("validate", folder, "--level", "note")
    said = (
        "Not every problem is shown (--level note; --tables all). Not shown: errors 1, warnings 0, notes 0."
    )
    page = run(*filtered, "--format", "html")
    assert page.code == 3
    text = "\n".join(page.out)
    assert '<p class="verdict error">The evidence has errors. A filter keeps them off this page.</p>' in text
    assert f'<p class="filtered">{said}</p>' in text
    github = run(*filtered, "--format", "github")
    assert github.out[0] == f"::error title=audit validate::{said}"
    as_json = json.loads("\n".join(run(*filtered, "--format", "json").out))
    assert as_json["filter"] == {
        "levels": ["note"],
        "tables": None,
        "new_only": False,
        "hidden": {"error": 1, "warning": 0, "note": 0},
        "known": {"error": 0, "warning": 0, "note": 0},
        "by_count": 0,
        "earlier_partial": False,
    }
    sarif = json.loads("\n".join(run(*filtered, "--format", "sarif").out))["runs"][0]
    assert sarif["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [{"level": "warning", "message": {"text": said}}],
        }
    ]


TWO_FILES = AUDIT.replace("[c.csv]", "[c.csv, d.csv]")
UNREAD = "a closing quote is followed by neither a delimiter nor the end of the line"


@pytest.mark.parametrize("form", FORMS)
def test_what_cannot_be_read_is_told_in_every_form_beside_the_problems_of_the_other_files(
    run: Run, engagement: Callable[..., Path], tmp_path: Path, form: str
) -> None:
    others = {"d.csv": HEADER + '"A"7,2026-01-05,phone,,\n'}
    folder = engagement(HEADER + ROW + BAD, audit=TWO_FILES, others=others)
    ended = run("validate", folder, "--format", form, "--output", tmp_path / "out")
    written = (tmp_path / "out").read_text(encoding="utf-8")
    assert (ended.code, ended.out, [UNREAD in one for one in ended.err]) == (5, [], [True])
    assert [one for one in (UNREAD, "E-QUOTE", "2026-13-04", "E-DATE") if one not in written] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_wrong_audit_yaml_is_told_in_every_form(
    run: Run, engagement: Callable[..., Path], tmp_path: Path, form: str
) -> None:
    folder = engagement(audit=AUDIT.replace("[recovery]", "[recovry]"))
    ended = run("validate", folder, "--format", form, "--output", tmp_path / "out")
    said = "there is no checklist “recovry”; did you mean “recovery”?"
    assert (ended.code, ended.err) == (2, [f"audit.yaml:8:12  {said}   [A-UNKNOWN]"])
    written = (tmp_path / "out").read_text(encoding="utf-8")
    if form == "json":
        (located,) = json.loads(written)["stopped"]["located"]
        assert (located["file"], located["line"], located["message"]["params"]["near"]) == (
            "audit.yaml",
            8,
            "recovery",
        )
    else:
        assert said in written


def test_servers_see_that_the_check_itself_failed(run: Run, engagement: Callable[..., Path]) -> None:
    folder = engagement("")
    sarif = json.loads("\n".join(run("validate", folder, "--format", "sarif").out))["runs"][0]
    (invocation,) = sarif["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [one["descriptor"]["id"] for one in invocation["toolExecutionNotifications"]] == ["E-EMPTY"]
    junit = run("validate", folder, "--format", "junit").out
    root = ET.fromstring("\n".join(junit[1:]))  # noqa: S314  written by ourselves a moment ago
    assert (root.get("errors"), [one.get("type") for one in root.iter("error")]) == ("1", ["E-EMPTY"])


def test_what_only_a_whole_table_can_tell_is_not_told_where_a_file_of_it_cannot_be_read(
    run: Run, engagement: Callable[..., Path]
) -> None:
    audit = AUDIT + "  failures:\n    files: [f.csv, g.csv]\n"
    failures = "failure_id,detected_ts,detected_by\n"
    header = HEADER.strip() + ",failure_id\n"
    folder = engagement(
        header + "A1,2026-13-05,phone,,,F9\n",
        audit=audit,
        others={"f.csv": failures + "F1,2026-01-05,staff\n", "g.csv": failures + '"F"9,2026-01-05,staff\n'},
    )
    ended = run("validate", folder, "--format", "json", "--level", "error,warning")
    found = json.loads("\n".join(ended.out))
    assert (ended.code, [one["code"] for one in found["groups"] if one["table"] == "complaints"]) == (
        5,
        ["E-DATE"],
    )
    assert found["broken"] == ["complaints", "failures"]
