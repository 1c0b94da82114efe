"""``audit evidence template``, ``schema`` and ``request``: what they write, and how they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audit.cli import main
from tests.evidence.conftest import audit_yaml


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_templates_in_both_forms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "forms"
    code = main(["evidence", "template", "sites", "-o", str(out), "--format", "csv, xlsx", "--lang", "zh-CN"])
    assert (code, written(out)) == (0, ["sites.csv", "填写说明.md", "资料填报模板.xlsx"])
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 3)


def test_templates_of_what_an_engagement_needs(tmp_path: Path) -> None:
    (tmp_path / "audit.yaml").write_text(audit_yaml({}, criteria=["recovery"]), encoding="utf-8")
    out = tmp_path / "forms"
    arguments = ["evidence", "template", "-o", str(out), "--format", "csv", "--audit", str(tmp_path), "-q"]
    assert main([*arguments, "--lang", "en"]) == 0
    tables = set(written(out)) - {"README.md"}
    assert {"complaints.csv", "documents.csv"} <= tables
    assert "survey_managers.csv" not in tables


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["template", "complaint"], "did you mean “complaints”?"),
        (["schema", "sites", "--instrument", "servqal-22"], "did you mean “servqual-22”?"),
        (["template", "--format", "pdf"], "'pdf' is not one of xlsx, csv"),
        (["request", "nowhere"], "no such file"),
    ],
)
def test_what_there_is_not_is_told(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["evidence", *arguments, *(["--lang", "en"])]) == 2
    assert said in capsys.readouterr().err
    assert written(tmp_path) == []


def test_one_schema_goes_to_stdout_and_several_into_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evidence", "schema", "survey_customers", "--instrument", "servqual-22"]) == 0
    fields = [field["name"] for field in json.loads(capsys.readouterr().out)["fields"]]
    assert {"respondent_id", "e01", "p22"} <= set(fields)
    assert main(["evidence", "schema", "sites", "customers", "-o", str(tmp_path), "-q"]) == 0
    assert written(tmp_path) == ["customers.schema.json", "datapackage.json", "sites.schema.json"]


def test_a_request_in_both_forms_and_languages(tmp_path: Path) -> None:
    (tmp_path / "audit.yaml").write_text(audit_yaml({}, criteria=["recovery"]), encoding="utf-8")
    out = tmp_path / "out"
    assert main(["evidence", "request", str(tmp_path), "-o", str(out), "--lang", "both", "-q"]) == 0
    assert written(out) == [
        "data-request.md", "data-request.xlsx", "self-check.yaml", "资料清单.md", "资料清单.xlsx",
    ]  # fmt: skip
