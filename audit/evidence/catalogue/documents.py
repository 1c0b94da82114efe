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
        aliases=(
            "编号", "文档编号", "文件号", "Document ID", "Doc ID", "Doc no.", "文件代码", "制度编号", "资料编号", "受控号",
            "文件編號", "Document no.", "Doc number", "Document ref", "Document code", "Ref. no.",
        ),
    )  # fmt: skip
    type: str = column(
        zh="文件类型", en="Type", aliases=(
            "类型", "类别", "文档类型", "Document type", "Kind", "文件类别", "资料类型", "文件類型", "Doc type",
            "Category of document",
        ),
        labels={
            "policy": (
                "方针政策", "Policy", "政策", "制度", "管理制度", "管理办法", "管理规定", "规定", "方針", "政策文件", "policies",
            ),
            "procedure": (
                "程序", "Procedure", "流程", "程序文件", "作业指导书", "work instruction", "操作规程", "作业程序", "工作流程",
                "規程", "SOP", "process", "process description",
            ),
            "standard": (
                "标准", "Standard", "服务标准", "规范", "标准规范", "服务规范", "標準", "service standard",
                "specification",
            ),
            "contingency": (
                "应急预案", "Contingency plan", "预案", "contingency", "应急方案", "應急預案", "emergency plan",
                "business continuity plan",
            ),
            "fmea": ("失效模式分析", "FMEA", "失误预想"),
            "form": (
                "表单", "Form", "表格", "模板", "template", "记录表", "记录单", "表單", "record form",
                "checklist form",
            ),
            "report": (
                "报告", "Report", "分析报告", "总结", "总结报告", "年度报告", "報告", "annual report",
            ),
            "minutes": (
                "会议纪要", "Minutes", "纪要", "会议记录", "meeting minutes", "會議紀要", "会议材料", "meeting notes",
                "notes of meeting",
            ),
            "contract": (
                "合同", "Contract", "协议", "agreement", "合约", "服务协议", "合約", "service agreement",
            ),
            "training_plan": (
                "培训计划", "Training plan", "培训方案", "年度培训计划", "培訓計劃", "training programme",
                "training schedule",
            ),
            "privacy_notice": (
                "隐私声明", "Privacy notice", "隐私政策", "个人信息保护", "privacy policy", "隐私权政策", "个人信息保护政策",
                "個人資料聲明", "data protection notice", "privacy statement",
            ),
            "other": ("其他", "Other", "其它"),
        },
    )  # fmt: skip
    title: str = column(
        zh="文件名称", en="Title", aliases=(
            "名称", "文件标题", "标题", "Name", "Document title", "制度名称", "资料名称", "文件標題", "文件名稱",
            "Document name", "Doc title", "Name of document",
        ),
    )  # fmt: skip
    version: str = column(zh="版本", en="Version", aliases=(
            "版本号", "版次", "Revision", "Rev", "文件版本", "当前版本", "版次号", "版本號", "Version no.",
            "Version number", "Issue no.", "Revision no.",
        ))  # fmt: skip
    approved_on: dt.Date = column(
        zh="批准日期",
        en="Approved on",
        nullable=True,
        aliases=(
            "发布日期", "生效日期", "Approval date", "Effective date", "Issued", "审批日期", "核准日期", "签发日期",
            "颁布日期", "批准時間", "Approved date", "Date approved", "Issue date", "Issued on",
            "Date of approval",
        ),
    )  # fmt: skip
    review_due: dt.Date = column(
        zh="应评审日期",
        en="Review due",
        planned=True,
        nullable=True,
        aliases=(
            "下次评审日期", "复审日期", "有效期至", "Next review", "Review date", "计划评审日期", "应复审日期", "复评日期",
            "Review due date", "Next review date", "Due for review", "Review by",
        ),
    )  # fmt: skip
    owner: str = column(
        zh="责任岗位", en="Owner", pii="org", nullable=True,
        aliases=(
            "责任部门", "归口部门", "编制部门", "Responsible", "Department", "归口管理部门", "编写部门", "责任单位", "主管部门",
            "責任崗位", "Document owner", "Owning department", "Responsible department",
            "Responsible role", "Process owner",
        ),
        note=Text(zh="岗位，不写姓名", en="a role, not a name"),
    )  # fmt: skip
    supports_items: TextList = column(
        zh="支持的审查条目", en="Checklist items", nullable=True,
        aliases=(
            "对应条目", "审查条目", "Supports", "Items", "支撑条目", "对应检查项", "對應條目", "Checklist references",
        ),
        note=Text(zh="以分号分隔的条目编号", en="item ids, separated by semicolons"),
    )  # fmt: skip
    covers_classes: TextList = column(
        zh="覆盖的失误类别", en="Failure classes", nullable=True, aliases=(
            "失误类别", "Covers", "Classes", "覆盖失误类型", "適用失誤類別", "Failure types covered",
        ),
        note=Text(zh="已备好应对办法的失误类别", en="failure classes with a prepared response"),
    )  # fmt: skip
    reviewed_on: dt.Date = column(
        zh="最近评审日期",
        en="Reviewed on",
        nullable=True,
        aliases=(
            "评审日期", "上次评审", "Last review", "Last reviewed", "上次评审日期", "最近复审日期", "最近審查日期",
            "Last reviewed on", "Last review date",
        ),
    )  # fmt: skip
    file: str = column(
        zh="文件路径", en="File", nullable=True, aliases=(
            "路径", "存放位置", "Path", "Location", "Filename", "文件名", "存储路径", "存放路径", "文件位置", "檔案路徑",
            "File path", "Link", "Storage location",
        ),
        note=Text(zh="相对路径", en="a relative path"),
    )  # fmt: skip
    sha256: str = column(
        zh="SHA-256", en="SHA-256", nullable=True, aliases=(
            "校验值", "哈希值", "Hash", "Checksum", "文件哈希", "SHA256值", "校验码", "檔案雜湊值", "File hash",
            "SHA256 hash",
        ),
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
