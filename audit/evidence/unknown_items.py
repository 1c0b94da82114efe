"""Headers of answers to an item or a dimension that the instrument does not have: p23 beside p01 to p22."""

from __future__ import annotations

import re

from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.mapped import TextFile
from audit.evidence.problems import at_place, problem
from audit.evidence.spelling import narrow
from audit.result.problem import Problem
from audit.text import Text

UNKNOWN_ITEM = problem(
    "W-ITEM-UNKNOWN",
    zh="问卷没有“{header}”，该列未使用；{hint}",
    en="the instrument has no “{header}”, and the column is not used; {hint}",
    mend=Text(
        zh="请核对 audit.yaml 的 instrument；编号不同的，请在 columns 中写明它对应哪一列",
        en="see whether audit.yaml names the right instrument; where the numbers differ, say under columns which of "
        "ours it is",
    ),
)

_NUMBERED = re.compile(r"(.*?)_?([0-9]{1,3})")
_OF_DIMENSION = re.compile(r"(w|std|perf)_(.+)")


def unknown_item(definition: TableDefinition, file: TextFile, header: str) -> Problem | None:
    """What is to be said of a header that nothing uses, where it is written as those of answers are; else None."""
    there = _alike(definition, narrow(header).casefold())
    if there is None:
        return None
    like, ours = there
    hint = Text(zh=f"同类的列为 {ours}", en=f"of this kind there are {ours}")
    if like is not None:
        hint = Text(zh=f"是否应为 {like}？", en=f"did you mean {like}?")
    return at_place(UNKNOWN_ITEM, file.place(definition.name, their_column=header), header=header, hint=hint)


def _alike(definition: TableDefinition, header: str) -> tuple[str | None, str] | None:
    """The column that is meant, if its number is known, and all columns of its kind; None where there is none."""
    for form in (_OF_DIMENSION, _NUMBERED):
        asked = form.fullmatch(header)
        found = [(one.name, match) for one in definition.columns if (match := form.fullmatch(one.name))]
        alike = [(name, match[2]) for name, match in found if asked and match[1] == asked[1]]
        if asked and alike:
            like = next((name for name, number in alike if number.lstrip("0") == asked[2].lstrip("0")), None)
            names = [name for name, _ in alike]
            return like, ", ".join(names) if form is _OF_DIMENSION else f"{names[0]}-{names[-1]}"
    return None
