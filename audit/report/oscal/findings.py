"""What was judged, on what, and what follows: reviewed controls, observations, findings and risks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from audit.report.oscal.metadata import evidence_links
from audit.report.oscal.terms import Identifiers, Part, filled, props, prose, stamp, title, token
from audit.report.sections.items import figure_lines
from audit.report.sections.scope import as_of
from audit.report.sections.words import item_state
from audit.report.tables.findings import evidence_words
from audit.report.tables.items import Judged, judged
from audit.report.telling import Teller
from audit.result import ItemFinding, Nonconformity
from audit.text import Text

REVIEWED = ("scored", "not_evidenced")
"""States in which an item was part of the audit; any other is excluded from the controls under review."""

ASKED = Text(zh="列入本次审查的检查项", en="Items that this audit reviewed")

_METHODS = {"document": "EXAMINE", "interview": "INTERVIEW", "observation": "EXAMINE", "mystery": "TEST"}
"""Methods of OSCAL; a figure is a test, in which records are measured."""

_SATISFIED = {
    "conform": ("satisfied", "pass"),
    "partial": ("not-satisfied", "fail"),
    "nonconform": ("not-satisfied", "fail"),
}
_UNSETTLED = ("not-satisfied", "other")
"""OSCAL knows two states, and what is not shown to be satisfied is not; reason and remarks tell why it is open."""


def reviewed_controls(teller: Teller) -> Part:
    """The items of this audit, those left out with the reason why."""
    findings = teller.result.items
    asked = list(dict.fromkeys(one.item for one in findings if one.state in REVIEWED))
    others = [one for one in findings if one.state not in REVIEWED]
    left_out = [one for one in dict.fromkeys(one.item for one in others) if one not in asked]
    selection = filled(
        description=prose([teller.text(ASKED)]),
        include_controls=[{"control-id": token(one)} for one in asked],
        exclude_controls=[{"control-id": token(one)} for one in left_out],
        remarks=prose(_why(teller, one) for one in others) if others else None,
    )
    if not asked:
        selection["include-all"] = {}
    return {"control-selections": [selection]}


def _why(teller: Teller, finding: ItemFinding) -> str:
    name = finding.item if finding.site is None else f"{finding.item} {finding.site}"
    said = [item_state(teller, finding), *map(teller.say, finding.reasons)]
    return f"{name}{teller.w.join.colon}{teller.clauses(said)}"


def observations(teller: Teller, ids: Identifiers) -> Iterator[Part]:
    """One for every item that figures or a rating tell of, and one for every finding that is an observation."""
    for one in judged(teller):
        if _is_observed(one.finding):
            yield _observation(teller, ids, one)
    for found in teller.result.findings:
        if found.grade == "observation":
            yield _noted(teller, ids, found)


def _is_observed(finding: ItemFinding) -> bool:
    figures = finding.metric.estimates if finding.metric else ()
    return bool(figures) or finding.rating is not None


def _observation(teller: Teller, ids: Identifiers, one: Judged) -> Part:
    finding, metric, rating = one.finding, one.finding.metric, one.finding.rating
    figures = figure_lines(teller, metric, len(metric.estimates)) if metric else []
    measured = metric is not None and bool(metric.estimates)
    methods = [*(["TEST"] if measured else []), *([_METHODS.get(rating.method, "UNKNOWN")] if rating else [])]
    return filled(
        uuid=ids.of("observation", finding.item, finding.site),
        title=title(f"{finding.item} {finding.site or ''}"),
        description=prose([*figures, teller.text(rating.reason) if rating else None]),
        props=props(
            {
                "item": finding.item,
                "site": finding.site,
                "measure": metric.measure if metric else None,
                "result": metric.result if metric else None,
                "sufficiency": metric.sufficiency if metric else None,
                "rating-level": rating.level if rating else None,
                "rating-method": rating.method if rating else None,
                "rating-at": rating.at if rating else None,
                "evidence-grade": finding.evidence_grade,
            }
        ),
        methods=list(dict.fromkeys(methods)),
        types=["control-objective"],
        origins=[{"actors": list(_actors(teller, ids, finding))}],
        relevant_evidence=list(_evidence(teller, ids, finding)),
        collected=stamp(_collected(teller, finding)),
    )


def _actors(teller: Teller, ids: Identifiers, finding: ItemFinding) -> Iterator[Part]:
    """The tool, and whoever of the team gave the rating."""
    yield {"type": "tool", "actor-uuid": ids.of("component", "tool")}
    by = finding.rating.by if finding.rating else None
    if by is not None and any(one.id == by for one in teller.result.team):
        yield {"type": "party", "actor-uuid": ids.of("party", "team", by)}


def _evidence(teller: Teller, ids: Identifiers, finding: ItemFinding) -> Iterator[Part]:
    measurement = teller.result.measurement(finding.metric.measure) if finding.metric else None
    for table in sorted(measurement.tables) if measurement else ():
        yield from evidence_links(teller, ids, table)
    for reference in finding.rating.evidence_refs if finding.rating else ():
        yield {"description": prose([reference])}


def _collected(teller: Teller, finding: ItemFinding) -> dt.datetime:
    """The cut-off of the evidence; where there is a rating alone, the day on which it was given."""
    then = as_of(teller.result)
    if (finding.metric and finding.metric.estimates) or finding.rating is None:
        return then
    try:
        day = dt.date.fromisoformat(finding.rating.at[:10])
    except ValueError:
        return then
    return dt.datetime.combine(day, dt.time(), then.tzinfo)


def _noted(teller: Teller, ids: Identifiers, found: Nonconformity) -> Part:
    return {
        "uuid": ids.of("noted", found.id),
        "title": title(f"{found.id} · {teller.word('grade', found.grade)}"),
        "description": prose([teller.say(found.statement), *evidence_words(teller, found)]),
        "props": props(_identity(found)),
        "methods": ["UNKNOWN"],
        "types": ["finding"],
        "collected": stamp(as_of(teller.result)),
    }


def findings(teller: Teller, ids: Identifiers) -> Iterator[Part]:
    """One for every item under review: satisfied only where it conforms."""
    for one in judged(teller):
        if one.finding.state in REVIEWED:
            yield _finding(teller, ids, one)


def _finding(teller: Teller, ids: Identifiers, one: Judged) -> Part:
    finding, criterion = one.finding, one.criterion
    requirement = teller.text(criterion.text)
    name = finding.item if finding.site is None else f"{finding.item} {finding.site}"
    return filled(
        uuid=ids.of("finding", finding.item, finding.site),
        title=title(f"{name}{teller.w.join.colon}{item_state(teller, finding)}"),
        description=prose([requirement, *map(teller.say, finding.reasons)]),
        props=props(_facts(one)),
        target=filled(
            type="objective-id",
            target_id=token(finding.item),
            title=title(requirement),
            description=prose([teller.text(criterion.rule)]),
            status=_status(teller, finding),
        ),
        related_observations=list(_related_observations(teller, ids, finding)),
        related_risks=[
            {"risk-uuid": ids.of("risk", found.id)}
            for found in teller.result.findings
            if found.grade != "observation" and _concerns(found, finding)
        ],
    )


def _facts(one: Judged) -> dict[str, str | float | bool | None]:
    finding, criterion = one.finding, one.criterion
    return {
        "item": finding.item,
        "site": finding.site,
        "checklist": one.checklist.id,
        "section": criterion.section,
        "kind": criterion.kind,
        "state": finding.state,
        "verdict": finding.verdict,
        "score": finding.score,
        "score-low": finding.low,
        "score-high": finding.high,
        "counts": finding.counts,
        "weight": criterion.weight,
        "severity": finding.severity or criterion.severity,
        "evidence-grade": finding.evidence_grade,
        "override-by": finding.override.by if finding.override else None,
        "override-score-before": finding.override.score_before if finding.override else None,
        "concession-by": finding.concession.approved_by if finding.concession else None,
        "concession-expires": finding.concession.expires if finding.concession else None,
    }


def _status(teller: Teller, finding: ItemFinding) -> Part:
    """Satisfied only by a verdict; without one the reason is neither pass nor fail."""
    state, reason = (
        _SATISFIED.get(finding.verdict or "", _UNSETTLED) if finding.state == "scored" else _UNSETTLED
    )
    said = [item_state(teller, finding), *map(teller.say, finding.reasons)]
    return {"state": state, "reason": reason, "remarks": prose([teller.clauses(said)])}


def _related_observations(teller: Teller, ids: Identifiers, finding: ItemFinding) -> Iterator[Part]:
    if _is_observed(finding):
        yield {"observation-uuid": ids.of("observation", finding.item, finding.site)}
    for found in teller.result.findings:
        if found.grade == "observation" and _concerns(found, finding):
            yield {"observation-uuid": ids.of("noted", found.id)}


def _concerns(found: Nonconformity, finding: ItemFinding) -> bool:
    """Whether a finding was raised at an item, or stands on the same fact as it."""
    return (found.item, found.site) == (finding.item, finding.site) or finding.item in found.also_at


def risks(teller: Teller, ids: Identifiers) -> Iterator[Part]:
    """One for every nonconformity; an observation is none."""
    for found in teller.result.findings:
        if found.grade != "observation":
            yield _risk(teller, ids, found)


def _risk(teller: Teller, ids: Identifiers, found: Nonconformity) -> Part:
    finding = teller.result.finding(found.item, found.site)
    conceded = finding.concession is not None and found.status != "closed"
    status = "closed" if found.status == "closed" else "deviation-approved" if conceded else "open"
    observed = ids.of("observation", found.item, found.site)
    return filled(
        uuid=ids.of("risk", found.id),
        title=title(f"{found.id} · {teller.word('grade', found.grade)}"),
        description=prose([teller.text(teller.result.criterion(found.item).text)]),
        statement=prose([teller.say(found.statement), *evidence_words(teller, found)]),
        props=props(_identity(found)),
        status=status,
        origins=[{"actors": [{"type": "tool", "actor-uuid": ids.of("component", "tool")}]}],
        related_observations=[{"observation-uuid": observed}] if _is_observed(finding) else None,
    )


def _identity(found: Nonconformity) -> dict[str, str | float | bool | None]:
    return {
        "id": found.id,
        "item": found.item,
        "site": found.site,
        "grade": found.grade,
        "status": found.status,
        "also-at": " ".join(found.also_at) or None,
        "related": " ".join(found.related) or None,
    }
