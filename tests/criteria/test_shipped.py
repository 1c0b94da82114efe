"""The checklists that ship: sound, complete in both languages, and showing every kind of item."""

from __future__ import annotations

import pytest

from audit.criteria.checklist import Checklist, load_shipped, shipped_checklists
from audit.criteria.item import ByBoth, ByRating
from audit.criteria.lint import lint
from audit.criteria.names import Known, KnownMeasure
from audit.criteria.references import load_concepts, load_standards
from audit.criteria.scheme import load_scheme
from audit.evidence.catalogue import TABLES
from audit.measures.catalogue import MEASURES
from audit.resources import shipped
from audit.text import CODES

FOLDER = shipped("checklists")
CONCEPTS = load_concepts(FOLDER / "concepts.yaml", "concepts.yaml")
STANDARDS = load_standards(FOLDER / "standards.yaml", "standards.yaml")


def loaded() -> list[Checklist]:
    return [load_shipped(name) for name in shipped_checklists()]


def test_the_checklists_for_every_service_come_first_then_those_of_sectors() -> None:
    assert shipped_checklists() == ["five-gap", "recovery", "banking", "insurance", "retail"]
    assert [one.id for one in loaded()] == shipped_checklists()
    places = {section.file.shown for section in load_shipped("retail").sections}
    assert places == {"checklists/overlays/retail/r-retail.yaml"}


@pytest.mark.parametrize(
    ("overlay", "weights"),
    [
        ("retail", {"RET-01": 2, "RET-02": 1, "RET-03": 4, "RET-04": 3, "RET-05": 2, "RET-06": 2, "RET-07": 1, "RET-08": 1}),
        ("insurance", {"INS-01": 4, "INS-02": 5, "INS-03": 2, "INS-04": 1, "INS-05": 3, "INS-06": 2, "INS-07": 1, "INS-08": 2}),
        ("banking", {"BNK-01": 3, "BNK-02": 2, "BNK-03": 4, "BNK-04": 2, "BNK-05": 2, "BNK-06": 3, "BNK-07": 3, "BNK-08": 2}),
    ],
)  # fmt: skip
def test_an_overlay_has_its_eight_items(overlay: str, weights: dict[str, int]) -> None:
    items = [item for _, item in load_shipped(overlay).items()]
    assert {item.id: item.weight for item in items} == weights
    incomplete = [item.id for item in items if not (item.judge.anchors and item.ask and item.look)]
    assert incomplete == []


def test_a_statutory_time_is_broken_by_one_case() -> None:
    overlays = [item for name in ("banking", "insurance") for _, item in load_shipped(name).items()]
    assert {item.id: item.severity for item in overlays if item.binary} == {
        "BNK-03": "critical",
        "INS-02": "critical",
    }


def test_they_are_without_fault() -> None:
    known = Known(
        measures={
            name: KnownMeasure(
                results=tuple(one.results),
                unscored=() if one.scored else tuple(one.results),
                keys=one.keys,
                better=one.better,
                tables=tuple(one.needs),
            )
            for name, one in MEASURES.items()
        },
        concepts=[one.id for one in CONCEPTS.concepts],
        standards=[one.id for one in STANDARDS.standards],
        document_types=TABLES["documents"].column("type").labels or (),
        flags=CODES,
        tables=tuple(TABLES),
    )
    assert [one.in_("en") for one in lint(loaded(), known)] == []


def test_they_show_every_kind_of_item() -> None:
    items = [item for checklist in loaded() for _, item in checklist.items()]
    combinations = {
        one.judge.combine if isinstance(one.judge.combine, str) else type(one.judge.combine).__name__
        for one in items
        if isinstance(one.judge, ByBoth)
    }
    assert {one.judge.by for one in items} == {"measure", "both", "rating"}
    assert combinations == {"CapUnless", "MeanOf", "lower", "measure_else_rating"}
    assert {one.severity for one in items} >= {"critical", "major", "minor"}
    assert {"FG-A06"} <= {one.id for one in items if one.binary}
    assert {"FG-D01"} <= {one.id for one in items if one.escalate}


def test_every_rating_has_anchors_for_its_six_levels() -> None:
    judges = [item.judge for checklist in loaded() for _, item in checklist.items()]
    rated = [judge for judge in judges if isinstance(judge, ByRating | ByBoth)]
    assert {len(judge.anchors.en) if judge.anchors else 0 for judge in rated} == {6}


def test_the_concepts_are_all_there() -> None:
    assert (len(CONCEPTS.families), len(CONCEPTS.concepts)) == (22, 191)


def test_a_superseded_standard_names_its_successor() -> None:
    ids = {one.id for one in STANDARDS.standards}
    superseded = {one.id: one.superseded_by for one in STANDARDS.standards if one.status == "superseded"}
    assert superseded == {"RB/T 314": "GB/T 27207"}
    assert set(superseded.values()) <= ids


@pytest.mark.parametrize("name", sorted(path.stem for path in (FOLDER / "schemes").glob("*.yaml")))
def test_every_number_of_a_scheme_carries_its_origin(name: str) -> None:
    path = FOLDER / "schemes" / f"{name}.yaml"
    assert load_scheme(path, name).scheme.id == name
    # What it changes of items is checked by the model: every score function there has an origin.
    rules, _, _ = path.read_text(encoding="utf-8").partition("\nitems:")
    for line in rules.splitlines():
        key, _, rest = line.partition(":")
        value, _, comment = rest.partition("#")
        if key.startswith("  ") and not key.startswith("  -") and any(sign.isdigit() for sign in value):
            assert comment.split()[0] in ("S", "L", "D"), line
