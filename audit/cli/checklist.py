"""``audit checklist``: what evidence is compared with."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.exit_codes import Exit
from audit.cli.explain_words import RULE, WHY
from audit.cli.failures import tell_located
from audit.cli.listing import FORMAT, View, print_all, print_one, words
from audit.cli.options import Voice, with_voice
from audit.cli.template import write_all
from audit.text import Language, Text

if TYPE_CHECKING:
    from audit.catalogues import CriteriaKind

CLEAN = Text(zh="检查表和方案没有问题。", en="Checklists and schemes are clean.")
RATED = Text(zh="（评级）", en="(rated)")
THROUGH = Text(zh="经由 {concept}", en="through {concept}")
OUT_OF_REACH = Text(zh="没有检查项或指标涉及", en="nothing reaches it")
REACHED = Text(
    zh="{all} 个概念中，{reached} 个有检查项或指标涉及，其中 {by_item} 个由检查项直接涉及",
    en="{reached} of {all} concepts are reached, {by_item} of them by an item that names them",
)
WEIGHT = Text(
    zh="权重 {weight}，{severity}，{kind}，{tier}", en="weight {weight}, {severity}, {kind}, {tier}"
)
KINDS = {
    "characteristic": Text(zh="服务特性测评", en="service characteristic"),
    "management": Text(zh="服务管理审核", en="service management"),
}
SEVERITIES = {
    "critical": Text(zh="关键", en="critical"),
    "major": Text(zh="严重", en="major"),
    "minor": Text(zh="一般", en="minor"),
    "observation": Text(zh="观察项", en="observation"),
}
DOCUMENTS = Text(zh="所需文件", en="Documents")
DOCUMENT = Text(zh="{name}（{type}）", en="{name} ({type})")
ASK = Text(zh="询问", en="To ask")
LOOK = Text(zh="查看", en="To look at")
LEVELS = Text(zh="评级", en="Levels")
REFERENCES = Text(zh="参考条款", en="References")
TIERS = {"core": Text(zh="核心", en="core"), "extended": Text(zh="扩展", en="extended")}


@click.group()
def command() -> None:
    """The checklists: list, show, lint, coverage, schema, template, import."""


@command.command("list", epilog="Example: audit checklist list --format json")
@FORMAT
@with_voice
def list_(form: str, voice: Voice) -> int:
    """Every item in a line."""
    from audit.catalogues import items

    print_all(items(), form, voice, _line)
    return Exit.OK


@command.command("show", epilog="Example: audit checklist show FG-D01")
@click.argument("item")
@FORMAT
@with_voice
def show(item: str, form: str, voice: Voice) -> int:
    """One ITEM, or all items of a checklist: requirement, why, how it is judged, what to ask and to look at."""
    from audit.catalogues import items

    of_checklist = [one for one in items() if one["checklist"] == item.casefold()]
    if of_checklist:
        print_all(of_checklist, form, voice, _apart)
        return Exit.OK
    print_one(items(), item, Text(zh="检查项", en="item"), form, voice, _lines)
    return Exit.OK


@command.command("lint", epilog="Example: audit checklist lint my-checklist my-scheme.yaml")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@with_voice
def lint(paths: tuple[Path, ...], voice: Voice) -> int:
    """Check checklists (folders) and schemes (YAML files), or those that ship; every problem with file and line."""
    from audit.catalogues import lint_criteria

    problems = lint_criteria(paths)
    for language in voice.languages:
        tell_located(problems, len(problems), language)
        if not problems:
            voice.say(CLEAN.in_(language))
    return Exit.USAGE if problems else Exit.OK


@command.command("coverage", epilog="Example: audit checklist coverage --format csv -o coverage.csv")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "xlsx"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write here instead of stdout."
)
@with_voice
def coverage(form: str, output: Path | None, voice: Voice) -> int:
    """Which items and measures reach each concept of the subject; 2 when one is out of reach."""
    from audit.catalogues import coverage as concepts
    from audit.catalogues import coverage_book

    if form == "xlsx" and output is None:
        raise click.UsageError("--format xlsx needs -o, the workbook to write")
    found = concepts()
    if form == "xlsx" and output is not None:
        write_all({output.name: coverage_book(found)}, output.parent, voice)
        return Exit.OK if all(one["reached"] for one in found) else Exit.USAGE
    told = {"text": _coverage_text, "json": _coverage_json, "csv": _coverage_csv}[form](found, voice)
    if output is None:
        click.echo(told, nl=False)
    else:
        write_all({output.name: told.encode("utf-8-sig" if form == "csv" else "utf-8")}, output.parent, voice)
    return Exit.OK if all(one["reached"] for one in found) else Exit.USAGE


@command.command("schema", epilog="Example: audit checklist schema --kind scheme -o scheme.schema.json")
@click.option(
    "--kind",
    type=click.Choice(["checklist", "section", "scheme"]),
    default="section",
    show_default=True,
    help="checklist.yaml, a file of items, or a scheme.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write here instead of stdout."
)
@with_voice
def schema(kind: CriteriaKind, output: Path | None, voice: Voice) -> int:
    """The JSON Schema of a file of criteria: editors complete and check such files by it."""
    from audit.catalogues import criteria_schema

    told = json.dumps(criteria_schema(kind), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if output is None:
        click.echo(told, nl=False)
    else:
        write_all({output.name: told.encode()}, output.parent, voice)
    return Exit.OK


@command.command("template", epilog="Example: audit checklist template -o forms --lang en")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=".", show_default=True
)
@with_voice
def template(output: Path, voice: Voice) -> int:
    """Write the form for a checklist of one's own, with an example of each kind, for `audit checklist import`."""
    from audit.authoring.form import template as forms

    write_all(forms(voice.languages), output, voice)
    return Exit.OK


