"""Gap 3: is the service delivered as its standards say, and right the first time?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Figure, Flag, NotMeasurable, Quantiles, Rows, Share, TimeToEvent
from audit.measures.sources import DEFAULT, cited
from audit.text import Message, Text, message

NO_STANDARDS = message("M-NO-STANDARDS", zh="没有登记服务标准", en="no service standard is registered")
MET_GIVEN = message(
    "M-MET-GIVEN",
    zh="“{standard}”：数据中既无约定时刻也无目标值的，是否达标以来源系统的标记为准，未能复核",
    en="“{standard}”: where the data hold neither a due time nor a target, the source system's own mark says whether "
    "it was met; this could not be checked",
)
DAY_UNKNOWN = message(
    "M-DAY-LENGTH",
    zh="标准“{standard}”以营业日计，而各营业日长短不一，无法折算为小时",
    en="“{standard}” is set in business days, whose hours differ from day to day: it cannot be turned into hours",
)
NOT_REACHED = message(
    "M-NOT-REACHED", zh="截止时尚未达到该分位数", en="the quantile was not reached by the cut-off"
)
REWORK_UNDEFINED = message(
    "G-REWORK",
    zh="返工没有书面定义，一次做对的比例只列示、不计分",
    en="re-work has no written definition: the share right first time is shown, not scored",
    mend=Text(
        zh="返工的书面定义（方案参数 M-G3-RFT.rework_defined）",
        en="a written definition of re-work (parameter M-G3-RFT.rework_defined of the scheme)",
    ),
)

STATUTORY = message(
    "M-STATUTORY",
    zh="该标准由法律或安全要求规定",
    en="the standard is set by law or by safety",
)

SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0}
"""Seconds in a unit of time; a day is 24 hours on the calendar clock, the opening hours on the business clock."""
TIME_UNITS = (*SECONDS, "d")

_NOT_YET_DUE = Text(zh="截止时尚未到期", en="not yet due at the cut-off")


@measure(
    "M-G3-CONF",
    title=Text(zh="交付达标率", en="Delivery conformity"),
    formula=Text(
        zh="每项标准：达标次数 ÷（达标 + 未达标次数）。有约定时刻者以其为准；否则以所用时间（或记录的实测值）与标准的目标值比较；两者均无时采用来源系统的达标标记。",
        en="Per standard: met ÷ (met + failed). A due time decides where there is one; otherwise the time taken (or "
        "the measured value) against the standard's target; where neither is known, the source's own mark.",
    ),
    tex=r"c_s = \frac{\sum_i \mathbf{1}[\text{met}_i] \mathbf{1}[d_i \le T]}{\sum_i \mathbf{1}[d_i \le "
    r"T]}, \qquad \text{met}_i = \mathbf{1}[t^{end}_i \le d_i], \quad d_i = t^{due}_i \text{ or else } "
    r"t^{start}_i + h_s",
    inclusion=Text(
        zh="截止时已到期的全部记录，未完成者计为未达标；尚未到期者不计，即使已提前完成。",
        en="All rows due by the cut-off, whatever their state: those not done are failures. Rows not yet due are left "
        "out even when done early.",
    ),
    source=cited(Text(zh="组织自身的标准", en="the organisation's own standards"), "Wilson (1927)"),
    needs={"service_delivery": ("standard_id", "start_ts"), "service_standards": ("standard_id",)},
    results={"conform": Text(zh="达标比例", en="Share that met the standard")},
    headline="conform",
    keys=("standard",),
    better="higher",
    excludes={
        "not_yet_due": _NOT_YET_DUE,
        "not_ended": Text(
            zh="尚未结束，来源系统的标记仍可能改变", en="not ended: the source's own mark may still change"
        ),
    },
)
def conformity(ev: Evidence, p: Params) -> Iterator[Described]:
    """The mature cohort: leaving only the pending rows out would bias the share upward."""
    standards = ev.rows("service_standards")
    if not standards:
        yield NotMeasurable(NO_STANDARDS())
    for standard in standards:
        delivery = delivery_hours(ev, standard)
        target = _target_hours(ev, standard) if standard.unit in TIME_UNITS else None
        if isinstance(target, Message):
            yield target
            continue
        if standard.unit in TIME_UNITS or standard.unit is None:
            met, mature = _by_time(ev, delivery, standard, target)
            if target is None and ev.handed_over("service_delivery", "met"):
                yield MET_GIVEN(standard=_words(ev, standard))
        else:
            met, mature = _by_value(delivery, standard)
        excluded = {"not_yet_due": ~mature}
        if standard.target_value is None:
            excluded["not_ended"] = _may_change(delivery)
        yield Share(
            "conform",
            Rows(delivery, excluded=excluded),
            met,
            key={"standard": standard.standard_id},
            by=("site_id",),
            weight=1.0 if standard.importance is None else standard.importance,
            declared=_declared(standard),
            flags=(Flag(STATUTORY),) if standard.basis in ("statutory", "safety") else (),
        )


@measure(
    "M-G3-LEVEL",
    title=Text(zh="交付水平与目标之差", en="Delivered level against target"),
    formula=Text(
        zh="时间类标准：所用时间的中位数、P90 及要求比例对应的分位数（Kaplan-Meier），以及后者减目标值；其他单位：实测值的分位数。",
        en="Time standards: median, P90 and the quantile at the required share of the time taken (Kaplan-Meier), and "
        "the last minus the target; other units: the quantile of the measured value.",
    ),
    tex=r"\ell_s = \min \lbrace t : \hat{S}_s(t) \le 1 - R_s \rbrace - h_s, \qquad \hat{S}(t) = \prod_{t_i "
    r"\le t} \left( 1 - \frac{d_i}{n_i} \right)",
    inclusion=Text(
        zh="全部记录，缺时刻者用实测值；截止时未完成者在截止时删失，已结案而无完成时刻者在结案时删失。",
        en="All rows, by the measured value where a time is missing; those not done are censored at the cut-off, or "
        "when they were closed without a recorded end.",
    ),
    source=cited(
        "Kaplan & Meier (1958)",
        "Brookmeyer & Crowley (1982)",
        Text(zh="其他单位取次序统计量", en="order statistics for other units"),
    ),
    needs={"service_delivery": ("standard_id", "start_ts", "end_ts"), "service_standards": ("standard_id",)},
    results={
        "duration": Text(zh="所用时间", en="Time taken"),
        "level": Text(zh="分位数减目标值", en="Quantile minus target"),
    },
    headline="level",
    keys=("standard", "quantile"),
    better="lower",
    scored=False,
    params={"required_share": Param(0.90, "1", "D")},
)
def level(ev: Evidence, p: Params) -> Iterator[Described]:
    """Shown beside the conformity of the same standard; it has no score of its own."""
    standards = ev.rows("service_standards")
    if not standards:
        yield NotMeasurable(NO_STANDARDS())
    for standard in standards:
        delivery = delivery_hours(ev, standard)
        share = p.required_share if standard.required_share is None else standard.required_share
        target = _target_hours(ev, standard) if standard.unit in TIME_UNITS else None
        if isinstance(target, Message):
            yield target
        elif standard.unit in TIME_UNITS or standard.unit is None:
            yield from _time_levels(ev, delivery, standard, target, share)
        elif standard.target_value is not None:
            q = share if standard.operator == "<=" else round(1 - share, 9)
            beyond = in_unit(delivery, standard) - standard.target_value
            key = {"standard": standard.standard_id}
            yield Quantiles("level", Rows(delivery), beyond, (q,), key=key, unit=standard.unit)


@measure(
    "M-G3-RFT",
    title=Text(zh="一次做对率", en="Right first time"),
    formula=Text(
        zh="周期内结束的服务过程中，各条记录均标明“一次做对”者 ÷ 至少有一条标记者。",
        en="Of the episodes that ended in the period, those marked right first time on every row that carries a mark "
        "÷ those with at least one mark.",
    ),
    tex=r"r = \frac{\sum_e \prod_{i \in e, \text{marked}} \mathbf{1}[\text{right}_i]}{\sum_e \mathbf{1}[e "
    r"\text{ ended, with a mark}]}",
    inclusion=Text(
        zh="以服务过程（episode_id）为单位；全无标记者为结果不明。返工须有书面定义，否则只列示、不计分。",
        en="Counted by episode; those without any mark are unknown. Without a written definition of re-work the figure "
        "is shown, not scored.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"service_delivery": ("episode_id", "first_time_right", "end_ts")},
    results={"right_first_time": Text(zh="一次做对的比例", en="Share right first time")},
    headline="right_first_time",
    better="higher",
    excludes={"not_ended": Text(zh="周期内未结束", en="not ended in the period")},
    params={"rework_defined": Param(0, "0 or 1", "D")},
)
def right_first_time(ev: Evidence, p: Params) -> Iterator[Described]:
    """One row an episode: right only if every row that says anything says so."""
    if not p.rework_defined:
        yield REWORK_UNDEFINED()
    rows = ev.service_delivery
    over = ibis.coalesce(rows.end_ts, rows.service_end_ts)
    start, end = (ibis.timestamp(day.isoformat()) for day in ev.period)
    episodes = rows.group_by("episode_id").aggregate(
        _file=rows._file.min(),
        _row=rows._row.min(),
        site_id=rows.site_id.min(),
        ended=over.max(),
        still_open=over.isnull().any(),
        right=rows.first_time_right.all(),
    )
    ended = ~episodes.still_open & (episodes.ended >= start) & (episodes.ended < end)
    yield Share(
        "right_first_time",
        Rows(episodes, excluded={"not_ended": ~ended.fill_null(False)}),
        episodes.right,
        by=("site_id",),
    )


def _by_time(
    ev: Evidence, d: ir.Table, standard: SimpleNamespace, target: float | None
) -> tuple[ir.BooleanValue, ir.BooleanValue]:
    """Whether a row met a time standard (null: unknown), and whether it is due by the cut-off."""
    due, end = d.due_ts, d.end_ts
    kept = (end <= due).fill_null(False)
    mature = due <= ev.as_of
    if target is None:
        return ibis.ifelse(due.notnull(), kept, d.met), mature.fill_null(True)
    measured = _measured_hours(ev, d, standard)
    taken = ibis.coalesce(d.end_h, measured)
    in_time = compare(taken, standard.operator or "<=", target).fill_null(False)
    elapsed = d.open_h >= target
    return ibis.ifelse(due.notnull(), kept, in_time), ibis.ifelse(due.notnull(), mature, elapsed)


def _may_change(d: ir.Table) -> ir.BooleanValue:
    """Whether a row is open and only the source's own mark could decide it.

    A mark that says "met" usually says so until the time is over; one that says "missed" is final.
    """
    ended = ibis.coalesce(d.end_ts, d.service_end_ts).notnull()
    missed = (d.met == ibis.literal(False)).fill_null(False)
    return d.due_ts.isnull() & ~(ended | missed)


def _by_value(d: ir.Table, standard: SimpleNamespace) -> tuple[ir.BooleanValue, ir.BooleanValue]:
    """Whether a measured value meets a standard in another unit; without a value an ended row is unknown."""
    value = in_unit(d, standard)
    if standard.target_value is None:
        return d.met, ibis.literal(True)
    decided = value.notnull() | d.end_ts.notnull()
    return compare(value, standard.operator or ">=", standard.target_value), decided


def compare(value: ir.NumericValue, operator: str, target: float) -> ir.BooleanValue:
    """Whether a value meets a target; ``=`` after rounding to the decimals of the target."""
    match operator:
        case "<=":
            return value <= target
        case ">=":
            return value >= target
        case _:
            decimals = max(0, -int(Decimal(repr(target)).normalize().as_tuple().exponent))
            return value.round(decimals) == target


def in_unit(d: ir.Table, standard: SimpleNamespace) -> ir.FloatingValue:
    """The measured value where its unit is the standard's, or is not given; null otherwise."""
    same = d.unit.isnull() | (d.unit == standard.unit)
    return ibis.ifelse(same, d.measured_value, ibis.null("float64"))


