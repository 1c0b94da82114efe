"""Follow-up contacts after complaints."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, table
from audit.evidence.catalogue.vocabulary import COMPLAINT
from audit.text import Text


class Followups(pa.DataFrameModel):
    """Follow-up contacts; one row per follow-up.

    A follow-up belongs to the period of its complaint, which only the measures know: there is no anchor.
    """

    followup_id: str = column(
        zh="回访编号", en="Follow-up number", aliases=(
            "编号", "跟进编号", "回訪編號", "Follow-up ID", "ID", "回访单号", "回访记录编号", "回访流水号", "Follow-up no.",
            "Call-back ID",
        ),
    )  # fmt: skip
    complaint_id: str = column(
        zh="投诉编号", en="Complaint number", refers="complaints.complaint_id", aliases=COMPLAINT,
    )  # fmt: skip
    due_ts: dt.Timestamp = column(
        zh="应回访时间", en="Due", nullable=True,
        planned=True,
        aliases=(
            "计划回访时间", "应跟进时间", "應回訪時間", "Due at", "Due date", "Planned for", "计划回访日期", "应回访日期", "回访期限",
            "Follow-up due", "Planned at", "Callback due",
        ),
    )  # fmt: skip
    done_ts: dt.Timestamp = column(
        zh="回访时间", en="Done", nullable=True,
        aliases=(
            "实际回访时间", "回访日期", "跟进时间", "回訪時間", "Done at", "Followed up at", "Contacted at", "完成回访时间",
            "回访完成时间", "实际回访日期", "Follow-up date", "Follow-up at", "Callback at", "Date of follow-up",
        ),
        note=Text(zh="联系到顾客的时间；未联系到留空", en="when the customer was reached; empty if not"),
    )  # fmt: skip
    channel: str = column(
        zh="回访渠道", en="Channel", nullable=True,
        aliases=(
            "渠道", "回访方式", "回訪渠道", "Contact method", "Medium", "回访途径", "联系渠道", "Follow-up channel",
            "Follow-up method",
        ),
        labels={
            "mail": (
                "信函", "Letter", "来信", "邮寄", "mail", "post", "信件", "书面",
            ),
            "email": (
                "电子邮件", "E-mail", "邮件", "電郵", "email", "电邮", "电子邮箱",
            ),
            "phone": (
                "电话", "Phone", "電話", "电话回访", "telephone", "call", "电话外呼", "外呼", "phone call",
                "outbound call",
            ),
            "in_person": (
                "当面", "In person", "上门", "面谈", "當面", "visit", "face to face", "上门回访", "现场",
                "in-person visit", "on site",
            ),
            "app": (
                "手机应用", "App", "APP", "小程序", "微信", "短信", "mobile app", "message", "SMS", "微信回访",
                "App推送", "in-app message", "WeChat", "text message",
            ),
        },
    )  # fmt: skip
    attempts: int = column(
        zh="联系次数", en="Attempts", nullable=True, ge=0,
        aliases=(
            "尝试次数", "回访次数", "聯繫次數", "Contact attempts", "Number of attempts", "拨打次数", "外呼次数", "联系尝试次数",
            "Call attempts", "No. of attempts",
        ),
    )  # fmt: skip
    refused: bool = column(
        zh="顾客拒绝", en="Refused", nullable=True,
        aliases=(
            "拒访", "是否拒访", "顧客拒絕", "Declined", "Customer refused", "是否拒绝回访", "顾客拒访",
            "Refused follow-up", "Declined to answer",
        ),
    )  # fmt: skip
    q_relief: int = column(
        zh="不满缓解程度", en="Relief", nullable=True, between=(1, 5), unit="points",
        aliases=("缓解程度", "不滿緩解程度", "Dissatisfaction eased", "Relieved"),
        note=Text(zh="不满在多大程度上得到缓解", en="how far the dissatisfaction eased"),
    )  # fmt: skip
    q_accept: bool = column(
        zh="是否接受处理", en="Accepts the outcome", nullable=True,
        aliases=(
            "接受处理结果", "是否接受", "是否接受處理", "Accepted", "Accepts", "是否接受处理结果", "是否认可处理结果",
            "Accepts the resolution", "Outcome accepted",
        ),
    )  # fmt: skip
    q_gone: bool = column(
        zh="问题是否消除", en="Problem gone", nullable=True,
        aliases=(
            "问题已解决", "问题是否解决", "問題是否消除", "Problem solved", "Resolved", "问题是否已解决", "是否已解决",
            "Issue resolved", "Is the problem solved",
        ),
    )  # fmt: skip
    q_other_effects: bool = column(
        zh="是否有其他影响", en="Other effects", nullable=True,
        aliases=("其他影响", "有无其他影响", "是否有其他影響", "Side effects", "Further effects"),
    )  # fmt: skip
    fed_back_to_staff_ts: dt.Timestamp = column(
        zh="反馈员工时间", en="Fed back to staff", nullable=True,
        aliases=(
            "反馈给员工时间", "内部反馈时间", "反饋員工時間", "Staff feedback at", "Fed back at", "反馈一线时间", "反馈当事员工时间",
            "Feedback to staff date", "Staff informed at",
        ),
    )  # fmt: skip

    class Config:
        name = "followups"
        unique = ["followup_id"]
        metadata = table(
            zh="回访记录", en="Follow-ups", anchor=None,
            grain=Text(zh="每次回访一行", en="one row per follow-up"),
            aliases=("跟进记录", "投诉回访", "回訪記錄", "Follow-up log", "Call-backs"),
        )  # fmt: skip
