"""The organisation's service standards."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.evidence.catalogue.vocabulary import UNITS
from audit.text import Text


class ServiceStandards(pa.DataFrameModel):
    """Formal and informal service standards; one row per standard version."""

    standard_id: str = column(
        zh="标准编号",
        en="Standard number",
        aliases=(
            "编号", "服务标准编号", "指标编号", "Standard ID", "Standard", "SLA ID", "标准代码", "SLA编号", "指标代码",
            "標準編號", "Standard no.", "Standard code", "KPI ID",
        ),
    )  # fmt: skip
    title: str = column(
        zh="标准名称", en="Title", aliases=(
            "名称", "服务标准", "标准内容", "指标名称", "Name", "Description", "服务标准名称", "服务项目", "指标", "標準名稱",
            "Standard name", "Service standard", "KPI", "SLA name",
        )
    )  # fmt: skip
    dim_id: str = column(
        zh="质量维度", en="Dimension", aliases=(
            "维度", "维度代码", "Dimension ID", "服务质量维度", "所属维度", "質量維度", "Quality dimension",
            "Service dimension",
        ),
        note=Text(zh="所用问卷的维度代码", en="a dimension code of the instrument"),
        refers="instrument.dimensions",
    )  # fmt: skip
    item_id: str = column(
        zh="对应题项", en="Item", nullable=True, aliases=(
            "题项", "题号", "Item ID", "Question", "对应题目", "对应问卷题目", "對應題項", "Survey item",
        ),
        note=Text(zh="标准所覆盖的质量特性", en="the characteristic that the standard covers"),
        refers="instrument.items",
    )  # fmt: skip
    target_value: float = column(
        zh="目标值",
        en="Target",
        nullable=True,
        aliases=(
            "标准值", "指标值", "目标", "Target value", "Limit", "Goal", "目标数值", "限值", "时限要求", "目標值", "標準值",
            "Target level", "Threshold", "SLA target",
        ),
    )  # fmt: skip
    unit: str = column(zh="单位", en="Unit", nullable=True, aliases=(
            "计量单位", "Units", "單位", "Unit of measure", "UoM",
        ), labels=UNITS)  # fmt: skip
    operator: str = column(
        zh="比较方式", en="Comparison", nullable=True, aliases=(
            "比较", "运算符", "Operator", "Relation", "比较符", "比较符号", "比較方式", "Comparator",
        ),
        note=Text(
            zh="时间类标准用 <=；= 只用于计数和是否", en="a time uses <=; = is for counts and yes/no only",
        ),
        labels={
            "<=": ("不超过", "At most", "≤", "=<", "小于等于", "以内", "max", "maximum"),
            ">=": ("不低于", "At least", "≥", "=>", "大于等于", "以上", "min", "minimum"),
            "=": ("等于", "Equal to", "==", "＝", "equals"),
        },
    )  # fmt: skip
    required_share: float = column(
        zh="要求达标率", en="Required share", nullable=True, between=(0, 1),
        aliases=(
            "达标率要求", "达标率", "目标达标率", "Share", "Compliance target", "Target share", "达标率目标", "要求达成率",
            "目标达成率", "達標率要求", "Required compliance", "Target percentage", "Compliance rate target",
        ),
        note=Text(zh="0–1，例如 0.90", en="0 to 1, such as 0.90"),
    )  # fmt: skip
    clock: str = column(
        zh="计时方式", en="Clock", nullable=True, aliases=(
            "时钟", "Time basis", "计时口径", "时间口径", "計時方式", "Time base", "Business or calendar",
        ),
        labels={
            "calendar": ("自然时间", "Calendar", "日历时间", "自然日", "24x7"),
            "business": ("营业时间", "Business hours", "工作时间", "工作日", "business", "working hours"),
        },
    )  # fmt: skip
    formal: bool = column(
        zh="是否正式", en="Formal", aliases=(
            "正式", "是否成文", "是否批准", "Written", "Approved", "是否正式发布", "是否发布", "Formally approved",
            "Documented",
        ),
        note=Text(zh="成文并经批准", en="written and approved"),
    )  # fmt: skip
    customer_based: bool = column(
        zh="是否基于顾客要求",
        en="Based on customers",
        nullable=True,
        aliases=("顾客导向", "Customer based", "Customer-defined"),
    )
    research_id: str = column(
        zh="依据的调研", en="Research", nullable=True, refers="research_activities.activity_id",
        aliases=("调研编号", "Research ID", "Source study"),
    )  # fmt: skip
    owner: str = column(
        zh="责任岗位", en="Owner", nullable=True,
        aliases=(
            "责任部门", "责任人", "归口部门", "Responsible", "Role", "负责岗位", "责任人岗位", "責任崗位", "责任单位",
            "Owner role", "Responsible role", "Process owner",
        ),
        note=Text(zh="岗位，不写姓名", en="a role, not a name"), pii="org",
    )  # fmt: skip
    approved_on: dt.Date = column(
        zh="批准日期",
        en="Approved on",
        nullable=True,
        aliases=(
            "发布日期", "生效日期", "Approval date", "Effective date", "审批日期", "核准日期", "批准時間", "Approved date",
            "Date approved", "Issue date",
        ),
    )  # fmt: skip
    review_due: dt.Date = column(
        zh="应评审日期",
        en="Review due",
        planned=True,
        nullable=True,
        aliases=(
            "下次评审日期", "复审日期", "Next review", "Review date", "计划评审日期", "应复审日期", "Review due date",
            "Next review date", "Due for review",
        ),
    )  # fmt: skip
    reviewed_on: dt.Date = column(
        zh="最近评审日期",
        en="Reviewed on",
        nullable=True,
        aliases=(
            "评审日期", "上次评审", "Last review", "Last reviewed", "上次评审日期", "最近复审日期", "Last reviewed on",
            "Last review date", "Reviewed",
        ),
    )  # fmt: skip
    data_source: str = column(
        zh="数据来源", en="Data source", nullable=True, aliases=(
            "统计来源", "取数系统", "Source", "System", "数据取自", "來源系統", "来源系统", "Source system", "Measured in",
        )
    )  # fmt: skip
    basis: str = column(
        zh="依据", en="Basis", nullable=True, aliases=(
            "标准依据", "依据类型", "Origin", "制定依据", "標準依據", "Basis type", "Legal basis",
        ),
        note=Text(
            zh="法定或安全类标准未达到时，属关键不符合",
            en="a missed statutory or safety standard is a critical finding",
        ),
        labels={
            "own": ("自定", "Own", "企业自定", "内部", "internal"),
            "statutory": ("法定", "Statutory", "法律法规", "监管", "legal", "regulatory"),
            "safety": ("安全", "Safety"),
            "contract": ("合同", "Contract", "约定", "contractual"),
        },
    )  # fmt: skip
    importance: float = column(
        zh="权重", en="Importance", nullable=True, gt=0, aliases=(
            "重要性", "重要程度", "Weight", "权重系数", "權重", "Relative importance", "Weighting",
        )
    )  # fmt: skip
    adequacy_ref: str = column(
        zh="对应顾客题目", en="Customer question", nullable=True, aliases=("顾客问题", "Adequacy question"),
        note=Text(zh="survey_customers 中单位相同的列名", en="a column of survey_customers in the same unit"),
    )  # fmt: skip

    @rule(
        "E-CONTRADICTION", "operator", "unit", level="warning",
        why=Text(zh="时间类标准应为“不超过”", en="a standard in units of time is an upper limit (<=)"),
    )  # fmt: skip
    @staticmethod
    def a_time_is_an_upper_limit(t: ir.Table) -> ir.BooleanValue:
        """A standard in units of time is an upper limit."""
        return ~(t.unit.isin(["s", "min", "h", "d"]) & (t.operator != "<="))

    @rule(
        "E-CONTRADICTION", "target_value", "unit", level="warning",
        why=Text(zh="有目标值而没有单位", en="a target without a unit"),
    )  # fmt: skip
    @staticmethod
    def a_target_has_a_unit(t: ir.Table) -> ir.BooleanValue:
        """A target has a unit."""
        return t.target_value.isnull() | t.unit.notnull()

    class Config:
        name = "service_standards"
        unique = ["standard_id"]
        metadata = table(
            zh="服务标准", en="Service standards", anchor=None,
            grain=Text(zh="每项标准的每个版本一行", en="one row per standard version"),
            aliases=("服务标准清单", "服务规范", "SLA", "Standards", "Service levels"),
        )  # fmt: skip
