"""Sanctions and recognition."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, table
from audit.evidence.catalogue.vocabulary import STAFF
from audit.text import Text


class StaffEvents(pa.DataFrameModel):
    """Sanctions and recognition; one row per event."""

    event_id: str = column(
        zh="奖惩编号", en="Event number", aliases=(
            "编号", "记录编号", "獎懲編號", "Event ID", "Record ID", "奖惩单号", "奖惩记录编号", "Event no.",
            "Case number",
        ),
    )  # fmt: skip
    staff_id: str = column(
        zh="员工代码", en="Staff code", pii="pseud", refers="staff_register.staff_id", aliases=STAFF,
        note=Text(zh="敏感信息：假名代码，不得为姓名", en="sensitive: a pseudonym, never a name"),
    )  # fmt: skip
    type: str = column(
        zh="奖惩类型", en="Type", aliases=(
            "类型", "奖惩", "獎懲類型", "Event type", "Kind", "奖惩类别", "奖惩性质", "Reward or sanction",
            "Type of event",
        ),
        labels={
            "recognition": (
                "奖励", "Recognition", "表彰", "表扬", "獎勵", "award", "reward", "praise", "嘉奖", "通报表扬",
                "奖励通报", "recognised", "bonus",
            ),
            "sanction": (
                "处罚", "Sanction", "处分", "批评", "處罰", "扣罚", "penalty", "disciplinary action", "警告",
                "通报批评", "惩罚", "warning", "reprimand", "disciplinary",
            ),
        },
    )  # fmt: skip
    reason: str = column(
        zh="事由", en="Reason", nullable=True, aliases=(
            "原因", "奖惩事由", "獎懲事由", "Cause", "Grounds", "奖惩原因", "奖惩理由", "Reason for event",
            "Event reason",
        ),
        labels={
            "recovery_within_limit": (
                "权限内补救", "Recovery within the limit", "授权范围内补救", "權限內補救", "within limit",
            ),
            "recovery_over_limit": (
                "越权补救", "Recovery over the limit", "超权限补救", "越權補救", "over limit",
            ),
            "rudeness": ("态度恶劣", "Rudeness", "服务态度", "態度惡劣", "rude", "attitude"),
            "other": ("其他", "Other", "其它"),
        },
    )  # fmt: skip
    event_on: dt.Date = column(
        zh="奖惩日期", en="Date", aliases=(
            "日期", "决定日期", "獎懲日期", "Event date", "Decided on", "奖惩时间", "决定时间", "生效日期", "Date of event",
            "Decision date", "Effective date",
        ),
    )  # fmt: skip
    confirmed: bool = column(
        zh="是否核实", en="Confirmed", nullable=True,
        aliases=(
            "已核实", "核实", "是否核實", "Verified", "Checked", "是否已核实", "Reviewer confirmed",
        ),
        note=Text(zh="由审查员在保密条件下核实", en="checked by the reviewer in confidence"),
    )  # fmt: skip

    class Config:
        name = "staff_events"
        unique = ["event_id"]
        metadata = table(
            zh="员工奖惩", en="Staff events", anchor="event_on", fresh_days=31,
            grain=Text(zh="每次奖惩一行", en="one row per event"),
            aliases=("奖惩记录", "奖惩台账", "員工獎懲", "Rewards and sanctions", "Recognition log"),
        )  # fmt: skip
