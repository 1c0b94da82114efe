"""The process of the command line."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

ASKED = (
    "import os, audit.cli; audit.cli.main = lambda: int(os.environ['OPENBLAS_NUM_THREADS']); "
    "from audit.__main__ import main; main()"
)


@pytest.mark.parametrize(("given", "threads"), [(None, 1), ("3", 3)])
def test_linear_algebra_has_one_thread_unless_told_otherwise(given: str | None, threads: int) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    environment |= {"OPENBLAS_NUM_THREADS": given} if given else {}
    assert subprocess.run([sys.executable, "-c", ASKED], env=environment, check=False).returncode == threads
