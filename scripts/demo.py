"""Audit every example in both languages, check how each run ends, and print where its files are.

``examples/expected.yaml`` states which examples there are, with which exit code each ends and why.
Without the libraries that a PDF needs, the examples are assessed and the reports left out.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import yaml
from pdf_libraries import missing_packages

ROOT = Path(__file__).parent.parent
LANGUAGES = ("zh-CN", "en")


@dataclass(frozen=True)
class Example:
    """A folder of ``examples/``, the exit code that its audit ends with, and the reason for that code."""

    folder: str
    exit: int
    why: str


@dataclass(frozen=True)
class Run:
    """How the audit of one example ended: exit code, files written, seconds, all that it printed."""

    code: int
    files: tuple[Path, ...]
    seconds: float
    printed: str


def main() -> int:
    """Run all examples; 1 when one of them did not end as stated."""
    with_pdf = not missing_packages()
    listed = yaml.safe_load((ROOT / "examples" / "expected.yaml").read_text(encoding="utf-8"))
    faults = 0
    for example in (Example(**one) for one in listed):
        print(f"{example.folder}: exit code {example.exit} is expected: {example.why}")
        for language in LANGUAGES:
            run = audit(example, language, with_pdf=with_pdf)
            faults += report(example, language, run, with_pdf=with_pdf)
    if not with_pdf:
        print("No PDF was made: its libraries are missing (see the line of the set-up).")
    return 1 if faults else 0


def audit(example: Example, language: str, *, with_pdf: bool) -> Run:
    """Audit one example into its own empty folder."""
    source, target = Path("examples") / example.folder, Path("out") / example.folder / language
    shutil.rmtree(ROOT / target, ignore_errors=True)
    (ROOT / target).mkdir(parents=True)
    command = ["run", source, "-o", target] if with_pdf else ["assess", source, "-o", target / "result.json"]
    words = [sys.executable, "-m", "audit", *map(str, command), "--lang", language]
    started = time.monotonic()
    done = subprocess.run(
        words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    seconds = time.monotonic() - started
    files = tuple(sorted(file.relative_to(ROOT) for file in (ROOT / target).rglob("*") if file.is_file()))
    return Run(done.returncode, files, seconds, done.stdout)


def report(example: Example, language: str, run: Run, *, with_pdf: bool) -> bool:
    """Print how one run ended; true when it did not end as stated or wrote too little."""
    wanted = {".json", ".pdf"} if with_pdf else {".json"}
    missing = wanted - {file.suffix for file in run.files if (ROOT / file).stat().st_size}
    wrong = run.code != example.exit or bool(missing)
    verdict = "as expected" if run.code == example.exit else f"EXPECTED {example.exit}"
    print(f"  {language}: exit code {run.code}, {verdict} ({run.seconds:.1f} s)")
    for file in run.files:
        print(f"    {file}")
    for suffix in sorted(missing):
        print(f"    MISSING: a {suffix} file")
    if wrong:
        print(*run.printed.splitlines()[-30:], sep="\n")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
