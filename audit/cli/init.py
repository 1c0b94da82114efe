"""``audit init``: look at a folder of files, ask about what is doubtful, write audit.yaml."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.exit_codes import Exit
from audit.cli.options import Voice, with_progress, with_voice
from audit.cli.words import WRITTEN
from audit.text import Language, Text

if TYPE_CHECKING:
    from audit.api import Proposal, Question, TableProposal

EXISTS = Text(
    zh="{path} 已存在，未作改动；要覆盖请加 --force",
    en="{path} exists and was left alone; --force overwrites it",
)
KEPT = Text(zh="保留已有的 {path}", en="Kept {path}, which is there")
NOTHING = Text(zh="{path} 中没有可作证据的文件", en="{path} holds no file that could be evidence")
NEXT = Text(zh="下一步：audit validate {path}", en="Next: audit validate {path}")
COLUMNS = Text(zh="认出 {found} 列", en="{found} columns")
MISSING = Text(zh="缺必需列 {names}", en="required and missing: {names}")
DOUBTS = Text(zh="存疑 {count} 处", en="{count} doubtful")
UNKNOWN = Text(zh="未归入任何表：{why}", en="no table: {why}")
UNREADABLE = Text(zh="无法读取：{why}", en="cannot be read: {why}")
IGNORED = Text(zh="未读取：{why}", en="not read: {why}")
READING = Text(zh="读取 {shown}", en="Reading {shown}")
NONE = Text(zh="都不是", en="none of these")
CHOOSE = Text(zh="请选择", en="Choose")


@click.command(epilog="Example: audit init evidence -o audit.yaml")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write here; the files must lie in its folder.  [default: FOLDER/audit.yaml]",
)
@click.option("--yes", is_flag=True, help="Ask nothing: take what is confident, list the rest as comments.")
@click.option("--force", is_flag=True, help="Overwrite audit.yaml; other files are kept.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Of the summary.",
)
@click.option(
    "--known",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="AUDIT.yaml",
    help="Take all but the evidence from this one, such as the self-check.yaml of a data request.",
)
@with_voice
def command(
    folder: Path, output: Path | None, yes: bool, force: bool, form: str, known: Path | None, voice: Voice
) -> int:
    """Propose audit.yaml for a FOLDER of files: tables, columns, labels, dates, with a reason for each.

    On a terminal it asks about what is doubtful. Ends with 2 when there is nothing to propose or audit.yaml
    exists, and with 5 when no file could be read.
    """
    from audit.api import drafted

    target = output or folder / "audit.yaml"
    if target.exists() and not force:
        _say(EXISTS, voice, path=target)
        return Exit.USAGE
    proposal = _proposed(folder, target.parent, voice, asks=not yes and form == "text" and sys.stdin.isatty())
    if proposal.nothing:
        _say(NOTHING, voice, path=folder)
        return Exit.USAGE
    written = _write(target, drafted(proposal, voice.languages, known), voice)
    if form == "json":
        data = proposal.view() | {"written": [path.as_posix() for path in written]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True))
    else:
        for language in voice.languages:
            click.echo("\n".join(_summary(proposal, language)))
    for path in written:
        _say(WRITTEN, voice, path=path)
    _say(NEXT, voice, path=target if target.name != "audit.yaml" else target.parent)
    return Exit.UNREADABLE if proposal.only_unreadable else Exit.OK


def _proposed(folder: Path, home: Path, voice: Voice, *, asks: bool) -> Proposal:
    """The proposal, made while a line of the terminal tells which file is read."""
    from audit.api import propose

    def ask(question: Question) -> int | None:
        return _asked(question, voice.languages[0])

    with with_progress(voice) as progress:
        return propose(
            folder,
            home=home,
            ask=ask if asks else None,
            progress=lambda shown: progress(_filled(READING, shown=shown)),
            languages=voice.languages,
        )


def _filled(text: Text, **params: object) -> Text:
    return Text(zh=text.zh.format(**params), en=text.en.format(**params))


def _say(text: Text, voice: Voice, **params: object) -> None:
    for language in voice.languages:
        voice.say(text.in_(language).format(**params))


def _write(target: Path, files: dict[str, str], voice: Voice) -> list[Path]:
    """audit.yaml, and what goes with it where that is not there: a person may have completed it."""
    written = []
    for name, text in files.items():
        path = target if name == "audit.yaml" else target.parent / name
        if path != target and path.exists():
            _say(KEPT, voice, path=path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            written.append(path)
    return written


def _asked(question: Question, language: Language) -> int | None:
    """A question with numbered choices; 0 is none of these."""
    click.echo("\r\x1b[K" + click.style(question.text.in_(language), bold=True), err=True)
    for number, choice in enumerate(question.choices, 1):
        values = "、".join(choice.examples) if language == "zh" else ", ".join(choice.examples)
        shown = click.style(f"    {values}", dim=True) if values else ""
        click.echo(f"  {number}  {choice.label.in_(language)}{shown}", err=True)
    click.echo(f"  0  {NONE.in_(language)}", err=True)
    default = 0 if question.preferred is None else question.preferred + 1
    answer: int = click.prompt(
        CHOOSE.in_(language), type=click.IntRange(0, len(question.choices)), default=default, err=True
    )
    return None if answer == 0 else answer - 1


def _summary(proposal: Proposal, language: Language) -> Iterator[str]:
    """One line a file: where it goes, how sure that is, what was found and what is missing."""
    for one in (*proposal.tables, *proposal.undecided):
        for place in one.shown:
            yield f"{place}  →  {one.table}  " + "  ".join(_facts(one, language))
        for note in one.notes:
            yield f"    {note.in_(language)}"
    for text, files in (
        (UNKNOWN, proposal.unknown),
        (UNREADABLE, proposal.unreadable),
        (IGNORED, proposal.ignored),
    ):
        for file in files:
            yield f"{file.shown}  —  {text.in_(language).format(why=file.why.in_(language))}"


def _facts(one: TableProposal, language: Language) -> Iterator[str]:
    yield f"{one.certainty.in_(language)} {one.confidence:.2f}"
    yield COLUMNS.in_(language).format(found=sum(1 for column in one.taken if column.source is not None))
    if one.missing:
        yield MISSING.in_(language).format(names=", ".join(name for name, _ in one.missing))
    doubts = len(one.doubts) + sum(
        1 for column in one.taken if column.unknown or column.swapped or column.either
    )
    if doubts:
        yield DOUBTS.in_(language).format(count=doubts)
