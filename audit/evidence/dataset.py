"""What measures may ask of the evidence: typed, valid rows of the period, and the facts of the engagement."""

from __future__ import annotations

import copy
import dataclasses as dc
import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Literal

import ibis
import ibis.expr.types as ir
import numpy as np

from audit.criteria.instrument import FacetName, Instrument
from audit.criteria.item import RequiredDocument
from audit.engagement import ImportantItems
from audit.engines import Measuring
from audit.evidence.aggregates import added_up, grouping, only_sums
from audit.evidence.calendar import Calendar
from audit.evidence.catalogue import TABLES
from audit.evidence.privacy import harmless, number_in_words
from audit.text import Message, Text, message

MOST_ROWS = 10_000
"""A table with more rows than this is not handed out row by row."""

FailureScheme = Literal["src", "bbt", "khd", "nak"]

ABSENT = message("E-ABSENT", zh="没有提交数据表“{table}”", en="{table} was not handed over")
BROKEN = message(
    "E-BROKEN", zh="“{table}”有错误，无法使用", en="{table} cannot be used because of its errors"
)
COLUMNS_ABSENT = message(
    "E-COLUMNS-ABSENT",
    zh="“{table}”中没有以下列：{columns}",
    en="{table} was handed over without {columns}",
)


@dataclass(frozen=True)
class HandedOver:
    """A table as it came: its rows for the measures, the columns that its files have, its hash.

    ``history`` holds the valid rows of every date, where some lie outside the period.
    """

    rows: ir.Table
    columns: frozenset[str]
    sha256: str
    history: ir.Table | None = None


