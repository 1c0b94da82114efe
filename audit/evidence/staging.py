"""Text tables -> one typed table of the catalogue, with every cell that could not be read told at its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import get_args

import duckdb
import ibis
import ibis.expr.types as ir

from audit.engagement import LoadedEngagement
from audit.engines import Engine
from audit.errors import Errors, Located, Unreadable, UsageError
from audit.evidence import problems
from audit.evidence.bare_headers import SECONDS
from audit.evidence.calendar import Calendar
from audit.evidence.casting import Conventions, Reader
from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.conventions import Evidence
from audit.evidence.dates import Order
from audit.evidence.functions import Local, local_time, name
from audit.evidence.joint import Joint, parts
from audit.evidence.mapped import MappedFile, MappedTable
from audit.evidence.mending import FAULTS, Told, bit_of, mask_of
from audit.evidence.names import as_text
from audit.evidence.privacy import Stray
from audit.evidence.problems import PROBLEMS, Place, at_level, at_place, group
from audit.evidence.readers.cells import ERRORS
from audit.evidence.readers.in_place import UNPARSED, Irregular
from audit.evidence.readers.loading import forget
from audit.evidence.selecting import Selection, rule_column, select
from audit.evidence.serials import notes
from audit.evidence.stacking import Stacked, stack, stack_in_place
from audit.evidence.stored import Stored
from audit.evidence.typed import Outcome, Source, Undecided, drop, stored_rows, type_rows
from audit.result.manifest import LeftOut
from audit.result.problem import Problem, ProblemGroup
from audit.text import Template, Text, message

__all__ = ["FAULTS", "Fault", "Staged", "stage"]

_DECLARED_ORDERS: Mapping[str, Order] = {one: one for one in get_args(Order) if one != "mixed"}

DATE_FORMAT = message(
    "A-DATE-FORMAT",
    zh="“{format}”不是有效的日期格式",
    en="“{format}” is not a date format",
    mend=Text(
        zh="写法如 day-first、month-first、roc（民国年份）或 “%d-%m-%Y %H:%M”",
        en='write day-first, month-first, roc (years of the Republic of China), or a format such as "%d-%m-%Y %H:%M"',
    ),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """That a cell of a column has text but no value, and the bit of a mask that marks the rows."""

    column: ColumnDefinition
    place: int

    def marked(self, table: ir.Table) -> ir.BooleanValue:
        """The rows of which this cell could not be read."""
        return (table[mask_of(self.place)] & bit_of(self.place)) != 0


@dataclass(frozen=True, slots=True)
class Staged:
    """A typed table of the engine: every column of the catalogue, ``_file``, ``_row`` and the masks.

    ``stored`` is the table behind it, whose rows can be changed. ``faults`` are of the columns that may
    have a cell which could not be read. ``left_out`` are rows that were there and belong to something else.
    """

    mapped: MappedTable
    table: ir.Table
    stored: Stored
    faults: tuple[Fault, ...]
    selection: Selection
    groups: tuple[ProblemGroup, ...]
    left_out: tuple[LeftOut, ...] = ()

    def failed(self, column: str, table: ir.Table) -> ir.BooleanValue:
        """The rows of a table with the same masks of which a cell of this column could not be read."""
        marked = [fault.marked(table) for fault in self.faults if fault.column.name == column]
        return ibis.or_(*marked) if marked else ibis.literal(False)


def stage(
    engine: Engine, loaded: LoadedEngagement, mapped: MappedTable, calendar: Calendar, examples: int
) -> Staged:
    """Type one table and tell every cell that could not be read.

    Raises:
        UsageError: a declared date format is none.
    """
    _check_formats(engine, loaded, mapped)
    con, definition = engine.con.con, mapped.definition
    local = local_time(calendar)
    rules = {header: rule_column(index) for index, header in enumerate(_rule_names(mapped))}
    readers = tuple(
        _reader(loaded, mapped, column, calendar)
        for column in definition.columns
        if column.name in mapped.columns
    )
    table = f"{definition.name}__typed"
    type_as = partial(
        type_rows,
        con,
        table=table,
        absent={one.name: one.stored for one in definition.columns if one.name not in mapped.columns},
        order=[one.name for one in definition.columns],
        examples=examples,
    )
    lying = _where_it_lies(engine, mapped, readers, local)
    source, outcome = lying, _tried(type_as, lying) if lying is not None else None
    selection, unordered = Selection(), Outcome()
    if source is None or outcome is None:
        mapped = _loaded(con, mapped)
        stacked = stack(engine, mapped, rules, _formats(mapped, rules), local)
        given, selection, unordered = _selected(engine, loaded, mapped, stacked, rules, calendar, local)
        source = Source(given, readers, stacked.native, local, numbers=_with_numbers(mapped))
        outcome = type_as(source)
    rows = stored_rows(source, table)
    rows.forget_cells(con)
    for column, told in mapped.in_units.items():
        factor = SECONDS[told] / SECONDS[str(definition.column(column).unit)]
        con.execute(f"UPDATE {name(rows.table)} SET {name(column)} = {name(column)} * {factor!r}")  # noqa: S608 - our names
    groups = (*_groups(mapped, outcome), *_groups(mapped, unordered), *notes(engine, mapped))
    _forget(con, mapped)
    faults = tuple(
        Fault(reader.column, place)
        for place, reader in enumerate(readers)
        if reader.column.name in outcome.odd
    )
    masks = dict.fromkeys((mask_of(place) for place, _ in enumerate(readers)), "int64")
    columns = {one.name: one.stored for one in definition.columns}
    typed = engine.table(table, ibis.schema({"_file": "string", "_row": "int64", **columns, **masks}))
    return Staged(mapped, typed, rows, faults, selection, groups)


def _where_it_lies(
    engine: Engine, mapped: MappedTable, readers: Sequence[Reader], local: Local
) -> Source | None:
    """The only file of a table, to be typed where it lies; None where more is asked of its text than that.

    Lists are left out, for a row of which one is changed moves.
    """
    lying = mapped.files[0].file.in_place if len(mapped.files) == 1 else None
    if lying is None or not lying.lies or mapped.source.rows is not None:
        return None
    if mapped.numbered or mapped.joint:
        return None
    if any(reader.column.type == "list" for reader in readers):
        return None
    try:
        stacked = stack_in_place(engine, mapped, lying)
    except UNPARSED:  # it is gone
        return None
    return Source(stacked.relation, tuple(readers), stacked.native, local, lying, texts=stacked.texts)


def _with_numbers(mapped: MappedTable) -> frozenset[str]:
    return frozenset(one.file.mark for one in mapped.files if one.file.numbers)


def _tried(type_as: Callable[[Source], Outcome], source: Source) -> Outcome | None:
    """What typing a file where it lies has to tell; None where its text is to be loaded first.

    Raises:
        Unreadable: the file was changed meanwhile.
    """
    try:
        outcome = type_as(source)
    except (Irregular, Undecided):
        return None
    if source.in_place is not None:
        source.in_place.refuse_changes()
    return outcome


def _forget(con: duckdb.DuckDBPyConnection, mapped: MappedTable) -> None:
    """Free the text, which is as large as all that is typed."""
    for one in mapped.files:
        if one.file.in_place is not None and one.file.in_place.lies:
            one.file.in_place.forget(con)
        else:
            forget(con, one.file.relation)


def _loaded(con: duckdb.DuckDBPyConnection, mapped: MappedTable) -> MappedTable:
    """The same table with the text of all its files.

    Raises:
        Unreadable: files cannot be parsed after all, or were changed; all of them are told.
    """
    files, errors = list[MappedFile](), Errors()
    for one in mapped.files:
        lying = one.file.in_place
        if lying is not None and lying.lies:
            try:
                lying.load(con)
            except Unreadable as error:
                errors.add(error)
        rows = one.file.rows if lying is None else lying.rows
        files.append(replace(one, file=replace(one.file, rows=rows)))
    errors.raise_as(Unreadable)
    return replace(mapped, files=tuple(files))


def _rule_names(mapped: MappedTable) -> list[str]:
    return list(dict.fromkeys(header for one in mapped.files for header in one.rule_headers))


def _reader(
    loaded: LoadedEngagement, mapped: MappedTable, column: ColumnDefinition, calendar: Calendar
) -> Reader:
    """What reads a column: as audit.yaml declares it, and otherwise as the catalogue does."""
    source, definition = mapped.source, mapped.definition
    form = _form(mapped, column.name)
    declared, joint = form if _order(form) is None else None, column.name in mapped.joint
    values = source.values.get(column.name, {})
    return Reader(
        replace(column, unit=mapped.in_units.get(column.name, column.unit)),
        calendar,
        code=column.refers is not None or column.name in definition.key or column.name.endswith("_id"),
        conventions=Conventions(order=_order(form), decimal=source.decimal),
        form=None if joint else declared,
        joint=Joint(declared) if joint else None,
        currency=loaded.engagement.currency,
        missing=frozenset(source.missing),
        values={label: None if ours is None else as_text(ours) for label, ours in values.items()},
        errors=_errors(mapped),
    )


def _errors(mapped: MappedTable) -> frozenset[str]:
    """What stands in a cell whose formula failed; text files have no such cells."""
    return frozenset(ERRORS) if any(one.file.sheet is not None for one in mapped.files) else frozenset()


def _selected(
    engine: Engine,
    loaded: LoadedEngagement,
    mapped: MappedTable,
    stacked: Stacked,
    rules: Mapping[str, str],
    calendar: Calendar,
    local: Local,
) -> tuple[str, Selection, Outcome]:
    """The relation of the rows that count, how many do not, and what is wrong with the moments they are ordered by."""
    rule, con = mapped.source.rows, engine.con.con
    if rule is None:
        return stacked.relation, Selection(), Outcome()
    chosen, moments, unordered = f"{mapped.definition.name}__chosen", None, Outcome()
    if rule.by is not None:
        moments = f"{mapped.definition.name}__moments"
        column = _ordering(rule.by, rules[rule.by])
        form = _form(mapped, rule.by)
        reader = Reader(
            column,
            calendar,
            conventions=Conventions(order=_order(form)),
            form=None if rule.by in mapped.joint or _order(form) is not None else form,
            joint=Joint(form if _order(form) is None else None) if rule.by in mapped.joint else None,
            missing=frozenset(mapped.source.missing),
            errors=_errors(mapped),
        )
        unordered = type_rows(con, Source(stacked.relation, (reader,), {}, local), moments)
    selection = select(
        con, stacked.relation, chosen, rule, rules, missing=mapped.source.missing, moments=moments
    )
    if moments is not None:
        drop(con, moments)
    read_anyway = any(rule.by in (*one.headers, *one.headers.values()) for one in mapped.files)
    return chosen, selection, Outcome() if read_anyway else unordered


def _ordering(header: str, ours: str) -> ColumnDefinition:
    """The column that orders the states of a case: none of the catalogue's, and no row is set aside for it."""
    return ColumnDefinition(
        name=ours,
        type="datetime",
        title=Text(zh=header, en=header),
        note=None,
        unit=None,
        aliases=(),
        pii="none",
        level="warning",
        labels=None,
        refers=None,
        ends_day=False,
        required=False,
        checks=(),
    )


