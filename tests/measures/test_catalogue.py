"""Every measure is complete: its words, what it needs, what it yields, and that other engines could run it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import ibis
import ibis.expr.types as ir
import pytest
from ibis.config import Config

from audit.engagement import Targets
from audit.evidence.catalogue import TABLES
from audit.evidence.dataset import Evidence
from audit.measures.catalogue import MEASURES
from audit.measures.definition import Measure, Params, measure
from audit.measures.figures import Figure
from audit.measures.params import in_force
from audit.measures.runner import rows_behind
from audit.measures.units import UNITS
from audit.text import Text
from tests.measures.evidence import measured
from tests.measures.organisation import organisation

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FULL_WIDTH = re.compile(r"[\u3000-\u303f\uff00-\uffef]")
EVERY = pytest.mark.parametrize("one", MEASURES.values(), ids=MEASURES)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return organisation()


@pytest.fixture(scope="module")
def again() -> Evidence:
    """The same evidence, staged a second time."""
    return organisation()


def texts(one: Measure) -> Iterator[Text]:
    yield from (one.title, one.formula, one.inclusion)
    yield from one.results.values()
    yield from one.excludes.values()


def figures(one: Measure, ev: Evidence) -> list[Figure]:
    params = Params(in_force(one, scheme={}, declared={}, engagement={}))
    return [described for described in one.describe(ev, params) if isinstance(described, Figure)]


@EVERY
def test_the_words_stand_in_both_languages(one: Measure) -> None:
    for words in texts(one):
        assert CHINESE.search(words.zh), words
        assert words.en.strip() and not CHINESE.search(words.en) and not FULL_WIDTH.search(words.en), words
    source = one.source
    assert source.en.strip() and not CHINESE.search(source.en) and not FULL_WIDTH.search(source.en), source
    # Works are cited as published; whatever is added to them is told in Chinese too.
    assert not re.search(r"\b(default|construct|census|interval|asks|for the)\b", source.zh), source


@EVERY
def test_what_a_measure_needs_is_in_the_catalogue(one: Measure) -> None:
    for table, columns in one.needs.items():
        assert table in TABLES
        assert set(columns) <= {column.name for column in TABLES[table].columns}


@EVERY
def test_the_unit_of_a_constant_has_words(one: Measure) -> None:
    assert {param.unit for param in one.params.values()} <= UNITS.keys()


@EVERY
def test_a_constant_may_be_declared_only_where_audit_yaml_has_a_place_for_it(one: Measure) -> None:
    declared = {param.declared for param in one.params.values() if param.declared is not None}
    assert declared <= {f"targets.{name}" for name in Targets.model_fields}


@EVERY
def test_a_measure_yields_what_it_declares_and_nothing_else(one: Measure, evidence: Evidence) -> None:
    found = measured(one.id, evidence)
    assert found.reason is None
    assert found.estimates
    assert one.headline in one.results
    assert {estimate.result for estimate in found.estimates} <= one.results.keys()
    assert {reason for estimate in found.estimates for reason in estimate.excluded} <= one.excludes.keys()
    broken_down = {column for figure in figures(one, evidence) for column in figure.by}
    assert {kind for estimate in found.estimates for kind in estimate.key} <= {*one.keys, *broken_down}


@EVERY
def test_every_case_is_counted_excluded_or_unknown(one: Measure, evidence: Evidence) -> None:
    for figure in figures(one, evidence):
        rows = evidence.run(rows_behind(figure))
        assert len(rows) == evidence.run(figure.rows.table.aggregate(n=figure.rows.table.count()))[0]["n"]
        assert {row["_left_out"] for row in rows} <= {None, "unknown", *figure.rows.excluded}


@EVERY
def test_the_same_evidence_gives_the_same_figures(one: Measure, evidence: Evidence, again: Evidence) -> None:
    assert measured(one.id, evidence) == measured(one.id, again)


COMPILED: set[str] = set()
"""Tables made from the evidence that were compiled for Spark already."""


class _Spark(Config):
    """The one option of Ibis' Spark backend that compiling asks for; the backend itself needs Java."""

    treat_nan_as_null: bool = False


@EVERY
def test_every_figure_compiles_for_spark(
    one: Measure, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ibis.options, "pyspark", _Spark())
    kept = Evidence.derived

    def derived(self: Evidence, name: str, build: Callable[[], ir.Table]) -> ir.Table:
        """What is made once and kept must compile as well, and is compiled once."""
        if name not in COMPILED:
            assert ibis.to_sql(build(), dialect="pyspark").startswith(("SELECT", "WITH"))
            COMPILED.add(name)
        return kept(self, name, build)

    monkeypatch.setattr(Evidence, "derived", derived)
    for figure in figures(one, evidence):
        statement = ibis.to_sql(rows_behind(figure), dialect="pyspark")
        assert statement.startswith(("SELECT", "WITH"))


def test_a_measure_is_refused_without_a_table_twice_or_with_a_headline_that_it_does_not_yield() -> None:
    word = Text(zh="试", en="trial")
    common = {
        "title": word,
        "formula": word,
        "tex": "x",
        "inclusion": word,
        "source": "",
        "results": {"x": word},
        "better": "none",
    }
    for id_, needs, headline, complaint in (
        ("M-TRIAL", {}, "x", "at least the table"),
        ("M-TRIAL", {"complaints": ()}, "y", "not among the results"),
        ("M-ACK", {"complaints": ()}, "x", "defined twice"),
    ):
        with pytest.raises(ValueError, match=complaint):
            measure(id_, needs=needs, headline=headline, **common)  # type: ignore[arg-type]
