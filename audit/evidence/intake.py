"""From audit.yaml to evidence that can be measured: read, map, type, check, select the period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from audit.criteria.instrument import Instrument
from audit.criteria.item import RequiredDocument
from audit.engagement import Engagement, LoadedEngagement
from audit.engines import Engine
from audit.errors import AuditError, Located, Unreadable, UsageError
from audit.evidence import problems
from audit.evidence.calendar import Calendar
from audit.evidence.catalogue import definition as table_definition
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.checking import Parents, check, in_words, keeping, title_of
from audit.evidence.crosschecks import cross_check
from audit.evidence.dataset import Evidence, HandedOver
from audit.evidence.inline import stage_inline
from audit.evidence.manifest import NOT_TRACED, STATED, grade, iso, rows_sha256, sample_reason, source_file
from audit.evidence.mapping import MappedTable, TextFile, check_tables, map_table
from audit.evidence.problems import Place, at_place, group
from audit.evidence.readers.delimited import read_delimited
from audit.evidence.readers.source import Source
from audit.evidence.staging import FAULTS, Staged, stage
from audit.result.manifest import EvidenceGrade, LeftOut, Manifest, TableEntry
from audit.result.problem import Problem, ProblemGroup
from audit.text import Message, Text

EXAMPLES = 20
"""How many places of one problem are kept; the count is always exact."""

READING = Text(zh="读取", en="Reading")
CHECKING = Text(zh="校验", en="Checking")

EARLIER_STATES = Text(zh="同一事项的较早状态", en="earlier states of the same case")

Progress = Callable[[Text], None]


@dataclass(frozen=True, slots=True)
class Intake:
    """The evidence, its manifest, what is wrong with it, and the tables that no measure may read."""

    evidence: Evidence
    manifest: Manifest
    groups: tuple[ProblemGroup, ...]
    broken: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Read:
    """A table as text, with the records of its files."""

    definition: TableDefinition
    files: tuple[TextFile, ...]
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class _Checked:
    """A table after checking: what is left of it, and what was said."""

    staged: Staged
    rows: ir.Table
    entry: TableEntry
    groups: tuple[ProblemGroup, ...]
    broken: bool


@dataclass
class _Errors:
    """The errors of all tables, so that one run tells them all."""

    located: list[Located] = field(default_factory=list)
    total: int = 0

    def add(self, error: AuditError) -> None:
        self.located += error.located
        self.total += error.total

    def raise_as(self, kind: type[AuditError]) -> None:
        if self.located:
            raise kind(self.located, total=self.total)


def take_in(
    loaded: LoadedEngagement,
    instrument: Instrument | None,
    engine: Engine,
    *,
    required_documents: Mapping[str, tuple[RequiredDocument, ...]] | None = None,
    progress: Progress | None = None,
    examples: int = EXAMPLES,
) -> Intake:
    """Read, map, type and check every table of audit.yaml, and stage what measures may see.

    Args:
        loaded: the engagement.
        instrument: the questionnaire that it names; gives the survey its answer columns.
        engine: where the tables are staged; they live as long as it does.
        required_documents: checklist item -> the documents that it expects, for the measures.
        progress: told what is being done.
        examples: how many places of one problem are kept.

    Raises:
        UsageError: audit.yaml names what there is not; everything wrong is told at once.
        Unreadable: files cannot be opened, decoded or parsed; all of them are told.
    """
    engagement = loaded.engagement
    check_tables(loaded)
    calendar = Calendar(engagement.timezone, engagement.business_hours, engagement.holidays)
    read = _read_all(engine, loaded, instrument, progress)
    mapped = _map_all(loaded, read)
    staged: dict[str, Staged] = {}
    for name, table in mapped.items():
        if progress:
            progress(_about(CHECKING, table.definition.title))
        staged[name] = stage(engine, loaded, table, calendar, examples)
    frame = _frame(engine, staged)
    checked = {
        name: _checked(engine, engagement, staged, read[name], frame, instrument, examples) for name in staged
    }
    entries = {name: one.entry for name, one in checked.items()}
    period = (engagement.period.start, engagement.period.end)
    groups = [found for one in checked.values() for found in one.groups]
    groups += cross_check(engine, staged, entries, period, examples)
    broken = frozenset(name for name, one in checked.items() if one.broken)
    evidence = Evidence(
        engine.con,
        {
            name: HandedOver(one.rows, one.staged.mapped.columns, one.entry.sha256)
            for name, one in checked.items()
        },
        instrument=instrument,
        period=period,
        cut=engagement.cut,
        calendar=calendar,
        clock=engagement.targets.clock,
        broken=broken,
        declared=_declared(engagement),
        census=frozenset(engagement.census),
        seed=engagement.seed,
        required_documents=required_documents,
    )
    return Intake(evidence, Manifest(tables=tuple(entries.values())), tuple(groups), broken)


def _about(doing: Text, what: Text) -> Text:
    return Text(zh=f"{doing.zh}{what.zh}", en=f"{doing.en} {what.en}")


def _read_all(
    engine: Engine, loaded: LoadedEngagement, instrument: Instrument | None, progress: Progress | None
) -> dict[str, _Read]:
    found, wrong, unreadable = {}, _Errors(), _Errors()
    for name in loaded.engagement.evidence:
        definition = table_definition(name, instrument, loaded.engagement.satisfaction_scale)
        if progress:
            progress(_about(READING, definition.title))
        try:
            found[name] = _read(engine, loaded, definition, unreadable)
        except UsageError as error:
            wrong.add(error)
    wrong.raise_as(UsageError)
    unreadable.raise_as(Unreadable)
    return found


def _read(
    engine: Engine, loaded: LoadedEngagement, definition: TableDefinition, unreadable: _Errors
) -> _Read:
    source = loaded.engagement.evidence[definition.name]
    if source.rows_inline is not None:
        return _Read(definition, (stage_inline(engine, loaded, definition, f"{definition.name}__0"),))
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
    return _Read(definition, tuple(files), tuple(sources))


def _map_all(loaded: LoadedEngagement, read: Mapping[str, _Read]) -> dict[str, MappedTable]:
    mapped, wrong = {}, _Errors()
    for name, one in read.items():
        try:
            mapped[name] = map_table(loaded, one.definition, one.files)
        except UsageError as error:
            wrong.add(error)
    wrong.raise_as(UsageError)
    return mapped


def _checked(
    engine: Engine,
    engagement: Engagement,
    staged: Mapping[str, Staged],
    read: _Read,
    frame: list[dict[str, object]] | None,
    instrument: Instrument | None,
    examples: int,
) -> _Checked:
    one = staged[read.definition.name]
    parents = _parents(engine, one, staged, instrument)
    found = check(engine, one, parents, examples)
    rows, counts = _usable(engine, one, keeping(one, found, parents), engagement)
    groups = [
        *_by_file(one.mapped.problems),
        *one.groups,
        *in_words(engine, one, found, parents, examples),
        *_unchecked(one, parents),
        *_never_excluded(one, engagement),
    ]
    entry = _entry(engine, engagement, one, read, rows, counts, frame)
    return _Checked(one, rows, entry, tuple(groups), one.mapped.incomplete or counts.nothing_left)


@dataclass(frozen=True, slots=True)
class _Counts:
    staged: int
    valid: int
    used: int

    @property
    def nothing_left(self) -> bool:
        return self.staged > 0 and self.valid == 0


def _usable(
    engine: Engine, one: Staged, keep: ir.BooleanValue, engagement: Engagement
) -> tuple[ir.Table, _Counts]:
    """The valid rows of the period; copied only where there are others."""
    definition = one.mapped.definition
    marked = one.table.mutate(_keep=keep, _inside=_in_period(one.table, definition.anchor, engagement))
    sums = marked.aggregate(
        staged=marked.count(), valid=marked._keep.sum(), used=(marked._keep & marked._inside).sum()
    )
    row = engine.con.to_pyarrow(sums).to_pylist()[0]
    counts = _Counts(*(int(row[name] or 0) for name in ("staged", "valid", "used")))
    masks = [name for name in one.table.columns if name.startswith(FAULTS)]
    if counts.used == counts.staged:
        return one.table.drop(*masks), counts
    rows = marked.filter(marked._keep & marked._inside).drop("_keep", "_inside", *masks)
    engine.con.create_table(definition.name, rows.order_by("_file", "_row"), overwrite=True)
    return engine.con.table(definition.name), counts


def _in_period(table: ir.Table, anchor: str | None, engagement: Engagement) -> ir.BooleanValue:
    if anchor is None:
        return ibis.literal(True)
    day = table[anchor]
    inside = (day >= ibis.literal(engagement.period.start)) & (day < ibis.literal(engagement.period.end))
    return inside.fill_null(False)


def _parents(
    engine: Engine, one: Staged, staged: Mapping[str, Staged], instrument: Instrument | None
) -> Parents:
    """Where the foreign keys of a table lead, as far as that was handed over."""
    found: dict[str, tuple[ir.Table, str]] = {}
    for column in one.mapped.definition.columns:
        if column.refers is None or column.name not in one.mapped.columns:
            continue
        table, _, key = column.refers.partition(".")
        if table == "instrument" and instrument is not None:
            found[column.name] = (_instrument_table(engine, instrument, key), "id")
        elif table in staged and key in staged[table].mapped.columns:
            found[column.name] = (staged[table].table, key)
    return found


def _instrument_table(engine: Engine, instrument: Instrument, part: str) -> ir.Table:
    ids = [one.id for one in (instrument.items if part == "items" else instrument.dimensions)]
    name = f"instrument__{part}"
    engine.con.create_table(name, pa.table({"id": pa.array(ids, pa.string())}), overwrite=True)
    return engine.con.table(name)


def _by_file(said: Iterable[Problem]) -> Iterator[ProblemGroup]:
    """Problems of headers: those that are not used as one group a file, the others each for itself."""
    unused: dict[str, list[Problem]] = {}
    for one in said:
        if one.code == problems.COLUMN_UNKNOWN.code:
            unused.setdefault(one.file, []).append(one)
        else:
            yield group(1, [one])
    for headers in unused.values():
        yield group(len(headers), headers[:EXAMPLES])


def _unchecked(one: Staged, parents: Parents) -> Iterator[ProblemGroup]:
    definition = one.mapped.definition
    for column in definition.columns:
        if column.refers is None or column.name in parents or column.name not in one.mapped.columns:
            continue
        file = one.mapped.files[0]
        place = Place(
            table=definition.name,
            file=file.file.shown,
            their_column=file.headers.get(column.name),
            column=column.name,
        )
        said = at_place(problems.REFERENCE_UNCHECKED, place, table=title_of(column.refers.partition(".")[0]))
        yield group(1, [said])


def _never_excluded(one: Staged, engagement: Engagement) -> Iterator[ProblemGroup]:
    for header, value in one.selection.never:
        place = Place(table=one.mapped.definition.name, file="audit.yaml", their_column=header)
        yield group(1, [at_place(problems.EXCLUDED_NEVER, place, value=value, header=header)])


def _frame(engine: Engine, staged: Mapping[str, Staged]) -> list[dict[str, object]] | None:
    if "survey_frame" not in staged:
        return None
    table = staged["survey_frame"].table
    chosen = table.select("method", "invited", "undeliverable", "completed").limit(1000)
    rows: list[dict[str, object]] = engine.con.to_pyarrow(chosen).to_pylist()
    return rows


def _entry(
    engine: Engine,
    engagement: Engagement,
    one: Staged,
    read: _Read,
    rows: ir.Table,
    counts: _Counts,
    frame: list[dict[str, object]] | None,
) -> TableEntry:
    definition, mapped, selection = one.mapped.definition, one.mapped, one.selection
    set_aside = counts.staged - counts.valid
    given, reason = grade(mapped.source, _usual_grade(read, frame), counts.staged, set_aside)
    first, last = _span(engine, rows, definition.anchor)
    left_out = []
    if selection.earlier:
        left_out.append(LeftOut(rows=selection.earlier, reason=EARLIER_STATES))
    if selection.excluded and mapped.source.rows and mapped.source.rows.reason:
        left_out.append(LeftOut(rows=selection.excluded, reason=mapped.source.rows.reason))
    return TableEntry(
        table=definition.name,
        title=definition.title,
        files=tuple(source_file(source) for source in read.sources),
        inline=mapped.source.rows_inline is not None,
        rows=sum(file.rows for file in read.files),
        used=counts.used,
        outside_period=counts.valid - counts.used,
        set_aside=set_aside,
        left_out=tuple(left_out),
        first=iso(first),
        last=iso(last),
        sha256=rows_sha256(engine, rows),
        grade=given,
        grade_reason=reason,
        unknown_columns=mapped.unknown,
        notes=tuple(_notes(one)),
    )


def _usual_grade(read: _Read, frame: list[dict[str, object]] | None) -> tuple[EvidenceGrade, Text]:
    if not read.sources:
        return "C", STATED
    return sample_reason(frame) if read.definition.name == "survey_customers" else ("B", NOT_TRACED)


def _notes(one: Staged) -> Iterator[Message]:
    rule = one.mapped.source.rows
    if one.selection.ties and rule is not None:
        yield problems.TIES(count=one.selection.ties, case=rule.latest_per, by=rule.by)


def _span(engine: Engine, rows: ir.Table, anchor: str | None) -> tuple[dt.date | None, dt.date | None]:
    if anchor is None:
        return None, None
    ends = engine.con.to_pyarrow(rows.aggregate(first=rows[anchor].min(), last=rows[anchor].max()))
    return ends["first"][0].as_py(), ends["last"][0].as_py()


def _declared(engagement: Engagement) -> dict[str, float]:
    """The numbers that audit.yaml declares, by their place in it: ``targets.acknowledge_h``."""
    targets = engagement.targets.model_dump(exclude={"clock"}, exclude_none=True)
    people = engagement.people.model_dump(exclude_none=True)
    return {f"targets.{name}": float(value) for name, value in targets.items()} | {
        f"people.{name}": float(value) for name, value in people.items()
    }
