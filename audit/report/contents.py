"""The contents of the printed report in two columns.

Where the second one begins is said, because an engine that has to find out lays the columns out again for each
line by which they might be evened.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from audit.report.chapters import Chapter

CHAPTER, ENTRY = 20.4, 14.1
"""Heights of the lines of ``.toc .level-1`` and ``.level-2`` in points, with the space between them."""


def second_column(chapters: Sequence[Chapter]) -> str:
    """The id of the chapter that begins the second column, so that the longer of the two is as short as can be and
    rather the first; empty where a single chapter is all there is.
    """
    ends = list(accumulate(CHAPTER + ENTRY * len(one.entries) for one in chapters))
    longest = {one.id: max(end, ends[-1] - end) for one, end in zip(chapters[1:], ends, strict=False)}
    return min(reversed(longest), key=longest.__getitem__, default="")
