"""From audit.yaml to evidence that can be measured: read, map, type, check, select the period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import ibis
import ibis.expr.types as ir

from audit.criteria.instrument import Instrument
from audit.criteria.item import RequiredDocument
from audit.engagement import Engagement, LoadedEngagement
from audit.engines import ROW_GROUP, Engine
from audit.errors import Errors, Unreadable
from audit.evidence import problems
from audit.evidence.beside import beside
from audit.evidence.calendar import YEARS_AROUND, Calendar
from audit.evidence.checking import check, in_words, set_aside
from audit.evidence.coverage import Coverage, coverage, told
from audit.evidence.crosschecks import cross_check
from audit.evidence.dataset import Evidence, HandedOver
from audit.evidence.manifest import Counts, table_entry
from audit.evidence.names import check_tables
from audit.evidence.outside import of_period, outside
from audit.evidence.packaged import unpacked
from audit.evidence.privacy.errors import discreet_errors
from audit.evidence.privacy.gate import screen
from audit.evidence.problems import Place, at_place, group
from audit.evidence.reading import map_tables, read_tables, reading_on
from audit.evidence.record_marks import record_marks
from audit.evidence.references import parents_of, unchecked
from audit.evidence.remarks import remarked
from audit.evidence.staging import FAULTS, Staged, stage
from audit.evidence.totals import compare_totals
from audit.evidence.unanswered import unanswered
from audit.evidence.unread import unread
from audit.evidence.validation import Parents, Violation
from audit.evidence.widening.surveys import widen
from audit.result.manifest import Manifest
from audit.result.problem import Problem, ProblemGroup, RecordMark
from audit.text import Text

EXAMPLES = 20
"""How many places of one problem are kept; the count is always exact."""

READING = Text(zh="读取证据文件", en="Reading the files")
CHECKING = Text(zh="校验{table}", en="Checking {table}")

Progress = Callable[[Text], None]

_One = TypeVar("_One")
_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True)
class Intake:
    """The evidence, its manifest, what is wrong with it, and the tables that no measure may read."""

    evidence: Evidence
    manifest: Manifest
    groups: tuple[ProblemGroup, ...]
    broken: frozenset[str]
    records: tuple[RecordMark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Checked:
    """A staged table and what validation says of it."""

    staged: Staged
    violations: tuple[Violation, ...]
    groups: tuple[ProblemGroup, ...]


@dataclass(frozen=True, slots=True)
class _Usable:
    """The valid rows of the period, how many there are, and those of every date where some lie outside."""

    rows: ir.Table
    counts: Counts
    history: ir.Table | None


@discreet_errors()
def take_in(
    loaded: LoadedEngagement,
    instrument: Instrument | None,
    engine: Engine,
    *,
    required_documents: Mapping[str, tuple[RequiredDocument, ...]] | None = None,
    progress: Progress | None = None,
    examples: int = EXAMPLES,
    records: bool = False,
) -> Intake:
    """Read, map, type and check every table of audit.yaml, and stage what measures may see.

    Args:
        loaded: the engagement.
        instrument: the questionnaire that it names; gives the survey its answer columns.
        engine: where the tables are staged; they live as long as it does.
        required_documents: checklist item -> the documents that it expects, for the measures.
        progress: told what is being done.
        examples: how many places of one problem are kept.
        records: whether the records of these places get a fingerprint.

    Raises:
        UsageError: audit.yaml names what there is not; everything wrong is told at once.
        Unreadable: files cannot be opened, decoded or parsed; all of them are told.
    """
    in_files = unpacked(loaded)
    loaded, engagement = in_files.loaded, in_files.loaded.engagement
    tell: Progress = progress or (lambda _: None)
    check_tables(loaded)
    tell(READING)
    calendar = calendar_of(engagement)
    read = read_tables(engine, loaded, instrument)
    if all(one.rows <= ROW_GROUP for one in read.values()):
        engine.use_one_thread()
    with reading_on(engine, read):
        screened = _each(map_tables(loaded, read), lambda one: screen(engine, loaded, one))
        staged = _each(screened, lambda one: stage(engine, loaded, one.mapped, calendar, examples))
    read = {name: one.settled() for name, one in read.items()}
    refused = frozenset(name for name, one in screened.items() if one.refused)
    widened = widen(engine, staged, instrument, refused=refused, examples=examples)
    staged = dict(widened.staged)
    # All tables are checked before rows are taken out of any: a key of a row that is set aside still exists.
    checked = {}
    for name, one in staged.items():
        title = one.mapped.definition.title
        tell(Text(zh=CHECKING.zh.format(table=title.zh), en=CHECKING.en.format(table=title.en)))
        parents = parents_of(engine, one, staged, instrument)
        checked[name] = _check(engine, one, parents, examples, engagement.cut.date())
    groups = [
        *_not_read(loaded),
        *unread(read),
        *beside(loaded, read),
        *in_files.groups,
        *(found for one in screened.values() for found in one.groups),
    ]
    groups += (found for name, one in read.items() for found in remarked(name, one.sources, examples))
    groups += (found for one in checked.values() for found in one.groups)
    groups += widened.groups
    groups += unanswered(
        engine, {name: one for name, one in staged.items() if name not in refused}, instrument
    )
    period = (engagement.period.start, engagement.period.end)
    crossed = cross_check(engine, staged, period, examples)
    marks = tuple(record_marks(engine, staged, (*groups, *crossed.groups))) if records else ()
    usable = {
        name: _usable(engine, one, crossed.aside.get(name), engagement) for name, one in checked.items()
    }
    frame = staged.get("survey_frame")
    reaches = {
        name: coverage(engine, staged[name].mapped.definition, one.rows, one.counts.used, engagement)
        for name, one in usable.items()
    }
    entries = {
        name: table_entry(
            engine,
            read[name],
            staged[name],
            one.rows,
            one.counts,
            frame.table if frame else None,
            reach=reaches[name],
            personal=screened[name].found,
            census=name in engagement.census,
        )
        for name, one in usable.items()
    }
    groups += compare_totals(
        engine, staged, {name: one.rows for name, one in usable.items()}, entries, examples
    )
    groups += crossed.groups
    for name, found in usable.items():
        groups += _outside(engine, staged[name], found.history, engagement)
        groups += _reach(staged[name], reaches[name])
    broken = frozenset(
        name
        for name, one in usable.items()
        if staged[name].mapped.incomplete or one.counts.nothing_left or screened[name].refused
    )
    evidence = Evidence(
        engine,
        {
            name: HandedOver(one.rows, staged[name].mapped.columns, entries[name].sha256, one.history)
            for name, one in usable.items()
        },
        instrument=instrument,
        period=period,
        cut=engagement.cut,
        calendar=calendar,
        clock=engagement.targets.clock,
        broken=broken,
        declared=declared(engagement),
        census=frozenset(engagement.census),
        seed=engagement.seed,
        required_documents=required_documents,
        failure_scheme=engagement.failure_scheme,
        services=engagement.services,
        satisfaction_scale=engagement.satisfaction_scale,
        important_items=engagement.important_items,
        persons=frozenset(name for one in screened.values() for name in one.persons),
    )
    return Intake(evidence, Manifest(tables=tuple(entries.values())), tuple(groups), broken, marks)


def _each(tables: Mapping[str, _One], done: Callable[[_One], _Done]) -> dict[str, _Done]:
    """Something done to every table.

    Raises:
        Unreadable: with what is wrong with the files of any of them, found only now.
    """
    found, errors = dict[str, _Done](), Errors()
    for name, one in tables.items():
        try:
            found[name] = done(one)
        except Unreadable as error:
            errors.add(error)
    errors.raise_as(Unreadable)
    return found


def calendar_of(engagement: Engagement) -> Calendar:
    """The clocks of an engagement."""
    years = (engagement.period.start.year - YEARS_AROUND, engagement.cut.year + YEARS_AROUND)
    return Calendar(engagement.timezone, engagement.business_hours, engagement.holidays, years)


def declared(engagement: Engagement) -> dict[str, float]:
    """The numbers that audit.yaml declares, by their place in it: ``targets.acknowledge_h``."""
    sections = {
        "targets": engagement.targets.model_dump(exclude={"clock"}, exclude_none=True),
        "people": engagement.people.model_dump(exclude_none=True),
    }
    return {f"{name}.{key}": float(value) for name, part in sections.items() for key, value in part.items()}


def _check(engine: Engine, one: Staged, parents: Parents, examples: int, as_of: dt.date) -> _Checked:
    found = check(engine, one, parents, examples, as_of)
    groups = (
        *_of_headers(one.mapped.problems),
        *one.groups,
        *in_words(one, found),
        *unchecked(one, parents),
        *_never_excluded(one),
    )
    return _Checked(one, found, groups)


def _of_headers(said: Iterable[Problem]) -> Iterator[ProblemGroup]:
    """Problems of headers: notes of one kind as one group a file, the others each for itself."""
    noted: dict[tuple[str, str], list[Problem]] = {}
    for one in said:
        if one.level == "note":
            noted.setdefault((one.code, one.file), []).append(one)
        else:
            yield group(1, [one])
    for headers in noted.values():
        yield group(len(headers), headers[:EXAMPLES])


def _not_read(loaded: LoadedEngagement) -> Iterator[ProblemGroup]:
    """A key of audit.yaml that is known and that nothing reads yet: said, so that nobody relies on it."""
    key = "concessions"
    if loaded.engagement.concessions is not None:
        place = Place(table=None, file=loaded.file.shown, at=str(loaded.file.place((key,))[0]))
        yield group(1, [at_place(problems.KEY_NOT_READ, place, key=key)])


def _never_excluded(one: Staged) -> Iterator[ProblemGroup]:
    for header, value in one.selection.never:
        place = Place(table=one.mapped.definition.name, file="audit.yaml", their_column=header)
        yield group(1, [at_place(problems.EXCLUDED_NEVER, place, label=value, header=header)])


def _outside(
    engine: Engine, one: Staged, whole: ir.Table | None, engagement: Engagement
) -> Iterator[ProblemGroup]:
    """The rows of a table that the period does not hold; ``whole`` are those of every date, None where all lie in it."""
    if whole is not None:
        found = outside(engine, one.mapped.definition, whole, engagement, _end_of(one))
        if found is not None:
            rows, said = found
            yield group(rows, [said])


def _reach(one: Staged, found: Coverage) -> Iterator[ProblemGroup]:
    """How far a table reaches, in words."""
    return (group(1, [problem]) for problem in told(found, _end_of(one)))


def _end_of(one: Staged) -> Place:
    """Where it is told how far a table reaches: in its last file, where the rest would stand."""
    file = one.mapped.files[-1].file
    return Place(
        table=one.mapped.definition.name,
        file=file.shown,
        sheet=file.sheet,
        column=one.mapped.definition.anchor,
    )


def _usable(engine: Engine, one: _Checked, crossed: ir.Table | None, engagement: Engagement) -> _Usable:
    """The rows without an error: of the period, and of every date. The others are taken out."""
    table = one.staged.table
    staged = valid = _count(engine, table.get_name())
    aside = set_aside(one.staged, one.violations)
    if crossed is not None:
        aside.append(engine.con.compile(crossed.select("_file", "_row")))
    if aside:
        # In place: copying the others takes as long as typing them.
        valid = staged - one.staged.stored.take_out(engine.con.con, " UNION ALL ".join(aside))
    columns = [column for column in table.columns if not column.startswith(FAULTS)]
    definition = one.staged.mapped.definition
    asked = ", ".join(f'"{column}"' for column in columns)
    schema = ibis.schema({column: table.schema()[column] for column in columns})
    whole = _view(engine, f"{definition.name}__valid", f'SELECT {asked} FROM "{table.get_name()}"', schema)  # noqa: S608 - our own names
    inside = of_period(definition, engagement)
    if inside is None:
        return _Usable(whole, Counts(staged, valid, used=valid), history=None)
    within = f'SELECT * FROM "{whole.get_name()}" WHERE {inside}'  # noqa: S608 - our own names
    rows = _view(engine, f"{definition.name}__used", within, schema)
    used = _count(engine, rows.get_name())
    if used == valid:
        return _Usable(whole, Counts(staged, valid, used), history=None)
    return _Usable(rows, Counts(staged, valid, used), history=whole)


def _view(engine: Engine, name: str, rows: str, schema: ibis.Schema) -> ir.Table:
    engine.run_sql(f'CREATE OR REPLACE TEMP VIEW "{name}" AS {rows}')
    return engine.table(name, schema)


def _count(engine: Engine, table: str) -> int:
    ((rows,),) = engine.con.con.execute(f'SELECT count(*) FROM "{table}"').fetchall()  # noqa: S608 - our own names
    return int(rows)
