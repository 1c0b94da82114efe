"""The whole result as tables, for people who calculate and for programs: nothing capped, nothing rounded."""

from __future__ import annotations

from audit.report.options import FINAL, Options
from audit.report.tables.about import about_tables
from audit.report.tables.evidence import evidence_tables
from audit.report.tables.figures import figure_tables
from audit.report.tables.findings import finding_tables
from audit.report.tables.items import item_tables
from audit.report.tables.measures import measure_table
from audit.report.tables.records import record_tables
from audit.report.tables.rules import rule_tables
from audit.report.tables.scores import score_tables
from audit.report.tables.table import Cell, Column, Kind, Reference, Table, Tone
from audit.report.telling import Teller
from audit.result import AuditResult
from audit.text import Language

__all__ = ["Cell", "Column", "Kind", "Reference", "Table", "Tone", "audit_tables"]


def audit_tables(result: AuditResult, language: Language, options: Options = FINAL) -> tuple[Table, ...]:
    """Every table of a result, in the order in which people read them; the same ones for every result.

    A table without rows says that the result holds nothing of its kind.
    """
    teller = Teller(result, language, options.brand.words_in(language))
    recommendation, scores, gaps, score_steps = score_tables(teller)
    items, item_steps = item_tables(teller)
    return (
        *about_tables(teller, options),
        recommendation,
        scores,
        gaps,
        items,
        *finding_tables(teller),
        *figure_tables(teller),
        measure_table(teller),
        *evidence_tables(teller),
        *rule_tables(teller),
        score_steps,
        item_steps,
        *record_tables(teller),
    )
