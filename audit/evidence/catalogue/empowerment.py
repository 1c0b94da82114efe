"""What each role may do for a customer without asking."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import pandera.ibis as pa

from audit.evidence.catalogue.columns import TextList, column, table
from audit.evidence.catalogue.vocabulary import RECOVERY_TYPES, ROLE
from audit.text import Text


class Empowerment(pa.DataFrameModel):
    """Authority limits; one row per role and validity."""

    role: str = column(
        zh="岗位", en="Role", aliases=(
            *ROLE, "被授权岗位", "授权岗位", "Role title",
        ),
        note=Text(zh="与员工名册用同一写法", en="spelt as in the staff register"),
    )  # fmt: skip
    limit_amount: float = column(
        zh="每案授权金额", en="Limit per case", nullable=True, ge=0, unit="currency",
        aliases=(
            "授权金额", "权限金额", "授权额度", "授權金額", "Limit", "Authority limit", "Amount", "单笔授权额度", "单笔限额",
            "审批权限金额", "单案限额", "Authority amount", "Spending limit", "Approval limit",
        ),
    )  # fmt: skip
    actions_allowed: TextList = column(
        zh="可自行采取的措施", en="Actions allowed", nullable=True, level="warning",
        aliases=(
            "授权措施", "可用措施", "可自行採取的措施", "Allowed actions", "Permitted actions", "允许措施", "可采取措施",
            "Actions permitted", "Allowed remedies",
        ),
        labels=RECOVERY_TYPES, many=True,
        note=Text(zh="多个以分号分隔", en="several are separated by semicolons"),
    )  # fmt: skip
    valid_from: dt.Date = column(
        zh="生效日期", en="Valid from",
        planned=True,
        aliases=(
            "起始日期", "授权日期", "生效時間", "Effective date", "Effective from", "Start date", "授权生效日期",
            "开始生效日期", "Effective since", "Valid since", "In force from",
        ),
    )  # fmt: skip
    doc_id: str = column(
        zh="授权文件", en="Document", nullable=True, refers="documents.doc_id",
        aliases=(
            "文件编号", "授权文件编号", "授權文件", "Document ID", "Doc ID", "Document number", "授权书编号", "依据文件",
            "Authorisation document", "Authority document",
        ),
    )  # fmt: skip

    class Config:
        name = "empowerment"
        unique = ["role", "valid_from"]
        metadata = table(
            zh="授权表", en="Empowerment", anchor=None,
            grain=Text(zh="每个岗位的每次授权一行", en="one row per role and validity"),
            aliases=("授权清单", "岗位授权", "授權表", "Authority limits", "Delegation of authority"),
        )  # fmt: skip
