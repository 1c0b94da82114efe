"""Where the evidence came from, how much of it was used, and how far it can be relied on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import ibis.expr.types as ir

from audit.engagement import TableSource
from audit.engines import Engine
from audit.evidence import problems
from audit.evidence.coverage import Coverage
from audit.evidence.fingerprint import rows_sha256
from audit.evidence.functions import relation
from audit.evidence.privacy import quoted
from audit.evidence.privacy.patterns import masked
from audit.evidence.readers.source import Source
from audit.evidence.reading import ReadTable
from audit.evidence.staging import Staged
from audit.result.manifest import EvidenceGrade, LeftOut, PersonalData, SourceFile, TableEntry
from audit.text import Message, Text, message

MOST_ERRORS = 0.02
"""Above this share of rows with errors, the evidence is worth one grade less."""

LEAST_RESPONSE = 0.10

_OTHER_SURVEYS = frozenset({"survey_managers", "survey_contact_staff", "survey_recovery"})
"""Answers of those who chose to answer; nothing handed over says how many were asked."""

DECLARED = message("G-DECLARED", zh="审查员评定：{reason}", en="graded by the reviewer: {reason}")
LOWERED = message(
    "G-LOWERED",
    zh="{reason}；{share} 的记录有错误，降一级",
    en="{reason}; {share} of the records have errors: one grade less",
)
CAPPED = message(
    "G-CAPPED",
    zh="审查员评定为 {grade}（{reason}）；在 audit.yaml 中填报的表没有可追溯的导出文件，最高为 C",
    en="graded {grade} by the reviewer ({reason}); a table stated in audit.yaml has no export to be traced: C at best",
)
DEFAULT = message("G-DEFAULT", zh="{reason}", en="{reason}")

NOT_TRACED = Text(zh="系统导出，未经现场追溯", en="export not traced on site")
OWN_RECORDS = Text(zh="审查组现场记录", en="the audit team's own records of its fieldwork")
STATED = Text(zh="在 audit.yaml 中填报", en="stated in audit.yaml")
NO_FRAME = Text(zh="未提交抽样框，回收率未知", en="no survey frame: the response is unknown")
NO_FRAME_OF_ITS_OWN = Text(
    zh="抽样框只涉及顾客调查，本调查的回收率未知",
    en="the survey frame is of customers only: the response is unknown",
)
CENSUS = Text(zh="审查员确认为普查", en="vouched for as a census by the reviewer")
NO_INVITATIONS = Text(
    zh="发放数未记录，回收率未知", en="invitations were not recorded: the response is unknown"
)
DRAWN_AT_CONVENIENCE = Text(zh="部分检查为方便抽取", en="some of the checks were drawn for convenience")
NO_PROBABILITY = Text(zh="方便或配额样本", en="convenience or quota sample")
LOW_RESPONSE = Text(zh="回收率低于 10%", en="response under 10%")
PROBABILITY = Text(zh="普查或概率样本", en="census or probability sample")
EARLIER_STATES = Text(zh="同一事项的较早状态", en="earlier states of the same case")


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows that audit.yaml lets in, those of them without an error, and those of these in the period."""

    staged: int
    valid: int
    used: int

    @property
    def set_aside(self) -> int:
        """Rows with errors."""
        return self.staged - self.valid

    @property
    def nothing_left(self) -> bool:
        """Whether every row has an error."""
        return self.staged > 0 and self.valid == 0


def table_entry(
    engine: Engine,
    read: ReadTable,
    staged: Staged,
    rows: ir.Table,
    counts: Counts,
    frame: ir.Table | None,
    *,
    reach: Coverage,
    personal: tuple[PersonalData, ...] = (),
    census: bool = False,
) -> TableEntry:
    """The record of one table; ``rows`` are those that measures see, ``frame`` is the survey frame.

    ``census`` says that the reviewer vouches for the table as complete.
    """
    definition, mapped = read.definition, staged.mapped
    given, reason = grade(mapped.source, _usual(engine, read, rows, frame, census=census), counts)
    collected = mapped.source.collected_at
    return TableEntry(
        table=definition.name,
        title=definition.title,
        files=tuple(source_file(source) for source in read.sources),
        inline=mapped.source.rows_inline is not None,
        rows=read.rows + sum(rows for source in read.sources for rows, _ in source.left_out),
        used=counts.used,
        outside_period=counts.valid - counts.used,
        set_aside=counts.set_aside,
        left_out=(*_no_records(read), *_left_out(staged)),
        first=reach.first.isoformat() if reach.first else None,
        last=reach.last.isoformat() if reach.last else None,
        months=reach.months,
        months_covered=reach.months_covered,
        age_days=reach.age_days,
        fresh_days=reach.fresh_days,
        collected_at=collected.isoformat() if collected else None,
        source=mapped.source.source,
        sha256=rows_sha256(engine, rows, mapped.columns),
        grade=given,
        grade_reason=reason,
        columns=tuple(one.name for one in definition.columns if one.name in mapped.columns),
        unknown_columns=tuple(quoted(header) for header in mapped.unknown),
        personal=personal,
        notes=tuple(_notes(staged)),
    )


