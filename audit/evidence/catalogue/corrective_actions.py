"""Causes and what was done about them."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import TextList, column, rule, table
from audit.text import Text


class CorrectiveActions(pa.DataFrameModel):
    """Root causes and actions; one row per action."""

    ca_id: str = column(
        zh="措施编号", en="Action number",
        aliases=(
            "编号", "纠正措施编号", "整改编号", "措施編號", "CA ID", "CAPA ID", "Action ID", "CAPA number", "整改单号",
            "整改措施编号", "纠正预防编号", "整改編號", "CAPA No.", "CA number", "Corrective action no.", "NCR number",
        ),
    )  # fmt: skip
    failure_ids: TextList = column(
        zh="所针对的失误", en="Failures", nullable=True, refers="failures.failure_id",
        aliases=(
            "失误编号", "对应失误", "失誤編號", "Failure IDs", "Failure ID", "Incidents", "关联失误", "关联失误编号", "關聯失誤",
            "Related failures", "Related incidents", "Linked incidents",
        ),
        note=Text(zh="多个以分号分隔", en="several are separated by semicolons"),
    )  # fmt: skip
    source: str = column(
        zh="来源", en="Source", nullable=True,
        aliases=(
            "问题来源", "措施来源", "來源", "Raised by", "Origin", "发现来源", "整改来源", "措施來源", "Triggered by",
            "CAPA source",
        ),
        labels={
            "complaint": (
                "投诉", "Complaint", "顾客投诉", "投訴", "complaints", "客户投诉", "customer complaint",
            ),
            "guarantee": ("服务承诺（服务担保）", "Guarantee", "服务保证", "赔付", "服務保證", "guarantee claim"),
            "survey": (
                "调查", "Survey", "满意度调查", "調查", "问卷", "客户调查", "customer survey",
            ),
            "audit": (
                "审核", "Audit", "审查", "内审", "審核", "inspection", "外审", "审核发现", "internal audit",
                "audit finding",
            ),
            "early_warning": ("预警", "Early warning", "預警", "warning"),
            "staff": (
                "员工", "Staff", "员工建议", "員工", "employee", "一线反馈", "staff suggestion",
            ),
            "other": ("其他", "Other", "其它"),
        },
    )  # fmt: skip
    cause_class: str = column(
        zh="原因类别", en="Cause", nullable=True,
        aliases=(
            "原因分类", "根本原因类别", "原因類別", "Cause class", "Root cause class", "Cause category", "根因分类",
            "根本原因分类", "Root cause category", "Cause code",
        ),
    )  # fmt: skip
    rca_method: str = column(
        zh="原因分析方法", en="Method of analysis", nullable=True,
        aliases=(
            "分析方法", "根本原因分析方法", "原因分析方法說明", "RCA method", "Analysis method", "根因分析方法", "分析工具",
            "Root cause method", "RCA technique",
        ),
        labels={
            "5why": ("五个为什么", "Five whys", "5why分析", "五问法", "5个为什么", "5 whys"),
            "fishbone": ("鱼骨图", "Fishbone", "因果图", "魚骨圖", "ishikawa", "cause and effect"),
            "fmea": ("失效模式分析", "FMEA", "失效模式", "failure mode"),
            "pareto": ("帕累托分析", "Pareto", "排列图", "柏拉图", "pareto chart"),
            "other": ("其他", "Other", "其它"),
            "none": ("未分析", "None", "无", "沒有", "no analysis"),
        },
    )  # fmt: skip
    type: str = column(
        zh="措施类型", en="Type", aliases=(
            "类型", "措施類型", "措施类别", "Action type", "Kind", "整改类型", "CAPA type",
            "Corrective or preventive",
        ),
        labels={
            "correction": (
                "纠正", "Correction", "糾正", "就事论事", "containment", "立即纠正", "现场纠正",
                "immediate correction", "quick fix",
            ),
            "corrective": (
                "纠正措施", "Corrective", "整改", "糾正措施", "corrective action", "整改措施", "纠正行动",
                "corrective measure",
            ),
            "preventive": (
                "预防措施", "Preventive", "预防", "預防措施", "preventive action", "预防行动", "预防性措施",
                "preventative", "preventive measure",
            ),
            "redesign": (
                "流程再设计", "Redesign", "重新设计", "流程優化", "流程优化", "process redesign", "流程改造", "流程再造",
                "服务重新设计", "service redesign", "reengineering",
            ),
        },
    )  # fmt: skip
    opened_ts: dt.Timestamp = column(
        zh="立项时间", en="Opened",
        aliases=(
            "提出时间", "开立时间", "立项日期", "提出日期", "立項時間", "Opened at", "Opened on", "Raised on", "发起时间",
            "开单日期", "整改提出日期", "發起時間", "Date opened", "Opened date", "Date raised", "Raised at",

        ),
    )  # fmt: skip
    due_ts: dt.Timestamp = column(
        zh="应完成时间", en="Due", nullable=True,
        planned=True,
        aliases=(
            "计划完成时间", "完成期限", "整改期限", "應完成時間", "Due at", "Due date", "Deadline", "计划完成日期", "要求完成日期",
            "整改时限", "整改截止日期", "計劃完成日期", "Target date", "Target completion date", "Planned completion",
            "Due by",
        ),
    )  # fmt: skip
    closed_ts: dt.Timestamp = column(
        zh="完成时间", en="Closed", nullable=True,
        aliases=(
            "关闭时间", "完成日期", "关闭日期", "完成時間", "Closed at", "Closed on", "Completed on", "实际完成日期",
            "实际完成时间", "整改完成日期", "关单时间", "結案日期", "Date closed", "Closed date", "Completion date",
            "Completed at", "Implemented on", "Implementation date",
        ),
    )  # fmt: skip
    cancelled_reason: str = column(
        zh="取消原因", en="Reason for cancelling", nullable=True,
        aliases=(
            "撤销原因", "终止原因", "取消緣由", "Cancelled reason", "Cancellation reason", "作废原因",
            "Reason cancelled",
        ),
    )  # fmt: skip
    effectiveness_checked_ts: dt.Timestamp = column(
        zh="有效性验证时间", en="Effectiveness checked", nullable=True,
        aliases=(
            "验证时间", "效果验证日期", "验证日期", "有效性驗證時間", "Verified on", "Effectiveness check", "有效性验证日期",
            "效果验证时间", "复核日期", "Verification date", "Effectiveness review date",
            "Effectiveness checked on", "Verified at",
        ),
    )  # fmt: skip
    effective: bool = column(
        zh="是否有效", en="Effective", nullable=True,
        aliases=(
            "有效性", "验证结果", "是否有效果", "Is effective", "Effectiveness", "验证是否有效", "整改是否有效",
            "Action effective", "Was it effective",
        ),
    )  # fmt: skip
    guarantee_id: str = column(
        zh="服务承诺（服务担保）编号", en="Guarantee", nullable=True, refers="guarantees.guarantee_id",
        aliases=("服务保证编号", "保证编号", "担保编号", "服務保證編號", "Guarantee ID"),
    )  # fmt: skip
    item_id: str = column(
        zh="对应题项", en="Item", nullable=True, refers="instrument.items",
        aliases=("题项", "题号", "題項", "Item ID", "Question"),
        note=Text(zh="措施所改进的质量特性", en="the characteristic acted on"),
    )  # fmt: skip

    @rule("E-ORDER", "closed_ts", "opened_ts")
    @staticmethod
    def closed_after_it_was_opened(t: ir.Table) -> ir.BooleanValue:
        """An action is closed after it was opened."""
        return t.closed_ts >= t.opened_ts

    @rule("E-ORDER", "effectiveness_checked_ts", "opened_ts")
    @staticmethod
    def checked_after_it_was_opened(t: ir.Table) -> ir.BooleanValue:
        """The effect of an action is checked after it was opened."""
        return t.effectiveness_checked_ts >= t.opened_ts

    class Config:
        name = "corrective_actions"
        unique = ["ca_id"]
        metadata = table(
            zh="纠正措施", en="Corrective-action log", anchor="opened_ts", fresh_days=31,
            grain=Text(zh="每项措施一行", en="one row per action"),
            aliases=("整改台账", "纠正预防措施", "糾正措施", "CAPA", "Corrective actions", "Improvements"),
        )  # fmt: skip
