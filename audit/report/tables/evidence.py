"""Evidence received and not received, and what was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.tables.table import (
    Layout,
    Reference,
    Table,
    Tone,
    code,
    date,
    flag,
    ids,
    lines,
    named,
    number,
    share,
    text,
)
from audit.report.telling import Teller
from audit.result import LeftOut, MissingTable, PersonalData, Problem, ProblemGroup, SourceFile, TableEntry
from audit.text import Text

LEVEL_TONES: dict[str, Tone] = {"error": "poor", "warning": "fair"}
DECISIONS = {
    "refused": Text(zh="不予采用", en="Refused"),
    "masked": Text(zh="已遮盖", en="Masked"),
    "admitted": Text(zh="经批准采用", en="Let in"),
}
_RECEIVED = Reference(("table",), "evidence_received", ("table",))

RECEIVED = Layout[TableEntry](
    "evidence_received",
    Text(zh="已收到的证据", en="Evidence received"),
    Text(
        zh="每张数据表一行。证据等级：A 完整的系统导出数据，经现场追溯；B 导出数据未经追溯，或概率抽样；"
        "C 汇总数据、方便抽样，或回收率低于 10%；D 仅口头陈述。",
        en="A table a row. Evidence grades: A a complete system export, traced on site; B an export not traced, or a "
        "probability sample; C a summary, a convenience sample or a response under 10%; D oral only.",
    ),
    (
        code("table", "数据表（代码）", "Table (code)", lambda _, r: r.table, 20),
        text("title", "数据表", "Table", lambda t, r: t.text(r.title), 24),
        code("grade", "证据等级", "Evidence grade", lambda _, r: r.grade, 10),
        text("grade_reason", "等级的理由", "Reason for the grade", lambda t, r: t.say(r.grade_reason), 44),
        number("files", "文件数", "Files", lambda _, r: len(r.files), "count", 8),
        flag("inline", "在 audit.yaml 中填报", "In audit.yaml", lambda _, r: r.inline),
        number("rows", "读取记录", "Rows read", lambda _, r: r.rows, "count"),
        number("left_out", "排除", "Left out", lambda _, r: sum(one.rows for one in r.left_out), "count"),
        number("set_aside", "因有错误未采用", "Set aside for errors", lambda _, r: r.set_aside, "count"),
        number(
            "outside_period", "不在审查期间", "Outside the period", lambda _, r: r.outside_period, "count"
        ),
        number("used", "采用记录", "Rows used", lambda _, r: r.used, "count"),
        date("first", "最早日期", "First day", lambda _, r: r.first),
        date("last", "最晚日期", "Last day", lambda _, r: r.last),
        number("months", "审查期间的月数", "Months of the period", lambda _, r: r.months, "count"),
        number("months_covered", "有记录的月数", "Months with rows", lambda _, r: r.months_covered, "count"),
        number("age_days", "最新记录距截止天数", "Age of the newest row", lambda _, r: r.age_days, "days"),
        number("fresh_days", "时效要求的天数", "Fresh within", lambda _, r: r.fresh_days, "days"),
        date("collected_at", "采集日期", "Collected on", lambda _, r: r.collected_at),
        text("source", "来源", "Source", lambda t, r: t.text(r.source) if r.source else None, 30),
        text("notes", "说明", "Notes", lambda t, r: lines(map(t.say, r.notes)), 40),
        code("columns", "已提交的列", "Columns", lambda _, r: ids(r.columns), 40),
        code("unknown_columns", "未对应的列", "Unknown columns", lambda _, r: ids(r.unknown_columns), 30),
        code("sha256", "采用记录的 SHA-256", "SHA-256 of the rows used", lambda _, r: r.sha256, 66),
    ),
    key=("table",),
)


@dataclass(frozen=True)
class File:
    """A file of a table."""

    table: str
    file: SourceFile


FILES = Layout[File](
    "evidence_files",
    Text(zh="证据文件", en="Evidence files"),
    Text(
        zh="凭 SHA-256 可核对手中的文件与审查所用者是否一致。",
        en="By its SHA-256 anyone can check that a file is the one that was audited.",
    ),
    (
        code("table", "数据表（代码）", "Table (code)", lambda _, r: r.table, 20),
        code("path", "文件", "File", lambda _, r: r.file.path, 44),
        code("sheet", "工作表", "Sheet", lambda _, r: r.file.sheet),
        number("rows", "记录数", "Rows", lambda _, r: r.file.rows, "count"),
        number("bytes", "字节数", "Bytes", lambda _, r: r.file.bytes, "bytes", 12),
        code("encoding", "编码", "Encoding", lambda _, r: r.file.encoding),
        *named(
            "encoding_how",
            "编码依据",
            "Encoding known by",
            "encoding_how",
            lambda _, r: r.file.encoding_how,
            18,
        ),
        code("sha256", "SHA-256", "SHA-256", lambda _, r: r.file.sha256, 66),
    ),
    references=(_RECEIVED,),
)


@dataclass(frozen=True)
class Omitted:
    """Rows of a table that were left out."""

    table: str
    rows: LeftOut


OMITTED = Layout[Omitted](
    "evidence_left_out",
    Text(zh="排除的记录", en="Rows left out"),
    Text(
        zh="不是记录，或 audit.yaml 所排除的行，及其理由。",
        en="Rows that are no records, or that audit.yaml leaves out, and why.",
    ),
    (
        code("table", "数据表（代码）", "Table (code)", lambda _, r: r.table, 20),
        number("rows", "行数", "Rows", lambda _, r: r.rows.rows, "count"),
        text("reason", "理由", "Reason", lambda t, r: t.text(r.rows.reason), 60),
    ),
    references=(_RECEIVED,),
)


@dataclass(frozen=True)
class Personal:
    """What the gate for personal data found in a column of a table."""

    table: str
    found: PersonalData


PERSONAL = Layout[Personal](
    "personal_data",
    Text(zh="个人信息", en="Personal data"),
    Text(
        zh="在各列发现的个人信息及处理决定；其内容从不列出。",
        en="Personal data found in columns and what was decided; the values are never shown.",
    ),
    (
        code("table", "数据表（代码）", "Table (code)", lambda _, r: r.table, 20),
        code("their_column", "列名", "Their column", lambda _, r: r.found.column, 24),
        code("column", "对应的列", "Column", lambda _, r: r.found.ours, 20),
        text("kind", "种类", "Kind", lambda t, r: t.text(r.found.kind), 20),
        number("cells", "单元格数", "Cells", lambda _, r: r.found.count, "count"),
        share("share", "占非空单元格的比例", "Share of filled cells", lambda _, r: r.found.share),
        *named("decision", "处理决定", "Decision", DECISIONS, lambda _, r: r.found.decision),
        text("reason", "理由", "Reason", lambda t, r: t.text(r.found.reason) if r.found.reason else None),
        code("approved_by", "批准人", "Approved by", lambda _, r: r.found.approved_by),
    ),
    references=(_RECEIVED,),
)

MISSING = Layout[MissingTable](
    "evidence_missing",
    Text(zh="未收到的证据", en="Evidence not received"),
    Text(
        zh="未提交的数据表，及因此无法测量的检查项。",
        en="Tables that were not handed over, and the items that would have needed them.",
    ),
    (
        code("table", "数据表（代码）", "Table (code)", lambda _, r: r.table, 20),
        text("title", "数据表", "Table", lambda t, r: t.text(r.title), 28),
        number("items_count", "检查项数", "Items", lambda _, r: len(r.items), "count"),
        code("items", "需要该证据的检查项", "Items that need it", lambda _, r: ids(r.items), 60),
    ),
    key=("table",),
)

PROBLEMS = Layout[tuple[int, ProblemGroup]](
    "problems",
    Text(zh="证据中的问题", en="Problems"),
    Text(
        zh="每条规则、每个文件一行；数量准确。个人信息已遮盖。",
        en="A rule and a file a row; counts are exact. Personal values are masked.",
    ),
    (
        number("problem", "序号", "No.", lambda _, r: r[0], "count", 7),
        code("code", "规则", "Rule", lambda _, r: r[1].code, 18),
        *named("level", "级别", "Level", "level", lambda _, r: r[1].level, 9, LEVEL_TONES),
        code("table", "数据表（代码）", "Table (code)", lambda _, r: r[1].table, 20),
        code("file", "文件", "File", lambda _, r: r[1].file, 40),
        code("column", "列", "Column", lambda _, r: r[1].column, 20),
        number("places", "数量", "Places", lambda _, r: r[1].count, "count"),
        number("examples", "所列示例", "Examples listed", lambda _, r: len(r[1].examples), "count"),
    ),
    key=("problem",),
)


@dataclass(frozen=True)
class Example:
    """One place that breaks a rule."""

    group: int
    problem: Problem


EXAMPLES = Layout[Example](
    "problem_examples",
    Text(zh="问题示例", en="Examples of problems"),
    Text(
        zh="结果中保存的全部示例及处理办法。", en="Every example that the result holds, and how to mend it."
    ),
    (
        number("problem", "问题序号", "Problem", lambda _, r: r.group, "count", 9),
        code("code", "规则", "Rule", lambda _, r: r.problem.code, 18),
        code("file", "文件", "File", lambda _, r: r.problem.file, 36),
        code("sheet", "工作表", "Sheet", lambda _, r: r.problem.sheet),
        code("at", "行号或单元格", "Line or cell", lambda _, r: r.problem.at, 12),
        code("their_column", "列名", "Their column", lambda _, r: r.problem.their_column, 20),
        code("column", "对应的列", "Column", lambda _, r: r.problem.column, 20),
        code("shown", "值", "Value", lambda _, r: r.problem.shown, 24),
        text("message", "问题", "Problem in words", lambda t, r: t.say(r.problem.message), 56),
        text("mend", "处理办法", "How to mend it", lambda t, r: t.mend(r.problem.message) or None, 56),
    ),
    references=(Reference(("problem",), "problems", ("problem",)),),
)


def evidence_tables(teller: Teller) -> tuple[Table, ...]:
    """Evidence received, its files, what was left out of it, what is missing, and problems."""
    manifest, problems = teller.result.manifest, teller.result.problems
    entries = manifest.tables
    examples = (Example(no, one) for no, group in enumerate(problems, 1) for one in group.examples)
    return (
        RECEIVED.told(teller, entries),
        FILES.told(teller, (File(entry.table, one) for entry in entries for one in entry.files)),
        OMITTED.told(teller, (Omitted(entry.table, one) for entry in entries for one in entry.left_out)),
        PERSONAL.told(teller, (Personal(entry.table, one) for entry in entries for one in entry.personal)),
        MISSING.told(teller, manifest.missing),
        PROBLEMS.told(teller, enumerate(problems, 1)),
        EXAMPLES.told(teller, examples),
    )
