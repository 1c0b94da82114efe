"""The people who serve customers, under pseudonyms."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.evidence.catalogue.vocabulary import ROLE, SITE, STAFF
from audit.text import Text


class StaffRegister(pa.DataFrameModel):
    """Front-line staff; one row per person."""

    staff_id: str = column(
        zh="员工代码", en="Staff code", pii="pseud", aliases=(*STAFF, "编号"),
        note=Text(zh="假名代码，不得为姓名", en="a pseudonym, never a name"),
    )  # fmt: skip
    role: str = column(zh="岗位", en="Role", aliases=(
            *ROLE, "职务", "岗位类型", "工种", "Job profile", "Business title", "Job",
        ))  # fmt: skip
    site_id: str = column(
        zh="场所代码", en="Site code", nullable=True, refers="sites.site_id", aliases=(
            *SITE, "所属网点", "所属机构", "所属门店", "Work location",
        ),
    )  # fmt: skip
    front_line: bool = column(
        zh="是否一线", en="Front line", aliases=(
            "一线", "一线岗位", "是否一線", "Frontline", "Customer facing", "是否一线岗位", "是否对客", "是否面客",
            "Is front line", "Front-line role",
        ),
    )  # fmt: skip
    hired_on: dt.Date = column(
        zh="入职日期", en="Hired on",
        planned=True,
        aliases=(
            "入职时间", "到岗日期", "入職日期", "Hire date", "Start date", "Joined on", "入司日期", "入司时间", "报到日期",
            "Date of hire", "Date hired", "Entry date", "Joining date", "Date joined", "Hired",
        ),
    )  # fmt: skip
    left_on: dt.Date = column(
        zh="离职日期", en="Left on", nullable=True,
        planned=True,
        aliases=(
            "离职时间", "離職日期", "离岗日期", "Leaving date", "End date", "Termination date", "离司日期", "最后工作日",
            "离职时间点", "Date left", "Last working day", "Last day", "Leave date", "Left",
        ),
    )  # fmt: skip

    @rule("E-ORDER", "left_on", "hired_on")
    @staticmethod
    def left_after_hired(t: ir.Table) -> ir.BooleanValue:
        """A person leaves after being hired."""
        return t.left_on >= t.hired_on

    class Config:
        name = "staff_register"
        unique = ["staff_id"]
        metadata = table(
            zh="员工名册", en="Staff register", anchor=None,
            grain=Text(zh="每人一行", en="one row per person"),
            aliases=("花名册", "一线员工名册", "員工名冊", "Staff list", "Employees", "Headcount"),
        )  # fmt: skip
