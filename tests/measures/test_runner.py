"""What the runner adds to every figure: unknowns, exclusions, breakdowns, minimum numbers, sites."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from audit.errors import DefinitionError
from audit.evidence.dataset import Evidence
from audit.measures.catalogue import MEASURES
from audit.measures.definition import Describe, Described, Measure, Param, Params
from audit.measures.figures import Mean, Minimum, NotMeasurable, Quantiles, Register, Rows, Share
from audit.measures.runner import NO_INSTRUMENT, Rules, rows_behind, run
from audit.measures.statistics import bootstrap
from audit.measures.sufficiency import MUCH_UNKNOWN, NO_CASES
from audit.result import Estimate, Measurement, ParamValue
from audit.text import Text, message
from tests.measures.answers import with_gaps
from tests.measures.evidence import (
    RULES,
    evidence_of,
    facts,
    instrument,
    measured,
    stated,
    student,
    the,
    times,
    wilson,
)

START = dt.datetime(2025, 1, 6, 9)
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}
NOTE = message("M-NOTE", zh="说明", en="a note")
TINY = instrument()


def a_measure(describe: Callable[[Evidence, Params], Iterator[Described]], **changes: Any) -> Measure:
    word = Text(zh="试", en="trial")
    plain = Measure(
        id="M-TRIAL",
        title=word,
        formula=word,
        tex="x",
        inclusion=word,
        source="",
        needs={"service_delivery": ("start_ts",)},
        results=dict.fromkeys(("x", "x_bootstrap", "y", "z", "rate", "share", "mean"), word),
        excludes={"marked": word, "large": word, "early": word, "small": word, "late": word},
        keys=("quantile", "step"),
        headline="x",
        better="higher",
        describe=describe,
        scored=True,
    )
    return dataclasses.replace(plain, **changes)


def found(
    describe: Callable[[Evidence, Params], Iterator[Described]], ev: Evidence, rules: Rules = RULES
) -> Measurement:
    return run(a_measure(describe), ev, {}, rules)


def row(value: float | None = None, *, met: bool | None = None, site: str | None = None) -> dict[str, Any]:
    return {"start_ts": START, "measured_value": value, "met": met, "site_id": site, "first_time_right": None}


def met(ev: Evidence, p: Params) -> Iterator[Described]:
    yield Share("x", Rows(ev.service_delivery), ev.service_delivery.met, by=("site_id",))


def mean(ev: Evidence, p: Params) -> Iterator[Described]:
    yield Mean("x", Rows(ev.service_delivery), ev.service_delivery.measured_value)


def total(measurement: Measurement) -> Estimate:
    return the(measurement, "x")


def test_a_null_outcome_is_unknown_and_a_null_condition_excludes_nothing() -> None:
    def share(ev: Evidence, p: Params) -> Iterator[Described]:
        d = ev.service_delivery
        excluded = {"large": d.measured_value > 10, "marked": d.first_time_right}
        yield Share("x", Rows(d, excluded=excluded), d.met)

    rows = [
        *times(6, row(None, met=True)),
        *times(3, row(1, met=False)),
        *times(2, row(11, met=None)),
        *times(1, row(11, met=True) | {"first_time_right": True}),
        *times(4, row(None, met=True) | {"first_time_right": True}),
        *times(2, row(None, met=None)),
    ]
    estimate = total(found(share, evidence_of(service_delivery=rows)))
    left_out = {"large": 3, "marked": 4}
    assert facts(estimate) == stated(6 / 9, 9, **wilson(6, 9), unknown=2, excluded=left_out, **FEW)
    assert estimate.n + estimate.unknown + sum(estimate.excluded.values()) == len(rows)


def test_a_negated_outcome_is_known_where_it_is_not_null() -> None:
    def share(ev: Evidence, p: Params) -> Iterator[Described]:
        yield Share("x", Rows(ev.service_delivery), ~ev.service_delivery.met)

    rows = [*times(4, row(met=True)), *times(2, row(met=False)), *times(1, row())]
    estimate = total(found(share, evidence_of(service_delivery=rows)))
    assert facts(estimate) == stated(2 / 6, 6, **wilson(2, 6), unknown=1, **FEW)


@pytest.mark.parametrize(("unknown", "sufficiency"), [(10, "enough"), (11, "insufficient")])
def test_more_than_a_fifth_unknown_is_insufficient(unknown: int, sufficiency: str) -> None:
    ev = evidence_of(service_delivery=[*times(40, row(met=True)), *times(unknown, row())])
    assert total(found(met, ev)).sufficiency == sufficiency


@pytest.mark.parametrize(
    ("n", "value", "sufficiency"),
    [(4, None, "insufficient"), (5, 1, "indicative"), (29, 1, "indicative"), (30, 1, "enough")],
)
def test_a_share_needs_thirty_cases_to_be_scored_and_five_to_be_shown(
    n: int, value: float | None, sufficiency: str
) -> None:
    estimate = total(found(met, evidence_of(service_delivery=times(n, row(met=True)))))
    assert (estimate.value, estimate.sufficiency, estimate.n) == (value, sufficiency, n)


@pytest.mark.parametrize(
    ("n", "value", "sufficiency"), [(9, None, "insufficient"), (10, 2, "indicative"), (30, 2, "enough")]
)
def test_a_mean_needs_thirty_cases_to_be_scored_and_ten_to_be_shown(
    n: int, value: float | None, sufficiency: str
) -> None:
    estimate = total(found(mean, evidence_of(service_delivery=times(n, row(2.0)))))
    assert (estimate.value, estimate.sufficiency) == (value, sufficiency)


def test_the_scheme_sets_the_numbers_and_a_figure_its_own() -> None:
    def own(ev: Evidence, p: Params) -> Iterator[Described]:
        yield from met(ev, p)
        d = ev.service_delivery
        yield Share("y", Rows(d), d.met, minimum=Minimum(2, 6))

    rules = Rules(
        share=Minimum(3, 4), mean=Minimum(3, 4), unknown_share=0.2, smallest_cell=2, smallest_staff_cell=2
    )
    told = found(own, evidence_of(service_delivery=times(4, row(met=True))), rules)
    assert [(one.result, one.sufficiency) for one in told.estimates] == [
        ("x", "enough"),
        ("x", "enough"),
        ("y", "indicative"),
    ]


@pytest.mark.parametrize(("n", "sufficiency"), [(4, "insufficient"), (5, "enough")])
def test_a_complete_file_is_scored_from_five_cases_with_a_note(n: int, sufficiency: str) -> None:
    ev = evidence_of(service_delivery=times(n, row(met=True)), census=["service_delivery"])
    told = found(met, ev)
    assert told.census
    assert facts(total(told))["reason"] == ("M-TOO-FEW" if n < 5 else "M-CENSUS")
    assert total(told).sufficiency == sufficiency


def frame(**columns: Any) -> dict[str, Any]:
    return {
        "method": "census", "frame_size": 25, "invited": 25, "undeliverable": None, "completed": 20,
        "instrument_id": None, **columns,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("frames", "census"),
    [
        ([frame()], True),
        ([frame(completed=19)], False),
        ([frame(completed=19, undeliverable=2)], True),
        ([frame(method="random")], False),
        ([frame(invited=None), frame()], False),
        ([frame(), frame(instrument_id="staff", method="convenience")], True),
        ([], False),
    ],
)
def test_a_survey_is_a_census_only_when_everyone_was_asked_and_four_fifths_answered(
    frames: list[dict[str, Any]], census: bool
) -> None:
    columns = {"survey_frame": ["method", "completed"]}
    ev = evidence_of(
        of=TINY,
        columns=columns,
        census=["survey_customers"],
        survey_frame=frames,
        survey_customers=times(20, with_gaps(-1, 0, 0, 0, 0, 0)),
    )
    told = measured("M-G5-UNW", ev)
    assert (told.census, the(told, "gap").sufficiency) == (census, "enough" if census else "indicative")


def test_a_large_sample_of_a_known_population_narrows_the_interval_of_the_whole() -> None:
    gaps = [-1.0, 0.0] * 15
    rows = [with_gaps(gap, gap, gap, gap, gap, gap, site_id="A") for gap in gaps]

    def gap_of(*frames: dict[str, Any], **key: str) -> dict[str, Any]:
        ev = evidence_of(of=TINY, survey_customers=rows, survey_frame=frames)
        return facts(the(measured("M-G5-UNW", ev), "gap", **key))

    wide = student(gaps)
    half = (wide["high"] - wide["low"]) / 2 * np.sqrt(1 - 30 / 120)
    random = frame(method="random", completed=30, frame_size=120)
    plain = stated(-0.5, 30, **wide, excluded={"not_answered": 0})
    assert gap_of(random) == plain | {"low": round(-0.5 - half, 6), "high": round(-0.5 + half, 6)}
    assert gap_of(random, site_id="A") == plain
    for other in (
        frame(method="random", completed=30, frame_size=600),
        frame(method="quota", completed=30, frame_size=120),
        frame(method="random", completed=30, frame_size=None),
        frame(method="random", completed=30, frame_size=0),
        frame(method="random", completed=30, frame_size=20, invited=None),
    ):
        assert gap_of(other) == plain


def by_sites(sites: int, wanted: Callable[[Evidence, Params], Iterator[Described]] = met) -> Measurement:
    """Ten cases a site; all that a site does is either met or not."""
    rows = [row(float(i % 2), met=i % 2 == 0, site=f"S{i:02d}") for i in range(sites) for _ in range(10)]
    return found(wanted, evidence_of(service_delivery=rows))


def test_from_ten_sites_on_the_wider_interval_of_sites_is_taken() -> None:
    told = by_sites(10)
    half = stats.t.ppf(0.975, 9) * np.sqrt(10 / 9 * 10 * 5**2) / 100
    expected = {"low": 0.5 - half, "high": 0.5 + half, "method": "site_cluster"}
    assert facts(total(told)) == stated(0.5, 100, **expected)
    assert (told.clustered, told.notes) == (True, ())
    assert facts(the(told, "x", site_id="S00")) == stated(1, 10, **wilson(10, 10), **FEW)


def test_sites_that_are_alike_do_not_narrow_the_interval() -> None:
    rows = [row(met=i % 2 == 0, site=f"S{i % 10}") for i in range(100)]
    alike = [one | {"met": i < 50} for i, one in enumerate(rows)]
    assert facts(total(found(met, evidence_of(service_delivery=alike)))) == stated(
        0.5, 100, **wilson(50, 100)
    )


def test_with_two_to_nine_sites_the_interval_is_said_to_be_too_narrow() -> None:
    notes = {sites: [one.code for one in by_sites(sites).notes] for sites in (1, 2, 9, 10)}
    assert notes == {1: [], 2: ["M-CLUSTERED"], 9: ["M-CLUSTERED"], 10: []}


def test_cases_without_a_site_count_as_one_site_more() -> None:
    rows = [row(met=i % 2 == 0, site=f"S{i:02d}") for i in range(10) for _ in range(10)]
    rows += times(10, row(met=True))
    told = total(found(met, evidence_of(service_delivery=rows)))
    sums, share = [10, 0] * 5 + [10], 60 / 110
    half = stats.t.ppf(0.975, 10) * np.sqrt(11 / 10 * sum((y - share * 10) ** 2 for y in sums)) / 110
    expected = {"low": share - half, "high": share + half, "method": "site_cluster"}
    assert facts(told) == stated(share, 110, **expected)


def test_a_bootstrap_draws_sites_from_ten_sites_on() -> None:
    def skewed(ev: Evidence, p: Params) -> Iterator[Described]:
        yield Mean("x", Rows(ev.service_delivery), ev.service_delivery.measured_value, bootstrap_seed=ev.seed)

    rows = [row(0.0 if i else 1.0, site=f"S{i:02d}") for i in range(12) for _ in range(3)]
    interval = the(found(skewed, evidence_of(service_delivery=rows)), "x_bootstrap").interval
    assert interval is not None
    bounds = bootstrap.ratio_bounds([3.0] + [0.0] * 11, [3.0] * 12, seed=0)
    assert (interval.low, interval.high, interval.method) == (
        pytest.approx(bounds.low), pytest.approx(bounds.high), "bootstrap",
    )  # fmt: skip


def test_the_total_comes_first_and_cells_follow_in_the_order_of_their_value() -> None:
    sites = ["乙", "b", "a", None, "甲"]
    rows = [row(met=True, site=site) for site in sites for _ in range(6)]
    told = [one.key for one in found(met, evidence_of(service_delivery=rows)).estimates]
    assert told == [
        {},
        {"site_id": ""},
        {"site_id": "a"},
        {"site_id": "b"},
        {"site_id": "乙"},
        {"site_id": "甲"},
    ]


def test_a_column_that_was_not_handed_over_gives_no_breakdown() -> None:
    rows = [{"start_ts": START, "met": True}] * 6
    assert [one.key for one in found(met, evidence_of(service_delivery=rows)).estimates] == [{}]


def test_quantiles_of_a_breakdown_stand_on_their_own_cases() -> None:
    def quantiles(ev: Evidence, p: Params) -> Iterator[Described]:
        d = ev.service_delivery
        yield Quantiles("x", Rows(d), d.measured_value, (0.5,), by=("site_id",))

    rows = [row(float(i), site="A" if i <= 5 else None) for i in range(1, 13)]
    told = found(quantiles, evidence_of(service_delivery=rows))
    assert {one.key.get("site_id"): (one.value, one.n) for one in told.estimates} == {
        None: (6.5, 12),
        "": (9.0, 7),
        "A": (3.0, 5),
    }


def test_reasons_why_nothing_is_measured() -> None:
    def nothing(ev: Evidence, p: Params) -> Iterator[Described]:
        yield Register("x", 1.0, 1)
        yield NotMeasurable(NOTE())

    delivery = evidence_of(service_delivery=[{"episode_id": "1"}])
    broken = evidence_of(service_delivery=[row()], broken=["service_delivery"])
    whole = evidence_of(service_delivery=[row()])
    reasons = {
        "absent": found(met, evidence_of()),
        "column": found(met, delivery),
        "broken": found(met, broken),
        "measure": found(nothing, whole),
        "facet": measured("M-ALPHA", evidence_of(of=TINY, survey_customers=[{"e01": 1.0}])),
    }
    assert {name: one.reason.code for name, one in reasons.items() if one.reason} == {
        "absent": "E-ABSENT",
        "column": "E-COLUMNS-ABSENT",
        "broken": "E-BROKEN",
        "measure": "M-NOTE",
        "facet": "M-FACET",
    }
    assert {one.estimates for one in reasons.values()} == {()}


def test_a_facet_that_was_not_asked_is_named_in_the_words_of_the_instrument() -> None:
    measure = a_measure(met, needs={"survey_customers": ()}, facets=("perceived", "expected"))
    told = run(measure, evidence_of(of=TINY, survey_customers=[{"p01": 1.0}]), {}, RULES)
    assert told.reason is not None
    assert (told.reason.in_("zh"), told.reason.in_("en")) == (
        "调查未询问“期望”部分",
        "the survey did not ask the facet “expected”",
    )


def test_a_survey_that_nobody_can_read_measures_nothing() -> None:
    measure = a_measure(met, needs={"survey_customers": ("respondent_id",)})
    told = run(measure, evidence_of(survey_customers=[{"respondent_id": "r1"}]), {}, RULES)
    assert (told.reason, told.estimates) == (NO_INSTRUMENT(), ())


@pytest.mark.parametrize(
    ("needs", "says"),
    [
        ({"complaint": ()}, "M-TRIAL needs complaint, which is no table; did you mean complaints?"),
        ({"complaints": ("chanel",)}, "needs complaints.chanel, which is no column; did you mean channel?"),
        ({"complaints": ("qqqq",)}, "needs complaints.qqqq, which is no column$"),
    ],
)
def test_a_measure_that_needs_what_there_is_not_is_a_fault(needs: dict[str, Any], says: str) -> None:
    with pytest.raises(DefinitionError, match=says):
        run(a_measure(met, needs=needs), evidence_of(), {}, RULES)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"result": "w"}, "yields the result 'w'"),
        ({"key": {"floor": "1"}}, "yields the kind of key 'floor'"),
        ({"unit": "parsec"}, "yields the unit 'parsec'"),
    ],
)
def test_a_figure_that_the_definition_does_not_name_is_a_fault(changes: dict[str, Any], says: str) -> None:
    def described(ev: Evidence, p: Params) -> Iterator[Described]:
        yield Register(**{"result": "x", "value": 1.0, "n": 1, **changes})

    with pytest.raises(DefinitionError, match=says):
        found(described, evidence_of(service_delivery=[row(met=True)]))


def test_a_register_without_entries_has_no_cases_unless_it_says_why() -> None:
    def described(ev: Evidence, p: Params) -> Iterator[Described]:
        yield Register("x", 0.25, 4, key={"step": "a"})
        yield Register("y", None, 0)
        yield Register("z", None, 3, reason=NOTE())

    told = found(described, evidence_of(service_delivery=[row(met=True)])).estimates
    assert [(one.result, one.key, one.value, one.n, one.sufficiency, one.reason) for one in told] == [
        ("x", {"step": "a"}, 0.25, 4, "enough", None),
        ("y", {}, None, 0, "insufficient", NO_CASES()),
        ("z", {}, None, 3, "insufficient", NOTE()),
    ]


def test_the_reason_counts_the_unknown_cases_and_all_of_them() -> None:
    rows = [*times(10, row(met=True)), *times(5, row())]
    assert total(found(met, evidence_of(service_delivery=rows))).reason == MUCH_UNKNOWN(unknown=5, total=15)


def test_an_empty_table_measures_nothing_rather_than_zero() -> None:
    ev = evidence_of(service_delivery=[], columns={"service_delivery": ["start_ts", "met"]})
    assert facts(total(found(met, ev))) == stated(None, 0, sufficiency="insufficient", reason="M-NO-CASES")


def test_messages_become_notes_and_tables_are_told_with_their_hash() -> None:
    def noted(ev: Evidence, p: Params) -> Iterator[Described]:
        yield NOTE()
        yield from met(ev, p)

    told = found(noted, evidence_of(service_delivery=[row(met=True)]))
    assert [one.code for one in told.notes] == ["M-NOTE"]
    assert told.tables == {"service_delivery": "sha of service_delivery"}


def test_the_hash_of_a_definition_changes_with_its_constants_words_and_code() -> None:
    plain = a_measure(met)
    variants = [
        plain,
        a_measure(met, params={"limit": Param(1, "h", "D")}),
        a_measure(met, params={"limit": Param(2, "h", "D")}),
        a_measure(met, params={"limit": Param(2, "h", "L")}),
        a_measure(met, title=Text(zh="另", en="trial")),
        a_measure(mean),
    ]
    assert len({one.sha256() for one in variants}) == len(variants)
    assert plain.sha256() == a_measure(met).sha256()


def test_the_hash_of_a_definition_does_not_change_with_the_typesetting_of_its_formula() -> None:
    assert a_measure(met, tex=r"\frac{a}{b}").sha256() == a_measure(met, tex="a / b").sha256()


def test_the_hash_of_a_measure_leaves_its_decorator_out() -> None:
    @decorated("one")
    def first(ev: Evidence, p: Params) -> Iterator[Described]:
        yield NOTE()

    original = first

    @decorated("two")
    def first(ev: Evidence, p: Params) -> Iterator[Described]:
        yield NOTE()

    assert a_measure(original).sha256() == a_measure(first).sha256()


def test_the_hash_of_a_measure_is_the_same_wherever_its_code_stands(tmp_path: Path) -> None:
    def described(module: str, source: str) -> Measure:
        path = tmp_path / f"{module}.py"
        path.write_text(source, encoding="utf-8")
        spec = importlib.util.spec_from_file_location(f"audit.measures.{module}", path)
        assert spec is not None
        assert spec.loader is not None
        loaded = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(loaded)
        return a_measure(loaded.describe)

    source = "LEAST = 3\n\ndef describe(ev, p):\n    return half()\n\ndef half():\n    return LEAST\n"
    here = described("here", source).sha256()
    assert described("there", source).sha256() == here
    assert described("changed", source.replace("= 3", "= 4")).sha256() != here
    assert described("changed_inside", source.replace("LEAST\n", "LEAST + 1\n")).sha256() != here


def decorated(_said: str) -> Callable[[Describe], Describe]:
    return lambda describe: describe


def test_the_constants_in_force_are_told_and_do_not_change_the_definition() -> None:
    ev = evidence_of(
        complaints=[{"received_ts": START, "acknowledged_ts": START}], declared={"targets.acknowledge_h": 8.0}
    )
    by_default = measured("M-ACK", evidence_of(complaints=[{"received_ts": START, "acknowledged_ts": START}]))
    told = measured("M-ACK", ev)
    assert told.params == {"target": ParamValue(value=8, unit="h", origin="S")}
    assert told.definition == by_default.definition == MEASURES["M-ACK"].sha256()


def test_the_rows_behind_a_figure_say_where_they_stand_and_why_they_do_not_count() -> None:
    ev = evidence_of(service_delivery=[row(1, met=True), row(20, met=True), row(1)])
    d = ev.service_delivery
    listed = ev.run(rows_behind(Share("x", Rows(d, excluded={"large": d.measured_value > 10}), d.met)))
    assert [tuple(one.values()) for one in listed] == [
        ("service_delivery.csv", 1, True, None),
        ("service_delivery.csv", 2, True, "large"),
        ("service_delivery.csv", 3, None, "unknown"),
    ]
