from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

COMPLAINTS = (
    "工单号,受理时间,投诉来源,办结时间\n"
    "A1,2026-01-05 10:00,电话,2026-01-06 10:00\n"
    "A2,2026-02-07 09:30,官网,2026-02-09 16:00\n"
    "A3,2026-03-09 11:15,门店,2026-03-09 15:00\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def write(**files: str | bytes) -> Path:
        for name, content in files.items():
            path = tmp_path / name.replace("__", ".")
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return write


def test_a_folder_gets_an_audit_yaml_that_validates(run: Run, folder: Callable[..., Path]) -> None:
    home = folder(c__csv=COMPLAINTS)
    ended = run("init", home, "--yes")
    assert ended.code == 0
    assert ended.out[0].startswith("c.csv  →  complaints  certain")
    assert ended.err == [f"Wrote {home / 'audit.yaml'}", f"Next: audit validate {home}"]
    assert run("validate", home).code == 0


def test_what_is_doubtful_stands_in_a_comment_and_what_is_no_evidence_is_listed(
    run: Run, folder: Callable[..., Path]
) -> None:
    home = folder(c__csv=COMPLAINTS, README__md="words", prices__csv="colour,price\nred,3\nblue,4\n")
    ended = run("init", home, "--yes", "--lang", "zh-CN")
    written = (home / "audit.yaml").read_text(encoding="utf-8")
    assert "prices.csv  —  未归入任何表：与目录中的任何一张表都不相像，2 行未读取" in ended.out
    assert "#   prices.csv：与目录中的任何一张表都不相像" in written
    assert "#   README.md：说明文字，不是数据" in written


def test_what_is_there_is_never_overwritten_without_force(run: Run, folder: Callable[..., Path]) -> None:
    home = folder(c__csv=COMPLAINTS, audit__yaml="mine")
    assert run("init", home, "--yes").code == 2
    assert (home / "audit.yaml").read_text() == "mine"
    assert run("init", home, "--yes", "--force").code == 0
    assert (home / "audit.yaml").read_text(encoding="utf-8").startswith("# Begun by audit init")


def test_a_folder_without_a_file_is_nothing_and_one_with_broken_files_unreadable(
    run: Run, folder: Callable[..., Path]
) -> None:
    assert run("init", folder(), "--yes").code == 2
    assert run("init", folder(broken__xlsx=b"PK\x03\x04 no workbook"), "--yes").code == 5


def test_the_same_folder_gives_the_same_bytes(run: Run, folder: Callable[..., Path]) -> None:
    home = folder(c__csv=COMPLAINTS)
    run("init", home, "--yes")
    first = (home / "audit.yaml").read_bytes()
    run("init", home, "--yes", "--force")
    assert (home / "audit.yaml").read_bytes() == first


def test_scripts_get_json(run: Run, folder: Callable[..., Path]) -> None:
    home = folder(c__csv=COMPLAINTS)
    data = json.loads("\n".join(run("init", home, "--yes", "--format", "json").out))
    assert [(one["id"], one["files"], one["missing"]) for one in data["tables"]] == [
        ("complaints", ["c.csv"], [])
    ]
    assert data["period"] == ["2026-01-01", "2026-04-01"]


def test_files_of_one_kind_become_one_pattern(run: Run, folder: Callable[..., Path]) -> None:
    home = folder(
        **{"complaints-2025__csv": COMPLAINTS, "complaints-2026__csv": COMPLAINTS.replace("A", "B")}
    )
    assert run("init", home, "--yes").code == 0
    assert 'files: ["complaints-*.csv"]' in (home / "audit.yaml").read_text(encoding="utf-8")


def test_a_terminal_is_asked_whether_day_or_month_stands_first(folder: Callable[..., Path]) -> None:
    rows = "".join(f"A{number},0{number}/0{number + 1}/2026,phone\n" for number in range(1, 8))
    home = folder(complaints__csv="complaint_id,received_ts,channel\n" + rows)
    shown = _talk(["init", str(home), "--lang", "en"], {"which stands first?": "2"})
    assert "the month stands first (month-first)" in shown
    assert 'received_ts: "month-first"' in (home / "audit.yaml").read_text(encoding="utf-8")


def _talk(args: list[str], answers: dict[str, str]) -> str:
    """Run the command on a pseudo-terminal and answer the questions that contain the given words."""
    terminal, inside = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "audit", *args], stdin=inside, stdout=inside, stderr=inside
    )
    os.close(inside)
    shown, answered = "", 0
    while select.select([terminal], [], [], 120)[0]:
        try:
            piece = os.read(terminal, 4096).decode(errors="replace")
        except OSError:  # the other end was closed
            break
        if not piece:
            break
        shown += piece
        if shown.count("Choose") > answered and shown.rstrip().endswith(":"):
            question = shown.split("Choose")[answered]
            answer = next((said for words, said in answers.items() if words in question), "")
            os.write(terminal, f"{answer}\n".encode())
            answered += 1
    os.close(terminal)
    assert process.wait(60) == 0, shown
    return shown


def test_a_terminal_is_asked_which_table_column_and_label(folder: Callable[..., Path]) -> None:
    rows = "".join(
        f"{number},2026-0{number % 6 + 1}-05 10:00,{way}\n"
        for number, way in enumerate(["pigeon", "phone", "web"] * 12, 1)
    )
    home = folder(register__csv="Vorgang,Erhalten,Wie\n" + rows)
    shown = _talk(
        ["init", str(home), "--lang", "en"],
        {"Which table is register.csv": "1", "(channel)?": "1", "what does “pigeon” mean?": "8"},
    )
    written = (home / "audit.yaml").read_text(encoding="utf-8")
    assert ("Which table" in shown, "pigeon" in shown) == (True, True)
    assert "  complaints:\n" in written
    assert '"pigeon": other' in written


def test_an_instrument_that_is_there_is_kept_even_by_force(run: Run, folder: Callable[..., Path]) -> None:
    header = "id,date," + ",".join(f"The answer {number} pleases me" for number in range(1, 7))
    rows = "".join(
        f"{n},2026-01-{n % 28 + 1:02d},{','.join(str((n * n + k * (n % 4)) % 5 + 1) for k in range(1, 7))}\n"
        for n in range(1, 40)
    )
    home = folder(survey__csv=f"{header}\n{rows}")
    assert run("init", home, "--yes").code == 0
    (home / "instrument.yaml").write_text("completed: by a person\n", encoding="utf-8")
    ended = run("init", home, "--yes", "--force")
    assert (home / "instrument.yaml").read_text(encoding="utf-8") == "completed: by a person\n"
    assert ended.err[0] == f"Kept {home / 'instrument.yaml'}, which is there"


def test_an_export_with_several_header_rows_is_proposed_with_the_row(
    run: Run, folder: Callable[..., Path]
) -> None:
    rows = "".join(f"R_{n:04d},2026-01-{n % 28 + 1:02d} 10:00:00,{n % 5 + 1},{n % 11}\n" for n in range(40))
    home = folder(
        survey__csv="ResponseId,EndDate,Q1,Q2\nResponse ID,End Date,How satisfied are you overall?,"
        "How likely are you to recommend us?\n" + rows
    )
    assert run("init", home, "--yes").code == 0
    written = (home / "audit.yaml").read_text(encoding="utf-8")
    assert "    header_row: 1\n" in written
    assert "      exclude: {ResponseId: [Response ID]}\n" in written
    assert run("validate", home).code == 0
