"""Which column of which survey an answer in long form belongs to: by the ids of the instrument, never by order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from audit.criteria.instrument import Instrument
from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.spelling import normalised


@dataclass(frozen=True, slots=True)
class LongForm:
    """The columns of a long table that say which question was answered: about what, and in which way."""

    table: str
    subject: str
    aspect: str


LONG = (
    LongForm("survey_answers", "item_id", "facet"),
    LongForm("survey_dim_answers", "dim_id", "kind"),
)
LONG_TABLES = frozenset(form.table for form in LONG)

RESPONDENTS: Mapping[str, str] = {
    "survey_customers": "respondent_id",
    "survey_managers": "manager_id",
    "survey_contact_staff": "staff_resp_id",
    "survey_recovery": "resp_id",
}
"""Survey -> the column that its respondents are known by."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of a survey; ``tables`` are several where different people are asked the same."""

    column: str
    tables: tuple[str, ...]


Why = Literal["subject", "aspect"]
"""What is wrong with a question that no survey asks: nobody knows its subject, or it is not asked in this way."""


class Questions:
    """Every question that an engagement may have answers to in long form.

    Args:
        instrument: the questionnaire that audit.yaml names.
        recovery: the survey after recovery, whose items go by the names of their columns.
    """

    def __init__(self, instrument: Instrument | None, recovery: TableDefinition) -> None:
        items = dict(_of_items(instrument))
        asked = {
            "survey_answers": items
            | dict(_of_recovery(recovery))
            | items,  # its own first, and before others
            "survey_dim_answers": dict(_of_dimensions(instrument)),
        }
        self._cells = {
            table: {(aspect, normalised(subject)): cell for (aspect, subject), cell in cells.items()}
            for table, cells in asked.items()
        }
        self._subjects = {table: [subject for _, subject in cells] for table, cells in asked.items()}

    def cell(self, form: LongForm, aspect: str, subject: str) -> Cell | Why:
        """Where an answer belongs, or why it belongs nowhere."""
        cells, word = self._cells[form.table], normalised(subject)
        if (aspect, word) in cells:
            return cells[aspect, word]
        return "aspect" if any(word == known for _, known in cells) else "subject"

    def subjects(self, form: LongForm) -> tuple[str, ...]:
        """The ids of all that is asked about."""
        return tuple(dict.fromkeys(self._subjects[form.table]))


def limits(column: ColumnDefinition) -> tuple[float | None, float | None]:
    """The smallest and the largest answer that a column accepts."""
    for name, statistics in column.checks:
        if name == "in_range":
            return statistics["min_value"], statistics["max_value"]
        if name == "greater_than_or_equal_to":
            return statistics["min_value"], None
    return None, None


def _of_items(instrument: Instrument | None) -> Iterator[tuple[tuple[str, str], Cell]]:
    if instrument is None:
        return
    for item in instrument.items:
        for facet in instrument.facets:
            if facet != "belief":
                yield (facet, item.id), Cell(instrument.column(facet, item), ("survey_customers",))
        yield ("belief", item.id), Cell(instrument.belief_column(item), ("survey_managers",))


def _of_recovery(recovery: TableDefinition) -> Iterator[tuple[tuple[str, str], Cell]]:
    for column in recovery.columns:
        if column.type in ("integer", "number"):
            yield ("answer", column.name), Cell(column.name, (recovery.name,))


def _of_dimensions(instrument: Instrument | None) -> Iterator[tuple[tuple[str, str], Cell]]:
    if instrument is None:
        return
    weighed = ("survey_customers", "survey_managers") if instrument.weights_asked else ("survey_managers",)
    kinds = (
        ("weight", "w", weighed),
        ("std_formality", "std", ("survey_managers",)),
        ("ability", "perf", ("survey_contact_staff",)),
    )
    for dimension in instrument.dimensions:
        for kind, prefix, tables in kinds:
            yield (kind, dimension.id), Cell(instrument.dimension_column(prefix, dimension), tables)
