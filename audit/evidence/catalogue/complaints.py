"""The complaint log."""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.evidence.catalogue.vocabulary import CUSTOMER, SITE
from audit.text import Text


class Complaints(pa.DataFrameModel):
    """Complaint log; one row per complaint."""

    complaint_id: str = column(
        zh="投诉编号", en="Complaint number",
        aliases=(
            "工单号", "工单编号", "单号", "投诉单号", "受理编号", "案件编号", "编号", "流水号",
            "Complaint ID", "Case ID", "Case number", "Ticket", "Ticket ID", "Ticket #", "Number",
            "Reference",
        ),
    )  # fmt: skip
    failure_id: str = column(
        zh="失误编号", en="Failure number", nullable=True, refers="failures.failure_id",
        aliases=("服务失误编号", "事件编号", "故障编号", "Failure ID", "Incident ID", "Incident"),
    )  # fmt: skip
    customer_id: str = column(
        zh="顾客代码", en="Customer code", pii="pseud", nullable=True, refers="customers.customer_id",
        aliases=CUSTOMER,
        note=Text(zh="只用假名代码，不得为姓名或电话", en="a pseudonym, never a name or telephone number"),
    )  # fmt: skip
    site_id: str = column(
        zh="场所代码",
        en="Site code",
        nullable=True,
        refers="sites.site_id",
        aliases=(*SITE, "受理网点", "受理部门"),
    )
    channel: str = column(
        zh="受理渠道", en="Channel",
        aliases=(
            "渠道", "来源", "投诉渠道", "投诉来源", "投诉方式", "受理方式",
            "Source", "Received via", "Contact type", "Complaint channel", "Submitted via",
        ),
        labels={
            "phone": ("电话", "Phone", "热线", "来电", "客服热线", "telephone", "call", "hotline"),
            "web": (
                "官网", "Web", "网站", "网页", "在线", "在线客服", "website", "online", "chat",
                "self service",
            ),
            "app": ("手机应用", "App", "APP", "小程序", "微信小程序", "mobile app", "mini program"),
            "store": (
                "门店", "Store", "现场", "柜台", "营业厅", "来访", "in store", "in person", "counter",
                "walk-in",
            ),
            "mail": (
                "信函或邮件", "Mail or e-mail", "邮件", "电子邮件", "信函", "来信", "email", "e-mail",
                "letter", "post", "fax",
            ),
            "social": ("社交媒体", "Social media", "微信", "公众号", "微博", "抖音", "小红书", "social"),
            "regulator": (
                "监管部门转办", "Referred by a regulator", "监管", "转办", "12315", "12345", "12378",
                "ombudsman",
            ),
            "other": ("其他", "Other", "其它"),
        },
    )  # fmt: skip
    received_ts: dt.Timestamp = column(
        zh="受理时间", en="Received",
        aliases=(
            "接收时间", "收到时间", "投诉时间", "投诉日期", "受理日期", "登记时间", "创建时间", "提交时间",
            "Received at", "Date received", "Received on", "Opened at", "Opened", "Created", "Created at",
            "Created on",
        ),
    )  # fmt: skip
    acknowledged_ts: dt.Timestamp = column(
        zh="确认受理时间", en="Acknowledged", nullable=True,
        aliases=(
            "确认时间", "回执时间", "受理告知时间", "Acknowledged at", "Date acknowledged",
            "Acknowledgement date",
        ),
        note=Text(zh="带编号的自动回执计入此列", en="an automatic receipt with a case number counts here"),
    )  # fmt: skip
    first_response_ts: dt.Timestamp = column(
        zh="首次答复时间", en="First response", nullable=True,
        aliases=(
            "首次响应时间", "首次回复时间", "首次联系时间", "初次答复时间", "First response at",
            "First reply", "Responded at",
        ),
        note=Text(
            zh="由人就投诉内容作出的第一次答复；自动回执不算",
            en="the first answer on the substance by a person; automatic receipts never count",
        ),
    )  # fmt: skip
    target_due_ts: dt.Timestamp = column(
        zh="应办结时间", en="Due", nullable=True,
        note=Text(zh="只写日期的，截至当日结束", en="a date without a time lasts until the end of that day"),
        ends_day=True,
        aliases=(
            "承诺办结时间", "办理时限", "到期时间", "截止时间", "应完成时间", "Due at", "Due date",
            "Target date", "Deadline",
        ),
    )  # fmt: skip
    delay_informed_ts: dt.Timestamp = column(
        zh="延期告知时间", en="Told of the delay", nullable=True,
        aliases=("延期通知时间", "延期告知日期", "Delay notified at", "Delay notice", "Holding letter"),
    )  # fmt: skip
    resolved_ts: dt.Timestamp = column(
        zh="办结时间", en="Resolved", nullable=True,
        aliases=(
            "解决时间", "处理完成时间", "完成时间", "办结日期", "Resolved at", "Resolved on", "Date resolved",
            "Resolution date",
        ),
        note=Text(
            zh="重新打开的，取最后一次办结；未办结留空",
            en="the last resolution when reopened; empty while open",
        ),
    )  # fmt: skip
    closed_ts: dt.Timestamp = column(
        zh="关闭时间", en="Closed", nullable=True,
        aliases=("结案时间", "归档时间", "结案日期", "Closed at", "Closed on", "Date closed", "Closing date"),
    )  # fmt: skip
    outcome: str = column(
        zh="处理结果", en="Outcome", nullable=True,
        aliases=("结果", "投诉结果", "认定结果", "是否成立", "Result", "Decision", "Resolution"),
        labels={
            "upheld": ("成立", "Upheld", "属实", "支持", "有责", "justified", "accepted", "substantiated"),
            "partly": ("部分成立", "Partly upheld", "部分属实", "部分支持", "partially upheld", "partial"),
            "rejected": (
                "不成立", "Rejected", "不属实", "不支持", "无责", "驳回", "not upheld", "unjustified",
                "declined",
            ),
            "withdrawn": ("撤回投诉", "Withdrawn", "撤诉", "撤回", "撤销", "cancelled", "canceled"),
            "open": ("未办结", "Open", "处理中", "待处理", "pending", "in progress"),
        },
    )  # fmt: skip
    resolved_first_contact: bool = column(
        zh="首次联系即解决", en="Resolved at first contact", nullable=True,
        aliases=(
            "一次性解决", "首次解决", "是否首次解决", "First contact resolution", "FCR",
            "Resolved on first contact",
        ),
    )  # fmt: skip
    contacts_needed: int = column(
        zh="联系次数", en="Contacts needed", nullable=True, ge=1,
        aliases=("沟通次数", "顾客联系次数", "Contacts", "Number of contacts", "Contact count"),
    )  # fmt: skip
    transfers: int = column(
        zh="转办次数", en="Transfers", nullable=True, ge=0,
        aliases=("转接次数", "流转次数", "转派次数", "Transfer count", "Reassignments", "Reassignment count"),
    )  # fmt: skip
    reopened_count: int = column(
        zh="重新打开次数", en="Times reopened", nullable=True, ge=0,
        aliases=("重开次数", "返工次数", "Reopen count", "Reopened", "Reopens"),
    )  # fmt: skip
    escalated_to: str = column(
        zh="升级去向", en="Escalated to", nullable=True,
        aliases=("升级级别", "升级对象", "是否升级", "Escalation", "Escalation level"),
        note=Text(
            zh="到过的最高一级；空白表示未记录，不表示没有升级",
            en="the highest level reached; empty is not recorded, not none",
        ),
        labels={
            "none": ("未升级", "None", "无", "否", "no", "not escalated"),
            "internal": ("内部升级", "Internal", "上级", "总部", "manager", "supervisor", "head office"),
            "adr": (
                "调解或仲裁", "Mediation or arbitration", "调解", "仲裁", "消费者协会", "消协", "mediation",
                "arbitration", "ombudsman",
            ),
            "regulator": ("监管部门", "Regulator", "监管", "12315", "12345", "12378", "authority"),
            "court": ("法院", "Court", "诉讼", "litigation", "lawsuit"),
            "media": ("媒体", "Media", "曝光", "press"),
        },
    )  # fmt: skip
    escalated_ts: dt.Timestamp = column(
        zh="升级时间", en="Escalated", nullable=True, aliases=("升级日期", "Escalated at", "Escalation date")
    )
    external_decision: str = column(
        zh="外部处理结论", en="Outside decision", nullable=True,
        aliases=("外部裁决", "监管结论", "External decision", "Ombudsman decision"),
        labels={
            "for_customer": ("支持顾客", "For the customer", "顾客胜", "in favour of customer"),
            "partly": ("部分支持", "Partly", "partially"),
            "for_org": ("支持企业", "For the organisation", "企业胜", "in favour of company"),
            "pending": ("未决", "Pending", "处理中", "open"),
        },
    )  # fmt: skip
    category: str = column(
        zh="投诉类别", en="Category", nullable=True,
        aliases=(
            "类别", "分类", "投诉类型", "问题类型", "投诉原因", "Type", "Complaint type", "Issue", "Reason",
            "Topic",
        ),
    )  # fmt: skip
    text: str = column(
        zh="投诉内容", en="Text", pii="free", nullable=True,
        aliases=(
            "内容", "描述", "投诉描述", "问题描述", "备注", "Description", "Details", "Narrative", "Comment",
        ),
        note=Text(
            zh="提交前应去除个人信息；各项指标都不使用", en="redact before handing over; no measure needs it",
        ),
    )  # fmt: skip

    @rule("E-ORDER", "acknowledged_ts", "received_ts")
    @staticmethod
    def acknowledged_after_received(t: ir.Table) -> ir.BooleanValue:
        """A complaint is acknowledged after it was received."""
        return t.acknowledged_ts >= t.received_ts

    @rule("E-ORDER", "first_response_ts", "received_ts")
    @staticmethod
    def answered_after_received(t: ir.Table) -> ir.BooleanValue:
        """A complaint is answered after it was received."""
        return t.first_response_ts >= t.received_ts

    @rule("E-ORDER", "resolved_ts", "received_ts")
    @staticmethod
    def resolved_after_received(t: ir.Table) -> ir.BooleanValue:
        """A complaint is resolved after it was received."""
        return t.resolved_ts >= t.received_ts

    @rule("E-ORDER", "closed_ts", "resolved_ts")
    @staticmethod
    def closed_after_resolved(t: ir.Table) -> ir.BooleanValue:
        """A complaint is closed after it was resolved."""
        return t.closed_ts >= t.resolved_ts

    @rule("E-ORDER", "closed_ts", "received_ts", "resolved_ts")
    @staticmethod
    def closed_after_received(t: ir.Table) -> ir.BooleanValue:
        """A complaint without a resolution is closed after it was received."""
        return ibis.ifelse(t.resolved_ts.isnull(), t.closed_ts >= t.received_ts, True)

    @rule(
        "E-CONTRADICTION", "outcome", "resolved_ts", level="warning",
        why=Text(
            zh="结果为“未办结”，却有办结时间", en="the outcome is “open”, yet it has a time of resolution",
        ),
    )  # fmt: skip
    @staticmethod
    def open_is_not_resolved(t: ir.Table) -> ir.BooleanValue:
        """An open complaint has no time of resolution."""
        return ~((t.outcome == "open") & t.resolved_ts.notnull())

    class Config:
        name = "complaints"
        unique = ["complaint_id"]
        metadata = table(
            zh="投诉台账", en="Complaint log", anchor="received_ts",
            grain=Text(zh="每件投诉一行", en="one row per complaint"),
            aliases=(
                "投诉记录", "投诉登记表", "投诉明细", "工单", "Complaints", "Complaint register", "Cases",
                "Tickets",
            ),
        )  # fmt: skip
