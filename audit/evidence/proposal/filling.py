"""Required columns that no header of a file is: what may stand in for them, and what a person must say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from audit.engagement import Constant, RowNumber
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.proposal.matching import Match, Pair, is_filled
from audit.evidence.proposal.model import ColumnProposal
from audit.text import Text

STANDARD = "SLA"
"""The only service standard of a log that says whether it was met, but not which it was."""

_SAME_KEY = Text(
    zh="文件中没有单独的编号，与“{header}”相同",
    en="the file has no number of its own; it is that of “{header}”",
)
_NUMBERED = Text(
    zh="文件中没有编号，以记录序号代替", en="the file has no numbers; the record's own stands in"
)
_ONE_STANDARD = Text(
    zh="文件未说明是哪一项标准，视为同一项",
    en="the file does not say which standard, so there is one for all",
)
_UNDATED = Text(
    zh="文件中没有日期。请改为实际日期（例如调查结束日）",
    en="the file has no dates: put the true one here, such as the last day of the survey",
)
_STANDARD_ROW = {"standard_id": STANDARD, "title": "约定时限 Agreed time", "dim_id": "res", "formal": True}


def standing_in(
    match: Match, undated: dt.date, key_repeats: bool, unique: Collection[str]
) -> tuple[ColumnProposal, ...]:
    """What takes the place of required columns without a header.

    ``undated`` is the date to write where a survey has none; a person replaces it. ``key_repeats`` says that
    the rows are states of cases, so that a number of the row is no number of the case; ``unique`` are the headers
    whose values never repeat, which alone may number the rows otherwise.
    """
    pairs, missing = match.pairs, match.missing
    found: list[ColumnProposal] = []
    for name in missing:
        column = match.table.column(name)
        header = _key_of_another(match.table, pairs)
        if (
            is_filled(column, match.table)
            and name != "standard_id"
            and header
            and (key_repeats or header in unique)
        ):
            why = Text(zh=_SAME_KEY.zh.format(header=header), en=_SAME_KEY.en.format(header=header))
            found.append(ColumnProposal(name, header, 0.8, why))
        elif match.table.key == (name,) and is_filled(column, match.table) and not key_repeats:
            found.append(ColumnProposal(name, RowNumber(row_number=True), 0.8, _NUMBERED))
        elif match.table.name == "service_delivery" and name == "standard_id":
            found.append(ColumnProposal(name, Constant(constant=STANDARD), 0.7, _ONE_STANDARD))
        elif match.table.name == "survey_customers" and name == "survey_ts":
            found.append(ColumnProposal(name, Constant(constant=undated), 0.6, _UNDATED, to_fill=True))
    return tuple(found)


def _key_of_another(table: TableDefinition, pairs: Mapping[str, Pair]) -> str | None:
    """The header of another required number of the same table (an episode's for a delivery's)."""
    for column in table.columns:
        if column.required and column.name.endswith("_id") and column.name in pairs and column.refers is None:
            return pairs[column.name].header
    return None


def companions(tables: Sequence[str], filled: Sequence[ColumnProposal]) -> tuple[Mapping[str, object], ...]:
    """The rows of ``service_standards`` that a constant standard needs where the folder has no such table."""
    stands = any(isinstance(one.source, Constant) and one.source.constant == STANDARD for one in filled)
    return (_STANDARD_ROW,) if stands and "service_standards" not in tables else ()
