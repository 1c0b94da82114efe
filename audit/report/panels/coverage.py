"""How far the audit reached: the items of every section, and the concepts that they bear on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audit.report.charts.cells import Cell, Group, heat_map, in_parts
from audit.report.charts.pieces import Part
from audit.report.charts.stacks import Fill, Whole, stacked_bars
from audit.report.panels.panel import Panel, panel
from audit.report.panels.profile import THRESHOLD
from audit.report.scales import figure
from audit.report.telling import Teller, capped
from audit.report.wording import number, percent
from audit.result import ItemFinding, Score

MOST_SECTIONS = 30
"""Sections in a chart: more would not stand on a page."""

VERDICTS: tuple[Fill, ...] = ("conform", "partial", "nonconform", "inconclusive")
STATES: tuple[tuple[str, Fill], ...] = (
    ("not_evidenced", "missing"),
    ("not_assessed", "outside"),
    ("not_applicable", "void"),
)


def coverage_panel(teller: Teller) -> Panel | None:
    """The items of every section by verdict, or by why they have none."""
    every = [one for one in teller.result.scores if one.scope == "section" and any(one.states.values())]
    if not any(one.states.get("scored") for one in every):
        return None
    shown, hidden = capped(every, MOST_SECTIONS)
    rows, w = _rows(teller, shown), teller.w.panel.coverage
    used = {part.fill for row in rows for part in row.parts}
    key = [(fill, teller.word("verdict", str(fill))) for fill in VERDICTS]
    key += [(fill, teller.word("state", state)) for state, fill in STATES]
    detail = str(w.detail)
    if hidden:
        detail += teller.said(teller.w.figures.first, n=len(shown), of=len(every))
    return panel(
        teller,
        "stacked_bars",
        stacked_bars(rows, [(fill, label) for fill, label in key if fill in used], label_width=250.0),
        title=coverage_sentence(teller, every),
        detail=detail,
        source=w.source,
        figures=[_section_told(teller, one) for one in shown],
    )


def _rows(teller: Teller, scores: Sequence[Score]) -> list[Whole]:
    """The sections, below the title of their checklist where there are several: letters repeat."""
    titles = {one.id: teller.text(one.title) for one in teller.result.criteria}
    rows, last = [], None
    for one in scores:
        checklist = one.id.partition("/")[0]
        if checklist != last and len(titles) > 1:
            rows.append(Whole(titles.get(checklist, checklist), ()))
        rows.append(_section(teller, one))
        last = checklist
    return rows


def _section(teller: Teller, score: Score) -> Whole:
    coverage = teller.w.figures.none if score.coverage is None else percent(score.coverage)
    small = teller.said(teller.w.panel.coverage.items, n=sum(score.states.values()))
    parts = [Part(fill, n, number(n), f"{name} {number(n)}") for fill, name, n in _counts(teller, score)]
    return Whole(_section_name(teller, score), tuple(parts), coverage, small)


def _counts(teller: Teller, score: Score) -> list[tuple[Fill, str, int]]:
    """How many items of a section have which verdict, or none for which reason."""
    verdicts = {str(name): n for name, n in score.verdicts.items()}
    states = {str(name): n for name, n in score.states.items()}
    counted = [(fill, teller.word("verdict", fill), verdicts.get(fill, 0)) for fill in VERDICTS]
    counted += [(fill, teller.word("state", state), states.get(state, 0)) for state, fill in STATES]
    return [one for one in counted if one[2]]


def _section_told(teller: Teller, score: Score) -> str:
    counts = teller.listed(f"{name} {number(n)}" for _, name, n in _counts(teller, score))
    coverage = "" if score.coverage is None else f"{teller.w.chart.coverage} {percent(score.coverage)}"
    told = teller.w.join.list_of_figures.join(one for one in (counts, coverage) if one)
    return f"{_section_name(teller, score)}{teller.w.join.colon}{told}"


def _section_name(teller: Teller, score: Score) -> str:
    for checklist in teller.result.criteria:
        for section in checklist.sections:
            if score.id == f"{checklist.id}/{section.id}":
                return f"{section.id}{teller.w.join.space or ' '}{teller.text(section.title)}"
    return score.id


def coverage_sentence(teller: Teller, scores: Sequence[Score]) -> str:
    """How many items were scored, and how many lack evidence or were not asked."""
    w = teller.w.panel.coverage
    states = [{str(name): n for name, n in one.states.items()} for one in scores]
    total = {state: sum(one.get(state, 0) for one in states) for state in ("scored", *(s for s, _ in STATES))}
    applicable = sum(total.values()) - total["not_applicable"]
    facts = {
        "scored": total["scored"],
        "of": applicable,
        "n": total["not_evidenced"],
        "plan": total["not_assessed"],
    }
    if not total["not_evidenced"] and not total["not_assessed"]:
        return str(w.whole).format(**facts)
    return str(w.planned if total["not_assessed"] else w.open).format(**facts)


# --- concepts --------------------------------------------------------------------------------------------

FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("gap", ("GAP", "DIM", "ZOT", "IPA", "ANT")),
    ("definitions", ("DEF", "CHAR")),
    ("theories", ("THEO",)),
    ("justice", ("JUST",)),
    ("principles", ("PRIN",)),
    ("model", ("MODEL",)),
    ("processes", ("PROC",)),
    ("strategies", ("STRAT",)),
    ("significance", ("SIGN",)),
    ("failures", ("FAIL", "REC")),
    ("causes", ("CAUSE",)),
    ("reactions", ("CONS", "NONC")),
    ("timing", ("TIME", "INV")),
    ("risks", ("RISK",)),
    ("practices", ("PRACT",)),
    ("guarantee", ("GUAR",)),
    ("outcomes", ("OUT",)),
)
"""Families of concepts by the letters that their ids begin with; any other stands with the rest."""

_PREFIX = re.compile(r"[A-Z]+")
MOST_CONCEPTS = 220
"""Concepts that are drawn: more would fill page after page."""

MOST_SILENT = 40
"""Concepts without a score that are named."""

_PART_HEIGHT = 350.0
"""The height of one map, in pixels: two of them stand on a page."""


def concept_panels(teller: Teller) -> tuple[Panel, ...]:
    """The mean score of the items that bear on each concept, and how much of their weight was scored; in as many
    maps as their families take. Concepts that nothing can be said of are named below the last.
    """
    findings: dict[str, list[ItemFinding]] = {}
    for finding in teller.result.items:
        for concept in teller.result.criterion(finding.item).concepts:
            findings.setdefault(concept, []).append(finding)
    every = {concept: _concept(teller, concept, own) for concept, own in findings.items()}
    scored = sorted(name for name, cell in every.items() if cell.score is not None)
    if not scored:
        return ()
    shown, hidden = capped(scored, MOST_CONCEPTS)
    parts = in_parts(_grouped(teller, {concept: every[concept] for concept in shown}), _PART_HEIGHT)
    w = teller.w.panel.concepts
    detail = str(w.detail)
    if hidden:
        detail += teller.said(teller.w.figures.first, n=len(shown), of=len(scored))
    silent = [cell.name for _, cell in sorted(every.items()) if cell.score is None]
    return tuple(
        panel(
            teller,
            "heat_map",
            heat_map(part),
            title=concept_sentence(teller, list(every.values()))
            if place == 1
            else _part_title(teller, part, place, len(parts)),
            detail=detail if place == 1 else "",
            source=teller.said(w.source, n=len(teller.result.items)),
            figures=[
                cell.told
                for cell in sorted((cell for group in part for cell in group.cells), key=_lowest_first)
            ],
            note=_silent(teller, silent) if silent and place == len(parts) else "",
        )
        for place, part in enumerate(parts, 1)
    )


def _silent(teller: Teller, names: Sequence[str]) -> str:
    """The concepts that nothing can be said of."""
    shown, hidden = capped(names, MOST_SILENT)
    listed = teller.listed(shown) + (teller.said(teller.w.figures.more, n=hidden) if hidden else "")
    return teller.said(teller.w.panel.concepts.silent, n=len(names), names=listed)


def _part_title(teller: Teller, part: Sequence[Group], place: int, of: int) -> str:
    """What a further map shows: its families."""
    families = teller.listed(group.name for group in part)
    return teller.said(teller.w.panel.concepts.part, place=place, of=of, families=families)


def _lowest_first(cell: Cell) -> tuple[bool, float, str]:
    return cell.score is None, cell.score or 0.0, cell.name


def _concept(teller: Teller, concept: str, findings: Sequence[ItemFinding]) -> Cell:
    """Weighted by the items' weights; what does not apply is left aside."""
    weighted = [
        (float(teller.result.criterion(one.item).weight), one)
        for one in findings
        if one.state != "not_applicable"
    ]
    scored = [(weight, one.score) for weight, one in weighted if one.counts and one.score is not None]
    whole, reached = sum(weight for weight, _ in weighted), sum(weight for weight, _ in scored)
    score = sum(weight * value for weight, value in scored) / reached if reached else None
    covered = reached / whole if whole else 0.0
    shown = teller.w.chart.not_assessed if score is None else figure(score, 1)
    facts = teller.said(teller.w.panel.concepts.told, n=len(findings), coverage=percent(covered))
    name = teller.label("concept", concept)
    named = name if name == concept else f"{name}{teller.said(teller.w.join.paren, text=concept)}"
    return Cell(name, score, covered, f"{named}{teller.w.join.colon}{shown}{facts}")


def _grouped(teller: Teller, cells: dict[str, Cell]) -> list[Group]:
    """Families in their order, the lowest scores of each first."""
    names, groups = teller.w.panel.concepts.family, []
    families = (*FAMILIES, ("rest", ()))
    known = {prefix for _, prefixes in FAMILIES for prefix in prefixes}
    for name, prefixes in families:
        own = [one for one in cells if (_prefix(one) in prefixes if prefixes else _prefix(one) not in known)]
        ordered = sorted((cells[one] for one in own), key=_lowest_first)
        if ordered:
            groups.append(Group(str(getattr(names, name)), tuple(ordered)))
    return groups


def _prefix(concept: str) -> str:
    found = _PREFIX.match(concept)
    return found.group() if found else ""


def concept_sentence(teller: Teller, cells: Sequence[Cell]) -> str:
    """How many concepts lie under 60, and how many nothing can be said of."""
    w = teller.w.panel.concepts
    under = sum(cell.score is not None and cell.score < THRESHOLD for cell in cells)
    silent = sum(cell.score is None for cell in cells)
    return str(w.sentence if silent else w.whole).format(under=under, silent=silent, of=len(cells))
