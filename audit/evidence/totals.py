"""What the totals of one table say about those of another: respondents counted, and sites in proportion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import ibis.expr.types as ir

from audit.engines import Engine
from audit.evidence import problems
from audit.evidence.problems import at_place, group
from audit.evidence.row_problems import place_in
from audit.evidence.staging import Staged
from audit.result.manifest import TableEntry
from audit.result.problem import ProblemGroup

MOST_APART = 0.10
"""Further apart than this, the shares of a site in answers and in service are told."""

FEWEST_ANSWERS = 30
"""Of fewer answers, ten points are less than three answers: no more than chance."""


def compare_totals(
    engine: Engine,
    staged: Mapping[str, Staged],
    usable: Mapping[str, ir.Table],
    entries: Mapping[str, TableEntry],
    examples: int,
) -> Iterator[ProblemGroup]:
    """Totals that do not agree, as warnings.

    Args:
        engine: where the tables are.
        staged: where the columns of a table stand.
        usable: the valid rows of the period.
        entries: how many rows were handed over, used and set aside.
        examples: how many places of one problem are kept.
    """
    if {"survey_frame", "survey_customers"} <= staged.keys():
        yield from _completed(engine, staged["survey_frame"], entries)
    if {"survey_customers", "contacts_volume"} <= staged.keys():
        yield from _sites(engine, staged, usable, examples)


def _completed(engine: Engine, frame: Staged, entries: Mapping[str, TableEntry]) -> Iterator[ProblemGroup]:
    """The frame counts the respondents that the survey file holds, before or after exclusions.

    Where a row of the frame has an error, or its count could not be read, there is no total to compare.
    """
    survey = entries["survey_customers"]
    unread = frame.table.count(where=frame.failed("completed", frame.table))
    asked = engine.con.to_pyarrow(frame.table.aggregate(total=frame.table.completed.sum(), unread=unread))
    total, lost = asked["total"][0].as_py(), asked["unread"][0].as_py()
    if entries["survey_frame"].set_aside or lost or total is None:
        return
    if not survey.used <= total <= survey.rows:
        place = place_in(frame, "completed")
        said = at_place(problems.COMPLETED, place, total, completed=total, rows=survey.rows, used=survey.used)
        yield group(1, [said])


def _sites(
    engine: Engine, staged: Mapping[str, Staged], usable: Mapping[str, ir.Table], examples: int
) -> Iterator[ProblemGroup]:
    """The answers come from the sites in about the shares in which the sites serve."""
    survey, volume = staged["survey_customers"], staged["contacts_volume"]
    if "site_id" not in survey.mapped.columns or "site_id" not in volume.mapped.columns:
        return
    answers = _by_site(engine, usable["survey_customers"], None)
    episodes = _by_site(engine, usable["contacts_volume"], "episodes")
    given, served = sum(answers.values()), sum(episodes.values())
    if given < FEWEST_ANSWERS or not served:
        return
    shares = {
        site: (answers.get(site, 0) / given, episodes.get(site, 0) / served)
        for site in sorted(answers.keys() | episodes.keys())
    }
    place = place_in(survey, "site_id")
    apart = [
        at_place(problems.SITE_SHARE, place, site, answers=f"{ours:.0%}", episodes=f"{theirs:.0%}")
        for site, (ours, theirs) in shares.items()
        if abs(ours - theirs) > MOST_APART
    ]
    if apart:
        yield group(len(apart), apart[:examples])


def _by_site(engine: Engine, rows: ir.Table, counted: str | None) -> dict[str, int]:
    """Site -> its rows, or the sum of a column over them."""
    known = rows.filter(rows.site_id.notnull())
    total = known.count() if counted is None else known[counted].sum()
    found = engine.con.to_pyarrow(known.group_by("site_id").aggregate(total=total)).to_pylist()
    return {row["site_id"]: int(row["total"] or 0) for row in found}
