"""Checklists and schemes as they were in force, in the words and numbers that a result keeps."""

from __future__ import annotations

from audit.criteria.checklist import Checklist
from audit.criteria.item import ByBoth, ByMeasure, Item
from audit.criteria.scheme import LoadedScheme
from audit.findings.words import rule_in_words
from audit.result import (
    Band,
    ChecklistSnapshot,
    CriterionItem,
    CriterionSection,
    Reference,
    SchemeSnapshot,
)
from audit.text import Text


def checklist_snapshot(checklist: Checklist) -> ChecklistSnapshot:
    """A checklist for the result, with each item's judgement rule in words."""
    return ChecklistSnapshot(
        id=checklist.id,
        version=checklist.version,
        title=checklist.title,
        sha256=checklist.sha256,
        sections=tuple(
            CriterionSection(id=one.head.id, title=Text(zh=one.head.zh, en=one.head.en))
            for one in checklist.sections
        ),
        items=tuple(_item(section.id, item) for section, item in checklist.items()),
    )


def scheme_snapshot(loaded: LoadedScheme) -> SchemeSnapshot:
    """A scheme for the result."""
    scheme = loaded.scheme
    return SchemeSnapshot(
        id=scheme.id,
        version=scheme.version,
        title=scheme.title,
        sha256=loaded.sha256,
        coverage_overall=scheme.coverage.overall,
        coverage_section=scheme.coverage.section,
        subscore_minimum=scheme.gates.subscore_minimum,
        bands=tuple(Band(at_least=one.at_least, title=Text(zh=one.zh, en=one.en)) for one in scheme.bands),
    )


def _item(section: str, item: Item) -> CriterionItem:
    judge = item.judge
    return CriterionItem(
        id=item.id,
        section=section,
        text=item.text,
        why=item.why,
        concepts=item.concepts,
        kind=item.kind,
        tier=item.tier,
        weight=item.weight,
        severity=item.severity,
        binary=item.binary,
        judged_by=judge.by,
        rule=rule_in_words(item),
        origin=judge.score.origin if isinstance(judge, ByMeasure | ByBoth) else None,
        references=tuple(
            Reference(standard=one.standard, clause=one.clause, certain=one.certain)
            for one in item.references
        ),
    )