class Evidence:
    """The evidence of one engagement, staged in the engine.

    Attributes:
        survey: the instrument; ``instrument`` is the same, or None where audit.yaml names none.
        facets: facets of the instrument of which at least one answer column was handed over.
        period: first day, and the day after the last.
        cut: the only now, local and without offset; ``as_of`` is the same as an expression.
        clock: ``calendar`` or ``business``, the clock of the targets.
        declared: what audit.yaml declares, such as ``targets.acknowledge_h``.
        census: tables vouched for as complete.
        required_documents: checklist item -> the documents that it expects.
        failure_scheme: the typology that the organisation adopted; see ``adopted_class``.
        services: the services in scope.
        satisfaction_scale: the smallest and the largest answer of every question on satisfaction as a whole.
        important_items: the items that were agreed to matter most, and when; None where nothing was agreed.
        persons: the columns whose values stand for persons, and are numbered in a result.
    """

    def __init__(
        self,
        engine: Measuring,
        tables: Mapping[str, HandedOver],
        *,
        instrument: Instrument | None,
        period: tuple[dt.date, dt.date],
        cut: dt.datetime,
        calendar: Calendar,
        clock: str = "calendar",
        broken: frozenset[str] = frozenset(),
        declared: Mapping[str, float] | None = None,
        census: frozenset[str] = frozenset(),
        seed: int = 0,
        required_documents: Mapping[str, tuple[RequiredDocument, ...]] | None = None,
        failure_scheme: FailureScheme = "src",
        services: tuple[str, ...] = (),
        satisfaction_scale: tuple[float, float] = (1, 7),
        important_items: ImportantItems | None = None,
        persons: frozenset[str] = frozenset(),
    ) -> None:
        self._engine, self._tables, self._calendar = engine, tables, calendar
        self._broken = broken
        self._derived: dict[str, ir.Table] = {}
        self._variant = ""
        self.instrument = instrument
        self.period, self.cut, self.clock = period, cut, clock
        self.as_of: ir.TimestampScalar = ibis.literal(cut, type="timestamp")
        self.declared = dict(declared or {})
        self.census, self.seed = census, seed
        self.required_documents = dict(required_documents or {})
        self.failure_scheme, self.services = failure_scheme, services
        self.satisfaction_scale = satisfaction_scale
        self.important_items = important_items
        self.persons = persons
        self.facets = frozenset(
            facet for facet in (instrument.facets if instrument else ()) if self._items_of(facet)
        )

    def moved(self, to: Measuring, hand_over: Callable[[str, ir.Table], ir.Table]) -> Evidence:
        """The same evidence on another engine, to which ``hand_over`` takes the rows of a table under a name."""
        there = copy.copy(self)
        there._engine, there._derived = to, {}
        there._tables = {
            name: dc.replace(
                one,
                rows=hand_over(name, one.rows),
                history=None if one.history is None else hand_over(f"{name}_history", one.history),
            )
            for name, one in self._tables.items()
        }
        return there

    @property
    def survey(self) -> Instrument:
        """The instrument of the survey; raises LookupError where audit.yaml names none."""
        if self.instrument is None:
            raise LookupError("audit.yaml names no instrument")
        return self.instrument

    @property
    def business_day_hours(self) -> float | None:
        """Length of a working day in hours; None where the open days differ in length."""
        return self._calendar.business_day_hours

    def handed_over(self, table: str, *columns: str) -> bool:
        """Whether the table can be used and every column stands in its files."""
        return (
            table in self._tables
            and table not in self._broken
            and self._tables[table].columns.issuperset(columns)
        )

    def why_not(self, table: str, *columns: str) -> Message:
        """Why ``handed_over`` is false, in words; raises ValueError where it is true."""
        title = TABLES[table].title
        if table in self._broken:
            return BROKEN(table=title)
        if table not in self._tables:
            return ABSENT(table=title)
        absent = [name for name in columns if name not in self._tables[table].columns]
        if not absent:
            raise ValueError(f"{table} was handed over with {', '.join(columns)}")
        return COLUMNS_ABSENT(table=title, columns=", ".join(absent))

    def table(self, name: str) -> ir.Table:
        """The valid rows of a table that lie in the period, with every column of the catalogue.

        Columns that were not handed over are null. ``_file`` and ``_row`` say where a row stands.
        Raises KeyError for a table that was not handed over or is broken.
        """
        if not self.handed_over(name):
            raise KeyError(name)
        return self._tables[name].rows

    def history(self, name: str) -> ir.Table:
        """The valid rows of a table whatever their date, for what reaches back before the period.

        Raises KeyError for a table that was not handed over or is broken.
        """
        rows = self.table(name)
        whole = self._tables[name].history
        return rows if whole is None else whole

    @property
    def adopted_class(self) -> str:
        """The column of ``failures`` that holds the class of the adopted typology."""
        return f"{self.failure_scheme}_class"

    def __getattr__(self, name: str) -> ir.Table:
        if name.startswith("_") or name not in TABLES:
            raise AttributeError(name)
        return self.table(name)

    def rows(self, name: str) -> tuple[SimpleNamespace, ...]:
        """The rows of a small table in file order, as Python values.

        Raises:
            ValueError: above 10,000 rows, which are to be asked with an expression.
        """
        table = self.table(name)
        found = self.run(table.order_by("_file", "_row").limit(MOST_ROWS + 1))
        if len(found) > MOST_ROWS:
            raise ValueError(f"{name} has more than {MOST_ROWS} rows")
        return tuple(SimpleNamespace(**{key: _plain(value) for key, value in row.items()}) for row in found)

    def derived(self, name: str, build: Callable[[], ir.Table]) -> ir.Table:
        """A table made from the evidence once and kept, for what several measures stand on."""
        if name not in self._derived:
            self._derived[name] = self._engine.keep(f"derived_{self._variant}{name}", build())
        return self._derived[name]

    def named(self, name: str, build: Callable[[], ir.Table]) -> ir.Table:
        """The same for what costs less to compute than to keep: written once, computed by whatever reads it."""
        if name not in self._derived:
            self._derived[name] = self._engine.name(f"derived_{self._variant}{name}", build())
        return self._derived[name]

    def with_rows(self, variant: str, table: str, rows: ir.Table) -> Evidence:
        """The same evidence with other rows of one table, for a second run; ``variant`` names it.

        ``rows`` has the table's columns. Raises KeyError for a table that was not handed over.
        """
        other = copy.copy(self)
        other._tables = {**self._tables, table: dc.replace(self._tables[table], rows=rows)}
        other._derived, other._variant = {}, f"{variant}_"
        return other

    def answers(self, facet: FacetName) -> dict[str, ir.FloatingColumn]:
        """Item -> its answers in ``survey_customers``, reversed items turned; items not asked are absent."""
        instrument, table = self.survey, self.table("survey_customers")
        found = {}
        for item in instrument.items:
            if item.id in self._items_of(facet):
                answer = table[instrument.column(facet, item)]
                found[item.id] = sum(instrument.scale) - answer if item.reversed else answer
        return found

    def beliefs(self) -> dict[str, ir.FloatingColumn]:
        """Item -> what managers believe customers expect, in ``survey_managers``; reversed items turned."""
        instrument, found = self.survey, {}
        for item in instrument.items:
            name = instrument.belief_column(item)
            if self.handed_over("survey_managers", name):
                belief = self.table("survey_managers")[name]
                found[item.id] = sum(instrument.scale) - belief if item.reversed else belief
        return found

    def weights(self, table: str = "survey_customers") -> dict[str, ir.FloatingColumn]:
        """Dimension -> the points out of 100 given to it; empty unless every dimension was asked."""
        if self.instrument is None or not self.instrument.weights_asked:
            return {}
        found = self.by_dimension(table, "w")
        return found if len(found) == len(self.instrument.dimensions) else {}

    def by_dimension(self, table: str, prefix: str) -> dict[str, ir.FloatingColumn]:
        """Dimension -> the answers to what a survey asks once a dimension; see ``Instrument.dimension_column``."""
        instrument = self.survey
        names = {one.id: instrument.dimension_column(prefix, one) for one in instrument.dimensions}
        return {one: self.table(table)[name] for one, name in names.items() if self.handed_over(table, name)}

    def hours(
        self, start: ir.TimestampValue, end: ir.TimestampValue, clock: str | None = None
    ) -> ir.FloatingValue:
        """Hours between two local timestamps of one table, on a clock; see ``Calendar.hours``."""
        return self._calendar.hours(start, end, clock or self.clock)

    def reading(self, moment: ir.TimestampValue) -> ir.NumericValue:
        """What the clock of the targets shows at a local moment; see ``Calendar.reading``."""
        return self._calendar.reading(moment, self.clock)

    def sha256(self, table: str) -> str:
        """The hash of the rows that measures see."""
        return self._tables[table].sha256

    def title(self, kind: str, key: str) -> Text | None:
        """The words for a key, such as ("dimension", "tan"), ("standard", "S1") or ("channel", "phone").

        A standard and a promise bear the organisation's own, without anything personal in it; nothing stands
        for a key that has no words.
        """
        found = number_in_words(key, person=kind in self.persons)
        if found is not None:
            return found
        if kind in ("standard", "promise"):
            own = (self._standards if kind == "standard" else self._promises).get(key)
            return None if own is None else harmless(own)
        return self._survey_words(kind).get(key) or _label(kind, key)

    def run(self, expr: ir.Expr) -> list[dict[str, Any]]:
        """Execute a table expression: its rows as dicts of Python values."""
        rows: list[dict[str, Any]] = self._engine.fetch(expr).to_pylist()
        return rows

    def aggregates_by(
        self, columns: Sequence[str], cases: ir.Table, wanted: Mapping[str, ir.Scalar]
    ) -> dict[str | None, list[dict[str, Any]]]:
        """Aggregates over all cases, under None, and for each value of some columns, one column at a time.

        The cases are gone through once. Rows are dicts of Python values, with that of the column under its name.
        """
        apart = {column: f"_not_by_{column}" for column in columns}
        told = {name: grouping(cases[column]) for column, name in apart.items()}
        grouped = (cases.group_by(list(columns)) if columns else cases).aggregate(**wanted, **told)
        # Every case is in one group of a column, so that sums over all cases are those of its groups added up.
        add_up = bool(columns) and only_sums(wanted)
        rows = self._engine.fetch_by_each(grouped, len(columns), by_none=not add_up).to_pylist()
        found: dict[str | None, list[dict[str, Any]]] = {None: [], **{column: [] for column in columns}}
        for row in rows:
            found[next((column for column, name in apart.items() if not row[name]), None)].append(row)
        if add_up and rows:
            found[None] = [added_up(wanted, found[columns[0]])]
        if not found[None]:
            # Over no rows SQL has a grand total of one row; Spark, which groups by sets row by row, has none.
            found[None] = self._engine.fetch(cases.aggregate(**wanted)).to_pylist()
        return found

    def columns(self, expr: ir.Table) -> dict[str, np.ndarray[Any, np.dtype[Any]]]:
        """Execute a table expression: its columns as arrays, without the rows in which one is null."""
        table = self._engine.fetch(expr).drop_null()
        return {name: table[name].to_numpy() for name in table.column_names}

    def columns_by(
        self, column: str, expr: ir.Table
    ) -> dict[object, dict[str, np.ndarray[Any, np.dtype[Any]]]]:
        """The other columns as arrays, as ``columns`` gives them, for each value of one; None is a value too."""
        table = self._engine.fetch(expr)
        for name in table.column_names:
            if name != column and table[name].null_count:
                table = table.filter(table[name].is_valid())
        groups = table[column].combine_chunks().dictionary_encode(null_encoding="encode")
        code = groups.indices.to_numpy()
        order = np.argsort(code, kind="stable")
        ends = np.searchsorted(code[order], np.arange(len(groups.dictionary) + 1))
        arrays = {name: table[name].to_numpy()[order] for name in table.column_names if name != column}
        return {
            value: {name: array[start:end] for name, array in arrays.items()}
            for value, start, end in zip(groups.dictionary.to_pylist(), ends[:-1], ends[1:], strict=True)
        }

    def _items_of(self, facet: FacetName) -> frozenset[str]:
        instrument = self.instrument
        if instrument is None or facet not in instrument.facets or not self.handed_over("survey_customers"):
            return frozenset()
        there = self._tables["survey_customers"].columns
        return frozenset(item.id for item in instrument.items if instrument.column(facet, item) in there)

    @functools.cached_property
    def _standards(self) -> dict[str, Text]:
        if not self.handed_over("service_standards", "title"):
            return {}
        titled = (one for one in self.rows("service_standards") if one.title is not None)
        return {one.standard_id: Text(zh=one.title, en=one.title) for one in titled}

    @functools.cached_property
    def _promises(self) -> dict[str, Text]:
        if not self.handed_over("promises", "text"):
            return {}
        worded = ((one.promise_id, f"{one.promise_id} {one.text}") for one in self.rows("promises"))
        return {promise: Text(zh=words, en=words) for promise, words in worded}

    def _survey_words(self, kind: str) -> dict[str, Text]:
        instrument = self.instrument
        if instrument is None:
            return {}
        match kind:
            case "dimension":
                return {one.id: Text(zh=one.zh, en=one.en) for one in instrument.dimensions}
            case "item":
                return {one.id: Text(zh=one.zh, en=one.en) for one in instrument.items}
            case "facet":
                return {name: Text(zh=one.zh, en=one.en) for name, one in instrument.facets.items()}
        return {}


def _label(column: str, code: str) -> Text | None:
    for table in TABLES.values():
        for one in table.columns:
            if one.name == column and one.labels and code in one.labels:
                zh, en = one.labels[code][:2]
                return Text(zh=zh, en=en)
    return None


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
