"""Text that a spreadsheet would take for a formula, disarmed.

Evidence, names and reasons come from anyone, and a spreadsheet that opens a CSV file runs what looks like a
formula. OWASP and ASVS 1.2.10 prescribe an apostrophe before it. A workbook states that a cell is text, but that is
lost as soon as somebody saves the sheet as CSV, so its cells bear the apostrophe as well.
"""

from __future__ import annotations

import re

_LIKE_A_FORMULA = re.compile(r"'*(?:[\t\r\n\0]|\s*[=+\-@＝＋－＠])")


def disarmed(text: str) -> str:
    """The text behind an apostrophe where it could be taken for a formula, else as it is.

    A text that bears apostrophes before what looks like a formula gets one more, so that taking one away from
    every such text gives back what was there.
    """
    return f"'{text}" if is_like_a_formula(text) else text


def is_like_a_formula(text: str) -> bool:
    """Whether some spreadsheet might calculate the text, apostrophes and white space before it left aside."""
    return _LIKE_A_FORMULA.match(text) is not None
