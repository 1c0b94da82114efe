"""The form of items and references: what is refused when a checklist is read, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.criteria.checklist import load_checklist
from audit.criteria.item import CapUnless, Declared, Item, MeanOf
from audit.criteria.references import load_concepts
from audit.errors import UsageError

HEAD = "id: trial\nversion: 1.0.0\nzh: 试验\nen: Trial\nsections: [a.yaml]\n"
GOOD = """\
section: {id: A, zh: 前提, en: Preconditions}
items:
  - id: XX-A01
    zh: 要求。
    en: Requirement.
    why: {zh: 缘由。, en: Reason.}
    concepts: [GAP-1]
    kind: management
    tier: core
    weight: 2
    severity: major
    judge:
      by: both
      combine: {mean: [0.6, 0.4]}
      measure: {id: M-X, result: x, where: {item_id: this_item}, pool: worst}
      score: {target: {from: service_standards.required_share, else: 0.9}, origin: S}
      method: [document]
    references: [{standard: "9001", clause: "8.10", certain: true}]
"""


def load(folder: Path, text: str) -> Item:
    (folder / "checklist.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    ((_, item),) = load_checklist(folder, "trial").items()
    return item


def test_an_item_is_read_with_its_judge(tmp_path: Path) -> None:
    item = load(tmp_path, GOOD)
    assert item.judge.by == "both"
    assert item.judge.combine == MeanOf(mean=(0.6, 0.4))
    assert item.judge.score.function == "target"
    assert item.judge.score.target == Declared.model_validate(
        {"from": "service_standards.required_share", "else": 0.9}
    )
    assert item.pick is item.judge.measure
    assert (item.pick.where, item.pick.pool) == ({"item_id": "this_item"}, "worst")
    assert item.references[0].clause == "8.10"


def test_a_cap_is_another_combination(tmp_path: Path) -> None:
    item = load(tmp_path, GOOD.replace("{mean: [0.6, 0.4]}", "{cap: 59, unless_rating: 3}"))
    assert item.judge.by == "both"
    assert item.judge.combine == CapUnless(cap=59, unless_rating=3)


@pytest.mark.parametrize(
    ("old", "new", "place", "why"),
    [
        ("origin: S}", "origin: S, up: [0, 1]}", "16:7", "exactly one of up, down, share"),
        ("{target: {from: service_standards.required_share, else: 0.9}, ", "{", "16:7", "exactly one of up"),
        (
            "target: {from: service_standards.required_share, else: 0.9}",
            "up: [1, 1]",
            "16:7",
            "the first number must be below the second",
        ),
        (
            "target: {from: service_standards.required_share, else: 0.9}",
            "steps: [[2, 50], [1, 90]]",
            "16:7",
            "the steps must ascend",
        ),
        ("[0.6, 0.4]", "[0.6, 0.5]", "14:7", "the two weights must sum to 1"),
        (
            "method: [document]",
            "method: [document]\n      anchors: {zh: [无], en: [none]}",
            "18:7",
            "six texts, for the levels 0 to 5, are needed",
        ),
        (
            "    references:",
            "    ask: {zh: [一, 二], en: [one]}\n    references:",
            "18:5",
            "2 in Chinese and 1 in English; they must match one by one",
        ),
        ("by: both", "by: guess", "12:5", "Input tag 'guess'"),
        ("severity: major", "severity: grave", "11:5", "Input should be 'critical', 'major', 'minor'"),
        ("    tier: core\n", "", "3:5", "“items.XX-A01.tier” is missing"),
        ("tier: core", "teir: core", "9:5", "did you mean “tier”?"),
    ],
)
def test_a_wrong_form_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, place: str, why: str
) -> None:
    assert old in GOOD
    with pytest.raises(UsageError) as caught:
        load(tmp_path, GOOD.replace(old, new))
    told = [(one.place(), one.in_("en")) for one in caught.value.located]
    assert any(where == f"trial/a.yaml:{place}" and why in said for where, said in told), told


CONCEPTS = """\
families:
  - {id: gaps, zh: 差距, en: Gaps}
concepts:
  - {id: GAP-1, zh: 认识差距, en: knowledge gap, family: gaps}
"""


@pytest.mark.parametrize(
    ("extra", "why"),
    [
        ("  - {id: GAP-1, zh: 又一个, en: another, family: gaps}\n", "GAP-1 stands here twice"),
        (
            "  - {id: GAP-2, zh: 标准差距, en: standards gap, family: gap}\n",
            "GAP-2 names the family gap, which is not defined",
        ),
    ],
)
def test_concepts_are_unique_and_belong_to_a_family(tmp_path: Path, extra: str, why: str) -> None:
    path = tmp_path / "concepts.yaml"
    path.write_text(CONCEPTS, encoding="utf-8")
    assert [one.id for one in load_concepts(path, "concepts.yaml").concepts] == ["GAP-1"]
    path.write_text(CONCEPTS + extra, encoding="utf-8")
    with pytest.raises(UsageError, match=why):
        load_concepts(path, "concepts.yaml")
