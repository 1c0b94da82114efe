from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a user would, far from the sources."""
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )


def succeed(*command: object, cwd: Path) -> str:
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps")
    succeed(*pip, "--no-build-isolation", "--wheel-dir", folder, ROOT, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel and the locked run-time packages, nothing else."""

    python: Path
    folder: Path

    def audit(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return run(self.python.parent / "audit", *arguments, cwd=self.folder)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "environment", with_pip=True, symlinks=True)
    python = folder / "environment" / "bin" / "python"
    pip = (python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps")
    succeed(*pip, "--require-hashes", "-r", ROOT / "requirements" / "run.txt", cwd=folder)
    succeed(*pip, wheel, cwd=folder)
    return Installed(python, folder)


@pytest.mark.parametrize("folder", ["checklists", "templates"])
def test_the_wheel_holds_every_checklist_and_template(wheel: Path, folder: str) -> None:
    prefix = f"audit/data/{folder}/"
    ours = {str(file.relative_to(ROOT / folder)) for file in (ROOT / folder).rglob("*") if file.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        held = {name.removeprefix(prefix) for name in archive.namelist() if name.startswith(prefix)}
    assert held == ours


def test_the_wheel_holds_nothing_but_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"audit"}


def test_the_locked_packages_are_all_that_the_wheel_needs(installed: Installed) -> None:
    checked = succeed(installed.python, "-m", "pip", "check", cwd=installed.folder)
    assert checked == "No broken requirements found.\n"


def test_the_installed_command_tells_its_version_and_its_checklists(installed: Installed) -> None:
    version = installed.audit("--version")
    assert (version.returncode, version.stdout.split()[-1]) == (0, "0.1.0")
    listed = installed.audit("checklist", "list", "--format", "json")
    assert listed.returncode == 0, listed.stderr
    names = {entry["checklist"] for entry in json.loads(listed.stdout)}
    assert names == {"five-gap", "recovery", "retail", "insurance", "banking"}


EXPECTED = yaml.safe_load((ROOT / "examples" / "expected.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "code"), [(example["folder"], example["exit"]) for example in EXPECTED])
def test_an_installed_wheel_audits_a_copied_example(installed: Installed, name: str, code: int) -> None:
    shutil.copytree(ROOT / "examples" / name, installed.folder / name)
    done = installed.audit("run", name, "-o", f"out/{name}", "--lang", "zh-CN")
    assert done.returncode == code, done.stdout + done.stderr
    suffixes = {file.suffix for file in (installed.folder / "out" / name).iterdir()}
    assert {".json", ".pdf"} <= suffixes
