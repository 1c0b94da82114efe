"""``audit evidence synthesise`` as a person meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.cli import main
from audit.cli.exit_codes import Exit


def test_it_says_what_was_made_in_both_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "trial"
    code = main(
        [
            "evidence",
            "synthesise",
            str(folder),
            "--size",
            "site",
            "--tables",
            "sites,empowerment",
            "--lang",
            "both",
        ]
    )
    assert code == Exit.OK
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"已写入 {folder}",
        "2 张数据表，5 条记录，全部为合成数据。",
        f"Wrote {folder}",
        "2 tables, 5 records; all of it is made up.",
    ]
    assert sorted(path.name for path in (folder / "evidence").iterdir()) == ["empowerment.csv", "sites.csv"]


def test_dirt_is_counted_and_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "trial"
    code = main(
        [
            "evidence",
            "synthesise",
            str(folder),
            "--size",
            "site",
            "--tables",
            "complaints",
            "--lang",
            "en",
            "--dirty",
        ]
    )
    assert code == Exit.OK
    lines = (folder / "dirty.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "table,file,sheet,at,column,header,code,before,after"
    assert f"{len(lines) - 1} places made wrong on purpose; {folder / 'dirty.csv'} lists each." in (
        capsys.readouterr().err
    )


def test_an_unknown_table_is_told_with_the_nearest_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(
        ["evidence", "synthesise", str(tmp_path / "trial"), "--tables", "complaint", "--lang", "both"]
    )
    assert code == Exit.USAGE
    assert capsys.readouterr().err.splitlines() == [
        "--tables  证据目录中没有表“complaint”，是否想写“complaints”？   [A-TABLE-UNKNOWN]",
        "--tables  there is no evidence table “complaint”; did you mean “complaints”?   [A-TABLE-UNKNOWN]",
    ]


def test_an_unknown_format_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["evidence", "synthesise", str(tmp_path / "trial"), "--format", "pdf"])
    assert code == Exit.USAGE
    assert "'pdf' is not one of csv, parquet, xlsx" in capsys.readouterr().err
    assert not (tmp_path / "trial").exists()
