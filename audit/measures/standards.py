"""Gap 2: are there standards for what matters to customers?"""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterator, Mapping

import ibis
import ibis.expr.types as ir

from audit.criteria.instrument import FacetName
from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Aggregates, Cell, Computed, Register, Rows
from audit.measures.importance import EXPECTED_FOR_IMPORTANCE
from audit.measures.sources import DEFAULT, cited
from audit.text import Text, message

FEW_ITEMS = message(
    "M-FEW-ITEMS",
    zh="答卷足够的题项仅 {n} 个，少于 {minimum} 个",
    en="items answered often enough: only {n}, fewer than {minimum}",
)


AGREED = message(
    "M-IMPORTANT-AGREED",
    zh="重要题项按 {date} 商定的清单（{n} 项），不按答卷均值确定",
    en="the important items are the {n} agreed on {date}, not those with the highest means",
)
AGREED_LATE = message(
    "M-IMPORTANT-LATE",
    zh="重要题项清单商定于 {date}，当时已有答卷，故不采用，改按答卷均值确定",
    en="the list of important items was agreed on {date}, when there were answers already: the means decide instead",
)


@measure(
    "M-G2-COV",
    title=Text(zh="服务标准覆盖率", en="Standards coverage"),
    formula=Text(
        zh="重要题项中，至少有一项正式且完整的服务标准（目标值、单位、批准日期不晚于周期末）与之对应的比例。",
        en="Of the important items, the share with at least one formal and complete standard (target, unit, approved "
        "by the end of the period).",
    ),
    tex=r"C = \frac{|I \cap S|}{|I|}, \qquad I = \lbrace j : \bar{y}_j \ge \operatorname{median}_k "
    r"\bar{y}_k \rbrace",
    inclusion=Text(
        zh="重要题项指重要性均值（未询问时用期望均值，均须至少 30 份作答）不低于各题项中位数者，含并列；在收到第一份答卷之前已商定清单的，以清单为准。非正式标准不计。",
        en="Important are the items whose mean importance (if not asked: mean expectation; of 30 answers or more) is at "
        "least the median of the items, ties included; or those of a list agreed before the first answer was given. "
        "Informal standards do not count.",
    ),
    source=cited(
        DEFAULT,
        Text(
            zh="Zeithaml, Berry & Parasuraman (1988)，论差距二",
            en="Zeithaml, Berry & Parasuraman (1988) on Gap 2",
        ),
    ),
    needs={
        "service_standards": ("item_id", "formal", "target_value", "unit", "approved_on"),
        "survey_customers": (),
    },
    results={"coverage": Text(zh="有正式标准的重要题项比例", en="Important items with a formal standard")},
    headline="coverage",
    better="higher",
    params={"items": Param(5, "items", "D"), "respondents": Param(30, "respondents", "D")},
)
def coverage(ev: Evidence, p: Params) -> Iterator[Described]:
    """A census of the register against the items that customers find important.

    A list that was drawn up when answers were there could have been fitted to the standards: it is not used.
    """
    covered = _covered(ev)
    declared = ev.important_items
    if declared is not None and declared.agreed_on < _first_answer(ev):
        yield AGREED(date=declared.agreed_on.isoformat(), n=len(declared.items))
        yield Register(
            "coverage", len(covered & set(declared.items)) / len(declared.items), len(declared.items)
        )
        return
    if declared is not None:
        yield AGREED_LATE(date=declared.agreed_on.isoformat())
    facet: FacetName = "importance" if "importance" in ev.facets else "expected"
    if facet == "expected":
        yield EXPECTED_FOR_IMPORTANCE()
    yield _coverage_of_the_upper_half(ev, ev.answers(facet), covered, p)


def _covered(ev: Evidence) -> set[str]:
    """The items that a formal and complete standard speaks of."""
    _, period_end = ev.period
    return {
        one.item_id
        for one in ev.rows("service_standards")
        if one.formal and one.target_value is not None and one.unit and one.approved_on is not None
        if one.approved_on <= period_end
    }


def _first_answer(ev: Evidence) -> dt.date:
    """The day of the first answer; where answers bear no date, the first day of the period."""
    first = ev.run(ev.survey_customers.aggregate(first=ibis._.survey_ts.min()))[0]["first"]
    return ev.period[0] if first is None else first.date()


def _coverage_of_the_upper_half(
    ev: Evidence, answers: Mapping[str, ir.FloatingColumn], covered: set[str], p: Params
) -> Computed:
    def means(t: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        answered = {f"n_{item}": (known & t[f"item_{item}"].notnull()).sum() for item in answers}
        return answered | {f"mean_{item}": t[f"item_{item}"].mean(where=known) for item in answers}

    def cells(row: Aggregates) -> Iterator[Cell]:
        asked = {item: row[f"mean_{item}"] for item in answers if (row[f"n_{item}"] or 0) >= p.respondents}
        if len(asked) < p.items:
            yield Cell(None, 0, reason=FEW_ITEMS(n=len(asked), minimum=int(p.items)))
            return
        median = statistics.median(asked.values())
        important = {item for item, mean in asked.items() if mean >= median}
        yield Cell(len(important & covered) / len(important), len(important))

    columns = {f"item_{item}": answer for item, answer in answers.items()}
    return Computed("coverage", Rows(ev.survey_customers), columns, means, cells, kind_of_cells="share")


ELEMENTS = ("target_value", "unit", "operator", "required_share", "owner", "approved_on", "data_source")
"""What a standard must state to be one."""


@measure(
    "M-G2-QUAL",
    title=Text(zh="服务标准完整度", en="Standard quality"),
    formula=Text(
        zh="每项正式标准已填写的要素数 ÷ 7（目标值、单位、比较方式、达标比例、责任岗位、批准日期、数据来源），再对标准平均。",
        en="Per formal standard the elements that it states ÷ 7 (target, unit, direction, required share, owner, "
        "approval, data source), then the mean over the standards.",
    ),
    tex=r"q = \frac{1}{7 |S|} \sum_{s \in S} \sum_{e=1}^{7} \mathbf{1}[s \text{ states } e]",
    inclusion=Text(
        zh="全部正式标准；工具代填的默认值不算已填写。",
        en="All formal standards; defaults that the tool sets do not count as stated.",
    ),
    source=DEFAULT,
    needs={"service_standards": ("formal",)},
    results={"completeness": Text(zh="标准要素完整的程度", en="Elements stated")},
    headline="completeness",
    better="higher",
)
def quality(ev: Evidence, p: Params) -> Iterator[Described]:
    """A census of the register: a column that it does not have is an element that no standard states."""
    formal = [one for one in ev.rows("service_standards") if one.formal]
    stated = [sum(getattr(one, name) not in (None, "") for name in ELEMENTS) for one in formal]
    completeness = sum(stated) / (len(ELEMENTS) * len(formal)) if formal else None
    yield Register("completeness", completeness, len(formal))
