"""Which member of an archive, and which table of a database file, holds a table of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from audit.engagement import LoadedEngagement
from audit.errors import Unreadable, UsageError
from audit.evidence.names import hint
from audit.evidence.readers import unreadable
from audit.evidence.readers.archive import Member
from audit.evidence.readers.compressed import stop
from audit.evidence.readers.parts import Part, listed, member_part, whole
from audit.evidence.readers.sqlite import table_names
from audit.evidence.spelling import normalised
from audit.text import Message, Text, message

MEMBER_UNKNOWN = message(
    "A-MEMBER-UNKNOWN",
    zh="“{file}”中没有与“{name}”相符的文件，{hint}",
    en="no file in {file} matches “{name}”; {hint}",
)
MEMBERS_SEVERAL = message(
    "A-MEMBERS-SEVERAL",
    zh="“{file}”中有多个可读取的文件：{names}",
    en="{file} holds several files that could be read: {names}",
    mend=Text(
        zh="请在 member 中写明是哪一个；写多个名称或用通配符，可将几个文件合为一张表",
        en="say which one under member; several names or a pattern take several as one table",
    ),
)
MEMBER_OF_NO_ARCHIVE = message(
    "A-MEMBER-OF-NO-ARCHIVE",
    zh="写明了 member“{name}”，但该表的文件都不是 ZIP 压缩包",
    en="a member “{name}” is named, but no file of the table is a ZIP archive",
)
RELATION_UNKNOWN = message(
    "A-RELATION-UNKNOWN",
    zh="“{file}”中没有数据表“{name}”，{hint}",
    en="{file} has no table “{name}”; {hint}",
)
RELATIONS_SEVERAL = message(
    "A-RELATIONS-SEVERAL",
    zh="“{file}”中有多张数据表：{names}",
    en="{file} has several tables: {names}",
    mend=Text(zh="请在 table 中写明是哪一张", en="say which one under table"),
)
RELATION_OF_NO_DATABASE = message(
    "A-RELATION-OF-NO-DATABASE",
    zh="写明了数据表“{name}”，但该表的文件都不是 SQLite 数据库",
    en="a table “{name}” is named, but no file of the table is a SQLite database",
)
_MOST_NAMED = 20
TABLES = (
    ".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet", ".jsonl", ".ndjson",
    ".sqlite", ".sqlite3", ".db", ".csv.gz", ".tsv.gz",
)  # fmt: skip
"""Endings of names that only tables have; .txt and .json may be words as well."""


def parts_of(loaded: LoadedEngagement, table: str, path: Path, shown: str, folder: Path) -> Iterator[Part]:
    """The files within one file that hold a table: itself, or members of an archive, unpacked one by one.

    Raises:
        UsageError: the member that audit.yaml names is not there, or it names none and several could be meant.
        Unreadable: the file, or a member that is meant, cannot be opened or unpacked.
    """
    single = whole(path, shown, folder)
    if single is not None:
        yield single
        return
    members = listed(path, shown)
    wanted = loaded.engagement.evidence[table].member
    if wanted is None:
        yield _only(loaded, table, path, shown, members, folder)
        return
    names = [one.name for one in members]
    found = matching(names, wanted)
    if not found:
        said = MEMBER_UNKNOWN(file=shown, name=wanted[0], hint=hint(wanted[0], names))
        raise _refused(loaded, (table, "member"), said)
    for member in members:
        if member.name in found:
            yield member_part(path, shown, member, folder)


def matching(names: Sequence[str], wanted: Sequence[str]) -> set[str]:
    """The members that are called exactly so, and those of the patterns that are no such name."""
    return {one for pattern in wanted for one in _called(names, pattern)}


def relation_of(loaded: LoadedEngagement, table: str, part: Part) -> str:
    """The table of a SQLite file: the one that audit.yaml names, or the only one.

    Raises:
        UsageError: it is not there; or none is named and there are several.
        Unreadable: the file is damaged, or has no table.
    """
    name = loaded.engagement.evidence[table].table
    tables = table_names(part.path, part.shown, views=name is not None)
    if not tables:
        raise stop(part.shown, unreadable.EMPTY())
    if name is None:
        if len(tables) > 1:
            raise _refused(
                loaded, (table, "files"), RELATIONS_SEVERAL(file=part.shown, names=_listed(tables))
            )
        return tables[0]
    same = [one for one in tables if one == name] or [
        one for one in tables if normalised(one) == normalised(name)
    ]
    if len(same) != 1:
        said = RELATION_UNKNOWN(file=part.shown, name=name, hint=hint(name, tables))
        raise _refused(loaded, (table, "table"), said)
    return same[0]


def refuse_idle_keys(loaded: LoadedEngagement, table: str, parts: Sequence[Part]) -> None:
    """Raise UsageError where audit.yaml names a member or a table that no file of the table has."""
    source = loaded.engagement.evidence[table]
    names = list(dict.fromkeys(part.member for part in parts if part.member is not None))
    if source.member is not None and not names:
        raise _refused(loaded, (table, "member"), MEMBER_OF_NO_ARCHIVE(name=", ".join(source.member)))
    idle = next((one for one in source.member or () if not _called(names, one)), None)
    if idle is not None:
        archives = dict.fromkeys(part.handed_over.name for part in parts if part.member is not None)
        said = MEMBER_UNKNOWN(file=", ".join(archives), name=idle, hint=hint(idle, names))
        raise _refused(loaded, (table, "member"), said)
    if source.table is not None and all(part.kind != "sqlite" for part in parts):
        raise _refused(loaded, (table, "table"), RELATION_OF_NO_DATABASE(name=source.table))


def _only(
    loaded: LoadedEngagement,
    table: str,
    path: Path,
    shown: str,
    members: Sequence[Member],
    folder: Path,
) -> Part:
    """The only member that can be read; a single one is told what is wrong with it.

    Where names tell which members are tables, nothing else is unpacked.
    """
    named = [one for one in members if one.name.lower().endswith(TABLES)] or members
    if len(named) == 1:
        return member_part(path, shown, named[0], folder)
    if named is not members:
        names = [one.name for one in named]
        raise _refused(loaded, (table, "files"), MEMBERS_SEVERAL(file=shown, names=_listed(names)))
    return _by_content(loaded, table, path, shown, members, folder)


def _by_content(
    loaded: LoadedEngagement,
    table: str,
    path: Path,
    shown: str,
    members: Sequence[Member],
    folder: Path,
) -> Part:
    """The only member that can be read, where no name tells it."""
    readable = list[Part]()
    for member in members[:_MOST_NAMED]:
        try:
            readable.append(member_part(path, shown, member, folder))
        except Unreadable as error:
            if _is_secret(error):
                raise
    if len(readable) == 1 and len(members) <= _MOST_NAMED:
        return readable[0]
    for part in readable:
        part.path.unlink()
    if not readable:
        raise stop(shown, unreadable.PACKED_EMPTY())
    names = [str(part.member) for part in readable]
    names += [member.name for member in members[_MOST_NAMED:]]
    raise _refused(loaded, (table, "files"), MEMBERS_SEVERAL(file=shown, names=_listed(names)))


def _is_secret(error: Unreadable) -> bool:
    return any(one.message.code == unreadable.PACKED_SECRET.code for one in error.located)


def _called(names: Sequence[str], pattern: str) -> list[str]:
    return [pattern] if pattern in names else [one for one in names if _matches(one, pattern)]


def _matches(name: str, pattern: str) -> bool:
    """A pattern without a folder means a file in any folder."""
    return fnmatchcase(name, pattern) or (
        "/" not in pattern and fnmatchcase(name.rpartition("/")[2], pattern)
    )


def _refused(loaded: LoadedEngagement, place: tuple[str, str], said: Message) -> UsageError:
    return UsageError([loaded.file.at(("evidence", *place), said)])


def _listed(names: Sequence[str]) -> Text:
    first = list(names[:_MOST_NAMED])
    more = ["…"] if len(names) > _MOST_NAMED else []
    return Text(zh="、".join([*first, *more]), en=", ".join([*first, *more]))
