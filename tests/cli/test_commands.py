"""What commands print, write and end with."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audit import __version__
from audit.cli import COMMANDS
from audit.cli.exit_codes import Exit, decide
from tests.cli.conftest import AUDIT, HEADER, ROW, Run
from tests.golden.__main__ import FOLDER, RESULT

GOLDEN = FOLDER / "engagement"


def test_incomplete_never_passes_and_the_gravest_reason_decides() -> None:
    order = [Exit.INTERNAL, Exit.USAGE, Exit.UNREADABLE, Exit.EVIDENCE, Exit.INCOMPLETE, Exit.FINDINGS]
    assert [decide(order[place:]) for place in range(len(order))] == order
    assert decide([]) == Exit.OK


def test_help_names_every_command_and_the_version_is_told(run: Run) -> None:
    helped = run("--help")
    assert helped.code == 0
    assert [name for name in COMMANDS if not any(line.strip().startswith(name) for line in helped.out)] == []
    assert run("--version").out == [f"audit, version {__version__}"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    helped = run(command, "--help")
    assert helped.code == 0
    groups = ("evidence", "checklist", "instrument", "measures")
    if command not in groups:  # their sub-commands have the examples
        assert any(line.strip().startswith(f"Example: audit {command}") for line in helped.out)


def test_a_misspelt_command_names_the_nearest(run: Run) -> None:
    ended = run("asess")
    assert (ended.code, ended.err[-1]) == (2, "Error: No such command 'asess'. Did you mean 'assess'?")


def test_validate_passes_good_evidence(run: Run, engagement: Callable[..., Path]) -> None:
    ended = run("validate", engagement())
    assert (ended.code, ended.out, ended.err) == (0, ["No problem found in 1 file, 1 row."], [])


def test_validate_as_json_has_exact_counts_and_capped_examples(
    run: Run, engagement: Callable[..., Path]
) -> None:
    rows = "".join(f"A{i},2026-13-04,phone,,\n" for i in range(7))
    folder = engagement(HEADER + ROW + rows)
    ended = run("validate", folder, "--format", "json", "--max-examples", "2", "--output", folder / "p.json")
    report = json.loads((folder / "p.json").read_text(encoding="utf-8"))
    assert ended.code == 3
    assert report["schema"] == "service-gap-audit/validation/1"
    group = report["groups"][0]
    assert (group["code"], group["count"], [one["at"] for one in group["examples"]]) == (
        "E-DATE",
        7,
        ["3", "4"],
    )


def test_validate_shows_only_the_levels_and_tables_asked_for(
    run: Run, engagement: Callable[..., Path]
) -> None:
    folder = engagement(HEADER.strip() + ",colour\n" + ROW.strip() + ",red\n")
    none, hidden = "No problem to show in 1 file, 1 row.", "Not shown: errors 0, warnings 0, notes 1."
    assert run("validate", folder, "--level", "error").out == [
        none,
        f"Not every problem is shown (--level error; --tables all). {hidden}",
    ]
    assert run("validate", folder, "--tables", "documents").out == [
        none,
        f"Not every problem is shown (--level error,warning,note; --tables documents). {hidden}",
    ]
    misspelt = run("validate", folder, "--level", "eror")
    assert (misspelt.code, misspelt.out) == (2, [])


def test_values_cannot_repaint_the_terminal(run: Run, engagement: Callable[..., Path]) -> None:
    folder = engagement(HEADER + "A1,2026-01-05,\x1b[2Jph\u202eone,,\n")
    (told, *_) = run("validate", folder).out
    assert "⟦U+001B⟧[2Jph⟦U+202E⟧one" in told
    assert "\x1b" not in told


def test_as_many_places_are_shown_as_are_asked_for(run: Run, engagement: Callable[..., Path]) -> None:
    folder = engagement(HEADER + "".join(f"A{i},2026-13-04,phone,,\n" for i in range(30)))
    assert run("validate", folder, "--max-examples", "100").out[-2] == (
        "30 problems in 1 file (30 errors, 0 warnings, 0 notes), showing 30."
    )


def test_personal_values_are_never_shown(run: Run, engagement: Callable[..., Path]) -> None:
    marker = "customer-4711-marker"
    header = HEADER.strip() + ",customer_id,text\n"
    row = f"A1,2026-01-05 10:00,phone,,2026-01-04 10:00,{marker},{marker}\n"
    folder = engagement(header + row + row)
    for form in ("text", "json"):
        ended = run("validate", folder, "--format", form, "--lang", "both", "-v")
        assert ended.code == 3
        assert marker not in "\n".join([*ended.out, *ended.err])
    run("assess", folder, "-o", folder / "result.json")
    assert marker not in (folder / "result.json").read_text(encoding="utf-8")


def test_assess_writes_its_result_whatever_it_finds(run: Run, engagement: Callable[..., Path]) -> None:
    folder = engagement()
    ended = run("assess", folder, "-o", folder / "deep" / "result.json")
    assert ended.code == 4
    assert (
        json.loads((folder / "deep" / "result.json").read_bytes())["recommendation"]["outcome"]
        == "not_concluded"
    )
    assert ended.err[-1] == "Exit code 4: coverage is under the scheme's minimum: no overall conclusion"


def test_errors_in_the_evidence_end_with_3_and_findings_with_1(run: Run, tmp_path: Path) -> None:
    assert run("assess", GOLDEN, "-o", tmp_path / "r.json", "-q").code == 3


def test_findings_at_or_above_the_level_end_with_1(run: Run, tmp_path: Path) -> None:
    from audit.api import load_result
    from audit.cli.assess import exit_code

    golden = load_result(RESULT)
    whole = {"graded": True, "score": 80.0}
    scores = [one.model_copy(update=whole) if one.scope == "overall" else one for one in golden.scores]
    clean = golden.model_copy(update={"problems": (), "scores": tuple(scores)})
    assert exit_code(clean, "critical", None) == 1
    only_minor = [one for one in clean.findings if one.grade in ("minor", "observation")]
    mild = clean.model_copy(update={"findings": tuple(only_minor)})
    assert exit_code(mild, "major", None) == 0
    assert exit_code(mild, "observation", None) == (1 if only_minor else 0)
    assert exit_code(mild, "major", 100) == 1


def test_explain_prints_the_arithmetic_down_to_the_verdict(run: Run) -> None:
    ended = run("explain", RESULT, "rc-d04")
    assert ended.code == 0
    assert ended.out[0] == "RC-D04  No complaint is left without an answer."
    told = ended.out[ended.out.index("Arithmetic:") :]
    assert "  · score of the metric 0, bounds 0 to 1.9559" in told
    assert "  · verdict: nonconform. The score is under 40" in told
    assert any(line.startswith("  · recovery/D: 3 of ") for line in told)


def test_explain_lists_the_rows_only_of_the_same_evidence(run: Run, tmp_path: Path) -> None:
    ended = run("explain", RESULT, "RC-D04", "--rows", "--evidence", GOLDEN)
    start = ended.out.index("_file\t_row\thit\t_left_out")
    rows = [line.split("\t") for line in ended.out[start + 1 :]]
    assert ended.code == 0
    assert (len(rows), sum(row[2] == "True" for row in rows)) == (88, 5)
    assert rows[0][:2] == ["evidence/投诉台账.csv", "2"]


def test_rows_of_changed_evidence_are_refused(run: Run, tmp_path: Path) -> None:
    for path in GOLDEN.rglob("*"):
        if path.is_file():
            copy = tmp_path / path.relative_to(GOLDEN)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    log = tmp_path / "evidence" / "投诉台账.csv"
    log.write_bytes(log.read_bytes().replace(b"TS0001", b"TS9001"))
    ended = run("explain", RESULT, "RC-D04", "--rows", "--evidence", tmp_path)
    assert (ended.code, ended.err) == (
        2,
        [
            (
                "audit.yaml  the evidence is no longer that of the result, so its rows cannot be listed; tables that "
                "differ: complaints   [A-EVIDENCE-CHANGED]"
            )
        ],
    )


@pytest.mark.parametrize("what", ["evidence", "checklist", "measures"])
def test_lists_are_arrays_of_objects_with_an_id(run: Run, what: str) -> None:
    ended = run(what, "list", "--format", "json")
    entries = json.loads("\n".join(ended.out))
    assert ended.code == 0
    assert [entry for entry in entries if not isinstance(entry["id"], str)] == []
    first = entries[0]["id"]
    (shown,) = json.loads("\n".join(run(what, "show", first.lower(), "--format", "json").out))
    assert {name: shown[name] for name in entries[0]} == entries[0]


def test_show_works_a_measure_through(run: Run) -> None:
    ended = run("measures", "show", "m-guar-know")
    told = [line.strip() for line in ended.out]
    assert told[told.index("Worked example:") :] == [
        "Worked example:",
        "survey_customers",
        "respondent_id,knows_guarantee",
        "R1,yes",
        "R2,no",
        "R3,no",
        "R4,",
        "1. R4 did not answer and is left out, for a blank is not a no.",
        "2. 1 ÷ 3.",
        "know = 1/3  n = 3",
    ]


def test_show_of_an_unknown_name_gives_the_nearest(run: Run) -> None:
    ended = run("measures", "show", "M-AKC")
    assert (ended.code, ended.err) == (
        2,
        ["M-AKC  there is no measure “M-AKC”; did you mean “M-ACK”?   [A-UNKNOWN]"],
    )


def test_the_shipped_checklists_are_clean(run: Run) -> None:
    assert (run("checklist", "lint").code, run("checklist", "lint").err) == (
        0,
        ["Checklists and schemes are clean."],
    )


def test_doctor_finds_this_installation_sound(run: Run) -> None:
    checks = {one["id"]: one["ok"] for one in json.loads("\n".join(run("doctor", "--format", "json").out))}
    assert (checks["fonts"], checks["templates"], checks["checklists"]) == (True, True, True)


def test_the_language_of_the_environment_is_spoken(engagement: Callable[..., Path]) -> None:
    command = [sys.executable, "-m", "audit", "validate", str(engagement())]
    environment = {"LANG": "zh_CN.UTF-8", "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "没有发现问题：1 个文件，1 条记录。\n")


def test_audit_yaml_can_be_named_itself(run: Run, engagement: Callable[..., Path]) -> None:
    assert run("validate", engagement(audit=AUDIT) / "audit.yaml").code == 0


def test_a_record_in_the_place_of_the_header_line_is_not_shown(
    run: Run, engagement: Callable[..., Path]
) -> None:
    folder = engagement(
        "A1,2026-01-05 10:00,Li Ming,13800138000\nA2,2026-01-06 10:00,Wang Fang,13900139000\n"
    )
    ended = run("validate", folder, "--lang", "both", "-v")
    assert ended.code == 3
    assert "c.csv  the column “#3” is not used" in "\n".join(ended.out)
    assert [name for name in ("Li Ming", "13800138000") if name in "\n".join([*ended.out, *ended.err])] == []


def test_a_key_that_nothing_reads_yet_is_said(run: Run, engagement: Callable[..., Path]) -> None:
    ended = run("validate", engagement(audit=AUDIT + "concessions: concessions.yaml\n"))
    assert (ended.code, ended.out[0]) == (
        0,
        "audit.yaml:12  “concessions” is not read by this version and changes nothing   [N-NOT-READ]",
    )


def test_a_table_is_shown_with_its_keys_references_and_rules(run: Run) -> None:
    shown = run("evidence", "show", "promise_checks", "--lang", "zh-CN").out
    assert shown[-4:] == [
        "唯一（不得重复）：",
        "  check_id",
        "引用：",
        "  promise_id → promises.promise_id  [E-REF, 错误]",
    ]
    shown = run("evidence", "show", "staff_register").out
    assert shown[-3:] == [
        "  staff_events.staff_id → staff_register.staff_id",
        "Integrity rules:",
        "  A person leaves after being hired.  (left_on, hired_on)  [E-ORDER, error]",
    ]
