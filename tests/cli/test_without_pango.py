"""What commands do on a machine where WeasyPrint cannot load Pango."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.__main__ import RESULT
from tests.report.results import survey_result

WHY = "cannot load library 'libgobject-2.0-0': error 0x7e"
# WeasyPrint prints to stdout before it gives up, as this does.
STUB = f"""print("WeasyPrint could not import some external libraries.")
raise OSError("{WHY}.  Additionally, ctypes.util.find_library() did not manage to locate it")
"""
TOLD = f"report.pdf  a PDF cannot be set: Pango or a library that it needs is not to be found ({WHY})"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder whose ``weasyprint`` fails as the real one does there."""
    package = tmp_path / "modules" / "weasyprint"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(STUB, encoding="utf-8")
    return tmp_path


def audit(machine: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    path = os.pathsep.join([str(machine / "modules"), str(root)])
    return subprocess.run(
        [sys.executable, "-m", "audit", *map(str, arguments)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_other_form_is_written_and_the_missing_library_is_named(machine: Path) -> None:
    result, out = machine / "result.json", machine / "out"
    result.write_bytes(survey_result().to_json())
    ended = audit(
        machine, "report", result, "-o", out, "--format", "pdf,html,docx,xlsx,csv,oscal", "--lang", "en"
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[-1].startswith(TOLD)
    assert {path.name for path in out.iterdir()} == {
        "report.en.html", "report.en.docx", "report.en.xlsx", "report.en.oscal.json", "tables.en",
    }  # fmt: skip


def test_a_whole_run_writes_the_result_and_the_page_for_browsers(machine: Path) -> None:
    engagement, out = RESULT.parent / "engagement", machine / "out"
    ended = audit(machine, "run", engagement, "-o", out, "--lang", "en")
    assert ended.returncode in {1, 3, 4}
    assert any(line.startswith(TOLD) for line in ended.stderr.splitlines())
    assert {path.name for path in out.iterdir()} == {"result.json", "report.en.html"}


def test_the_doctor_names_the_missing_library_and_the_page_that_helps(machine: Path) -> None:
    ended = audit(machine, "doctor", "--format", "json")
    layout = next(one for one in json.loads(ended.stdout) if one["id"] == "layout")
    assert (ended.returncode, layout["ok"]) == (4, False)
    assert WHY in layout["mend"]["en"]
    assert "docs/installing.zh-CN.md" in layout["mend"]["zh"]


def test_a_signature_needs_it_only_to_be_seen(machine: Path) -> None:
    program = (
        "from audit.report.libraries import NoPango, loading_layout\n"
        "import audit.report.signing\n"
        "try:\n"
        "    with loading_layout():\n"
        "        import audit.report.stamp\n"
        "except NoPango as missing:\n"
        "    print(missing.located[0].message.code)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(machine / "modules"), str(root)])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "A-PANGO\n"
