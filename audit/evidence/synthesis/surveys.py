"""Questionnaires: customers on expectations and perceptions, managers and contact staff on what shapes them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from audit.evidence.catalogue import table_definition
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.synthesis.clock import END, START, Bools, Floats
from audit.evidence.synthesis.complaints import site_ids
from audit.evidence.synthesis.drawing import (
    Columns,
    Rng,
    Whole,
    chances,
    coded,
    drawn,
    identifiers,
    lognormal,
    moments,
    points,
    some,
    weighted,
)  # fmt: skip
from audit.evidence.synthesis.organisation import ROLES, Organisation

CHANNELS = {"store": 0.42, "app": 0.3, "web": 0.16, "phone": 0.12}
_SEGMENTS = {"会员": 0.5, "新顾客": 0.3, "企业客户": 0.2}
_REASONS = ("useless", "effort", "minor", "unknown_whom", "unknown_how", "fear")
_RESPONSE = 0.3
_EXPECTED = (5.7, 6.4, 6.1, 6.1, 5.8)
_PERCEIVED = (5.6, 4.9, 5.0, 5.6, 5.1)
"""Means by dimension in the order of the instrument: promises are expected most and kept least."""

_WEIGHTS = (11.0, 32.0, 23.0, 19.0, 15.0)
_POOR = ("ant1_levels", "ant3_conflict", "ant3_ambig", "ant4_overprom")
"""Scales on which a high value is bad."""

_ONE_TO_SEVEN = (1, 7)


def survey_customers(of: Organisation) -> Iterator[Columns]:
    """Customers' answers, from a common attitude, one of each dimension, and one of each item."""
    for part, first, last in of.parts(of.scale.respondents):
        yield _customers(of, of.rng("survey_customers", part), first, last)


def survey_frame(of: Organisation) -> Iterator[Columns]:
    """Who was invited, by channel: a random sample in four waves, counted up from the answers."""
    counts = np.zeros((4, len(CHANNELS)), dtype=np.int64)
    for part, first, last in of.parts(of.scale.respondents):
        channel, wave, _ = _who(of, of.rng("survey_customers", part), first, last)
        np.add.at(counts, (wave, channel), 1)
    rng = of.rng("survey_frame")
    completed = counts.ravel()
    invited = np.ceil(completed / (_RESPONSE * (0.8 + 0.4 * rng.random(len(completed))))).astype(np.int64)
    undeliverable = (invited - completed) // 20
    wave, channel = np.divmod(np.arange(len(completed)), len(CHANNELS))
    yield {
        "instrument_id": pa.array([of.instrument.id] * len(completed)),
        "wave": coded(wave, ("2025Q3", "2025Q4", "2026Q1", "2026Q2")),
        "channel": coded(channel, list(CHANNELS)),
        "method": pa.array(["random"] * len(completed)),
        "frame_size": invited * 6 + rng.integers(10, 60, len(completed)),
        "invited": invited,
        "undeliverable": undeliverable,
        "completed": completed,
    }


def survey_managers(of: Organisation) -> Iterator[Columns]:
    """Managers: further from the customers the higher they stand."""
    rng = of.rng("survey_managers")
    n = of.scale.managers
    level = weighted(rng, (0.12, 0.38, 0.5), n)
    yield {
        "manager_id": identifiers("M", np.arange(n) + 1, width=4),
        "instrument_id": pa.array([of.instrument.id] * n),
        "site_id": site_ids(weighted(rng, of.size, n), chances(rng, 0.9, n)),
        "level": coded(level, ("top", "middle", "front")),
        "function": drawn(rng, {"运营": 0.45, "客户服务": 0.25, "物流": 0.2, "市场": 0.1}, n, chances(rng, 0.95, n)),
        "contact_days_month": some(
            np.clip(np.rint(lognormal(rng, np.array([1.0, 3.0, 12.0])[level], 0.6, n)), 0, 31), chances(rng, 0.95, n)
        ),
        **_scales(rng, table_definition("survey_managers", of.instrument), n, np.zeros(n)),
        **_beliefs(of, rng, n),
        **_points_given(of, rng, n),
    }  # fmt: skip


