"""Gap 3: is the service the same everywhere, or do some sites fall short by more than chance?"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.delivery import conformity
from audit.measures.figures import Aggregates, Cell, Computed, NotMeasurable, Rows, Share
from audit.measures.sources import cited
from audit.measures.statistics.funnel import low_outliers, overdispersion
from audit.measures.statistics.proportions import newcombe_difference
from audit.text import Message, Text, message

FEW_SITES = message(
    "M-FEW-SITES",
    zh="达到 {cases} 例的场所不足两个，无从比较",
    en="fewer than two sites have {cases} cases or more: there is nothing to compare",
)
OUTLYING = message(
    "M-SITES-LOW",
    zh="“{standard}”：显著偏低的场所为 {sites}",
    en="“{standard}”: lower than chance explains: {sites}",
)

NO_SITE = message(
    "M-NO-SITE",
    zh="未注明场所的记录未计入：{standards}",
    en="rows that name no site were left out: {standards}",
)

_UNITS = {"1": ("outliers", "dispersion"), "share": ("shortfall", "difference", "range")}


class _Site(NamedTuple):
    site_id: str
    n: int
    met: int


@measure(
    "M-G3-VAR",
    title=Text(zh="场所间的一致性", en="Site consistency"),
    formula=Text(
        zh="每项标准：以总体达标率 c 为准，若某场所的达标数 x 满足 P(X ≤ x) < 0.001（X 服从二项分布 B(n, c)），则该场所显著偏低；显著偏低的场所数 ÷ 至少 20 例的场所数。"
        "场所为 2–4 个时，改为其余场所与最低场所达标率之差，95% 区间（Newcombe）含零的记为零。",
        en="Per standard, with the pooled share c: a site with x met of n is a low outlier if P(X ≤ x) < 0.001 for X ~ "
        "Binomial(n, c); low outliers ÷ sites with at least 20 cases. With 2-4 such sites instead the share of the rest minus "
        "that of the worst site, 0 where its 95% interval (Newcombe) includes 0.",
    ),
    tex=r"v = \frac{1}{|L|} \sum_{i \in L} \mathbf{1}[\Pr(X \le x_i) \lt 0.001], \qquad X \sim "
    r"\operatorname{Bin}(n_i, c), \quad L = \lbrace i : n_i \ge 20 \rbrace",
    inclusion=Text(
        zh="按交付达标率计入的记录中注明场所者。极差（最高 − 最低）仅供参考：场所越多，偶然的极差越大；离散系数大于 1 表示场所间差异超出偶然。",
        en="Rows that count for delivery conformity and name a site. The range (highest − lowest) is only shown: chance alone "
        "widens it with the number of sites. A dispersion above 1 says that sites differ by more than chance.",
    ),
    source=cited(
        "Spiegelhalter (2005), Stat. Med. 24:1185",
        Text(
            zh="Newcombe (1998), Stat. Med. 17:873，方法 10",
            en="Newcombe (1998), Stat. Med. 17:873, method 10",
        ),
    ),
    needs={
        "service_delivery": ("standard_id", "start_ts", "site_id"),
        "service_standards": ("standard_id",),
    },
    results={
        "outliers": Text(
            zh="显著偏低的场所比例（5 个场所及以上）", en="Low outliers among the sites (5 or more)"
        ),
        "shortfall": Text(
            zh="最低场所的显著差距（2–4 个场所）", en="Certain shortfall of the worst site (2-4 sites)"
        ),
        "difference": Text(zh="其余场所 − 最低场所", en="The rest − the worst site"),
        "range": Text(zh="极差", en="Range"),
        "dispersion": Text(zh="离散系数", en="Overdispersion factor"),
    },
    headline="outliers",
    keys=("standard",),
    better="lower",
    params={
        "cases": Param(20, "cases", "D"),
        "sites": Param(5, "sites", "D"),
        "probability": Param(0.001, "1", "L"),
    },
)
def consistency(ev: Evidence, p: Params) -> Iterator[Described]:
    """Small sites vary by chance: neither a ranking nor the range is a finding, the funnel is.

    Two results are scored, each on its own scale: ``outliers`` from five sites on, ``shortfall`` below.
    """
    nowhere: list[tuple[Text | str, int]] = []
    for share in conformity(ev, p):
        if isinstance(share, Share):
            table, words = (
                by_site(share),
                ev.title("standard", share.key["standard"]) or share.key["standard"],
            )
            counted = ev.run(table.select("site_id", "n", "met").order_by("site_id"))
            sites = [_Site(**row) for row in counted if row["site_id"] is not None]
            nowhere += [(words, row["n"]) for row in counted if row["site_id"] is None]
            yield from _of_standard(share, words, table, sites, p)
        elif isinstance(share, Message | NotMeasurable):
            yield share
    if nowhere:
        yield NO_SITE(standards=_listed(nowhere))


def _listed(counts: Sequence[tuple[Text | str, int]]) -> Text:
    """Standards with their rows: “Wait” (50), “Call” (2)."""
    told = [(Text(zh=name, en=name) if isinstance(name, str) else name, n) for name, n in counts]
    return Text(
        zh="、".join(f"“{name.zh}”{n} 条" for name, n in told),
        en=", ".join(f"“{name.en}” ({n})" for name, n in told),
    )


def _of_standard(
    share: Share, words: Text | str, table: ir.Table, sites: Sequence[_Site], p: Params
) -> Iterator[Described]:
    large = [one for one in sites if one.n >= p.cases]
    if len(large) >= p.sites:
        cells = _funnel(sites, large, p.probability)
        if low := _low(sites, large, p.probability):
            yield OUTLYING(standard=words, sites=", ".join(one.site_id for one in low))
    else:
        cells = _worst(sites, large, int(p.cases))
    placed = table.filter(table.site_id.notnull())
    for unit, results in _UNITS.items():
        of_unit = [cell for cell in cells if cell.result in results]
        if of_unit:
            yield Computed(
                results[0],
                Rows(placed),
                {"n": placed.n, "met": placed.met},
                lambda t, known: {},
                functools.partial(_same, of_unit),
                key=share.key,
                weight=share.weight,
                unit=unit,
            )


def by_site(share: Share) -> ir.Table:
    """One row a site: the cases of a share that count there, and those that met the standard."""
    rows = share.rows
    left_out = [condition.fill_null(False) for condition in rows.excluded.values()]
    counts = ~functools.reduce(operator.or_, left_out, ibis.literal(False))
    cases = rows.table.mutate(_hit=share.hit).filter(counts)
    cases = cases.filter(ibis.coalesce(cases._hit).notnull())
    return cases.group_by("site_id").aggregate(
        _file=cases._file.argmin(cases._row), _row=cases._row.min(), n=cases.count(), met=cases._hit.sum()
    )


def _funnel(sites: Sequence[_Site], large: Sequence[_Site], probability: float) -> list[Cell]:
    low = _low(sites, large, probability)
    dispersion = overdispersion([one.met for one in large], [one.n for one in large], _pooled(sites))
    return [
        Cell(len(low) / len(large), len(large), result="outliers", kind="share"),
        Cell(dispersion, len(large), result="dispersion", kind="ratio"),
        _range(large),
    ]


def _low(sites: Sequence[_Site], large: Sequence[_Site], probability: float) -> list[_Site]:
    outlying = low_outliers([one.met for one in large], [one.n for one in large], _pooled(sites), probability)
    return [one for one, low in zip(large, outlying, strict=True) if low]


def _worst(sites: Sequence[_Site], large: Sequence[_Site], cases: int) -> list[Cell]:
    """The worst of a few sites against the rest, small sites included in the rest."""
    if len(large) < 2:
        reason = FEW_SITES(cases=cases)
        return [Cell(None, len(large), result="outliers", kind="share", reason=reason)]
    worst = min(large, key=lambda one: one.met / one.n)
    n, met = sum(one.n for one in sites), sum(one.met for one in sites)
    bounds = newcombe_difference(met - worst.met, n - worst.n, worst.met, worst.n)
    apart = (met - worst.met) / (n - worst.n) - worst.met / worst.n
    certain = bounds.low is not None and bounds.low > 0
    return [
        Cell(apart if certain else 0.0, n, result="shortfall", kind="difference"),
        Cell(apart, n, bounds, "newcombe", result="difference", kind="difference"),
        _range(large),
    ]


def _range(large: Sequence[_Site]) -> Cell:
    shares = [one.met / one.n for one in large]
    return Cell(max(shares) - min(shares), len(large), result="range", kind="difference")


def _pooled(sites: Sequence[_Site]) -> float:
    return sum(one.met for one in sites) / sum(one.n for one in sites)


def _same(cells: Sequence[Cell], row: Aggregates) -> Sequence[Cell]:
    """Cells that are known before their figure is computed: sites are compared one by one, not in the engine."""
    return cells
