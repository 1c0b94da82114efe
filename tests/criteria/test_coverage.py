"""Coverage: what reaches each of the concepts, and that nothing is out of reach."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from audit.criteria.checklist import load_shipped, shipped_checklists
from audit.criteria.coverage import Reaching, coverage
from audit.criteria.references import Concepts, load_concepts
from audit.errors import UsageError
from audit.measures.catalogue import MEASURES
from audit.resources import shipped
from tests.findings.factory import BY_MEASURE, BY_RATING, checklist, item

FOLDER = shipped("checklists")
CONCEPTS = load_concepts(FOLDER / "concepts.yaml", "concepts.yaml")
REACHES = coverage(CONCEPTS, [load_shipped(name) for name in shipped_checklists()])


def concepts(*entries: dict[str, Any]) -> Concepts:
    """Concepts of one family."""
    words = {"zh": "词", "en": "word", "family": "f"}
    return Concepts.model_validate(
        {
            "documents": [{"id": "0", "file": "a.txt", "zh": "文件", "en": "document"}],
            "families": [{"id": "f", "zh": "类", "en": "family"}],
            "concepts": [{**words, **one} for one in entries],
        }
    )


def test_every_concept_reaches_an_item_or_what_it_states() -> None:
    assert (len(REACHES), [one.concept.id for one in REACHES if not one.reached]) == (191, [])


def test_the_concepts_that_no_item_names_are_known() -> None:
    assert {one.concept.id for one in REACHES if not one.items} == {
        "DEF-REC", "DEF-REC-NARROW", "DEF-SAT", "DEF-VALUE", "CHAR-1", "CHAR-4", "THEO-EQU", "THEO-REICH",
        "JUST-DISC", "MODEL-FITZ", "MODEL-PRE", "MODEL-IMM", "CONS-WOM", "CONS-SPIRAL", "RISK-PROFIT",
        "PRACT-REDES", "PRACT-PROD", "OUT-IMAGE", "OUT-COMPET",
    }  # fmt: skip


def test_the_measures_that_concepts_state_exist() -> None:
    stated = {measure for one in CONCEPTS.concepts for measure in one.measures}
    assert stated - set(MEASURES) == set()


def test_every_concept_is_traced_to_a_document_or_to_literature() -> None:
    from_documents = [one for one in CONCEPTS.concepts if one.sources]
    assert len(from_documents) == 180
    assert [one.id for one in CONCEPTS.concepts if not one.sources and not one.literature] == []
    assert sorted(document.id for document in CONCEPTS.documents) == ["0", "1", "2", "3", "4"]


def test_an_item_reaches_its_concepts_and_others_are_reached_through_them() -> None:
    items = [
        item("XX-A01", concepts=["A"], judge=BY_MEASURE),
        item("XX-A02", concepts=["A", "B"], judge=BY_RATING),
    ]
    known = concepts(
        {"id": "A"}, {"id": "B", "parent": "A"}, {"id": "C", "parent": "D"}, {"id": "D", "parent": "A"},
        {"id": "E", "measures": ["M-X"]}, {"id": "F", "parent": "E"}, {"id": "G"},
    )  # fmt: skip
    first, second = Reaching("own", "XX-A01", "measure", "M-X"), Reaching("own", "XX-A02", "rating", None)
    found = coverage(known, [checklist("own", A=items)])
    assert [(one.concept.id, one.items, one.measures, one.through, one.reached) for one in found] == [
        ("A", (first, second), (), None, True),
        ("B", (second,), (), None, True),
        ("C", (), (), "A", True),
        ("D", (), (), "A", True),
        ("E", (), ("M-X",), None, True),
        ("F", (), (), "E", True),
        ("G", (), (), None, False),
    ]


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("parent: B", "上位概念循环引用：A → B → A"),
        ("parent: Z", "概念 A 的上位概念 Z 未定义"),
        ('sources: {"7": []}', "概念 A 的来源文件 7 未定义"),
    ],
)
def test_a_circle_and_what_is_not_there_are_refused(tmp_path: Path, entry: str, why: str) -> None:
    path = tmp_path / "concepts.yaml"
    path.write_text(
        'documents: [{id: "0", file: a.txt, zh: 文件, en: document}]\n'
        "families: [{id: f, zh: 类, en: family}]\nconcepts:\n"
        f"  - {{id: A, zh: 甲, en: a, family: f, {entry}}}\n"
        "  - {id: B, zh: 乙, en: b, family: f, parent: A}\n",
        "utf-8",
    )
    with pytest.raises(UsageError) as caught:
        load_concepts(path, path.name)
    assert [why in one.in_("zh") for one in caught.value.located] == [True]
