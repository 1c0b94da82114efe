"""Signals before customers notice a failure."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.text import Text


class EarlyWarnings(pa.DataFrameModel):
    """Signals before customer failure; one row per signal."""

    ew_id: str = column(
        zh="预警编号", en="Warning number", aliases=(
            "编号", "预警单号", "預警編號", "Warning ID", "Signal ID", "预警流水号", "信号编号", "Alert ID",
            "Warning no.", "Alert number", "Early warning ID",
        ),
    )  # fmt: skip
    source: str = column(
        zh="信号来源", en="Source", aliases=(
            "来源", "预警来源", "信號來源", "Signal source", "Origin", "预警渠道", "预警信号来源", "Alert source",
            "Warning source", "Detected through",
        ),
        labels={
            "survey": ("调查", "Survey", "问卷", "調查"),
            "hotline": ("热线", "Hotline", "客服热线", "熱線", "call centre", "call center"),
            "box": ("意见箱", "Suggestion box", "意見箱", "意见簿", "comment card"),
            "web": ("官网", "Web", "网站", "網站", "在线留言", "website"),
            "social": ("社交媒体", "Social media", "微博", "小红书", "社交媒體", "social"),
            "media": ("媒体", "Media", "新闻", "媒體", "press"),
            "staff": ("员工", "Staff", "一线员工", "員工", "employee"),
            "lost_customer": ("流失顾客", "Lost customer", "流失客户", "流失顧客", "churned customer"),
            "system": ("系统监测", "System", "系统", "監測系統", "监控", "monitoring"),
        },
    )  # fmt: skip
    signal_ts: dt.Timestamp = column(
        zh="信号时间", en="Signal",
        aliases=(
            "预警时间", "信号日期", "預警時間", "发现时间", "Signal at", "Signalled at", "Warning date", "预警日期",
            "告警时间", "信号出现时间", "Alert time", "Alerted at", "Raised at", "Date of signal",
        ),
    )  # fmt: skip
    failure_class: str = column(
        zh="失误类别", en="Failure class", nullable=True,
        aliases=(
            "失误类型", "可能的失误", "失誤類別", "Failure type", "Class", "预警类型", "风险类型", "Risk type",
            "Alert type", "Warning type",
        ),
    )  # fmt: skip
    action_ts: dt.Timestamp = column(
        zh="首次行动时间", en="First action", nullable=True,
        aliases=(
            "处置时间", "响应时间", "首次行動時間", "Action at", "Acted on", "First action at", "处置开始时间", "行动时间",
            "首次处置时间", "First acted at", "Action taken at", "Responded at",
        ),
    )  # fmt: skip
    first_customer_failure_ts: dt.Timestamp = column(
        zh="首次波及顾客时间", en="First customer hit", nullable=True,
        aliases=("首例失误时间", "顾客首次遭遇时间", "首次波及顧客時間", "First customer failure"),
        note=Text(zh="尚未波及顾客的留空", en="empty while no customer was hit"),
    )  # fmt: skip
    prevented: bool = column(
        zh="是否避免", en="Prevented", nullable=True,
        aliases=(
            "已避免", "是否防止", "是否避免失誤", "Failure prevented", "Avoided", "是否成功避免", "是否已避免",
            "Failure avoided", "Was prevented",
        ),
    )  # fmt: skip
    evidence_note: str = column(
        zh="依据说明", en="Evidence", nullable=True,
        aliases=("说明", "备注", "依據說明", "Evidence note", "Note", "Remarks"),
        note=Text(zh="如何得知已避免；不写个人信息", en="how it is known to be prevented; nothing personal"),
    )  # fmt: skip
    target_h: float = column(
        zh="行动时限", en="Time allowed", nullable=True, gt=0, unit="h",
        aliases=(
            "响应时限", "处置时限", "行動時限", "Target hours", "Time limit", "要求响应时长（小时）",
            "Response target (hours)", "Target response hours",
        ),
        note=Text(zh="首次行动的时限；空白时为 24 小时", en="for a first action; empty means 24 hours"),
    )  # fmt: skip

    @rule("E-ORDER", "action_ts", "signal_ts")
    @staticmethod
    def acted_on_after_the_signal(t: ir.Table) -> ir.BooleanValue:
        """A warning is acted on after its signal."""
        return t.action_ts >= t.signal_ts

    class Config:
        name = "early_warnings"
        unique = ["ew_id"]
        metadata = table(
            zh="预警记录", en="Early-warning log", anchor="signal_ts", fresh_days=31,
            grain=Text(zh="每个信号一行", en="one row per signal"),
            aliases=("预警台账", "风险预警", "預警記錄", "Warnings", "Signals", "Alerts"),
        )  # fmt: skip
