"""What a paper says: headings, lists and tables in one language, and how they look in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPECIAL = re.compile(r"([\\`*_<>\[\]|])")


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences; ``commands`` among them are set as code."""

    sentences: tuple[str, ...]
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its columns, and rows of as many cells. ``widths`` are those of a sheet, in characters."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading and what stands under it; ``short`` is its name where space is scarce, as on a tab."""

    title: str
    blocks: tuple[Points | Grid, ...]
    short: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A paper in one language."""

    title: str
    chapters: tuple[Chapter, ...]


def markdown(paper: Outline) -> str:
    """The paper as Markdown; the same paper gives the same bytes."""
    lines = [f"# {_safe(paper.title)}", ""]
    for chapter in paper.chapters:
        lines += [f"## {_safe(chapter.title)}", ""]
        for block in chapter.blocks:
            lines += [*(_points(block) if isinstance(block, Points) else _grid(block)), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _points(block: Points) -> Iterator[str]:
    yield from (f"- {_safe(one)}" for one in block.sentences)
    if block.commands:
        yield from ("", "```", *block.commands, "```")


def _grid(block: Grid) -> Iterator[str]:
    yield _row(block.columns)
    yield "|" + " --- |" * len(block.columns)
    yield from map(_row, block.rows)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_safe(cell).replace("\n", "<br>") for cell in cells) + " |"


def _safe(words: str) -> str:
    """Words as they stand: a name with ``_`` or ``|`` in it is no markup."""
    return _SPECIAL.sub(r"\\\1", words)
