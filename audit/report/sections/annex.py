"""The annexes: formulas, thresholds and constants with their origin, criteria, hashes, tool."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.scales import figure
from audit.report.sections.figures import is_measured
from audit.report.telling import Teller, capped
from audit.report.wording import percent
from audit.result import ParamValue, SchemeRule
from audit.text import Text

MOST_HASHES = 60
MOST_OVER = 8
"""So few hashes more are printed as well: a fold of one would save nothing."""


@dataclass(frozen=True)
class Formula:
    """A measure in words."""

    id: str
    title: str
    formula: str
    inclusion: str
    constants: str
    source: str


@dataclass(frozen=True)
class Threshold:
    """A rule that decides: its value, and where it comes from."""

    name: str
    value: str
    origin: str


@dataclass(frozen=True)
class Digest:
    """A thing with its full SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True)
class AnnexChapter:
    """The annexes."""

    formulas: tuple[Formula, ...]
    scheme: tuple[Threshold, ...]
    scheme_title: str
    bands: str
    digests: tuple[Digest, ...]
    hidden_digests: int
    tool: str
    seed: str


def annex_chapter(teller: Teller) -> AnnexChapter:
    """The annexes."""
    result, scheme = teller.result, teller.result.scheme
    every = _digests(teller)
    digests, hidden = capped(every, len(every) if len(every) <= MOST_HASHES + MOST_OVER else MOST_HASHES)
    bands = [
        teller.said(teller.w.annex.band, least=figure(one.at_least, 0), title=teller.text(one.title))
        for one in scheme.bands
    ]
    return AnnexChapter(
        formulas=tuple(_formulas(teller)),
        scheme=tuple(_scheme(teller)),
        scheme_title=f"{teller.text(scheme.title)} {scheme.version}",
        bands=teller.clauses(bands),
        digests=digests,
        hidden_digests=hidden,
        tool=f"{result.tool.name} {result.tool.version}{teller.w.join.clause}{result.tool.engine}",
        seed=str(result.seed),
    )


def _formulas(teller: Teller) -> list[Formula]:
    """The definitions of the measures that have figures in this report, with their constants in force."""
    used = {one.measure: one for one in teller.result.measurements if is_measured(one)}
    return [
        Formula(
            id=one.id,
            title=teller.text(one.title),
            formula=teller.text(one.formula),
            inclusion=teller.text(one.inclusion),
            constants=teller.clauses(_constant(teller, *each) for each in used[one.id].params.items()),
            source=teller.text(one.source),
        )
        for one in teller.result.definitions
        if one.id in used
    ]


def _constant(teller: Teller, name: str, param: ParamValue) -> str:
    shown = figure(param.value, 4).rstrip("0").rstrip(".")
    value = shown if param.unit == "1" else f"{shown} {teller.unit(param.unit)}"
    return f"{name} = {value} ({param.origin})"


def _scheme(teller: Teller) -> list[Threshold]:
    return [
        Threshold(teller.text(one.title), _rule(teller, one), teller.w.origin.D)
        for one in teller.result.scheme.rules
    ]


def _rule(teller: Teller, rule: SchemeRule) -> str:
    if isinstance(rule.value, Text):
        return teller.text(rule.value)
    return (
        percent(rule.value, 1)
        if rule.unit == "share"
        else figure(rule.value, 1 if rule.unit == "score" else 0)
    )


def _digests(teller: Teller) -> list[Digest]:
    result, w = teller.result, teller.w.annex
    found = [Digest(w.result, teller.digest), Digest("audit.yaml", result.engagement.sha256)]
    if result.engagement.ratings_sha256:
        found.append(Digest("ratings.yaml", result.engagement.ratings_sha256))
    found += [Digest(f"{one.id} {one.version}", one.sha256) for one in result.criteria]
    found.append(Digest(f"{w.scheme} {result.scheme.id} {result.scheme.version}", result.scheme.sha256))
    found += [Digest(f"{one.id} {one.version}", one.sha256) for one in result.instruments]
    for entry in result.manifest.tables:
        found += [Digest(one.path, one.sha256) for one in entry.files]
        found.append(Digest(teller.said(w.rows_of, table=teller.text(entry.title)), entry.sha256))
    return found
