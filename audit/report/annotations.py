"""Problems as workflow commands of GitHub Actions, which shows them beside the line that they speak of.

A command is ``::error file=F,line=N,title=T::message``. In the message ``%``, CR and LF are escaped, in a
property ``:`` and ``,`` as well (actions/toolkit, ``packages/core/src/command.ts``), so that no cell of the
evidence can end a command or begin another.

GitHub shows the first ten errors, warnings and notices of a step each; the log has all of them. So what is
cut off is said in the very first notice, and what follows from all problems in the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from audit.report import problems
from audit.result import Level, ProblemGroup, ValidationResult, unsaid
from audit.text import Language, Text

SHOWN_A_STEP = 10
CUT_OFF = Text(
    zh="GitHub 每个步骤只显示前 {most} 条；未显示：{hidden}。全部内容见日志",
    en="GitHub shows the first {most} of each kind; not shown: {hidden}. The log has all of them",
)
NOT_ASSESSABLE = Text(zh="无法评定的检查项：{items}", en="Items that cannot be assessed: {items}")

COMMANDS: Mapping[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render_annotations(result: ValidationResult, language: Language, folder: str = "") -> str:
    """One command a line for every example, and one for the places of a group that are not shown.

    Before them a notice says how many GitHub will not show, and one names the items that cannot be assessed.

    Args:
        result: what validation found.
        language: of the messages.
        folder: the engagement's folder as seen from the root of the repository.
    """
    found: list[tuple[Level, str]] = [*_unread(result, language, folder)]
    found += [(group.level, one) for group in result.groups for one in _commands(group, language, folder)]
    first = [*_not_shown(result, language)]
    if result.affected:
        first.append(_notice(NOT_ASSESSABLE.in_(language).format(items=_items(result, language))))
    counts = Counter(level for level, _ in found)
    counts["error" if _hides_errors(result) else "note"] += len(unsaid.not_shown(result))
    counts["note"] += bool(result.affected)
    if max(counts.values(), default=0) > SHOWN_A_STEP:
        counts["note"] += 1
        hidden = ", ".join(
            f"{COMMANDS[level]} {counts[level] - SHOWN_A_STEP}"
            for level in COMMANDS
            if counts[level] > SHOWN_A_STEP
        )
        first.insert(0, _notice(CUT_OFF.in_(language).format(most=SHOWN_A_STEP, hidden=hidden)))
    return "".join(one + "\n" for one in (*first, *(command for _, command in found)))


def _items(result: ValidationResult, language: Language) -> str:
    return problems.visible("; ".join(f"{one.id} {one.title.in_(language)}" for one in result.affected))


def _not_shown(result: ValidationResult, language: Language) -> Iterator[str]:
    """What a filter hides: an error where errors are among it, since the command fails then."""
    command = "error" if _hides_errors(result) else "notice"
    return (_notice(problems.visible(one.in_(language)), command) for one in unsaid.not_shown(result))


def _hides_errors(result: ValidationResult) -> bool:
    return result.filter is not None and result.filter.hidden.error > 0


def _unread(result: ValidationResult, language: Language, folder: str) -> Iterator[tuple[Level, str]]:
    """What cannot be read, before all else."""
    if result.stopped is None:
        return
    for one in result.stopped.located:
        line = one.line if one.sheet is None else None
        said = problems.stop(one, language)
        if one.sheet is not None:
            said = f"{problems.visible(one.place())}  {said}"
        yield "error", _at("error", one.file, one.message.code, said, folder, line)
    rest = problems.unlisted(result.stopped, language)
    if rest:
        yield "error", _notice(rest, "error")


def _notice(message: str, command: str = "notice") -> str:
    return f"::{command} title=audit validate::{message.translate(_DATA)}"


def _commands(group: ProblemGroup, language: Language, folder: str) -> Iterator[str]:
    for problem in group.examples:
        yield _command(group, problems.sentence(problem, language), folder, problems.line(problem))
    rest = problems.rest(group, language)
    if rest:
        yield _command(group, rest, folder)


def _command(group: ProblemGroup, message: str, folder: str, line: int | None = None) -> str:
    return _at(COMMANDS[group.level], group.file, group.code, message, folder, line)


def _at(command: str, where: str, title: str, message: str, folder: str, line: int | None) -> str:
    file = problems.visible(problems.path(where, folder))
    given = {"file": file, "line": line, "title": title}
    properties = ",".join(
        f"{name}={str(value).translate(_PROPERTY)}" for name, value in given.items() if value is not None
    )
    return f"::{command} {properties}::{message.translate(_DATA)}"