@command.command("import", epilog="Example: audit checklist import checklist.xlsx -o my-checklist")
@click.argument("form", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write; audit.yaml names it under criteria.",
)
@with_voice
def import_(form: Path, output: Path, voice: Voice) -> int:
    """Make a checklist from the filled FORM, a file for each section; every problem with its cell."""
    from audit.authoring.reading import imported

    write_all(imported(form), output, voice)
    return Exit.OK


def _coverage_text(concepts: Sequence[View], voice: Voice) -> str:
    lines = []
    for language in voice.languages:
        for one in concepts:
            lines.append(f"{one['id']:<14} {words(one['text'], language)}")
            lines.append("  " + (_reaching(one, language) or OUT_OF_REACH.in_(language)))
        reached = sum(one["reached"] for one in concepts)
        by_item = sum(bool(one["items"]) for one in concepts)
        lines.append(REACHED.in_(language).format(reached=reached, all=len(concepts), by_item=by_item))
    return "\n".join(lines) + "\n"


def _reaching(concept: View, language: Language) -> str:
    """The items with their measures; for a concept without any what it states."""
    named = [f"{one['item']} {one['measure'] or RATED.in_(language)}" for one in concept["items"]]
    named += concept["measures"]
    if concept["through"]:
        named.append(THROUGH.in_(language).format(concept=concept["through"]))
    return ("；" if language == "zh" else "; ").join(named)


def _coverage_json(concepts: Sequence[View], voice: Voice) -> str:
    return json.dumps(concepts, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _coverage_csv(concepts: Sequence[View], voice: Voice) -> str:
    from audit.catalogues import coverage_rows

    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(coverage_rows(concepts))
    return written.getvalue()


def _line(item: View, language: Language) -> Iterator[str]:
    yield f"{item['id']:<8} {words(item['text'], language)}"


def _lines(item: View, language: Language) -> Iterator[str]:
    colon = "：" if language == "zh" else ": "
    yield f"{item['id']}  {words(item['text'], language)}"
    facts = {"severity": SEVERITIES, "kind": KINDS, "tier": TIERS}
    filled = {name: table[item[name]].in_(language) for name, table in facts.items()}
    yield "  " + WEIGHT.in_(language).format(weight=f"{item['weight']:g}", **filled)
    yield f"  {WHY.in_(language)}{colon}{words(item['why'], language)}"
    yield f"  {RULE.in_(language)}{colon}{words(item['rule'], language)}"
    documents = [DOCUMENT.in_(language).format(name=words(one, language), **one) for one in item["documents"]]
    for label, listed in (
        (DOCUMENTS, documents),
        (ASK, item["ask"][language]),
        (LOOK, item["look"][language]),
    ):
        if listed:
            yield f"  {label.in_(language)}{colon.rstrip()}"
            yield from (f"    · {one}" for one in listed)
    anchors = item["anchors"][language]
    if anchors:
        yield f"  {LEVELS.in_(language)}{colon.rstrip()}"
        yield from (f"    {level}  {one}" for level, one in enumerate(anchors))
    if item["references"]:
        yield f"  {REFERENCES.in_(language)}{colon}" + "; ".join(map(_cited, item["references"]))


def _apart(item: View, language: Language) -> Iterator[str]:
    """An item of several, with an empty line after it."""
    yield from _lines(item, language)
    yield ""


def _cited(reference: View) -> str:
    clause = f":{reference['clause']}" if reference["clause"] else ""
    return f"{reference['standard']}{clause}{'' if reference['certain'] else '?'}"
