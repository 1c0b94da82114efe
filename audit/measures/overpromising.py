"""Gap 4: do promises stay within what is delivered?"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import ibis

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.delivery import (
    NOT_REACHED,
    TIME_UNITS,
    delivery_hours,
    hours_of_a_unit,
    in_unit,
    time_taken,
)
from audit.measures.figures import (
    Cell,
    Figure,
    Minimum,
    NotMeasurable,
    Quantiles,
    Register,
    Rows,
    TimeToEvent,
)
from audit.measures.promises import NO_PROMISES, in_force, listed, operator_of
from audit.measures.sources import DEFAULT, cited
from audit.text import Text, message

NOT_MEASURED = message(
    "M-PROMISES-NOT-MEASURED",
    zh="无法与交付水平比较的承诺：{promises}",
    en="cannot be held against what is delivered: {promises}",
)

LAST = 1 - 1e-9
"""A survival curve has no quantile at 1: just below it lies the last case."""
_DELIVERY = ("service_delivery",)


@measure(
    "M-G4-OVER",
    title=Text(zh="过度承诺", en="Over-promising"),
    formula=Text(
        zh="每项承诺：要求比例对应的实际交付水平 A 超出承诺值的比例 o（“不超过”类为 (A − 目标) ÷ |目标|，“不低于”类为 (目标 − A) ÷ |目标|）；o > 0.10 的承诺 ÷ 可比较的承诺。",
        en="Per promise the part o by which the level A delivered at the required share misses the promised value ((A − target) "
        "÷ |target| for upper limits, (target − A) ÷ |target| for lower ones); promises with o > 0.10 ÷ those that can be compared.",
    ),
    tex=r"v = \frac{1}{|P|} \sum_{p \in P} \mathbf{1}[o_p \gt 0.10], \qquad o_p = \frac{A_p - "
    r"\tau_p}{|\tau_p|} \text{ (upper limits)}, \quad A_p = \min \lbrace t : \hat{S}(t) \le 1 - R_p "
    r"\rbrace",
    inclusion=Text(
        zh="周期内有效、对应到服务标准且目标值不为零的承诺，所对应标准的交付记录至少 36 例；时间类用 Kaplan-Meier 分位数，其他用 7 型分位数。未声明要求比例的取 0.95。"
        "无法比较的予以列明。",
        en="Promises in force that name a standard and whose target is not 0, with at least 36 deliveries under that standard; "
        "Kaplan-Meier quantiles for times, type 7 otherwise; the required share is 0.95 where none is declared. Those that cannot "
        "be compared are listed.",
    ),
    source=cited(
        "Kaplan & Meier (1958)",
        "Brookmeyer & Crowley (1982)",
        Text(zh="Hyndman & Fan (1996)，第 7 型", en="Hyndman & Fan (1996), type 7"),
        DEFAULT,
    ),
    needs={
        "promises": ("promise_id", "published_from", "standard_id", "target_value", "unit"),
        "service_standards": ("standard_id",),
        "service_delivery": ("standard_id", "start_ts"),
    },
    results={
        "overpromised": Text(zh="过度承诺的比例", en="Over-promised"),
        "excess": Text(zh="交付水平超出承诺值的比例", en="Delivered level beyond the promised value"),
    },
    headline="overpromised",
    keys=("promise", "quantile"),
    better="lower",
    params={
        "required_share": Param(0.95, "1", "D"),
        "tolerance": Param(0.10, "1", "D"),
        "cases": Param(36, "cases", "L"),
    },
)
def overpromising(ev: Evidence, p: Params) -> Iterator[Described]:
    """The quantile of the excess is the excess of the quantile: both only shift and stretch, or turn, the values."""
    standards = {one.standard_id: one for one in ev.rows("service_standards")}
    promises = [one for one in ev.rows("promises") if in_force(one, ev)]
    if not promises:
        yield NotMeasurable(NO_PROMISES())
        return
    over: list[bool] = []
    unmeasured = []
    for promise in promises:
        figure = _excess(ev, promise, standards.get(promise.standard_id), p)
        if figure is not None:
            yield figure
            cell = _cell(ev, figure)
            if cell.n >= p.cases:
                over.append(cell.beyond or (cell.value or 0.0) > p.tolerance)
                continue
        unmeasured.append(promise)
    yield Register("overpromised", sum(over) / len(over) if over else None, len(over))
    if unmeasured:
        yield NOT_MEASURED(promises=listed(unmeasured))


def _excess(
    ev: Evidence, promise: SimpleNamespace, standard: SimpleNamespace | None, p: Params
) -> Figure | None:
    """By which part of its value a promise is missed at its required share; None where that cannot be told.

    A promise runs on the clock of the targets, whatever the clock of its standard.
    """
    operator, target = operator_of(promise), promise.target_value
    if standard is None or not target or operator == "=":
        return None
    share = p.required_share if promise.required_share is None else promise.required_share
    key, minimum = {"promise": promise.promise_id}, Minimum(int(p.cases), int(p.cases))
    if promise.unit not in TIME_UNITS:
        if promise.unit is None or standard.unit != promise.unit:
            return None
        d = delivery_hours(ev, standard)
        part = (in_unit(d, standard) - target) / abs(target)
        part = part if operator == "<=" else -part
        return Quantiles("excess", Rows(d, of=_DELIVERY), part.round(9), (share,), key=key, minimum=minimum)
    hours = hours_of_a_unit(ev, promise.unit, ev.clock)
    if operator != "<=" or hours is None or standard.unit not in (*TIME_UNITS, None):
        return None
    on_the_clock = SimpleNamespace(**{**vars(standard), "clock": ev.clock})
    d = delivery_hours(ev, on_the_clock)
    lasted, open_ = time_taken(ev, d, on_the_clock)
    part = ((lasted / hours - target) / abs(target)).round(9)
    return TimeToEvent(
        "excess",
        Rows(d, of=_DELIVERY),
        part,
        censored=open_,
        q=(min(max(share, 1 - LAST), LAST),),
        not_reached=NOT_REACHED,
        key=key,
        minimum=minimum,
    )


def _cell(ev: Evidence, figure: Figure) -> Cell:
    """The one cell of a quantile, before the figures over all promises need it."""
    outcome = figure.outcome()
    known = figure.rows.table.select(**outcome).drop_null()
    frequencies = ev.columns(known.group_by(list(outcome)).aggregate(cases=ibis._.count()))
    return next(figure.cells({"n": int(frequencies["cases"].sum())}, frequencies))
