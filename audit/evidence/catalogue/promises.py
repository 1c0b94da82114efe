"""What the organisation promises in public."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import Labels, column, rule, table
from audit.evidence.catalogue.vocabulary import OPERATORS, UNITS
from audit.text import Text

PROMISE_UNITS: Labels = {**UNITS, "date": ("日期", "Date", "某日前", "by date")}


class Promises(pa.DataFrameModel):
    """Register of external promises; one row per promise."""

    promise_id: str = column(
        zh="承诺编号", en="Promise number", aliases=(
            "编号", "承諾編號", "Promise ID", "Claim ID", "承诺代码", "承诺序号", "Promise no.", "Promise code",
        ),
    )  # fmt: skip
    text: str = column(
        zh="承诺内容", en="Text", aliases=(
            "内容", "承諾內容", "承诺条款", "宣传用语", "Promise", "Wording", "承诺用语", "宣传内容", "Promise text",
            "Claim text", "Wording of the promise",
        ),
    )  # fmt: skip
    channel: str = column(
        zh="发布渠道", en="Channel",
        aliases=(
            "渠道", "承诺渠道", "發佈渠道", "发布方式", "Published in", "Medium", "宣传渠道", "发布媒介",
            "Channel of publication", "Where published", "Publication channel",
        ),
        labels={
            "advert": ("广告", "Advertisement", "宣传品", "廣告", "海报", "advert", "ad", "advertising"),
            "web": ("官网", "Web", "网站", "網站", "website"),
            "contract": ("合同", "Contract", "协议", "合約", "服务条款", "terms", "agreement"),
            "sales": ("销售人员", "Sales", "销售话术", "銷售人員", "salesperson", "sales talk"),
            "store": ("门店", "Store", "现场公示", "門店", "in store", "poster"),
            "social": ("社交媒体", "Social media", "公众号", "微信", "微博", "抖音", "小红书", "social"),
            "app": ("手机应用", "App", "APP", "小程序", "mobile app", "mini program"),
            "policy": ("公开政策", "Published policy", "服务承诺书", "章程", "policy", "charter"),
        },
    )  # fmt: skip
    metric: str = column(
        zh="承诺指标", en="Metric", nullable=True, aliases=(
            "指标", "衡量指标", "承諾指標", "Measure", "承诺项目", "指标名称", "Promised metric", "KPI",
        ),
    )  # fmt: skip
    target_value: float = column(
        zh="目标值", en="Target", nullable=True,
        aliases=(
            "承诺值", "目标", "目標值", "Target value", "Promised value", "承诺时限", "承诺指标值", "Promised level",
        ),
    )  # fmt: skip
    unit: str = column(
        zh="单位", en="Unit", nullable=True, aliases=("计量单位", "單位", "Units"), labels=PROMISE_UNITS,
    )  # fmt: skip
    operator: str = column(
        zh="比较方式", en="Comparison", nullable=True,
        aliases=("比较", "运算符", "比較方式", "Operator", "Relation"), labels=OPERATORS,
    )  # fmt: skip
    standard_id: str = column(
        zh="对应标准", en="Standard", nullable=True, refers="service_standards.standard_id",
        aliases=("标准编号", "服务标准", "對應標準", "Standard ID", "SLA ID"),
    )  # fmt: skip
    is_guarantee: bool = column(
        zh="是否服务承诺（服务担保）", en="Guarantee",
        aliases=("是否服务保证", "服务保证", "是否担保", "是否服務保證", "Is guarantee", "Guaranteed"),
        note=Text(zh="未兑现时约定有赔付的承诺", en="a promise with an agreed payout where it is not kept"),
    )  # fmt: skip
    approved_by_operations: bool = column(
        zh="运营部门是否认可", en="Approved by operations", nullable=True,
        aliases=("运营认可", "运营会签", "營運部門認可", "Operations approval", "Ops approved"),
    )  # fmt: skip
    published_from: dt.Date = column(
        zh="发布日期", en="Published from",
        planned=True,
        aliases=(
            "开始日期", "生效日期", "發佈日期", "上线日期", "Published on", "Valid from", "Start date", "发布时间", "上线时间",
            "起始日期", "Published date", "Publication date", "Live from",
        ),
    )  # fmt: skip
    published_to: dt.Date = column(
        zh="停止日期", en="Published to", nullable=True,
        planned=True,
        aliases=(
            "结束日期", "失效日期", "下线日期", "停止發佈日期", "Valid to", "Withdrawn on", "End date", "下线时间", "终止日期",
            "Publication end", "Live until", "Withdrawn",
        ),
    )  # fmt: skip
    grain: str = column(
        zh="时间精度", en="Precision", nullable=True, aliases=("精度", "時間精度", "Grain", "Granularity"),
        note=Text(
            zh="承诺写明某日或若干整天的，按当地日期比较",
            en="a promise that names a date or whole days is compared by local date",
        ),
        labels={
            "instant": ("时刻", "Instant", "精确到时刻", "時刻", "moment", "timestamp"),
            "day": ("日", "Day", "按日", "当日", "calendar day"),
        },
    )  # fmt: skip
    required_share: float = column(
        zh="要求兑现率", en="Required share", nullable=True, between=(0, 1),
        aliases=(
            "兑现率要求", "目标兑现率", "兌現率要求", "Share", "Target share", "目标达成率", "Required compliance",
            "Target percentage",
        ),
        note=Text(zh="0–1，例如 0.95", en="0 to 1, such as 0.95"),
    )  # fmt: skip
    volume_weight: float = column(
        zh="涉及服务次数", en="Volume", nullable=True, gt=0, unit="episodes",
        aliases=("业务量", "涉及业务量", "涉及服務次數", "Volume weight", "Episodes"),
        note=Text(
            zh="周期内适用该承诺的服务次数；空白时取检查次数",
            en="episodes under the promise in the period; empty means the number of checks",
        ),
    )  # fmt: skip
    approved_on: dt.Date = column(
        zh="认可日期", en="Approved on", nullable=True,
        aliases=(
            "批准日期", "会签日期", "認可日期", "Approval date", "Agreed on", "运营认可日期", "Approved date",
            "Date approved",
        ),
        note=Text(zh="运营部门认可的日期", en="when operations agreed"),
    )  # fmt: skip

    @rule("E-ORDER", "published_to", "published_from")
    @staticmethod
    def withdrawn_after_it_was_published(t: ir.Table) -> ir.BooleanValue:
        """A promise is withdrawn after it was published."""
        return t.published_to >= t.published_from

    @rule(
        "E-CONTRADICTION", "target_value", "unit", level="warning",
        why=Text(zh="有目标值而没有单位", en="a target without a unit"),
    )  # fmt: skip
    @staticmethod
    def a_target_has_a_unit(t: ir.Table) -> ir.BooleanValue:
        """A target has a unit."""
        return t.target_value.isnull() | t.unit.notnull()

    class Config:
        name = "promises"
        unique = ["promise_id"]
        metadata = table(
            zh="对外承诺", en="Promise register", anchor=None,
            grain=Text(zh="每项承诺一行", en="one row per promise"),
            aliases=("服务承诺", "承诺清单", "對外承諾", "Promises", "Public promises", "Claims"),
        )  # fmt: skip
