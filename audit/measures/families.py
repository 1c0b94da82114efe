"""Measures by what they are about, in the order in which the report and the pages speak of them."""

from __future__ import annotations

from typing import NamedTuple

from audit.measures.definition import Measure
from audit.text import Text


class Family(NamedTuple):
    """What some modules of this package measure together."""

    id: str
    title: Text
    modules: tuple[str, ...]


FAMILIES = (
    Family("survey", Text(zh="调查质量", en="Survey quality"), ("survey_quality", "careless", "scales")),
    Family(
        "gap-5", Text(zh="差距 5：期望与感知", en="Gap 5: expectation and perception"),
        ("gap5", "segments", "zone", "importance"),
    ),
    Family("gap-1", Text(zh="差距 1：管理者的认知", en="Gap 1: what managers know"), ("gap1", "priorities", "research")),
    Family("gap-2", Text(zh="差距 2：服务标准", en="Gap 2: standards"), ("standards", "standards_use")),
    Family("gap-3", Text(zh="差距 3：服务交付", en="Gap 3: delivery"), ("delivery", "sites", "capacity")),
    Family("gap-4", Text(zh="差距 4：对外承诺", en="Gap 4: promises"), ("promises", "overpromising")),
    Family("antecedents", Text(zh="各差距的成因", en="Antecedents of the gaps"), ("antecedents",)),
    Family("drivers", Text(zh="差距之间的关联", en="Association of the gaps"), ("gap_association",)),
    Family("fieldwork", Text(zh="现场审查", en="Fieldwork"), ("fieldwork",)),
    Family("failures", Text(zh="失误及其原因", en="Failures and causes"), ("failures", "trends")),
    Family("voice", Text(zh="倾听顾客", en="Hearing the customer"), ("voice",)),
    Family("speed", Text(zh="速度与解决", en="Speed and resolution"), ("complaints", "resolution", "timing")),
    Family("justice", Text(zh="公平与结果", en="Justice and outcome"), ("justice", "paradox", "loyalty")),
    Family("content", Text(zh="补救内容", en="Content of recovery"), ("content", "compensation", "consistency", "value_bands")),
    Family("people", Text(zh="授权与人员", en="Authority and people"), ("authority", "people", "training")),
    Family("learning", Text(zh="回访与学习", en="Follow-up and learning"), ("followups", "records", "learning")),
    Family("warning", Text(zh="预警与预防", en="Early warning and prevention"), ("early_warnings",)),
    Family("guarantees", Text(zh="服务承诺（服务担保）", en="Guarantees"), ("guarantees",)),
    Family("documents", Text(zh="文件", en="Documents"), ("documents",)),
)  # fmt: skip


def family_of(measure: Measure) -> Family:
    """The family of a measure, by the module that defines it."""
    module = measure.describe.__module__.rpartition(".")[2]
    (family,) = (one for one in FAMILIES if module in one.modules)
    return family
