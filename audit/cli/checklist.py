"""``audit checklist``: what evidence is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from audit.cli.exit_codes import Exit
from audit.cli.explain import RULE, WHY
from audit.cli.failures import tell_located
from audit.cli.listing import FORMAT, View, print_all, print_one, words
from audit.cli.options import Voice, with_voice
from audit.text import Language, Text

CLEAN = Text(zh="检查表没有问题。", en="The checklists are clean.")
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
TIERS = {"core": Text(zh="核心", en="core"), "extended": Text(zh="扩展", en="extended")}


@click.group()
def command() -> None:
    """The checklists: list, show, lint."""


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
    """One ITEM: requirement, why, how it is judged, references; or all items of a checklist."""
    from audit.catalogues import items

    of_checklist = [one for one in items() if one["checklist"] == item.casefold()]
    if of_checklist:
        print_all(of_checklist, form, voice, _lines)
        return Exit.OK
    print_one(items(), item, Text(zh="检查项", en="item"), form, voice, _lines)
    return Exit.OK


@command.command("lint", epilog="Example: audit checklist lint my-checklist")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@with_voice
def lint(folders: tuple[Path, ...], voice: Voice) -> int:
    """Check the checklists in FOLDERS, or those that ship; every problem with file and line."""
    from audit.catalogues import lint_checklists

    problems = lint_checklists(folders)
    for language in voice.languages:
        tell_located(problems, len(problems), language)
        if not problems:
            voice.say(CLEAN.in_(language))
    return Exit.USAGE if problems else Exit.OK


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
    references = ", ".join(
        f"{one['standard']}:{one['clause']}{'' if one['certain'] else '?'}" for one in item["references"]
    )
    if references:
        yield f"  {references}"
