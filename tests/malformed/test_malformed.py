"""Nothing lost and nothing silent: each malformed file ends as stated, and says what the page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, run
from tests.malformed.__main__ import PAGE
from tests.malformed.files import FILES, Malformed
from tests.malformed.trying import rows, said, written

__all__ = ["run"]  # the fixture of the command line's tests


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.what.en)
def test_a_malformed_file_is_told(file: Malformed, tmp_path: Path, run: Run) -> None:
    folder = written(file, tmp_path)
    told = said(folder)
    assert tuple(one.code for one in told) == file.says
    assert run("validate", folder, "-q").code == file.exit
    page = PAGE.read_text(encoding="utf-8")
    for row in rows(file, told):
        assert row in page, "the page is stale: python -m tests.malformed"
