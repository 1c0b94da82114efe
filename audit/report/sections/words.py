"""An item's state, verdict and score as every section prints them."""

from __future__ import annotations

from audit.report.scales import figure
from audit.report.telling import Teller
from audit.result import ItemFinding, Reference

_ARTICLES = "art. "


def name_of(item: str, site: str | None) -> str:
    """An item as it is named, with its site where it was judged at one."""
    return item if site is None else f"{item} {site}"


def standard_name(teller: Teller, standard: str) -> str:
    """``ISO 10002`` for ``10002``, the title of a law; any other as it is written."""
    known = teller.word("standard", standard)
    if known != standard:
        return known
    return f"ISO {standard}" if standard.isdigit() else teller.label("reference", standard)


def cited(teller: Teller, ref: Reference) -> str:
    """The standard, an ISO one written by its number alone in checklists, and the clause where one is named."""
    clause = ref.clause
    if clause.startswith(_ARTICLES):
        numbers = teller.listed(clause.removeprefix(_ARTICLES).split(", "))
        clause = teller.said(teller.w.findings.articles, numbers=numbers)
    return f"{standard_name(teller, ref.standard)} {clause}".rstrip()


def account_of(finding: ItemFinding) -> str:
    """The place of an item's account in the document; empty where nothing is to be accounted for."""
    figures = finding.metric.estimates if finding.metric else ()
    if not (figures or finding.rating or finding.override):
        return ""
    return f"account-{name_of(finding.item, finding.site).replace(' ', '.')}"


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
