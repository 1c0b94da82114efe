"""An item's state, verdict and score as every section prints them."""

from __future__ import annotations

from audit.report.scales import figure
from audit.report.telling import Teller
from audit.result import ItemFinding


def item_state(teller: Teller, finding: ItemFinding) -> str:
    """The verdict of a scored item, the state of any other."""
    if finding.state == "scored" and finding.verdict:
        return teller.word("verdict", finding.verdict)
    return teller.word("state", finding.state)


def score_words(finding: ItemFinding) -> str:
    """A score with one decimal, in round brackets where it does not count; empty where there is none."""
    if finding.score is None:
        return ""
    shown = figure(finding.score, 1)
    return shown if finding.counts else f"({shown})"


def bounds_words(low: float | None, high: float | None) -> str:
    """``[54.0, 80.0]``; empty where the two ends are one or there are none."""
    if low is None or high is None or low == high:
        return ""
    return f"[{figure(low, 1)}, {figure(high, 1)}]"
