"""Rows of a grid that are no records: totals, repeated headers, notes, and a second table below the first.

A total is told by its word and by what a record would have and it has not; a note by its mark, or by being a
text where records have numbers; only at the end of a table is less enough. What is doubtful stays a record,
whose cells are then checked like any other, and is named.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from audit.evidence.readers.grid import (
    Cells,
    Profile,
    Row,
    filled,
    first_filled,
    is_blank,
    kind,
    profile,
    profile_of_filled,
    same_cells,
)
from audit.evidence.spelling import SPACES, normalised
from audit.text import Text

TAIL = 100
"""How many of the last rows are looked at together before it is settled that they are records."""

_TELLING = 4

Why = Literal["title", "units", "header", "total", "note", "heading", "below", "another"]

REASONS: Mapping[Why, Text] = {
    "title": Text(zh="表头之上的标题", en="titles above the header"),
    "units": Text(zh="表头之下的单位", en="units under the header"),
    "header": Text(zh="重复的表头", en="the header again"),
    "total": Text(zh="合计行", en="totals"),
    "heading": Text(zh="横跨各列的小标题", en="headings across the table"),
    "note": Text(zh="表下的说明", en="notes below the table"),
    "below": Text(zh="audit.yaml 所写末行（last_row）之下", en="below the last row that audit.yaml names"),
    "another": Text(zh="其下的另一张表", en="another table below"),
}
"""What a row is that is no record."""

TOTALS = (
    "合计|总计|小计|共计|总和|累计|汇总|平均|平均值|均值|本页合计|本月合计|合計|總計|小計|共計|累計|平均値|총계|합계|소계|평균|"
    "totals?|subtotals?|grandtotals?|sum|overalltotal|averages?|avg|mean|gesamt|summe"
)
"""Words, in normalised form, that a row of totals begins with."""

_TOTAL = re.compile(
    rf"({TOTALS})\W*(\d.*|records?|件|元|份|次|条|人次?)?|.{{1,12}}(合计|小计|总计|合計|小計|subtotal|total)"
)
_EXACT = re.compile(TOTALS)
SPELLINGS = frozenset(
    written + colon
    for word in TOTALS.replace("s?", "").split("|")
    for written in (word, word.title(), word.upper(), f"{word[0]} {word[1:]}" if len(word) == 2 else word)
    for colon in ("", ":", "：")
)
"""A cell that holds nothing but a word for a total, as it is usually written."""

LIKE_TOTALS = re.sub(r"(?<=[^\x00-\x7f])(?=[^\x00-\x7f])", "[ \u3000]*", TOTALS)
"""What a text in lower case holds if it may turn out to be a word for a total."""

_MARK = re.compile(
    r"(注|备注|備註|註|说明|說明|附注|附註|填表|制表|製表|填报|填報|审核人|審核人|复核|負責人|负责人|经办|數據來源|数据来源|资料来源|來源|来源|"
    r"打印|导出|匯出|报表|報表|统计人|note|notes|source|remark|remarks|prepared|generated|exported|printed|"
    r"copyright|confidential|report|※|\*+)[\d一二三四五六]{0,2}\s*([:：.、)）]|人|日期|时间|時間|by\b|on\b|information|$|(?<=[※*]))",
    re.IGNORECASE,
)


_LIKE_TOTAL = re.compile(LIKE_TOTALS)


def is_total(text: str) -> bool:
    """Whether a text is a word for a total, perhaps with what it totals.

    >>> is_total("合　计："), is_total("Grand Total (12 records)"), is_total("Total Care Ltd")
    (True, True, False)
    """
    return bool(_TOTAL.fullmatch(normalised(text)))


def profile_of_records(rows: Sequence[Cells], width: int) -> Profile:
    """The form of the columns, rows that are plainly no records aside; ``width`` is that of the header."""
    return profile_of_filled(
        (cells, there)
        for cells in rows
        if (there := filled(cells)) and not _plainly_none(cells, there, width)
    )


def _plainly_none(cells: Cells, there: list[int], width: int) -> bool:
    text = cells[there[0]].strip(SPACES)
    alone = width > 2 and len(there) == 1
    return alone or bool(_MARK.match(text)) or is_total(text)


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row that is no record, and why."""

    row: int
    why: Why


