"""Survey quality: may the answers be scored at all? Response, missing answers, reliability."""

from __future__ import annotations

from collections.abc import Iterator

import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Figure,
    Flag,
    Minimum,
    Ratio,
    Register,
    Rows,
    Scale,
    all_known,
)
from audit.measures.sources import cited
from audit.text import Text, message

LOW_RESPONSE = message("M-LOW-RESPONSE", zh="回收率偏低", en="the response rate is low")
VERY_LOW_RESPONSE = message("M-VERY-LOW-RESPONSE", zh="回收率过低", en="the response rate is very low")
UNBALANCED = message(
    "M-UNBALANCED",
    zh="该场所在样本中的占比与其服务量占比相差较大",
    en="the site's share of the sample differs much from its share of service",
)
MUCH_MISSING = message("M-MISSING", zh="缺失作答较多", en="many answers are missing")
FEW_RESPONDENTS = message(
    "M-ALPHA-FEW", zh="答卷较少，信度估计不稳", en="few respondents: the estimate is unsteady"
)
DOUBTFUL = message(
    "M-ALPHA-DOUBTFUL", zh="信度尚可，解释须谨慎", en="reliability is moderate; read with care"
)
UNRELIABLE = message(
    "M-ALPHA-LOW",
    zh="信度不足，该维度不宜以单一得分报告",
    en="reliability is too low to report the dimension as one score",
)
REDUNDANT = message("M-ALPHA-HIGH", zh="信度过高，题项可能重复", en="so reliable that items may be redundant")


@measure(
    "M-RESP",
    title=Text(zh="回收率与样本覆盖", en="Response rate and coverage"),
    formula=Text(
        zh="回收率 = 完成数之和 ÷（发放数 − 无法送达数）之和，按总体、问卷和场所计算；覆盖差 = 该场所占完成数的比例 − 占服务次数的比例。",
        en="Response rate = sum of completed ÷ sum of (invited − undeliverable), in total, by instrument and by site; coverage "
        "difference = the site's share of completed answers − its share of service episodes.",
    ),
    tex=r"r = \frac{\sum_k c_k}{\sum_k (v_k - z_k)}, \qquad \Delta_s = \frac{c_s}{\sum_s c_s} - "
    r"\frac{e_s}{\sum_s e_s}",
    inclusion=Text(
        zh="发放数未记录，或采用配额、方便抽样的批次不计算回收率。区间按比例给出，不作抽样推断。",
        en="Waves without a number of invitations, and quota or convenience samples, have no response rate. The "
        "interval is that of a share and claims nothing about sampling.",
    ),
    source=cited("Wilson (1927)", Text(zh="本工具的默认提示界限", en="default flags of this toolkit")),
    needs={"survey_frame": ("completed", "method")},
    results={
        "response_rate": Text(zh="回收率", en="Response rate"),
        "coverage_difference": Text(
            zh="样本比例与服务量比例之差", en="Share of the sample minus share of service"
        ),
    },
    headline="response_rate",
    keys=("site_id", "instrument_id"),
    better="none",
    scored=False,
    excludes={
        "not_computable": Text(
            zh="发放数未知，或为配额、方便抽样", en="invitations unknown, or a quota or convenience sample"
        )
    },
    params={
        "low": Param(0.10, "1", "D"),
        "very_low": Param(0.05, "1", "D"),
        "unbalanced": Param(0.10, "1", "D"),
    },
)
def response(ev: Evidence, p: Params) -> Iterator[Described]:
    """A response rate exists only where people were invited; a convenience sample has none."""
    frame = ev.survey_frame
    reached = frame.invited - frame.undeliverable.fill_null(0)
    not_computable = frame.invited.isnull() | frame.method.isin(["quota", "convenience"])
    yield Ratio(
        "response_rate",
        Rows(frame, excluded={"not_computable": not_computable}),
        numerator=frame.completed,
        denominator=reached,
        by=("instrument_id", "site_id"),
        flags=(
            Flag(VERY_LOW_RESPONSE, below=p.very_low),
            Flag(LOW_RESPONSE, below=p.low, at_least=p.very_low),
        ),
    )
    if ev.handed_over("survey_frame", "site_id") and ev.handed_over("contacts_volume", "site_id"):
        yield from _coverage(ev, p.unbalanced)


def _coverage(ev: Evidence, unbalanced: float) -> Iterator[Register]:
    frame, volume = ev.survey_frame, ev.contacts_volume
    answers = _by_site(ev, frame.group_by("site_id").aggregate(sum=frame.completed.sum()))
    episodes = _by_site(ev, volume.group_by("site_id").aggregate(sum=volume.episodes.sum()))
    if not sum(answers.values()) or not sum(episodes.values()):
        return
    for site in sorted(answers.keys() | episodes.keys()):
        sampled = answers.get(site, 0) / sum(answers.values())
        served = episodes.get(site, 0) / sum(episodes.values())
        flags = (Flag(UNBALANCED, above=unbalanced), Flag(UNBALANCED, below=-unbalanced))
        yield Register(
            "coverage_difference", sampled - served, int(answers.get(site, 0)), {"site_id": site}, flags=flags
        )


def _by_site(ev: Evidence, sums: ir.Table) -> dict[str, float]:
    return {str(row["site_id"]): float(row["sum"] or 0) for row in ev.run(sums) if row["site_id"] is not None}


