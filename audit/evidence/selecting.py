"""Which records count: the last state of each case of an event log, and those inside the population."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from audit.engagement import RowsRule
from audit.evidence.functions import literal, name, texts
from audit.evidence.spelling import SPACES

THEIRS = "_theirs_"
"""Begins the names of columns that only the rules for rows read."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The numbers of the rows that do not count.

    ``earlier`` are states that a later one of the same case replaces, ``excluded`` the rows outside the
    population, ``ties`` the cases with several records at their last moment, ``never`` the values that
    were to be excluded and do not occur, by column.
    """

    earlier: int = 0
    excluded: int = 0
    ties: int = 0
    never: tuple[tuple[str, str], ...] = ()


def rule_column(index: int) -> str:
    """The name of the column that holds what the index-th header of the rules holds."""
    return f"{THEIRS}{index}"


def select(
    con: duckdb.DuckDBPyConnection,
    given: str,
    chosen: str,
    rule: RowsRule,
    names: Mapping[str, str],
    *,
    missing: Iterable[str] = (),
    moments: str | None = None,
) -> Selection:
    """Keep the rows of ``given`` that count as the table ``chosen``, in the order of the files.

    First comes the last state of each case, then the exclusions. ``names`` gives its column for each header of
    the rules; ``moments`` is a relation with ``_file``, ``_row`` and the moment of each row under the name of
    the ``by`` column. The text of these columns counts as it would be read: trimmed, empty where it is missing.
    """
    theirs = {
        header: f"nullif(CASE WHEN trim({name(column)}, {literal(SPACES)}) IN {texts(['', *missing])} THEN '' "
        f"ELSE trim({name(column)}, {literal(SPACES)}) END, '')"
        for header, column in names.items()
    }
    earlier = ties = 0
    rows = name(given)
    if rule.latest_per is not None and rule.by is not None and moments is not None:
        ranked = name(f"{chosen}__ranked")
        con.execute(_ranked(rows, ranked, theirs[rule.latest_per], moments, name(names[rule.by])))
        earlier, ties = con.execute(
            f"SELECT count_if(_place > 1), count_if(_place = 1 AND _same > 1) FROM {ranked}"  # noqa: S608
        ).fetchall()[0]
        rows = f"(SELECT * EXCLUDE (_place, _same) FROM {ranked} WHERE _place = 1)"  # noqa: S608
    outside = {
        (header, value): f"coalesce({theirs[header]} = {literal(value)}, FALSE)"
        for header, values in rule.exclude.items()
        for value in values
    }
    anything = " OR ".join(outside.values()) or "FALSE"
    counts = con.execute(
        f"SELECT {', '.join(f'count_if({one})' for one in (anything, *outside.values()))} FROM {rows}"  # noqa: S608
    ).fetchall()[0]
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {name(chosen)} AS SELECT * FROM {rows} WHERE NOT ({anything}) "  # noqa: S608
        f"ORDER BY _file, _row"
    )
    con.execute(f"DROP TABLE IF EXISTS {name(f'{chosen}__ranked')}")
    never = tuple(one for one, count in zip(outside, counts[1:], strict=True) if not count)
    return Selection(int(earlier), int(counts[0]), int(ties), never)


def _ranked(rows: str, ranked: str, case: str, moments: str, by: str) -> str:
    """Each row's place within its case, the last one 1, and how many rows share the case's last moment.

    The last is last by moment, then by its place in the files. A row without a case is a case of its own:
    it will be told as a row without a key.
    """
    return f"""
        CREATE OR REPLACE TEMP TABLE {ranked} AS
        WITH timed AS (
            SELECT given.*, moments._when,
                   CASE WHEN {case} IS NULL THEN {{'own': _row, 'of': _file}} ELSE {{'own': NULL, 'of': {case}}} END AS _case
            FROM {rows} AS given
            JOIN (SELECT _file, _row, {by} AS _when FROM {name(moments)}) AS moments USING (_file, _row)),
        placed AS (
            SELECT *, max(_when) OVER (PARTITION BY _case) AS _last,
                   row_number() OVER (PARTITION BY _case ORDER BY _when DESC NULLS LAST, _file DESC, _row DESC) AS _place
            FROM timed)
        SELECT * EXCLUDE (_when, _case, _last), count_if(_when = _last) OVER (PARTITION BY _case) AS _same
        FROM placed"""  # noqa: S608 - names and values are quoted
