"""Answers in long form -> columns of the surveys, as if the files of these had held them.

Everything is asked of the questions and of the respondents, which are few; only what is wrong is looked up among
the answers, which are many. A wrong answer sets its respondent aside, as a wrong cell of a wide file does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from audit.criteria.instrument import Instrument
from audit.engines import Engine
from audit.evidence import problems
from audit.evidence.catalogue import TABLES, table_definition
from audit.evidence.names import hint
from audit.evidence.problems import Place, at_level, at_place, group
from audit.evidence.row_problems import Say, place_in, told_rows
from audit.evidence.spelling import normalised
from audit.evidence.staging import Staged
from audit.evidence.widening import words
from audit.evidence.widening.answers import Answers, Piece, Question, questions
from audit.evidence.widening.cells import LONG, RESPONDENTS, Cell, LongForm, Questions, limits
from audit.evidence.widening.joining import beside
from audit.result.manifest import LeftOut
from audit.result.problem import Problem, ProblemGroup
from audit.text import Scalar, Template, Text

_OF_CUSTOMERS = frozenset({"expected", "adequate", "perceived", "importance"})
"""The ways in which customers are asked about an item."""


@dataclass(frozen=True, slots=True)
class Widened:
    """The staged tables, surveys with the answers of long files, and what is to be said of these answers."""

    staged: Mapping[str, Staged]
    groups: tuple[ProblemGroup, ...]


def widen(
    engine: Engine,
    staged: Mapping[str, Staged],
    instrument: Instrument | None,
    *,
    refused: frozenset[str] = frozenset(),
    examples: int,
) -> Widened:
    """Put the answers of ``survey_answers`` and ``survey_dim_answers`` beside their respondents.

    ``refused`` are tables that may not be used. Problems stand at the row of the long file; the rows of another
    instrument are left out and counted.
    """
    result, groups = dict(staged), list[ProblemGroup]()
    if staged.keys().isdisjoint(form.table for form in LONG):
        return Widened(result, ())
    asked = Questions(instrument, table_definition("survey_recovery"))
    given, pieces = list[Answers](), list[Piece]()
    for form in LONG:
        one = staged.get(form.table)
        if one is None or form.table in refused or one.mapped.incomplete:
            continue
        if "value" not in one.mapped.columns:
            groups.append(_without_values(one))
            continue
        work = _Work(engine, staged, one, form, asked, instrument, examples)
        answers, said = work.sorted_out()
        found, more = work.made_wide(answers)
        groups += [*said, *more]
        result[form.table] = answers.with_marks()
        given.append(answers)
        pieces += found
    for survey in RESPONDENTS:
        own = [one for one in pieces if survey in one.tables]
        if own:
            result[survey] = beside(engine, staged[survey], RESPONDENTS[survey], own, given)
    for piece in pieces:
        engine.con.drop_table(piece.table.get_name())
    return Widened(result, tuple(groups))


def _without_values(one: Staged) -> ProblemGroup:
    column = one.mapped.definition.column("value")
    place = place_in(one, column.name)
    return group(1, [at_place(problems.COLUMN_MISSING, place, name=column.name, title=column.title)])


@dataclass(frozen=True, slots=True)
class _Work:
    """One long table, and all that its answers are held against."""

    engine: Engine
    staged: Mapping[str, Staged]
    one: Staged
    form: LongForm
    asked: Questions
    instrument: Instrument | None
    examples: int

    def sorted_out(self) -> tuple[Answers, list[ProblemGroup]]:
        """The questions by the cells that they belong to; the rows of all others and wrong values are marked."""
        placed: dict[Cell, list[Question]] = {}
        strays: dict[tuple[Template, Text | None], list[Question]] = {}
        for one in questions(self.engine, self.one, self.form):
            found = self._placed(one)
            if isinstance(found, Cell):
                placed.setdefault(found, []).append(one)
            else:
                strays.setdefault(found, []).append(one)
        others = [
            one for (said, _), several in strays.items() if said is words.OTHER_INSTRUMENT for one in several
        ]
        answers = Answers(
            self.engine, self.one, self.form, {cell: tuple(several) for cell, several in placed.items()}
        )
        groups = list[ProblemGroup]()
        for (template, surveys), several in strays.items():
            rows = self._rows_of(several)
            groups += self._each_once(rows, self._stray(template, surveys))
            if template is not words.OTHER_INSTRUMENT:
                answers.mark(rows, stray=True)
        if others:
            answers = self._without(answers, others)
            groups += self._none_of_ours(placed, others)
        groups += self._wrong_values(answers)
        return answers, groups

    def made_wide(self, answers: Answers) -> tuple[tuple[Piece, ...], list[ProblemGroup]]:
        """The answers as columns; what contradicts itself, and answers of nobody, are marked and told."""
        groups = list[ProblemGroup]()
        pieces = answers.pieces()
        repeated = [one for one in pieces if one.given != one.cells]
        for one in repeated:
            rows = self.engine.store("answers__twice", answers.twice(one))
            groups += self._told("value", rows, _say(words.ANSWERED_TWICE, "value"))
            answers.mark(rows, stray=False)
        if repeated:
            pieces = answers.pieces()
        if any(one.given != one.cells for one in pieces):
            raise RuntimeError("answers were lost when they were made wide")
        for tables in dict.fromkeys(one.tables for one in pieces):
            groups += self._of_nobody(answers, tables, [one for one in pieces if one.tables == tables])
        for one in pieces:
            groups += self._contradicting(answers, one)
        groups += self._counted(pieces)
        return pieces, groups

    def _placed(self, one: Question) -> Cell | tuple[Template, Text | None]:
        """The cell of a question, with the surveys that there are; or what is to be said of it."""
        found = self.asked.cell(self.form, one.aspect, one.subject)
        of_recovery = isinstance(found, Cell) and found.tables == ("survey_recovery",)
        asked = self.instrument
        if (
            one.instrument
            and asked
            and not of_recovery
            and normalised(one.instrument) != normalised(asked.id)
        ):
            return words.OTHER_INSTRUMENT, None
        if not isinstance(found, Cell):
            return (words.ITEM if found == "subject" else words.NOT_ASKED), None
        there = tuple(table for table in found.tables if self._names_respondents(table))
        return replace(found, tables=there) if there else (words.NO_SURVEY, _titles(found.tables))

    def _names_respondents(self, survey: str) -> bool:
        return survey in self.staged and RESPONDENTS[survey] in self.staged[survey].mapped.columns

    def _rows_of(self, several: Sequence[Question]) -> ir.Table:
        """The rows that answer these questions."""
        named = [(one.instrument or "", one.subject, one.aspect) for one in several]
        columns = zip(("_instrument", "_subject", "_aspect"), zip(*named, strict=True), strict=True)
        asked = pa.table({name: pa.array(texts, pa.string()) for name, texts in columns})
        self.engine.con.create_table("answers__questions", asked, overwrite=True)
        wanted = self.engine.con.table("answers__questions")
        rows = self.one.table
        same = [
            rows.instrument_id.fill_null("") == wanted._instrument,
            rows[self.form.subject] == wanted._subject,
            rows[self.form.aspect] == wanted._aspect,
        ]
        return self.engine.store("answers__stray", rows.semi_join(wanted, same))

    def _without(self, answers: Answers, others: Sequence[Question]) -> Answers:
        """The same without the rows of other instruments."""
        chosen = self.engine.con.compile(self._rows_of(others).select("_file", "_row"))
        self.one.stored.take_out(self.engine.con.con, chosen)
        left = LeftOut(rows=sum(one.rows for one in others), reason=words.OTHERS)
        return replace(answers, staged=replace(answers.staged, left_out=(left,)))

    def _none_of_ours(self, placed: Iterable[Cell], others: Sequence[Question]) -> Iterator[ProblemGroup]:
        """Said where customers answered other instruments only, so that there is no answer to the one asked for."""
        of_customers = [one for one in others if one.aspect in _OF_CUSTOMERS]
        survey = self.staged.get("survey_customers")
        if self.instrument is None or survey is None or not of_customers:
            return
        own = {
            self.instrument.column(facet, item)
            for facet in self.instrument.facets
            for item in self.instrument.items
        }
        if own & survey.mapped.columns or any("survey_customers" in cell.tables for cell in placed):
            return
        names = ", ".join(sorted({one.instrument for one in of_customers if one.instrument}))
        place = place_in(self.one, "instrument_id")
        said = at_place(words.NONE_OF_OURS, place, asked=self.instrument.id, names=names)
        yield group(1, [said])

    def _stray(self, template: Template, surveys: Text | None) -> Say:
        subjects, form = self.asked.subjects(self.form), self.form

        def say(place: Place, row: Mapping[str, Any]) -> Problem:
            params: dict[str, Text | Scalar] = {"name": row[form.subject]}
            if template is words.NO_SURVEY and surveys is not None:
                params = {"surveys": surveys}
            elif template is words.ITEM:
                params["answers"] = row["_answers"]
                params["hint"] = hint(row[form.subject], subjects) if self.instrument else words.NO_INSTRUMENT
            elif template is words.NOT_ASKED:
                params["aspect"] = self._aspect(row[form.aspect])
            elif self.instrument is not None:
                params = {"name": row["instrument_id"], "asked": self.instrument.id}
            return at_place(template, place, row[form.subject], **params)

        return say

    def _aspect(self, code: str) -> Text:
        labels = self.one.mapped.definition.column(self.form.aspect).labels or {}
        zh, en = labels[code][:2]
        return Text(zh=zh, en=en)

    def _wrong_values(self, answers: Answers) -> Iterator[ProblemGroup]:
        """Answers outside of the scale, or broken where the column takes whole numbers only."""
        for cell, several in answers.placed.items():
            column = self.staged[cell.tables[0]].mapped.definition.column(cell.column)
            low, high = limits(column)
            lows = [one.low for one in several if one.low is not None]
            highs = [one.high for one in several if one.high is not None]
            rows = answers.right.filter(answers.to(answers.right, [cell]))
            if lows and ((low is not None and min(lows) < low) or (high is not None and max(highs) > high)):
                inside = rows.value.between(low, high) if high is not None else rows.value >= low
                span = f"{low:g}..{high:g}" if low is not None and high is not None else f"≥ {low:g}"
                yield from self._refused(answers, rows.filter(~inside), problems.RANGE, range=span)
            if column.type == "integer" and any(one.whole is False for one in several):
                broken = rows.filter(rows.value != rows.value.floor())
                yield from self._refused(answers, broken, problems.WHOLE_NUMBER)

    def _refused(
        self, answers: Answers, rows: ir.Table, template: Template, **params: Text | Scalar
    ) -> Iterator[ProblemGroup]:
        """Say of each of these rows that its answer is wrong, and mark them."""
        kept = self.engine.store("answers__wrong", rows)
        yield from self._told("value", kept, _say(template, "value", **params))
        answers.mark(kept, stray=False)

    def _of_nobody(
        self, answers: Answers, tables: tuple[str, ...], pieces: Sequence[Piece]
    ) -> Iterator[ProblemGroup]:
        """Answers of respondents that no survey has, or two surveys have."""
        ids = (
            ibis.union(*(one.table.select("respondent") for one in pieces))
            if len(pieces) > 1
            else pieces[0].table
        )
        ids = ids.select("respondent").distinct()
        known = [self._ids(table) for table in tables]
        lost = ids
        for keys in known:
            lost = lost.anti_join(keys, "respondent")
        # Who is left out by audit.yaml or by an earlier state has no record any more, and is no error.
        left = any(self.staged[table].selection != type(self.one.selection)() for table in tables)
        unknown = at_level(words.RESPONDENT, "warning" if left else "error")
        found = [(unknown, lost)]
        if len(known) > 1:
            found.append(
                (
                    words.RESPONDENT_TWICE,
                    known[0].semi_join(known[1], "respondent").semi_join(ids, "respondent"),
                )
            )
        for template, respondents in found:
            kept = self.engine.store("answers__respondents", respondents)
            if not self._count(kept):
                continue
            rows = answers.rows.filter(
                answers.to(answers.rows, [cell for one in pieces for cell in one.cells_of])
            )
            rows = self.engine.store(
                "answers__nobody", rows.semi_join(kept, rows.respondent_id == kept.respondent)
            )
            yield from self._told(
                "respondent_id", rows, _say(template, "respondent_id", surveys=_titles(tables))
            )
            answers.mark(rows, stray=True)
            for one in pieces:
                chosen = self.engine.con.compile(kept.select("respondent"))
                self.engine.run_sql(f'DELETE FROM "{one.table.get_name()}" WHERE respondent IN ({chosen})')  # noqa: S608 - our own names

    def _ids(self, survey: str) -> ir.Table:
        table = self.staged[survey].table
        ids = table.select(respondent=RESPONDENTS[survey])
        return ids.filter(ids.respondent.notnull())

    def _count(self, rows: ir.Table) -> int:
        return int(self.engine.con.to_pyarrow(rows.count()).as_py())

    def _contradicting(self, answers: Answers, piece: Piece) -> Iterator[ProblemGroup]:
        """Answers that the file of the survey gives as well, and differently."""
        for survey in piece.tables:
            there = self.staged[survey]
            for cell in piece.cells_of:
                if cell.column not in there.mapped.columns:
                    continue
                own = there.table.select(_respondent=RESPONDENTS[survey], other=cell.column)
                rows = answers.right.filter(answers.to(answers.right, [cell]))
                joined = rows.inner_join(own, rows.respondent_id == own._respondent)
                apart = self.engine.store("answers__apart", joined.filter(joined.value != joined.other))
                yield from self._told("value", apart, _contradiction(survey, cell.column))
                answers.mark(apart, stray=False)

    def _counted(self, pieces: Sequence[Piece]) -> Iterator[ProblemGroup]:
        """How many answers were put where: whoever handed them over can compare."""
        for tables in dict.fromkeys(one.tables for one in pieces):
            own = [one for one in pieces if one.tables == tables]
            columns = [cell.column for one in own for cell in one.cells_of]
            several = [one.table.select("respondent", "_given") for one in own]
            together = ibis.union(*several) if len(several) > 1 else several[0]
            counts = self.engine.con.to_pyarrow(
                together.aggregate(
                    answers=together._given.sum().fill_null(0), respondents=together.respondent.nunique()
                )
            ).to_pylist()[0]
            said = at_place(
                words.WIDENED,
                place_in(self.one, "value"),
                surveys=_titles(tables),
                columns=len(columns),
                **counts,
            )
            yield group(1, [said])

    def _each_once(self, rows: ir.Table, say: Say) -> Iterator[ProblemGroup]:
        """Rows by what they answer: of each subject, with the number of its ``_answers``, one before any is told again."""
        subject = rows[self.form.subject]
        turn = ibis.row_number().over(group_by=("_file", subject), order_by="_row")
        told = rows.mutate(_turn=turn, _answers=rows.count().over(group_by=("_file", subject)))
        order = ("_turn", "_row")
        return told_rows(self.engine, self.one, self.form.subject, told, self.examples, say, order)

    def _told(self, column: str, rows: ir.Table, say: Say) -> list[ProblemGroup]:
        return list(told_rows(self.engine, self.one, column, rows, self.examples, say))


def _say(template: Template, column: str, **params: Text | Scalar) -> Say:
    def say(place: Place, row: Mapping[str, Any]) -> Problem:
        return at_place(template, place, row[column], **params)

    return say


def _contradiction(survey: str, column: str) -> Say:
    def say(place: Place, row: Mapping[str, Any]) -> Problem:
        other = f"{row['other']:g}"
        return at_place(
            words.CONTRADICTS, place, row["value"], survey=TABLES[survey].title, column=column, other=other
        )

    return say


def _titles(tables: Sequence[str]) -> Text:
    titles = [TABLES[table].title for table in tables]
    return Text(zh="、".join(one.zh for one in titles), en=", ".join(one.en for one in titles))
