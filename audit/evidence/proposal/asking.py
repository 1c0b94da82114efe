"""The questions that a proposal may have, with the choices and the values to decide by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.dates import Order
from audit.evidence.privacy.patterns import masked
from audit.evidence.proposal.model import Choice, Question
from audit.evidence.proposal.profile import Profile
from audit.evidence.proposal.reasons import examples
from audit.text import Text

if TYPE_CHECKING:  # grouping opens files, and opening asks
    from audit.evidence.proposal.grouping import Group
    from audit.evidence.proposal.matching import Match

DAY_FIRST = Text(zh="日在前（day-first）", en="the day stands first (day-first)")
_MOST_CELLS, _LONGEST_CELL = 6, 24
MONTH_FIRST = Text(zh="月在前（month-first）", en="the month stands first (month-first)")
ORDERS: tuple[Order, Order] = ("day-first", "month-first")


def which_row(shown: str, rows: Sequence[int], cells: Sequence[Sequence[str]]) -> Question:
    """Which row is the header, where several fit equally; ``cells`` are what stands in each."""
    text = Text(
        zh=f"“{shown}”的表头在哪一行？其余各行不作记录",
        en=f"Which row of {shown} is its header? The others are no records",
    )
    choices = tuple(
        Choice(
            Text(zh=f"第 {row} 行", en=f"row {row}"), tuple(_cell(one) for one in there if one)[:_MOST_CELLS]
        )
        for row, there in zip(rows, cells, strict=True)
    )
    return Question(f"{shown}:header_row", text, choices, 0)


def _cell(text: str) -> str:
    plain = " ".join(masked(text).split())
    return plain if len(plain) <= _LONGEST_CELL else plain[: _LONGEST_CELL - 1] + "…"


def which_table(group: Group, candidates: Sequence[Match], preferred: int | None) -> Question:
    """Which table a file is."""
    shown = group.first.place
    choices = tuple(
        Choice(
            Text(
                zh=f"{one.table.title.zh}（{one.table.name}，{one.table.grain.zh}）",
                en=f"{one.table.title.en} ({one.table.name}, {one.table.grain.en})",
            ),
            tuple(f"{name} ← {pair.header}" for name, pair in list(one.pairs.items())[:5]),
        )
        for one in candidates
    )
    text = Text(
        zh=f"“{shown}”（{group.rows} 条记录）是哪一张表？",
        en=f"Which table is {shown} ({group.rows} records)?",
    )
    return Question(shown, text, choices, preferred)


def which_header(
    shown: str, column: ColumnDefinition, candidates: Sequence[Profile], preferred: int | None
) -> Question:
    """Which header is a column."""
    text = Text(
        zh=f"“{shown}”中哪一列是“{column.title.zh}”（{column.name}）？",
        en=f"Which column of {shown} is “{column.title.en}” ({column.name})?",
    )
    choices = tuple(
        Choice(Text(zh=one.header, en=one.header), examples(one, column.pii)) for one in candidates
    )
    return Question(f"{shown}:{column.name}", text, choices, preferred)


def which_order(shown: str, column: ColumnDefinition, theirs: Profile) -> Question:
    """Whether the day or the month stands first, where both fit every value; the answer indexes ``ORDERS``."""
    text = Text(
        zh=f"“{shown}”的“{theirs.header}”日期中，哪个在前？",
        en=f"In the dates of “{theirs.header}” in {shown}, which stands first?",
    )
    values = examples(theirs)
    choices = (Choice(DAY_FIRST, values), Choice(MONTH_FIRST, values))
    return Question(f"{shown}:{column.name}:date", text, choices, None)


def which_code(shown: str, column: ColumnDefinition, header: str, label: str) -> Question:
    """What a label stands for."""
    labels = column.labels or {}
    text = Text(
        zh=f"“{shown}”的“{header}”一列中，“{label}”是指什么？",
        en=f"In “{header}” of {shown}, what does “{label}” mean?",
    )
    choices = tuple(
        Choice(Text(zh=f"{words[0]}（{code}）", en=f"{words[1]} ({code})")) for code, words in labels.items()
    )
    return Question(f"{shown}:{column.name}:{label}", text, choices, None)
