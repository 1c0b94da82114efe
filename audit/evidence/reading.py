"""The files that audit.yaml names -> text tables of the engine, with the errors of all of them together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from audit.criteria.instrument import Instrument
from audit.engagement import LoadedEngagement, TableSource
from audit.engines import Engine
from audit.errors import Errors, Unreadable, UsageError
from audit.evidence.catalogue import table_definition
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.inline import stage_inline
from audit.evidence.mapped import MappedTable, TextFile
from audit.evidence.mapping import map_table
from audit.evidence.members import parts_of, refuse_idle_keys, relation_of
from audit.evidence.problems import problem
from audit.evidence.readers.delimited import read_delimited
from audit.evidence.readers.in_place import settled
from audit.evidence.readers.jsonlines import read_json
from audit.evidence.readers.layout import Known
from audit.evidence.readers.parquet import check_parquet, read_parquet
from audit.evidence.readers.parts import Part
from audit.evidence.readers.sheet import read_sheet
from audit.evidence.readers.source import Remark, Source
from audit.evidence.readers.sqlite import read_sqlite
from audit.evidence.readers.workbook import opened
from audit.evidence.servers import server_table
from audit.evidence.sheets import chosen, refuse_idle_sheets
from audit.evidence.spelling import normalised
from audit.text import Text

FILE_TWICE = problem(
    "W-FILE-TWICE",
    zh="内容与“{other}”完全相同，其记录会计算两次",
    en="the content is that of {other}: its records count twice",
    mend=Text(zh="请只保留一个", en="keep one of them"),
)
PAGE_READ = problem(
    "N-PAGE",
    zh="内容是网页（HTML），读取了其中的表格；行号是表中的行次",
    en="a web page (HTML), of which the table was read; lines are the rows of that table",
)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table as text; ``sources`` are the records of its files, none where audit.yaml holds the rows.

    ``beside`` are the sheets that stand in its workbooks beside its own, with path and shown path of these.
    """

    definition: TableDefinition
    files: tuple[TextFile, ...]
    sources: tuple[Source, ...] = ()
    beside: tuple[tuple[Path, str, str], ...] = ()

    @property
    def rows(self) -> int:
        """How many records were read."""
        return sum(file.rows for file in self.files)

    def settled(self) -> ReadTable:
        """The same once its records are typed, when all is known of files that were read where they lie."""
        files = tuple(
            replace(one, rows=one.in_place.rows) if one.in_place is not None else one for one in self.files
        )
        return replace(self, files=files, sources=tuple(map(settled, self.sources)))


def read_tables(
    engine: Engine, loaded: LoadedEngagement, instrument: Instrument | None
) -> dict[str, ReadTable]:
    """Every table of audit.yaml as text.

    Raises:
        UsageError: a glob matches nothing, or a row of audit.yaml has a key that is no column.
        Unreadable: files cannot be opened, decoded or parsed.
    """
    found, wrong, unreadable = {}, Errors(), Errors()
    for name in loaded.engagement.evidence:
        definition = table_definition(name, instrument, loaded.engagement.satisfaction_scale)
        try:
            found[name] = _read(engine, loaded, definition, unreadable)
        except UsageError as error:
            wrong.add(error)
    wrong.raise_as(UsageError)
    unreadable.raise_as(Unreadable)
    return found


def map_tables(loaded: LoadedEngagement, read: Mapping[str, ReadTable]) -> dict[str, MappedTable]:
    """Every table with its headers mapped; raises UsageError with what is wrong in any of them."""
    mapped, wrong = {}, Errors()
    for name, one in read.items():
        try:
            mapped[name] = map_table(loaded, one.definition, one.files)
        except UsageError as error:
            wrong.add(error)
    wrong.raise_as(UsageError)
    return mapped


@contextmanager
def reading_on(engine: Engine, read: Mapping[str, ReadTable]) -> Iterator[None]:
    """Work that reads files where they lie: damage within them, or that one is gone, is found only then.

    Raises:
        Unreadable: in the place of an error of the engine whose reason is such damage.
    """
    try:
        yield
    except duckdb.Error:
        for table in read.values():
            for file, source in zip(
                table.files, table.sources, strict=False
            ):  # rows of audit.yaml have no source
                if source.path_taken == "typed":
                    check_parquet(engine.con.con, file.relation, source.shown)
                elif source.in_place is not None and source.in_place.lies:
                    source.in_place.refuse_changes()
        raise


def _read(
    engine: Engine, loaded: LoadedEngagement, definition: TableDefinition, unreadable: Errors
) -> ReadTable:
    name = definition.name
    source = loaded.engagement.evidence[name]
    if source.rows_inline is not None:
        return ReadTable(definition, (stage_inline(engine, loaded, definition, f"{name}__0"),))
    if source.database is not None:
        found = [_Found(server_table(engine.con.con, loaded, name, f"{name}__0"), f"{name}__0")]
    else:
        found = list(_read_files(engine, loaded, definition, unreadable))
    files = tuple(
        TextFile(
            one.source.shown,
            one.relation,
            one.source.header,
            one.source.rows,
            one.source.sheet,
            one.source.letters,
            one.source.day_zero,
            one.together,
            units=_units(one.source),
            in_place=one.source.in_place,
            numbers=one.source.delimiter is None,
        )
        for one in found
    )
    beside = tuple(one for each in found for one in each.beside)
    return ReadTable(definition, files, tuple(one.source for one in found), beside)