def _no_records(read: ReadTable) -> Iterator[LeftOut]:
    """Rows of the files that are totals, repeated headers or notes, by reason."""
    counted: dict[str, LeftOut] = {}
    for source in read.sources:
        for rows, reason in source.left_out:
            before = counted.get(reason.en)
            counted[reason.en] = LeftOut(rows=rows + (before.rows if before else 0), reason=reason)
    yield from counted.values()


def _left_out(staged: Staged) -> Iterator[LeftOut]:
    rule = staged.mapped.source.rows
    if staged.selection.earlier:
        yield LeftOut(rows=staged.selection.earlier, reason=EARLIER_STATES)
    if staged.selection.excluded and rule is not None and rule.reason is not None:
        yield LeftOut(rows=staged.selection.excluded, reason=rule.reason)
    yield from staged.left_out


def _notes(staged: Staged) -> Iterator[Message]:
    rule = staged.mapped.source.rows
    if staged.selection.ties and rule is not None:
        yield problems.TIES(count=staged.selection.ties, case=rule.latest_per, by=rule.by)


def _usual(
    engine: Engine, read: ReadTable, rows: ir.Table, frame: ir.Table | None, *, census: bool
) -> tuple[EvidenceGrade, Text]:
    """The grade of a table of which the reviewer says nothing."""
    table = read.definition.name
    if not read.sources:
        return "C", STATED
    if table in _OTHER_SURVEYS:
        return ("B", CENSUS) if census else ("C", NO_FRAME_OF_ITS_OWN)
    if table == "survey_customers":
        return sample_grade(_waves(engine, frame))
    if table == "promise_checks" and _any(engine, rows, "drawn = 'convenience'"):
        return "C", DRAWN_AT_CONVENIENCE
    return "B", OWN_RECORDS if table == "fieldwork" else NOT_TRACED


def _waves(engine: Engine, frame: ir.Table | None) -> list[dict[str, object]]:
    """The waves of the survey, as the frame tells of them; none without a frame."""
    if frame is None:
        return []
    columns = ("method", "invited", "undeliverable", "completed")
    rows = engine.con.con.execute(f"SELECT {', '.join(columns)} FROM {relation(frame)}").fetchall()  # noqa: S608 - our own names
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _any(engine: Engine, rows: ir.Table, condition: str) -> bool:
    """Whether a condition in SQL holds of a row."""
    said = f"SELECT count(*) > 0 FROM {relation(rows)} WHERE {condition}"  # noqa: S608 - our own names
    (found,) = engine.con.con.execute(said).fetchall()[0]
    return bool(found)


def source_file(source: Source) -> SourceFile:
    """The record of a file."""
    return SourceFile(
        path=masked(source.shown),
        sha256=source.sha256,
        bytes=source.bytes,
        rows=source.rows,
        encoding=source.encoding.encoding if source.encoding else None,
        encoding_how=source.encoding.how if source.encoding else None,
        sheet=source.sheet and quoted(source.sheet),
    )


def sample_grade(frame: list[dict[str, object]]) -> tuple[EvidenceGrade, Text]:
    """The grade of a survey by the rows of its frame."""
    if not frame:
        return "C", NO_FRAME
    if any(row["method"] not in ("census", "random") for row in frame):
        return "C", NO_PROBABILITY
    if any(row["invited"] is None for row in frame):
        return "C", NO_INVITATIONS
    reached = sum(_count(row["invited"]) - _count(row["undeliverable"]) for row in frame)
    if sum(_count(row["completed"]) for row in frame) < LEAST_RESPONSE * reached:
        return "C", LOW_RESPONSE
    return "B", PROBABILITY


def grade(
    source: TableSource, usual: tuple[EvidenceGrade, Text], counts: Counts
) -> tuple[EvidenceGrade, Message]:
    """The evidence grade of a table and its reason; what the reviewer declares goes first, as far as it can hold."""
    if source.grade is not None and source.grade_reason is not None:
        if source.rows_inline is not None and source.grade < "C":
            return "C", CAPPED(grade=source.grade, reason=source.grade_reason)
        return source.grade, DECLARED(reason=source.grade_reason)
    given, reason = usual
    if counts.set_aside > MOST_ERRORS * counts.staged:
        lower: dict[EvidenceGrade, EvidenceGrade] = {"A": "B", "B": "C", "C": "D", "D": "D"}
        return lower[given], LOWERED(reason=reason, share=f"{counts.set_aside / counts.staged:.1%}")
    return given, DEFAULT(reason=reason)


def _count(value: object) -> int:
    return int(str(value)) if value is not None else 0
