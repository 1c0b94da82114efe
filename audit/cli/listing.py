"""How the entries of a catalogue are printed: as text, or as JSON with stable keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from audit.cli.options import Voice
from audit.errors import Located, UsageError
from audit.text import Language, Text

View = dict[str, Any]
Lines = Callable[[View, Language], Iterable[str]]

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)


def words(view: View, language: Language) -> str:
    """The words of a bilingual value."""
    return str(view[language])


def print_all(entries: Sequence[View], form: str, voice: Voice, lines: Lines) -> None:
    """Every entry: one array of objects, or the lines of each."""
    if form == "json":
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2, sort_keys=True))
        return
    for language in voice.languages:
        for entry in entries:
            for line in lines(entry, language):
                click.echo(line)


def print_one(entries: Sequence[View], name: str, kind: Text, form: str, voice: Voice, lines: Lines) -> None:
    """One entry by its id; UsageError with the nearest id for one that is none."""
    from audit.api import unknown

    for entry in entries:
        if str(entry["id"]).casefold() == name.casefold():
            print_all([entry], form, voice, lines)
            return
    said = unknown(kind, name, [str(entry["id"]) for entry in entries])
    raise UsageError([Located(file=name, message=said)])
