"""Labels and headers that several tables share."""

from __future__ import annotations

from audit.evidence.catalogue.columns import Labels

SITE = (
    "网点", "网点代码", "门店", "门店编号", "网点编号", "分公司", "机构", "站点", "Site ID", "Store", "Store ID", "Branch",
    "Location", "网点号", "机构代码", "机构号", "机构编号", "所属机构", "所属网点", "经办机构", "分支机构", "营业网点", "门店代码", "站点编号",
    "網點", "網點編號", "門店", "門店編號", "機構代碼", "Store number", "Store code", "Branch ID", "Branch code",
    "Site code", "Site number", "Location ID", "Outlet", "Outlet ID",
)  # fmt: skip
CUSTOMER = (
    "客户编号", "顾客编号", "客户代码", "会员号", "客户号", "Customer", "Customer ID", "Client ID", "Member ID",
    "Caller", "客户ID", "用户编号", "用户ID", "会员编号", "会员ID", "客户标识", "顧客編號", "客戶編號", "會員編號", "客戶代碼",
    "Customer number", "Customer no.", "Customer code", "Client number", "Account ID",
    "Account number", "Requester ID", "Contact ID", "User ID",
)  # fmt: skip

FAILURE = (
    "失误单号", "服务失误编号", "失誤編號", "事件编号", "故障编号", "Failure ID", "Incident ID", "Incident", "失误ID", "差错单号",
    "事故编号", "事件編號", "故障編號", "Failure no.", "Incident number", "Incident no.",
)  # fmt: skip
COMPLAINT = (
    "工单号", "工单编号", "投诉单号", "投訴編號", "案件编号", "Complaint ID", "Case ID", "Ticket", "Ticket ID", "受理编号",
    "投诉流水号", "投诉工单号", "工单ID", "工單編號", "工單號", "案件編號", "Complaint no.", "Complaint #", "Case number",
    "Case no.", "Ticket #", "Ticket number", "Issue key",
)  # fmt: skip
STAFF = (
    "员工编号", "员工号", "工号", "職員編號", "员工工号", "Staff ID", "Employee ID", "Employee number", "Agent ID",
    "人员编号", "员工ID", "职工号", "坐席工号", "客服工号", "員工編號", "員工號", "工號", "Employee no.",
    "Personnel number", "Worker ID", "Agent number", "Staff number", "Staff no.",
)  # fmt: skip
INSTRUMENT = (
    "问卷", "问卷编号", "Instrument ID", "Questionnaire", "问卷ID", "问卷名称", "問卷編號", "Survey ID",
    "Questionnaire ID",
)  # fmt: skip
LONG_RESPONDENT = (
    "答卷ID", "答卷号", "受访者编号", "答卷者编号", "问卷流水号", "答卷編號", "Respondent ID", "Response ID",
    "Respondent no.", "Submission ID", "Case ID", "管理者代码", "管理者编号", "Manager ID",
)  # fmt: skip
ANSWER = (
    "得分", "评分", "打分", "作答值", "选项分值", "答案分值", "分值（分）", "評分", "得分值", "Score", "Rating", "Answer value",
    "Answer", "Response value", "Points",
)  # fmt: skip
ROLE = (
    "岗位名称", "职位", "職位", "岗位类别", "Job role", "Position", "Job title", "岗位类型", "职务", "职务名称", "崗位",
    "崗位名稱", "職務", "Role name", "Job", "Job profile",
)  # fmt: skip

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
        "網點",
        "网点",
        "分支机构",
        "面对面",
        "實體店",
        "門店",
        "branch",
        "offline",
        "shop",
    ),
    "phone": (
        "电话",
        "Phone",
        "热线",
        "客服热线",
        "telephone",
        "call",
        "hotline",
        "電話",
        "来电",
        "客服电话",
        "400热线",
        "phone call",
        "call centre",
        "call center",
        "voice",
    ),
    "web": (
        "官网",
        "Web",
        "网站",
        "网页",
        "网上",
        "在线",
        "website",
        "online",
        "self service",
        "网络",
        "网上渠道",
        "電腦網頁",
        "網站",
        "网上营业厅",
        "internet",
        "portal",
        "web form",
        "webchat",
    ),
    "app": (
        "手机应用",
        "App",
        "APP",
        "小程序",
        "微信",
        "mobile app",
        "mini program",
        "移动端",
        "手机App",
        "手机银行",
        "微信小程序",
        "手機應用",
        "mobile",
        "wechat",
    ),
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
        "電郵",
        "邮寄",
        "書面",
        "post",
    ),
    "other": ("其他", "Other", "其它", "其他渠道", "others"),
}

