"""What the commands say of their own, in both languages, and how numbers look in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audit.text import Language, Text

NO_PROBLEM = Text(
    zh="没有发现问题：{files} 个文件，{rows} 条记录。", en="No problem found in {files:file}, {rows:row}."
)
PROBLEMS = Text(
    zh="{files} 个文件中有 {count} 处问题（{errors} 处错误，{warnings} 处警告，{notes} 处提示），显示 {shown} 处。",
    en="{count:problem} in {files:file} ({errors:error}, {warnings:warning}, {notes:note}), showing {shown}.",
)
NONE_SHOWN = Text(
    zh="没有可显示的问题：{files} 个文件，{rows} 条记录。",
    en="No problem to show in {files:file}, {rows:row}.",
)
NOTHING = Text(
    zh="没有可校验的数据表：audit.yaml 的 evidence 中一张也没有写明。",
    en="No table to check: audit.yaml names none under evidence.",
)
AFFECTED = Text(
    zh="因此无法评定的检查项：{items}", en="Items that cannot be assessed because of them: {items}"
)
READ = Text(zh="{path}：{rows} 条记录", en="{path}: {rows:row}")
READ_AS = Text(
    zh="{path}：{rows} 条记录，编码 {encoding}（{how}）", en="{path}: {rows:row}, {encoding} ({how})"
)
GRADED = Text(zh="{table}：证据等级 {grade}（{why}）", en="{table}: evidence grade {grade} ({why})")
REACHES = Text(
    zh="{table}：{first} 至 {last}，{of} 个月中 {n} 个月有记录，最后一条距数据截止 {age} 天",
    en="{table}: {first} to {last}, {n} of {of} months with a record, the newest {age} days before the cut-off",
)
HOW = {
    "declared": Text(zh="指定", en="declared"),
    "bom": Text(zh="由字节顺序标记得知", en="from its byte order mark"),
    "detected": Text(zh="自动识别", en="detected"),
}
WRITTEN = Text(zh="已写入 {path}", en="Wrote {path}")
INCOMPARABLE = Text(
    zh="警告：{start} 至 {end} 的审查（结果 {result}）与本次不可比，或只部分可比：{why}",
    en="warning: the audit of {start} to {end} (result {result}) is not comparable, or in part only: {why}",
)
EXIT = Text(zh="退出码 {code}：{why}", en="Exit code {code}: {why}")
UNKNOWN = Text(zh="结果不明", en="unknown")
METHODS = {
    "wilson": Text(zh="Wilson 法", en="Wilson"),
    "t": Text(zh="t 分布", en="Student's t"),
    "poisson": Text(zh="精确泊松法", en="exact Poisson"),
    "feldt": Text(zh="Feldt 法", en="Feldt"),
    "bootstrap": Text(zh="自助法", en="bootstrap"),
    "goodman": Text(zh="Goodman 联合区间", en="Goodman, simultaneous"),
    "newcombe": Text(zh="Newcombe 法", en="Newcombe"),
    "welch": Text(zh="Welch 法", en="Welch"),
    "kaplan_meier": Text(zh="Kaplan-Meier 法", en="Kaplan-Meier"),
    "order_statistics": Text(zh="次序统计量", en="order statistics"),
    "site_cluster": Text(zh="按场所聚类", en="clustered by site"),
    "rate_ratio": Text(zh="精确率比", en="exact ratio of rates"),
    "quasi_poisson": Text(zh="拟泊松回归", en="quasi-Poisson regression"),
    "kappa": Text(zh="κ 的渐近法", en="asymptotic, of kappa"),
    "fisher_z": Text(zh="Fisher z 变换", en="Fisher's z"),
    "hc3": Text(zh="HC3 稳健标准误", en="HC3"),
    "noncentral_t": Text(zh="非中心 t 分布", en="noncentral t"),
}
RENDERING = Text(zh="排版报告", en="Rendering the report")


def figure(value: Any) -> str:
    """A number as a terminal shows it: at most four decimals, a true minus sign, no grouping."""
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    shown = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown.replace("-", "−")


class _Fact:
    """A value in a sentence; ``{rows:row}`` writes an English count with its noun: 1 row, 2 rows."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __format__(self, noun: str) -> str:
        shown = figure(self.value)
        if not noun:
            return shown
        return f"{shown} {noun}" if self.value == 1 else f"{shown} {noun}s"


def in_words(table: Mapping[str, Text], code: str, language: Language) -> str:
    """The words for a code; the code itself where the table is older than the result."""
    return table[code].in_(language) if code in table else code


def constant(name: str, value: float, unit: str, origin: str) -> str:
    """A constant of a definition with its unit in words and its origin: ``target = 24 hours (D)``."""
    return f"{name} = {figure(value)} {unit}".rstrip() + f" ({origin})"


def score(value: Any) -> str:
    """A score or another number in a sentence, to one decimal."""
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def said(text: Text, language: Language, **facts: Any) -> str:
    """A sentence with its facts filled in."""
    return text.in_(language).format(**{name: _Fact(value) for name, value in facts.items()})
