"""One full result, reviewed by eye: what the whole house makes of a synthetic organisation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema

from audit.result import AuditResult, result_schema
from tests.golden.__main__ import FOLDER, RESULT, golden


def test_the_golden_result_is_what_the_house_makes_today() -> None:
    today, reviewed = json.loads(golden()), json.loads(RESULT.read_bytes())
    # Compared part by part: a difference is then told where it is, not in a wall of JSON.
    for part in reviewed:
        assert today[part] == reviewed[part], part
    assert today.keys() == reviewed.keys()


def test_a_result_is_valid_against_its_schema_and_survives_reading() -> None:
    data = RESULT.read_bytes()
    jsonschema.validate(json.loads(data), result_schema())
    assert AuditResult.from_json(data).to_json() == data


def test_every_section_of_version_1_is_present() -> None:
    assert sorted(json.loads(RESULT.read_bytes())) == [
        "as_of", "audience", "comparison", "criteria", "definitions", "engagement", "findings", "focus", "follow_ups",
        "gap_profile", "good_practice", "instruments", "items", "labels", "log", "manifest", "measurements",
        "opinions", "plan", "priorities", "problems", "recommendation", "schema", "scheme", "scores", "seed", "team", "tool",
    ]  # fmt: skip


def test_time_zone_hash_seed_and_locale_of_the_machine_change_nothing() -> None:
    script = "import sys; from tests.golden.__main__ import golden; sys.stdout.buffer.write(golden())"
    machine = {"TZ": "America/Lima", "PYTHONHASHSEED": "4711", "LC_ALL": "C", "PYTHONUTF8": "1"}
    environment = {**os.environ, **machine}
    root = Path(FOLDER).parents[1]
    made = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=root, capture_output=True, check=True
    )
    assert made.stdout == RESULT.read_bytes()
