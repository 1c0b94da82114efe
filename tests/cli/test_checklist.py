"""``audit checklist``, and checklists for one sector beside those for every service."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.cli.checklist import _lines
from tests.cli.conftest import AUDIT, Run

ITEM = {
    "id": "XX-A01",
    "text": {"zh": "要求已成文。", "en": "The requirement is written."},
    "why": {"zh": "口说无凭。", "en": "Words pass."},
    "rule": {"zh": "占比乘以 100。", "en": "The share times 100."},
    "severity": "major",
    "kind": "management",
    "tier": "core",
    "weight": 2.0,
    "documents": [{"type": "policy", "zh": "服务方针", "en": "service policy"}],
    "ask": {"zh": ["谁批准的？"], "en": ["Who approved it?"]},
    "look": {"zh": ["批准日期。"], "en": ["The date of approval."]},
    "anchors": {"zh": ["没有。", "口头。", "成文。", "执行。", "测量。", "改进。"], "en": list("abcdef")},
    "references": [
        {"standard": "9001", "clause": "7.5", "certain": True},
        {"standard": "COPC", "clause": "", "certain": False},
        {"standard": "10003", "clause": "", "certain": True},
    ],
}


def test_an_item_is_shown_as_a_page_of_the_reviewers_handbook() -> None:
    assert list(_lines(ITEM, "en")) == [
        "XX-A01  The requirement is written.",
        "  weight 2, major, service management, core",
        "  Why it matters: Words pass.",
        "  How it is judged: The share times 100.",
        "  Documents:",
        "    · service policy (policy)",
        "  To ask:",
        "    · Who approved it?",
        "  To look at:",
        "    · The date of approval.",
        "  Levels:",
        *(f"    {level}  {letter}" for level, letter in enumerate("abcdef")),
        "  References: 9001:7.5; COPC?; 10003",
    ]
    assert list(_lines(ITEM, "zh"))[4:12] == [
        "  所需文件：",
        "    · 服务方针（policy）",
        "  询问：",
        "    · 谁批准的？",
        "  查看：",
        "    · 批准日期。",
        "  评级：",
        "    0  没有。",
    ]


def test_what_an_item_does_not_have_is_left_out() -> None:
    nothing: dict[str, list[str]] = {"zh": [], "en": []}
    bare = {**ITEM, "documents": [], "ask": nothing, "look": nothing, "anchors": nothing, "references": []}
    assert list(_lines(bare, "en"))[3:] == ["  How it is judged: The share times 100."]


def test_an_item_of_an_overlay_is_shown_with_all_that_it_says(run: Run) -> None:
    shown = run("checklist", "show", "ret-04")
    assert shown.code == 0
    assert shown.out[4:7] == [
        "  Documents:",
        "    · return, repair, replacement and refund rules (policy)",
        "    · instruction for staff (procedure)",
    ]
    assert shown.out[-1] == "  References: PRC Consumer Law:24, 25; PRC Consumer Regulations?"
    (entry,) = json.loads("\n".join(run("checklist", "show", "RET-04", "--format", "json").out))
    assert (entry["checklist"], entry["section"]) == ("retail", "R")
    assert [one["type"] for one in entry["documents"]] == ["policy", "procedure"]
    assert {name: len(entry[name]["zh"]) for name in ("ask", "look", "anchors")} == {
        "ask": 2,
        "look": 3,
        "anchors": 6,
    }


@pytest.mark.parametrize(
    ("name", "first"), [("retail", "RET-01"), ("insurance", "INS-01"), ("banking", "BNK-01")]
)
def test_all_items_of_an_overlay_are_shown_by_its_name(run: Run, name: str, first: str) -> None:
    shown = json.loads("\n".join(run("checklist", "show", name, "--format", "json").out))
    assert [entry["id"] for entry in shown] == [f"{first[:-1]}{number}" for number in range(1, 9)]
    lines = run("checklist", "show", name).out
    heads = [place for place, line in enumerate(lines) if line.startswith(first[:4])]
    assert [lines[place - 1] for place in heads[1:]] == [""] * 7


def test_an_overlay_is_assessed_beside_the_other_checklists(
    run: Run, engagement: Callable[..., Path]
) -> None:
    folder = engagement(audit=AUDIT.replace("[recovery]", "[five-gap, recovery, retail]"))
    run("assess", folder, "-o", folder / "result.json")
    result = json.loads((folder / "result.json").read_bytes())
    assert [one["id"] for one in result["criteria"]] == ["five-gap", "recovery", "retail"]
    states = {one["item"]: one["state"] for one in result["items"] if one["item"].startswith("RET-")}
    assert states == {f"RET-0{number}": "not_evidenced" for number in range(1, 9)}


def test_a_misspelt_overlay_names_the_nearest(run: Run, engagement: Callable[..., Path]) -> None:
    ended = run("assess", engagement(audit=AUDIT.replace("[recovery]", "[insurence]")), "-q")
    assert ended.code == 2
    assert "did you mean “insurance”?" in "\n".join(ended.err)
