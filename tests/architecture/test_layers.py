from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {"duckdb", "ibis", "numpy", "pandas", "pandera", "pikepdf", "pyarrow", "scipy", "weasyprint"}
LOADED = f"print(*sorted({HEAVY} & set(sys.modules)), file=sys.stderr)"


def python(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a new interpreter, which has loaded nothing yet."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_import_contracts_hold() -> None:
    done = python(
        "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo', '--no-cache'])"
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "module", ["audit", "audit.cli", "audit.criteria", "audit.engagement", "audit.result"]
)
def test_what_every_command_loads_brings_no_heavy_library(module: str) -> None:
    done = python(f"import sys, {module}; {LOADED}")
    assert (done.returncode, done.stderr) == (0, "\n")


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_bring_no_heavy_library(option: str) -> None:
    done = python(
        f"import runpy, sys\n"
        f"sys.argv = ['audit', {option!r}]\n"
        f"try:\n"
        f"    runpy.run_module('audit', run_name='__main__')\n"
        f"finally:\n"
        f"    {LOADED}\n"
    )
    assert (done.returncode, done.stderr) == (0, "\n")
