"""The failure log."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.evidence.catalogue.vocabulary import CUSTOMER, FAILURE, SITE
from audit.text import Text


class Failures(pa.DataFrameModel):
    """Failure log; one row per failure."""

    failure_id: str = column(zh="失误编号", en="Failure number", aliases=(
            *FAILURE, "编号", "Number", "服务失误单号", "失误登记号", "差错编号", "缺陷编号", "事故编号", "事件編號", "故障編號",
            "Failure no.", "Incident number", "Incident no.", "Defect ID", "Problem number",
        ))  # fmt: skip
    episode_id: str = column(
        zh="服务单号", en="Episode", nullable=True,
        aliases=(
            "订单号", "订单编号", "业务单号", "訂單編號", "Episode ID", "Order ID", "Order number", "服务编号", "运单号",
            "业务流水号", "Service ID", "Order no.", "Work order",
        ),
    )  # fmt: skip
    customer_id: str = column(
        zh="顾客代码", en="Customer code", pii="pseud", nullable=True, refers="customers.customer_id",
        aliases=CUSTOMER,
        note=Text(zh="只用假名代码，不得为姓名或电话", en="a pseudonym, never a name or telephone number"),
    )  # fmt: skip
    site_id: str = column(
        zh="场所代码", en="Site code", nullable=True, refers="sites.site_id", aliases=(*SITE, "发生网点"),
    )  # fmt: skip
    occurred_ts: dt.Timestamp = column(
        zh="发生时间", en="Occurred", nullable=True,
        aliases=(
            "发生日期", "失误发生时间", "發生時間", "Occurred at", "Date of failure", "Incident date", "事发时间",
            "事件发生时间", "差错发生时间", "故障发生时间", "發生日期", "Occurred on", "Date occurred", "Date of incident",
            "Incident start", "Failure date",
        ),
    )  # fmt: skip
    detected_ts: dt.Timestamp = column(
        zh="发现时间", en="Detected",
        aliases=(
            "发现日期", "失误发现时间", "發現時間", "上报时间", "登记时间", "Detected at", "Discovered at", "Reported at",
            "Date detected", "发现日期时间", "报告时间", "上报日期", "故障发现时间", "登記時間", "Detected on",
            "Detection date", "Discovered on", "Discovery date", "Date reported", "Reported on",
            "Opened at", "Opened",
        ),
        note=Text(
            zh="组织内任何人最早得知的时刻", en="the first moment at which anyone in the organisation knew",
        ),
    )  # fmt: skip
    service_end_ts: dt.Timestamp = column(
        zh="服务结束时间", en="End of the service", nullable=True,
        aliases=(
            "服务完成时间", "服務結束時間", "交付时间", "Service end", "Service ended at", "服务交付时间", "办结时间",
            "Service completed at", "Delivery date",
        ),
    )  # fmt: skip
    detected_by: str = column(
        zh="发现者", en="Detected by",
        aliases=(
            "发现方", "发现途径", "發現者", "发现方式", "Discovered by", "Found by", "Detection", "发现来源", "发现渠道",
            "發現途徑", "Detection source", "Reported by type", "Discovery source",
        ),
        labels={
            "customer": (
                "顾客", "Customer", "客户", "顧客", "顾客反映", "顾客投诉", "client", "complaint", "客户投诉", "客户反馈",
                "客户反映", "customer complaint", "reported by customer",
            ),
            "staff": (
                "员工", "Staff", "職員", "一线员工", "工作人员", "employee", "员工上报", "内部员工", "一线上报",
                "reported by staff", "agent",
            ),
            "system": (
                "系统", "System", "系統", "系统监测", "自动报警", "monitoring", "alarm", "系统告警", "系统报警", "自动监测",
                "alert", "automatic",
            ),
            "audit": (
                "检查", "Audit", "审核", "审查", "内部检查", "inspection", "review", "内审", "质检", "质检抽查",
                "quality check", "internal audit", "QA",
            ),
            "media": (
                "媒体", "Media", "媒體", "舆情", "社交媒体", "press", "social media", "网络舆情", "新闻媒体", "news",
            ),
        },
    )  # fmt: skip
    src_class: str = column(
        zh="失误形式", en="Form of failure", nullable=True,
        aliases=(
            "失误类型", "失誤形式", "失误类别", "Failure type", "Failure class", "SRC class", "失误表现形式", "失误分类",
            "失誤類型", "Type of failure", "Failure form",
        ),
        labels={
            "not_as_promised": (
                "未兑现承诺", "Not as promised", "未按承诺", "不符合承诺", "未兌現承諾", "承诺未兑现", "与承诺不符",
                "promise broken", "broken promise",
            ),
            "late": (
                "延误", "Late", "迟延", "延遲", "超时", "逾期", "delay", "delayed", "延迟", "服务延误", "未按时",
                "late delivery", "not on time", "slow",
            ),
            "incorrect": (
                "服务有误", "Incorrect", "差错", "错误", "不正确", "服務有誤", "error", "wrong", "操作差错", "办理错误", "出错",
                "mistake", "inaccurate",
            ),
            "rude": (
                "态度恶劣", "Rude", "态度不好", "态度粗暴", "態度惡劣", "discourteous", "attitude", "服务态度", "态度问题",
                "不礼貌", "impolite", "unfriendly",
            ),
            "other": ("其他", "Other", "其它"),
        },
    )  # fmt: skip
    bbt_class: str = column(
        zh="关键事件类别", en="Critical incident class", nullable=True,
        aliases=("关键事件分类", "關鍵事件類別", "Incident class", "BBT class"),
        labels={
            "system": (
                "服务系统失误", "Service delivery system", "系统失误", "服務系統失誤", "delivery system",
                "system failure",
            ),
            "need": ("顾客需要与请求", "Customer needs and requests", "需要与请求", "顧客需要", "needs", "request"),
            "employee": (
                "员工自发行为", "Unprompted employee action", "员工行为", "員工自發行為", "employee action",
            ),
            "customer_problem": ("问题顾客行为", "Problem customer", "问题顾客", "問題顧客", "problematic customer"),
            "other": ("其他", "Other", "其它"),
        },
    )  # fmt: skip
    khd_class: str = column(
        zh="零售失误类别", en="Retail failure class", nullable=True,
        aliases=("零售失误分类", "零售失誤類別", "Retail class", "KHD class"),
        labels={
            "policy": ("政策失误", "Policy failure", "店规问题", "政策失誤", "store policy"),
            "slow_unavailable": (
                "缓慢或无服务", "Slow or unavailable service", "服务缓慢", "无人服务", "slow service",
                "unavailable",
            ),
            "pricing": ("定价失误", "Pricing failure", "标价错误", "價格錯誤", "pricing error"),
            "packaging": ("包装错误", "Packaging error", "包裝錯誤", "错装", "packaging"),
            "out_of_stock": ("缺货", "Out of stock", "缺貨", "断货", "stock-out"),
            "defect": ("商品缺陷", "Product defect", "商品瑕疵", "质量缺陷", "defective", "faulty"),
            "hold": ("预留失误", "Hold disaster", "预留商品丢失", "預留失誤", "lost hold"),
            "alteration": ("改修失误", "Alteration or repair failure", "修理失误", "改衣失误", "repair"),
            "bad_info": ("信息错误", "Bad information", "误导信息", "錯誤信息", "wrong information"),
            "order_request": (
                "定制订单失误", "Special order or request", "特殊订单", "特別訂單", "special order", "request",
            ),
            "admitted_error": ("顾客自认失误", "Admitted customer error", "顾客自身失误", "customer error"),
            "mischarged": ("收费错误", "Mischarged", "多收款", "收款错误", "收費錯誤", "overcharged"),
            "accused": ("误指偷窃", "Accused of shoplifting", "怀疑偷窃", "wrongly accused", "accused"),
            "embarrassment": ("令顾客难堪", "Embarrassment", "使人难堪", "令顧客難堪", "embarrassed"),
            "inattention": ("疏忽怠慢", "Inattention", "怠慢", "态度冷漠", "rudeness", "attention failure"),
            "other": ("其他", "Other", "其它"),
        },
    )  # fmt: skip
    nak_class: str = column(
        zh="投诉对象类别", en="Object of the failure", nullable=True,
        aliases=("投诉对象", "投訴對象類別", "失误对象", "Failure object", "NAK class"),
        labels={
            "goods": ("商品", "Goods", "产品", "產品", "product"),
            "service": ("服务", "Service", "服務", "服务过程"),
            "new_product": ("新产品", "New product", "新商品", "新產品", "new goods"),
            "customer_error": ("顾客失误", "Customer error", "顾客误用", "顧客失誤", "misuse"),
            "other": ("其他", "Other", "其它"),
        },
    )  # fmt: skip
    cause_locus: str = column(
        zh="原因归属", en="Locus of the cause", nullable=True,
        aliases=(
            "责任归属", "责任方", "原因歸屬", "Locus", "Attribution", "Responsibility", "责任主体", "原因方", "责任归因",
            "Cause attributed to", "Responsible party", "Fault of",
        ),
        labels={
            "org": ("组织", "Organisation", "企业", "我方", "組織", "company", "organization", "internal"),
            "customer": ("顾客", "Customer", "客户", "顧客", "client"),
            "external": ("外部", "External", "第三方", "不可抗力", "供应商", "third party", "force majeure"),
            "unknown": ("不明", "Unknown", "未知", "待查", "undetermined"),
        },
    )  # fmt: skip
    severity: int = column(
        zh="严重程度", en="Severity", nullable=True, between=(1, 5),
        aliases=(
            "严重度", "严重等级", "嚴重程度", "Severity level", "Grade", "严重级别", "事件等级", "故障等级", "严重性", "影响等级",
            "嚴重等級", "Severity (1-5)", "Severity rating", "Severity score",
        ),
        note=Text(zh="1 轻微，5 涉及安全或重大损失", en="1 trivial, 5 safety or a large loss"),
    )  # fmt: skip
    loss_amount: float = column(
        zh="损失金额", en="Loss", nullable=True, ge=0, unit="currency",
        aliases=(
            "损失", "顾客损失", "損失金額", "Loss amount", "Amount lost", "经济损失", "损失额", "客户损失金额",
            "Customer loss", "Loss value", "Financial loss",
        ),
    )  # fmt: skip
    affected_count: int = column(
        zh="受影响人数", en="Persons affected", nullable=True, ge=1, unit="persons",
        aliases=(
            "影响人数", "受影响顾客数", "受影響人數", "Affected customers", "Customers affected", "受影响客户数", "影响客户数",
            "受影响用户数", "影响用户数", "No. of customers affected", "Number affected", "Users affected",
            "Persons affected count",
        ),
    )  # fmt: skip
    customer_notice_ts: dt.Timestamp = column(
        zh="告知顾客时间", en="Customers told", nullable=True,
        aliases=(
            "通知顾客时间", "首次告知时间", "告知顧客時間", "Customer notice", "Customers informed at", "通知客户时间",
            "告知客户时间", "对外公告时间", "Customers notified at", "Customer notified on", "Notice sent",
        ),
        note=Text(zh="首次告知受影响顾客的时间", en="the first information to the customers affected"),
    )  # fmt: skip
    trigger_guarantee_id: str = column(
        zh="触发的服务承诺（服务担保）", en="Guarantee triggered", nullable=True, refers="guarantees.guarantee_id",
        aliases=("触发的服务保证", "服务保证编号", "保证编号", "觸發的服務保證", "Guarantee ID", "Guarantee"),
    )  # fmt: skip
    cause_class: str = column(
        zh="原因类别", en="Cause", nullable=True,
        aliases=(
            "原因分类", "根本原因类别", "原因類別", "Cause class", "Root cause class", "Cause category", "根因分类",
            "根本原因分类", "原因大类", "Root cause", "Root cause category", "Cause code",
        ),
        note=Text(zh="与纠正措施表用同一套代码", en="the same codes as in the corrective actions"),
    )  # fmt: skip
    substitute_possible: bool = column(
        zh="能否替代", en="Substitute possible", nullable=True,
        aliases=(
            "可否替代", "是否可替代", "可否提供替代", "Can be substituted", "是否可替代服务", "是否可提供替代",
            "Substitution possible", "Alternative possible",
        ),
        note=Text(zh="结案时判定", en="coded when the case is closed"),
    )  # fmt: skip
    ew_id: str = column(
        zh="对应预警", en="Early warning", nullable=True, refers="early_warnings.ew_id",
        aliases=(
            "预警编号", "对应预警编号", "預警編號", "Warning ID", "Early warning ID", "关联预警编号", "關聯預警",
            "Linked warning", "Warning number",
        ),
        note=Text(zh="此前指向该失误的预警", en="the earlier warning that pointed to this failure"),
    )  # fmt: skip

    @rule("E-ORDER", "detected_ts", "occurred_ts")
    @staticmethod
    def detected_after_it_occurred(t: ir.Table) -> ir.BooleanValue:
        """A failure is detected after it occurred."""
        return t.detected_ts >= t.occurred_ts

    class Config:
        name = "failures"
        unique = ["failure_id"]
        metadata = table(
            zh="失误台账", en="Failure log", anchor="detected_ts",
            grain=Text(zh="每次失误一行", en="one row per failure"),
            aliases=("服务失误记录", "失误记录", "事件台账", "失誤台帳", "Failures", "Incidents", "Incident log"),
        )  # fmt: skip
