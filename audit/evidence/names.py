"""Names and values in audit.yaml: which there are, and what is said of one that is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from audit.engagement import DateAndTime, LoadedEngagement, Scalar, TableSource
from audit.errors import Located, UsageError
from audit.evidence.catalogue import TABLES
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.labels import spellings
from audit.evidence.mapped import TextFile
from audit.evidence.spelling import nearest, normalised
from audit.text import Text, message

TABLE_UNKNOWN = message(
    "A-TABLE-UNKNOWN",
    zh="证据目录中没有表“{name}”，{hint}",
    en="there is no evidence table “{name}”; {hint}",
)
COLUMN_UNKNOWN = message(
    "A-COLUMN-UNKNOWN",
    zh="表“{table}”没有列“{name}”，{hint}",
    en="the table {table} has no column “{name}”; {hint}",
)
HEADER_UNKNOWN = message(
    "A-HEADER-UNKNOWN",
    zh="文件中没有表头“{name}”，{hint}",
    en="no file has the header “{name}”; {hint}",
)
LABEL_UNKNOWN = message(
    "A-LABEL-UNKNOWN",
    zh="“{name}”不是列“{column}”的取值，{hint}",
    en="“{name}” is not a value of the column {column}; {hint}",
)
NO_MOMENT = message(
    "A-NO-MOMENT",
    zh="列“{name}”不是日期时间，不能由日期和时刻两列合成",
    en="the column “{name}” holds no moments, so that a date and a time cannot be put together for it",
)


def check_tables(loaded: LoadedEngagement) -> None:
    """Raise UsageError for every table of audit.yaml that the catalogue does not have."""
    wrong = [
        loaded.file.at(("evidence", name), TABLE_UNKNOWN(name=name, hint=hint(name, TABLES)))
        for name in loaded.engagement.evidence
        if name not in TABLES
    ]
    wrong += [
        loaded.file.at(("census", index), TABLE_UNKNOWN(name=name, hint=hint(name, TABLES)))
        for index, name in enumerate(loaded.engagement.census)
        if name not in TABLES
    ]
    if wrong:
        raise UsageError(wrong)


def misnamed(
    loaded: LoadedEngagement, definition: TableDefinition, source: TableSource, files: Sequence[TextFile]
) -> Iterator[Located]:
    """Columns that are not ours, and headers that no file has."""
    ours = [column.name for column in definition.columns]
    headers = list(dict.fromkeys(header for file in files for header in file.header))
    dated = {*ours, *rule_names(source)}
    for key, names, known in (
        ("columns", source.columns, set(ours)),
        ("values", source.values, set(ours)),
        ("dates", source.dates, dated),
    ):
        for name in names:
            if name not in known:
                said = COLUMN_UNKNOWN(table=definition.name, name=name, hint=hint(name, ours))
                yield loaded.file.at(("evidence", definition.name, key, name), said)
    places = list(_rule_places(source))
    places += [(("columns", *place), theirs) for place, theirs in source.named.items()]
    moments = {column.name for column in definition.columns if column.type == "datetime"}
    for name, one in source.columns.items():
        if isinstance(one, DateAndTime) and name in ours and name not in moments:
            yield loaded.file.at(("evidence", definition.name, "columns", name), NO_MOMENT(name=name))
    for path, theirs in places:
        theirs_or_ours = path[0] == "rows" and theirs in ours
        if not theirs_or_ours and all(header_named(theirs, file.header) is None for file in files):
            said = HEADER_UNKNOWN(name=theirs, hint=_header_hint(theirs, headers))
            yield loaded.file.at(("evidence", definition.name, *path), said)


def _header_hint(theirs: str, headers: Sequence[str]) -> Text:
    """The nearest header. No list of all: where the header line is missing, they are somebody's record."""
    near = nearest(theirs, headers)
    if near is not None:
        return Text(zh=f"是否想写“{near}”？", en=f"did you mean “{near}”?")
    return Text(
        zh=f"所有文件共有 {len(headers)} 个不同的表头", en=f"the files have {len(headers)} different headers"
    )


def mislabelled(
    loaded: LoadedEngagement, definition: TableDefinition, source: TableSource
) -> Iterator[Located]:
    """Values that audit.yaml maps to something that the column does not know."""
    known_columns = {column.name: column for column in definition.columns}
    for name, mapped in source.values.items():
        column = known_columns.get(name)
        known = spellings(column) if column is not None else None
        if known is None or column is None:
            continue
        for label, ours in mapped.items():
            if ours is not None and normalised(as_text(ours)) not in known:
                codes = column.labels or ("true", "false")
                said = LABEL_UNKNOWN(name=as_text(ours), column=name, hint=hint(as_text(ours), codes))
                yield loaded.file.at(("evidence", definition.name, "values", name, label), said)


def header_named(theirs: str, header: Sequence[str]) -> str | None:
    """A header as audit.yaml names it: exactly, or else by its form where that is unique."""
    if theirs in header:
        return theirs
    same = [name for name in header if normalised(name) == normalised(theirs)]
    return same[0] if len(same) == 1 else None


def rule_names(source: TableSource) -> tuple[str, ...]:
    """The columns that the rules for rows name, theirs or ours."""
    return tuple(name for _, name in _rule_places(source))


def _rule_places(source: TableSource) -> Iterator[tuple[tuple[str, ...], str]]:
    rules = source.rows
    if rules is None:
        return
    if rules.latest_per is not None and rules.by is not None:
        yield ("rows", "latest_per"), rules.latest_per
        yield ("rows", "by"), rules.by
    for name in rules.exclude:
        yield ("rows", "exclude", name), name


def hint(name: str, known: Iterable[str]) -> Text:
    """Which word was probably meant, or which there are."""
    known = list(known)
    near = nearest(name, known)
    if near is not None:
        return Text(zh=f"是否想写“{near}”？", en=f"did you mean “{near}”?")
    listed = known if len(known) <= 20 else [*known[:20], "…"]
    return Text(zh="现有：" + "、".join(listed), en="there are " + ", ".join(listed))


def as_text(value: Scalar | list[str]) -> str:
    """A value of audit.yaml as it would stand in a file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, list):
        return ";".join(map(str, value))
    return str(value)
