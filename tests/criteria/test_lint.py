"""Lint: every fault that a checklist can have though its form is right, with file, line and column."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from audit.criteria.checklist import Checklist, load_checklist
from audit.criteria.lint import lint
from audit.criteria.names import Known, KnownMeasure
from audit.errors import UsageError

KNOWN = Known(
    measures={
        "M-DOC": KnownMeasure(results=("available",), keys=("item_id",), tables=("documents",)),
        "M-INT-KNOW": KnownMeasure(results=("points",), keys=("item_id",), tables=("fieldwork",)),
        "M-RESP": KnownMeasure(results=("response_rate",), unscored=("response_rate",)),
    },
    concepts=("GAP-1", "GAP-2"),
    standards=("9001",),
    document_types=("policy", "procedure"),
    flags=("M-STATUTORY",),
    tables=("service_standards", "documents", "fieldwork"),
)

HEAD = "id: trial\nversion: 1.0.0\nzh: 试验\nen: Trial\nsections: [a.yaml]\n"
GOOD = """\
section: {id: A, zh: 前提, en: Preconditions}
items:
  - id: XX-A01
    zh: 要求已成文。
    en: The requirement is written.
    why: {zh: 口说无凭。, en: Words pass.}
    concepts: [GAP-1]
    kind: management
    tier: core
    weight: 2
    severity: major
    judge:
      by: measure
      measure: {id: M-DOC, result: available, where: {item_id: this_item}}
      score: {share: true, origin: D}
    documents:
      - {type: policy, zh: 方针, en: policy}
    ask:
      zh:
        - 谁批准的？
      en:
        - Who approved it?
    references: [{standard: "9001", clause: "7.5", certain: true}]
