"""Problems as SARIF 2.1.0, the exchange format of code scanning (OASIS Standard, errata 01).

One result for every example; a group whose examples are capped says its exact count in
``properties.count``, and one of which no example is kept is a single result with ``occurrenceCount``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from audit import __version__
from audit.errors import Located
from audit.report import problems
from audit.result import Problem, ProblemGroup, SourceFile, ValidationResult, unsaid
from audit.text import Language, Text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
TOOL = "service-gap-audit"
ROOT = "SRCROOT"
ROOT_IS = Text(zh="代码仓库的根目录", en="The root of the repository")

_TAGS: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}


def render_sarif(result: ValidationResult, language: Language, folder: str = "") -> str:
    """The log as JSON with one run.

    Args:
        result: what validation found.
        language: of the messages and of each rule's ``shortDescription``; its ``properties`` hold both.
        folder: the engagement's folder as seen from the root of the repository.
    """
    order = list(dict.fromkeys(group.code for group in result.groups))
    driver = {
        "name": TOOL,
        "version": __version__,
        "semanticVersion": __version__,
        "language": _TAGS[language],
        "rules": [_rule(code, result, language) for code in order],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "language": _TAGS[language],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": ROOT_IS.in_(language)}}},
        "artifacts": [_artifact(file, folder) for file in _files(result)],
        "results": [
            {"ruleIndex": order.index(group.code), **one}
            for group in result.groups
            for one in _results(group, language, folder)
        ],
    }
    if result.stopped or result.filter:
        run["invocations"] = [_invocation(result, language, folder)]
    properties: dict[str, Any] = {}
    if result.affected:
        properties["notAssessable"] = [
            {"id": one.id, "title": problems.visible(one.title.in_(language)), "tables": list(one.tables)}
            for one in result.affected
        ]
    if result.filter:
        properties["filter"] = result.filter.model_dump(mode="json")
    if properties:
        run["properties"] = properties
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _invocation(result: ValidationResult, language: Language, folder: str) -> dict[str, Any]:
    """Whether everything could be checked, what could not, and what is not shown."""
    said = [_notification("warning", one.in_(language)) for one in unsaid.not_shown(result)]
    if result.stopped is not None:
        said += [_failure(one, language, folder) for one in result.stopped.located]
        rest = problems.unlisted(result.stopped, language)
        said += [_notification("error", rest)] if rest else []
    found: dict[str, Any] = {"executionSuccessful": result.stopped is None}
    return {**found, "toolExecutionNotifications": said} if said else found


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": _escaped(problems.visible(text))}}


def _failure(one: Located, language: Language, folder: str) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact_location(one.file, folder)}
    if one.line is not None and one.sheet is None:
        physical["region"] = {"startLine": one.line}
    return {
        **_notification("error", one.in_(language)),
        "descriptor": {"id": one.message.code},
        "locations": [{"physicalLocation": physical}],
    }


def _rule(code: str, result: ValidationResult, language: Language) -> dict[str, Any]:
    """The rule in its own words, without what a single case fills in; its code where no case is kept."""
    groups = [group for group in result.groups if group.code == code]
    messages = [problem.message for group in groups for problem in group.examples]
    words = problems.general(messages[0]) if messages else Text(zh=code, en=code)
    mend = messages[0].mend if messages else None
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": words.in_(language)},
        "defaultConfiguration": {"level": groups[0].level},
        "properties": {"zh": words.zh, "en": words.en},
    }
    if mend:
        rule["help"] = {"text": problems.PLACEHOLDER.sub("…", mend.in_(language))}
    return rule


def _files(result: ValidationResult) -> list[SourceFile]:
    """Every file once: a workbook has an entry for every sheet."""
    files = [file for entry in result.manifest.tables for file in entry.files]
    return list({file.path: file for file in files}.values())


def _artifact(file: SourceFile, folder: str) -> dict[str, Any]:
    return {
        "location": _artifact_location(file.path, folder),
        "length": -1 if file.bytes is None else file.bytes,  # -1 is the standard's "not known"
        "hashes": {"sha-256": file.sha256},
    }


def _results(group: ProblemGroup, language: Language, folder: str) -> Iterator[dict[str, Any]]:
    facts: dict[str, Any] = {"ruleId": group.code, "level": group.level}
    place = _artifact_location(group.file, folder)
    if not group.examples:
        yield {
            **facts,
            "message": {"text": problems.rest(group, language)},
            "locations": [{"physicalLocation": {"artifactLocation": place}}],
            "occurrenceCount": group.count,
            "properties": _properties(group),
        }
    for problem in group.examples:
        yield {
            **facts,
            "message": {"text": _escaped(problems.sentence(problem, language))},
            "locations": [_location(problem, place)],
            "properties": _properties(group),
        }


def _properties(group: ProblemGroup) -> dict[str, Any]:
    return {"count": group.count, "shown": len(group.examples), "table": group.table}


def _location(problem: Problem, place: dict[str, str]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": place}
    line = problems.line(problem)
    if line is not None:
        physical["region"] = {"startLine": line}
    logical = [
        {"fullyQualifiedName": problems.visible(name), "kind": kind}
        for kind, name in (("cell", problems.cell(problem)), ("column", problems.column(problem)))
        if name
    ]
    return {"physicalLocation": physical, **({"logicalLocations": logical} if logical else {})}


def _artifact_location(file: str, folder: str) -> dict[str, str]:
    uri = quote(problems.path(file, folder), safe="/", errors="surrogateescape")
    return {"uri": uri, "uriBaseId": ROOT}


def _escaped(text: str) -> str:
    """A message in plain text, in which braces and brackets stand for themselves (3.11.5 and 3.11.6)."""
    return re.sub(r"([\[\]\\])", r"\\\1", text).replace("{", "{{").replace("}", "}}")