def _measured_hours(ev: Evidence, d: ir.Table, standard: SimpleNamespace) -> ir.FloatingValue:
    """A measured duration in hours; its unit is the row's, or else the standard's."""
    unit = d.unit.fill_null(ibis.literal(standard.unit, type="string"))
    day = _hours_of_a_day(ev, standard.clock)
    seconds = dict(SECONDS) if day is None else {**SECONDS, "d": day * 3600}
    factors = [(unit == name, ibis.literal(float(factor))) for name, factor in seconds.items()]
    # In the order of _target_hours: a value equal to the target stays equal to it in hours.
    return d.measured_value * ibis.cases(*factors, else_=ibis.null("float64")) / 3600.0


def _target_hours(ev: Evidence, standard: SimpleNamespace) -> float | Message | None:
    """The target of a time standard in hours on its clock; None where there is none."""
    if standard.target_value is None:
        return None
    if standard.unit in SECONDS:
        return float(standard.target_value * SECONDS[standard.unit] / 3600)
    day = _hours_of_a_day(ev, standard.clock)
    if day is None:
        return DAY_UNKNOWN(standard=_words(ev, standard))
    return float(standard.target_value * (day * 3600) / 3600)


def _hours_of_a_day(ev: Evidence, clock: str | None) -> float | None:
    return ev.business_day_hours if (clock or ev.clock) == "business" else 24.0


