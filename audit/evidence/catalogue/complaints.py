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
            "工单号", "工单编号", "单号", "投诉单号", "受理编号", "案件编号", "编号", "流水号", "Complaint ID", "Case ID",
            "Case number", "Ticket", "Ticket ID", "Ticket #", "Number", "Reference", "投诉工单号", "投诉流水号",
            "投诉登记号", "登记编号", "工单ID", "案件号", "诉求编号", "工單編號", "工單號", "投訴編號", "案件編號", "Case No.",
            "Complaint no.", "Complaint #", "Case #", "Ticket number", "Ticket no.", "Issue key",
            "Reference number", "Request ID",
        ),
    )  # fmt: skip
    failure_id: str = column(
        zh="失误编号", en="Failure number", nullable=True, refers="failures.failure_id",
        aliases=(
            "服务失误编号", "事件编号", "故障编号", "Failure ID", "Incident ID", "Incident", "服务失误单号", "差错编号",
            "失誤編號", "Incident number", "Related incident",
        ),
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
        aliases=(
            *SITE, "受理网点", "受理部门", "受理机构", "被投诉机构", "被投诉网点", "承办单位", "受理網點",
        ),
    )  # fmt: skip
    channel: str = column(
        zh="受理渠道", en="Channel",
        aliases=(
            "渠道", "来源", "投诉渠道", "投诉来源", "投诉方式", "受理方式", "Source", "Received via", "Contact type",
            "Complaint channel", "Submitted via", "诉求来源", "工单来源", "来电渠道", "受理途径", "投诉途径", "反映渠道",
            "案件来源", "来源渠道", "投訴來源", "投訴渠道", "Case origin", "Origin", "Via", "Channel type",
            "Request channel", "Request channel type", "Source channel", "Intake channel",
            "How received",
        ),
        labels={
            "phone": (
                "电话", "Phone", "热线", "来电", "客服热线", "telephone", "call", "hotline", "電話", "电话投诉",
                "来电投诉", "电话渠道", "呼入", "400热线", "客户服务热线", "phone call", "inbound call", "voice",
                "call centre", "call center",
            ),
            "web": (
                "官网", "Web", "网站", "网页", "在线", "在线客服", "website", "online", "chat", "self service",
                "网上", "网络", "官方网站", "网页留言", "網站", "網上", "自助服务", "web form", "portal",
                "customer portal", "live chat", "webchat", "chatbot", "internet",
            ),
            "app": (
                "手机应用", "App", "APP", "小程序", "微信小程序", "mobile app", "mini program", "手机App", "移动端",
                "手机银行", "移动应用", "手機應用", "mobile", "iOS", "Android", "in-app",
            ),
            "store": (
                "门店", "Store", "现场", "柜台", "营业厅", "来访", "in store", "in person", "counter", "walk-in",
                "门店现场", "现场投诉", "线下", "当面", "上门", "面谈", "网点", "門店", "face to face", "branch", "shop",
                "visit", "on site",
            ),
            "mail": (
                "信函或邮件", "Mail or e-mail", "邮件", "电子邮件", "信函", "来信", "email", "e-mail", "letter",
                "post", "fax", "电邮", "邮箱", "信件", "书面", "书面来函", "来函", "邮寄", "電郵", "電子郵件", "written",
                "correspondence", "postal mail",
            ),
            "social": (
                "社交媒体", "Social media", "微信", "公众号", "微博", "抖音", "小红书", "social", "微信公众号", "社媒",
                "社群媒體", "网络舆情", "社交平台", "facebook", "twitter", "weibo", "wechat",
                "instagram",
            ),
            "regulator": (
                "监管部门转办", "Referred by a regulator", "监管", "转办", "12315", "12345", "12378",
                "ombudsman", "监管转送", "监管部门", "监管机构转办", "金融监管总局", "银保监", "市场监管局", "政府热线", "12345热线",
                "12345市民热线", "12315平台", "全国12315平台", "12378热线", "監管轉辦", "authority",
                "government hotline", "regulatory referral",
            ),
            "other": (
                "其他", "Other", "其它", "其他渠道", "其它渠道", "others",
            ),
        },
    )  # fmt: skip
    received_ts: dt.Timestamp = column(
        zh="受理时间", en="Received",
        aliases=(
            "接收时间", "收到时间", "投诉时间", "投诉日期", "受理日期", "登记时间", "创建时间", "提交时间", "Received at",
            "Date received", "Received on", "Opened at", "Opened", "Created", "Created at",
            "Created on", "投诉受理时间", "投诉受理日期", "投诉接收日期", "工单创建时间", "建单时间", "来电时间", "诉求时间", "收件日期",
            "立案时间", "受理時間", "投訴時間", "投訴日期", "收到日期", "登記時間", "Created time", "Created date",
            "Date created", "Date/Time opened", "Date opened", "Opened date", "Open date",
            "Date logged", "Logged at", "Received date", "Complaint date", "Submitted at",
            "Submitted on",
        ),
    )  # fmt: skip
    acknowledged_ts: dt.Timestamp = column(
        zh="确认受理时间", en="Acknowledged", nullable=True,
        aliases=(
            "确认时间", "回执时间", "受理告知时间", "Acknowledged at", "Date acknowledged", "Acknowledgement date",
            "告知受理时间", "受理回执时间", "受理通知时间", "受理反馈时间", "確認時間", "受理告知時間", "Acknowledged on",
            "Acknowledged date", "Acknowledgment date", "Acknowledgement sent",
        ),
        note=Text(zh="带编号的自动回执计入此列", en="an automatic receipt with a case number counts here"),
    )  # fmt: skip
    first_response_ts: dt.Timestamp = column(
        zh="首次答复时间", en="First response", nullable=True,
        aliases=(
            "首次响应时间", "首次回复时间", "首次联系时间", "初次答复时间", "First response at", "First reply", "Responded at",
            "首响时间", "首次回应时间", "首次响应日期", "首次答复日期", "首次联系顾客时间", "首次联系客户时间", "首联时间", "首次回覆時間", "首次答覆時間",
            "首次聯繫時間", "First responded at", "First response date",
            "First replied at", "First reply at", "Initial response time", "First contacted at",
        ),
        note=Text(
            zh="由人就投诉内容作出的第一次答复；自动回执不算",
            en="the first answer on the substance by a person; automatic receipts never count",
        ),
    )  # fmt: skip
    target_due_ts: dt.Timestamp = column(
        zh="应办结时间", en="Due", nullable=True,
        planned=True,
        note=Text(zh="只写日期的，截至当日结束", en="a date without a time lasts until the end of that day"),
        ends_day=True,
        aliases=(
            "承诺办结时间", "办理时限", "到期时间", "截止时间", "应完成时间", "Due at", "Due date", "Target date", "Deadline",
            "办结时限", "办理期限", "处理时限", "截止日期", "要求办结时间", "应办结日期", "承诺完成时间", "SLA截止时间", "應辦結時間", "辦理期限",
            "Due by", "Due by time", "SLA due", "SLA due date", "Resolution due", "Resolve by",
            "Target resolution date",
        ),
    )  # fmt: skip
    delay_informed_ts: dt.Timestamp = column(
        zh="延期告知时间", en="Told of the delay", nullable=True,
        aliases=(
            "延期通知时间", "延期告知日期", "Delay notified at", "Delay notice", "Holding letter", "延期通知日期",
            "告知延期时间", "延期告知時間", "Delay letter date", "Customer informed of delay",
        ),
    )  # fmt: skip
    resolved_ts: dt.Timestamp = column(
        zh="办结时间", en="Resolved", nullable=True,
        aliases=(
            "解决时间", "处理完成时间", "完成时间", "办结日期", "Resolved at", "Resolved on", "Date resolved",
            "Resolution date", "投诉办结时间", "投诉办结日期", "办理完毕时间", "办毕时间", "处理结束时间", "处理完成日期", "解决日期",
            "完结时间", "辦結時間", "解決時間", "處理完成時間", "Resolved time", "Resolved date",
            "Solved at", "Solved on", "Solved", "Date solved", "Completed at",
            "Completed on",
        ),
        note=Text(
            zh="重新打开的，取最后一次办结；未办结留空",
            en="the last resolution when reopened; empty while open",
        ),
    )  # fmt: skip
    closed_ts: dt.Timestamp = column(
        zh="关闭时间", en="Closed", nullable=True,
        aliases=(
            "结案时间", "归档时间", "结案日期", "Closed at", "Closed on", "Date closed", "Closing date", "关单时间",
            "结单时间", "工单关闭时间", "关闭日期", "归档日期", "銷案時間", "結案時間", "結案日期", "關閉時間", "Closed time",
            "Closed date", "Close date", "Date/Time closed",
        ),
    )  # fmt: skip
    outcome: str = column(
        zh="处理结果", en="Outcome", nullable=True,
        aliases=(
            "结果", "投诉结果", "认定结果", "是否成立", "Result", "Decision", "Resolution", "办理结果", "投诉处理结果", "投诉认定",
            "投诉认定结果", "核查结果", "责任认定", "是否属实", "是否有责", "處理結果", "Complaint outcome", "Finding",
            "Complaint decision",
        ),
        labels={
            "upheld": (
                "成立", "Upheld", "属实", "支持", "有责", "justified", "accepted", "substantiated", "投诉成立",
                "有效投诉", "情况属实", "全部成立", "成立投訴", "founded", "valid complaint", "in favour of customer",
            ),
            "partly": (
                "部分成立", "Partly upheld", "部分属实", "部分支持", "partially upheld", "partial", "部分有责",
                "部分成立投诉", "partially justified", "partially substantiated", "partly justified",
                "upheld in part",
            ),
            "rejected": (
                "不成立", "Rejected", "不属实", "不支持", "无责", "驳回", "not upheld", "unjustified", "declined",
                "投诉不成立", "无效投诉", "情况不属实", "不属实投诉", "unfounded", "unsubstantiated", "dismissed",
                "not justified",
            ),
            "withdrawn": (
                "撤回投诉", "Withdrawn", "撤诉", "撤回", "撤销", "cancelled", "canceled", "客户撤诉", "顾客撤诉", "撤销投诉",
                "主动撤销", "已撤诉", "withdrawn by customer", "retracted",
            ),
            "open": (
                "未办结", "Open", "处理中", "待处理", "pending", "in progress", "办理中", "未结", "未结案", "调查中", "待办",
                "處理中", "new", "on hold", "awaiting customer", "under investigation", "unresolved",
            ),
        },
    )  # fmt: skip
    resolved_first_contact: bool = column(
        zh="首次联系即解决", en="Resolved at first contact", nullable=True,
        aliases=(
            "一次性解决", "首次解决", "是否首次解决", "First contact resolution", "FCR", "Resolved on first contact",
            "是否一次解决", "是否首次联系解决", "一次办结", "是否一次办结", "首次聯繫解決", "One-touch", "One touch resolution",
            "First call resolution",
        ),
    )  # fmt: skip
    contacts_needed: int = column(
        zh="联系次数", en="Contacts needed", nullable=True, ge=1,
        aliases=(
            "沟通次数", "顾客联系次数", "Contacts", "Number of contacts", "Contact count", "客户联系次数", "来电次数",
            "往来次数", "顧客聯繫次數", "Customer interactions", "Touches", "No. of contacts",
        ),
    )  # fmt: skip
    transfers: int = column(
        zh="转办次数", en="Transfers", nullable=True, ge=0,
        aliases=(
            "转接次数", "流转次数", "转派次数", "Transfer count", "Reassignments", "Reassignment count", "转单次数",
            "改派次数", "派单次数", "流轉次數", "轉辦次數", "Number of transfers", "Times transferred", "Handoffs",
            "No. of reassignments",
        ),
    )  # fmt: skip
    reopened_count: int = column(
        zh="重新打开次数", en="Times reopened", nullable=True, ge=0,
        aliases=(
            "重开次数", "返工次数", "Reopen count", "Reopened", "Reopens", "重启次数", "重新开启次数", "重開次數",
            "Number of reopens",
        ),
    )  # fmt: skip
    escalated_to: str = column(
        zh="升级去向", en="Escalated to", nullable=True,
        aliases=(
            "升级级别", "升级对象", "是否升级", "Escalation", "Escalation level", "升级层级", "升级渠道", "升級級別",
            "Escalated level", "Highest escalation",
        ),
        note=Text(
            zh="到过的最高一级；空白表示未记录，不表示没有升级",
            en="the highest level reached; empty is not recorded, not none",
        ),
        labels={
            "none": (
                "未升级", "None", "无", "否", "no", "not escalated", "没有升级", "未发生升级",

            ),
            "internal": (
                "内部升级", "Internal", "上级", "总部", "manager", "supervisor", "head office", "升级至管理层",
                "升级主管", "内部上级", "二线", "internal escalation", "second line", "tier 2", "management",
            ),
            "adr": (
                "调解或仲裁", "Mediation or arbitration", "调解", "仲裁", "消费者协会", "消协", "mediation",
                "arbitration", "ombudsman", "第三方调解", "人民调解", "消费者权益组织", "arbitration body",
                "consumer association",
            ),
            "regulator": (
                "监管部门", "Regulator", "监管", "12315", "12345", "12378", "authority", "监管投诉", "升级至监管",
                "监管机构", "regulatory body", "supervisory authority",
            ),
            "court": (
                "法院", "Court", "诉讼", "litigation", "lawsuit", "起诉", "仲裁或诉讼", "legal action",

            ),
            "media": (
                "媒体", "Media", "曝光", "press", "媒体曝光", "舆情", "media exposure", "newspaper",
            ),
        },
    )  # fmt: skip
    escalated_ts: dt.Timestamp = column(
        zh="升级时间", en="Escalated", nullable=True, aliases=(
            "升级日期", "Escalated at", "Escalation date", "升级日期时间", "升級時間", "Escalated on",
            "Escalation time", "Date escalated",
        )
    )  # fmt: skip
    external_decision: str = column(
        zh="外部处理结论", en="Outside decision", nullable=True,
        aliases=(
            "外部裁决", "监管结论", "External decision", "Ombudsman decision", "外部处理结果", "监管处理结果", "调解结论",
            "External outcome", "ADR decision", "ADR outcome",
        ),
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
            "类别", "分类", "投诉类型", "问题类型", "投诉原因", "Type", "Complaint type", "Issue", "Reason", "Topic",
            "诉求类型", "诉求分类", "问题分类", "投诉分类", "投诉事项", "投诉业务类别", "工单类型", "工单分类", "投诉原因分类", "投訴類別", "投訴類型",
            "問題類型", "Case reason", "Ticket type", "Issue type", "Issue category",
            "Complaint category", "Reason for complaint", "Subject area",
        ),
    )  # fmt: skip
    text: str = column(
        zh="投诉内容", en="Text", pii="free", nullable=True,
        aliases=(
            "内容", "描述", "投诉描述", "问题描述", "备注", "Description", "Details", "Narrative", "Comment", "诉求内容",
            "反映内容", "工单内容", "投诉事由", "事件描述", "投訴內容", "問題描述", "Case description", "Complaint text",
            "Complaint details", "Customer comments",
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
