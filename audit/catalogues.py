"""What there is: tables, measures and checklists, as plain data with stable keys for lists and scripts."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, Literal

from audit.criteria.checklist import (
    Checklist,
    ChecklistHead,
    Section,
    load_checklist,
    load_shipped,
    shipped_checklists,
)
from audit.criteria.coverage import coverage as reached
from audit.criteria.item import Criterion, Texts
from audit.criteria.lint import lint
from audit.criteria.names import Known, KnownMeasure
from audit.criteria.references import Concepts, load_concepts, load_standards
from audit.criteria.scheme import Scheme, load_scheme
from audit.criteria.scheme_lint import lint_scheme
from audit.criteria.worked_example import worked_example
from audit.errors import Located
from audit.evidence.catalogue import TABLES
from audit.evidence.catalogue.integrity import integrity
from audit.evidence.problems import LEVELS, PROBLEMS
from audit.findings.snapshots import checklist_snapshot
from audit.measures.catalogue import MEASURES
from audit.measures.families import family_of
from audit.measures.units import UNITS
from audit.resources import shipped
from audit.text import CODES

View = dict[str, Any]

CriteriaKind = Literal["checklist", "section", "scheme"]
"""A file of criteria: the head of a checklist, a section with its items, a scheme."""

_CRITERIA: Mapping[CriteriaKind, type[Criterion]] = {
    "checklist": ChecklistHead,
    "section": Section,
    "scheme": Scheme,
}


def tables() -> list[View]:
    """Every table of evidence with its columns, keys, references and rules."""
    return [{**TABLES[name].view(), **integrity(TABLES[name], TABLES)} for name in TABLES]


def measures() -> list[View]:
    """Every measure: words, formula, needs, constants with origin, results."""
    return [
        {
            **measure.in_words().model_dump(mode="json"),
            "tex": measure.tex,
            "family": {"id": family_of(measure).id, "title": family_of(measure).title.model_dump()},
            "keys": list(measure.keys),
            "scored": measure.scored,
            "facets": list(measure.facets),
            "params": {
                name: {
                    "value": p.value,
                    "unit": p.unit,
                    "unit_words": UNITS[p.unit].model_dump(),
                    "origin": p.origin,
                    "declared": p.declared,
                }
                for name, p in measure.params.items()
            },
        }
        for measure in MEASURES.values()
    ]


def with_example(measure: View) -> View:
    """A measure of ``measures`` with the items that stand on it, and worked through by hand."""
    example = worked_example(measure["id"]).model_dump(mode="json", exclude_defaults=True)
    return {**measure, "items": _items_by_measure().get(measure["id"], []), "example": example}


def checklists() -> list[View]:
    """Every checklist that ships, with its items and what the reviewer's handbook says of them."""
    return [_checklist(one) for one in _shipped()]


_NO_TEXTS = Texts(zh=(), en=())


def _checklist(checklist: Checklist) -> View:
    """A checklist as a result keeps it; ask, look and anchors, which no result needs, are added."""
    view = checklist_snapshot(checklist).model_dump(mode="json")
    for shown, (_, item) in zip(view["items"], checklist.items(), strict=True):
        lists = {"ask": item.ask, "look": item.look, "anchors": item.judge.anchors}
        shown["documents"] = [one.model_dump(mode="json") for one in item.documents]
        shown.update({name: (one or _NO_TEXTS).model_dump(mode="json") for name, one in lists.items()})
    return view


def items() -> list[View]:
    """Every item of every checklist that ships."""
    return [{"checklist": one["id"], **item} for one in checklists() for item in one["items"]]


def problems() -> list[View]:
    """Every problem code with its words, by code."""
    # A problem is defined beside what finds it: all modules are loaded, or the list would hang on what was used.
    for one in walk_packages(import_module("audit.evidence").__path__, "audit.evidence."):
        import_module(one.name)
    return [
        {
            "id": code,
            "level": LEVELS[code[0]],
            "text": one.text.model_dump(),
            "mend": one.mend.model_dump() if one.mend else None,
        }
        for code, one in sorted(PROBLEMS.items())
    ]


def coverage() -> list[View]:
    """Every concept with the items and measures that reach it, and where it comes from."""
    return [
        {
            "id": one.concept.id,
            "text": {"zh": one.concept.zh, "en": one.concept.en},
            "family": one.concept.family,
            "sources": {document: list(places) for document, places in one.concept.sources.items()},
            "literature": one.concept.literature,
            "items": [asdict(item) for item in one.items],
            "measures": list(one.measures),
            "through": one.through,
            "reached": one.reached,
        }
        for one in reached(_concepts(), _shipped())
    ]


