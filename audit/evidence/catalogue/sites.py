"""The sites in scope."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.evidence.catalogue.vocabulary import SITE
from audit.text import Text


class Sites(pa.DataFrameModel):
    """Sites and channels in scope, for sampling; one row per site."""

    site_id: str = column(zh="场所代码", en="Site code", aliases=(*SITE, "編號", "编号", "ID"))
    name: str = column(
        zh="场所名称", en="Name", pii="org",
        aliases=(
            "网点名称", "名称", "名稱", "门店名称", "机构名称", "分公司名称", "Site name", "Store name", "Branch name",
            "店名", "支行名称", "营业厅名称", "网点全称", "場所名稱", "Location name", "Outlet name",
        ),
    )  # fmt: skip
    type: str = column(
        zh="场所类型", en="Type",
        aliases=(
            "网点类型", "类型", "類型", "机构类型", "门店类型", "Site type", "Kind", "场所类别", "网点类别", "机构类别",
            "Location type", "Branch type", "Outlet type",
        ),
        labels={
            "head_office": ("总部", "Head office", "总公司", "總部", "headquarters", "HQ"),
            "branch": ("分支机构", "Branch", "分公司", "支行", "营业厅", "分行", "branch office"),
            "store": ("门店", "Store", "店铺", "門市", "专卖店", "shop", "outlet"),
            "call_centre": (
                "呼叫中心", "Call centre", "客服中心", "热线中心", "客戶服務中心", "call center",
                "contact centre", "contact center",
            ),
            "web": ("官网", "Web", "网站", "網站", "网上商城", "website", "online shop"),
            "app": ("手机应用", "App", "APP", "小程序", "mobile app", "mini program"),
            "agent": ("代理机构", "Agent", "代理商", "加盟店", "经销商", "franchise", "dealer", "partner"),
            "other": ("其他", "Other", "其它"),
        },
    )  # fmt: skip
    front_line_fte: float = column(
        zh="一线人数", en="Front-line staff", nullable=True, ge=0, unit="fte",
        aliases=(
            "一线员工数", "一线折算人数", "前線人數", "Front-line FTE", "FTE", "Frontline headcount", "一线员工人数",
            "一线编制", "窗口人数", "一線人數", "Front-line staff FTE", "Customer-facing FTE",
        ),
        note=Text(zh="按全职折算", en="full-time equivalents"),
    )  # fmt: skip
    central_function: bool = column(
        zh="是否中央职能", en="Central function",
        aliases=(
            "中央职能", "是否总部职能", "总部职能", "Central", "Head-office function", "是否总部", "是否总部部门",
            "Is head office", "Central office",
        ),
        note=Text(zh="中央职能每次必审", en="always audited"),
    )  # fmt: skip
    opened_on: dt.Date = column(
        zh="开业日期", en="Opened on", nullable=True,
        planned=True,
        aliases=(
            "启用日期", "开办日期", "開業日期", "Opening date", "Open since", "成立日期", "开业时间", "启用时间",
            "Date opened", "Opened date",
        ),
    )  # fmt: skip
    last_audited_on: dt.Date = column(
        zh="上次审查日期", en="Last audited on", nullable=True,
        aliases=(
            "上次审核日期", "最近审查日期", "上次評審日期", "Last audit", "Last audit date", "上次审查时间", "最近一次审核日期",
            "最近審核日期", "Last audited", "Last audit on", "Date of last audit",
        ),
    )  # fmt: skip

    @rule("E-ORDER", "last_audited_on", "opened_on", level="warning")
    @staticmethod
    def audited_after_it_opened(t: ir.Table) -> ir.BooleanValue:
        """A site is audited after it opened."""
        return t.last_audited_on >= t.opened_on

    class Config:
        name = "sites"
        unique = ["site_id"]
        metadata = table(
            zh="场所清单", en="Site register", anchor=None,
            grain=Text(zh="每个场所一行", en="one row per site"),
            aliases=("门店清单", "机构清单", "門店清單", "Site list", "Stores", "Branches", "Locations"),
        )  # fmt: skip
