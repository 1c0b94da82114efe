"""Which sheet of a workbook holds a table: the one that audit.yaml names, or the only one that can be meant."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence

from audit.engagement import LoadedEngagement
from audit.errors import UsageError
from audit.evidence.catalogue import TABLES
from audit.evidence.names import hint
from audit.evidence.readers import unreadable
from audit.evidence.readers.sheet import is_empty
from audit.evidence.readers.workbook import SheetPart, Workbook
from audit.evidence.spelling import normalised
from audit.text import Message, Text, message

SHEET_UNKNOWN = message(
    "A-SHEET-UNKNOWN",
    zh="“{file}”中没有工作表“{name}”，{hint}",
    en="{file} has no sheet “{name}”; {hint}",
)
SHEETS_SEVERAL = message(
    "A-SHEETS-SEVERAL",
    zh="“{file}”中有多张可见的非空工作表：{names}",
    en="{file} has several visible sheets that are not empty: {names}",
    mend=Text(zh="请在 sheet 中写明是哪一张", en="say which one under sheet"),
)
SHEETS_HIDDEN = message(
    "A-SHEETS-HIDDEN",
    zh="“{file}”中只有隐藏的工作表有内容：{names}",
    en="only hidden sheets of {file} hold anything: {names}",
    mend=Text(
        zh="确应读取时，请在 sheet 中写明是哪一张", en="if one of them is meant, say which one under sheet"
    ),
)
SHEET_OF_NO_WORKBOOK = message(
    "A-SHEET-OF-NO-WORKBOOK",
    zh="写明了工作表“{name}”，但该表的文件都不是工作簿",
    en="a sheet “{name}” is named, but no file of the table is a workbook",
)


_WILDCARDS = frozenset("*?[")


def chosen(loaded: LoadedEngagement, table: str, book: Workbook) -> tuple[SheetPart, ...]:
    """The sheets of one workbook that hold a table: one, unless audit.yaml names several.

    Of several that audit.yaml does not choose among, it is the one that bears the table's own name. Of several that it
    names, each workbook needs one: what stands in none of them is refused when all are read.

    Raises:
        UsageError: the sheet that audit.yaml names is not there; or it names none, and several visible
            sheets, none of them named like the table, or only hidden ones have values.
        Unreadable: no sheet has a value.
    """
    names = loaded.engagement.evidence[table].sheet
    if names:
        return _named(loaded, table, book, names)
    visible = [sheet for sheet in book.sheets if sheet.visible]
    alike = [sheet for sheet in visible if normalised(sheet.name) in _names(table)]
    if len(alike) == 1 and not is_empty(book, alike[0]):  # asked first: a workbook may hold every table
        return (alike[0],)
    full = [sheet for sheet in visible if not is_empty(book, sheet)]
    if len(full) == 1:
        return (full[0],)
    if full:
        raise _refused(loaded, (table, "files"), SHEETS_SEVERAL(file=book.shown, names=_listed(full)))
    hidden = [sheet for sheet in book.sheets if not sheet.visible and not is_empty(book, sheet)]
    if hidden:
        raise _refused(loaded, (table, "files"), SHEETS_HIDDEN(file=book.shown, names=_listed(hidden)))
    raise book.stop(unreadable.EMPTY())


def refuse_idle_sheets(
    loaded: LoadedEngagement, table: str, read: Sequence[tuple[str, str]], beside: Sequence[str]
) -> None:
    """Raise UsageError where audit.yaml names a sheet that no file of the table has.

    ``read`` are the files and sheets that were read, ``beside`` the other sheets of these files.
    """
    names = loaded.engagement.evidence[table].sheet
    if names and not read:
        raise _refused(loaded, (table, "sheet"), SHEET_OF_NO_WORKBOOK(name=", ".join(names)))
    sheets = list(dict.fromkeys(sheet for _, sheet in read))
    idle = next((one for one in names or () if not _called(sheets, one)), None)
    if idle is not None:
        files = ", ".join(dict.fromkeys(file for file, _ in read))
        said = SHEET_UNKNOWN(file=files, name=idle, hint=hint(idle, dict.fromkeys([*sheets, *beside])))
        raise _refused(loaded, (table, "sheet"), said)


def _called(sheets: Sequence[str], name: str) -> bool:
    """Whether a name or a pattern is that of any of some sheets."""
    return any(normalised(one) == normalised(name) or fnmatch.fnmatchcase(one, name) for one in sheets)


def _names(table: str) -> set[str]:
    title = TABLES[table].title
    return {normalised(one) for one in (table, title.zh, title.en)}


def _named(
    loaded: LoadedEngagement, table: str, book: Workbook, names: tuple[str, ...]
) -> tuple[SheetPart, ...]:
    """The sheets of several names or patterns, in the order of the workbook."""
    found = {one.name for name in names for one in _matching(book, name)}
    if not found:
        near = hint(names[0], [sheet.name for sheet in book.sheets])
        said = SHEET_UNKNOWN(file=book.shown, name=names[0], hint=near)
        raise _refused(loaded, (table, "sheet"), said)
    return tuple(sheet for sheet in book.sheets if sheet.name in found)


def _matching(book: Workbook, name: str) -> list[SheetPart]:
    """A sheet by its name exactly, or by its form where that is unique; or all visible ones of a pattern."""
    exact = [sheet for sheet in book.sheets if sheet.name == name]
    same = exact or [sheet for sheet in book.sheets if normalised(sheet.name) == normalised(name)]
    if len(same) == 1:
        return same
    if _WILDCARDS.intersection(name):
        visible = [sheet for sheet in book.sheets if sheet.visible and fnmatch.fnmatchcase(sheet.name, name)]
        return [sheet for sheet in visible if not is_empty(book, sheet)]
    return []


def _refused(loaded: LoadedEngagement, place: tuple[str, str], said: Message) -> UsageError:
    return UsageError([loaded.file.at(("evidence", *place), said)])


def _listed(sheets: list[SheetPart]) -> Text:
    names = [sheet.name for sheet in sheets]
    return Text(zh="、".join(names), en=", ".join(names))