@dataclass(slots=True)
class Sieve:
    """Tells the records of one table from other rows, and remembers what those were.

    ``kept`` are rows that begin with the word for a total, but are as complete as records; ``headings`` are
    rows of which it is known that one merged cell crosses the table.
    """

    profile: Profile
    header: tuple[Row, ...] = ()
    last: int | None = None
    left: list[LeftRow] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    headings: frozenset[int] = frozenset()
    _words: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._words = frozenset(cells[filled(cells)[0]] for _, cells in self.header if filled(cells))

    @property
    def telling(self) -> list[int]:
        """A few columns that records fill and rows of totals hardly ever do."""
        return sorted(self.profile.steady)[:_TELLING]

    def records(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The records among the rows below a header, blank rows left out; everything else goes to ``left``."""
        waiting: deque[Row] = deque()
        after_gap = False
        for row in rows:
            if self.last is not None and row[0] > self.last:
                self._leave([row], "below")
                continue
            waiting.append(row)
            if len(waiting) > TAIL:
                first = waiting.popleft()
                if after_gap and self._begins_another([first, *waiting]):
                    self._leave(chain([first], waiting, rows), "another")
                    return
                after_gap = is_blank(first[1])
                if self.judge(*first):
                    yield first
        yield from self._ending(list(waiting), after_gap=after_gap)

    def why(self, cells: Cells) -> Why | None:
        """What a row between records is if it is none."""
        there = filled(cells)
        if not there:
            return None
        if self.is_header(cells):
            return "header"
        return "total" if self._is_total(cells, there) else None

    def leading(self, columns: int) -> Iterator[str]:
        """The first text within so many columns of each row of the header."""
        for _, cells in self.header:
            yield from [text for text in cells[:columns] if text][:1]

    def is_header(self, cells: Cells) -> bool:
        """Whether a row repeats a row of the header."""
        return any(same_cells(cells, header) for _, header in self.header)

    def judge(self, number: int, cells: Cells) -> bool:
        """Whether a row between records is one itself; what it is otherwise is remembered."""
        first = first_filled(cells)
        if first < 0:
            return False
        text = cells[first]
        if number not in self.headings and text not in self._words and not _LIKE_TOTAL.search(text.lower()):
            return True
        there = filled(cells)
        why = "heading" if number in self.headings and len(there) == 1 else self.why(cells)
        if why is not None:
            self.left.append(LeftRow(number, why))
        elif text.strip(SPACES) in SPELLINGS:
            self.kept.append(number)
        return why is None

    def _kept(self, rows: Sequence[Row]) -> Iterator[Row]:
        return (row for row in rows if self.judge(*row))

    def _ending(self, rows: list[Row], *, after_gap: bool) -> Iterator[Row]:
        end, found = self.end_of(rows, after_gap=after_gap)
        yield from self._kept(rows[:end])
        self.left += found

    def end_of(self, rows: Sequence[Row], *, after_gap: bool = False) -> tuple[int, list[LeftRow]]:
        """How many of the last rows stand in the table, and what the others are.

        ``rows`` reach to the end of the grid; ``after_gap`` tells whether a blank row stands above them.
        """
        end, found = len(rows), list[LeftRow]()
        for place, (_, cells) in enumerate(rows):
            if after_gap and self._begins_another(rows[place:]):
                found = [LeftRow(number, "another") for number, other in rows[place:] if not is_blank(other)]
                end = place
                break
            after_gap = is_blank(cells)
        notes: list[LeftRow] = []
        while end:
            number, cells = rows[end - 1]
            if not is_blank(cells):
                why = self._why_at_end(number, cells, after_gap=end > 1 and is_blank(rows[end - 2][1]))
                if why is None:
                    break
                notes.append(LeftRow(number, why))
            end -= 1
        return end, [*reversed(notes), *found]

    def _why_at_end(self, number: int, cells: Cells, *, after_gap: bool) -> Why | None:
        there = filled(cells)
        if self.last is not None:
            return "below" if number > self.last else None
        if self.is_header(cells):
            return "header"
        if self.profile.rows > 1 and _EXACT.fullmatch(normalised(cells[there[0]])):
            return "total"
        if self._is_total(cells, there):
            return "total"
        return "note" if self._is_note(cells, there, after_gap=after_gap) else None

    def _is_total(self, cells: Cells, there: list[int]) -> bool:
        text = cells[there[0]]
        if not is_total(text):
            return False
        among_figures = (
            self.profile.kinds.get(there[0]) in ("number", "date") and text.strip(SPACES) in SPELLINGS
        )
        return among_figures or any(place not in there for place in self.telling)

    def _is_note(self, cells: Cells, there: list[int], *, after_gap: bool) -> bool:
        text = cells[there[0]].strip(SPACES)
        if _MARK.match(text):
            return bool(self.profile.steady.difference(there)) or self._is_sparse(there)
        if not self._is_sparse(there):
            return False
        usual, seen = self.profile.kinds.get(there[0], ""), kind(text)
        if len(there) > 2 or (usual not in ("", "words") and seen == usual):
            return False
        longer = len(text) > 2 * self.profile.longest.get(there[0], 0) + 10
        return self.profile.strange(there[0], text) or longer or after_gap

    def _is_sparse(self, there: list[int]) -> bool:
        """Whether a row lacks at least half of what almost every record has."""
        steady = self.profile.steady
        if not steady:
            return len(there) <= max(1, len(self.profile.columns) // 3)
        missing = len(steady.difference(there))
        return missing >= 1 and 2 * missing >= len(steady)

    def _begins_another(self, rows: Sequence[Row]) -> bool:
        """Whether a second table begins here, after a gap: its header, perhaps below a caption."""
        for place, (_, cells) in enumerate(rows[:4]):
            there = filled(cells)
            if not there:
                return False
            if len(there) > 1 and not self.is_header(cells) and self._is_other_header(rows[place:], there):
                return True
            if not self._is_sparse(there):
                return False
        return False

    def _is_other_header(self, rows: Sequence[Row], there: list[int]) -> bool:
        """Words in every column that holds none of the kind in this table, above cells of another kind."""
        cells = rows[0][1]
        typed = self.profile.typed.intersection(there)
        if not typed or not all(self.profile.strange(place, cells[place]) for place in typed):
            return False
        texts = {normalised(cells[place]) for place in there}
        below = profile(other for _, other in rows[1:20] if not is_blank(other))
        contrast = [place for place in below.typed.intersection(there) if below.strange(place, cells[place])]
        return len(texts) == len(there) and bool(contrast)

    def _leave(self, rows: Iterator[Row] | Sequence[Row], why: Why) -> None:
        self.left += [LeftRow(number, why) for number, cells in rows if not is_blank(cells)]