def _formats(mapped: MappedTable, rules: Mapping[str, str]) -> dict[str, str | None]:
    """The strptime format of each column of dates that has one, by our name."""
    ours = {column.name: _form(mapped, column.name) for column in mapped.definition.columns}
    theirs = {column: _form(mapped, header) for header, column in rules.items()}
    return {column: form for column, form in (ours | theirs).items() if _order(form) is None}


def _form(mapped: MappedTable, column: str | None) -> str | None:
    """What ``dates`` says of a column; that of a rule's header may stand under either name."""
    dates = mapped.source.dates
    if column is None or column in dates:
        return dates.get(column) if column else None
    ours = next(
        (own for one in mapped.files for own, header in one.headers.items() if header == column), None
    )
    theirs = next((one.headers[column] for one in mapped.files if column in one.headers), None)
    return dates.get(ours or "") or dates.get(theirs or "")


def _order(form: str | None) -> Order | None:
    """The order that ``dates`` declares instead of a format."""
    return _DECLARED_ORDERS.get(form) if form is not None else None


def _check_formats(engine: Engine, loaded: LoadedEngagement, mapped: MappedTable) -> None:
    wrong: list[Located] = []
    for column, form in mapped.source.dates.items():
        try:
            if form not in _DECLARED_ORDERS:
                engine.con.con.execute("SELECT try_strptime('', ?)", [form])
            known = form in _DECLARED_ORDERS or "%" in form
        except duckdb.InvalidInputException:
            known = False
        if not known:
            place = ("evidence", mapped.definition.name, "dates", column)
            wrong.append(loaded.file.at(place, DATE_FORMAT(format=form)))
    if wrong:
        raise UsageError(wrong)


