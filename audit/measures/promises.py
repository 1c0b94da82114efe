"""Gap 4: are promises kept, backed by a standard, and agreed before they are made?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import SimpleNamespace

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Params, measure
from audit.measures.delivery import TIME_UNITS, compare, hours_of_a_unit
from audit.measures.figures import NotMeasurable, Register, Rows, Share
from audit.measures.sources import CENSUS, DEFAULT, cited
from audit.text import Text, message

NO_PROMISES = message("M-NO-PROMISES", zh="周期内没有有效的承诺", en="no promise was in force in the period")
NONE_PUBLISHED = message(
    "M-NO-PROMISE-PUBLISHED", zh="周期内没有发布新的承诺", en="no promise was published in the period"
)
UNCHECKED = message(
    "M-PROMISES-UNCHECKED",
    zh="有效但从未检查、因而没有证据的承诺：{promises}",
    en="in force, never checked and so not evidenced: {promises}",
)
CONTRADICTED = message(
    "M-KEPT-CONTRADICTED",
    zh="{n} 次检查的“是否兑现”与时间或实测值矛盾，以后者为准",
    en="checks in which the column “kept” contradicts the times or the measured value: {n}; times and values were believed",
)
CONVENIENCE = message(
    "M-CHECKS-CONVENIENCE",
    zh="{n} 次检查为方便抽取，不能代表全部服务（C 级证据）",
    en="checks drawn for convenience, which do not stand for all episodes (grade C): {n}",
)
NOT_BACKED = message(
    "M-PROMISES-NOT-BACKED",
    zh="没有同样严格的正式标准支撑的承诺：{promises}",
    en="without a formal standard that is at least as strict: {promises}",
)
NOT_AGREED = message(
    "M-PROMISES-NOT-AGREED",
    zh="发布前未经运营部门认可的承诺：{promises}",
    en="not agreed by operations before publication: {promises}",
)


@measure(
    "M-G4-KEPT",
    title=Text(zh="承诺兑现率", en="Promises kept"),
    formula=Text(
        zh="每项承诺：兑现的检查次数 ÷ 已到期的检查次数。按日的承诺在当地当日结束前完成即为兑现，其余以时刻为准；没有时间的比较实测值与目标值，再没有的才采用“是否兑现”一栏。",
        en="Per promise: checks kept ÷ checks due. A promise by the day is kept until the end of that local day, others until "
        "their moment; without times the measured value is held against the target; only without that the column “kept” counts.",
    ),
    tex=r"k_p = \frac{\sum_i \mathbf{1}[\text{kept}_i] \mathbf{1}[\text{due}_i]}{\sum_i "
    r"\mathbf{1}[\text{due}_i]}, \qquad \text{kept}_i = \mathbf{1}[\text{day}(t^{done}_i) \le "
    r"\text{day}(t^{prom}_i)] \text{ or, to the instant, } \mathbf{1}[t^{done}_i \le t^{prom}_i]",
    inclusion=Text(
        zh="截止时已到期的全部检查，未完成者计为未兑现；尚未到期者不计，即使已提前完成。未写明时间精度的，单位为天或日期者按日。"
        "周期内有效而没有检查的承诺列为没有证据。",
        en="All checks due by the cut-off; those not done are broken. Those not yet due are left out even when done early. Where "
        "the precision is not given, units of days and dates mean the day. Promises in force without any check are listed as not "
        "evidenced.",
    ),
    source=cited(
        Text(zh="组织自身的承诺", en="the organisation's own promises"), "ISO 10001:2018", "Wilson (1927)"
    ),
    needs={"promise_checks": ("promise_id",), "promises": ("promise_id", "published_from")},
    results={"kept": Text(zh="兑现的比例", en="Share kept")},
    headline="kept",
    keys=("promise",),
    better="higher",
    excludes={"not_yet_due": Text(zh="截止时尚未到期", en="not yet due at the cut-off")},
)
def promises_kept(ev: Evidence, p: Params) -> Iterator[Described]:
    """Rows per promise: a promise made to many weighs by its episodes, and one never checked is no zero."""
    checks = ev.promise_checks
    found = ev.run(checks.group_by("promise_id").aggregate(n=checks.count()))
    counts = {row["promise_id"]: row["n"] for row in found}
    promises = [one for one in ev.rows("promises") if one.promise_id in counts or in_force(one, ev)]
    if not promises:
        yield NotMeasurable(NO_PROMISES())
        return
    contradicted = 0
    for promise in promises:
        c = checks.filter(checks.promise_id == promise.promise_id)
        computed, due = _computed(ev, c, promise)
        volume = promise.volume_weight or counts.get(promise.promise_id, 0)
        yield Share(
            "kept",
            Rows(c, excluded={"not_yet_due": ~due}),
            ibis.coalesce(computed, c.kept),
            key={"promise": promise.promise_id},
            weight=float(volume),
            declared=_declared(promise),
        )
        if ev.handed_over("promise_checks", "kept"):
            contradicted += _count(ev, c.filter(due & (computed != c.kept).fill_null(False)))
    unchecked = [one for one in promises if one.promise_id not in counts]
    if unchecked:
        yield UNCHECKED(promises=listed(unchecked))
    if contradicted:
        yield CONTRADICTED(n=contradicted)
    if convenient := _count(ev, checks.filter(checks.drawn == "convenience")):
        yield CONVENIENCE(n=convenient)


@measure(
    "M-G4-BACK",
    title=Text(zh="承诺有标准支撑", en="Promises backed by a standard"),
    formula=Text(
        zh="有正式标准支撑、且标准目标值（换算为相同单位）至少同样严格的承诺 ÷ 周期内有效的承诺。",
        en="Promises with a linked formal standard whose target, in the same unit, is at least as strict ÷ promises in force.",
    ),
    tex=r"b = \frac{1}{|P|} \sum_{p \in P} \mathbf{1}[\tau_{s(p)} \text{ at least as strict as } \tau_p]",
    inclusion=Text(
        zh="周期内任何一天有效的承诺；比较方式须相同。承诺按 audit.yaml 中目标的计时方式理解，标准的计时方式与之不同，或单位无法换算的，视为没有支撑。",
        en="Promises in force on any day of the period; the comparison must be the same. A promise runs on the clock of the "
        "targets in audit.yaml: a standard on another clock, or in a unit that cannot be converted, does not back it.",
    ),
    source=cited(
        Text(zh="ISO 10001:2018，论行为规范", en="ISO 10001:2018 on codes of conduct"), DEFAULT, CENSUS
    ),
    needs={
        "promises": ("promise_id", "published_from", "standard_id"),
        "service_standards": ("standard_id", "formal", "target_value", "unit"),
    },
    results={"backed": Text(zh="有标准支撑的比例", en="Backed by a standard")},
    headline="backed",
    better="higher",
)
def promises_backed(ev: Evidence, p: Params) -> Iterator[Described]:
    """A promise stricter than the standard that staff work to is broken by staff who do all that is asked of them."""
    promises = [one for one in ev.rows("promises") if in_force(one, ev)]
    if not promises:
        yield NotMeasurable(NO_PROMISES())
        return
    standards = {one.standard_id: one for one in ev.rows("service_standards") if one.formal}
    bare = [one for one in promises if not _backs(standards.get(one.standard_id), one, ev)]
    yield Register("backed", 1 - len(bare) / len(promises), len(promises))
    if bare:
        yield NOT_BACKED(promises=listed(bare))


@measure(
    "M-G4-HCOM",
    title=Text(zh="承诺发布前经运营部门认可", en="Operations' approval of promises"),
    formula=Text(
        zh="发布前（含当日）经运营部门认可的承诺 ÷ 周期内发布的承诺。",
        en="Promises that operations agreed to by the day of publication ÷ promises published in the period.",
    ),
    tex=r"h = \frac{1}{|P|} \sum_{p \in P} \mathbf{1}[\text{approved}_p] \mathbf{1}[t^{appr}_p \le t^{pub}_p]",
    inclusion=Text(
        zh="发布日期在周期内的全部承诺；未注明认可或没有认可日期的视为未认可。",
        en="All promises published in the period; where agreement or its date is not given there was none.",
    ),
    source=cited(
        Text(
            zh="Zeithaml, Berry & Parasuraman (1988)，论横向沟通",
            en="Zeithaml, Berry & Parasuraman (1988) on horizontal communication",
        ),
        DEFAULT,
        CENSUS,
    ),
    needs={"promises": ("published_from", "approved_by_operations", "approved_on")},
    results={"agreed": Text(zh="事先认可的比例", en="Agreed before publication")},
    headline="agreed",
    better="higher",
)
def agreed(ev: Evidence, p: Params) -> Iterator[Described]:
    """Agreement after publication is consent to what is already promised."""
    start, end = ev.period
    published = [one for one in ev.rows("promises") if start <= one.published_from < end]
    if not published:
        yield NotMeasurable(NONE_PUBLISHED())
        return
    late = [
        one
        for one in published
        if not (one.approved_by_operations and one.approved_on and one.approved_on <= one.published_from)
    ]
    yield Register("agreed", 1 - len(late) / len(published), len(published))
    if late:
        yield NOT_AGREED(promises=listed(late))


def in_force(promise: SimpleNamespace, ev: Evidence) -> bool:
    """Whether a promise was in force on a day of the period."""
    start, end = ev.period
    published_to = promise.published_to
    return bool(promise.published_from < end and (published_to is None or published_to >= start))


def _computed(ev: Evidence, c: ir.Table, promise: SimpleNamespace) -> tuple[ir.BooleanValue, ir.BooleanValue]:
    """Whether a check shows the promise kept, from its times or its value (null: neither), and whether it is due."""
    by_value: ir.BooleanValue = ibis.null("boolean")
    if promise.target_value is not None:
        by_value = compare(c.measured_value, operator_of(promise), promise.target_value)
    if not ev.handed_over("promise_checks", "promised_ts", "actual_ts"):
        return by_value, ibis.literal(True)
    if _by_the_day(promise):
        in_time = c.actual_ts.date() <= c.promised_ts.date()
        due = c.promised_ts.date() < ibis.literal(ev.cut.date())
    else:
        in_time, due = c.actual_ts <= c.promised_ts, c.promised_ts <= ev.as_of
    return (
        ibis.ifelse(c.promised_ts.notnull(), in_time.fill_null(False), by_value),
        due.fill_null(True),
    )


def _by_the_day(promise: SimpleNamespace) -> bool:
    if promise.grain is not None:
        return bool(promise.grain == "day")
    return promise.unit in ("d", "date")


def operator_of(promise: SimpleNamespace) -> str:
    """How a value is held against the target; a time is an upper limit where nothing is said."""
    return promise.operator or ("<=" if promise.unit in TIME_UNITS else ">=")


def _declared(promise: SimpleNamespace) -> dict[str, float]:
    share = promise.required_share
    return {} if share is None else {"promises.required_share": share}


def _backs(standard: SimpleNamespace | None, promise: SimpleNamespace, ev: Evidence) -> bool:
    """Whether a formal standard is at least as strict as the promise, as far as the two can be compared."""
    if standard is None or operator_of(standard) != operator_of(promise):
        return False
    targets = _in_one_unit(standard, promise, ev)
    if targets is None:
        return False
    inside, outside = targets
    return {"<=": inside <= outside, ">=": inside >= outside, "=": inside == outside}[operator_of(promise)]


def _in_one_unit(
    standard: SimpleNamespace, promise: SimpleNamespace, ev: Evidence
) -> tuple[float, float] | None:
    """Both targets in the same unit, times on the clock of the targets; None where they cannot be converted."""
    if standard.target_value is None or promise.target_value is None:
        return None
    timed = promise.unit in TIME_UNITS
    if timed and (standard.clock or ev.clock) != ev.clock:
        return None
    if standard.unit == promise.unit:
        return (standard.target_value, promise.target_value) if promise.unit else None
    hours = [hours_of_a_unit(ev, one.unit, ev.clock) for one in (standard, promise) if one.unit]
    if len(hours) < 2 or hours[0] is None or hours[1] is None:
        return None
    return round(standard.target_value * hours[0], 9), round(promise.target_value * hours[1], 9)


def _count(ev: Evidence, rows: ir.Table) -> int:
    return int(str(ev.run(rows.aggregate(n=rows.count()))[0]["n"]))


def listed(promises: Iterable[SimpleNamespace]) -> str:
    """The ids of promises, as a message names them."""
    return ", ".join(one.promise_id for one in promises)
