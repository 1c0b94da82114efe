"""What there is: tables, measures and checklists, as plain data with stable keys for lists and scripts."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from audit.criteria.checklist import Checklist, load_checklist, shipped_checklists
from audit.criteria.lint import Known, KnownMeasure, lint
from audit.criteria.references import load_concepts, load_standards
from audit.errors import Located
from audit.evidence.catalogue import TABLES
from audit.evidence.problems import LEVELS, PROBLEMS
from audit.findings.snapshots import checklist_snapshot
from audit.measures.catalogue import MEASURES
from audit.measures.units import UNITS
from audit.resources import shipped
from audit.text import CODES

View = dict[str, Any]


def tables() -> list[View]:
    """Every table of evidence with its columns."""
    return [TABLES[name].view() for name in TABLES]


def measures() -> list[View]:
    """Every measure: words, formula, needs, constants with origin, results."""
    return [
        {
            **measure.in_words().model_dump(mode="json"),
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


def checklists() -> list[View]:
    """Every checklist that ships, with its items."""
    return [checklist_snapshot(one).model_dump(mode="json") for one in _shipped()]


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


def lint_checklists(folders: Sequence[Path] = ()) -> list[Located]:
    """What is wrong with checklists: those in the folders, or those that ship.

    Raises:
        UsageError: a file has not even the right form.
    """
    given = [load_checklist(folder, folder.as_posix()) for folder in folders] or _shipped()
    return lint(given, known_names())


def known_names() -> Known:
    """The names that a checklist may use."""
    return Known(
        measures={
            name: KnownMeasure(
                one.results.keys(), () if one.scored else one.results.keys(), one.keys, one.better
            )
            for name, one in MEASURES.items()
        },
        flags=[code for code in CODES if code.startswith("M-")],
        tables=tuple(TABLES),
        concepts=[
            one.id for one in load_concepts(shipped("checklists") / "concepts.yaml", "concepts.yaml").concepts
        ],
        standards=[
            one.id
            for one in load_standards(shipped("checklists") / "standards.yaml", "standards.yaml").standards
        ],
        document_types=tuple(TABLES["documents"].column("type").labels or ()),
    )


def _shipped() -> list[Checklist]:
    return [
        load_checklist(shipped("checklists") / name, f"checklists/{name}") for name in shipped_checklists()
    ]
