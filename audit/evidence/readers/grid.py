"""What the cells of a grid look like: enough to tell a header from records, and records from what is none.

Only the form of a text counts (a number, a date, a code, words), never what it means.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from audit.evidence.spelling import SPACES, normalised

Kind = Literal["", "number", "date", "flag", "code", "words"]
"""Nothing, a number, a date or time, yes or no, a short text with digits, any other text."""

Cells = Sequence[str]

Row = tuple[int, Cells]
"""The number of a row in its sheet, or the physical line that a record begins on, and its cells."""

Span = tuple[int, int, int, int]
"""Merged cells: first row, first column, last row, last column, from 1."""

MOSTLY, ALWAYS = 0.6, 0.95
_SPACES = frozenset(SPACES)
_LONGEST_CODE = 40
_NUMBER = re.compile(
    r"[(]?[-+]?[¥$€£₩]?\s?[-+]?(\d{1,3}(,\d{3})+|\d+|(?=[.,]\d))([.,]\d+)?(e[-+]?\d+)?\s?[%‰]?[)]?(元|円|원)?"
)
_DATE = re.compile(
    r"\d{4}\s?[-/.年]\s?\d{1,2}(\s?[-/.月]\s?\d{1,2}日?)?月?\b.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b.*"
    r"|(上午|下午|오전|오후)?\s?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(\s?[ap]m)?|\d+:\d{2}:\d{2}"
    r"|\d{1,2}[- ]?[a-z]{3,9}[- ,]*\d{2,4}\b.*|[a-z]{3,9}\.? \d{1,2},? \d{4}\b.*"
)
_FLAGS = frozenset(
    ("true", "false", "yes", "no", "y", "n", "是", "否", "√", "×", "✓", "有", "无", "對", "错")
)


@functools.lru_cache(maxsize=50_000)
def kind(text: str) -> Kind:
    """The form of a cell.

    >>> kind("1,234.5"), kind("2026年3月4日"), kind("C-0017"), kind("工单号"), kind("　")
    ('number', 'date', 'code', 'words', '')
    """
    bare = unicodedata.normalize("NFKC", text).strip(SPACES).casefold()
    if not bare:
        return ""
    if any(one.isdigit() for one in bare):
        if _NUMBER.fullmatch(bare):
            return "number"
        if _DATE.fullmatch(bare):
            return "date"
        return "code" if len(bare) <= _LONGEST_CODE and " " not in bare else "words"
    return "flag" if bare in _FLAGS else "words"


def filled(cells: Cells) -> list[int]:
    """The places, from 0, of the cells that hold something."""
    # Most texts tell by their first character, which is quicker to look at.
    return [
        place for place, text in enumerate(cells) if text and (text[0] not in _SPACES or text.strip(SPACES))
    ]


def first_filled(cells: Cells) -> int:
    """The place, from 0, of the first cell that holds something; -1 where none does."""
    for place, text in enumerate(cells):
        if text and text.strip(SPACES):
            return place
    return -1


def is_blank(cells: Cells) -> bool:
    """Whether no cell of a row holds anything."""
    return first_filled(cells) < 0


@dataclass(frozen=True, slots=True)
class Profile:
    """What the columns of a table look like, by their places from 0, as far as some of its records tell.

    ``rows`` is how many records were looked at. ``share`` of them have a value, ``kinds`` is what most of
    these look like, "" where no kind prevails.
    """

    rows: int
    kinds: Mapping[int, Kind]
    share: Mapping[int, float]
    longest: Mapping[int, int] = field(default_factory=dict)

    @property
    def columns(self) -> list[int]:
        """The columns that hold anything."""
        return sorted(self.share)

    @property
    def steady(self) -> frozenset[int]:
        """The columns that almost every record fills."""
        return frozenset(place for place, share in self.share.items() if share >= ALWAYS)

    @property
    def typed(self) -> frozenset[int]:
        """The columns that hold numbers, dates, flags or codes."""
        return frozenset(place for place, one in self.kinds.items() if one not in ("", "words"))

    def strange(self, place: int, text: str) -> bool:
        """Whether a text is none that this column holds: words among numbers, a sentence among codes."""
        seen, usual = kind(text), self.kinds.get(place, "")
        if not seen or usual in ("", "words") or seen == usual:
            return False
        return not (usual == "code" and seen in ("number", "date")) and {seen, usual} != {"number", "date"}


def profile(rows: Iterable[Cells]) -> Profile:
    """Look at some records."""
    return profile_of_filled((cells, filled(cells)) for cells in rows)


def profile_of_filled(rows: Iterable[tuple[Cells, Sequence[int]]]) -> Profile:
    """The same, of records of which it is known which cells are filled."""
    texts: defaultdict[int, list[str]] = defaultdict(list)
    count = 0
    for cells, there in rows:
        count += 1
        for place in there:
            texts[place].append(cells[place])
    prevailing: dict[int, Kind] = {}
    for place, column in texts.items():
        most, times = Counter(map(kind, column)).most_common(1)[0]
        prevailing[place] = most if times >= MOSTLY * len(column) else ""
    share = {place: len(column) / count for place, column in texts.items()}
    longest = {place: max(map(len, column)) for place, column in texts.items()}
    return Profile(count, prevailing, share, longest)


def same_cells(first: Cells, second: Cells) -> bool:
    """Whether two rows say the same, their spelling aside."""
    alike = all(normalised(one) == normalised(other) for one, other in zip(first, second, strict=False))
    return alike and len(filled(first)) == len(filled(second)) and not is_blank(first)
