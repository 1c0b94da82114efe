"""Options that every command shares, and how they are read."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from audit.text import Language, Text

if TYPE_CHECKING:
    from audit.reporting import ReportOptions

Command = TypeVar("Command", bound=Callable[..., Any])

LANGUAGES: dict[str, tuple[Language, ...]] = {"zh-CN": ("zh",), "en": ("en",), "both": ("zh", "en")}

FORMS_HELP = (
    "Forms of the report, between commas: pdf, html, docx, xlsx, csv, oscal, summary, findings, annex."
)


@dataclass(frozen=True, slots=True)
class Voice:
    """In which languages a command speaks, and how much."""

    languages: tuple[Language, ...]
    quiet: bool
    verbose: bool

    def say(self, text: str) -> None:
        """Something about the work, on stderr; nothing when quiet."""
        if not self.quiet:
            click.echo(text, err=True)


def languages(chosen: str | None) -> tuple[Language, ...]:
    """The languages to speak; without a choice those of the environment, else English."""
    if chosen in LANGUAGES:
        return LANGUAGES[chosen]
    setting = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return ("zh",) if setting.lower().startswith("zh") else ("en",)


def with_voice(command: Command) -> Command:
    """Add --lang, -q and -v to a command, which receives them as ``voice``."""

    @click.option("--lang", type=click.Choice(list(LANGUAGES)), help="Language of messages and reports.")
    @click.option("-q", "--quiet", is_flag=True, help="Say nothing but the result.")
    @click.option("-v", "--verbose", is_flag=True, help="Say more; show tracebacks.")
    @functools.wraps(command)
    def wrapped(*args: Any, lang: str | None, quiet: bool, verbose: bool, **kwargs: Any) -> Any:
        return command(*args, voice=Voice(languages(lang), quiet, verbose), **kwargs)

    return wrapped  # type: ignore[return-value]  # click's decorators hide the signature


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """In which forms a report is written, and how it is issued."""

    forms: tuple[str, ...]
    draft: bool
    template: Path | None
    bilingual: bool
    replaces: Path | None = None
    correction: str = ""

    def both(self, spoken: tuple[Language, ...]) -> tuple[Language, Language]:
        """Both languages, the first of those that are spoken first.

        Raises:
            click.UsageError: a form was chosen that there is in one language only.
        """
        from audit.reporting import BILINGUAL_FORMS

        for one in self.forms:
            if one not in BILINGUAL_FORMS:
                able = ", ".join(BILINGUAL_FORMS)
                raise click.UsageError(
                    f"--bilingual: {one} is written in one language; these can be both: {able}."
                )
        return ("en", "zh") if spoken[0] == "en" else ("zh", "en")

    def options(self) -> ReportOptions:
        """The same for the API, which is imported here and not before."""
        from audit.reporting import FINAL, ReportOptions, load_brand

        brand = FINAL.brand if self.template is None else load_brand(self.template)
        issued = ReportOptions(draft=self.draft, brand=brand)
        if self.replaces is None:
            return issued
        from audit.issuing import replaced

        return replace(issued, replaces=replaced(self.replaces), correction=self.correction)


class _Forms(click.ParamType[tuple[str, ...]]):
    """Names of forms between commas; an unknown one is refused with those that there are."""

    name = "FORM,..."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, tuple):
            return value
        from audit.reporting import REPORT_FORMS

        chosen = tuple(dict.fromkeys(part.strip() for part in value.split(",")))
        for one in chosen:
            if one not in REPORT_FORMS:
                self.fail(f"{one!r} is not one of {', '.join(REPORT_FORMS)}.", param, ctx)
        return chosen


def with_report(command: Command, default: str = "pdf") -> Command:
    """Add the options of a report to a command, which receives them as ``choice``; ``default`` are its forms."""

    @click.option("--format", "forms", type=_Forms(), default=default, show_default=True, help=FORMS_HELP)
    @click.option("--draft", is_flag=True, help="Mark every page as a draft.")
    @click.option(
        "--template",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Folder with the logo, colours, words, order or templates of your own.",
    )
    @click.option("--bilingual", is_flag=True, help="One report in both languages, that of --lang first.")
    @click.option(
        "--replaces",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="The report that this one corrects: its PDF as issued, or its result.json.",
    )
    @click.option("--correction", default="", help="With --replaces: what was corrected, for the cover.")
    @functools.wraps(command)
    def wrapped(
        *args: Any,
        forms: tuple[str, ...],
        draft: bool,
        template: Path | None,
        bilingual: bool,
        replaces: Path | None,
        correction: str,
        **kwargs: Any,
    ) -> Any:
        choice = ReportChoice(forms, draft, template, bilingual, replaces, correction)
        return command(*args, choice=choice, **kwargs)

    return wrapped  # type: ignore[return-value]  # click's decorators hide the signature


def with_previous(command: Command) -> Command:
    """Add --previous, the results of earlier audits."""
    return click.option(
        "--previous",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="OLD.json",
        help="Result of an earlier audit to compare with, in place of those in audit.yaml; may be repeated.",
    )(command)


def with_gates(command: Command) -> Command:
    """Add --fail-on and --fail-under, which decide when findings end a command with 1."""
    grades = click.Choice(["critical", "major", "minor", "observation"])
    command = click.option(
        "--fail-under", type=click.FloatRange(0, 100), help="Fail under this overall score."
    )(command)
    return click.option(
        "--fail-on",
        type=grades,
        default="major",
        show_default=True,
        help="Fail on findings of this grade or above.",
    )(command)


@contextmanager
def with_progress(voice: Voice) -> Iterator[Callable[[Text], None]]:
    """Something that tells on a terminal what is being done, on one line that goes away at the end."""
    shows = sys.stderr.isatty() and not voice.quiet

    def tell(doing: Text) -> None:
        if shows:
            click.echo(f"\r\x1b[K{doing.in_(voice.languages[0])} …", nl=False, err=True)

    try:
        yield tell
    finally:
        if shows:
            click.echo("\r\x1b[K", nl=False, err=True)
