"""How far the conclusions carry: what was sampled, what is missing, what figures cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from audit.report.sections.disagreements import disagreement_sentence
from audit.report.telling import CLUSTERED, Teller, capped
from audit.report.wording import percent
from audit.result import Score

MOST = 12
MEASURED_RATE = "M-COMPL-RATE"
FIELDWORK = frozenset({"fieldwork"})
"""What the audit team recorded itself, on the days of its visits."""
SURVEYS = frozenset({"survey_customers"})


@dataclass(frozen=True)
class Limit:
    """A limit: its name, and what there is to say."""

    name: str
    words: str


@dataclass(frozen=True)
class LimitChapter:
    """The chapter on limits."""

    lead: str
    limits: tuple[Limit, ...]


def limit_chapter(teller: Teller) -> LimitChapter:
    """The chapter on limits."""
    w = teller.w.limits
    lead = str(w.lead if teller.has_scores else w.lead_nothing)
    return LimitChapter(lead, tuple(limit for limit in _limits(teller) if limit.words))


def _limits(teller: Teller) -> Iterator[Limit]:
    w = teller.w.limits
    yield Limit(w.sampling_name, w.sampling if teller.has_evidence else "")
    yield Limit(w.coverage_name, _coverage(teller))
    yield Limit(w.period_name, _period(teller))
    yield Limit(w.untraced_name, _untraced(teller))
    yield Limit(w.evidence_name, _weak_evidence(teller))
    yield Limit(w.survey_name, _survey(teller))
    yield Limit(w.clustered_name, _clustered(teller))
    yield Limit(w.census_name, _census(teller))
    yield Limit(w.insufficient_name, _insufficient(teller))
    yield Limit(teller.w.disagreements.title, _contradicted(teller))
    yield Limit(w.notes_name, _notes(teller))
    yield Limit(w.cause_name, w.cause if teller.has_evidence else "")
    if any(one.measure == MEASURED_RATE and one.estimates for one in teller.result.measurements):
        yield Limit(w.rate_name, w.rate)


def _coverage(teller: Teller) -> str:
    overall: Score | None = next((one for one in teller.result.scores if one.scope == "overall"), None)
    if overall is None or overall.coverage is None:
        return ""
    w, open_ = teller.w.limits, sum(one.state == "not_evidenced" for one in teller.result.items)
    if not open_:
        return str(w.covered)
    return teller.said(w.coverage, share=percent(overall.coverage, 1), n=open_)


def _weak_evidence(teller: Teller) -> str:
    w = teller.w.limits
    return teller.sentences(
        teller.said(
            w.evidence, table=teller.text(one.title), grade=one.grade, reason=teller.say(one.grade_reason)
        )
        for one in teller.result.manifest.tables
        if one.grade in ("C", "D")
    )


def _period(teller: Teller) -> str:
    """The tables that leave months of the audit period without a record, the most months first."""
    short = sorted(
        (
            one
            for one in teller.result.manifest.tables
            if one.table not in FIELDWORK
            and one.months
            and one.months_covered is not None
            and one.months_covered < one.months
        ),
        key=lambda one: (one.months_covered or 0) - (one.months or 0),
    )
    if not short:
        return ""
    shown, hidden = capped(short, MOST)
    w = teller.w.limits
    listed = teller.listed(
        teller.said(w.months, table=teller.text(one.title), n=one.months_covered, of=one.months)
        for one in shown
    )
    return teller.said(
        w.period, tables=listed + (teller.said(teller.w.figures.more, n=hidden) if hidden else "")
    )


def _untraced(teller: Teller) -> str:
    """How many tables nobody held against a second source: only a trace on site makes grade A."""
    tables = [one for one in teller.result.manifest.tables if one.table not in FIELDWORK]
    untraced = [one for one in tables if one.grade != "A"]
    if not untraced:
        return ""
    return teller.said(teller.w.limits.untraced, n=len(untraced), of=len(tables))


def _survey(teller: Teller) -> str:
    """What may be inferred from the survey: whom it asked, and what expectations were."""
    if not any(teller.result.manifest.table(name) for name in SURVEYS):
        return ""
    w, response = teller.w.limits, teller.result.measurement("M-RESP")
    totals = (
        [one for one in response.estimates if one.result == "response_rate" and not one.key]
        if response
        else []
    )
    rate = next((one for one in totals if one.value is not None), None)
    said = [teller.said(w.response, figure=teller.full(rate)) if rate else w.no_response]
    said += [
        teller.said(w.expectation, kind=teller.word("expectation", one.expectation_type))
        for one in teller.result.instruments
        if "expected" in one.facets
    ]
    return teller.sentences([*said, w.multiplicity])


def _clustered(teller: Teller) -> str:
    names = [
        one.measure for one in teller.result.measurements if any(note.code == CLUSTERED for note in one.notes)
    ]
    return teller.said(teller.w.limits.clustered, measures=_named(teller, names)) if names else ""


def _census(teller: Teller) -> str:
    names = [one.measure for one in teller.result.measurements if one.census]
    return teller.said(teller.w.limits.census, measures=_named(teller, names)) if names else ""


def _named(teller: Teller, measures: list[str]) -> str:
    shown, hidden = capped(measures, MOST)
    return teller.listed(shown) + (teller.said(teller.w.figures.more, n=hidden) if hidden else "")


def _insufficient(teller: Teller) -> str:
    """How many figures stand on too few cases, by measure, those with the most first."""
    found = Counter(
        one.measure
        for one in teller.result.measurements
        for estimate in one.estimates
        if estimate.sufficiency in ("indicative", "insufficient")
    )
    if not found:
        return ""
    shown, hidden = capped(found.most_common(), MOST)
    listed = teller.listed(teller.said(teller.w.limits.thin, measure=name, n=n) for name, n in shown)
    if hidden:
        listed += teller.said(teller.w.figures.more, n=hidden)
    return teller.said(teller.w.limits.insufficient, n=found.total(), measures=listed)


def _contradicted(teller: Teller) -> str:
    """That rating and figures disagree, and where both stand side by side."""
    said = disagreement_sentence(teller)
    return teller.sentences([said, str(teller.w.disagreements.limit)]) if said else ""


def _notes(teller: Teller) -> str:
    """That measurements say something of themselves: what they say stands below their figures."""
    told = [one for one in teller.result.measurements if any(said.code != CLUSTERED for said in one.notes)]
    return teller.said(teller.w.limits.notes, n=len(told)) if told else ""
