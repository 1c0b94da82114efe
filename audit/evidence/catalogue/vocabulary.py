"""Labels and headers that several tables share."""

from __future__ import annotations

from audit.evidence.catalogue.columns import Labels

SITE = (
    "网点", "门店", "门店编号", "网点编号", "分公司", "机构", "站点", "Site ID", "Store", "Store ID",
    "Branch", "Location",
)  # fmt: skip
CUSTOMER = (
    "客户编号", "顾客编号", "客户代码", "会员号", "客户号", "Customer", "Customer ID", "Client ID",
    "Member ID", "Caller",
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
