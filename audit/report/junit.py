"""Problems as a JUnit report: the elements and attributes that Jenkins, GitLab and GitHub reporters all read.

A table is a test suite. A rule that a file breaks is a test case, failed where the rule is an error; what
only warns or notes passes and tells its places in ``system-out``. A file that breaks no rule is one test
case that passes. The items that a broken table makes impossible to assess are a suite of skipped cases. What
cannot be read is a case with an error; what a filter hides is a case that is skipped, and failed where an error is
among it, as the command itself fails then.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from audit.report import problems
from audit.result import ProblemGroup, Stopped, ValidationResult, unsaid
from audit.text import Language

NAME = "audit validate"
INLINE = "audit.yaml"
NO_TABLE = "evidence"
ITEMS = "items"
UNREAD = "unreadable"
FILTER = "filter"


def render_junit(result: ValidationResult, language: Language, folder: str = "") -> str:
    """The report as an XML document.

    Args:
        result: what validation found.
        language: of the messages.
        folder: the engagement's folder as seen from the root of the repository.
    """
    root = ET.Element("testsuites", name=NAME)
    if result.stopped is not None:
        root.append(_unread(result.stopped, language, folder))
    if unsaid.not_shown(result):
        root.append(_not_shown(result, language))
    for table in _tables(result):
        suite = ET.SubElement(root, "testsuite", name=table)
        groups = [group for group in result.groups if (group.table or NO_TABLE) == table]
        for group in groups:
            suite.append(_broken(group, table, language, folder))
        broken = {group.file for group in groups}
        for file in _files(result, table):
            if file not in broken:
                suite.append(_case(file, file, table, folder))
        _count(suite)
    if result.affected:
        root.append(_not_assessable(result, language))
    _count(root)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _unread(stopped: Stopped, language: Language, folder: str) -> ET.Element:
    """What cannot be read, as tests that could not be run."""
    suite = ET.Element("testsuite", name=UNREAD)
    for one in stopped.located:
        case = _case(f"{one.message.code}  {one.place()}", one.file, UNREAD, folder)
        error = ET.SubElement(case, "error", message=problems.stop(one, language), type=one.message.code)
        error.text = problems.visible(one.in_(language))
        suite.append(case)
    rest = problems.unlisted(stopped, language)
    if rest:
        case = ET.SubElement(suite, "testcase", classname=UNREAD, name=rest, time="0")
        ET.SubElement(case, "error", message=rest)
    _count(suite)
    return suite


def _not_shown(result: ValidationResult, language: Language) -> ET.Element:
    """What a filter hides, as one test."""
    suite = ET.Element("testsuite", name=FILTER)
    said = problems.visible(" ".join(one.in_(language) for one in unsaid.not_shown(result)))
    case = ET.SubElement(suite, "testcase", classname=FILTER, name=said, time="0")
    fails = result.filter is not None and result.filter.hidden.error > 0
    ET.SubElement(case, "failure" if fails else "skipped", message=said)
    _count(suite)
    return suite


def _not_assessable(result: ValidationResult, language: Language) -> ET.Element:
    """The checklist items that a broken table makes impossible to assess, as tests that were skipped."""
    suite = ET.Element("testsuite", name=ITEMS)
    for one in result.affected:
        name = problems.visible(f"{one.id}  {one.title.in_(language)}")
        case = ET.SubElement(suite, "testcase", classname=ITEMS, name=name, time="0")
        why = f"{problems.NOT_ASSESSABLE.in_(language)}: {', '.join(one.tables)}"
        ET.SubElement(case, "skipped", message=problems.visible(why))
    _count(suite)
    return suite


def _tables(result: ValidationResult) -> list[str]:
    handed_over = [entry.table for entry in result.manifest.tables]
    return list(dict.fromkeys([*handed_over, *(group.table or NO_TABLE for group in result.groups)]))


def _files(result: ValidationResult, table: str) -> list[str]:
    """The files of a table, each once: a workbook has an entry for every sheet."""
    entry = result.manifest.table(table)
    if entry is None:
        return []
    return list(dict.fromkeys(file.path for file in entry.files)) or [INLINE]


def _broken(group: ProblemGroup, table: str, language: Language, folder: str) -> ET.Element:
    columns = {problems.column(one) for one in group.examples} or {group.column}
    column = columns.pop() if len(columns) == 1 else None
    name = f"{group.code}  {group.file}" + (f"  {column}" if column else "")
    case = _case(name, group.file, table, folder)
    places = list(_places(group, language, folder))
    if group.level == "error":
        failure = ET.SubElement(case, "failure", message=places[0], type=group.code)
        failure.text = "\n".join(places)
    else:
        ET.SubElement(case, "system-out").text = "\n".join(places)
    return case


def _case(name: str, file: str, table: str, folder: str) -> ET.Element:
    return ET.Element(
        "testcase",
        classname=problems.visible(table),
        name=problems.visible(name),
        file=problems.visible(problems.path(file, folder)),
        time="0",
    )


def _places(group: ProblemGroup, language: Language, folder: str) -> Iterator[str]:
    for problem in group.examples:
        line = problems.line(problem)
        file = problems.visible(problems.path(group.file, folder))
        place = file if line is None else f"{file}:{line}"
        yield f"{place}  {problems.sentence(problem, language)}"
    rest = problems.rest(group, language)
    if rest:
        yield rest


def _count(element: ET.Element) -> None:
    element.set("tests", str(len(list(element.iter("testcase")))))
    element.set("failures", str(len(list(element.iter("failure")))))
    element.set("errors", str(len(list(element.iter("error")))))
    element.set("skipped", str(len(list(element.iter("skipped")))))
    element.set("time", "0")