def _units(source: Source) -> dict[str, str]:
    """What a row of units under the header says, by header."""
    layout = source.layout
    if layout is None or not layout.units or len(layout.columns) != len(source.header):
        return {}
    return {
        header: layout.units[place]
        for place, header in zip(layout.columns, source.header, strict=True)
        if place in layout.units
    }


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of one part of a file, and the relation that it stands in."""

    source: Source
    relation: str
    part: Part | None = None
    together: bool = False
    beside: tuple[tuple[Path, str, str], ...] = ()


def _read_files(
    engine: Engine, loaded: LoadedEngagement, definition: TableDefinition, unreadable: Errors
) -> Iterator[_Found]:
    """Every file of a table with everything in it that holds the table; what cannot be read is kept as errors."""
    table = definition.name
    folder = engine.folder / "unpacked" / table
    folder.mkdir(parents=True, exist_ok=True)
    found, failed = list[_Found](), False
    for path, shown in loaded.evidence_files(table):
        try:
            for part in parts_of(loaded, table, path, shown, folder):
                found += _read_part(engine, loaded, definition, part, len(found), folder)
        except Unreadable as error:
            failed = True
            unreadable.add(error)
    if not failed:
        parts = [one.part for one in found if one.part is not None]
        refuse_idle_keys(loaded, table, parts)
        sheets = [(one.source.shown, one.source.sheet) for one in found if one.source.sheet is not None]
        refuse_idle_sheets(loaded, table, sheets, [name for one in found for _, _, name in one.beside])
    yield from _as_handed_over(_twice_remarked(found))


def _read_part(
    engine: Engine,
    loaded: LoadedEngagement,
    definition: TableDefinition,
    part: Part,
    count: int,
    folder: Path,
) -> list[_Found]:
    """One part, by what it holds and not by its extension; ``count`` parts were read before it."""
    table = definition.name
    con, source, relation = engine.con.con, loaded.engagement.evidence[table], f"{table}__{count}"
    match part.kind:
        case "workbook":
            return _read_sheets(engine, loaded, definition, part, count)
        case "json":
            read = read_json(con, part.path, part.shown, relation, encoding=source.encoding)
        case "parquet":
            read = read_parquet(con, part.path, part.shown, relation, folder, typed=True)
        case "sqlite":
            read = read_sqlite(con, part.path, part.shown, relation_of(loaded, table, part), relation)
        case _:
            read = read_delimited(
                con,
                part.path,
                part.shown,
                relation,
                encoding=None if part.was_page else source.encoding,
                delimiter="," if part.was_page else source.delimiter,
                header_row=source.header_row,
                last_row=source.last_row,
                known=_usual_name(definition, source),
                in_place=part.path == part.handed_over,
            )
            if part.was_page:
                read = replace(read, remarks=(*read.remarks, Remark(PAGE_READ())))
    if part.path != part.handed_over and part.kind != "parquet":  # a Parquet file is read where it lies
        part.path.unlink()
    return [_Found(read, relation, part)]


def _read_sheets(
    engine: Engine, loaded: LoadedEngagement, definition: TableDefinition, part: Part, count: int
) -> list[_Found]:
    """The sheets of a workbook that hold a table; together where they are several."""
    source, found = loaded.engagement.evidence[definition.name], list[_Found]()
    with opened(part.path, part.shown) as book:
        sheets = chosen(loaded, definition.name, book)
        others = [one.name for one in book.sheets if one not in sheets]
        for sheet in sheets:
            relation = f"{definition.name}__{count + len(found)}"
            read = read_sheet(
                engine.con.con,
                book,
                sheet,
                relation,
                header_row=source.header_row,
                last_row=source.last_row,
                known=_usual_name(definition, source),
                mark=f"{part.shown}#{sheet.name}" if len(sheets) > 1 else None,
            )
            found.append(_Found(read, relation, part, together=len(sheets) > 1))
    if others:  # what is unpacked is kept as well: the rows beside are counted when all tables are read
        beside = tuple((part.path, part.shown, name) for name in others)
        found[0] = replace(found[0], beside=beside)
    elif part.path != part.handed_over:
        part.path.unlink()
    return found


def _usual_name(definition: TableDefinition, source: TableSource) -> Known:
    """Whether a text is a header that the table is known to have, or that audit.yaml names."""
    words = {normalised(name) for column in definition.columns for name in column.headers}
    words.update(map(normalised, source.named.values()))
    return lambda name: normalised(name) in words


def _twice_remarked(found: Sequence[_Found]) -> Iterator[_Found]:
    """The same, with a remark on a file whose content came before: its rows count twice."""
    first: dict[tuple[str, str | None], str] = {}
    for one in found:
        key = (one.source.sha256, one.source.sheet)
        earlier = first.setdefault(key, one.source.shown)
        if earlier == one.source.shown:
            yield one
        else:
            remarks = (*one.source.remarks, Remark(FILE_TWICE(other=earlier)))
            yield replace(one, source=replace(one.source, remarks=remarks))


def _as_handed_over(found: Iterable[_Found]) -> Iterator[_Found]:
    """The same, with hash and size of the archive in the place of those of its unpacked content."""
    digests: dict[Path, str] = {}
    for one in found:
        part = one.part
        if part is None or part.path == part.handed_over:
            yield one
            continue
        if part.handed_over not in digests:
            with part.handed_over.open("rb") as file:
                digests[part.handed_over] = hashlib.file_digest(file, "sha256").hexdigest()
        size = part.handed_over.stat().st_size
        yield replace(one, source=replace(one.source, sha256=digests[part.handed_over], bytes=size))
