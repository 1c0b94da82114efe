"""Whether promises were kept, episode by episode."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, table
from audit.text import Text


class PromiseChecks(pa.DataFrameModel):
    """The delivered result for promises; one row per check."""

    check_id: str = column(
        zh="检查编号", en="Check number", aliases=(
            "编号", "核对编号", "檢查編號", "Check ID", "Record ID", "核查编号", "检查序号", "Check no.", "Test ID",
        ),
    )  # fmt: skip
    promise_id: str = column(
        zh="承诺编号", en="Promise number", refers="promises.promise_id",
        aliases=("承诺", "对应承诺", "承諾編號", "Promise ID", "Promise"),
    )  # fmt: skip
    episode_id: str = column(
        zh="服务单号", en="Episode", nullable=True,
        aliases=(
            "订单号", "订单编号", "业务单号", "訂單編號", "Episode ID", "Order ID", "Order number", "运单号", "服务编号",
            "Order no.", "Service ID",
        ),
    )  # fmt: skip
    checked_ts: dt.Timestamp = column(
        zh="检查时间", en="Checked",
        aliases=(
            "核对时间", "检查日期", "檢查時間", "Checked at", "Check date", "Checked on", "核查时间", "核查日期",
            "Date checked", "Date of check", "Tested on",
        ),
    )  # fmt: skip
    promised_ts: dt.Timestamp = column(
        zh="承诺完成时间", en="Promised for", nullable=True,
        planned=True,
        aliases=(
            "承诺时间", "承诺送达时间", "应完成时间", "承諾完成時間", "Promised at", "Promised date", "Due at", "承诺时点",
            "预计送达时间", "预计完成时间", "Promised delivery", "Promised by", "Expected delivery",
        ),
        note=Text(
            zh="本次服务的应完成时刻；按日计的承诺只看当地日期",
            en="when this episode was due; of promises by the day only the local date counts",
        ),
    )  # fmt: skip
    actual_ts: dt.Timestamp = column(
        zh="实际完成时间", en="Delivered", nullable=True,
        aliases=(
            "实际时间", "实际送达时间", "完成时间", "實際完成時間", "Delivered at", "Actual date", "实际送达日期", "签收时间",
            "实际完成日期", "Actual delivery", "Delivered on", "Actual time",
        ),
    )  # fmt: skip
    drawn: str = column(
        zh="抽取方式", en="Drawn", nullable=True,
        aliases=("抽样方式", "抽样方法", "抽取方法", "抽取方式說明", "Sampling", "Sampling method", "Selection"),
        note=Text(zh="方便抽取只得 C 级证据", en="a convenience sample is grade C evidence"),
        labels={
            "census": ("全部", "Census", "普查", "全量", "all"),
            "random": ("随机抽取", "Random", "随机", "隨機", "随机抽样", "probability"),
            "convenience": ("方便抽取", "Convenience", "便利抽取", "方便抽样", "便利抽样", "judgement"),
        },
    )  # fmt: skip
    measured_value: float = column(
        zh="实测值", en="Measured value", nullable=True,
        aliases=("实际值", "测量值", "實測值", "Actual value", "Measurement"),
    )  # fmt: skip
    kept: bool = column(
        zh="是否兑现", en="Kept", nullable=True,
        aliases=(
            "兑现", "是否履约", "是否兌現", "履约", "Promise kept", "Met", "是否守诺", "是否达成", "是否按承诺完成",
            "Promise met", "Fulfilled",
        ),
        note=Text(zh="空白时由时间或实测值推算", en="empty is derived from the times or the measured value"),
    )  # fmt: skip

    class Config:
        name = "promise_checks"
        unique = ["check_id"]
        metadata = table(
            zh="承诺兑现检查", en="Promise checks", anchor="checked_ts", fresh_days=31,
            grain=Text(zh="每次检查一行", en="one row per check"),
            aliases=("履约记录", "承诺核对", "承諾兌現檢查", "Promise tests", "Delivery against promise"),
        )  # fmt: skip
