"""Labels and headers that several tables share."""

from __future__ import annotations

from audit.evidence.catalogue.columns import Labels

SITE = (
    "网点", "网点代码", "门店", "门店编号", "网点编号", "分公司", "机构", "站点", "Site ID", "Store", "Store ID",
    "Branch", "Location",
)  # fmt: skip
CUSTOMER = (
    "客户编号", "顾客编号", "客户代码", "会员号", "客户号", "Customer", "Customer ID", "Client ID",
    "Member ID", "Caller",
)  # fmt: skip

FAILURE = (
    "失误单号",
    "服务失误编号",
    "失誤編號",
    "事件编号",
    "故障编号",
    "Failure ID",
    "Incident ID",
    "Incident",
)
COMPLAINT = (
    "工单号", "工单编号", "投诉单号", "投訴編號", "案件编号", "Complaint ID", "Case ID", "Ticket", "Ticket ID",
)  # fmt: skip
STAFF = (
    "员工编号", "员工号", "工号", "職員編號", "员工工号", "Staff ID", "Employee ID", "Employee number",
    "Agent ID",
)  # fmt: skip
INSTRUMENT = ("问卷", "问卷编号", "Instrument ID", "Questionnaire")
ROLE = ("岗位名称", "职位", "職位", "岗位类别", "Job role", "Position", "Job title")

SURVEY_CHANNELS: Labels = {
    "store": (
        "门店",
        "Store",
        "线下",
        "柜台",
        "营业厅",
        "现场",
        "in store",
        "in person",
        "face to face",
        "counter",
    ),
    "phone": ("电话", "Phone", "热线", "客服热线", "telephone", "call", "hotline"),
    "web": ("官网", "Web", "网站", "网页", "网上", "在线", "website", "online", "self service"),
    "app": ("手机应用", "App", "APP", "小程序", "微信", "mobile app", "mini program"),
    "mail": (
        "信函或邮件",
        "Mail or e-mail",
        "邮件",
        "电子邮件",
        "信函",
        "来信",
        "email",
        "e-mail",
        "mail",
        "letter",
    ),
    "other": ("其他", "Other", "其它"),
}

UNITS: Labels = {
    "s": ("秒", "Seconds", "s", "sec", "second", "秒钟"),
    "min": ("分钟", "Minutes", "分", "minute", "mins"),
    "h": ("小时", "Hours", "时", "hour", "hrs", "hr"),
    "d": ("天", "Days", "日", "day", "工作日"),
    "pct": ("百分比", "Per cent", "%", "percent", "percentage"),
    "count": ("次数", "Count", "次", "件", "个", "number"),
    "score": ("得分", "Score", "分值", "评分", "points"),
    "bool": ("是/否", "Yes or no", "是否", "boolean", "yes/no"),
}

OPERATORS: Labels = {
    "<=": ("不超过", "At most", "≤", "=<", "小于等于", "以内", "max", "maximum"),
    ">=": ("不低于", "At least", "≥", "=>", "大于等于", "以上", "min", "minimum"),
    "=": ("等于", "Equal to", "==", "＝", "equals"),
}

CODING_SCHEMES: Labels = {
    "src": ("服务失误形式", "Forms of failure", "失误形式"),
    "bbt": ("关键事件分类", "Critical incidents", "关键事件", "critical incident"),
    "khd": ("零售失误分类", "Retail failures", "零售失误", "retail"),
    "nak": ("投诉对象分类", "Object of the complaint", "投诉对象"),
}

RECOVERY_TYPES: Labels = {
    "discount": ("打折", "Discount", "折扣", "减免", "優惠", "price reduction"),
    "correction": ("纠正", "Correction", "改正", "更正", "修复", "重做", "fix", "repair"),
    "intervention": (
        "管理人员介入", "Intervention", "主管介入", "领导出面", "manager intervention", "supervisor",
    ),
    "correction_plus": (
        "纠正并补偿", "Correction plus", "纠正加补偿", "改正并补偿", "correction and compensation",
    ),
    "replacement": ("更换", "Replacement", "换货", "換貨", "exchange"),
    "apology": ("道歉", "Apology", "致歉", "赔礼道歉", "apologised", "apologized"),
    "refund": ("退款", "Refund", "退费", "退货退款", "money back", "reimbursement"),
    "cust_correction": (
        "顾客自行纠正", "Correction by the customer", "顾客自行解决", "customer correction",
        "customer initiated correction",
    ),
    "store_credit": ("代金券", "Store credit", "优惠券", "购物券", "積分", "积分", "voucher", "credit note"),
    "unsatisfactory": ("处理不当", "Unsatisfactory correction", "处理不满意", "unsatisfactory"),
    "escalation": ("失误扩大", "Failure escalation", "失误升级", "二次失误", "escalation", "made worse"),
    "nothing": ("未处理", "Nothing", "无", "无措施", "none", "no action"),
    "explanation": ("解释", "Explanation", "说明", "說明", "说明原因", "explained"),
    "substitute": ("替代服务", "Substitute", "替代方案", "代替", "alternative", "alternative offered"),
}  # fmt: skip
"""What was done for a customer; after Kelley, Hoffman and Davis (1993), with explanation and substitute."""