def _groups(mapped: MappedTable, outcome: Outcome) -> Iterator[ProblemGroup]:
    """What reading has to tell, by file and then by column."""
    found = [(told.file, i, _told(mapped, told)) for i, told in enumerate(outcome.told)]
    found += [(one.file, -1, _shown(mapped, reader.column, one)) for reader, one in outcome.shown]
    yield from (one for _, _, one in sorted(found, key=lambda each: each[:2]))


def _told(mapped: MappedTable, told: Told) -> ProblemGroup:
    column = told.reader.column
    template = _at_level(told.template, column)
    return group(told.count, _cells(mapped, told, template))


def _at_level(template: Template, column: ColumnDefinition) -> Template:
    """A problem of a cell at the level of its column; remarks keep their own."""
    return at_level(template, column.level) if template.code[0] == "E" else PROBLEMS[template.code]


def _cells(mapped: MappedTable, told: Told, template: Template) -> Iterable[Problem]:
    column, seen = told.reader.column, Counter(text for _, text, _ in told.cells)
    of_time = told.template.code == problems.TIME.code
    for row, text, params in told.cells:
        place = _place(mapped, column, told.file, row, of_time=of_time)
        place = replace(place, among=_among(column, often=seen[text] > 1))
        shown = parts(text)[of_time] if told.reader.joint else text
        yield at_place(template, place, shown, **params)


