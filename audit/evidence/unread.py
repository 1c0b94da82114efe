"""Sheets of the workbooks handed over that audit.yaml names nowhere: told, so that nothing is left out unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from audit.evidence.problems import Place, at_place, group, problem
from audit.evidence.readers.workbook import opened
from audit.evidence.reading import ReadTable
from audit.evidence.templates.guidance import COLUMNS, QUESTIONS, TITLE
from audit.evidence.templates.sheets import LISTS
from audit.result.problem import ProblemGroup
from audit.text import Text

SHEETS_UNREAD = problem(
    "N-SHEETS-UNREAD",
    zh="以下工作表未列入任何一张表，没有读取：{sheets}",
    en="sheets that no table takes, and that were not read: {sheets}",
    mend=Text(zh="确为证据的，请在 sheet 中写明", en="name under sheet those that are evidence"),
)

SHEETS_OF_OURS = frozenset(
    (LISTS, *(words for one in (TITLE, COLUMNS, QUESTIONS) for words in (one.zh, one.en)))
)
"""Sheets of the forms that we hand out, which explain how to fill them in or hold the words to choose from."""


def unread(read: Mapping[str, ReadTable]) -> Iterator[ProblemGroup]:
    """A note for every workbook with sheets of several rows and columns that no table takes."""
    taken = {(one.shown, one.sheet) for table in read.values() for one in table.sources}
    left, paths = dict[str, list[str]](), dict[str, Path]()
    for path, shown, sheet in (one for table in read.values() for one in table.beside):
        known = (shown, sheet) in taken or sheet in SHEETS_OF_OURS
        paths[shown] = path
        if not known and sheet not in left.setdefault(shown, []):
            left[shown].append(sheet)
    for shown, sheets in left.items():
        rows = _rows(paths[shown], shown, sheets) if sheets else {}
        if rows:
            told = Text(zh=_listed(rows, "{}（{} 行）", "、"), en=_listed(rows, "{} ({} rows)", ", "))
            yield group(1, [at_place(SHEETS_UNREAD, Place(table=None, file=shown), sheets=told)])


def _rows(path: Path, shown: str, sheets: Iterable[str]) -> dict[str, int]:
    """Sheet -> its rows with that of the header, for those that may be tables."""
    with opened(path, shown) as book:
        found = {one.name: book.examine(one) for one in book.sheets if one.name in sheets}
    return {name: one.rows for name, one in found.items() if one.rows > 1 and one.columns > 1}


def _listed(rows: Mapping[str, int], form: str, between: str) -> str:
    return between.join(form.format(name, count) for name, count in rows.items())
