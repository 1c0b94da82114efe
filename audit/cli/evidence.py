"""``audit evidence``: the tables that evidence is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from audit.cli import request, schema, synthesise, template
from audit.cli.exit_codes import Exit
from audit.cli.listing import FORMAT, View, print_all, print_one, words
from audit.cli.options import Voice, with_voice
from audit.text import Language, Text

REQUIRED = Text(zh="必需", en="required")
AHEAD = Text(zh="可为将来", en="may lie ahead")
PERSONAL = Text(zh="个人信息", en="personal data")
OR = Text(zh="也可写作", en="also")
KEYS = Text(zh="唯一（不得重复）：", en="Unique:")
REFERENCES = Text(zh="引用：", en="Refers to:")
REFERRED_BY = Text(zh="被引用：", en="Referred to by:")
RULES = Text(zh="完整性规则：", en="Integrity rules:")
LEVELS = {
    "error": Text(zh="错误", en="error"),
    "warning": Text(zh="警告", en="warning"),
    "note": Text(zh="提示", en="note"),
}


@click.group()
def command() -> None:
    """The tables that evidence is made of."""


command.add_command(template.command, "template")
command.add_command(schema.command, "schema")
command.add_command(request.command, "request")
command.add_command(synthesise.command, "synthesise")


@command.command("list", epilog="Example: audit evidence list --lang zh-CN")
@FORMAT
@with_voice
def list_(form: str, voice: Voice) -> int:
    """Every table in a line."""
    from audit.catalogues import tables

    print_all(tables(), form, voice, _line)
    return Exit.OK


@command.command("show", epilog="Example: audit evidence show complaints")
@click.argument("table")
@FORMAT
@with_voice
def show(table: str, form: str, voice: Voice) -> int:
    """One TABLE with its columns, labels, aliases, keys, references and rules."""
    from audit.catalogues import tables

    print_one(tables(), table, Text(zh="数据表", en="table"), form, voice, _lines)
    return Exit.OK


def _line(table: View, language: Language) -> Iterator[str]:
    yield f"{table['id']:<20} {words(table['title'], language)}"


def _lines(table: View, language: Language) -> Iterator[str]:
    yield f"{table['id']}  {words(table['title'], language)} ({words(table['grain'], language)})"
    for column in table["columns"]:
        marks = [column["type"]]
        marks += [column["unit"]] if column["unit"] else []
        marks += [REQUIRED.in_(language)] if column["required"] else []
        marks += [AHEAD.in_(language)] if column["planned"] else []
        marks += [PERSONAL.in_(language)] if column["personal_data"] not in ("none", "org") else []
        yield f"  {column['id']:<24} {words(column['title'], language)}  [{', '.join(marks)}]"
        if column["note"]:
            yield f"  {'':<24} {words(column['note'], language)}"
        if column["labels"]:
            yield f"  {'':<24} {', '.join(column['labels'])}"
        if column["aliases"]:
            yield f"  {'':<24} {OR.in_(language)}: {', '.join(column['aliases'])}"
    yield from _under(KEYS, (" + ".join(key) for key in table["keys"]), language)
    yield from _under(
        REFERENCES,
        (f"{one['column']} → {one['to']}  [{_coded(one, language)}]" for one in table["references"]),
        language,
    )
    yield from _under(
        REFERRED_BY,
        (f"{one['table']}.{one['column']} → {one['to']}" for one in table["referred_by"]),
        language,
    )
    yield from _under(
        RULES,
        (
            f"{words(one['text'], language)}  ({', '.join(one['columns'])})  [{_coded(one, language)}]"
            for one in table["rules"]
        ),
        language,
    )


def _under(head: Text, lines: Iterable[str], language: Language) -> Iterator[str]:
    """A heading and what stands under it; nothing where there is nothing."""
    found = [f"  {line}" for line in lines]
    if found:
        yield from (head.in_(language), *found)


def _coded(one: View, language: Language) -> str:
    return f"{one['code']}, {LEVELS[one['level']].in_(language)}"