UNITS: Labels = {
    "s": ("秒", "Seconds", "s", "sec", "second", "秒钟", "secs"),
    "min": ("分钟", "Minutes", "分", "minute", "mins", "分鐘"),
    "h": ("小时", "Hours", "时", "hour", "hrs", "hr", "小時", "钟头"),
    "d": ("天", "Days", "日", "day", "工作日", "日历天", "自然日", "天数", "工作日数"),
    "pct": ("百分比", "Per cent", "%", "percent", "percentage", "百分数"),
    "count": ("次数", "Count", "次", "件", "个", "number"),
    "score": ("得分", "Score", "分值", "评分", "points"),
    "bool": ("是/否", "Yes or no", "是否", "boolean", "yes/no"),
}

OPERATORS: Labels = {
    "<=": (
        "不超过",
        "At most",
        "≤",
        "=<",
        "小于等于",
        "以内",
        "max",
        "maximum",
        "小于或等于",
        "不大于",
        "不多于",
        "不晚于",
        "less than or equal to",
        "no more than",
        "not more than",
        "up to",
        "within",
    ),
    ">=": (
        "不低于",
        "At least",
        "≥",
        "=>",
        "大于等于",
        "以上",
        "min",
        "minimum",
        "大于或等于",
        "不小于",
        "不少于",
        "不早于",
        "至少",
        "greater than or equal to",
        "no less than",
        "not less than",
    ),
    "=": ("等于", "Equal to", "==", "＝", "equals", "等於", "equal"),
}

CODING_SCHEMES: Labels = {
    "src": ("服务失误形式", "Forms of failure", "失误形式"),
    "bbt": ("关键事件分类", "Critical incidents", "关键事件", "critical incident"),
    "khd": ("零售失误分类", "Retail failures", "零售失误", "retail"),
    "nak": ("投诉对象分类", "Object of the complaint", "投诉对象"),
}

RECOVERY_TYPES: Labels = {
    "discount": ("打折", "Discount", "折扣", "减免", "優惠", "price reduction", "打折优惠", "減免", "费用减免", "discounted", "waiver", "fee waiver"),
    "correction": ("纠正", "Correction", "改正", "更正", "修复", "重做", "fix", "repair", "更正处理", "返工", "重新办理", "corrected", "rework"),
    "intervention": (
        "管理人员介入", "Intervention", "主管介入", "领导出面", "manager intervention", "supervisor",
    ),
    "correction_plus": (
        "纠正并补偿", "Correction plus", "纠正加补偿", "改正并补偿", "correction and compensation",
    ),
    "replacement": ("更换", "Replacement", "换货", "換貨", "exchange", "补发", "更換", "replaced", "reshipment"),
    "apology": ("道歉", "Apology", "致歉", "赔礼道歉", "apologised", "apologized", "赔礼", "道歉信", "apologise", "apologize", "apology letter"),
    "refund": ("退款", "Refund", "退费", "退货退款", "money back", "reimbursement", "退款处理", "全额退款", "部分退款", "refunded", "full refund", "partial refund"),
    "cust_correction": (
        "顾客自行纠正", "Correction by the customer", "顾客自行解决", "customer correction",
        "customer initiated correction",
    ),
    "store_credit": ("代金券", "Store credit", "优惠券", "购物券", "積分", "积分", "voucher", "credit note", "抵用券", "现金券", "赠送积分", "coupon", "gift card", "credit"),
    "unsatisfactory": ("处理不当", "Unsatisfactory correction", "处理不满意", "unsatisfactory"),
    "escalation": ("失误扩大", "Failure escalation", "失误升级", "二次失误", "escalation", "made worse", "进一步失误", "further failure"),
    "nothing": ("未处理", "Nothing", "无", "无措施", "none", "no action"),
    "explanation": ("解释", "Explanation", "说明", "說明", "说明原因", "explained", "解释说明", "沟通解释", "解釋", "explain"),
    "substitute": ("替代服务", "Substitute", "替代方案", "代替", "alternative", "alternative offered", "替代安排", "備選方案", "replacement service"),
}  # fmt: skip
"""What was done for a customer; after Kelley, Hoffman and Davis (1993), with explanation and substitute."""
