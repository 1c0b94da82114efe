"""Items of the instrument that nobody answered: a question that was not asked, or a column that was not found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from audit.criteria.instrument import Instrument
from audit.engines import Engine
from audit.evidence.functions import name
from audit.evidence.problems import at_place, group, problem
from audit.evidence.staging import Staged
from audit.result.problem import ProblemGroup
from audit.text import Text

UNANSWERED = problem(
    "W-ITEM-UNANSWERED",
    zh="以下题项没有任何作答：{items}",
    en="nobody answered these items: {items}",
    mend=Text(
        zh="确实没有问的，无须处理；否则请在 columns 中写明它们对应哪些表头",
        en="if they were not asked, nothing is to be done; else say under columns which headers hold them",
    ),
)
NO_ANSWERS = problem(
    "W-NO-ANSWERS",
    zh="没有对问卷“{asked}”任何题项的作答",
    en="there is no answer to any item of the instrument “{asked}”",
    mend=Text(
        zh="请核对 audit.yaml 的 instrument，并在 columns 中写明哪些表头是作答，或补交作答明细（survey_answers）",
        en="see whether audit.yaml names the right instrument, and say under columns which headers hold the answers, "
        "or hand over survey_answers",
    ),
)

_Asked = list[tuple[str, str]]
"""The items that are asked in one way, each with the column of its answers."""


def unanswered(
    engine: Engine, staged: Mapping[str, Staged], instrument: Instrument | None
) -> Iterator[ProblemGroup]:
    """Items without any answer, in each survey in which others of the same facet have some."""
    if instrument is None:
        return
    customers = [
        [(item.id, instrument.column(facet, item)) for item in instrument.items]
        for facet in instrument.facets
        if facet != "belief"
    ]
    managers = [[(item.id, instrument.belief_column(item)) for item in instrument.items]]
    for table, facets in (("survey_customers", customers), ("survey_managers", managers)):
        if table not in staged or staged[table].mapped.incomplete:
            continue
        one = staged[table]
        there = _answered(engine, one, [column for asked in facets for _, column in asked])
        place = one.mapped.files[0].file.place(table)
        missing = _missing(facets, there or frozenset())
        if missing:
            items = "; ".join(f"{item} ({', '.join(columns)})" for item, columns in missing.items())
            yield group(1, [at_place(UNANSWERED, place, items=items)])
        elif there is not None and not there and instrument.items and table == "survey_customers":
            yield group(1, [at_place(NO_ANSWERS, place, asked=instrument.id)])


def _missing(facets: list[_Asked], there: frozenset[str]) -> dict[str, list[str]]:
    """Item -> its columns that hold nothing; a facet that nobody was asked in is no fault of its items."""
    found: dict[str, list[str]] = {}
    for asked in facets:
        if any(column in there for _, column in asked):
            for item, column in asked:
                if column not in there:
                    found.setdefault(item, []).append(column)
    return found


def _answered(engine: Engine, one: Staged, columns: list[str]) -> frozenset[str] | None:
    """The columns that hold an answer; None where there is no row at all."""
    given = [column for column in columns if column in one.mapped.columns]
    counts = ", ".join(["count(*)", *(f"count({name(column)})" for column in given)])
    asked = f"SELECT {counts} FROM {name(one.table.get_name())}"  # noqa: S608 - names are quoted
    (rows, *answers) = engine.con.con.execute(asked).fetchall()[0]
    return frozenset(column for column, count in zip(given, answers, strict=True) if count) if rows else None
