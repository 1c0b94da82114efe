"""Two results side by side: whether they may be compared, and what an earlier audit found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from audit.result import (
    AuditResult,
    ChecklistSnapshot,
    Comparison,
    Difference,
    EarlierAudit,
    EarlierGap,
    EarlierScore,
    Edition,
    InstrumentSnapshot,
    SchemeSnapshot,
)
from audit.text import Message, Text, message

ORGANISATION = message(
    "C-ORGANISATION",
    zh="受审查组织不同：当时为“{then}”，现为“{now}”",
    en="another organisation: “{then}” then, “{now}” now",
)
EDITION = message(
    "C-EDITION",
    zh="{what}“{id}”由 {then} 版改为 {now} 版",
    en="the {what} “{id}” went from version {then} to {now}",
)
CONTENT = message(
    "C-CONTENT",
    zh="{what}“{id}”的内容已改，版本号仍为 {now}",
    en="the {what} “{id}” was changed, still as version {now}",
)
ONE_ONLY = message(
    "C-ONE-ONLY",
    zh="{what}“{id}”只用于其中一次审查",
    en="the {what} “{id}” was used in one of the two audits only",
)
THRESHOLDS = message(
    "C-THRESHOLDS",
    zh="指标的常数不同：{measures}",
    en="constants of measures differ: {measures}",
)
TOOL = message(
    "C-TOOL",
    zh="当时由 {then} 版计算，现为 {now} 版；定义有改动的指标：{measures}",
    en="computed by version {then} then and {now} now; measures whose definition changed: {measures}",
)
OVERLAP = message(
    "C-OVERLAP",
    zh="两次审查的周期有重叠，部分记录可能两次都计入",
    en="the periods of the two audits overlap: some records may count in both",
)
CHECKLIST = Text(zh="检查表", en="checklist")
SCHEME = Text(zh="认证方案", en="scheme")
INSTRUMENT = Text(zh="问卷", en="questionnaire")

_SURVEY = "survey_customers"
_NONE = Text(zh="无", en="none")

_Snapshot = ChecklistSnapshot | SchemeSnapshot | InstrumentSnapshot


def compared(now: AuditResult, earlier: Sequence[AuditResult]) -> Comparison | None:
    """The earlier audits as they stand beside this one, the oldest first; None without any.

    One that was handed over twice counts once.

    Raises:
        ValueError: one of them is not earlier.
    """
    if any(moment(one) >= moment(now) for one in earlier):
        raise ValueError("an audit is compared with earlier ones")
    known = {one.sha256(): one for one in earlier}
    ordered = sorted(known, key=lambda digest: (*moment(known[digest]), digest))
    return Comparison(audits=tuple(beside(known[one], now, one) for one in ordered)) if ordered else None


def moment(result: AuditResult) -> tuple[str, str, str]:
    """Where an audit stands among others: end and start of its period, and its cut-off, as ISO dates."""
    return result.engagement.period_end, result.engagement.period_start, result.as_of


def beside(then: AuditResult, now: AuditResult, digest: str) -> EarlierAudit:
    """An earlier audit beside a later one; ``digest`` is the hash of its result."""
    engagement, gaps = then.engagement, then.measurement("M-G5-DIM")
    return EarlierAudit(
        result=digest,
        organisation=engagement.organisation.id,
        name=engagement.organisation.name,
        type=engagement.type,
        period_start=engagement.period_start,
        period_end=engagement.period_end,
        as_of=then.as_of,
        tool=then.tool.version,
        checklists=tuple(map(_edition, then.criteria)),
        scheme=_edition(then.scheme),
        instruments=tuple(map(_edition, then.instruments)),
        scores=tuple(
            EarlierScore(scope=one.scope, id=one.id, score=one.score, lower=one.lower, upper=one.upper)
            for one in then.scores
        ),
        gaps=tuple(
            EarlierGap(
                dimension=one.key["dimension"],
                value=one.value,
                low=one.interval.low if one.interval else None,
                high=one.interval.high if one.interval else None,
                n=one.n,
            )
            for one in (gaps.estimates if gaps else ())
            if one.result == "gap" and one.key.keys() == {"dimension"}
        ),
        differences=tuple(differences(then, now)),
        remarks=tuple(_remarks(then, now)),
    )


def _edition(one: _Snapshot) -> Edition:
    return Edition(id=one.id, version=one.version, sha256=one.sha256)


def differences(then: AuditResult, now: AuditResult) -> Iterator[Difference]:
    """What keeps scores of two audits from being compared: who was audited, then what scores depend on."""
    before, after = then.engagement.organisation, now.engagement.organisation
    if before.id != after.id:
        yield Difference(kind="organisation", message=ORGANISATION(then=before.name, now=after.name))
    for id_, said in changed(CHECKLIST, then.criteria, now.criteria):
        yield Difference(kind="checklist", checklist=id_, message=said)
    for _, said in changed(SCHEME, (then.scheme,), (now.scheme,)):
        yield Difference(kind="scheme", message=said)
    for _, said in changed(INSTRUMENT, then.instruments, now.instruments):
        for checklist in _standing_on(by_survey(then, now), then, now):
            yield Difference(kind="instrument", checklist=checklist, message=said)
    others = other_constants(then, now)
    for checklist in _standing_on(others, then, now):
        own = sorted(others & _measures_of(checklist, then, now))
        yield Difference(kind="threshold", checklist=checklist, message=THRESHOLDS(measures=", ".join(own)))


def changed(what: Text, then: Sequence[_Snapshot], now: Sequence[_Snapshot]) -> Iterator[tuple[str, Message]]:
    """What is not the same in two sets of editions, by id."""
    before, after = {one.id: one for one in then}, {one.id: one for one in now}
    for id_ in dict.fromkeys([*before, *after]):
        if id_ not in before or id_ not in after:
            yield id_, ONE_ONLY(what=what, id=id_)
        elif before[id_].version != after[id_].version:
            yield id_, EDITION(what=what, id=id_, then=before[id_].version, now=after[id_].version)
        elif before[id_].sha256 != after[id_].sha256:
            yield id_, CONTENT(what=what, id=id_, now=after[id_].version)


def other_constants(then: AuditResult, now: AuditResult) -> set[str]:
    """Measures whose constants are not the same, such as a target that was declared anew."""
    before = {one.measure: one.params for one in then.measurements}
    return {one.measure for one in now.measurements if one.params != before.get(one.measure, one.params)}


def by_survey(*results: AuditResult) -> set[str]:
    """Measures that read the answers of customers."""
    return {one.id for result in results for one in result.definitions if _SURVEY in one.needs}


def _standing_on(measures: set[str], *results: AuditResult) -> list[str]:
    """The checklists with an item that stands on one of some measures."""
    checklists = dict.fromkeys(one.id for result in results for one in result.criteria)
    return [one for one in checklists if measures & _measures_of(one, *results)]


def _measures_of(checklist: str, *results: AuditResult) -> set[str]:
    found: set[str] = set()
    for result in results:
        own = {item.id for one in result.criteria if one.id == checklist for item in one.items}
        found |= {one.metric.measure for one in result.items if one.metric and one.item in own}
    return found


def _remarks(then: AuditResult, now: AuditResult) -> Iterator[Message]:
    """What does not hinder a comparison and should be known."""
    if then.engagement.period_end > now.engagement.period_start:
        yield OVERLAP()
    if then.tool.version != now.tool.version:
        before = {one.measure: one.definition for one in then.measurements}
        changed = [
            one.measure
            for one in now.measurements
            if one.definition != before.get(one.measure, one.definition)
        ]
        yield TOOL(then=then.tool.version, now=now.tool.version, measures=_listed(changed))


def _listed(names: Iterable[str]) -> str | Text:
    return ", ".join(names) or _NONE
