"""What the commands say of their own, in both languages, and how numbers look in a terminal."""

from __future__ import annotations

from typing import Any

from audit.text import Language, Text

NO_PROBLEM = Text(
    zh="没有发现问题：{files} 个文件，{rows} 条记录。", en="No problem found in {files:file}, {rows:row}."
)
PROBLEMS = Text(
    zh="{files} 个文件中有 {count} 处问题（{errors} 处错误，{warnings} 处警告，{notes} 处提示），显示 {shown} 处。",
    en="{count:problem} in {files:file} ({errors:error}, {warnings:warning}, {notes:note}), showing {shown}.",
)
AFFECTED = Text(
    zh="因此无法评定的检查项：{items}", en="Items that cannot be assessed because of them: {items}"
)
READ_AS = Text(
    zh="{path}：{rows} 条记录，编码 {encoding}（{how}）", en="{path}: {rows:row}, {encoding} ({how})"
)
HOW = {
    "declared": Text(zh="指定", en="declared"),
    "bom": Text(zh="由字节顺序标记得知", en="from its byte order mark"),
    "detected": Text(zh="自动识别", en="detected"),
}
WRITTEN = Text(zh="已写入 {path}", en="Wrote {path}")
EXIT = Text(zh="退出码 {code}：{why}", en="Exit code {code}: {why}")
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


def said(text: Text, language: Language, **facts: Any) -> str:
    """A sentence with its facts filled in."""
    return text.in_(language).format(**{name: _Fact(value) for name, value in facts.items()})
