"""Problems as workflow commands of GitHub Actions, which shows them beside the line that they speak of.

A command is ``::error file=F,line=N,title=T::message``. In the message ``%``, CR and LF are escaped, in a
property ``:`` and ``,`` as well (actions/toolkit, ``packages/core/src/command.ts``), so that no cell of the
evidence can end a command or begin another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from audit.report import problems
from audit.result import Level, ProblemGroup, ValidationResult
from audit.text import Language

COMMANDS: Mapping[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render_annotations(result: ValidationResult, language: Language, folder: str = "") -> str:
    """One command a line for every example, and one for the places of a group that are not shown.

    Args:
        result: what validation found.
        language: of the messages.
        folder: the engagement's folder as seen from the root of the repository.
    """
    return "".join(one + "\n" for group in result.groups for one in _commands(group, language, folder))


def _commands(group: ProblemGroup, language: Language, folder: str) -> Iterator[str]:
    for problem in group.examples:
        yield _command(group, problems.sentence(problem, language), folder, problems.line(problem))
    rest = problems.rest(group, language)
    if rest:
        yield _command(group, rest, folder)


def _command(group: ProblemGroup, message: str, folder: str, line: int | None = None) -> str:
    file = problems.visible(problems.path(group.file, folder))
    given = {"file": file, "line": line, "title": group.code}
    properties = ",".join(
        f"{name}={str(value).translate(_PROPERTY)}" for name, value in given.items() if value is not None
    )
    return f"::{COMMANDS[group.level]} {properties}::{message.translate(_DATA)}"
