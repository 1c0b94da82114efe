"""What is said of a table that could be read, though it does not begin in its first cell with a clean header."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from audit.evidence.problems import problem
from audit.evidence.readers.endings import LeftRow, Sieve, Why
from audit.evidence.readers.layout import Layout
from audit.evidence.readers.source import REMARKED, Remark
from audit.text import Message, Template, Text

_IF_WRONG = Text(
    zh="如不对，请在 header_row 中写明表头所在的行",
    en="if that is wrong, say under header_row where it stands",
)
_IF_RECORDS = Text(
    zh="其中如有记录，请在原文件中补全，或在 last_row 中写明末行",
    en="if records are among them, complete them in the file, or name the last row under last_row",
)

HEADER_ROW = problem(
    "N-HEADER-ROW",
    zh="表头取自第 {rows} 行：{reason}",
    en="the header was taken from row {rows}: {reason}",
    mend=_IF_WRONG,
)
HEADER_DOUBTFUL = problem(
    "W-HEADER-DOUBTFUL",
    zh="第 {rows} 行不像表头，但没有更像的行，暂作表头",
    en="row {rows} does not look like a header, but no other row does; it was taken for one",
    mend=Text(
        zh="没有表头时请补上一行列名；另有表头时请在 header_row 中写明",
        en="add a line with the names of the columns; or say under header_row where it stands",
    ),
)
TITLE_ROW = problem(
    "N-TITLE-ROW",
    zh="表头之上的文字，未作记录",
    en="text above the header, not taken for a record",
    mend=_IF_WRONG,
)
UNIT_ROW = problem(
    "N-UNIT-ROW", zh="表头之下的单位，未作记录", en="units under the header, not taken for a record"
)
HEADER_AGAIN = problem(
    "N-HEADER-AGAIN", zh="重复的表头，未作记录", en="the header again, not taken for a record"
)
TOTAL_ROW = problem(
    "N-TOTAL-ROW", zh="合计行，未作记录", en="a row of totals, not taken for a record", mend=_IF_RECORDS
)
NOTE_ROW = problem(
    "N-NOTE-ROW",
    zh="表下的说明，未作记录",
    en="a note below the table, not taken for a record",
    mend=_IF_RECORDS,
)
HEADING_ROW = problem(
    "N-HEADING-ROW", zh="横跨各列的小标题，未作记录", en="a heading across the table, not taken for a record"
)
BELOW_LAST = problem(
    "N-BELOW-LAST-ROW",
    zh="在 audit.yaml 写明的末行（last_row）之下，未作记录",
    en="below the last row that audit.yaml names, not taken for a record",
)
ANOTHER_TABLE = problem(
    "W-ANOTHER-TABLE",
    zh="其下似为另一张表，未读取",
    en="another table seems to begin below the first; it was not read",
    mend=Text(
        zh="请把两张表分存为两个文件或两张工作表；若属同一张表，请删去其间的空行和第二个表头",
        en="store them as two files or sheets; if they are one, delete the gap and the second header",
    ),
)
TOTAL_KEPT = problem(
    "W-TOTAL-KEPT",
    zh="以合计字样开头，但与记录一样完整，已作为记录",
    en="it begins like a row of totals but is as complete as a record, and was taken for one",
    mend=Text(zh="确为合计的，请从文件中删去", en="if it is a total, delete it from the file"),
)
NO_NAME = problem(
    "N-HEADER-EMPTY",
    zh="该列没有表头，称为“{name}”",
    en="the column has no header and is called “{name}”",
    mend=Text(zh="如需使用，请在 columns 中以此名指明", en="if it is needed, name it so under columns"),
)
TWICE = problem(
    "N-HEADER-TWICE",
    zh="表头“{name}”出现在第 {columns} 列，分别称为 {names}",
    en="the header “{name}” stands in columns {columns}, which are called {names}",
    mend=Text(
        zh="如需其中一列，请在 columns 中以此名指明", en="if one of them is needed, name it so under columns"
    ),
)

_SAID: Mapping[Why, Template] = {
    "title": TITLE_ROW,
    "units": UNIT_ROW,
    "header": HEADER_AGAIN,
    "total": TOTAL_ROW,
    "heading": HEADING_ROW,
    "note": NOTE_ROW,
    "below": BELOW_LAST,
    "another": ANOTHER_TABLE,
}

At = Callable[[int], str]
"""A row as problems name it: the line of a text file, ``7:7`` in a sheet."""


def remarks_on(layout: Layout, sieve: Sieve, at: At, *, asked: bool) -> Iterator[Remark]:
    """Everything unusual about where a table stands; nothing about a plain one.

    ``asked`` says whether audit.yaml leaves it to us to find the header.
    """
    if asked:
        yield from _on_header(layout, at)
    left = sorted((*layout.left_out, *sieve.left), key=lambda one: one.row)
    for why, template in _SAID.items():
        rows = [one.row for one in left if one.why == why]
        if rows:
            yield _at_rows(template(), rows, at)
    if sieve.kept:
        yield _at_rows(TOTAL_KEPT(), sieve.kept, at)


def counted(left: Sequence[LeftRow]) -> Iterator[tuple[int, Why]]:
    """How many rows below the header were left out, by why."""
    for why in _SAID:
        count = sum(one.why == why for one in left)
        if count:
            yield count, why


def _on_header(layout: Layout, at: At) -> Iterator[Remark]:
    rows = ", ".join(map(str, layout.header))
    if layout.doubtful:
        yield Remark(HEADER_DOUBTFUL(rows=rows), 1, (at(layout.header[0]),))
    elif layout.header != (1,):
        yield Remark(HEADER_ROW(rows=rows, reason=layout.reason), 1, (at(layout.header[0]),))


def _at_rows(said: Message, rows: Sequence[int], at: At) -> Remark:
    return Remark(said, len(rows), tuple(map(at, rows[:REMARKED])))
