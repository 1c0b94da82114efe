"""What was handed over and what was not, and what was wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from audit.report.sections.words import name_of
from audit.report.telling import Teller, capped
from audit.report.wording import day, number
from audit.result import MissingTable, PersonalData, Problem, ProblemGroup, SourceFile, TableEntry

MOST_EXAMPLES = 3
_LEVELS = ("error", "warning", "note")
MOST_GROUPS = 25
SHOWN_OF_HASH = 12
MOST_ITEMS = 12


@dataclass(frozen=True)
class Received:
    """One table as it was handed over, in words."""

    title: str
    table: str
    used: str
    grade: str
    grade_reason: str
    facts: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Missing:
    """Tables that were not handed over, and what would have stood on them."""

    title: str
    table: str
    items: str


@dataclass(frozen=True)
class Document:
    """A document that the team saw, and the items whose ratings cite it."""

    id: str
    title: str
    edition: str
    items: str


@dataclass(frozen=True)
class Group:
    """One rule broken in one file: how often, and the first places."""

    code: str
    level: str
    where: str
    count: str
    examples: tuple[str, ...]
    hidden: str


@dataclass(frozen=True)
class EvidenceChapter:
    """The chapter on evidence."""

    lead: str
    received: tuple[Received, ...]
    documents: tuple[Document, ...]
    missing: tuple[Missing, ...]
    unneeded: str
    problems: tuple[Group, ...]
    problem_sentence: str
    hidden_groups: int


def evidence(teller: Teller) -> EvidenceChapter:
    """The chapter on evidence."""
    manifest, groups = teller.result.manifest, teller.result.problems
    needed = [one for one in manifest.missing if one.items]
    shown, hidden = capped(groups if len(groups) <= MOST_GROUPS else _gravest(groups), MOST_GROUPS)
    return EvidenceChapter(
        lead=_lead(teller),
        received=tuple(_received(teller, one) for one in manifest.tables),
        documents=tuple(_documents(teller)),
        missing=tuple(_missing(teller, one) for one in needed),
        unneeded=teller.listed(teller.text(one.title) for one in manifest.missing if not one.items),
        problems=tuple(_group(teller, one) for one in shown),
        problem_sentence=_problem_sentence(teller, groups),
        hidden_groups=hidden,
    )


def _gravest(groups: tuple[ProblemGroup, ...]) -> list[ProblemGroup]:
    """Errors before warnings and notes, and of each level those met most often first."""
    return sorted(groups, key=lambda one: (_LEVELS.index(one.level), -one.count))


def _lead(teller: Teller) -> str:
    w, manifest = teller.w.evidence, teller.result.manifest
    rows = sum(entry.used for entry in manifest.tables)
    needed = sum(1 for one in manifest.missing if one.items)
    return teller.sentences(
        [
            teller.said(w.lead_received, n=len(manifest.tables), rows=rows)
            if manifest.tables
            else w.lead_nothing,
            teller.said(w.lead_missing, n=needed) if needed else "",
        ]
    )


def _received(teller: Teller, entry: TableEntry) -> Received:
    w = teller.w.evidence
    facts = [(w.rows, number(entry.rows))] if entry.rows != entry.used else []
    facts += [
        (teller.said(w.left_out, reason=teller.text(one.reason)), number(one.rows))
        for one in entry.left_out
        if one.rows
    ]
    for words, count in ((w.set_aside, entry.set_aside), (w.outside_period, entry.outside_period)):
        if count:
            facts.append((words, number(count)))
    if entry.first and entry.last:
        span = _covered(teller, entry.first, entry.last)
        covered = teller.said(w.months, span=span, n=entry.months_covered, of=entry.months)
        facts.append((w.covers, covered if entry.months else span))
    if entry.source or entry.collected_at:
        facts.append((w.source, _origin(teller, entry)))
    facts += [(w.personal, _personal(teller, one)) for one in entry.personal]
    said = [teller.say(one) for one in entry.notes]
    if entry.unknown_columns:
        said.append(teller.said(w.unknown_columns, n=len(entry.unknown_columns)))
    return Received(
        title=teller.text(entry.title),
        table=entry.table,
        used=number(entry.used),
        grade=entry.grade,
        grade_reason=teller.say(entry.grade_reason),
        facts=tuple(facts),
        files=tuple(_file(teller, one) for one in entry.files) or (w.inline,),
        notes=tuple(said),
    )


def _origin(teller: Teller, entry: TableEntry) -> str:
    """Where a table came from and when it was taken, as audit.yaml says."""
    parts = [teller.text(entry.source)] if entry.source else []
    if entry.collected_at is not None:
        taken = day(date.fromisoformat(entry.collected_at[:10]), teller.language)
        parts.append(teller.said(teller.w.evidence.collected, at=taken))
    return teller.clauses(parts)


def _personal(teller: Teller, one: PersonalData) -> str:
    """What the gate found in a column and what was decided, with the reason where it was let in."""
    w = teller.w.evidence
    said = teller.said(
        w.personal_cells,
        column=one.column,
        kind=teller.text(one.kind),
        n=one.count,
        decision=getattr(w.decision, one.decision),
    )
    why = [teller.text(one.reason), one.approved_by or ""] if one.reason else []
    return teller.clauses([said, *(part for part in why if part)])


def _covered(teller: Teller, first: str, last: str) -> str:
    start, end = (date.fromisoformat(one[:10]) for one in (first, last))
    if start == end:
        return day(start, teller.language)
    return teller.said(teller.w.join.period, start=day(start, teller.language), end=day(end, teller.language))


def _file(teller: Teller, one: SourceFile) -> str:
    w = teller.w.evidence
    parts = [one.path if one.sheet is None else f"{one.path}#{one.sheet}"]
    parts.append(teller.said(w.file_rows, n=one.rows))
    if one.bytes is not None:
        parts.append(teller.said(w.file_size, size=number(max(1.0, one.bytes / 1024))))
    if one.encoding:
        how = teller.word("encoding_how", one.encoding_how or "detected")
        parts.append(teller.said(w.file_encoding, encoding=one.encoding.upper(), how=how))
    parts.append(f"SHA-256 {one.sha256[:SHOWN_OF_HASH]}…")
    return teller.clauses(parts)


def _documents(teller: Teller) -> Iterator[Document]:
    """The register of the documents seen, as audit.yaml has it."""
    cited: dict[str, list[str]] = {}
    for finding in teller.result.items:
        for ref in finding.rating.evidence_refs if finding.rating else ():
            # A reference is the id of the document, and what follows it says where in the document.
            cited.setdefault(ref.split(" ")[0], []).append(name_of(finding.item, finding.site))
    for one in teller.particulars.documents:
        on = day(date.fromisoformat(one.dated), teller.language) if one.dated else ""
        items, hidden = capped(tuple(dict.fromkeys(cited.get(one.id, ()))), MOST_ITEMS)
        listed = teller.listed(items) + (teller.said(teller.w.figures.more, n=hidden) if hidden else "")
        none = str(teller.w.figures.none)
        edition = teller.clauses(part for part in (one.edition or "", on) if part)
        yield Document(one.id, teller.text(one.title), edition or none, listed or none)


def _missing(teller: Teller, one: MissingTable) -> Missing:
    shown, hidden = capped(one.items, MOST_ITEMS)
    items = teller.listed(shown)
    if hidden:
        items += teller.said(teller.w.figures.more, n=hidden)
    return Missing(teller.text(one.title), one.table, items)


def _problem_sentence(teller: Teller, groups: tuple[ProblemGroup, ...]) -> str:
    w = teller.w.evidence
    if not groups:
        return str(w.no_problem if teller.result.manifest.tables else w.nothing_checked)
    counts: dict[str, int] = defaultdict(int)
    for group in groups:
        counts[group.level] += group.count
    parts = [
        teller.said(getattr(w.count, level), n=counts[level])
        for level in ("error", "warning", "note")
        if counts[level]
    ]
    return teller.said(w.problems, counts=teller.listed(parts))


def _group(teller: Teller, group: ProblemGroup) -> Group:
    w = teller.w.evidence
    shown, _ = capped(group.examples, MOST_EXAMPLES)
    hidden = group.count - len(shown)
    return Group(
        code=group.code,
        level=teller.word("level", group.level),
        where=teller.listed(part for part in (group.file, group.column) if part),
        count=number(group.count),
        examples=tuple(_example(teller, one) for one in shown),
        hidden=teller.said(w.more_places, n=hidden) if hidden > 0 and shown else "",
    )


def _example(teller: Teller, one: Problem) -> str:
    place = f"{one.at}{teller.w.join.colon}" if one.at else ""
    return f"{place}{teller.say(one.message)}"
