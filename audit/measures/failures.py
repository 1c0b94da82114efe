"""Failures: how many, classified, coded alike, whose cause, how severe, found by whom, and repeated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import ibis
import ibis.expr.types as ir
import numpy as np

from audit.evidence.dataset import Evidence, FailureScheme
from audit.measures.customers import identified
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.exposure import monthly_episodes
from audit.measures.fieldwork import hears_customers
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Flag,
    Minimum,
    NotMeasurable,
    Rate,
    Rows,
    Share,
    Shares,
)
from audit.measures.sources import DEFAULT, EXACT_POISSON, cited
from audit.measures.statistics.agreement import cohen_kappa
from audit.text import Text, message

MUCH_OTHER = message(
    "M-MUCH-OTHER",
    zh="“其他”一类过多，分类方案可能不适用",
    en="the class “other” is large: the typology may not fit",
)
BLAME_SHIFTED = message(
    "C-BLAME",
    zh="{share} 的失误归因于顾客或外部，须经双人编码的样本证实",
    en="{share} of the failures are put down to customers or to the outside: a double-coded sample must confirm it",
)
SEVERITY_UNIFORM = message(
    "G-SEVERITY-UNIFORM",
    zh="{share} 的严重程度取同一数值，等于没有评定，只列示、不计分",
    en="{share} of the severities are the same, which is no assessment: shown, not scored",
    mend=Text(
        zh="按书面准则逐起重新评定的严重程度",
        en="severities assessed anew, failure by failure, by written criteria",
    ),
)
SILENCE = message(
    "G-CHANNELS-POOR",
    zh="投诉渠道的可及性与测试投诉均未达到 60 分或未经检查，顾客沉默会抬高该比例，只列示、不计分",
    en="neither the accessibility of channels nor test complaints reach 60 points, or they were not checked; the silence "
    "of customers would raise the share, so it is shown, not scored",
    mend=Text(
        zh="对投诉渠道的检查或测试投诉，且其中之一达到 60 分",
        en="an inspection of the channels or test complaints, of which one reaches 60 points",
    ),
)
NOT_CODED_TWICE = message(
    "M-NO-DOUBLE-CODING", zh="没有由两人独立编码的失误", en="no failure was coded twice"
)
DETECTION = message(
    "M-DETECTION",
    zh="发现得越多，失误率越高：不等于服务更差",
    en="the more is detected, the higher the rate: that is no worse service",
)
CUSTOMER_UNKNOWN = message(
    "M-CUSTOMER-UNKNOWN",
    zh="仅 {share} 的失误登记了顾客代码，少于 {least}",
    en="only {share} of the failures name the customer, fewer than {least}",
)
SHORT_LOG = message(
    "M-SHORT-LOG",
    zh="失误台账最早只到周期开始前 {days} 天，不足 {window} 天，更早的重复失误无从得知",
    en="the log reaches only {days} days back before the period, not {window}: earlier repetitions are not known",
)

_ALL = Text(zh="周期内发现的全部失误。", en="All failures detected in the period.")
_CLASSES: tuple[FailureScheme, ...] = get_args(FailureScheme)


@measure(
    "M-FAIL-RATE",
    title=Text(zh="失误率", en="Failure rate"),
    formula=Text(
        zh="周期内发现的失误数 ÷ 服务次数 × 1000。", en="Failures detected in the period ÷ episodes × 1,000."
    ),
    tex=r"\lambda = 1000 \frac{\sum_m x_m \mathbf{1}[e_m \gt 0]}{\sum_m e_m}",
    inclusion=Text(
        zh="有服务次数的月份；没有服务次数的月份，失误与次数均不计。发现得多不等于服务差，本项不计分。",
        en="Months with episodes on record; the others leave both sides. More detection is not worse service: never scored.",
    ),
    source=EXACT_POISSON,
    needs={"failures": ("failure_id", "detected_ts"), "contacts_volume": ("episodes", "period_month")},
    results={"rate": Text(zh="每千次服务的失误数", en="Failures per 1,000 episodes")},
    headline="rate",
    better="none",
    scored=False,
    excludes={"no_volume": Text(zh="该月没有服务次数", en="no episodes are on record for the month")},
)
def failure_rate(ev: Evidence, p: Params) -> Iterator[Described]:
    """A month without a denominator would raise the rate."""
    v = ev.contacts_volume
    known = monthly_episodes(v, ev)
    f = ev.failures
    months = [month for month, episodes in known.months.items() if episodes]
    in_month = f.detected_ts.truncate("M").date().isin(months) if months else ibis.literal(False)
    yield DETECTION()
    rows = Rows(f, excluded={"no_volume": ~in_month})
    yield Rate("rate", rows, sum(known.months.values()), 1000.0, unit="per_1000_episodes")


@measure(
    "M-FAIL-CLASS",
    title=Text(zh="失误分类率", en="Share classified"),
    formula=Text(
        zh="已归入采用类别、且不是“其他”的失误 ÷ 全部失误；另按各分类方案列示。",
        en="Failures with a class of the adopted typology other than “other” ÷ all failures; also by typology.",
    ),
    tex=r"c = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[\text{class}_i \text{ given, not other}]",
    inclusion=_ALL,
    source=cited(
        "Bitner, Booms & Tetreault (1990), J. Marketing 54:71",
        "Kelley, Hoffman & Davis (1993), J. Retailing 69:429",
        "Wilson (1927)",
    ),
    needs={"failures": ("failure_id",)},
    results={
        "classified": Text(zh="已分类的比例", en="Classified"),
        "other": Text(zh="“其他”的比例", en="Classed as other"),
    },
    headline="classified",
    keys=("scheme",),
    better="higher",
    params={"much_other": Param(0.15, "1", "D")},
)
def classified(ev: Evidence, p: Params) -> Iterator[Described]:
    """A class left empty was not found."""
    f = ev.failures
    schemes = [one for one in _CLASSES if ev.handed_over("failures", f"{one}_class")]
    flags = (Flag(MUCH_OTHER, above=p.much_other),)
    for key, name in (({}, ev.adopted_class), *(({"scheme": one}, f"{one}_class") for one in schemes)):
        told = (f[name] != "other").fill_null(False)
        yield Share("classified", Rows(f), told, key=key, by=() if key else ("site_id",))
        yield Share("other", Rows(f), (f[name] == "other").fill_null(False), key=key, flags=flags)


@measure(
    "M-FAIL-KAPPA",
    title=Text(zh="编码一致性", en="Coding agreement"),
    formula=Text(
        zh="两名编码员的未加权 Cohen κ =（观察一致率 − 机遇一致率）÷（1 − 机遇一致率）；另列观察一致率。",
        en="Unweighted Cohen's kappa of two coders: (agreement observed − expected) ÷ (1 − expected); agreement observed.",
    ),
    tex=r"\kappa = \frac{p_o - p_e}{1 - p_e}, \qquad p_o = \sum_c p_{cc}, \quad p_e = \sum_c p_{c \cdot} "
    r"p_{\cdot c}",
    inclusion=Text(
        zh="随机抽取并由两人独立编码的失误，按分类方案分别计算；至少 50 例。",
        en="Failures drawn at random and coded twice independently, each typology for itself; 50 cases or more.",
    ),
    source=cited(
        "Cohen (1960), Educ. Psychol. Meas. 20:37", "Fleiss, Cohen & Everitt (1969), Psychol. Bull. 72:323"
    ),
    needs={"double_coding": ("coder_a", "coder_b", "scheme")},
    results={
        "kappa": Text(zh="Cohen κ 系数", en="Cohen's kappa"),
        "agreement": Text(zh="观察一致率", en="Agreement observed"),
    },
    headline="kappa",
    keys=("scheme",),
    better="higher",
)
def coding_agreement(ev: Evidence, p: Params) -> Iterator[Described]:
    """Not estimable where both coders give everything the same code."""
    d = ev.double_coding
    counts = ev.run(d.group_by("scheme", "coder_a", "coder_b").aggregate(cases=d.count()))
    if not counts:
        yield NotMeasurable(NOT_CODED_TWICE())
    for scheme in sorted({row["scheme"] for row in counts}):
        told = [row for row in counts if row["scheme"] == scheme]
        codes = sorted({row[name] for row in told for name in ("coder_a", "coder_b")})
        table = np.zeros((len(codes), len(codes)))
        for row in told:
            table[codes.index(row["coder_a"]), codes.index(row["coder_b"])] = row["cases"]
        cases = d.filter(d.scheme == scheme)
        yield _kappa(cases, table, scheme)
        yield Share("agreement", Rows(cases), cases.coder_a == cases.coder_b, key={"scheme": scheme})


def _kappa(cases: ir.Table, table: np.ndarray, scheme: str) -> Computed:
    def compute(row: Aggregates) -> Iterator[Cell]:
        found = cohen_kappa(table)
        yield Cell(found.kappa, row["n"], found.bounds, "kappa")

    return Computed(
        "kappa",
        Rows(cases),
        {},
        lambda cases, known: {},
        compute,
        key={"scheme": scheme},
        kind_of_cells="reliability",
        minimum=Minimum(50, 50),
    )


@measure(
    "M-FAIL-LOCUS",
    title=Text(zh="原因归属", en="Cause split"),
    formula=Text(
        zh="原因归于组织、顾客、外部和不明的失误各占的比例。",
        en="Shares of the failures whose cause lies with the organisation, the customer, the outside, or is unknown.",
    ),
    tex=r"p_\ell = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[\text{locus}_i = \ell]",
    inclusion=Text(
        zh="周期内发现的全部失误；未登记归属的计为不明。",
        en="All failures detected in the period; where no locus is recorded it is unknown.",
    ),
    source=cited("Goodman (1965), Technometrics 7:247", "Weiner (2000), J. Consumer Research 27:382"),
    needs={"failures": ("cause_locus",)},
    results={"share": Text(zh="比例", en="Share")},
    headline="share",
    keys=("cause_locus",),
    better="none",
    params={"blame": Param(0.60, "1", "D")},
)
def locus(ev: Evidence, p: Params) -> Iterator[Described]:
    """An organisation that blames others for most failures needs a second coder."""
    f = ev.failures
    of = f.cause_locus.fill_null("unknown")
    yield Shares("share", Rows(f), of, among=("org", "customer", "external", "unknown"), name="cause_locus")
    blamed = of.isin(["customer", "external"])
    row = ev.run(f.aggregate(n=f.count(), blamed=blamed.sum()))[0]
    if row["n"] and (share := (row["blamed"] or 0) / row["n"]) > p.blame:
        yield BLAME_SHIFTED(share=f"{share:.1%}")


@measure(
    "M-FAIL-SEV",
    title=Text(zh="严重程度评定率", en="Severity assessed"),
    formula=Text(
        zh="已评定严重程度（1–5）的失误 ÷ 全部失误。", en="Failures with a severity (1-5) ÷ all failures."
    ),
    tex=r"s = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[\text{severity}_i \in \lbrace 1, \dots, 5 \rbrace]",
    inclusion=_ALL,
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"failures": ("severity",)},
    results={"assessed": Text(zh="已评定的比例", en="Severity assessed")},
    headline="assessed",
    better="higher",
    params={"uniform": Param(0.90, "1", "D")},
)
def severity_assessed(ev: Evidence, p: Params) -> Iterator[Described]:
    """The same number everywhere is a form filled in, and no assessment."""
    f = ev.failures
    yield Share("assessed", Rows(f), f.severity.notnull(), by=("site_id",))
    filled = f.filter(f.severity.notnull())
    counts = [row["cases"] for row in ev.run(filled.group_by("severity").aggregate(cases=filled.count()))]
    if counts and (share := max(counts) / sum(counts)) > p.uniform:
        yield SEVERITY_UNIFORM(share=f"{share:.1%}")


@measure(
    "M-FAIL-DET",
    title=Text(zh="先于顾客发现", en="Found before the customer"),
    formula=Text(
        zh="由员工、系统或检查发现的失误 ÷ 全部失误。",
        en="Failures detected by staff, a system or an audit ÷ all failures.",
    ),
    tex=r"d = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[\text{by}_i \in \lbrace \text{staff}, \text{system}, "
    r"\text{audit} \rbrace]",
    inclusion=Text(
        zh="周期内发现的全部失误；从未影响顾客的内部发现属于预警，不在此列。",
        en="All failures detected in the period; internal findings that never touched a customer are early warnings.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"failures": ("detected_by",)},
    results={"own": Text(zh="自行发现的比例", en="Found by the organisation")},
    headline="own",
    better="higher",
)
def found_first(ev: Evidence, p: Params) -> Iterator[Described]:
    """Customers who cannot complain find nothing: hence the gate."""
    f = ev.failures
    own = f.detected_by.isin(["staff", "system", "audit"])
    yield Share("own", Rows(f), own, by=("site_id",))
    if not hears_customers(ev):
        yield SILENCE()


@measure(
    "M-REPEAT",
    title=Text(zh="重复失误率", en="Repeat-failure share"),
    formula=Text(
        zh="周期内遭遇失误的顾客中，此前 365 天内已遭遇同类失误者的比例。",
        en="Of the customers with a failure in the period, the share with an earlier one of the same class within 365 days.",
    ),
    tex=r"r = \frac{1}{|C|} \sum_{c \in C} \mathbf{1}[\exists i, k \in c : \text{class}_i = "
    r"\text{class}_k, 0 \le t_i - t_k \le 365d]",
    inclusion=Text(
        zh="周期内至少有一次失误且登记了代码的顾客（注明匿名的不算）；类别以采用的分类方案为准，“其他”一类不视为同类；更早的失误可在周期之前。",
        en="Customers with a code (not the word anonymous) and one failure or more in the period; by the class of the adopted typology, of which "
        "“other” is never the same; the earlier failure may lie before the period.",
    ),
    source=cited("Maxham & Netemeyer (2002), J. Marketing 66(4):57", "Wilson (1927)", DEFAULT),
    needs={"failures": ("customer_id", "detected_ts")},
    results={"repeated": Text(zh="再次遭遇同类失误的顾客", en="Customers with the same failure again")},
    headline="repeated",
    better="lower",
    params={"window": Param(365, "d", "D"), "least_known": Param(0.80, "1", "D")},
)
def repeated(ev: Evidence, p: Params) -> Iterator[Described]:
    """Each failure is held against the one before it of the same customer and class: the nearest decides."""
    start, _ = ev.period
    all_ = ev.history("failures")
    own = ev.failures
    known = ev.run(own.aggregate(n=own.count(), named=identified(own.customer_id).sum()))[0]
    if not known["n"] or (named := (known["named"] or 0) / known["n"]) < p.least_known:
        share = named if known["n"] else 0.0
        yield NotMeasurable(CUSTOMER_UNKNOWN(share=f"{share:.0%}", least=f"{p.least_known:.0%}"))
        return
    first = ev.run(all_.aggregate(first=all_.detected_ts.min()))[0]["first"]
    days = max(0, (start - first.date()).days)
    if days < p.window:
        yield SHORT_LOG(days=days, window=p.window)
    f = all_.filter(identified(all_.customer_id))
    kind = f[ev.adopted_class]
    same = ibis.window(group_by=[f.customer_id, kind], order_by=[f.detected_ts, f._file, f._row])
    since = ev.hours(f.detected_ts.lag().over(same), f.detected_ts, "calendar")
    again = (since <= p.window * 24).fill_null(False) & (kind != "other").fill_null(False)
    in_period = f.mutate(again=again).filter(f.detected_ts.date() >= ibis.literal(start))
    in_period = in_period.filter(in_period.detected_ts.date() < ibis.literal(ev.period[1]))
    customers = in_period.group_by("customer_id").aggregate(
        _file=ibis._._file.argmin(ibis._._row), _row=ibis._._row.min(), again=ibis._.again.any()
    )
    yield Share("repeated", Rows(customers), customers.again)
