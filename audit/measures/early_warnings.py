"""Early warning: how long before customers are hit, acted on, how much it catches, what it prevents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import ibis
import ibis.expr.types as ir

from audit.evidence.catalogue import TABLES
from audit.evidence.dataset import Evidence
from audit.evidence.labels import Labels
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.delivery import NOT_REACHED
from audit.measures.figures import Minimum, NotMeasurable, Register, Rows, Share, TimeToEvent
from audit.measures.sources import DEFAULT, cited
from audit.text import Text, message

EMPTY_WARNINGS = message(
    "G-PRECISION",
    zh="预警的命中率仅 {precision}，低于 {least}；空泛的预警永不落空，故提前量只列示、不计分",
    en="the precision of the warnings is {precision}, under {least}; warnings of nothing never fail, so the lead time "
    "is shown, not scored",
    mend=Text(
        zh="更准确的预警；增加记录无济于事", en="warnings that come true more often; more records do not help"
    ),
)
PRECISION_UNKNOWN = message(
    "G-PRECISION-UNKNOWN",
    zh="没有满 {days} 天的预警，命中率无从得知，提前量只列示、不计分",
    en="no warning is {days} days old: the precision is not known, and the lead time is shown, not scored",
    mend=Text(zh="发出已满 {days} 天的预警", en="warnings that are {days} days old"),
)
NO_CLASSES = message("M-NO-CLASSES", zh="失误台账中没有已分类的失误", en="no failure of the log has a class")
COUNTERFACTUAL = message(
    "B-COUNTERFACTUAL",
    zh="“避免了失误”无从直接观察，证据等级最高为 B",
    en="that a failure was prevented cannot be observed: the evidence is never better than grade B",
)

_OLD_ENOUGH = Param(90, "d", "D")


@measure(
    "M-EW-LEAD",
    title=Text(zh="预警提前量", en="Early-warning lead time"),
    formula=Text(
        zh="从信号到首次波及顾客的小时数的中位数（Kaplan-Meier）。",
        en="Median of the hours from the signal to the first customer hit, by Kaplan-Meier.",
    ),
    tex=r"\tilde{\ell} = \min \lbrace t : \hat{S}(t) \le 0.5 \rbrace, \qquad \ell_i = \max(0, t^{hit}_i - "
    r"t^{signal}_i)",
    inclusion=Text(
        zh="周期内的全部信号；截止时尚未波及顾客的在截止时删失；信号晚于波及的，提前量为零。",
        en="All signals of the period; those that hit no customer by the cut-off are censored there; a signal after the "
        "first customer was hit has a lead of zero.",
    ),
    source=cited("Kaplan & Meier (1958)", DEFAULT),
    needs={"early_warnings": ("signal_ts", "first_customer_failure_ts")},
    results={"lead": Text(zh="提前量", en="Lead time")},
    headline="lead",
    keys=("quantile",),
    better="higher",
    params={"least_precision": Param(0.10, "1", "D"), "old_enough": _OLD_ENOUGH},
)
def lead_time(ev: Evidence, p: Params) -> Iterator[Described]:
    """Customers never hit are the best case: a curve that never reaches its median is no lack of data."""
    w = ev.early_warnings
    hit = (w.first_customer_failure_ts <= ev.as_of).fill_null(False)
    until = ibis.ifelse(hit, w.first_customer_failure_ts, ev.as_of)
    lead = ibis.greatest(ev.hours(w.signal_ts, until, "calendar"), ibis.literal(0.0))
    yield TimeToEvent(
        "lead",
        Rows(w),
        lead,
        censored=~hit,
        q=(0.5,),
        not_reached=NOT_REACHED,
        unit="h",
        minimum=Minimum(5, 10),
    )
    cases = _cases(ev)
    old = cases.filter(_old_enough(ev, cases, p.old_enough))
    row = ev.run(old.aggregate(n=old.count(), hits=old.justified.sum()))[0]
    if not row["n"]:
        yield PRECISION_UNKNOWN(days=p.old_enough)
    elif (precision := (row["hits"] or 0) / row["n"]) < p.least_precision:
        yield EMPTY_WARNINGS(precision=f"{precision:.1%}", least=f"{p.least_precision:.0%}")


@measure(
    "M-EW-ACT",
    title=Text(zh="预警及时处置率", en="Warnings acted on in time"),
    formula=Text(
        zh="信号发出后在规定时限内采取首次行动的比例。",
        en="Share of signals with a first action within the time allowed.",
    ),
    tex=r"a = \frac{\sum_i \mathbf{1}[t^{act}_i - t^{signal}_i \le h_i] \mathbf{1}[t^{signal}_i + h_i \le "
    r"T]}{\sum_i \mathbf{1}[t^{signal}_i + h_i \le T]}",
    inclusion=Text(
        zh="截止时已满时限的全部信号；未登记时限的按 24 小时计；未采取行动的计为未处置。",
        en="All signals whose time had passed by the cut-off; 24 hours where none is recorded; no action is a failure.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"early_warnings": ("signal_ts", "action_ts")},
    results={"acted": Text(zh="及时处置的比例", en="Acted on in time")},
    headline="acted",
    better="higher",
    excludes={"not_yet_due": Text(zh="截止时时限未满", en="the time had not passed at the cut-off")},
    params={"target": Param(24, "h", "D")},
)
def acted_on(ev: Evidence, p: Params) -> Iterator[Described]:
    """On the calendar clock: a warning does not wait for opening hours."""
    w = ev.early_warnings
    allowed = w.target_h.fill_null(p.target)
    acted = ibis.ifelse(
        w.action_ts <= ev.as_of, ev.hours(w.signal_ts, w.action_ts, "calendar"), ibis.null("float64")
    )
    mature = ev.hours(w.signal_ts, ev.as_of, "calendar") >= allowed
    rows = Rows(w, excluded={"not_yet_due": ~mature})
    yield Share("acted", rows, (acted <= allowed).fill_null(False), by=("source",), minimum=Minimum(10, 30))


@measure(
    "M-EW-HIT",
    title=Text(zh="预警覆盖率", en="Recall of early warnings"),
    formula=Text(
        zh="严重失误中事前已有预警的比例（覆盖率）；另列满 90 天的预警中有失误对应或已避免失误的比例（命中率）。",
        en="Of the serious failures, the share that a warning preceded (recall); separately, of the warnings 90 days old, "
        "the share with a failure behind it or one prevented (precision).",
    ),
    tex=r"R = \frac{\sum_i \mathbf{1}[t^{signal}_i \lt t^{det}_i] \mathbf{1}[s_i \ge 3]}{\sum_i "
    r"\mathbf{1}[s_i \ge 3]}, \qquad P = \frac{\sum_w \mathbf{1}[w \text{ justified}] \mathbf{1}[T - "
    r"t^{signal}_w \gt 90d]}{\sum_w \mathbf{1}[T - t^{signal}_w \gt 90d]}",
    inclusion=Text(
        zh="周期内发现的严重程度 3 级及以上的失误；预警须早于失误被发现。严重程度不详者计为结果不明。",
        en="Failures of severity 3 or more detected in the period; the signal must come before the detection. Where the "
        "severity is not recorded the outcome is unknown.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={
        "failures": ("failure_id", "severity", "ew_id", "detected_ts"),
        "early_warnings": ("ew_id", "signal_ts"),
    },
    results={
        "recall": Text(zh="覆盖率", en="Recall"),
        "precision": Text(zh="命中率", en="Precision"),
    },
    headline="recall",
    better="higher",
    excludes={
        "not_serious": Text(zh="严重程度低于 3 级", en="severity below 3"),
        "too_young": Text(zh="预警未满 90 天", en="the warning is not 90 days old"),
    },
    params={"serious": Param(3, "severity", "D"), "old_enough": _OLD_ENOUGH},
)
def recall(ev: Evidence, p: Params) -> Iterator[Described]:
    """A warning of before the period may well point to a failure within it."""
    signals = ev.history("early_warnings").select("ew_id", "signal_ts")
    f = ev.failures.left_join(signals, "ew_id")
    preceded = (f.signal_ts < f.detected_ts).fill_null(False)
    yield Share(
        "recall",
        Rows(f, excluded={"not_serious": (f.severity < p.serious).fill_null(False)}),
        ibis.ifelse(f.severity.notnull(), preceded, ibis.null("boolean")),
        minimum=Minimum(5, 20),
    )
    w = _cases(ev)
    rows = Rows(w, excluded={"too_young": ~_old_enough(ev, w, p.old_enough)}, of=("early_warnings",))
    yield Share("precision", rows, w.justified)


@measure(
    "M-PREV",
    title=Text(zh="避免的失误", en="Prevented failures"),
    formula=Text(
        zh="有依据的已避免次数 ÷（已避免次数 + 同类失误次数）。",
        en="Failures prevented, with evidence ÷ (those + failures of the classes that were warned of).",
    ),
    tex=r"v = \frac{p}{p + x}",
    inclusion=Text(
        zh="周期内标记为已避免并写明依据的预警；同类失误指所预警类别在周期内发生的失误。",
        en="Warnings of the period marked as prevented with the evidence for it; failures of the period whose class was "
        "warned of.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={
        "early_warnings": ("failure_class", "prevented", "evidence_note"),
        "failures": (),
    },
    results={"prevented": Text(zh="避免的比例", en="Share prevented")},
    headline="prevented",
    better="higher",
    params={"least": Param(20, "cases", "D")},
)
def prevented(ev: Evidence, p: Params) -> Iterator[Described]:
    """Classes are compared by their codes, however the warning spells them."""
    yield COUNTERFACTUAL()
    w, f = ev.early_warnings, ev.failures
    told = ev.run(w.filter(w.failure_class.notnull()).select("failure_class").distinct())
    warned = sorted(_codes(ev, (row["failure_class"] for row in told)))
    averted = w.filter(w.prevented & w.evidence_note.notnull()).select(
        "_file", "_row", hit=ibis.literal(True)
    )
    happened = f.filter(f[ev.adopted_class].isin(warned)).select("_file", "_row", hit=ibis.literal(False))
    cases = ibis.union(averted, happened)
    yield Share("prevented", Rows(cases), cases.hit, minimum=Minimum(5, int(p.least)))


@measure(
    "M-FMEA",
    title=Text(zh="关键失误点的应对准备", en="Critical failure points prepared"),
    formula=Text(
        zh="按严重程度合计排在前列的失误类别中，已有获批准的应急预案或失效分析文件的比例。",
        en="Of the classes with the highest total severity, the share with an approved contingency plan or failure analysis.",
    ),
    tex=r"f = \frac{1}{|K|} \sum_{k \in K} \mathbf{1}[\exists \text{ approved plan covering } k], \qquad K "
    r"= \text{the } \min(10, C) \text{ classes of largest } \sum_{i \in k} s_i",
    inclusion=Text(
        zh="周期内失误所属的采用类别，取前 10 类（不足 10 类取全部）；严重程度不详的按 3 级计；并列时依次按次数、代码排序。",
        en="The adopted classes of the period's failures, the first ten or all there are; a severity that is not recorded "
        "counts as 3; ties by number of failures, then by code.",
    ),
    source=cited("ISO 9001:2015 6.1", DEFAULT),
    needs={
        "documents": ("type", "covers_classes", "approved_on"),
        "failures": (),
    },
    results={"prepared": Text(zh="已有应对准备的类别", en="Classes with a prepared response")},
    headline="prepared",
    better="higher",
    params={"most": Param(10, "classes", "D"), "unrated": Param(3, "severity", "D")},
)
def prepared(ev: Evidence, p: Params) -> Iterator[Described]:
    """A census of the register against what went wrong most."""
    f = ev.failures.select(code=ibis._[ev.adopted_class], severity=ibis._.severity.fill_null(int(p.unrated)))
    classes = f.filter(f.code.notnull()).group_by("code")
    found = ev.run(classes.aggregate(weight=ibis._.severity.sum(), cases=ibis._.count()))
    if not found:
        yield NotMeasurable(NO_CLASSES())
        return
    ranked = sorted(found, key=lambda row: (-row["weight"], -row["cases"], row["code"]))[: int(p.most)]
    covered = _covered_classes(ev)
    there = sum(row["code"] in covered for row in ranked)
    yield Register("prepared", there / len(ranked), len(ranked))


def _covered_classes(ev: Evidence) -> frozenset[str]:
    """The classes, by code, for which an approved document holds a prepared response."""
    _, period_end = ev.period
    return _codes(
        ev,
        (
            one
            for document in ev.rows("documents")
            if document.type in ("contingency", "fmea")
            if document.approved_on is not None and document.approved_on <= period_end
            for one in document.covers_classes or ()
        ),
    )


def _codes(ev: Evidence, words: Iterable[str]) -> frozenset[str]:
    """Classes of the adopted typology by their code; a word that it does not know stays as it is."""
    labels = Labels(TABLES["failures"].column(ev.adopted_class))
    return frozenset(str(labels.meaning(word) or word) for word in words)


def _cases(ev: Evidence) -> ir.Table:
    """The warnings, and whether each was ``justified``: a failure followed, or one was prevented."""
    w = ev.early_warnings
    justified = w.first_customer_failure_ts.notnull() | w.prevented.fill_null(False)
    if ev.handed_over("failures", "ew_id"):
        linked = ev.history("failures").filter(ibis._.ew_id.notnull()).ew_id
        justified |= w.ew_id.isin(linked)
    return w.mutate(justified=justified)


def _old_enough(ev: Evidence, warnings: ir.Table, days: float) -> ir.BooleanValue:
    return ev.hours(warnings.signal_ts, ev.as_of, "calendar") > 24 * days
