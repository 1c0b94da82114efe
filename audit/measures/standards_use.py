"""Gap 2: do standards come from customers, are they good enough for them, known to managers and reviewed?"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

from audit.evidence.catalogue import TABLES
from audit.evidence.dataset import Evidence
from audit.measures.antecedents import MANAGERS, ratings_by_dimension
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.delivery import SECONDS
from audit.measures.figures import Mean, NotMeasurable, Register, Rows, Share
from audit.measures.gap1 import beliefs_beside_expectations
from audit.measures.months import months_before
from audit.measures.sources import CENSUS, DEFAULT, cited
from audit.text import Text, message

NO_REFERENCE = message(
    "M-NO-ADEQUACY",
    zh="没有一项标准对应到顾客问卷中可比的题目",
    en="no standard names a question of the customer survey that it can be compared with",
)
NOT_COMPARABLE = message(
    "M-ADEQUACY-UNIT",
    zh="标准“{standard}”与题目“{column}”的单位或比较方式不可比，由审查员评判",
    en="“{standard}” cannot be compared with the question “{column}” (unit or comparison): the reviewer rates it",
)
NONE_DUE = message(
    "M-NO-REVIEW-DUE",
    zh="周期内没有应评审的正式标准",
    en="no formal standard was due for review in the period",
)
OVERDUE = message(
    "M-REVIEW-MISSED", zh="未按期评审的标准：{standards}", en="standards not reviewed in time: {standards}"
)


@measure(
    "M-G2-CUST",
    title=Text(zh="基于顾客要求的标准", en="Customer-based standards"),
    formula=Text(
        zh="标明基于顾客要求、且所依据的调研有登记的正式标准 ÷ 全部正式标准。",
        en="Formal standards marked as based on customers whose research is registered ÷ all formal standards.",
    ),
    tex=r"b = \frac{1}{|S|} \sum_{s \in S} \mathbf{1}[\text{customer-based}_s] \mathbf{1}[r_s \in R]",
    inclusion=Text(
        zh="全部正式标准；标明基于顾客要求而未指出调研，或所指调研未登记的，视为没有依据。",
        en="All formal standards; one marked as based on customers without a registered study is not evidenced and counts as "
        "not based on them.",
    ),
    source=cited(
        Text(
            zh="Zeithaml & Bitner (1996), Services Marketing：由顾客界定的标准",
            en="Zeithaml & Bitner (1996), Services Marketing: customer-defined standards",
        ),
        CENSUS,
    ),
    needs={
        "service_standards": ("formal", "customer_based", "research_id"),
        "research_activities": ("activity_id",),
    },
    results={"based": Text(zh="基于顾客要求的比例", en="Based on customers")},
    headline="based",
    better="higher",
)
def customer_based(ev: Evidence, p: Params) -> Iterator[Described]:
    """The mark alone is a claim; the study is the evidence."""
    known = {row["activity_id"] for row in ev.run(ev.research_activities.select("activity_id"))}
    formal = [one for one in ev.rows("service_standards") if one.formal]
    based = sum(bool(one.customer_based) and one.research_id in known for one in formal)
    yield Register("based", based / len(formal) if formal else None, len(formal))


@measure(
    "M-G2-ADEQ",
    title=Text(zh="标准相对顾客可接受水平的充分性", en="Adequacy of targets against the acceptable level"),
    formula=Text(
        zh="每项对应到顾客题目的标准：目标值（换算为相同单位）达到顾客自述可接受水平的答卷比例（“不超过”类为目标值 ≤ 可接受值，“不低于”类为 ≥）。",
        en="Per standard that names a question of the survey: the share of customers whose stated adequate level its target "
        "(in the same unit) satisfies (target ≤ stated for upper limits, ≥ for lower ones).",
    ),
    tex=r"a_s = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[\tau_s \le x_i] \quad \text{(upper limits; } \tau_s "
    r"\ge x_i \text{ for lower ones)}",
    inclusion=Text(
        zh="回答了该题的顾客；单位或比较方式不可比的标准不计算；以营业日计的目标不折算。没有对应题目的不适用。",
        en="Customers who answered the question. Not for standards whose unit or comparison does not match; a target in business "
        "days is not converted. Without any such question it does not apply.",
    ),
    source=cited(
        Text(
            zh="Zeithaml, Berry & Parasuraman (1993)，论适当服务",
            en="Zeithaml, Berry & Parasuraman (1993) on adequate service",
        ),
        "Wilson (1927)",
        DEFAULT,
    ),
    needs={"survey_customers": (), "service_standards": ("target_value", "unit", "adequacy_ref")},
    results={"adequate": Text(zh="认为目标可接受的顾客比例", en="Customers for whom the target is adequate")},
    headline="adequate",
    keys=("standard",),
    better="higher",
    excludes={"not_answered": Text(zh="未作答", en="did not answer")},
)
def adequacy(ev: Evidence, p: Params) -> Iterator[Described]:
    """Customers state what they would still accept; an average would hide those who would not."""
    referring = [one for one in ev.rows("service_standards") if one.adequacy_ref]
    targets = [_target_in_unit_of(standard, ev) for standard in referring]
    if all(target is None for target in targets):
        yield NotMeasurable(NO_REFERENCE())
        return
    for standard, target in zip(referring, targets, strict=True):
        if target is None:
            words = ev.title("standard", standard.standard_id) or standard.standard_id
            yield NOT_COMPARABLE(standard=words, column=standard.adequacy_ref)
            continue
        survey = ev.survey_customers
        stated = survey[standard.adequacy_ref]
        yield Share(
            "adequate",
            Rows(survey, excluded={"not_answered": stated.isnull()}),
            stated >= target if _operator(standard) == "<=" else stated <= target,
            key={"standard": standard.standard_id},
            by=("site_id", "segment"),
            weight=1.0 if standard.importance is None else standard.importance,
        )


@measure(
    "M-G2-MGMT",
    title=Text(zh="管理者对标准正式程度的评价", en="Managers' rating of how formal the standards are"),
    formula=Text(
        zh="每名管理者对各维度标准正式程度的评分（1 为不成文，7 为正式）的平均，换算为 0–100；再对管理者平均。另按维度列示，并列出管理者所判断的顾客期望。",
        en="Per manager the mean over the dimensions of the rating (1 informal, 7 formal), as 0-100; then the mean over "
        "managers. Also by dimension, beside what managers believe customers expect.",
    ),
    tex=r"F = \frac{1}{n} \sum_{i=1}^{n} \frac{1}{|D_i|} \sum_{d \in D_i} \operatorname{RS}(f_{id})",
    inclusion=Text(
        zh="至少评价了一个维度的管理者，至少 5 人。与期望判断并列仅作描述，二者构念不同，不作检验。",
        en="Managers who rated at least one dimension, at least 5. The beliefs stand beside as description only: two "
        "constructs, no test.",
    ),
    source=cited("Parasuraman, Berry & Zeithaml (1990), MSI Report 90-122", "Student (1908)"),
    needs={"survey_managers": ()},
    results={
        "formality": Text(zh="标准的正式程度", en="Formality of standards"),
        "dimension_formality": Text(zh="各维度标准的正式程度", en="Formality by dimension"),
        "belief": Text(zh="管理者所判断的顾客期望", en="What managers believe customers expect"),
    },
    headline="formality",
    keys=("dimension",),
    better="higher",
    excludes={"not_answered": Text(zh="作答不足", en="not answered sufficiently")},
)
def formality(ev: Evidence, p: Params) -> Iterator[Described]:
    """What managers say exists; what exists stands in the register."""
    yield from ratings_by_dimension(ev, "survey_managers", "std", "formality", MANAGERS)
    both = beliefs_beside_expectations(ev) if "expected" in ev.facets else None
    if both is None:
        return
    managers = both.filter(both.of_manager)
    for dimension in ev.survey.dimensions:
        belief = managers[dimension.id]
        rows = Rows(managers, excluded={"not_answered": belief.isnull()})
        key = {"dimension": dimension.id}
        yield Mean("belief", rows, belief, key=key, unit="points", minimum=MANAGERS)


@measure(
    "M-G2-REVIEW",
    title=Text(zh="标准按期评审", en="Standards reviewed in time"),
    formula=Text(
        zh="在应评审日期之前（含当日）12 个月内完成评审的正式标准 ÷ 周期内应评审的正式标准。",
        en="Formal standards reviewed by the date due and within the 12 months before it ÷ formal standards due for review in "
        "the period.",
    ),
    tex=r"v = \frac{1}{|S_{due}|} \sum_{s \in S_{due}} \mathbf{1}[t^{due}_s - 12m \le t^{rev}_s \le "
    r"t^{due}_s]",
    inclusion=Text(
        zh="应评审日期在周期内的正式标准；没有应评审日期的正式标准计为未按期。均未到期的不适用。",
        en="Formal standards whose review falls due in the period; a formal standard without a date counts as not reviewed in "
        "time. Where none is due it does not apply.",
    ),
    source=cited(DEFAULT, CENSUS),
    needs={"service_standards": ("formal", "review_due", "reviewed_on")},
    results={"reviewed": Text(zh="按期评审的比例", en="Reviewed in time")},
    headline="reviewed",
    better="higher",
    params={"months": Param(12, "months", "D")},
)
def reviewed(ev: Evidence, p: Params) -> Iterator[Described]:
    """A review of years ago does not answer for the one that is due now."""
    start, end = ev.period
    formal = [one for one in ev.rows("service_standards") if one.formal]
    due = [one for one in formal if one.review_due is None or start <= one.review_due < end]
    if not due:
        yield NotMeasurable(NONE_DUE())
        return
    missed = [one for one in due if not _in_time(one, int(p.months))]
    yield Register("reviewed", 1 - len(missed) / len(due), len(due))
    if missed:
        yield OVERDUE(standards=", ".join(one.standard_id for one in missed))


def _in_time(standard: SimpleNamespace, months: int) -> bool:
    due, done = standard.review_due, standard.reviewed_on
    return due is not None and done is not None and months_before(due, months) <= done <= due


def _operator(standard: SimpleNamespace) -> str:
    """How a value is held against the target; a time is an upper limit where nothing is said."""
    return standard.operator or ("<=" if standard.unit in (*SECONDS, "d") else ">=")


def _target_in_unit_of(standard: SimpleNamespace, ev: Evidence) -> float | None:
    """The target in the unit of the customers' question; None where they cannot be compared."""
    units = {one.name: one.unit for one in TABLES["survey_customers"].columns}
    asked = units.get(standard.adequacy_ref)
    if asked is None or standard.target_value is None or _operator(standard) == "=":
        return None
    if not ev.handed_over("survey_customers", standard.adequacy_ref):
        return None
    # How many of a customer's minutes a day of opening hours has, nobody asked them.
    seconds = SECONDS if (standard.clock or ev.clock) == "business" else {**SECONDS, "d": 86_400.0}
    if asked == standard.unit:
        return float(standard.target_value)
    if asked in seconds and standard.unit in seconds:
        return round(float(standard.target_value) * seconds[standard.unit] / seconds[asked], 9)
    return None
