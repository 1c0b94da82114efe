"""Style sheets with their custom properties replaced by what these stand for.

The layout engine keeps a property that is written ``var(--NAME)`` as words, and reads them anew for each element of
a report that has it.
"""

from __future__ import annotations

import re

_DECLARED = re.compile(r"--([\w-]+):\s*([^;}]+?)\s*[;}]")
_USED = re.compile(r"var\(--([\w-]+)\)")


def settled(sheet: str, *before: str) -> str:
    """A style sheet that uses no ``var()``, for a document whose custom properties are all those of the root.

    Args:
        sheet: declares and uses them; the last declaration of a name counts.
        before: sheets that are linked before it, and declare them too.

    Raises:
        KeyError: it uses a name that none of them declares.
    """
    values = dict(_DECLARED.findall("\n".join([*before, sheet])))
    return _USED.sub(lambda used: values[used[1]], sheet)


def declares(sheet: str) -> bool:
    """Whether a style sheet declares any custom property."""
    return _DECLARED.search(sheet) is not None
