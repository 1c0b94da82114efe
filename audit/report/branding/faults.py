"""What is wrong with a template of somebody's own: file, line, and how to mend it."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from audit.errors import Located, UsageError
from audit.text import Message, Text, message

SYNTAX = message("R-SYNTAX", zh="模板有语法错误：{why}", en="the template cannot be read: {why}")
UNDEFINED = message(
    "R-UNDEFINED",
    zh="模板用到了不存在的名称：{why}",
    en="the template uses a name that there is not: {why}",
    mend=Text(zh="可用的名称见 docs/branding.md", en="docs/branding.md lists the names that there are"),
)
NOT_FOUND = message(
    "R-NO-TEMPLATE",
    zh="找不到模板“{name}”",
    en="there is no template “{name}”",
    mend=Text(
        zh="随附的模板以 shipped/ 开头引用，如 shipped/cover.html.j2",
        en="write shipped/ before the name of one that ships, such as shipped/cover.html.j2",
    ),
)
FORBIDDEN = message(
    "R-FORBIDDEN",
    zh="模板不得这样做：{why}",
    en="a template may not do this: {why}",
    mend=Text(
        zh="模板在沙箱中运行，只能读取报告内容", en="templates run in a sandbox and only read the report"
    ),
)
UNPRINTABLE = message(
    "R-UNPRINTABLE",
    zh="模板无法打印此值：{why}",
    en="the template cannot print this value: {why}",
    mend=Text(
        zh="小数请加 |number 或 |percent，日期请加 |day",
        en="put |number or |percent behind a decimal, |day behind a date",
    ),
)
STYLE = message(
    "R-STYLE",
    zh="排版程序未采纳：{why}",
    en="the layout did not accept this: {why}",
    mend=Text(
        zh="图片和字体请放在同一文件夹，写作 asset:文件名；可用的样式见 docs/branding.md",
        en="put pictures and fonts into the same folder and write asset:NAME; docs/branding.md tells what styles can do",
    ),
)
LONGEST = 120
"""Characters of a reason that are told: one may quote a whole value of the report."""

_AT = re.compile(r" at (\d+):(\d+)")


@contextmanager
def template_faults(folder: Path | None) -> Iterator[None]:
    """Tell faults of the templates in ``folder`` as usage errors; those of ours stay what they are.

    Raises:
        UsageError: with the file and line of the template at fault.
    """
    try:
        yield
    except (TemplateError, TypeError, ValueError) as error:
        place = _place(error, folder)
        if place is None:
            raise
        file, line = place
        raise UsageError([Located(file=file, line=line, message=_told(error))]) from None


def _place(error: Exception, folder: Path | None) -> tuple[str, int | None] | None:
    """The innermost template of the folder that the error arose in; None where there is none."""
    if folder is None:
        return None
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return (error.filename, error.lineno) if Path(error.filename).is_relative_to(folder) else None
    frames = traceback.extract_tb(error.__traceback__)
    own = [one for one in frames if Path(one.filename).is_relative_to(folder)]
    return (own[-1].filename, own[-1].lineno) if own else None


def _told(error: Exception) -> Message:
    why = str(error)[:LONGEST]
    match error:
        case TemplateSyntaxError():
            return SYNTAX(why=why)
        case TemplateNotFound():
            return NOT_FOUND(name=why)
        case SecurityError():
            return FORBIDDEN(why=why)
        case UndefinedError():
            return UNDEFINED(why=why)
    return UNPRINTABLE(why=why)


def refuse_complaints(warnings: Sequence[str], folder: Path | None) -> None:
    """Tell what the layout complained of; our own templates and styles give it no reason to.

    Raises:
        UsageError: there is a complaint, and a folder of one's own that it comes from.
    """
    if folder is not None and warnings:
        raise UsageError(_complaint(one, folder) for one in dict.fromkeys(warnings))


def _complaint(warning: str, folder: Path) -> Located:
    """Complaints about styles name a place in brand.css; the others name none."""
    at = _AT.search(warning)
    if at is None:
        return Located(file=str(folder), message=STYLE(why=warning))
    line, column = map(int, at.groups())
    why = warning.replace(at[0], "")
    return Located(file=str(folder / "brand.css"), line=line, column=column, message=STYLE(why=why))