@measure(
    "M-MISS",
    title=Text(zh="题项缺失率", en="Missing answers"),
    formula=Text(
        zh="缺失单元格数 ÷（答卷数 × 必答题项数 × 询问的部分数）；另按题项和部分列示。",
        en="Missing cells ÷ (respondents × required items × facets asked); also by item and facet.",
    ),
    tex=r"m = \frac{\sum_i \sum_{j \in J} \sum_f \mathbf{1}[x_{ijf} \text{ is missing}]}{n |J| |F|}",
    inclusion=Text(zh="仅计必答题项；不作插补。", en="Required items only; nothing is imputed."),
    source=Text(zh="本工具的默认提示界限", en="default flag of this toolkit"),
    needs={"survey_customers": ()},
    results={"missing": Text(zh="缺失率", en="Share missing")},
    headline="missing",
    keys=("item", "facet"),
    better="none",
    scored=False,
    params={"much": Param(0.10, "1", "D")},
)
def missing(ev: Evidence, p: Params) -> Iterator[Described]:
    """One pass counts the empty cells of every required item in every facet."""
    required = {item.id for item in ev.survey.items if item.required}
    asked = {
        (facet, item): column
        for facet in sorted(ev.facets)
        for item, column in ev.answers(facet).items()
        if item in required
    }
    names = {cell: f"{cell[0]}_{cell[1]}" for cell in asked}

    def cells(row: Aggregates) -> Iterator[Cell]:
        respondents = int(row["n"])
        if not respondents or not asked:
            yield Cell(None, 0)
            return
        empty = {cell: respondents - int(row[f"given_{name}"]) for cell, name in names.items()}
        yield Cell(sum(empty.values()) / (respondents * len(empty)), respondents)
        for (facet, item), count in empty.items():
            yield Cell(count / respondents, respondents, key={"item": item, "facet": facet})

    yield Computed(
        "missing",
        Rows(ev.survey_customers),
        columns={names[cell]: column for cell, column in asked.items()},
        over=lambda t, known: {f"given_{name}": t[name].count() for name in names.values()},
        compute=cells,
        kind_of_cells="share",
        flags=(Flag(MUCH_MISSING, above=p.much),),
    )


@measure(
    "M-ALPHA",
    title=Text(zh="各维度克朗巴哈 α 系数", en="Cronbach's alpha by dimension"),
    formula=Text(
        zh="α = k/(k−1) × (1 − 各题项方差之和 ÷ 总分方差)，方差以 n−1 为除数；感知、期望及其差值分别计算。",
        en="Alpha = k/(k−1) × (1 − sum of item variances ÷ variance of the total), variances with n−1; for "
        "perceptions, expectations and their differences.",
    ),
    tex=r"\alpha = \frac{k}{k-1} \left( 1 - \frac{\sum_{j=1}^{k} s_j^2}{s_T^2} \right)",
    inclusion=Text(
        zh="每一维度、每一部分内作答完整的答卷；反向题先转换。少于 50 份不评分，α 可为负值。",
        en="Respondents complete within the dimension and facet, reversed items turned. Fewer than 50 are not "
        "scored; alpha may be negative.",
    ),
    source=cited(
        "Cronbach (1951)",
        "Feldt (1965)",
        Text(zh="Nunnally (1978)：0.70", en="Nunnally (1978): 0.70"),
        Text(
            zh="Peter, Churchill & Brown (1993)，论差值", en="Peter, Churchill & Brown (1993) on differences"
        ),
    ),
    needs={"survey_customers": ()},
    facets=("perceived",),
    results={
        "perceived": Text(zh="感知部分的 α", en="Alpha of perceptions"),
        "expected": Text(zh="期望部分的 α", en="Alpha of expectations"),
        "gap": Text(zh="差值（感知 − 期望）的 α", en="Alpha of differences (perceived − expected)"),
    },
    headline="perceived",
    keys=("dimension",),
    better="higher",
    excludes={"not_answered": Text(zh="该维度作答不完整", en="the dimension is not answered in full")},
    params={
        "low": Param(0.60, "1", "L"),
        "moderate": Param(0.70, "1", "L"),
        "redundant": Param(0.95, "1", "L"),
        "minimum": Param(50, "respondents", "D"),
        "few": Param(100, "respondents", "D"),
    },
)
def alpha(ev: Evidence, p: Params) -> Iterator[Described]:
    """Listwise within dimension and facet, as the definition of the coefficient asks."""
    perceived, expected = ev.answers("perceived"), ev.answers("expected")
    for dimension in ev.survey.dimensions:
        items = [item.id for item in ev.survey.of(dimension)]
        gaps = {i: perceived[i] - expected[i] for i in items if i in perceived and i in expected}
        for result, answers in (("perceived", perceived), ("expected", expected), ("gap", gaps)):
            columns = [answers[item] for item in items if item in answers]
            if len(columns) == len(items) and len(items) > 1:
                yield _alpha(ev, p, result, dimension.id, columns)


def _alpha(ev: Evidence, p: Params, result: str, dimension: str, columns: list[ir.FloatingColumn]) -> Figure:
    least = int(p.minimum)
    return Scale(
        result,
        Rows(ev.survey_customers, excluded={"not_answered": ~all_known(columns)}),
        columns,
        key={"dimension": dimension},
        minimum=Minimum(least, least),
        flags=(
            Flag(UNRELIABLE, below=p.low),
            Flag(DOUBTFUL, below=p.moderate, at_least=p.low),
            Flag(REDUNDANT, above=p.redundant),
            Flag(FEW_RESPONDENTS, fewer_than=p.few),
        ),
    )
