"""The register of policies and records."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import TextList, column, rule, table
from audit.text import Text


class Documents(pa.DataFrameModel):
    """Register of policies and records; one row per document version."""

    doc_id: str = column(
        zh="文件编号",
        en="Document number",
        aliases=("编号", "文档编号", "文件号", "Document ID", "Doc ID", "Doc no."),
    )
    type: str = column(
        zh="文件类型", en="Type", aliases=("类型", "类别", "文档类型", "Document type", "Kind"),
        labels={
            "policy": ("方针政策", "Policy", "政策", "制度", "管理制度"),
            "procedure": ("程序", "Procedure", "流程", "程序文件", "作业指导书", "work instruction"),
            "standard": ("标准", "Standard", "服务标准", "规范"),
            "contingency": ("应急预案", "Contingency plan", "预案", "contingency"),
            "fmea": ("失效模式分析", "FMEA", "失误预想"),
            "form": ("表单", "Form", "表格", "模板", "template"),
            "report": ("报告", "Report", "分析报告"),
            "minutes": ("会议纪要", "Minutes", "纪要", "会议记录", "meeting minutes"),
            "contract": ("合同", "Contract", "协议", "agreement"),
            "training_plan": ("培训计划", "Training plan", "培训方案"),
            "privacy_notice": ("隐私声明", "Privacy notice", "隐私政策", "个人信息保护", "privacy policy"),
            "other": ("其他", "Other", "其它"),
        },
    )  # fmt: skip
    title: str = column(
        zh="文件名称", en="Title", aliases=("名称", "文件标题", "标题", "Name", "Document title"),
    )  # fmt: skip
    version: str = column(zh="版本", en="Version", aliases=("版本号", "版次", "Revision", "Rev"))
    approved_on: dt.Date = column(
        zh="批准日期",
        en="Approved on",
        nullable=True,
        aliases=("发布日期", "生效日期", "Approval date", "Effective date", "Issued"),
    )
    review_due: dt.Date = column(
        zh="应评审日期",
        en="Review due",
        nullable=True,
        aliases=("下次评审日期", "复审日期", "有效期至", "Next review", "Review date"),
    )
    owner: str = column(
        zh="责任岗位", en="Owner", pii="org", nullable=True,
        aliases=("责任部门", "归口部门", "编制部门", "Responsible", "Department"),
        note=Text(zh="岗位，不写姓名", en="a role, not a name"),
    )  # fmt: skip
    supports_items: TextList = column(
        zh="支持的审查条目", en="Checklist items", nullable=True,
        aliases=("对应条目", "审查条目", "Supports", "Items"),
        note=Text(zh="以分号分隔的条目编号", en="item ids, separated by semicolons"),
    )  # fmt: skip
    covers_classes: TextList = column(
        zh="覆盖的失误类别", en="Failure classes", nullable=True, aliases=("失误类别", "Covers", "Classes"),
        note=Text(zh="已备好应对办法的失误类别", en="failure classes with a prepared response"),
    )  # fmt: skip
    reviewed_on: dt.Date = column(
        zh="最近评审日期",
        en="Reviewed on",
        nullable=True,
        aliases=("评审日期", "上次评审", "Last review", "Last reviewed"),
    )
    file: str = column(
        zh="文件路径", en="File", nullable=True, aliases=("路径", "存放位置", "Path", "Location", "Filename"),
        note=Text(zh="相对路径", en="a relative path"),
    )  # fmt: skip
    sha256: str = column(
        zh="SHA-256", en="SHA-256", nullable=True, aliases=("校验值", "哈希值", "Hash", "Checksum"),
        str_matches=r"^[0-9a-fA-F]{64}$", note=Text(zh="64 位十六进制数", en="64 hexadecimal digits"),
    )  # fmt: skip

    @rule("E-ORDER", "review_due", "approved_on", level="warning")
    @staticmethod
    def review_due_after_approval(t: ir.Table) -> ir.BooleanValue:
        """A document falls due for review after it was approved."""
        return t.review_due >= t.approved_on

    class Config:
        name = "documents"
        unique = ["doc_id"]
        metadata = table(
            zh="文件清单", en="Document register", anchor=None,
            grain=Text(zh="每份文件的每个版本一行", en="one row per document version"),
            aliases=("文件目录", "受控文件清单", "Documents", "Document list"),
        )  # fmt: skip
