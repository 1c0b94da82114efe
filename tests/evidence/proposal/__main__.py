"""``python -m tests.evidence.proposal``: how many lines a person corrects in what is proposed for each export."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.evidence.proposal.correcting import corrections
from tests.evidence.proposal.test_corpus import CASES

for case in CASES:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        wrong = corrections(case, Path(folder))
        seconds = time.perf_counter() - started
    sys.stdout.write(
        f"{case.name:<28} {len(case.columns):>3} columns {len(wrong):>3} to correct {seconds:6.1f} s\n"
    )
    sys.stdout.writelines(f"    {line}\n" for line in wrong)
