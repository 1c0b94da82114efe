from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from audit.report.formats import render_format
from audit.report.options import FINAL
from tests.report.test_tables import golden

FORMS = ("xlsx", "csv", "oscal")
ROOT = Path(__file__).parents[2]

HASHES = f"""
import hashlib, json
from pathlib import Path
from audit.report.formats import render_format
from audit.report.options import FINAL
from audit.result import AuditResult
result = AuditResult.from_json(Path("tests/golden/result.json").read_bytes())
print(json.dumps({{
    name: hashlib.sha256(content).hexdigest()
    for form in {FORMS!r}
    for name, content in render_format(form, result, "zh", FINAL).items()
}}))
"""


@pytest.fixture(scope="module")
def elsewhere() -> list[dict[str, str]]:
    """The hashes of every file, computed by processes of other hash seeds in other time zones."""
    settings = [("1", "Pacific/Auckland"), ("20", "America/Caracas")]
    return [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", HASHES],
                cwd=ROOT,
                env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
                check=True,
                capture_output=True,
            ).stdout
        )
        for seed, zone in settings
    ]


def test_the_bytes_depend_on_the_result_alone(elsewhere: list[dict[str, str]]) -> None:
    import hashlib

    here = {
        name: hashlib.sha256(content).hexdigest()
        for form in FORMS
        for name, content in render_format(form, golden(), "zh", FINAL).items()
    }
    assert elsewhere == [here, here]
