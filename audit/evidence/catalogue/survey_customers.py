"""The customer survey without its answers; these come from the instrument."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import pandera.ibis as pa

from audit.evidence.catalogue.columns import Labels, TextList, column, table
from audit.evidence.catalogue.vocabulary import CUSTOMER, SITE, SURVEY_CHANNELS
from audit.text import Text

NONCOMPLAINT_REASONS: Labels = {
    "unknown_whom": ("不知道找谁", "Did not know whom to ask", "不知向谁投诉"),
    "unknown_how": ("不知道怎么投诉", "Did not know how", "不知如何投诉"),
    "effort": ("太麻烦", "Too much effort", "费时费力", "no time", "too much trouble"),
    "cost": ("花费太高", "Too costly", "成本高"),
    "useless": ("没有用", "Would not help", "说了也没用", "pointless"),
    "fear": ("担心后果", "Fear of consequences", "怕报复", "怕尴尬", "fear"),
    "minor": ("问题不大", "Too minor", "小事", "minor"),
    "other": ("其他", "Other", "其它"),
}


class SurveyCustomers(pa.DataFrameModel):
    """SERVQUAL-type survey of customers, with and without failure; one row per respondent."""

    respondent_id: str = column(
        zh="答卷编号", en="Respondent", pii="pseud",
        aliases=(
            "问卷编号", "答卷号", "受访者编号", "序号", "样本编号", "Respondent ID", "Response ID", "Case",
            "ID",
        ),
        note=Text(zh="假名代码，不得为电话或姓名", en="a pseudonym, never a telephone number or name"),
    )  # fmt: skip
    instrument_id: str = column(
        zh="问卷代码", en="Instrument", nullable=True, aliases=("问卷", "Instrument ID", "Questionnaire"),
        note=Text(zh="空白时为 audit.yaml 中的问卷", en="empty means the instrument of audit.yaml"),
    )  # fmt: skip
    site_id: str = column(zh="场所代码", en="Site code", nullable=True, refers="sites.site_id", aliases=SITE)
    survey_ts: dt.Timestamp = column(
        zh="答卷时间", en="Answered on",
        aliases=(
            "提交时间", "提交答卷时间", "填写时间", "调查时间", "调查日期", "时间戳记",
            "Timestamp", "Survey date", "Submitted at", "Submission date", "Date",
        ),
    )  # fmt: skip
    channel: str = column(
        zh="渠道",
        en="Channel",
        nullable=True,
        aliases=("服务渠道", "来源渠道", "Service channel"),
        labels=SURVEY_CHANNELS,
    )
    segment: str = column(
        zh="顾客群", en="Segment", nullable=True,
        aliases=("客户类型", "顾客类型", "客群", "Customer group", "Customer type"),
        note=Text(zh="非有正当理由，不得使用受保护的特征", en="no protected attribute unless justified"),
    )  # fmt: skip
    tenure_m: float = column(
        zh="成为顾客的时长",
        en="Tenure",
        nullable=True,
        ge=0,
        unit="months",
        aliases=("客龄", "合作月数", "Tenure months"),
    )
    customer_id: str = column(
        zh="顾客代码", en="Customer code", pii="pseud", nullable=True, refers="customers.customer_id",
        aliases=CUSTOMER, note=Text(zh="仅在依法可以关联时填写", en="only if linkage is lawful"),
    )  # fmt: skip
    duration_s: float = column(
        zh="答题用时", en="Duration", nullable=True, gt=0, unit="s", level="warning",
        aliases=("所用时间", "答题时间", "用时", "Time taken", "Duration seconds", "Duration (in seconds)"),
    )  # fmt: skip
    overall_sat: float = column(
        zh="总体满意度", en="Overall satisfaction", nullable=True,
        aliases=("满意度", "总体满意", "整体满意度", "Satisfaction", "Overall sat", "CSAT"),
    )  # fmt: skip
    nps: int = column(
        zh="推荐意愿", en="Recommendation", nullable=True, between=(0, 10),
        aliases=("推荐分", "推荐可能性", "NPS", "Likelihood to recommend"),
    )  # fmt: skip
    repurchase: int = column(
        zh="再次购买意愿",
        en="Repurchase intention",
        nullable=True,
        between=(1, 7),
        aliases=("复购意愿", "再次使用意愿", "Repurchase", "Reuse"),
    )
    trust: int = column(
        zh="信任", en="Trust", nullable=True, between=(1, 7), aliases=("信任度", "Trust score"),
    )  # fmt: skip
    had_failure: bool = column(
        zh="是否遇到问题", en="Had a failure", nullable=True,
        aliases=("遇到问题", "是否有不满", "Had problem", "Experienced a problem"),
        note=Text(zh="回忆期一般为 12 个月", en="in the recall period, 12 months by default"),
    )  # fmt: skip
    complained: bool = column(
        zh="是否投诉", en="Complained", nullable=True, aliases=("投诉过", "是否反映", "Did you complain")
    )
    noncomplaint_reason: TextList = column(
        zh="未投诉原因", en="Reason for not complaining", nullable=True, level="warning",
        aliases=("不投诉原因", "Why not complained"), labels=NONCOMPLAINT_REASONS, many=True,
        note=Text(zh="可多选，以分号分隔", en="several are separated by semicolons"),
    )  # fmt: skip
    knows_guarantee: bool = column(
        zh="是否知道服务保证",
        en="Knows the guarantee",
        nullable=True,
        aliases=("知晓服务保证", "Aware of guarantee"),
    )
    expected_wait_adequate: float = column(
        zh="可接受的等待", en="Acceptable waiting time", nullable=True, ge=0, unit="min",
        aliases=("可接受等待时间", "Acceptable wait"),
    )  # fmt: skip

    class Config:
        name = "survey_customers"
        unique = ["respondent_id"]
        metadata = table(
            zh="顾客调查", en="Customer survey", anchor="survey_ts", fresh_days=366,
            grain=Text(zh="每名答卷者一行", en="one row per respondent"),
            aliases=("满意度调查", "问卷数据", "顾客问卷", "Survey", "Survey responses", "Customer survey"),
        )  # fmt: skip
