"""What an engagement needs from the organisation, what has been handed over, and what waits for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from audit.criteria.checklist import Checklist
from audit.criteria.instrument import Instrument
from audit.criteria.item import Item, RequiredDocument
from audit.errors import Located
from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.measures.definition import Measure
from audit.result import ProblemGroup, ValidationResult

Need = Literal["required", "wanted", "optional"]
"""``required``: without it the table cannot be used; ``wanted``: a measure stands on it; ``optional``: neither."""

State = Literal["absent", "unreadable", "unchecked", "broken", "partial", "lacking", "faulty", "complete"]
"""``absent``     not handed over
``unreadable``  a file cannot be opened, decoded or parsed
``unchecked``   handed over, but other files stop the validation
``broken``      nothing of it can be used: a required column is missing, or every row has an error
``partial``     usable, but files that audit.yaml names have not come
``lacking``     usable, but columns are missing that measures stand on
``faulty``      usable, but rows have errors
``complete``    as asked for
"""

REVIEWERS_OWN = frozenset({"fieldwork"})
"""Tables that the reviewers fill in themselves."""


@dataclass(frozen=True, slots=True)
class Use:
    """A measure that stands on a table, and the items that stand on the measure."""

    measure: Measure
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class WantedColumn:
    """A column that is asked for; ``there`` says whether it was handed over, None where that is not known."""

    column: ColumnDefinition
    need: Need
    measures: tuple[str, ...]
    there: bool | None


@dataclass(frozen=True, slots=True)
class WantedTable:
    """A table that is asked for, and what has come of it."""

    definition: TableDefinition
    uses: tuple[Use, ...]
    columns: tuple[WantedColumn, ...]
    state: State
    groups: tuple[ProblemGroup, ...] = ()
    unreadable: tuple[Located, ...] = ()
    awaited: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that stand on it, each once, by id."""
        found = {item.id: item for use in self.uses for item in use.items}
        return tuple(found[name] for name in sorted(found))

    @property
    def usable(self) -> bool:
        """Whether anything can be measured with it."""
        return self.state in ("partial", "lacking", "faulty", "complete", "unchecked")

    @property
    def missing(self) -> tuple[ColumnDefinition, ...]:
        """The columns that measures stand on and that were not handed over."""
        return tuple(one.column for one in self.columns if one.there is False and one.need != "optional")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that cannot be assessed yet, and the tables and columns that it waits for."""

    item: Item
    measure: Measure
    tables: tuple[TableDefinition, ...]
    columns: tuple[tuple[TableDefinition, ColumnDefinition], ...]


@dataclass(frozen=True, slots=True)
class WantedDocument:
    """A document that items expect to find."""

    document: RequiredDocument
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that is asked for."""

    tables: tuple[WantedTable, ...]
    documents: tuple[WantedDocument, ...]
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What is known of the evidence: the tables that audit.yaml names, and what reading them gave.

    ``result`` is None where files could not be read; ``unreadable`` then says by table which. ``awaited`` are the
    patterns of audit.yaml, by table, that no file matches.
    """

    tables: frozenset[str] = frozenset()
    result: ValidationResult | None = None
    unreadable: Mapping[str, tuple[Located, ...]] | None = None
    awaited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def compile_request(
    checklists: Sequence[Checklist],
    measures: Mapping[str, Measure],
    definitions: Iterable[TableDefinition],
    instrument: Instrument | None,
    there: HandedOver,
) -> Request:
    """What the items of the checklists need of these tables, beside what is there."""
    items = [item for checklist in checklists for _, item in checklist.items()]
    uses = [(measures[item.pick.id], item) for item in items if item.pick and item.pick.id in measures]
    tables = tuple(
        _table(definition, _uses(definition, uses), instrument, there)
        for definition in definitions
        if definition.name not in REVIEWERS_OWN
    )
    by_name = {one.definition.name: one for one in tables}
    waiting = tuple(
        one
        for measure, item in uses
        if (one := _waiting(measure, item, by_name, instrument)).tables or one.columns
    )
    return Request(tables, tuple(_documents(items)), waiting)


def _uses(definition: TableDefinition, uses: Iterable[tuple[Measure, Item]]) -> tuple[Use, ...]:
    found: dict[str, tuple[Measure, list[Item]]] = {}
    for measure, item in uses:
        if definition.name in measure.needs:
            found.setdefault(measure.id, (measure, []))[1].append(item)
    return tuple(Use(measure, tuple(items)) for measure, items in found.values())


def _table(
    definition: TableDefinition, uses: tuple[Use, ...], instrument: Instrument | None, there: HandedOver
) -> WantedTable:
    known = _columns_there(definition.name, there)
    columns = []
    for column in definition.columns:
        measures = tuple(
            use.measure.id for use in uses if column.name in needed(use.measure, definition.name, instrument)
        )
        need: Need = "required" if column.required else "wanted" if measures else "optional"
        columns.append(WantedColumn(column, need, measures, None if known is None else column.name in known))
    lacking = any(one.need != "optional" and one.there is False for one in columns)
    groups = tuple(
        one for one in (there.result.groups if there.result else ()) if one.table == definition.name
    )
    return WantedTable(
        definition,
        uses,
        tuple(columns),
        _state(definition.name, there, groups, lacking=lacking),
        groups,
        (there.unreadable or {}).get(definition.name, ()),
        there.awaited.get(definition.name, ()),
    )


def needed(measure: Measure, table: str, instrument: Instrument | None) -> tuple[str, ...]:
    """The columns of a table that a measure stands on; answers are those of the facets that it compares."""
    columns = measure.needs.get(table, ())
    if table != "survey_customers" or instrument is None:
        return columns
    asked = [facet for facet in measure.facets if facet in instrument.facets]
    return (*columns, *(instrument.column(facet, item) for facet in asked for item in instrument.items))


def _columns_there(table: str, there: HandedOver) -> frozenset[str] | None:
    """The columns of a table that were handed over; None where that is not known."""
    if table not in there.tables:
        return frozenset()
    entry = there.result.manifest.table(table) if there.result else None
    return None if entry is None else frozenset(entry.columns)


def _state(table: str, there: HandedOver, groups: Sequence[ProblemGroup], *, lacking: bool) -> State:
    if table not in there.tables:
        return "absent"
    if there.result is None:
        return "unreadable" if table in (there.unreadable or {}) else "unchecked"
    if table in there.result.broken:
        return "broken"
    if table in there.awaited:
        return "partial"
    if lacking:
        return "lacking"
    return "faulty" if any(one.level == "error" for one in groups) else "complete"


def _waiting(
    measure: Measure, item: Item, tables: Mapping[str, WantedTable], instrument: Instrument | None
) -> Waiting:
    absent, columns = [], []
    for name in measure.needs:
        one = tables.get(name)
        if one is None:
            continue
        if not one.usable:
            absent.append(one.definition)
            continue
        wanted = needed(measure, name, instrument)
        columns += [(one.definition, column) for column in one.missing if column.name in wanted]
    return Waiting(item, measure, tuple(absent), tuple(columns))


def _documents(items: Iterable[Item]) -> Iterator[WantedDocument]:
    """Every document once, with all items that expect it."""
    found: dict[tuple[str, str], tuple[RequiredDocument, list[Item]]] = {}
    for item in items:
        for document in item.documents:
            found.setdefault((document.type, document.zh), (document, []))[1].append(item)
    return (WantedDocument(document, tuple(expecting)) for document, expecting in found.values())
