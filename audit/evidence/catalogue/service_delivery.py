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
        aliases=("编号", "流水号", "明细编号", "Delivery ID", "Record ID", "ID"),
    )
    episode_id: str = column(
        zh="服务编号",
        en="Episode",
        aliases=("服务单号", "订单号", "工单号", "业务编号", "Episode ID", "Order ID", "Ticket", "Number"),
    )
    standard_id: str = column(
        zh="标准编号", en="Standard number", refers="service_standards.standard_id",
        aliases=("服务标准编号", "指标编号", "Standard ID", "Standard", "SLA ID"),
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
            "起始时间", "下单时间", "受理时间", "创建时间", "Started at", "Start time", "Opened at",
            "Created at",
        ),
    )  # fmt: skip
    due_ts: dt.Timestamp = column(
        zh="应完成时间", en="Due", nullable=True,
        note=Text(zh="只写日期的，截至当日结束", en="a date without a time lasts until the end of that day"),
        ends_day=True,
        aliases=("承诺完成时间", "到期时间", "截止时间", "Due at", "Due date", "Promised at", "Deadline"),
    )  # fmt: skip
    end_ts: dt.Timestamp = column(
        zh="完成时间", en="End", nullable=True,
        aliases=("结束时间", "办结时间", "Ended at", "End time", "Completed at", "Resolved at"),
        note=Text(zh="未完成留空", en="empty while open"),
    )  # fmt: skip
    service_end_ts: dt.Timestamp = column(
        zh="服务结束时间", en="End of the service", nullable=True,
        aliases=("整单结束时间", "Service end", "Closed at"),
        note=Text(zh="整次服务的结束", en="end of the whole service episode"),
    )  # fmt: skip
    measured_value: float = column(
        zh="实测值",
        en="Measured value",
        nullable=True,
        aliases=("测量值", "实际值", "结果值", "Value", "Measured", "Actual"),
    )
    unit: str = column(zh="单位", en="Unit", nullable=True, aliases=("计量单位", "Units"), labels=UNITS)
    first_time_right: bool = column(
        zh="一次做对", en="Right first time", nullable=True,
        aliases=(
            "一次合格", "是否一次完成", "首次成功", "First time right", "First-time-right",
            "Right first time",
        ),
        note=Text(
            zh="整次服务的属性，同一服务的各行相同",
            en="a property of the episode, repeated on each of its rows",
        ),
    )  # fmt: skip
    met: bool = column(
        zh="是否达标", en="Standard met", nullable=True,
        aliases=("达标", "是否按时", "是否超时达标", "Met", "SLA met", "Made SLA", "Within SLA"),
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
