"""A questionnaire in one language: parts, questions, answers to mark, and the column that each goes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from audit.criteria.instrument import Anchor, Dimension, Facet, Instrument
from audit.evidence.catalogue import table_definition
from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.limits import limits
from audit.evidence.templates.wording import choices
from audit.questionnaire.background import BACKGROUNDS
from audit.text import Language, Text

Kind = Literal["rating", "points", "questions"]

MOST_POINTS = 11
"""Points of a scale that are printed side by side; on a longer one the number is written."""

_AGREE = Text(zh="以下说法在多大程度上符合您的看法？", en="How far do you agree with each of these?")
_DIVIDE = Text(
    zh="请把 100 分分给以下 {n} 个方面，对您越重要的给分越多，合计 100 分。",
    en="Please divide 100 points among these {n} features: the more important to you, the more points.",
)
_DIVIDE_AS_BELIEVED = Text(
    zh="您认为顾客会怎样把 100 分分给以下 {n} 个方面？合计 100 分。",
    en="How, do you think, would customers divide 100 points among these {n} features?",
)
_ABOUT_YOU = Text(zh="最后，请回答几个一般性问题。", en="Finally, a few questions of a general kind.")


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Without ``options`` its answer is written; ``several`` of them may be marked."""

    column: str
    words: str
    options: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that are answered alike.

    ``rating``: each on the same ``points`` (none on a scale too long to print), whose ends ``anchors`` explain;
    ``points``: numbers that add up to 100; ``questions``: each with options of its own.
    """

    kind: Kind
    lead: str
    questions: tuple[Question, ...]
    points: tuple[str, ...] = ()
    anchors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire to hand out; ``office`` are the fields that who hands it out fills in."""

    id: str
    version: str
    language: Language
    title: str
    instruction: str
    office: tuple[Question, ...]
    parts: tuple[Part, ...]

    @property
    def file_stem(self) -> str:
        """The name of its files, without what they end with."""
        return f"{self.id}.{'zh-CN' if self.language == 'zh' else 'en'}"


def compose(instrument: Instrument, asked: Sequence[str], language: Language) -> Questionnaire:
    """The questionnaire of an instrument.

    Args:
        instrument: items, facets, scales.
        asked: columns of its table that are asked besides, in order; see ``background``.
        language: of all words.

    Raises:
        KeyError: ``asked`` names a column for which there is no question.
    """
    background = BACKGROUNDS[instrument.audience]
    definition = table_definition(background.table, instrument)
    office = [definition.column(name) for name in background.office]
    return Questionnaire(
        id=instrument.id,
        version=instrument.version,
        language=language,
        title=instrument.title.in_(language),
        instruction=instrument.instruction.in_(language) if instrument.instruction else "",
        office=tuple(Question(one.name, one.title.in_(language)) for one in office),
        parts=tuple(_parts(instrument, definition, asked, language)),
    )


def _parts(
    instrument: Instrument, definition: TableDefinition, asked: Sequence[str], language: Language
) -> Iterator[Part]:
    for name, facet in instrument.facets.items():
        items = sorted(instrument.items, key=lambda one: one.position)
        lead = facet.stem.in_(language) if facet.stem else ""
        questions = tuple(
            Question(instrument.column(name, one), Text(zh=one.zh, en=one.en).in_(language)) for one in items
        )
        yield _rating(instrument.scale, _anchors(instrument, facet), lead, questions, language)
    for one in instrument.per_dimension:
        lead = Text(zh=one.zh, en=one.en).in_(language)
        yield _rating((1, 7), one.anchors, lead, _by_dimension(instrument, one.prefix, language), language)
    if instrument.scales:
        questions = tuple(
            Question(scale.column(place), statement.in_(language))
            for scale in instrument.scales
            for place, statement in enumerate(scale.statements, 1)
        )
        yield _rating(instrument.scale, instrument.anchors, _AGREE.in_(language), questions, language)
    if instrument.weights_asked:
        divide = _DIVIDE_AS_BELIEVED if instrument.audience == "managers" else _DIVIDE
        lead = divide.in_(language).format(n=len(instrument.dimensions))
        yield Part("points", lead, _by_dimension(instrument, "w", language))
    if asked:
        words = BACKGROUNDS[instrument.audience].questions
        answers = tuple(_question(definition.column(name), words[name], language) for name in asked)
        yield Part("questions", _ABOUT_YOU.in_(language), answers)


def _rating(
    scale: tuple[float, float],
    anchors: Sequence[Anchor],
    lead: str,
    questions: tuple[Question, ...],
    language: Language,
) -> Part:
    explained = tuple((f"{one.at:g}", Text(zh=one.zh, en=one.en).in_(language)) for one in anchors)
    return Part("rating", lead, questions, _points(*scale), explained)


def _points(low: float, high: float) -> tuple[str, ...]:
    if not (float(low).is_integer() and float(high).is_integer()) or high - low >= MOST_POINTS:
        return ()
    return tuple(str(point) for point in range(int(low), int(high) + 1))


def _anchors(instrument: Instrument, facet: Facet) -> tuple[Anchor, ...]:
    return facet.anchors or instrument.anchors


def _by_dimension(instrument: Instrument, prefix: str, language: Language) -> tuple[Question, ...]:
    return tuple(
        Question(instrument.dimension_column(prefix, one), _called(one).in_(language))
        for one in instrument.dimensions
    )


def _called(dimension: Dimension) -> Text:
    return dimension.asked or Text(zh=dimension.zh, en=dimension.en)


def _question(column: ColumnDefinition, words: Text, language: Language) -> Question:
    bounds = limits(column)
    low, high = bounds.low, bounds.high
    options = choices(column, language) if column.type in ("enum", "bool", "list") else ()
    if low is not None and high is not None:
        options = _points(low, high)
        words = Text(
            zh=words.zh.format(low=f"{low:g}", high=f"{high:g}"),
            en=words.en.format(low=f"{low:g}", high=f"{high:g}"),
        )
    return Question(column.name, words.in_(language), options, several=column.type == "list")
