"""A survey with the answers of long files beside its respondents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import ibis
import ibis.expr.types as ir

from audit.engines import Engine
from audit.evidence.mending import BITS, bit_of, mask_of
from audit.evidence.staging import FAULTS, Fault, Staged
from audit.evidence.stored import Stored
from audit.evidence.typed import drop
from audit.evidence.widening.answers import Answers, Piece


def beside(
    engine: Engine, survey: Staged, key: str, pieces: Sequence[Piece], given: Sequence[Answers]
) -> Staged:
    """The survey with the columns of these pieces, in the order of its files.

    What its own files say stays. A respondent with a wrong answer is marked like one with a cell that cannot be
    read.
    """
    table, long = survey.table, dict[str, ir.Value]()
    joined = table
    for number, piece in enumerate(pieces):
        names = {f"_long_{cell.column}": cell.column for cell in piece.cells_of}
        part = piece.table.select(**{f"_respondent{number}": "respondent"}, **names)
        joined = joined.left_join(part, joined[key] == part[f"_respondent{number}"])
    found = [answers.spoilt(survey.mapped.definition.name) for answers in given]
    wrong_of = {f"_spoilt{number}": one for number, one in enumerate(found) if one is not None}
    for spoilt, respondents in wrong_of.items():
        part = respondents.select(**{spoilt: "respondent"})
        joined = joined.left_join(part, joined[key] == part[spoilt])
    for piece in pieces:
        for cell in piece.cells_of:
            kind = survey.mapped.definition.column(cell.column).stored
            answer = joined[f"_long_{cell.column}"].cast(kind)
            there = cell.column in survey.mapped.columns
            long[cell.column] = ibis.coalesce(joined[cell.column], answer) if there else answer
    place = BITS * sum(name.startswith(FAULTS) for name in table.columns)
    wrong = ibis.or_(ibis.literal(False), *(joined[spoilt].notnull() for spoilt in wrong_of))
    long[mask_of(place)] = ibis.ifelse(wrong, bit_of(place), 0).cast("int64")
    columns = {name: long.pop(name, joined[name]) for name in table.columns}
    ordered = joined.select(**columns, **long).order_by("_file", "_row")
    stored = f"{survey.mapped.definition.name}__widened"
    widened = engine.store(stored, ordered, temporary=True)
    drop(engine.con.con, table.get_name())
    columns_of = frozenset(cell.column for piece in pieces for cell in piece.cells_of)
    fault = Fault(survey.mapped.definition.column(min(columns_of)), place)
    mapped = replace(survey.mapped, answered=survey.mapped.answered | columns_of)
    return replace(
        survey, mapped=mapped, table=widened, stored=Stored(stored), faults=(*survey.faults, fault)
    )
