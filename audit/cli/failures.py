"""How an error is told: the reader's own mistakes with place and remedy, ours with how to report them."""

from __future__ import annotations

import platform
import traceback
from collections.abc import Iterator, Sequence

import click

from audit import __version__
from audit.cli.exit_codes import Exit
from audit.cli.options import languages
from audit.errors import AuditError, DefinitionError, Located, Unreadable
from audit.text import Language, Text

MORE = Text(zh="……另有 {count} 处", en="... and {count} more")
INTERNAL = Text(
    zh="程序内部错误，与您的数据无关：{what}\n请将此信息连同版本（{version}，Python {python}）报告给开发者；加 -v 可显示调用栈。",
    en="A fault of the tool, not of your data: {what}\nPlease report this with the version ({version}, Python "
    "{python}); -v shows the traceback.",
)


def tell(error: Exception, args: Sequence[str]) -> int:
    """Print an error on stderr and return the exit code that it deserves."""
    speak = languages(_option(args, "--lang"))
    if isinstance(error, AuditError):
        return tell_error(error, speak)
    if {"-v", "--verbose"} & set(args):
        click.echo("".join(_frames(error)), err=True, nl=False)
    # The text of an unexpected exception may quote a cell; its type does not.
    what = str(error) if isinstance(error, DefinitionError) else type(error).__name__
    facts = {"what": what, "version": __version__, "python": platform.python_version()}
    for language in speak:
        click.echo(INTERNAL.in_(language).format(**facts), err=True)
    return Exit.INTERNAL


def tell_error(error: AuditError, speak: Sequence[Language]) -> Exit:
    """Print what the reader can mend on stderr; returns the exit code for it."""
    for language in speak:
        tell_located(error.located, error.total, language)
    return Exit.UNREADABLE if isinstance(error, Unreadable) else Exit.USAGE


def _frames(error: BaseException) -> Iterator[str]:
    """Where an error arose, and what led to it: without the texts of the exceptions, which may quote a cell."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _frames(before)
        yield "which led to:\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__name__}\n"


def tell_located(located: Sequence[Located], total: int, language: Language) -> None:
    """One line a problem, on stderr."""
    for one in located:
        click.echo(one.in_(language), err=True)
    if total > len(located):
        click.echo(MORE.in_(language).format(count=total - len(located)), err=True)


def _option(args: Sequence[str], name: str) -> str | None:
    """The value of an option as it was typed; the error may have come before the options were parsed."""
    for index, one in enumerate(args):
        if one == name and index + 1 < len(args):
            return args[index + 1]
        if one.startswith(f"{name}="):
            return one.partition("=")[2]
    return None