def coverage_rows(concepts: Sequence[View]) -> list[tuple[str, ...]]:
    """The matrix of concepts, items and measures: a header, then a row for each pair that there is.

    A concept that no item names has a row for each measure that it states, and one for the concept through
    which it is reached.
    """
    rows: list[tuple[str, ...]] = [
        ("concept", "zh", "en", "family", "checklist", "item", "judged_by", "measure", "through")
    ]
    for one in concepts:
        reaching = [
            (item["checklist"], item["item"], item["judged_by"], item["measure"] or "", "")
            for item in one["items"]
        ]
        reaching += [("", "", "", measure, "") for measure in one["measures"]]
        if one["through"] or not one["reached"]:
            reaching.append(("", "", "", "", one["through"] or ""))
        rows += [(one["id"], one["text"]["zh"], one["text"]["en"], one["family"], *row) for row in reaching]
    return rows


def coverage_book(concepts: Sequence[View]) -> bytes:
    """The matrix as a workbook of one sheet."""
    from audit.handout.workbook import new_workbook, saved, write_table  # noqa: PLC0415  openpyxl, for this alone

    book = new_workbook()
    header, *rows = coverage_rows(concepts)
    write_table(book.create_sheet("coverage"), header, rows, [16, 34, 40, 14, 12, 10, 10, 16, 14])
    return saved(book)


def criteria_schema(kind: CriteriaKind) -> View:
    """The JSON Schema of a file of criteria, for editors."""
    return _CRITERIA[kind].model_json_schema(by_alias=True)


def lint_criteria(paths: Sequence[Path] = ()) -> list[Located]:
    """What is wrong with checklists (folders) and schemes (YAML files): those given, or those that ship.

    Schemes are held against the checklists that ship and those given with them.

    Raises:
        UsageError: a file has not even the right form.
    """
    known = known_names()
    own = [load_checklist(path, path.as_posix()) for path in paths if path.is_dir()]
    schemes = [(path, path.as_posix()) for path in paths if not path.is_dir()] if paths else _schemes()
    ids = {one.id for one in own}
    # Our own checklists take time to read: only schemes, or nobody's checklist in particular, need them.
    ours = [one for one in _shipped() if one.id not in ids] if schemes else []
    found = lint(own if paths else ours, known)
    for path, shown in schemes:
        found += lint_scheme(load_scheme(path, shown), [*own, *ours], known)
    return found


def known_names() -> Known:
    """The names that a checklist may use."""
    return Known(
        measures={
            name: KnownMeasure(
                results=one.results.keys(),
                unscored=() if one.scored else one.results.keys(),
                keys=one.keys,
                params=one.params.keys(),
                tables=one.needs.keys(),
                better=one.better,
            )
            for name, one in MEASURES.items()
        },
        flags=[code for code in CODES if code.startswith("M-")],
        tables=tuple(TABLES),
        concepts=[one.id for one in _concepts().concepts],
        standards=[
            one.id
            for one in load_standards(shipped("checklists") / "standards.yaml", "standards.yaml").standards
        ],
        document_types=tuple(TABLES["documents"].column("type").labels or ()),
    )


def _concepts() -> Concepts:
    return load_concepts(shipped("checklists") / "concepts.yaml", "concepts.yaml")


def _schemes() -> list[tuple[Path, str]]:
    folder = shipped("checklists") / "schemes"
    return [(path, f"checklists/schemes/{path.name}") for path in sorted(folder.glob("*.yaml"))]


@functools.cache
def _items_by_measure() -> dict[str, list[View]]:
    """Measure -> the items that stand on it, with their words and how they are judged."""
    used: dict[str, list[View]] = {}
    for checklist in _shipped():
        rules = {item.id: item for item in checklist_snapshot(checklist).items}
        for _, item in checklist.items():
            if item.pick is not None:
                told = rules[item.id].model_dump(mode="json")
                view = {"id": item.id, "text": told["text"], "rule": told["rule"]}
                used.setdefault(item.pick.id, []).append(view)
    return used


def _shipped() -> list[Checklist]:
    return [load_shipped(name) for name in shipped_checklists()]
