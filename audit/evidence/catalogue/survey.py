"""Surveys as an engagement asked them: answer columns of the instrument, satisfaction on its own scale."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Iterator

import ibis.expr.types as ir
import pandera.ibis as pa
from pandera.api.ibis.types import IbisData

from audit.criteria.instrument import Instrument
from audit.evidence.catalogue.definition import TableDefinition, define, model_metadata
from audit.evidence.catalogue.survey_contact_staff import SurveyContactStaff
from audit.evidence.catalogue.survey_customers import SurveyCustomers
from audit.evidence.catalogue.survey_managers import SurveyManagers
from audit.evidence.catalogue.survey_recovery import SurveyRecovery
from audit.evidence.problems import OTHER_INSTRUMENT
from audit.evidence.spelling import normalised
from audit.text import Text

RECOVERY_SATISFACTION = ("sat_recovery", "sat_overall", "sat_before")
LEAST_POINTS, MOST_POINTS = 90, 110

WEIGHTS_SUM = Text(
    zh=f"各维度权重合计不在 {LEAST_POINTS}–{MOST_POINTS} 之间",
    en=f"the weights do not sum to {LEAST_POINTS}-{MOST_POINTS}",
)
ADEQUATE_ABOVE_EXPECTED = Text(
    zh="有题项的“可接受”高于“期望”", en="an item has a higher adequate than expected level"
)

OTHER_THAN_DECLARED = Text(
    zh="作答的是 audit.yaml 所写问卷以外的问卷", en="answers to another instrument than audit.yaml names"
)


def survey_definition(
    instrument: Instrument | None, satisfaction: tuple[float, float] = (1, 7)
) -> TableDefinition:
    """The survey of an engagement; without an instrument it has no answer columns."""
    return define(survey_schema(instrument, satisfaction), model_metadata(SurveyCustomers))


def managers_definition(instrument: Instrument | None) -> TableDefinition:
    """The survey of managers: what they believe of the customers' items, the weights and how formal standards are."""
    columns: list[pa.Column] = []
    if instrument is not None:
        for item in instrument.items:
            title = Text(zh=f"{item.zh}（管理者判断）", en=f"{item.en} (as managers believe)")
            columns.append(_number(instrument.belief_column(item), title, *instrument.scale))
        columns += _of_dimensions(instrument, "w", Text(zh="的权重", en="Weight of {}"), 0, 100)
        columns += _of_dimensions(
            instrument, "std", Text(zh="的标准正式程度", en="Formality of standards: {}"), 1, 7
        )
    return _with(SurveyManagers, columns)


def staff_definition(instrument: Instrument | None) -> TableDefinition:
    """The survey of contact staff: how far they feel able to meet the standards of each dimension."""
    words = Text(zh="：达到标准的能力", en="Able to meet standards: {}")
    return _with(
        SurveyContactStaff, [] if instrument is None else _of_dimensions(instrument, "perf", words, 1, 7)
    )


def recovery_definition(satisfaction: tuple[float, float] = (1, 7)) -> TableDefinition:
    """The survey after recovery, with its three questions on satisfaction on the organisation's scale."""
    common = SurveyRecovery.to_schema()
    scaled = {name: _rescaled(common.columns[name], satisfaction) for name in RECOVERY_SATISFACTION}
    schema = pa.DataFrameSchema(
        columns={**common.columns, **scaled}, checks=common.checks, unique=common.unique, name=common.name
    )
    return define(schema, model_metadata(SurveyRecovery))


def survey_schema(
    instrument: Instrument | None, satisfaction: tuple[float, float] = (1, 7)
) -> pa.DataFrameSchema:
    """The Pandera schema: the columns that every survey has, and those of the instrument.

    Answers keep the instrument's scale as they were given; reversed items are turned by
    ``Evidence.answers``. ``satisfaction`` is the scale on which overall satisfaction was asked.
    """
    common = SurveyCustomers.to_schema()
    columns = dict(common.columns)
    columns["overall_sat"] = _rescaled(columns["overall_sat"], satisfaction)
    checks: list[pa.Check] = list(common.checks)
    if instrument is not None:
        columns |= {column.name: column for column in _answers(instrument)}
        checks += _rules(instrument)
    return pa.DataFrameSchema(columns=columns, checks=checks, unique=common.unique, name=common.name)


