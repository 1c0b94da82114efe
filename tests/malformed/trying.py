"""Trying one file: an engagement is written around it, and what comes out is told, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audit import api
from audit.cli.validate import line
from audit.errors import AuditError
from audit.text import Text
from tests.malformed.files import Malformed

AUDIT = """\
audit: 1
organisation: {{id: trial, name: {{zh: 试验公司, en: Trial}}, sector: retail}}
scope: {{zh: 服务, en: service}}
type: self
period: {{start: 2026-01-01, end: 2026-04-01}}
as_of: 2026-04-15
timezone: Asia/Shanghai
criteria: [recovery]
evidence:
  complaints:
    files: [{name}]
{config}"""


@dataclass(frozen=True)
class Said:
    """One problem: its code, and the line that is printed."""

    code: str
    line: Text


def written(file: Malformed, folder: Path) -> Path:
    """The folder of an engagement that holds the file."""
    (folder / "audit.yaml").write_text(AUDIT.format(name=file.name, config=file.config), encoding="utf-8")
    (folder / file.name).write_bytes(file.content)
    return folder


def said(folder: Path) -> tuple[Said, ...]:
    """What validation says: of each group of problems the first."""
    try:
        result = api.validate(folder)
    except AuditError as error:
        return tuple(
            Said(one.message.code, Text(zh=one.in_("zh"), en=one.in_("en"))) for one in error.located
        )
    first = (group.examples[0] for group in result.groups)
    return tuple(Said(one.code, Text(zh=line(one, "zh"), en=line(one, "en"))) for one in first)


def rows(file: Malformed, told: tuple[Said, ...]) -> list[str]:
    """The rows of the table: what the file is, the exit code, and every line in both languages."""
    what = f"{file.what.zh}<br>{file.what.en}"
    lines = "<br>".join(_cell(words) for one in told for words in (one.line.zh, one.line.en))
    return [f"| {what} | {file.exit} | {lines or '—'} |"]


def _cell(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return escaped.replace("\n", " ")