def survey_contact_staff(of: Organisation) -> Iterator[Columns]:
    """Contact staff: two in three answer; poor sites give less support."""
    rng = of.rng("survey_contact_staff")
    front = np.flatnonzero(chances(rng, 0.65, len(of.staff_site)))
    front = front if len(front) >= 5 else np.arange(len(of.staff_site))
    n = len(front)
    site = of.staff_site[front]
    yield {
        "staff_resp_id": identifiers("B", np.arange(n) + 1, width=5),
        "site_id": site_ids(site, chances(rng, 0.97, n)),
        "role": coded(of.staff_role[front], list(ROLES), chances(rng, 0.97, n)),
        **_scales(rng, table_definition("survey_contact_staff", of.instrument), n, 0.3 * of.quality[site]),
    }


def _scales(rng: Rng, definition: TableDefinition, n: int, mood: Floats) -> Columns:
    """The columns of a questionnaire that hold means of four items on one to seven."""
    columns = {}
    for column in definition.columns:
        if any(
            (facts.get("min_value"), facts.get("max_value")) == _ONE_TO_SEVEN for _, facts in column.checks
        ):
            latent = (3.4 - mood if column.name in _POOR else 4.9 + mood) + 0.9 * rng.standard_normal(n)
            columns[column.name] = some(np.clip(np.rint(4 * latent) / 4, 1, 7), chances(rng, 0.97, n))
    return columns


def _beliefs(of: Organisation, rng: Rng, n: int) -> Columns:
    """What managers believe that customers expect: less than they do, and each manager in a way of his own."""
    low, high = of.instrument.scale
    place = {one.id: index for index, one in enumerate(of.instrument.dimensions)}
    belief = 0.5 * rng.standard_normal(n)
    columns = {}
    for item in of.instrument.items:
        off = 0.35 * rng.standard_normal() - 0.3
        latent = (high + low) / 2 + (high - low) / 6 * (
            _EXPECTED[place[item.dimension] % 5] - 4 + off + belief
        )
        answer = points(rng, latent, low, high).astype(float)
        columns[of.instrument.belief_column(item)] = some(answer, chances(rng, 0.98, n))
    return columns


def _who(of: Organisation, rng: Rng, first: int, last: int) -> tuple[Whole, Whole, Floats]:
    """Channel, wave and moment (0 to 1 of the year) of each respondent."""
    n = last - first
    channel = weighted(rng, list(CHANNELS.values()), n)
    year = (np.arange(first, last) + rng.random(n)) / of.scale.respondents
    return channel, np.minimum((4 * year).astype(np.int64), 3), year


def _customers(of: Organisation, rng: Rng, first: int, last: int) -> Columns:
    n = last - first
    channel, _, year = _who(of, rng, first, last)
    site = weighted(rng, of.size, n)
    failed = chances(rng, np.clip(0.2 - 0.04 * of.quality[site], 0.03, 0.5), n)
    complained = failed & chances(rng, 0.36, n)
    mood = 0.62 * rng.standard_normal(n) + 0.22 * of.quality[site] - 0.85 * failed
    content = 5.35 + 0.9 * mood
    silent = failed & ~complained
    return {
        "respondent_id": identifiers("X", np.arange(first, last) + 1),
        "instrument_id": pa.array([of.instrument.id] * n),
        "site_id": site_ids(site, chances(rng, 0.98, n)),
        "survey_ts": moments(START + (year * (END - START).astype(int)).astype("timedelta64[s]")),
        "channel": coded(channel, list(CHANNELS)),
        "segment": drawn(rng, _SEGMENTS, n, chances(rng, 0.92, n)),
        "tenure_m": some(np.round(lognormal(rng, 22, 1.0, n)), chances(rng, 0.9, n)),
        "customer_id": identifiers(
            "K", (rng.random(n) * of.scale.customers).astype(np.int64) + 1, chances(rng, 0.3, n)
        ),
        "duration_s": some(np.round(lognormal(rng, 430, 0.45, n)), chances(rng, 0.97, n)),
        "overall_sat": some(points(rng, content, 1, 7).astype(float), chances(rng, 0.98, n)),
        "nps": some(points(rng, 1.5 * content - 0.2, 0, 10), chances(rng, 0.95, n)),
        "repurchase": some(points(rng, content + 0.2, 1, 7), chances(rng, 0.95, n)),
        "trust": some(points(rng, content + 0.1, 1, 7), chances(rng, 0.95, n)),
        "had_failure": some(failed, chances(rng, 0.97, n)),
        "complained": some(complained, failed),
        "noncomplaint_reason": _reasons(rng, silent),
        "knows_guarantee": some(chances(rng, 0.42, n), chances(rng, 0.93, n)),
        "expected_wait_adequate": some(np.round(lognormal(rng, 8, 0.4, n)), chances(rng, 0.9, n)),
        **_answers(of, rng, mood),
    }  # fmt: skip


