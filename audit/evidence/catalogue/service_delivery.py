"""What was delivered, measured against the service standards."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.evidence.catalogue.vocabulary import CUSTOMER, SITE, UNITS
from audit.text import Text


class ServiceDelivery(pa.DataFrameModel):
    """Measured delivery episodes against standards; one row per episode and standard."""

    delivery_id: str = column(
        zh="记录编号",
        en="Delivery number",
        unique=True,
        aliases=(
            "编号", "流水号", "明细编号", "Delivery ID", "Record ID", "ID", "服务记录编号", "交付编号", "记录ID", "記錄編號",
            "Record number", "Transaction ID", "Log ID",
        ),
    )  # fmt: skip
    episode_id: str = column(
        zh="服务编号",
        en="Episode",
        aliases=(
            "服务单号", "订单号", "工单号", "业务编号", "Episode ID", "Order ID", "Ticket", "Number", "服务单编号",
            "订单编号", "业务单号", "业务流水号", "运单号", "会话ID", "会话编号", "对话ID", "通话ID", "服務編號", "訂單編號",
            "Order number", "Order no.", "Service ID", "Job number", "Work order", "Work order number",
            "Call ID", "Session ID",
        ),
    )  # fmt: skip
    standard_id: str = column(
        zh="标准编号", en="Standard number", refers="service_standards.standard_id",
        aliases=(
            "服务标准编号", "指标编号", "Standard ID", "Standard", "SLA ID", "标准代码", "SLA编号", "SLA名称", "指标代码",
            "標準編號", "SLA name", "SLA definition", "Service standard", "KPI ID",
        ),
    )  # fmt: skip
    site_id: str = column(zh="场所代码", en="Site code", nullable=True, refers="sites.site_id", aliases=SITE)
    customer_id: str = column(
        zh="顾客代码", en="Customer code", pii="pseud", nullable=True, refers="customers.customer_id",
        aliases=CUSTOMER,
        note=Text(zh="只用假名代码，不得为姓名或电话", en="a pseudonym, never a name or telephone number"),
    )  # fmt: skip
    start_ts: dt.Timestamp = column(
        zh="开始时间", en="Start",
        aliases=(
            "起始时间", "下单时间", "受理时间", "创建时间", "Started at", "Start time", "Opened at", "Created at",
            "服务开始时间", "业务受理时间", "派单时间", "会话开始时间", "进线时间", "呼入时间", "取号时间", "開始時間", "受理時間", "下單時間",
            "Created time", "Created on", "Start date", "Service start", "Order time", "Order date",
        ),
    )  # fmt: skip
    due_ts: dt.Timestamp = column(
        zh="应完成时间", en="Due", nullable=True,
        planned=True,
        note=Text(zh="只写日期的，截至当日结束", en="a date without a time lasts until the end of that day"),
        ends_day=True,
        aliases=(
            "承诺完成时间", "到期时间", "截止时间", "Due at", "Due date", "Promised at", "Deadline", "应办结时间",
            "要求完成时间", "承诺送达时间", "时限", "應完成時間", "承諾完成時間", "Due by", "Breach time", "Planned end time",
            "SLA due", "Target date", "Promised date",
        ),
    )  # fmt: skip
    end_ts: dt.Timestamp = column(
        zh="完成时间", en="End", nullable=True,
        aliases=(
            "结束时间", "办结时间", "Ended at", "End time", "Completed at", "Resolved at", "实际完成时间", "办结日期",
            "送达时间", "签收时间", "办理完毕时间", "会话结束时间", "挂断时间", "完成時間", "結束時間", "辦結時間", "Completed on",
            "Completion time", "Finished at", "Resolved on", "Resolved time", "Delivered at",
            "Stop time", "End date",
        ),
        note=Text(zh="未完成留空", en="empty while open"),
    )  # fmt: skip
    service_end_ts: dt.Timestamp = column(
        zh="服务结束时间", en="End of the service", nullable=True,
        aliases=(
            "整单结束时间", "Service end", "Closed at", "服务完成时间", "整单完成时间", "關閉時間", "关闭时间", "Closed on",
            "Service ended at",
        ),
        note=Text(zh="整次服务的结束", en="end of the whole service episode"),
    )  # fmt: skip
    measured_value: float = column(
        zh="实测值",
        en="Measured value",
        nullable=True,
        aliases=(
            "测量值", "实际值", "结果值", "Value", "Measured", "Actual", "耗时", "实际耗时", "办理时长", "处理时长", "服务时长",
            "响应时长", "實測值", "實際值", "Elapsed time", "Actual elapsed time", "Measured time",
            "Actual value", "Handling time", "Cycle time",
        ),
    )  # fmt: skip
    unit: str = column(zh="单位", en="Unit", nullable=True, aliases=(
            "计量单位", "Units", "时间单位", "數值單位", "單位", "Unit of measure", "UoM",
        ), labels=UNITS)  # fmt: skip
    first_time_right: bool = column(
        zh="一次做对", en="Right first time", nullable=True,
        aliases=(
            "一次合格", "是否一次完成", "首次成功", "First time right", "First-time-right", "Right first time",
            "是否一次做对", "一次办结", "一次完成", "是否一次性办结", "首次修复", "一次做對", "First time fix", "Fixed first time",
            "FTR", "No rework",
        ),
        note=Text(
            zh="整次服务的属性，同一服务的各行相同",
            en="a property of the episode, repeated on each of its rows",
        ),
    )  # fmt: skip
    met: bool = column(
        zh="是否达标", en="Standard met", nullable=True,
        aliases=(
            "达标", "是否按时", "Met", "SLA met", "Made SLA", "Within SLA", "是否达到标准", "是否按期",
            "是否按时完成", "按时办结", "是否达成SLA", "是否達標", "Met SLA", "SLA achieved", "On time", "In SLA",
            "Target met", "Within target",
        ),
        note=Text(
            zh="来源系统给出的结论；仅在应完成时间和目标值都不知道时使用",
            en="the verdict of the source; used only where neither a due time nor a target is known",
        ),
    )  # fmt: skip

    @rule("E-ORDER", "due_ts", "start_ts")
    @staticmethod
    def due_after_start(t: ir.Table) -> ir.BooleanValue:
        """A service is due after it began."""
        return t.due_ts >= t.start_ts

    @rule("E-ORDER", "end_ts", "start_ts")
    @staticmethod
    def ended_after_start(t: ir.Table) -> ir.BooleanValue:
        """A service ends after it began."""
        return t.end_ts >= t.start_ts

    class Config:
        name = "service_delivery"
        unique = ["episode_id", "standard_id"]
        metadata = table(
            zh="服务交付记录", en="Service delivery", anchor="start_ts",
            grain=Text(zh="每次服务的每项标准一行", en="one row per episode and standard"),
            aliases=("服务记录", "交付明细", "服务明细", "Deliveries", "Service episodes", "SLA log"),
        )  # fmt: skip
