"""``audit evidence synthesise``: made-up evidence for trials, tests and benchmarks."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeVar, get_args

import click

from audit.cli.exit_codes import Exit
from audit.cli.options import Voice, with_progress, with_voice
from audit.cli.words import WRITTEN, said
from audit.text import Text

Form = Literal["csv", "parquet", "xlsx"]
Headers = Literal["ours", "zh-CN", "en", "mixed"]
Name = TypeVar("Name", bound=str)

FORMS: tuple[Form, ...] = get_args(Form)
HEADERS: tuple[Headers, ...] = get_args(Headers)
DIRTY = 0.02

MADE_UP = Text(
    zh="{tables} 张数据表，{rows} 条记录，全部为合成数据。",
    en="{tables:table}, {rows:record}; all of it is made up.",
)
MADE_DIRTY = Text(
    zh="其中 {count} 处故意写错，逐一列于 {path}。",
    en="{count:place} made wrong on purpose; {path} lists each.",
)


@click.command(epilog="Example: audit evidence synthesise trial --size medium --headers zh-CN --dirty 0.01")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--size",
    default="small",
    show_default=True,
    help="site, small, medium, large, or the number of complaints in the year.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Same seed, same bytes.")
@click.option("--tables", help="Only these tables, separated by commas.")
@click.option(
    "--format",
    "forms",
    default="csv",
    show_default=True,
    help="csv, parquet, xlsx; with several (a comma between them) the tables take turns.",
)
@click.option(
    "--headers",
    type=click.Choice(HEADERS),
    default="ours",
    show_default=True,
    help="Whose headers and labels: ours, those of the catalogue in Chinese or English, or a mixture with "
    "common aliases, as departments have them.",
)
@click.option(
    "--dirty",
    type=click.FloatRange(0, 1),
    is_flag=False,
    flag_value=DIRTY,
    default=0.0,
    metavar="[SHARE]",
    help=f"Make this share of the rows wrong in many ways ({DIRTY} without a number) and list them in dirty.csv.",
)
@click.option("--force", is_flag=True, help="Write into a folder that is not empty.")
@with_voice
def command(
    folder: Path,
    size: str,
    seed: int,
    tables: str | None,
    forms: str,
    headers: Headers,
    dirty: float,
    force: bool,
    voice: Voice,
) -> int:
    """Write a made-up organisation into FOLDER: evidence, audit.yaml and ratings, ready for audit run."""
    from audit.api import synthesise

    with with_progress(voice) as progress:
        made = synthesise(
            folder,
            seed=seed,
            size=size,
            tables=None if tables is None else _names(tables),
            forms=_forms(forms),
            headers=headers,
            dirty=dirty,
            force=force,
            progress=progress,
        )
    for language in voice.languages:
        voice.say(said(WRITTEN, language, path=str(folder)))
        voice.say(said(MADE_UP, language, tables=len(made.rows), rows=sum(made.rows.values())))
        if dirty:
            voice.say(said(MADE_DIRTY, language, count=made.faults, path=str(folder / "dirty.csv")))
    return Exit.OK


def _names(given: str) -> list[str]:
    return [name.strip() for name in given.split(",") if name.strip()]


def _forms(given: str) -> list[Form]:
    known: dict[str, Form] = {form: form for form in FORMS}
    names = dict.fromkeys(_names(given))
    if not names or not names.keys() <= known.keys():
        raise click.BadParameter(f"{given!r} is not one of {', '.join(known)}", param_hint="--format")
    return [known[name] for name in names]