def _reasons(rng: Rng, silent: Bools) -> pa.Array:
    """Why those who had a failure kept it to themselves: one reason, or two."""
    n = len(silent)
    one = weighted(rng, (0.3, 0.26, 0.2, 0.1, 0.1, 0.04), n)
    two = (one + 1 + weighted(rng, np.ones(3), n)) % len(_REASONS)
    both = chances(rng, 0.3, n)
    offsets = np.concatenate([[0], np.cumsum(1 + both)])
    words = np.empty(offsets[-1], dtype=np.int64)
    words[offsets[:-1]] = one
    words[offsets[1:][both] - 1] = two[both]
    lists = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), coded(words, _REASONS).cast(pa.string()))
    return some(lists, silent)


def _answers(of: Organisation, rng: Rng, mood: Floats) -> Columns:
    """Answers to every item in every facet, and points for the dimensions.

    The loadings give scales of four or five items an alpha of about 0.8. The adequate level is asked of a
    third; one in fifty crosses the same number all the way down.
    """
    instrument, n = of.instrument, len(mood)
    low, high = instrument.scale
    place = {one.id: index for index, one in enumerate(instrument.dimensions)}
    careless = chances(rng, 0.02, n)
    same = np.clip(np.rint(5 + rng.standard_normal(n)), low, high)
    demanding = 0.45 * rng.standard_normal(n)
    asked = chances(rng, 0.33, n)
    hopes = 0.45 * rng.standard_normal((len(place), n))
    views = 0.62 * rng.standard_normal((len(place), n))
    columns: dict[str, pa.Array] = {}
    for item in instrument.items:
        at = place[item.dimension]
        usual = (_EXPECTED[at % 5] - 4, _PERCEIVED[at % 5] - 4)
        own = 0.25 * rng.standard_normal(2)
        unit = (high - low) / 6
        middle = (high + low) / 2
        expected = middle + unit * (usual[0] + 0.4 * own[0] + demanding + hopes[at])
        perceived = middle + unit * (usual[1] + own[1] + mood + views[at])
        given = np.where(careless, same, points(rng, expected, low, high))
        seen = np.where(careless, same, points(rng, perceived, low, high))
        accepted = np.maximum(given - rng.poisson(1.3, n), low)
        weight = points(rng, expected - 0.2, low, high)
        for facet, answer, present in (
            ("expected", given, chances(rng, 0.985, n)),
            ("adequate", accepted, asked),
            ("perceived", _turned(seen, low, high, turned=item.reversed), chances(rng, 0.98, n)),
            ("importance", weight, chances(rng, 0.97, n)),
        ):
            if facet in instrument.facets:
                columns[instrument.column(facet, item)] = some(answer.astype(float), present)
    return columns | _points_given(of, rng, n)


def _turned(answer: np.ndarray, low: float, high: float, *, turned: bool) -> np.ndarray:
    """A reversed item as it was answered."""
    return low + high - answer if turned else answer


def _points_given(of: Organisation, rng: Rng, n: int) -> dict[str, pa.Array]:
    """A hundred points divided among the dimensions in steps of five; the last one gets the rest."""
    if not of.instrument.weights_asked:
        return {}
    dimensions = of.instrument.dimensions
    usual = np.array([_WEIGHTS[index % 5] for index in range(len(dimensions))])
    raw = usual[:, None] * np.exp(0.35 * rng.standard_normal((len(dimensions), n)))
    given = 5 * np.floor(20 * raw / raw.sum(axis=0))
    given[-1] = 100 - given[:-1].sum(axis=0)
    present = chances(rng, 0.93, n)
    return {
        of.instrument.weight_column(one): some(given[index], present) for index, one in enumerate(dimensions)
    }
