"""The templates for pipelines name options, files and commands that exist, and their script runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from audit.cli.validate import command
from docs.__main__ import FOLDER

ROOT = FOLDER.parent
GITLAB = ROOT / "ci" / "gitlab.yml"
HEADER = "complaint_id,received_ts,channel\n"
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
OPTIONS = {option for one in command.params for option in one.opts if isinstance(one, click.Option)}


def action() -> Any:
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def snippets() -> list[Any]:
    """The YAML examples of docs/ci.md: GitHub, GitLab, pre-commit."""
    page = (FOLDER / "ci.md").read_text(encoding="utf-8")
    return [yaml.safe_load(one) for one in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]


def test_the_action_takes_these_inputs_and_hands_each_to_the_script() -> None:
    found = action()
    assert {name: one["default"] for name, one in found["inputs"].items()} == {
        "path": ".",
        "lang": "en",
        "level": "error,warning,note",
        "new-only": "",
        "sarif": "",
        "html": "",
    }
    install, validate = found["runs"]["steps"]
    assert found["runs"]["using"] == "composite"
    assert sorted(validate["env"].values()) == sorted(f"${{{{ inputs.{name} }}}}" for name in found["inputs"])
    # An input that stands in the script itself would be run by the shell.
    assert "inputs." not in install["run"] + validate["run"]
    assert (ROOT / "requirements" / "run.txt").is_file()


def test_every_option_in_the_templates_exists() -> None:
    texts = (ROOT / "docs" / "ci.md", ROOT / "action.yml", ROOT / ".pre-commit-hooks.yaml", GITLAB)
    commands = [
        line
        for path in texts
        for line in path.read_text(encoding="utf-8").splitlines()
        if "audit validate" in line or "options" in line
    ]
    used = set(re.findall(r"--[a-z][a-z-]+", "\n".join(commands)))
    assert used == {"--format", "--lang", "--level", "--max-examples", "--new-only", "--output"} & OPTIONS


def test_the_hook_runs_the_command_for_evidence_and_yaml() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (hook["id"], hook["entry"], hook["language"], hook["pass_filenames"]) == (
        "audit-validate",
        "audit validate",
        "python",
        False,
    )
    names = ("audit.yaml", "evidence/投诉.csv", "a/b.xlsx", "c.parquet", "README.md", "csv.py")
    assert [name for name in names if re.search(hook["files"], name)] == list(names[:4])


def test_the_examples_of_the_page_fit_the_templates() -> None:
    github, gitlab, pre_commit = snippets()
    with_ours = next(one["with"] for one in github["jobs"]["validate"]["steps"] if "gap-audit" in one["uses"])
    assert set(with_ours) <= set(action()["inputs"])
    template = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    assert gitlab["include"] == [{"local": GITLAB.relative_to(ROOT).as_posix()}]
    assert set(gitlab["variables"]) <= set(template["variables"])
    assert pre_commit["repos"][0]["hooks"][0]["id"] == "audit-validate"


@pytest.fixture
def validate_step(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the action's script as the runner does, on a repository with one engagement."""
    folder = tmp_path / "audits"
    folder.mkdir()
    (folder / "audit.yaml").write_text(AUDIT, encoding="utf-8")
    (folder / "c.csv").write_text(HEADER + "A1,2026-13-04,phone\n", encoding="utf-8")
    script = action()["runs"]["steps"][1]["run"]

    def run(**inputs: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "AUDIT_PATH": "audits",
            "AUDIT_LANG": "en",
            "AUDIT_LEVEL": "error",
            "AUDIT_NEW_ONLY": "",
            "AUDIT_SARIF": "",
            "AUDIT_HTML": "",
            "PYTHONUTF8": "1",
            **inputs,
        }
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(
            shell, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    return run


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_the_script_of_the_action_annotates_and_fails(
    tmp_path: Path, validate_step: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    ended = validate_step(AUDIT_SARIF="found.sarif")
    commands = [line.split("::")[1] for line in ended.stdout.splitlines()]
    assert (ended.returncode, [one for one in commands if one.startswith("error")]) == (
        3,
        ["error file=audits/c.csv,line=2,title=E-DATE"],
    )
    assert '"uri": "audits/c.csv"' in (tmp_path / "found.sarif").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_the_script_of_the_gitlab_job_leaves_its_artifacts_and_fails(tmp_path: Path) -> None:
    folder = tmp_path / "audits"
    folder.mkdir()
    (folder / "audit.yaml").write_text(AUDIT, encoding="utf-8")
    (folder / "c.csv").write_text(HEADER + "A1,2026-13-04,phone\n", encoding="utf-8")
    template = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    install, *steps = template["validate-evidence"]["script"]
    assert install.split()[:4] == ["python", "-m", "pip", "install"]
    environment = {
        **template["variables"],
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "AUDIT_PATH": "audits",
    }
    shell = ["bash", "-eo", "pipefail", "-c", "\n".join(steps)]
    ended = subprocess.run(shell, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    artifacts = template["validate-evidence"]["artifacts"]
    left = [*artifacts["paths"], artifacts["reports"]["junit"]]
    assert (ended.returncode, [(tmp_path / name).is_file() for name in left]) == (3, [True, True])


@pytest.mark.parametrize(
    ("schema", "path"), [("vendor.github-actions", "action.yml"), ("vendor.gitlab-ci", "ci/gitlab.yml")]
)
def test_the_templates_are_valid_against_the_schemas_of_their_servers(schema: str, path: str) -> None:
    shell = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / path)]
    ended = subprocess.run(shell, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.strip()) == (0, "ok -- validation done")