def _among(column: ColumnDefinition, *, often: bool) -> Stray:
    """What a text stands among that its column does not understand; one that occurs again is no slip."""
    if column.type in ("enum", "list"):
        return "text" if often else "label"
    return "text" if column.type == "string" else "typed"


def _shown(mapped: MappedTable, column: ColumnDefinition, one: Evidence) -> ProblemGroup:
    place = _place(mapped, column, one.file, one.row)
    text = parts(one.text)[0] if column.name in mapped.joint else one.text
    return group(one.count, [at_place(one.template, place, text)])


def _place(
    mapped: MappedTable, column: ColumnDefinition, file: str, row: int, *, of_time: bool = False
) -> Place:
    """Where a cell stands; ``of_time`` is that of the time, where date and time stand in two columns."""
    one = next(one for one in mapped.files if one.file.mark == file)
    rules = {rule_column(index): header for index, header in enumerate(_rule_names(mapped))}
    ordering = rules.get(column.name)
    headers = one.times if of_time else one.headers
    header = one.rule_headers.get(ordering) if ordering is not None else headers.get(column.name)
    return Place(
        table=mapped.definition.name,
        file=one.file.shown,
        sheet=one.file.sheet,
        at=one.file.at(row, header),
        their_column=header,
        column=column.name if ordering is None else None,
        pii=column.pii,
    )
