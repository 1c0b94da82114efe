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
            "问卷编号", "答卷号", "受访者编号", "序号", "样本编号", "Respondent ID", "Response ID", "Case", "ID", "答题序号",
            "样本ID", "答卷ID", "受访者ID", "问卷序号", "答卷編號", "填答序號", "Respondent no.", "Respondent number",
            "Response #", "Response no.", "Submission ID", "Record ID",
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
            "提交时间", "提交答卷时间", "填写时间", "调查时间", "调查日期", "时间戳记", "Timestamp", "Survey date",
            "Submitted at", "Submission date", "Date", "答卷提交时间", "问卷提交时间", "提交日期", "填写日期", "答题时间点",
            "结束答题时间", "填表日期", "填答時間", "提交時間", "調查日期", "Completion time", "Completed at",
            "Date submitted", "Recorded date", "End date", "Response date", "Date of survey",
        ),
    )  # fmt: skip
    channel: str = column(
        zh="渠道",
        en="Channel",
        nullable=True,
        aliases=(
            "服务渠道", "来源渠道", "Service channel", "办理渠道", "使用渠道", "業務渠道", "Channel used", "Touchpoint",
        ),
        labels=SURVEY_CHANNELS,
    )  # fmt: skip
    segment: str = column(
        zh="顾客群", en="Segment", nullable=True,
        aliases=(
            "客户类型", "顾客类型", "客群", "Customer group", "Customer type", "客户分群", "顾客分群", "客户类别", "客群分类",
            "顧客群", "Customer segment", "Client type",
        ),
        note=Text(zh="非有正当理由，不得使用受保护的特征", en="no protected attribute unless justified"),
    )  # fmt: skip
    tenure_m: float = column(
        zh="成为顾客的时长",
        en="Tenure",
        nullable=True,
        ge=0,
        unit="months",
        aliases=(
            "客龄", "合作月数", "Tenure months", "入网月数", "在网时长（月）", "客户年限（月）", "Months as customer",
            "Customer tenure (months)",
        ),
    )  # fmt: skip
    customer_id: str = column(
        zh="顾客代码", en="Customer code", pii="pseud", nullable=True, refers="customers.customer_id",
        aliases=CUSTOMER, note=Text(zh="仅在依法可以关联时填写", en="only if linkage is lawful"),
    )  # fmt: skip
    duration_s: float = column(
        zh="答题用时", en="Duration", nullable=True, gt=0, unit="s", level="warning",
        aliases=(
            "所用时间", "答题时间", "用时", "Time taken", "Duration seconds", "Duration (in seconds)", "答题时长",
            "填写时长", "填写用时", "答卷用时", "作答時間", "Time to complete", "Completion time (seconds)",
            "Time spent",
        ),
    )  # fmt: skip
    overall_sat: float = column(
        zh="总体满意度", en="Overall satisfaction", nullable=True,
        aliases=(
            "满意度", "总体满意", "整体满意度", "Satisfaction", "Overall sat", "CSAT", "总体评价", "总体满意度评分", "整体评价",
            "您对我们服务的总体满意度", "總體滿意度", "整體滿意度", "Overall rating", "Overall CSAT", "CSAT score",
            "Satisfaction score", "How satisfied are you overall",
        ),
    )  # fmt: skip
    nps: int = column(
        zh="推荐意愿", en="Recommendation", nullable=True, between=(0, 10),
        aliases=(
            "推荐分", "推荐可能性", "NPS", "Likelihood to recommend", "推荐指数", "推荐分值", "NPS得分", "NPS评分",
            "净推荐值评分", "推薦意願", "NPS score", "How likely are you to recommend us", "Likely to recommend",
            "Would you recommend us",
        ),
    )  # fmt: skip
    repurchase: int = column(
        zh="再次购买意愿",
        en="Repurchase intention",
        nullable=True,
        between=(1, 7),
        aliases=(
            "复购意愿", "再次使用意愿", "Repurchase", "Reuse", "再次选择意愿", "继续使用意愿", "再購意願",
            "Likelihood to repurchase", "Intention to return", "Would buy again",
        ),
    )  # fmt: skip
    trust: int = column(
        zh="信任", en="Trust", nullable=True, between=(1, 7), aliases=(
            "信任度", "Trust score", "信任程度", "对本机构的信任", "信任程度評分", "Trust in the company", "Trust rating",
        ),
    )  # fmt: skip
    had_failure: bool = column(
        zh="是否遇到问题", en="Had a failure", nullable=True,
        aliases=(
            "遇到问题", "是否有不满", "Had problem", "Experienced a problem", "是否遇到服务问题", "是否有过不愉快经历",
            "近一年是否遇到问题", "是否遇到問題", "Any problem", "Had an issue", "Experienced an issue",
        ),
        note=Text(zh="回忆期一般为 12 个月", en="in the recall period, 12 months by default"),
    )  # fmt: skip
    complained: bool = column(
        zh="是否投诉", en="Complained", nullable=True, aliases=(
            "投诉过", "是否反映", "Did you complain", "是否反映过", "是否向我们投诉", "是否投訴", "Made a complaint",
            "Reported the problem", "Did complain",
        )
    )  # fmt: skip
    noncomplaint_reason: TextList = column(
        zh="未投诉原因", en="Reason for not complaining", nullable=True, level="warning",
        aliases=(
            "不投诉原因", "Why not complained", "没有投诉的原因", "未反映原因", "未投訴原因", "Reasons for not complaining",
            "Why did you not complain",
        ), labels=NONCOMPLAINT_REASONS, many=True,
        note=Text(zh="可多选，以分号分隔", en="several are separated by semicolons"),
    )  # fmt: skip
    knows_guarantee: bool = column(
        zh="是否知道服务承诺（服务担保）",
        en="Knows the guarantee",
        nullable=True,
        aliases=(
            "是否知道服务保证", "知晓服务保证", "Aware of guarantee", "是否了解服务承诺", "是否知晓服务保证", "是否知道服務保證", "Guarantee known",
            "Knows about guarantee",
        ),
    )  # fmt: skip
    expected_wait_adequate: float = column(
        zh="可接受的等待", en="Acceptable waiting time", nullable=True, ge=0, unit="min",
        aliases=(
            "可接受等待时间", "Acceptable wait", "可接受等候时间", "能接受的等待时间", "可接受的等候時間", "Maximum acceptable wait",
            "Tolerable wait",
        ),
    )  # fmt: skip

    class Config:
        name = "survey_customers"
        unique = ["respondent_id"]
        metadata = table(
            zh="顾客调查", en="Customer survey", anchor="survey_ts", fresh_days=366,
            grain=Text(zh="每名答卷者一行", en="one row per respondent"),
            aliases=("满意度调查", "问卷数据", "顾客问卷", "Survey", "Survey responses", "Customer survey"),
        )  # fmt: skip
