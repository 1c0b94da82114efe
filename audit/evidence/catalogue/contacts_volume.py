"""How much service was given: the denominators."""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.evidence.catalogue.vocabulary import SITE, SURVEY_CHANNELS
from audit.text import Text


class ContactsVolume(pa.DataFrameModel):
    """Denominators; one row per month, site and channel."""

    period_month: dt.Date = column(
        zh="月份", en="Month", unit="month", aliases=(
            "统计月份", "年月", "期间", "Period", "Period month", "统计月", "所属月份", "报告月份", "统计年月", "月度", "統計月份",
            "Year-month", "Reporting month", "Month of", "Calendar month",
        ),
        note=Text(zh="当月第一天，也可写 2026-03", en="the first day of the month; 2026-03 will do"),
    )  # fmt: skip
    site_id: str = column(zh="场所代码", en="Site code", nullable=True, refers="sites.site_id", aliases=SITE)
    channel: str = column(
        zh="渠道",
        en="Channel",
        nullable=True,
        aliases=("服务渠道", "Service channel"),
        labels=SURVEY_CHANNELS,
    )
    episodes: int = column(
        zh="服务次数", en="Service episodes", ge=0, unit="episodes",
        aliases=(
            "服务量", "业务量", "订单量", "订单数", "交易笔数", "Episodes", "Orders", "Transactions", "Volume", "办件量",
            "受理量", "交易量", "成交笔数", "业务笔数", "订单总数", "服务人次", "服務次數", "Service volume", "Order count",
            "Transaction count", "Number of transactions", "Visits",
        ),
    )  # fmt: skip
    customers: int = column(
        zh="顾客人数",
        en="Customers",
        nullable=True,
        ge=0,
        unit="persons",
        aliases=(
            "客户数", "顾客数", "服务人数", "Clients", "服务客户数", "活跃客户数", "客户总数", "顧客人數", "Active customers",
            "Customer count", "Number of customers", "Unique customers",
        ),
    )  # fmt: skip
    contacts: int = column(
        zh="联系量", en="Contacts", nullable=True, ge=0, unit="contacts",
        aliases=(
            "来电量", "呼入量", "接待量", "咨询量", "Calls", "Calls offered", "Inbound contacts", "进线量", "呼入总量",
            "来电总量", "电话呼入量", "会话量", "接待会话量", "聯繫量", "Call volume", "Inbound calls", "Contacts offered",
            "Contact count", "Tickets received", "Chats offered",
        ),
    )  # fmt: skip
    abandoned: int = column(
        zh="放弃量", en="Abandoned", nullable=True, ge=0, unit="contacts",
        aliases=(
            "放弃数", "呼损量", "未接通", "Abandoned calls", "Lost calls", "放弃电话量", "呼入放弃量", "排队放弃量", "未接来电数",
            "放棄量", "Calls abandoned", "Abandons", "Abandoned contacts", "Chats abandoned",
        ),
    )  # fmt: skip

    @rule("E-AT-MOST", "abandoned", "contacts")
    @staticmethod
    def no_more_abandoned_than_contacts(t: ir.Table) -> ir.BooleanValue:
        """No more contacts are abandoned than came in."""
        return t.abandoned <= t.contacts

    @rule(
        "E-CONTRADICTION", "period_month",
        why=Text(zh="不是当月第一天", en="not the first day of a month"),
    )  # fmt: skip
    @staticmethod
    def begins_the_month(t: ir.Table) -> ir.BooleanValue:
        """A month is named by its first day."""
        return t.period_month.day() == 1

    @rule("E-KEY", "period_month", "site_id", "channel")
    @staticmethod
    def one_row_a_cell(t: ir.Table) -> ir.BooleanValue:
        """A month, site and channel stands once; empty parts are equal."""
        cell = ibis.window(group_by=[t.period_month, t.site_id, t.channel])
        return t.count().over(cell) == 1

    class Config:
        name = "contacts_volume"
        metadata = table(
            zh="业务量", en="Contact volume", anchor="period_month", fresh_days=38,
            grain=Text(zh="每月、场所、渠道一行", en="one row per month, site and channel"),
            aliases=("业务量统计", "服务量", "Volumes", "Monthly volume"),
        )  # fmt: skip
