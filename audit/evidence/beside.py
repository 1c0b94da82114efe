"""Files beside those of audit.yaml, and members of its archives, that no table takes: told, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from audit.engagement import LoadedEngagement
from audit.errors import Unreadable
from audit.evidence.members import TABLES
from audit.evidence.problems import Place, at_place, group, problem
from audit.evidence.readers.parts import listed
from audit.evidence.readers.signature import openable
from audit.evidence.readers.workbook import opened
from audit.evidence.reading import ReadTable
from audit.evidence.unread import SHEETS_OF_OURS
from audit.result.problem import ProblemGroup
from audit.text import Text

FILES_UNREAD = problem(
    "N-FILES-UNREAD",
    zh="与证据文件同在一处的 {count} 个文件未列入任何一张表，没有读取：{names}",
    en="{count} files that lie beside the evidence, that no table takes and that were not read: {names}",
    mend=Text(
        zh="确为证据的，请在 files 中写明；否则请移到别处",
        en="name under files those that are evidence, and put the others elsewhere",
    ),
)
MEMBERS_UNREAD = problem(
    "N-MEMBERS-UNREAD",
    zh="压缩包中的 {count} 个文件未列入任何一张表，没有读取：{names}",
    en="{count} files of the archive that no table takes, and that were not read: {names}",
    mend=Text(zh="确为证据的，请在 member 中写明", en="name under member those that are evidence"),
)
_ENDINGS = (*TABLES, ".et", ".zip", ".jsonl.gz")
_MOST_NAMED = 10
_OURS = ("report.", "资料填报模板", "evidence-template", "问卷题项", "items.xlsx", "检查表", "checklist.xlsx")
"""How the names of reports begin, and of the forms that we hand out."""


def beside(loaded: LoadedEngagement, read: Mapping[str, ReadTable]) -> Iterator[ProblemGroup]:
    """A note for the files of the folders, and one for every archive, with what no table takes."""
    files = {path: shown for name in read for path, shown in loaded.evidence_files(name)}
    home = loaded.folder.resolve()
    folders = dict.fromkeys(path.parent for path in files if path.resolve().is_relative_to(home))
    known = {path.resolve() for path in files}
    left = [
        loaded.shown(path)
        for folder in folders
        for path in sorted(folder.iterdir())
        if path.resolve() not in known and _may_hold_a_table(path) and not _is_form(path)
    ]
    if left:
        place = Place(table=None, file=loaded.file.shown)
        yield group(1, [at_place(FILES_UNREAD, place, count=len(left), names=_listed(left))])
    taken = {one.shown for table in read.values() for one in table.sources}
    for path, shown in files.items():
        if openable(path, shown) != "zip":
            continue
        names = [one.name for one in listed(path, shown)]
        rest = [one for one in names if one.lower().endswith(_ENDINGS) and f"{shown}/{one}" not in taken]
        if rest:
            place = Place(table=None, file=shown)
            yield group(1, [at_place(MEMBERS_UNREAD, place, count=len(rest), names=_listed(rest))])


def _may_hold_a_table(path: Path) -> bool:
    name = path.name
    left_behind = name.startswith((".", "~$", *_OURS))
    return path.is_file() and not left_behind and name.lower().endswith(_ENDINGS)


def _is_form(path: Path) -> bool:
    """Whether a file is a form without a record: one line of headers, or sheets of which only ours have rows."""
    try:
        kind = openable(path, path.name)
        if kind == "workbook":
            with opened(path, path.name) as book:
                return all(one.name in SHEETS_OF_OURS or book.examine(one).rows < 2 for one in book.sheets)
        if kind == "text":
            with path.open("rb") as file:
                return sum(1 for _ in zip(file, range(2), strict=False)) < 2
    except Unreadable:
        pass  # an export that cannot be read is told of all the same
    return False


def _listed(names: Sequence[str]) -> Text:
    first = [*names[:_MOST_NAMED], *(["…"] if len(names) > _MOST_NAMED else [])]
    return Text(zh="、".join(first), en=", ".join(first))
