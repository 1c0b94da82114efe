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
