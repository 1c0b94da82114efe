"""Do sites, channels and segments differ by more than chance?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import NotMeasurable, Register
from audit.measures.gap5 import respondent_gaps
from audit.measures.sources import DEFAULT, cited
from audit.measures.statistics.means import welch, welch_anova
from audit.text import Text, message

ONE_GROUP = message(
    "M-ONE-GROUP",
    zh="没有一种分组有两个以上答卷足够的组",
    en="no grouping has two groups with respondents enough",
)
MERGED = message(
    "M-MERGED",
    zh="按{grouping}分组：答卷少于 {least} 份的 {groups} 组并入“其他”",
    en="by {grouping}: groups with fewer than {least} respondents, merged into “other”: {groups}",
)

GROUPINGS = {
    "site_id": Text(zh="场所", en="site"),
    "channel": Text(zh="渠道", en="channel"),
    "segment": Text(zh="顾客群", en="segment"),
}


@measure(
    "M-G5-SEG",
    title=Text(zh="场所、渠道、顾客群之间的差距", en="Gap by site, channel, segment"),
    formula=Text(
        zh="每组 h：其余答卷的平均总差距 − 该组的平均总差距，取其联立 Welch 区间（1 − 0.05/H）的下限；K 为各组下限的最大值，不低于零，以 u 计。",
        en="For each group h: mean overall gap of all others − that of h, the lower end of its simultaneous Welch interval "
        "(1 − 0.05/H); K is the largest of these, at least zero, in u.",
    ),
    tex=r"K = \frac{1}{u} \max\left(0, \max_h L_h\right), \qquad L_h = (\bar{G}_{-h} - \bar{G}_h) - "
    r"t_{\nu, 1 - 0.025/H} \sqrt{\frac{s_{-h}^2}{n_{-h}} + \frac{s_h^2}{n_h}}",
    inclusion=Text(
        zh="每一维度均有差距的答卷；不足 30 份的组并入“其他”，“其他”仍不足 30 份的不单独比较，但计入各组的“其余答卷”；不足两组的分组不适用。",
        en="Respondents with a gap in every dimension; groups of fewer than 30 are merged into “other”, which is not compared "
        "where it is still fewer but remains among the others of every group; a grouping of fewer than two groups does not "
        "apply.",
    ),
    source=cited("Welch (1947, 1951), Biometrika 34:28, 38:330", "Bonferroni", DEFAULT),
    needs={"survey_customers": ()},
    facets=("expected", "perceived"),
    results={
        "difference": Text(zh="不能归于偶然的差距 K", en="Difference beyond chance, K"),
        "p_value": Text(zh="各组相等的 p 值（Welch）", en="p-value of no difference (Welch)"),
        "eta_squared": Text(zh="组间解释的比例 η²", en="Share explained by the groups, eta²"),
    },
    headline="difference",
    keys=("grouping",),
    better="lower",
    params={"least": Param(30, "respondents", "D"), "level": Param(0.95, "1", "D")},
)
def segments(ev: Evidence, p: Params) -> Iterator[Described]:
    """A difference that chance can explain costs nothing."""
    asked = [column for column in GROUPINGS if ev.handed_over("survey_customers", column)]
    told = False
    for column in asked:
        groups, everyone, merged = _groups(ev, column, int(p.least))
        if merged:
            yield MERGED(grouping=GROUPINGS[column], least=int(p.least), groups=merged)
        if len(groups) < 2:
            continue
        told = True
        yield from _told(groups, everyone, column, 1 - p.level, ev.survey.width / 6)
    if not told:
        yield NotMeasurable(ONE_GROUP())


@dataclass(frozen=True, slots=True)
class _Group:
    """Respondents of a group: how many, the sum of their gaps and the sum of squares."""

    n: int
    total: float
    squares: float

    def __add__(self, other: _Group) -> _Group:
        return _Group(self.n + other.n, self.total + other.total, self.squares + other.squares)

    def __sub__(self, other: _Group) -> _Group:
        return _Group(self.n - other.n, self.total - other.total, self.squares - other.squares)

    @property
    def mean(self) -> float:
        return self.total / self.n

    @property
    def sd(self) -> float:
        """With divisor n - 1; 0 for a single respondent."""
        if self.n < 2:
            return 0.0
        return math.sqrt(max(0.0, self.squares - self.total**2 / self.n) / (self.n - 1))


def _groups(ev: Evidence, column: str, least: int) -> tuple[list[_Group], _Group, int]:
    """The groups that are large enough, the rest as one of them where it is too; everyone; how many were merged."""
    gaps = respondent_gaps(ev)
    known = gaps.filter(gaps.gap.notnull() & gaps[column].notnull())
    sums = known.group_by(column).aggregate(
        n=known.count(), total=known.gap.sum(), squares=(known.gap * known.gap).sum()
    )
    found = [_Group(row["n"], row["total"], row["squares"]) for row in ev.run(sums.order_by(column))]
    large = [one for one in found if one.n >= least]
    small = [one for one in found if one.n < least]
    rest = sum(small[1:], small[0]) if small else None
    if rest is not None and rest.n >= least:
        large.append(rest)
    return large, sum(found, _Group(0, 0.0, 0.0)), len(small)


def _told(groups: list[_Group], everyone: _Group, column: str, error: float, u: float) -> Iterator[Register]:
    """A group stands against all others, those too few to be compared included; the tests are of the groups."""
    lows = []
    for one in groups:
        others = everyone - one
        found = welch(others.mean, others.sd, others.n, one.mean, one.sd, one.n, 1 - error / len(groups))
        if found.bounds.low is not None:
            lows.append(found.bounds.low)
    key = {"grouping": column}
    yield Register("difference", max([0.0, *lows]) / u, everyone.n, key, kind="mean", unit="u")
    whole = sum(groups[1:], groups[0])
    p_value = welch_anova([one.mean for one in groups], [one.sd for one in groups], [one.n for one in groups])
    yield Register("p_value", p_value, whole.n, key, kind="p_value")
    between = sum(one.n * (one.mean - whole.mean) ** 2 for one in groups)
    total = whole.squares - whole.total**2 / whole.n
    yield Register("eta_squared", between / total if total > 0 else None, whole.n, key)
