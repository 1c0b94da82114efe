"""Tables that lie in a data package: what the package says of them stands in for what audit.yaml leaves open."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from audit.engagement import DateAndTime, LoadedEngagement, TableSource
from audit.errors import UsageError
from audit.evidence import problems
from audit.evidence.catalogue import TABLES
from audit.evidence.datapackage import PACKAGE, LoadedPackage, PackagedField, Resource, load_package
from audit.evidence.mapping import known_by_name
from audit.evidence.names import hint
from audit.evidence.problems import Place, at_place, group
from audit.evidence.spelling import normalised
from audit.result.problem import ProblemGroup
from audit.text import Text, message

RESOURCE_UNKNOWN = message(
    "A-RESOURCE-UNKNOWN",
    zh="数据包中没有名为“{name}”的资源，{hint}",
    en="the data package has no resource “{name}”; {hint}",
    mend=Text(zh="请在 resource 中写明资源的名称", en="say under resource which one holds the table"),
)
RESOURCE_WITHOUT_PACKAGE = message(
    "A-RESOURCE-WITHOUT-PACKAGE",
    zh="写明了 resource，但 files 不是单独一个 datapackage.json",
    en="a resource is named, but files is not a single datapackage.json",
)
PACKAGE_MARKS = message(
    "A-PACKAGE-MARKS",
    zh="数据包中“{fields}”的小数点、千位分隔符写法不受支持，或各列不一",
    en="the data package gives {fields} decimal or thousands marks that are not supported, or that differ",
    mend=Text(
        zh="请统一为 1234.5 或 1234,5 的写法；千位分隔符可用逗号、句点、空格或撇号",
        en="write all of them as 1234.5 or 1234,5; commas, points, spaces and apostrophes may part thousands",
    ),
)

_GROUPS = frozenset({None, "", ",", ".", " ", "'", "’", "\u00a0", "\u202f"})


@dataclass(frozen=True, slots=True)
class Unpacked:
    """An engagement whose tables name their files, and where a file is not what its package says."""

    loaded: LoadedEngagement
    groups: tuple[ProblemGroup, ...]


def unpacked(loaded: LoadedEngagement) -> Unpacked:
    """Put the files of its resource, and what the package says of them, into every table that names a package.

    Raises:
        UsageError: a package or a resource that there is not, or one whose files cannot be followed.
        Unreadable: a package that is not UTF-8.
    """
    sources, groups = dict(loaded.engagement.evidence), list[ProblemGroup]()
    for table, source in loaded.engagement.evidence.items():
        if not _names_package(loaded, table, source) or table not in TABLES:
            continue
        ((path, shown),) = loaded.evidence_files(table)
        package = load_package(path, shown)
        resource = _resource(loaded, table, source, package)
        sources[table] = _completed(loaded, table, source, package, resource)
        groups += _mismatches(table, package, resource)
    engagement = loaded.engagement.model_copy(update={"evidence": sources})
    return Unpacked(replace(loaded, engagement=engagement), tuple(groups))


def _names_package(loaded: LoadedEngagement, table: str, source: TableSource) -> bool:
    packages = [one for one in source.files if one.rpartition("/")[2] == PACKAGE]
    if len(source.files) == len(packages) == 1:
        return True
    if source.resource is not None or packages:
        place = ("evidence", table, "files" if packages else "resource")
        raise UsageError([loaded.file.at(place, RESOURCE_WITHOUT_PACKAGE())])
    return False


def _resource(loaded: LoadedEngagement, table: str, source: TableSource, package: LoadedPackage) -> Resource:
    """The resource that audit.yaml names, else the one named like the table, else the only one."""
    names = [one.name for one in package.package.resources]
    wanted = source.resource
    if wanted is None:
        forms = {normalised(one) for one in (table, TABLES[table].title.zh, TABLES[table].title.en)}
        same = [one for one in names if normalised(one) in forms]
        wanted = (same or (names if len(names) == 1 else [table]))[0]
    if wanted not in names:
        place = ("evidence", table, "files" if source.resource is None else "resource")
        raise UsageError([loaded.file.at(place, RESOURCE_UNKNOWN(name=wanted, hint=hint(wanted, names)))])
    return package.resource(wanted)


def _completed(
    loaded: LoadedEngagement, table: str, source: TableSource, package: LoadedPackage, resource: Resource
) -> TableSource:
    files = tuple(
        glob.escape(path.relative_to(loaded.folder).as_posix()) for path in package.files(resource.name)
    )
    fields = _fields(table, source, resource)
    said: dict[str, Any] = {
        "encoding": resource.encoding,
        "delimiter": resource.dialect.delimiter,
        "sheet": resource.dialect.sheet_name,
        "header_row": resource.header_row,
        "decimal": _decimal(loaded, table, fields),
    }
    silent = {key: one for key, one in said.items() if one is not None and key not in source.model_fields_set}
    return source.model_copy(
        update=silent
        | {
            "files": files,
            "missing": tuple(dict.fromkeys((*source.missing, *resource.missing))),
            "dates": {name: form for name, one in fields.items() if (form := one.date_format)} | source.dates,
            "values": _booleans(table, fields) | source.values,
        }
    )


def _fields(table: str, source: TableSource, resource: Resource) -> dict[str, PackagedField]:
    """The fields of the package by the columns of ours that they hold."""
    by_name = {one.name: one for one in resource.table_schema.fields}
    found = {}
    for column in TABLES[table].columns:
        theirs = source.columns.get(column.name)
        if isinstance(theirs, DateAndTime):
            theirs = theirs.date
        if isinstance(theirs, str):
            names = [theirs] if theirs in by_name else []
        else:
            names = [] if column.name in source.columns else known_by_name(column, list(by_name))
        if len(names) == 1:
            found[column.name] = by_name[names[0]]
    return found


def _decimal(loaded: LoadedEngagement, table: str, fields: Mapping[str, PackagedField]) -> str | None:
    """The decimal mark of the numbers that are used; None where the package does not say.

    Raises:
        UsageError: they have several, or thousands are parted by what reading does not know.
    """
    marks = {one.name: one.decimal_mark for one in fields.values() if one.decimal_mark is not None}
    odd = [
        one.name
        for one in fields.values()
        if one.type in ("number", "integer")
        and (
            one.group_char not in _GROUPS
            or (one.group_char is not None and one.group_char == one.decimal_mark)
        )
    ]
    if len(set(marks.values())) > 1 or not set(marks.values()) <= {".", ","} or odd:
        named = ", ".join(odd or marks)
        raise UsageError([loaded.file.at(("evidence", table, "files"), PACKAGE_MARKS(fields=named))])
    return next(iter(marks.values()), None)


def _booleans(table: str, fields: Mapping[str, PackagedField]) -> dict[str, dict[str, bool]]:
    """What the package takes for true and false in columns of ours that are either."""
    return {
        name: dict.fromkeys(field.true_values, True) | dict.fromkeys(field.false_values, False)
        for name, field in fields.items()
        if field.type == "boolean" and TABLES[table].column(name).type == "bool"
    }


def _mismatches(table: str, package: LoadedPackage, resource: Resource) -> Iterator[ProblemGroup]:
    folder = package.file.shown.rpartition("/")[0]
    for one in package.mismatches(resource.name):
        template = problems.PACKAGE_BYTES if one.kind == "bytes" else problems.PACKAGE_HASH
        place = Place(table=table, file=f"{folder}/{one.shown}" if folder else one.shown)
        yield group(1, [at_place(template, place, declared=one.declared, found=one.found)])
