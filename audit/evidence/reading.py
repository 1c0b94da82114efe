"""The files that audit.yaml names -> text tables of the engine, with the errors of all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from audit.criteria.instrument import Instrument
from audit.engagement import LoadedEngagement
from audit.engines import Engine
from audit.errors import AuditError, Located, Unreadable, UsageError
from audit.evidence.catalogue import table_definition
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.inline import stage_inline
from audit.evidence.mapping import MappedTable, TextFile, map_table
from audit.evidence.readers.delimited import read_delimited
from audit.evidence.readers.sheet import read_sheet
from audit.evidence.readers.source import Source
from audit.evidence.readers.workbook import is_workbook, opened
from audit.evidence.sheets import chosen, refuse_without_workbook


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table as text; ``sources`` are the records of its files, none where audit.yaml holds the rows."""

    definition: TableDefinition
    files: tuple[TextFile, ...]
    sources: tuple[Source, ...] = ()

    @property
    def rows(self) -> int:
        """How many records were read."""
        return sum(file.rows for file in self.files)


@dataclass
class Errors:
    """The errors of several tables, so that one run tells them all."""

    located: list[Located] = field(default_factory=list)
    total: int = 0

    def add(self, error: AuditError) -> None:
        """Keep what an error says."""
        self.located += error.located
        self.total += error.total

    def raise_as(self, kind: type[AuditError]) -> None:
        """Raise everything that was kept, if anything was."""
        if self.located:
            raise kind(self.located, total=self.total)


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


def _read(
    engine: Engine, loaded: LoadedEngagement, definition: TableDefinition, unreadable: Errors
) -> ReadTable:
    source = loaded.engagement.evidence[definition.name]
    if source.rows_inline is not None:
        return ReadTable(definition, (stage_inline(engine, loaded, definition, f"{definition.name}__0"),))
    sources, files = list[Source](), list[TextFile]()
    for index, (path, shown) in enumerate(loaded.evidence_files(definition.name)):
        relation = f"{definition.name}__{index}"
        try:
            one = _read_file(engine, loaded, definition.name, path, shown, relation)
        except Unreadable as error:
            unreadable.add(error)
            continue
        sources.append(one)
        files.append(TextFile(shown, relation, one.header, one.rows, one.sheet, one.letters, one.day_zero))
    if sources and all(one.sheet is None for one in sources):
        refuse_without_workbook(loaded, definition.name)
    return ReadTable(definition, tuple(files), tuple(sources))


def _read_file(
    engine: Engine, loaded: LoadedEngagement, table: str, path: Path, shown: str, relation: str
) -> Source:
    """One file, by what it holds and not by its extension."""
    source = loaded.engagement.evidence[table]
    con = engine.con.con
    if is_workbook(path):
        with opened(path, shown) as book:
            sheet = chosen(loaded, table, book)
            return read_sheet(con, book, sheet, relation, header_row=source.header_row)
    return read_delimited(
        con,
        path,
        shown,
        relation,
        encoding=source.encoding,
        delimiter=source.delimiter,
        header_row=source.header_row,
    )