def _with(model: type[pa.DataFrameModel], more: Iterable[pa.Column]) -> TableDefinition:
    common = model.to_schema()
    columns = {**common.columns, **{column.name: column for column in more}}
    schema = pa.DataFrameSchema(columns=columns, checks=common.checks, unique=common.unique, name=common.name)
    return define(schema, model_metadata(model))


def _of_dimensions(
    instrument: Instrument, prefix: str, words: Text, low: float, high: float
) -> list[pa.Column]:
    """A column a dimension; ``words`` follow its Chinese name and hold its English one."""
    return [
        _number(
            instrument.dimension_column(prefix, one),
            Text(zh=one.zh + words.zh, en=words.en.format(one.en)),
            low,
            high,
        )
        for one in instrument.dimensions
    ]


def _rescaled(column: pa.Column, scale: tuple[float, float]) -> pa.Column:
    return pa.Column(
        column.dtype,
        checks=pa.Check.in_range(*scale),
        nullable=True,
        name=column.name,
        metadata=column.metadata,
    )


def _answers(instrument: Instrument) -> Iterator[pa.Column]:
    for name, facet in instrument.facets.items():
        for item in instrument.items:
            title = Text(zh=f"{item.zh}（{facet.zh}）", en=f"{item.en} ({facet.en})")
            yield _number(instrument.column(name, item), title, *instrument.scale)
    if instrument.weights_asked:
        yield from _of_dimensions(instrument, "w", Text(zh="的权重", en="Weight of {}"), 0, 100)


def _number(name: str, title: Text, low: float, high: float) -> pa.Column:
    facts = {
        "title": title,
        "note": None,
        "unit": "points",
        "aliases": (),
        "pii": "none",
        "level": "error",
        "labels": None,
        "refers": None,
        "ends_day": False,
        "planned": False,
    }
    return pa.Column(float, checks=pa.Check.in_range(low, high), nullable=True, name=name, metadata=facts)


def _rules(instrument: Instrument) -> Iterator[pa.Check]:
    yield _of_this(instrument)
    if instrument.weights_asked:
        weights = tuple(instrument.weight_column(dimension) for dimension in instrument.dimensions)
        title = "The weights of a respondent sum to 100."
        yield _warning("weights_sum_to_a_hundred", title, weights, WEIGHTS_SUM, _weights_keep)
    if {"adequate", "expected"} <= instrument.facets.keys():
        levels = tuple(
            instrument.column(facet, item) for item in instrument.items for facet in ("adequate", "expected")
        )
        title = "The adequate level of an item is at most the expected one."
        yield _warning("adequate_is_at_most_expected", title, levels, ADEQUATE_ABOVE_EXPECTED, _levels_keep)


def _of_this(instrument: Instrument) -> pa.Check:
    """Answers to another questionnaire have columns of the same names, and would be pooled with those to this one."""
    names = sorted({normalised(name) for name in (instrument.id, instrument.zh, instrument.en)})

    def check(data: IbisData) -> ir.BooleanValue:
        word = data.table["instrument_id"].lower().re_replace(r"[\pP\pZ\pC]", "")
        return word.isin(names)

    said = {"code": OTHER_INSTRUMENT.code, "why": OTHER_THAN_DECLARED, "params": {"asked": instrument.id}}
    statistics = {"columns": ("instrument_id",), **said}
    title = "All answers are to the instrument of audit.yaml."
    return pa.Check(check, name="answers_the_instrument", title=title, statistics=statistics)


def _warning(
    name: str,
    title: str,
    columns: tuple[str, ...],
    why: Text,
    keeps: Callable[[list[ir.FloatingColumn]], ir.BooleanValue],
) -> pa.Check:
    def check(data: IbisData) -> ir.BooleanValue:
        return keeps([data.table[column] for column in columns])

    statistics = {"columns": columns, "code": "W-CONTRADICTION", "why": why}
    return pa.Check(check, name=name, title=title, statistics=statistics)


def _weights_keep(weights: list[ir.FloatingColumn]) -> ir.BooleanValue:
    return functools.reduce(operator.add, weights).between(LEAST_POINTS, MOST_POINTS)


def _levels_keep(levels: list[ir.FloatingColumn]) -> ir.BooleanValue:
    """Adequate and expected levels in turn; a pair that is not complete is kept."""
    pairs = zip(levels[::2], levels[1::2], strict=True)
    kept = [(adequate <= expected).fill_null(True) for adequate, expected in pairs]
    return functools.reduce(operator.and_, kept)
