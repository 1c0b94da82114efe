"""The files that audit.yaml names -> text tables of the engine, with the errors of all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.criteria.instrument import Instrument
from audit.engagement import LoadedEngagement
from audit.engines import Engine
from audit.errors import AuditError, Located, Unreadable, UsageError
from audit.evidence.catalogue import table_definition
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.inline import stage_inline
from audit.evidence.mapping import MappedTable, TextFile, map_table
from audit.evidence.readers.delimited import read_delimited
from audit.evidence.readers.source import Source


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
            one = read_delimited(
                engine.con.con,
                path,
                shown,
                relation,
                encoding=source.encoding,
                delimiter=source.delimiter,
                header_row=source.header_row,
            )
        except Unreadable as error:
            unreadable.add(error)
            continue
        sources.append(one)
        files.append(TextFile(shown, relation, one.header, one.rows))
    return ReadTable(definition, tuple(files), tuple(sources))
