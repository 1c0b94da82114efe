"""Items of a questionnaire that are worded the other way round."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.api import drafted, propose
from audit.criteria.instrument import load_instrument
from audit.evidence.proposal.reversal import worded_against
from audit.resources import shipped

AGAINST = (
    "不能及时完成服务",
    "員工並不總是願意幫助顧客",
    "员工太忙而无法及时回应",
    "我对等候时间感到不耐烦",
    "Employees are not always willing to help",
    "Staff are too busy to respond",
    "The bank does not give you individual attention",
    "I feel disappointed",
)
FOR = (
    "员工从不因太忙而无法回应顾客",
    "提供24小时不间断服务",
    "办理手续不繁琐",
    "无论何时都能联系到",
    "对不满意之处能及时处理",
    "Employees are never too busy to respond",
    "XYZ insists on error-free records",
    "I do not have to repeat myself",
    "Undivided attention",
    "Lost items are returned",
)


@pytest.mark.parametrize("statement", AGAINST)
def test_a_statement_that_denies_what_is_good_is_worded_against(statement: str) -> None:
    assert worded_against(statement, ())


@pytest.mark.parametrize("statement", FOR)
def test_a_statement_that_denies_what_is_bad_is_not(statement: str) -> None:
    assert not worded_against(statement, ())


def test_no_item_of_a_shipped_questionnaire_seems_worded_against() -> None:
    found = [
        (path.stem, item.id)
        for path in sorted((shipped("checklists") / "instruments").glob("*.yaml"))
        for item in load_instrument(path, path.name).instrument.items
        if not item.reversed and any(worded_against(text, ()) for text in (item.zh, item.en))
    ]
    assert found == []


def test_who_rates_satisfaction_says_what_is_favourable() -> None:
    assert not worded_against("不合格品的处理", ("满意", "不满意"))


ITEMS = (
    "Modern equipment",
    "Staff keep promises",
    "It is not realistic to expect prompt service",
    "Staff are too busy to respond",
    "Employees are polite",
    "Opening hours are convenient",
)


def test_items_worded_the_other_way_round_are_comments_and_marked_in_the_instrument(tmp_path: Path) -> None:
    header = ["Response ID", "Submitted", *(f"Q{n}. {item}" for n, item in enumerate(ITEMS, 1))]
    rows = [
        [f"R{n}", f"2026-01-{n % 27 + 1:02d}", *(str((n + k) % 7 + 1) for k in range(6))] for n in range(40)
    ]
    lines = "\n".join(",".join(row) for row in [header, *rows])
    (tmp_path / "survey.csv").write_text(lines, encoding="utf-8")
    files = drafted(propose(tmp_path))
    told = [line.strip() for line in files["audit.yaml"].splitlines() if ": Q" in line and "used" not in line]
    assert told == [
        "p01: Q1. Modern equipment",
        "p02: Q2. Staff keep promises",
        "p05: Q5. Employees are polite",
        "p06: Q6. Opening hours are convenient",
        "# p03: Q3. It is not realistic to expect prompt service",
        "# p04: Q4. Staff are too busy to respond",
    ]
    mark = "# worded as if agreement were unfavourable; if it is, write reversed: true"
    marked = files["instrument.yaml"].split("  - id: ")
    assert [one[1:3] for one in marked if mark in one] == ["03", "04"]