"""


def load(folder: Path, text: str) -> Checklist:
    (folder / "checklist.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    return load_checklist(folder, "trial")


def faults(folder: Path, text: str) -> list[str]:
    return [one.in_("en") for one in lint([load(folder, text)], KNOWN)]


def test_a_good_checklist_has_no_faults(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("id: M-DOC", "id: M-DOK", "14:17  no measure is called M-DOK; did you mean M-DOC?   [L-UNKNOWN]"),
        (
            "result: available",
            "result: availeble",
            "14:28  no result is called availeble; did you mean available?   [L-UNKNOWN]",
        ),
        ("{item_id: this_item}", "{channel: [n]}", "14:55  no key is called channel   [L-UNKNOWN]"),
        ("[GAP-1]", "[GAP-1, GAP-9]", "7:23  no concept is called GAP-9; did you mean GAP-2?   [L-UNKNOWN]"),
        ("concepts: [GAP-1]", "concepts: []", "7:5  the item stands on no concept   [L-CONCEPT]"),
        ('standard: "9001"', 'standard: "QQ"', "23:19  no standard is called QQ   [L-UNKNOWN]"),
        (
            "type: policy",
            "type: polici",
            "17:10  no document type is called polici; did you mean policy?   [L-UNKNOWN]",
        ),
        (
            "share: true",
            "target: {from: standards.share, else: 0.9}",
            "15:24  no table is called standards; did you mean service_standards?   [L-UNKNOWN]",
        ),
        (
            "id: M-DOC, result: available, where: {item_id: this_item}",
            "id: M-RESP, result: response_rate",
            (
                "15:7  response_rate of M-RESP is never scored — "
                "judge by rating and put the figure under “shows”   [L-UNSCORED]"
            ),
        ),
        (
            "    documents:\n      - {type: policy, zh: 方针, en: policy}\n",
            "",
            "14:55  a measure of this item's documents needs the documents listed   [L-DOCUMENTS]",
        ),
        (
            "weight: 2",
            "weight: 1",
            "10:5  weight 1 does not go with tier core — core items weigh 2 or more, extended ones 1   [L-TIER]",
        ),
        (
            "要求已成文。",
            "要求,已成文。",
            "4:5  half-width punctuation in Chinese text: “要求,已成文。” — use full-width punctuation   [L-PUNCTUATION]",
        ),
        (
            "要求已成文。",
            "要求已成文.",
            "4:5  half-width punctuation in Chinese text: “要求已成文.” — use full-width punctuation   [L-PUNCTUATION]",
        ),
        (
            "- 谁批准的？",
            "- 谁批准的?",
            "20:11  half-width punctuation in Chinese text: “谁批准的?” — use full-width punctuation   [L-PUNCTUATION]",
        ),
        (
            "zh: 方针, en: policy",
            "zh: policy, en: policy",
            "17:24  Chinese and English are the same: “policy”   [L-SAME]",
        ),
        (
            "      en:\n        - Who approved it?",
            "      en: [Who approved it]",
            (
                "21:7  sentences stand line by line, not in brackets — "
                "give each sentence a line that begins with “- ”   [L-BLOCK]"
            ),
        ),
        ("zh: 口说无凭。", "zh: Words go", "6:11  no Chinese in the Chinese text: “Words go”   [L-ZH]"),
        ("en: Words pass.", "en: ''", "6:22  the text is empty   [L-EMPTY]"),
        ("en: Preconditions", "en: 前提", "1:18  Chinese and English are the same: “前提”   [L-SAME]"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in GOOD
    assert faults(tmp_path, GOOD.replace(old, new)) == [f"trial/a.yaml:{fault}"]


def test_an_item_whose_interviews_are_recorded_by_its_id_needs_no_documents(tmp_path: Path) -> None:
    text = GOOD.replace("id: M-DOC, result: available", "id: M-INT-KNOW, result: points")
    text = text.replace("    documents:\n      - {type: policy, zh: 方针, en: policy}\n", "")
    assert "where: {item_id: this_item}" in text
    assert faults(tmp_path, text) == []


def test_an_item_stands_once_in_all_checklists_together(tmp_path: Path) -> None:
    checklist = load(tmp_path, GOOD)
    told = [one.in_("zh") for one in lint([checklist, checklist], KNOWN)]
    assert told == ["trial/a.yaml:3:5  检查项 XX-A01 重复出现   [L-TWICE]"]


def test_a_function_that_rewards_the_wrong_direction_is_found(tmp_path: Path) -> None:
    known = replace(
        KNOWN, measures={"M-DOC": KnownMeasure(("available",), keys=("item_id",), better="lower")}
    )
    given = load(tmp_path, GOOD.replace("share: true", "up: [0.5, 3]"))
    assert [one.in_("en") for one in lint([given], known)] == [
        "trial/a.yaml:15:15  M-DOC is better when lower, and “up” rewards the opposite — write “down”   [L-DIRECTION]"
    ]


def test_an_escalation_names_a_flag_that_exists(tmp_path: Path) -> None:
    text = GOOD.replace("    judge:\n", "    escalate: {when: M-STATUTORI, to: critical}\n    judge:\n", 1)
    assert faults(tmp_path, text) == [
        "trial/a.yaml:12:16  no flag is called M-STATUTORI; did you mean M-STATUTORY?   [L-UNKNOWN]"
    ]


def test_a_shown_figure_may_be_one_that_is_never_scored(tmp_path: Path) -> None:
    judge, _, rest = GOOD.partition("    judge:\n")
    anchors = "anchors: {zh: [零, 一, 二, 三, 四, 五], en: [a, b, c, d, e, f]}"
    shown = f"    judge: {{by: rating, method: [document], {anchors}, shows: {{id: M-RESP, result: response_rate}}}}\n"
    told = faults(tmp_path, judge + shown + rest[rest.index("    documents:") :])
    assert [one for one in told if "[L-BLOCK]" not in one] == []


def test_a_clause_number_without_quotes_is_refused_when_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path, GOOD.replace('clause: "7.5"', "clause: 7.10"))
    assert [one.in_("en") for one in caught.value.located] == [
        (
            "trial/a.yaml:23:37  “items.XX-A01.references.0.clause”: 7.1 is not allowed: "
            'numbers of standards and clauses are quoted, like "8.10"   [Y-INVALID]'
        )
    ]


def test_points_and_colons_between_digits_are_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD.replace("要求已成文。", "达到 0.70 且在 09:30 前完成。")) == []


def test_an_item_that_no_table_serves_is_found(tmp_path: Path) -> None:
    known = replace(
        KNOWN, measures={"M-DOC": KnownMeasure(("available",), keys=("item_id",), tables=("visits",))}
    )
    assert [one.in_("en") for one in lint([load(tmp_path, GOOD)], known)] == [
        "trial/a.yaml:14:17  no table of the evidence serves M-DOC — choose another measure, or judge by rating   [L-TABLE]"
    ]


def test_an_item_that_a_requirement_names_exists(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD.replace("要求已成文。", "要求按 XX-A02 成文。")) == [
        "trial/a.yaml:4:5  no item is called XX-A02; did you mean XX-A01?   [L-UNKNOWN]"
    ]