def _time_levels(
    ev: Evidence, d: ir.Table, standard: SimpleNamespace, target: float | None, share: float
) -> Iterator[Figure]:
    unit = standard.unit or "h"
    hours = hours_of_a_unit(ev, unit, standard.clock)
    assert hours is not None, "a unit that cannot be converted was refused before"
    lasted, open_ = time_taken(ev, d, standard)
    taken = lasted / hours
    key = {"standard": standard.standard_id}
    quantiles = tuple(sorted({0.5, 0.9, share} - {0.0, 1.0}))
    yield TimeToEvent(
        "duration", Rows(d), taken, censored=open_, q=quantiles, not_reached=NOT_REACHED, key=key, unit=unit
    )
    if target is not None and 0 < share < 1:
        yield TimeToEvent(
            "level",
            Rows(d),
            (taken - standard.target_value).round(9),
            censored=open_,
            q=(share,),
            not_reached=NOT_REACHED,
            key=key,
            unit=unit,
        )


def time_taken(
    ev: Evidence, d: ir.Table, standard: SimpleNamespace
) -> tuple[ir.FloatingValue, ir.BooleanValue]:
    """Hours that the rows of ``delivery_hours`` took, and whether one was still open then."""
    done = ibis.coalesce(d.end_h, _measured_hours(ev, d, standard))
    # A row that was closed without a recorded end was last seen open when it was closed.
    return ibis.coalesce(done, d.service_end_h, d.open_h), done.isnull()


