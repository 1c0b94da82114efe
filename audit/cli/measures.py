"""``audit measures``: how things are measured."""

from __future__ import annotations

from collections.abc import Iterator

import click

from audit.cli.exit_codes import Exit
from audit.cli.explain_words import CONSTANTS, FORMULA, INCLUSION, SOURCE
from audit.cli.listing import FORMAT, View, print_all, print_one, words
from audit.cli.options import Voice, with_voice
from audit.cli.words import constant
from audit.text import Language, Text

NEEDS = Text(zh="需要", en="Needs")
RESULTS = Text(zh="结果", en="Results")
ITEMS = Text(zh="检查项", en="Items")
EXAMPLE = Text(zh="算例", en="Worked example")
BEFORE = Text(zh="（周期之前）", en=" (before the period)")


@click.group()
def command() -> None:
    """How things are measured."""


@command.command("list", epilog="Example: audit measures list --format json")
@FORMAT
@with_voice
def list_(form: str, voice: Voice) -> int:
    """Every measure in a line."""
    from audit.catalogues import measures

    print_all(measures(), form, voice, _line)
    return Exit.OK


@command.command("show", epilog="Example: audit measures show M-ACK")
@click.argument("measure")
@FORMAT
@with_voice
def show(measure: str, form: str, voice: Voice) -> int:
    """One MEASURE: formula, who counts, needs, constants with origin, source, and an example to follow by hand."""
    from audit.catalogues import measures, with_example

    entries = [with_example(one) if one["id"].casefold() == measure.casefold() else one for one in measures()]
    print_one(entries, measure, Text(zh="指标", en="measure"), form, voice, _lines)
    return Exit.OK


def _line(measure: View, language: Language) -> Iterator[str]:
    yield f"{measure['id']:<14} {words(measure['title'], language)}"


def _lines(measure: View, language: Language) -> Iterator[str]:
    colon = "：" if language == "zh" else ": "
    yield f"{measure['id']}  {words(measure['title'], language)}"
    yield f"  {FORMULA.in_(language)}{colon}{words(measure['formula'], language)}"
    yield f"  {INCLUSION.in_(language)}{colon}{words(measure['inclusion'], language)}"
    needs = (
        f"{table} ({', '.join(columns)})" if columns else table for table, columns in measure["needs"].items()
    )
    yield f"  {NEEDS.in_(language)}{colon}{'; '.join(needs)}"
    yield f"  {RESULTS.in_(language)}{colon}"
    for name, text in measure["results"].items():
        yield f"    {name:<22} {words(text, language)}"
    if measure["params"]:
        values = (
            constant(name, p["value"], words(p["unit_words"], language), p["origin"])
            for name, p in measure["params"].items()
        )
        yield f"  {CONSTANTS.in_(language)}{colon}{'; '.join(values)}"
    if measure["items"]:
        yield f"  {ITEMS.in_(language)}{colon}{', '.join(item['id'] for item in measure['items'])}"
    yield f"  {SOURCE.in_(language)}{colon}{measure['source']}"
    yield f"  {EXAMPLE.in_(language)}{colon}"
    yield from (f"    {line}".rstrip() for line in _worked(measure["example"], language))


def _worked(example: View, language: Language) -> Iterator[str]:
    """The rows as they would stand in files, the arithmetic, and what comes out."""
    for title, tables in (("", example["tables"]), (BEFORE.in_(language), example.get("before", {}))):
        for name, rows in tables.items():
            yield f"{name}{title}"
            yield from (f"  {','.join(row)}" for row in (rows["header"], *rows["rows"]))
    yield from (f"{place}. {step}" for place, step in enumerate(example["steps"][language], start=1))
    for one in example["outcome"]:
        key = " ".join(f"{kind}={value}" for kind, value in one.get("key", {}).items())
        found = " ".join(filter(None, (one.get("category"), one["value"]))) or "—"
        yield f"{' '.join(filter(None, (one['result'], key)))} = {found}  n = {one['n']}"
