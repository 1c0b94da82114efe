"""When recovery begins: within the service or after it, and how long after the failure was found."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.cases import what_was_done
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.delivery import NOT_REACHED
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Flag,
    Minimum,
    Rows,
    Share,
    Shares,
    TimeToEvent,
)
from audit.measures.sources import cited
from audit.measures.statistics.bootstrap import mean_bounds
from audit.text import Message, Text, message

MUCH_UNCLASSIFIED = message(
    "G-TIMING-UNCLASSIFIED",
    zh="{share} 的失误没有服务结束时间，无法归类，已超过 {most}，结果只列示、不计分",
    en="{share} of the failures have no time at which the service ended and cannot be classed, more than {most}: "
    "shown, not scored",
    mend=Text(
        zh="失误台账中登记的服务结束时间", en="the time at which the service ended, in the failure log"
    ),
)
MOSTLY_AFTER = message(
    "M-FOUND-AFTER",
    zh="多数失误在服务结束后才发现，服务过程中的补救仅能说明少数失误",
    en="most failures were found only after the service had ended: recovery within it speaks of the few",
)

MODES = ("offensive", "defensive", "managerial", "none")

_HOUR = 60.0
_BEFORE_DETECTION = Text(
    zh="首项补救早于发现、又未标为早期干预，属数据错误",
    en="the first act lies before the detection and is not marked as early intervention: a data error",
)


@measure(
    "M-TIME-MODE",
    title=Text(zh="补救时机", en="Timing mode of recovery"),
    formula=Text(
        zh="按首项补救的时刻归类：发现后 τ 分钟内且不晚于服务结束的为进攻性，更晚但不晚于服务结束的为防御性，服务结束后的为管理性，发现满 72 小时仍无任何补救的为无；时机指数 = 100 ×（1.0 × 进攻性 + 0.7 × 防御性 + 0.3 × 管理性）。",
        en="By the moment of the first recovery act: offensive within tau minutes of detection and before the service ended, "
        "defensive later but before it ended, managerial after it ended, none without any act 72 hours on; index = 100 × (1.0 "
        "offensive + 0.7 defensive + 0.3 managerial).",
    ),
    tex=r"I = 100 (1.0 p_{off} + 0.7 p_{def} + 0.3 p_{man}), \qquad \text{off} \iff t^{act}_i \le "
    r"t^{end}_i \text{ and } t^{act}_i - t^{det}_i \le \tau",
    inclusion=Text(
        zh="周期内、服务结束前（含）发现的失误，截止时发现已满 72 小时；服务结束后才发现的另列，超过一半时结果仅供参考。发现之前即以早期干预补救的，计为进攻性。没有服务结束时间的无法归类，超过 30% 时不计分。",
        en="Failures of the period found by the time the service ended, 72 hours or more before the cut-off; those found "
        "after it are shown apart, and where they are more than half the index is only indicative. Early intervention before "
        "the detection is offensive. Without a time at which the service ended a failure cannot be classed; above 30% of them "
        "nothing is scored.",
    ),
    source=cited(
        Text(
            zh="Grönroos (2007), Service Management and Marketing（补救时机）",
            en="Grönroos (2007), Service Management and Marketing (timing of recovery)",
        ),
        "Goodman (1965), Technometrics 7:247",
        Text(zh="规则与权重为本工具的默认值", en="rule and weights are defaults of this toolkit"),
    ),
    needs={
        "failures": ("failure_id", "detected_ts", "service_end_ts"),
        "recovery_actions": ("action_ts", "type"),
    },
    results={
        "index": Text(zh="时机指数", en="Timing index"),
        "share": Text(zh="比例", en="Share"),
        "found_after": Text(zh="服务结束后才发现的失误", en="Found after the service had ended"),
        "unclassified": Text(zh="无法归类的失误", en="Cannot be classed"),
    },
    headline="index",
    keys=("mode",),
    better="higher",
    excludes={
        "before_detection": _BEFORE_DETECTION,
        "unclassified": Text(zh="没有服务结束时间", en="the end of the service is not recorded"),
        "found_after": Text(zh="服务结束后才发现", en="found after the service had ended"),
        "not_yet_due": Text(zh="截止时发现未满 72 小时", en="found less than 72 hours before the cut-off"),
    },
    params={
        "tau": Param(15, "min", "D", declared="targets.on_the_spot_min"),
        "none_after": Param(72, "h", "D"),
        "offensive": Param(1.0, "1", "D"),
        "defensive": Param(0.7, "1", "D"),
        "managerial": Param(0.3, "1", "D"),
        "unclassified": Param(0.30, "1", "D"),
        "after": Param(0.50, "1", "D"),
    },
)
def timing_mode(ev: Evidence, p: Params) -> Iterator[Described]:
    """Only a failure that was known while the service ran could be put right within it."""
    f = _with_first_act(ev)
    lag = ibis.ifelse(f.early, 0.0, f.lag_h)
    in_service = f.first_ts <= f.service_end_ts
    mode = ibis.cases(
        (f.first_ts.isnull(), "none"),
        (in_service & (lag.round(9) <= p.tau / _HOUR), "offensive"),
        (in_service, "defensive"),
        else_="managerial",
    )
    open_ended = f.service_end_ts.isnull()
    after = (f.detected_ts > f.service_end_ts).fill_null(False)
    excluded = {
        "before_detection": f.impossible,
        "unclassified": open_ended,
        "found_after": after,
        "not_yet_due": ev.hours(f.detected_ts, ev.as_of, "calendar") < p.none_after,
    }
    rows = Rows(f, excluded=excluded)
    weights = (p.offensive, p.defensive, p.managerial, 0.0)
    row = ev.run(f.aggregate(n=f.count(), unclassified=open_ended.sum(), after=after.sum()))[0]
    unclassified, late = row["unclassified"] or 0, row["after"] or 0
    mostly_after = MOSTLY_AFTER() if late > p.after * (row["n"] - unclassified) else None
    yield _index(rows, mode, [100 * one for one in weights], ev.seed, mostly_after)
    yield Shares("share", rows, mode, among=MODES, name="mode", minimum=Minimum(5, 30))
    flags = (Flag(MOSTLY_AFTER, above=p.after),)
    yield Share("found_after", Rows(f, excluded={"unclassified": open_ended}), after, flags=flags)
    yield Share("unclassified", Rows(f), open_ended)
    if row["n"] and (share := unclassified / row["n"]) > p.unclassified:
        yield MUCH_UNCLASSIFIED(share=f"{share:.1%}", most=f"{p.unclassified:.0%}")


def _index(
    rows: Rows, mode: ir.StringValue, points: list[float], seed: int, only_indicative: Message | None
) -> Computed:
    def compute(row: Aggregates) -> Iterator[Cell]:
        counts, n = [row[one] or 0 for one in MODES], row["n"]
        if not n:
            yield Cell(None, 0)
            return
        index = sum(count * point for count, point in zip(counts, points, strict=True)) / n
        yield Cell(index, n, mean_bounds(points, counts, seed), "bootstrap")

    return Computed(
        "index",
        rows,
        {"mode": mode},
        lambda cases, known: {one: (known & (cases.mode == one)).sum() for one in MODES},
        compute,
        kind_of_cells="mean",
        minimum=Minimum(5, 30),
        unit="score",
        by=("site_id",),
        only_indicative=only_indicative,
    )


@measure(
    "M-TIME-LAG",
    title=Text(zh="从发现到补救的间隔", en="Detection-to-action lag"),
    formula=Text(
        zh="自发现失误至首项补救的日历小时数：中位数与 P90（Kaplan-Meier）。",
        en="Calendar hours from the detection of a failure to the first recovery act: median and P90 by Kaplan-Meier.",
    ),
    tex=r"\tilde{\tau} = \min \lbrace t : \hat{S}(t) \le 0.5 \rbrace, \qquad \tau_i = t^{act}_i - t^{det}_i",
    inclusion=Text(
        zh="周期内发现的全部失误；截止时尚无补救的在截止时删失；发现之前即以早期干预补救的，间隔为零。少于 20 起不计分。",
        en="All failures detected in the period; those without an act are censored at the cut-off; early intervention before "
        "the detection is a lag of 0. Not scored below 20 failures.",
    ),
    source=cited("Kaplan & Meier (1958), JASA 53:457", "Brookmeyer & Crowley (1982), Biometrics 38:29"),
    needs={"failures": ("failure_id", "detected_ts"), "recovery_actions": ("action_ts", "type")},
    results={"hours": Text(zh="间隔", en="Lag")},
    headline="hours",
    keys=("quantile",),
    better="lower",
    excludes={"before_detection": _BEFORE_DETECTION},
)
def lag(ev: Evidence, p: Params) -> Iterator[Described]:
    """A failure for which nothing was ever done has not had a short lag: it is still open."""
    f = _with_first_act(ev)
    taken = ibis.ifelse(f.early, 0.0, f.lag_h)
    waited = ibis.coalesce(taken, f.open_h)
    yield TimeToEvent(
        "hours",
        Rows(f, excluded={"before_detection": f.impossible}),
        waited,
        censored=taken.isnull(),
        q=(0.5, 0.9),
        not_reached=NOT_REACHED,
        unit="h",
        by=("site_id",),
        minimum=Minimum(5, 20),
    )


def _with_first_act(ev: Evidence) -> ir.Table:
    """The failures of the period with their first recovery act and the calendar hours to it.

    ``early``: early intervention before the detection; ``impossible``: any other act before it. ``open_h``
    lasts until the cut-off. Made once: a clock is a long expression, and every site asks for it.
    """

    def build() -> ir.Table:
        f = ev.failures.mutate(case_id="f:" + ibis._.failure_id)
        f = f.left_join(what_was_done(ev).select("case_id", "first_ts", "early_ts"), "case_id")
        early = (f.early_ts < f.detected_ts).fill_null(False)
        before = (f.first_ts < f.detected_ts).fill_null(False)
        return f.mutate(
            early=early,
            impossible=before & ~early,
            lag_h=ev.hours(f.detected_ts, f.first_ts, "calendar"),
            open_h=ev.hours(f.detected_ts, ev.as_of, "calendar"),
        )

    return ev.derived("first_acts", build)