def hours_of_a_unit(ev: Evidence, unit: str, clock: str | None) -> float | None:
    """Hours in a unit of time on a clock; None for another unit, and for business days that differ in length."""
    if unit in SECONDS:
        return SECONDS[unit] / 3600
    return _hours_of_a_day(ev, clock) if unit == "d" else None


def hours_by_cut(
    ev: Evidence, start: ir.TimestampValue, end: ir.TimestampValue, clock: str | None = None
) -> ir.FloatingValue:
    """Hours until a moment that had come by the cut-off; null otherwise, for then the case was still open."""
    # The moment is left out, not the hours: what an engine meets in a branch it computes anew each time.
    return ev.hours(start, ibis.ifelse(end <= ev.as_of, end, ibis.null(end.type())), clock)


def delivery_hours(ev: Evidence, standard: SimpleNamespace) -> ir.Table:
    """The rows of a standard with the hours that they took on its clock.

    ``end_h`` and ``service_end_h`` are null where that had not happened by the cut-off, ``open_h`` lasts
    until then. Made once a clock: all standards stand on it, and a clock is a long expression.
    """
    clock = standard.clock or ev.clock

    def build() -> ir.Table:
        d = ev.service_delivery
        return d.mutate(
            end_h=hours_by_cut(ev, d.start_ts, d.end_ts, clock),
            service_end_h=hours_by_cut(ev, d.start_ts, d.service_end_ts, clock),
            open_h=ev.hours(d.start_ts, ev.as_of, clock),
        )

    table = ev.derived(f"delivery_hours_{clock}", build)
    return table.filter(table.standard_id == standard.standard_id)


def _declared(standard: SimpleNamespace) -> dict[str, float]:
    share = standard.required_share
    return {} if share is None else {"service_standards.required_share": share}


def _words(ev: Evidence, standard: SimpleNamespace) -> Text | str:
    return ev.title("standard", standard.standard_id) or str(standard.standard_id)
