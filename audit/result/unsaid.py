"""In words: what of a validation is not shown, and why it ended before everything was checked."""

from __future__ import annotations

from collections.abc import Iterator

from audit.result.problem import Counts, Filter, ValidationResult
from audit.text import Text

NARROWED = Text(
    zh="只显示部分问题（--level {levels}；--tables {tables}）。未显示：{counts}。",
    en="Not every problem is shown (--level {levels}; --tables {tables}). Not shown: {counts}.",
)
ALL_TABLES = Text(zh="全部", en="all")
COUNTS = Text(
    zh="错误 {error}，警告 {warning}，提示 {note}", en="errors {error}, warnings {warning}, notes {note}"
)
NEW_ONLY = Text(
    zh="只显示并只计入基准文件（--new-only）中没有的问题。基准中已有、此处不再列出：{counts}。",
    en="Only problems that the earlier file (--new-only) does not have are shown and count. "
    "Known from it and not shown: {counts}.",
)
BY_COUNT = Text(
    zh="有 {n} 类问题，基准文件未列出全部位置，只比较了数量：改正一处、又新增一处的，无法发现。"
    "请以更大的 --max-examples 重新生成基准。",
    en="Rules of which the earlier file does not list every place: {n}. There the counts were compared, so that a place "
    "mended can hide a new one. Make the earlier file anew with a larger --max-examples.",
)
EARLIER_PARTIAL = Text(
    zh="基准文件本身不完整（经过筛选，或有文件未能读取），其中没有的问题一律视为新增。",
    en="The earlier file is itself not complete (filtered, or files could not be read): whatever it lacks counts as new.",
)
UNREADABLE = Text(
    zh="部分文件无法读取，校验未能完成；其余文件已按现有内容校验，跨文件的核对未做。",
    en="Files cannot be read: the check is not complete. The others were checked as far as that goes without them.",
)
USAGE = Text(
    zh="audit.yaml 或其所指的文件有误，未能校验。",
    en="audit.yaml or what it names is wrong: nothing could be checked.",
)


def not_shown(result: ValidationResult) -> tuple[Text, ...]:
    """What was filtered and how much of it there is; nothing where everything is shown."""
    return tuple(_sentences(result.filter)) if result.filter else ()


def _sentences(filtered: Filter) -> Iterator[Text]:
    if filtered.narrows:
        tables = ALL_TABLES if filtered.tables is None else _same(",".join(filtered.tables))
        yield _filled(
            NARROWED, levels=_same(",".join(filtered.levels)), tables=tables, counts=counted(filtered.hidden)
        )
    if filtered.new_only:
        yield _filled(NEW_ONLY, counts=counted(filtered.known))
    if filtered.by_count:
        yield _filled(BY_COUNT, n=_same(str(filtered.by_count)))
    if filtered.earlier_partial:
        yield EARLIER_PARTIAL


def why_stopped(result: ValidationResult) -> Text | None:
    """That not everything could be checked; None where everything was."""
    if result.stopped is None:
        return None
    return UNREADABLE if result.stopped.reason == "unreadable" else USAGE


def counted(counts: Counts) -> Text:
    """How many problems there are of each level."""
    return _filled(COUNTS, **{level: _same(str(n)) for level, n in counts.model_dump().items()})


def _same(words: str) -> Text:
    return Text(zh=words, en=words)


def _filled(text: Text, **facts: Text) -> Text:
    zh = text.zh.format(**{name: one.zh for name, one in facts.items()})
    return Text(zh=zh, en=text.en.format(**{name: one.en for name, one in facts.items()}))
