"""The words of the page on which people read what validation found."""

from __future__ import annotations

from collections.abc import Mapping

from audit.text import Text

LEVELS: Mapping[str, Text] = {
    "error": Text(zh="错误", en="Error"),
    "warning": Text(zh="警告", en="Warning"),
    "note": Text(zh="提示", en="Note"),
}

GRADES: Mapping[str, Text] = {
    "A": Text(zh="系统完整导出，经现场追溯", en="complete system export, traced on site"),
    "B": Text(
        zh="系统导出未经追溯、概率样本，或审查组自己的现场记录",
        en="export not traced, a probability sample, or the audit team's own records of its fieldwork",
    ),
    "C": Text(
        zh="汇总或方便样本，或回收率低于 10%", en="summary or convenience sample, or a response under 10%"
    ),
    "D": Text(zh="仅口头说明", en="oral only"),
}

WORDS: Mapping[str, Text] = {
    "title": Text(zh="证据校验结果", en="Validation of the evidence"),
    "skip": Text(zh="跳到问题列表", en="Skip to the problems"),
    "language": Text(zh="语言", en="Language"),
    "has_errors": Text(
        zh="证据有错误，改正后方可采用。",
        en="The evidence has errors. They are to be mended before it can be used.",
    ),
    "has_new_errors": Text(
        zh="与基准相比，证据有新的错误，改正后方可采用。",
        en="The evidence has errors that the earlier file does not have. They are to be mended before it can be used.",
    ),
    "hides_errors": Text(
        zh="证据有错误，但因筛选未在本页列出。",
        en="The evidence has errors. A filter keeps them off this page.",
    ),
    "only_known_errors": Text(
        zh="没有新的错误；基准中已有的错误仍待改正。",
        en="No new error. Those that the earlier file has are still to be mended.",
    ),
    "not_checked": Text(zh="未能校验证据。", en="The evidence could not be checked."),
    "not_all_checked": Text(
        zh="部分文件无法读取，校验未能完成。", en="Files cannot be read. The check is not complete."
    ),
    "unread": Text(zh="未能校验的原因", en="What could not be checked, and why"),
    "none_shown": Text(zh="没有可显示的问题。", en="There is no problem to show."),
    "has_warnings": Text(
        zh="证据可以采用；请核对警告。", en="The evidence can be used. Please look through the warnings."
    ),
    "good": Text(zh="证据符合全部规则。", en="The evidence keeps every rule."),
    "nothing": Text(zh="没有提交任何证据。", en="No evidence was handed over."),
    "error": Text(zh="错误", en="errors"),
    "warning": Text(zh="警告", en="warnings"),
    "note": Text(zh="提示", en="notes"),
    "levels_mean": Text(
        zh="有错误的记录不予采用；有警告和提示的记录保留。",
        en="Records with an error are set aside; those with warnings and notes stay.",
    ),
    "scope": Text(
        zh="{tables} 张表，{files} 个文件，{rows} 条记录",
        en="tables {tables} · files {files} · records {rows}",
    ),
    "affected": Text(zh="因此无法评定的检查项", en="Items that cannot be assessed because of this"),
    "affected_why": Text(
        zh="下列检查项所依据的数据表不可用。", en="The tables that these items stand on cannot be used."
    ),
    "because_of": Text(zh="不可用的表", en="Tables that cannot be used"),
    "problems": Text(zh="问题", en="Problems"),
    "none": Text(zh="没有发现问题。", en="No problem was found."),
    "filter": Text(zh="筛选", en="Filter"),
    "level": Text(zh="级别", en="Level"),
    "table": Text(zh="数据表", en="Table"),
    "all_tables": Text(zh="全部", en="All"),
    "search": Text(zh="查找", en="Search"),
    "search_hint": Text(zh="代码、列、值、文字", en="code, column, value, words"),
    "order": Text(zh="排序", en="Order"),
    "by_level": Text(zh="按级别", en="by level"),
    "by_count": Text(zh="按数量", en="by number"),
    "by_code": Text(zh="按代码", en="by code"),
    "showing": Text(zh="显示的规则：", en="Rules shown: "),
    "of": Text(zh="，共 ", en=" of "),
    "no_match": Text(zh="没有符合筛选条件的问题。", en="No problem matches the filter."),
    "broken": Text(zh="不可用", en="cannot be used"),
    "places": Text(zh="{n} 处", en="× {n}"),
    "place": Text(zh="行或单元格", en="Line or cell"),
    "their_column": Text(zh="表头", en="Header"),
    "value": Text(zh="值", en="Value"),
    "wrong": Text(zh="问题", en="What is wrong"),
    "mend": Text(zh="如何改正：", en="How to mend it: "),
    "whole": Text(zh="整个文件", en="whole file"),
    "only_counted": Text(zh="未列出位置", en="places not listed"),
    "no_table": Text(zh="审查文件", en="The engagement"),
    "manifest": Text(zh="证据清单", en="Evidence received"),
    "manifest_why": Text(
        zh="每个文件的校验值（SHA-256）可证明所读文件未被改动。",
        en="The hash (SHA-256) of each file proves which bytes were read.",
    ),
    "files": Text(zh="文件", en="Files"),
    "rows": Text(zh="记录", en="Records"),
    "rows_of": Text(zh="读取 {rows}，采用 {used}", en="read {rows}, used {used}"),
    "set_aside": Text(zh="因错误剔除 {n}", en="set aside for errors {n}"),
    "outside": Text(zh="不在周期内 {n}", en="outside the period {n}"),
    "period": Text(zh="覆盖期间", en="Period covered"),
    "months": Text(zh="{covered}/{of} 个月有记录", en="months with records: {covered} of {of}"),
    "age": Text(zh="最后一条距数据截止 {n} 天", en="newest record, days before the cut-off: {n}"),
    "origin": Text(zh="来源", en="Source"),
    "collected": Text(zh="采集时间 {at}", en="collected {at}"),
    "grade": Text(zh="证据等级", en="Evidence grade"),
    "personal": Text(zh="个人信息", en="Personal data"),
    "refused": Text(zh="不予采用", en="refused"),
    "masked": Text(zh="已遮盖", en="masked"),
    "admitted": Text(zh="经批准采用", en="admitted"),
    "unknown": Text(zh="未使用的列", en="Columns not used"),
    "inline": Text(zh="在 audit.yaml 中填报", en="stated in audit.yaml"),
    "missing": Text(zh="未提交的表", en="Tables not handed over"),
    "items": Text(zh="需要该表的检查项", en="Items that would need it"),
    "bytes": Text(zh="{n} 字节", en="{n} bytes"),
    "made": Text(
        zh="由 service-gap-audit {version} 生成。个人信息不在本页显示。",
        en="Made by service-gap-audit {version}. No personal value is shown on this page.",
    ),
}
