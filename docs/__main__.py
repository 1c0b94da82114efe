"""Writes the reference pages and JSON Schemas in this folder: ``make docs``.

Everything said of a table, a measure, an item, a problem or a command is said where it is defined; these
pages only lay it out. A test fails when one of them is stale.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from audit import catalogues
from audit.cli import COMMANDS, cli
from audit.cli.evidence import AHEAD
from audit.engagement import Engagement
from audit.findings.ratings import RatingsFile
from audit.result import ValidationResult, result_schema
from docs.measure_pages import GENERATED, measure_pages

FOLDER = Path(__file__).parent


def pages() -> dict[str, str]:
    """Every generated file by name."""
    return {
        "evidence.md": "\n".join(evidence()),
        **dict(measure_pages()),
        "checklists.md": "\n".join(checklists()),
        "problems.md": "\n".join(problems()),
        "commands.md": "\n".join(commands()),
        "audit.schema.json": as_json(Engagement.model_json_schema(by_alias=True)),
        "ratings.schema.json": as_json(RatingsFile.model_json_schema(by_alias=True)),
        "result.schema.json": as_json(result_schema()),
        "validation.schema.json": as_json(ValidationResult.model_json_schema(by_alias=True)),
    }


def as_json(data: Any) -> str:
    """Indented, sorted, with one newline at the end."""
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def evidence() -> Iterator[str]:
    """The tables and their columns."""
    yield from (GENERATED, "# Evidence 证据目录", "")
    for table in catalogues.tables():
        yield from (f"## {table['id']}", "", both(table["title"]) + " — " + both(table["grain"]), "")
        yield from (
            "| column | | type | unit | required | labels | also written |",
            "|---|---|---|---|---|---|---|",
        )
        for column in table["columns"]:
            cells = (
                f"`{column['id']}`",
                both(column["title"]),
                column["type"] + (f", {AHEAD.zh} {AHEAD.en}" if column["planned"] else ""),
                column["unit"] or "",
                "yes" if column["required"] else "",
                ", ".join(column["labels"] or ()),
                ", ".join(column["aliases"]),
            )
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
        yield ""
        yield from integrity(table)


def integrity(table: dict[str, Any]) -> Iterator[str]:
    """What may occur once, where the table refers to, what refers to it, and its rules."""
    keys = ["(" + ", ".join(f"`{column}`" for column in key) + ")" for key in table["keys"]]
    references = [f"`{one['column']}` → `{one['to']}` ({one['code']})" for one in table["references"]]
    referred = [f"`{one['table']}.{one['column']}`" for one in table["referred_by"]]
    for head, found in (
        ("唯一 Unique", keys),
        ("引用 Refers to", references),
        ("被引用 Referred to by", referred),
    ):
        if found:
            yield from (f"{head}: {', '.join(found)}", "")
    if table["rules"]:
        yield from ("| code | level | columns | rule |", "|---|---|---|---|")
        for one in table["rules"]:
            columns = ", ".join(f"`{column}`" for column in one["columns"])
            yield f"| {one['code']} | {one['level']} | {columns} | {both(one['text'])} |"
        yield ""


def checklists() -> Iterator[str]:
    """The items by checklist and section."""
    yield from (GENERATED, "# Checklists 检查表", "")
    for checklist in catalogues.checklists():
        yield from (f"## {both(checklist['title'])} ({checklist['id']} {checklist['version']})", "")
        for section in checklist["sections"]:
            yield from (f"### {section['id']} {both(section['title'])}", "")
            for item in checklist["items"]:
                if item["section"] == section["id"]:
                    yield from (f"**{item['id']}** {both(item['text'])}", "")
                    yield f"- {item['severity']}, weight {item['weight']:g}, {item['kind']}, {item['tier']}"
                    yield from (f"- {item['rule']['zh']}", f"- {item['rule']['en']}", "")


def problems() -> Iterator[str]:
    """The problem codes."""
    yield from (GENERATED, "# Problems 问题代码", "", "| code | zh | en | how to mend |", "|---|---|---|---|")
    for one in catalogues.problems():
        mend = both(one["mend"]) if one["mend"] else ""
        yield f"| {one['id']} | {one['text']['zh']} | {one['text']['en']} | {mend} |"
    yield ""


def commands() -> Iterator[str]:
    """The help of every command."""
    yield from (GENERATED, "# Commands", "")
    root = click.Context(cli, info_name="audit", **{**cli.context_settings, "max_content_width": 100})
    for name in COMMANDS:
        yield from help_of(root, name)


def help_of(above: click.Context, name: str) -> Iterator[str]:
    """The help of one command and of those below it."""
    assert isinstance(above.command, click.Group)
    command = above.command.get_command(above, name)
    assert command is not None
    context = click.Context(command, parent=above, info_name=name, terminal_width=100)
    yield from (f"## {context.command_path}", "", "```", command.get_help(context), "```", "")
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            yield from help_of(context, below)


def both(text: dict[str, str]) -> str:
    """Chinese and English side by side; once where they are the same."""
    return text["zh"] if text["zh"] == text["en"] else f"{text['zh']} {text['en']}"


if __name__ == "__main__":
    for name, page in pages().items():
        path = FOLDER / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(page, encoding="utf-8")
