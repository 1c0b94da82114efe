"""The schema of the standard is in no package of the Python index, so what our logs use of it stands here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from audit import __version__
from audit.report.sarif import render_sarif
from audit.text import Language, Text
from tests.report.validation import CONTRADICTION, WHY, group, problem, validation

EXPECTED = Path(__file__).parent / "pipelines"


def closed(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """An object with these properties and no other."""
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def many(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


STRING = {"type": "string", "minLength": 1}
BAG = {"type": "object"}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
LANGUAGE = {"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"}
MESSAGE = closed({"text": STRING})
ARTIFACT = closed(
    {"uri": {"type": "string", "pattern": "^([A-Za-z0-9._~/-]|%[0-9A-F]{2})+$"}, "uriBaseId": STRING}
)
PHYSICAL = closed(
    {"artifactLocation": ARTIFACT}, region=closed({"startLine": {"type": "integer", "minimum": 1}})
)
LOCATION = closed(
    {"physicalLocation": PHYSICAL},
    logicalLocations=many(closed({"fullyQualifiedName": STRING, "kind": STRING}), minItems=1),
)
RESULT = closed(
    {
        "ruleId": STRING,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": MESSAGE,
        "locations": many(LOCATION, minItems=1, maxItems=1),
        "properties": BAG,
    },
    occurrenceCount={"type": "integer", "minimum": 1},
)
RULE = closed(
    {
        "id": STRING,
        "shortDescription": MESSAGE,
        "defaultConfiguration": closed({"level": LEVEL}),
        "properties": BAG,
    },
    help=MESSAGE,
)
DRIVER = closed(
    {
        "name": STRING,
        "version": STRING,
        "semanticVersion": STRING,
        "language": LANGUAGE,
        "rules": many(RULE, uniqueItems=True),
    }
)
FILE = closed(
    {
        "location": ARTIFACT,
        "length": {"type": "integer", "minimum": 0},
        "hashes": {"type": "object", "additionalProperties": STRING},
    }
)
RUN = closed(
    {
        "tool": closed({"driver": DRIVER}),
        "language": LANGUAGE,
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "originalUriBaseIds": {"type": "object", "additionalProperties": closed({"description": MESSAGE})},
        "artifacts": many(FILE, uniqueItems=True),
        "results": many(RESULT),
    }
)
LOG = closed({"$schema": STRING, "version": {"const": "2.1.0"}, "runs": many(RUN, minItems=1, maxItems=1)})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_log_holds_rules_places_and_exact_counts(language: Language) -> None:
    expected = (EXPECTED / f"sarif.{language}.json").read_text(encoding="utf-8")
    assert render_sarif(validation(), language, "audits/2026") == expected.replace("VERSION", __version__)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_log_has_the_structure_of_the_standard(language: Language) -> None:
    log = json.loads(render_sarif(validation(), language))
    jsonschema.validate(log, LOG)
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[one["ruleIndex"]] for one in run["results"]] == [one["ruleId"] for one in run["results"]]


def test_nothing_found_is_a_valid_log_without_results() -> None:
    log = json.loads(render_sarif(validation().model_copy(update={"groups": ()}), "en"))
    jsonschema.validate(log, LOG)
    run = log["runs"][0]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


def test_a_rule_without_words_of_its_own_takes_those_of_its_first_case() -> None:
    place = {"table": "complaints", "file": "c.csv", "at": "9", "column": "resolved_ts"}
    found = validation().model_copy(update={"groups": (group(1, problem(CONTRADICTION, place, why=WHY)),)})
    rule = json.loads(render_sarif(found, "zh"))["runs"][0]["tool"]["driver"]["rules"][0]
    assert Text(**rule["properties"]) == WHY
