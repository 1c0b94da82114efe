"""Which customers stayed."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.evidence.catalogue.vocabulary import CUSTOMER
from audit.text import Text


class Customers(pa.DataFrameModel):
    """Retention view of customers; one row per customer."""

    customer_id: str = column(
        zh="顾客代码", en="Customer code", pii="pseud", aliases=(*CUSTOMER, "編號", "编号", "ID"),
        note=Text(
            zh="加盐散列值，盐留在组织内；不得为姓名或电话",
            en="a salted hash whose salt stays with the organisation; never a name or telephone number",
        ),
    )  # fmt: skip
    first_ts: dt.Timestamp = column(
        zh="首次往来时间", en="First contact", nullable=True,
        aliases=(
            "首次消费时间", "注册时间", "开户日期", "首次往來時間", "Customer since", "First purchase", "首次交易时间", "首次购买时间",
            "开户时间", "注册日期", "建档日期", "First order date", "First transaction", "Registration date",
            "Signup date", "Account opened",
        ),
    )  # fmt: skip
    last_ts: dt.Timestamp = column(
        zh="最近往来时间", en="Last contact", nullable=True,
        aliases=(
            "最近消费时间", "最后一次消费", "最近往來時間", "Last purchase", "Last seen", "Last activity", "最近交易时间",
            "最后交易日期", "最近一次购买时间", "末次消费时间", "Last order date", "Last transaction", "Last active",
            "Last visit",
        ),
    )  # fmt: skip
    value_band: str = column(
        zh="价值层级", en="Value band", nullable=True,
        aliases=(
            "顾客价值", "客户等级", "會員等級", "会员等级", "价值等级", "Value segment", "Tier", "客户价值等级", "客户分层", "价值分层",
            "Customer tier", "Customer value", "Loyalty tier", "Value tier",
        ),
        labels={
            "high": ("高", "High", "高价值", "高價值", "A"),
            "mid": ("中", "Middle", "中价值", "中等", "medium", "B"),
            "low": ("低", "Low", "低价值", "低價值", "C"),
        },
    )  # fmt: skip
    retained_12m: bool = column(
        zh="12 个月后是否留存", en="Retained after 12 months", nullable=True,
        aliases=(
            "是否留存", "12个月留存", "十二個月後是否留存", "是否活跃", "Retained", "Active", "12个月内是否活跃", "是否仍为客户",
            "Still a customer", "Active after 12 months",
        ),
        note=Text(
            zh="起点之后 12 个月内任一时刻有往来；该期未满的留空",
            en="active at any time in the 12 months after the starting point; empty while these are not over",
        ),
    )  # fmt: skip
    index_ts: dt.Timestamp = column(
        zh="起点时间", en="Starting point", nullable=True,
        aliases=("起算时间", "首次失误时间", "起點時間", "Index date", "Index event"),
        note=Text(
            zh="周期内首次失误或投诉；没有的取首次服务",
            en="the first failure or complaint in the period; without one the first episode",
        ),
    )  # fmt: skip

    @rule("E-ORDER", "last_ts", "first_ts")
    @staticmethod
    def last_after_first(t: ir.Table) -> ir.BooleanValue:
        """The last contact is after the first."""
        return t.last_ts >= t.first_ts

    class Config:
        name = "customers"
        unique = ["customer_id"]
        metadata = table(
            zh="顾客清单", en="Customer register", anchor=None,
            grain=Text(zh="每名顾客一行", en="one row per customer"),
            aliases=("顾客留存表", "客户名单", "顧客清單", "Customer list", "Customer base", "Retention"),
        )  # fmt: skip
